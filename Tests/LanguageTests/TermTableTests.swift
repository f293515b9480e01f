import Language
import Support
import Testing

/// The terms of a document are numbered as they come.
struct TermTableTests {
    /// Of few letters, so that many come again; some longer than a key holds in place.
    private func terms(_ chance: inout Seed) -> [String] {
        let most = chance.one(of: [1, 3, 30])
        return (0..<chance.count(0...3_000)).map { _ in
            (0..<chance.count(0...most)).map { _ in chance.one(of: ["a", "b", "я", "打", "\u{0}"]) }.joined()
        }
    }

    @Test(arguments: Seed.some(20))
    func `a table that was emptied numbers terms as a new one does, in the order in which they came`(seed: Seed) {
        var chance = seed
        var table = TermTable()
        for _ in 0..<4 {
            table.removeAll()
            var numbers: [TermKey: Int] = [:]
            for term in terms(&chance) {
                let key = TermKey(term)
                #expect(table.known(key) == numbers[key])
                let number = numbers[key] ?? numbers.count
                numbers[key] = number
                #expect(table.number(of: key) == number && table.known(key) == number)
            }
            #expect(table.count == numbers.count)
            for (number, key) in table.keys.enumerated() { #expect(numbers[key] == number) }
        }
    }

    @Test(arguments: Seed.some(20))
    func `a term put together of pieces is the one that was spelled at once`(seed: Seed) {
        var chance = seed
        for _ in 0..<200 {
            let pieces = (0..<chance.count(0...4)).map { _ in chance.one(of: ["", "a", ":kind=", "打印机", "\u{0}"]) }
            var key = TermKey("")
            for piece in pieces { key.append(piece) }
            let whole = TermKey(pieces.joined())
            #expect(key == whole && key.text == whole.text && key.hashValue == whole.hashValue, "\(pieces)")
        }
    }

    /// Two characters that follow each other are put together of what was made for each.
    @Test(arguments: ["打印机卡纸", "프린터가", "プリンター", "𠀀𠀁打"])
    func `a pair is spelled as its characters`(text: String) {
        var tokenizer = Tokenizer()
        let letters = text.unicodeScalars.map { String($0) }
        let pairs = tokenizer.tokens(text).filter { $0.kind == .pair }
        #expect(pairs.map(\.key) == zip(letters, letters.dropFirst()).map { TermKey($0 + $1) })
        #expect(pairs.map(\.text) == zip(letters, letters.dropFirst()).map { $0 + $1 })
    }
}
