import Domain
import Phrases
import Support
import Testing

/// The figures' names, and why a question about them is not answered.
struct FiguresTests {
    private static let instant = try! Instant("2026-02-14T20:30:00+08:00")
    private static let refusals: [FiguresRefusal] = [
        .tooManyFilters(4), .filteredTwice(.grade), .emptyRange(from: instant, to: instant), .tooManyCells(30_000),
        .groupsOutOfRange(0), .unknownZone("Asia/Peking"), .ahead(instant + .hours(1), now: instant),
    ]

    @Test(arguments: Language.allCases)
    func `figures are called and refused like this`(language: Language) throws {
        let words = wording(language)
        let zone = Zone.shipped("Asia/Shanghai")
        let names = Metric.allCases.map { words.name(of: $0) } + Dimension.allCases.map { words.name(of: $0) }
        #expect(Set(names).count == names.count)
        let refused = Self.refusals.map { words.words(for: $0, in: zone) }
        for text in refused.flatMap({ [$0.cause, $0.cure] }) { expectReadable(text) }
        try expectGolden(
            (names + refused.map { "\($0.cause) \($0.cure)" }).joined(separator: "\n"),
            "figures.\(language.rawValue).txt")
    }
}
