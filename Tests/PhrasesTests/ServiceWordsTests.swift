import Domain
import Foundation
import Phrases
import Support
import Testing

/// Why the service does not serve a request, in four languages.
struct ServiceWordsTests {
    private static let faults: [ServiceFault] = [
        .notFound, .method(["GET", "PUT"]), .address, .query, .notText,
        .notJSON(column: 7, reason: "a colon is missing"), .cutOff, .lastEventID, .purpose, .key, .version,
        .notHeeded("Idempotency-Key"), .nobody, .noToken, .noForm, .right(.ticketsWrite),
        .rightBesides(.accountsManage), .customersMayNot, .type(["text/csv", "application/jsonl"]), .packed,
        .tooLarge(atMost: 1_048_576), .tooMany(seconds: 3), .changed(version: 12), .slow, .away, .contended,
        .defect(number: "81c2b7"), .policy(faults: 1), .policy(faults: 3), .sessionOnly, .accountOnly, .noIssuer,
        .noLogKey, .notSealed, .notFinished(.waiting(.customer)), .noMail, .headTooLarge(atMost: 16_384),
        .unknownMethod, .transferCoding, .protocolVersion, .unreadableHead,
    ]

    private static let forms: [FormFault] =
        [
            .missing(.wholeNumber), .unknownMember(nearest: "subject"), .unknownMember(nearest: nil),
            .noneOf(["high", "low"], nearest: "high"), .noneOf(["high", "low"], nearest: nil),
            .noneOf([], nearest: nil), .number(1...200),
            .items(501, 1...500), .members(60, atMost: 50), .length(0, 1...64), .length(70, 0...64),
            .instant(.noOffset("2026-02-14T20:30:00")), .plusIsBlank, .name(atMost: 64),
            .unknownParameter(nearest: "limit", known: ["limit"]), .unknownParameter(nearest: nil, known: ["limit"]),
            .unknownParameter(nearest: nil, known: []), .twice, .missingParameter("q"), .cursor, .cursorOfOtherOrder,
            .noMark, .unknownField(nearest: "custom.floor"), .unknownField(nearest: nil), .idIsDrawn,
            .noSuch(.ticket("t1")), .noSuch(.record(.agent, "wang")),
        ]
        + [FormKind.text, .wholeNumber, .number, .flag, .list, .object, .null, .any].flatMap { kind in
            [FormFault.kind(.null, wanted: kind, orNull: false), .kind(kind, wanted: .text, orNull: true)]
        }

    private static let notes: [ServiceNote] = [
        .ungraded(category: nil, known: []), .ungraded(category: "printer", known: ["network", "software"]),
    ]

    private static let statuses = [
        400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415, 422, 429, 431, 500, 501, 503, 505,
    ]

    @Test(arguments: Language.allCases)
    func `who is not served reads this`(language: Language) throws {
        let words = wording(language)
        let periods: [Character] = [".", "。", "？", "?", "…"]
        let advice =
            Self.faults.map { words.words(for: $0) } + Self.forms.map { words.words(for: $0) }
            + Self.notes.map { words.words(for: $0) }
        for (cause, cure) in advice {
            for text in [cause, cure] {
                expectReadable(text)
                #expect(text.last.map(periods.contains) ?? false, "»\(text)« does not end like a sentence")
            }
        }
        let titles = try Self.statuses.map { try #require(words.title(ofStatus: $0)) }
        try expectGolden(
            (advice.map { "\($0.cause) \($0.cure)" } + titles).joined(separator: "\n"),
            "service.\(language.rawValue).txt")
    }

    @Test func `every kind of fault is shown`() {
        let source = Fixture.text("Sources/Phrases/Shared/ServiceFault.swift")
        for (name, shown) in [
            ("ServiceFault", Self.faults.map { "\($0)" }), ("FormFault", Self.forms.map { "\($0)" }),
        ] {
            let body = source.components(separatedBy: "enum \(name):")[1].components(separatedBy: "\n}\n")[0]
            let cases = body.split(separator: "\n").filter { $0.hasPrefix("    case ") }
                .map { String($0.dropFirst(9).prefix { $0.isLetter }) }
            #expect(Set(shown.map { String($0.prefix { $0 != "(" }) }) == Set(cases), "\(name)")
        }
    }
}
