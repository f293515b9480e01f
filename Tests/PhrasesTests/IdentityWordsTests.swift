import Domain
import Foundation
import Phrases
import Support
import Testing

/// Why somebody is not let in, and what a letter says.
struct IdentityWordsTests {
    private static let instant = try! Instant("2026-02-14T20:30:00+08:00")

    private static let weaknesses: [PasswordWeakness] = [
        .tooShort(atLeast: 10), .tooLong(atMost: 128), .common, .holdsName, .monotonous, .same,
    ]

    private static let faults: [IdentityFault] =
        [
            .unknownOrWrong, .lockedUntil(instant), .codeNeeded, .expired, .revoked, .usedBefore, .disabled,
            .passwordChangeNeeded, .loginTaken, .hasAccount, .changedMeanwhile, .badLogin,
            .noSuch(.record(.agent, "zhao")), .scopesTooWide,
            .badExpiry(atMost: instant), .noSecondFactor, .hasSecondFactor, .busy, .unavailable,
        ] + weaknesses.map(IdentityFault.weakPassword) + ProviderTrouble.allCases.map(IdentityFault.provider)

    private static let letters: [Letter] =
        [
            .invitation(login: "wang", link: "https://desk.example/link/x", until: instant),
            .reset(login: "wang", link: "https://desk.example/link/y", until: instant),
            .entry(link: "https://desk.example/link/z", until: instant),
        ]
        + Letter.StaffNews.allCases.map { .staff($0, about: "3k9x", link: "https://desk.example/tickets/3k9x") }
        + [.staff(.clockLeapt, about: nil, link: nil)]
        + Letter.CustomerNews.allCases.map { .customer($0, ticket: "3k9x", link: "https://desk.example/t/a") }

    @Test(arguments: Language.allCases)
    func `who is not let in reads this, and whoever gets a letter that`(language: Language) throws {
        let (words, zone) = (wording(language), Zone.shipped("Asia/Shanghai"))
        let periods: [Character] = [".", "。"]
        let advice = Self.faults.map { words.words(for: $0, in: zone) }
        for (cause, cure) in advice {
            for text in [cause, cure] {
                expectReadable(text)
                #expect(text.last.map(periods.contains) ?? false, "»\(text)« does not end like a sentence")
            }
        }
        let letters = Self.letters.map { words.letter($0, in: zone) }
        for letter in letters {
            expectReadable(letter.subject)
            #expect(!letter.subject.contains("\n") && letter.subject.count < 80)
            for text in letter.paragraphs + [letter.foot] { expectReadable(text) }
        }
        let shown = letters.map { ([$0.subject] + $0.paragraphs + [$0.link ?? "-"]).joined(separator: " | ") }
        try expectGolden(
            (advice.map { "\($0.cause) \($0.cure)" } + shown + [letters[0].foot]).joined(separator: "\n"),
            "identity.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `a letter tells the minute and the zone, and who has to wait is never sent too early`(language: Language) {
        let (words, zone) = (wording(language), Zone.shipped("Asia/Shanghai"))
        let late = Self.instant + Duration(milliseconds: 59_367)
        let letter = words.letter(.entry(link: "https://desk.example/link/z", until: late), in: zone)
        #expect(letter.paragraphs.joined().contains("2026-02-14 20:30 UTC+08:00"))
        #expect(words.words(for: .lockedUntil(late), in: zone).cure.contains("2026-02-14 20:31 UTC+08:00"))
        #expect(words.words(for: .lockedUntil(Self.instant), in: .utc).cure.contains("2026-02-14 12:30 UTC"))
    }

    @Test func `every kind of fault is shown`() {
        let source = Fixture.text("Sources/Domain/Access/IdentityFault.swift")
        let first = source.prefix(upTo: source.range(of: "\n}\n")?.lowerBound ?? source.endIndex)
        let cases = first.split(separator: "\n").filter { $0.hasPrefix("    case ") }
            .map { String($0.dropFirst(9).prefix { $0.isLetter }) }
        #expect(!cases.isEmpty)
        #expect(Set(Self.faults.map { String("\($0)".prefix { $0 != "(" }) }) == Set(cases))
    }
}
