import Language
import Support
import Testing

/// A filter of neighbours denies nothing that is there, and little that is not is let through.
struct WordPairsTests {
    /// - Parameter texts: all at one place.
    private func bytes(_ texts: [[String]]) -> [UInt8] { bytes(at: [texts]) }

    private func bytes(at places: [[[String]]]) -> [UInt8] {
        var neighbours = WordPairs()
        for texts in places {
            for text in texts {
                neighbours.begin()
                for word in text { neighbours.add(TermKey(word)) }
            }
            neighbours.endPlace()
        }
        return neighbours.bytes
    }

    private func mayStand(_ phrase: [String], in filter: [UInt8]) -> Bool {
        WordPairsQuestion([phrase.map { TermKey($0) }]).standing(in: filter) != .nowhere
    }

    /// The index keeps them: other bits for the same words would deny what is there.
    @Test func `the bytes are the same in every process and every release`() {
        #expect(bytes([["paper", "jam"]]) == [1, 0, 0, 0, 0, 48, 0, 16, 0])
        #expect(
            bytes([["the", "paper", "jam"], ["not", "working", "thermodynamically", "机"]]) == [
                1, 3, 4, 0, 0, 57, 36, 88, 10,
            ])
    }

    @Test(arguments: Seed.some(100))
    func `no two words that are neighbours are denied`(seed: Seed) {
        var chance = seed
        var words: [String] = []
        for _ in 0..<chance.count(1...2_000) {
            let letter = chance.one(of: ["a", "я", "打", "𐐨"])
            words.append(String(repeating: letter, count: chance.count(0...6)) + "\(chance.count(0...9_999))")
        }
        var texts: [[String]] = []
        for _ in 0..<chance.count(1...6) {
            let most = chance.one(of: [3, 100, 3_000])
            texts.append((0..<chance.count(0...most)).map { _ in chance.one(of: words) })
        }
        let filter = bytes(texts)
        var different: Set<String> = []
        for text in texts { for (one, other) in zip(text, text.dropFirst()) { different.insert("\(one) \(other)") } }
        #expect(filter.isEmpty == different.isEmpty)
        #expect(filter.count <= 1 + 8_192 && filter.count <= 1 + max(8, 2 * different.count))
        for text in texts where text.count > 1 {
            for _ in 0..<200 {
                let start = chance.count(0...text.count - 2)
                let phrase = Array(text[start..<min(text.count, start + chance.count(2...5))])
                #expect(mayStand(phrase, in: filter), "\(phrase)")
            }
        }
    }

    @Test(arguments: [1, 5, 40, 300, 3_000, 6_000])
    func `few that are not neighbours are let through`(count: Int) {
        let filter = bytes([(0...count).map { "word\($0)" }])
        let through = (0..<2_000).filter { mayStand(["other\($0)", "another\($0)"], in: filter) }.count
        #expect(through <= 80, "\(through) of 2000")
        #expect(count < 40 || !mayStand(["word2", "word1"], in: filter) || !mayStand(["word9", "word7"], in: filter))
    }

    @Test func `neighbours stand in one text, and every pair of every phrase is asked for`() {
        let filter = bytes([["paper", "jam"], ["jam", "again"]])
        #expect(mayStand(["paper", "jam"], in: filter) && mayStand(["jam", "again"], in: filter))
        #expect(!mayStand(["jam", "jam"], in: filter) && !mayStand(["jam", "paper"], in: filter))
        #expect(!mayStand(["paper", "jam", "paper"], in: filter))
        let both = [["paper", "jam"], ["jam", "paper"]].map { $0.map { TermKey($0) } }
        #expect(WordPairsQuestion(both).standing(in: filter) == .nowhere)
        #expect(bytes([]) == [] && bytes([["one"], ["two"]]) == [])
    }

    @Test func `a place says for itself what stands there`() {
        let filters = bytes(at: [
            [["one"]], [["paper", "jam"], ["no", "jam"]], [], [["a", "paper", "jam"], ["again"]],
        ])
        func standing(_ phrases: [String]...) -> WordPairsQuestion.Standing {
            WordPairsQuestion(phrases.map { $0.map { TermKey($0) } }).standing(in: filters)
        }
        #expect(standing(["paper", "jam"]) == .at([false, true, false, true]))
        #expect(standing(["a", "paper", "jam"]) == .at([false, false, false, true]))
        // Both may be there, each at a place of its own.
        #expect(standing(["no", "jam"], ["a", "paper"]) == .at([false, true, false, true]))
        #expect(standing(["no", "jam"], ["jam", "again"]) == .nowhere)
    }

    private static let noFilters: [[UInt8]] = [
        [], [1], [1, 0, 0, 0], [12], [0, 2, 0, 0, 0, 0, 0, 0, 0, 0], [255, 0],
    ]

    @Test(arguments: noFilters)
    func `of bytes that are no filter nothing is known`(bytes: [UInt8]) {
        #expect(mayStand(["paper", "jam"], in: bytes))
    }

    /// More than it has room for.
    @Test func `what is full lets everything through`() {
        let filter = bytes([(0..<200_000).map { "\($0)" }])
        #expect(filter.count == 1 + 8_192 && mayStand(["199998", "199999"], in: filter))
    }
}
