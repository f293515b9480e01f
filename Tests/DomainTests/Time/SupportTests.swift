import Support
import Testing

/// The helpers that every other test trusts.
struct SupportTests {
    @Test func `a seed gives the same sequence on every machine`() {
        var chance = Seed(73)
        var again = Seed(73)
        var neighbour = Seed(74)
        let first = (0..<4).map { _ in chance.next() }
        #expect(first == (0..<4).map { _ in again.next() })
        #expect(Set(first).isDisjoint(with: (0..<4).map { _ in neighbour.next() }))
        #expect(Seed(73).testDescription == "SEED=73")
    }

    @Test func `choices stay in their range and reach its ends`() {
        var chance = Seed(1)
        #expect(Set((0..<200).map { _ in chance.integer(-1...2) }) == [-1, 0, 1, 2])
        #expect((0..<200).allSatisfy { _ in chance.integer(Int64.min...Int64.max) != 0 })
        #expect(chance.shuffled(Array(0..<50)).sorted() == Array(0..<50))
    }

    @Test(
        arguments: [
            ("a\nb\n", "a\nb\n", nil, "", ""),
            ("a\nb\n", "a\nc\n", 2, "»b«", "»c«"),
            ("a\n", "a\nb\n", 2, "»«", "»b«"),
            ("a\nb", "a", 2, "»b«", "(the text has ended)"),
            ("a", "a\r", 1, "»a«", "»a\\r«"),
        ] as [(String, String, Int?, String, String)])
    func `a golden text differs in its first line that does`(
        old: String, new: String, line: Int?, expected: String, actual: String
    ) {
        let difference = firstDifference(expected: old, actual: new)
        #expect(difference?.line == line)
        #expect(difference?.expected ?? "" == expected)
        #expect(difference?.actual ?? "" == actual)
    }
}
