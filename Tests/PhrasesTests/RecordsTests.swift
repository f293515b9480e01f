import Domain
import Phrases
import Support
import Testing

struct RecordsTests {
    private static let types: [FieldType] = [
        .text(atMost: 9), .texts(atMost: 9), .language, .languages, .id, .ids, .reference(.team), .references(.agent),
        .integer(0...5), .money, .share, .instant, .day, .flag, .zone, .hours, .url, .email, .phone,
    ]

    private static let causes: [FieldFault.Cause] =
        [
            .unknown(nearest: "title.zh"), .unknown(nearest: nil), .missing,
            .needsOneOf(["title.zh", "title.en", "title.ja", "title.ko"]), .tooLong(atMost: 200), .tooMany(atMost: 200),
            .notOneOf(["on", "off"], nearest: "on"), .notOneOf(["zh", "en", "ja", "ko"], nearest: nil),
            .outOfRange(-90...90), .instant(.noOffset("2026-02-14T20:30:00")),
            .zone(.unknown(name: "Asia/Shanghia", nearest: "Asia/Shanghai")), .noSuch(.team, "road-crew"), .itself,
            .notAfter("from"), .otherCurrency(than: "amount"),
        ] + types.map(FieldFault.Cause.unreadable)

    private static let refusals: [Record.Refusal] = [
        .faults([FieldFault("name", .missing), FieldFault("amount", .unreadable(.money))]),
        .noSuchRecord(.contract, "k-1"), .retired(.agent, "wang"), .erased(.customer, "c-1"), .nothingPersonal(.tag),
    ]

    private static let imports: [ImportFault.Cause] = [
        .unknownColumn(nearest: "name"), .unknownColumn(nearest: nil), .columnTwice, .noIDColumn,
        .tooManyColumns(atMost: 200), .tooLong(bytes: 65_536), .strayQuote, .unclosedQuote, .notText,
        .fieldCount(1, header: 4), .notJSON(byte: 7), .notAnObject, .nested, .badID, .field(.missing),
        .refused(.retired(.team, "road-crew")),
    ]

    @Test(arguments: Language.allCases)
    func `faults of records read like this`(language: Language) throws {
        let words = wording(language)
        var advice = Self.causes.map { words.words(for: $0) } + Self.refusals.map { words.words(for: $0) }
        advice += Self.imports.map { words.words(for: ImportFault(line: 3, column: "nmae", $0)) }
        let periods: [Character] = [".", "。"]
        for (cause, cure) in advice {
            for text in [cause, cure] {
                expectReadable(text)
                #expect(text.last.map(periods.contains) ?? false, "»\(text)« does not end like a sentence")
            }
        }
        let kinds = RecordKind.allCases.map { "\($0.rawValue): \(words.kind($0))" }
        #expect(Set(RecordKind.allCases.map(words.kind)).count == RecordKind.allCases.count)
        try expectGolden(
            (advice.map { "\($0.cause) \($0.cure)" } + kinds).joined(separator: "\n"),
            "records.\(language.rawValue).txt")
    }
}
