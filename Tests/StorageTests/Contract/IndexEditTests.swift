import Desk
import Support
import Testing

/// What a batch of documents does to the lists of their terms.
struct IndexEditTests {
    private typealias Held = [Int64: [Int64: UInt8]]

    /// What the documents hold, term by term, as the lists have it.
    private func lists(_ documents: Held) -> [Int64: [UInt8]] {
        var edit = IndexEdit()
        for (document, terms) in documents.sorted(by: { $0.key < $1.key }) {
            edit.replace(document, old: [], new: weights(terms))
        }
        return written(edit, over: [:], [:]).lists
    }

    private func weights(_ terms: [Int64: UInt8]) -> [TermWeight] {
        terms.sorted { $0.key < $1.key }.map { TermWeight($0.key, $0.value) }
    }

    private func written(
        _ edit: IndexEdit, over lists: [Int64: [UInt8]], _ counts: [Int64: Int]
    ) -> (lists: [Int64: [UInt8]], counts: [Int64: Int]) {
        var (lists, counts) = (lists, counts)
        var lastTerm: Int64 = -1
        for term in edit.terms() {
            #expect(term.number > lastTerm)
            lastTerm = term.number
            counts[term.number, default: 0] += term.more
            if counts[term.number] == 0 { counts[term.number] = nil }
            var lastKey: Int64 = -1
            for list in term.lists {
                #expect(list.key > lastKey)
                lastKey = list.key
                var new: [UInt8] = []
                (lists[list.key] ?? []).withUnsafeBufferPointer { list.change($0, into: &new) }
                lists[list.key] = new.isEmpty ? nil : new
            }
        }
        return (lists, counts)
    }

    /// Documents come in any order, of several blocks, some with what they held before and some that hold nothing more.
    @Test(arguments: Seed.some(30))
    func `lists that were changed again and again are as those of the documents that are there`(seed: Seed) {
        var chance = seed
        var held: Held = [:]
        var (lists, counts): ([Int64: [UInt8]], [Int64: Int]) = ([:], [:])
        for _ in 0..<chance.count(1...6) {
            var edit = IndexEdit()
            var documents = (0..<chance.count(0...40)).map { _ in Int64(chance.count(0...5_000)) }
            documents = chance.shuffled(Array(Set(documents)).sorted())
            if chance.count(0...1) == 0 { documents.sort() }
            for document in documents {
                var terms: [Int64: UInt8] = [:]
                for _ in 0..<chance.count(0...60) {
                    let most = chance.one(of: [40, 90_000])
                    terms[Int64(chance.count(1...most))] = UInt8(chance.count(0...7))
                }
                edit.replace(document, old: weights(held[document] ?? [:]), new: weights(terms))
                held[document] = terms
            }
            (lists, counts) = written(edit, over: lists, counts)
        }
        #expect(lists == self.lists(held))
        var expected: [Int64: Int] = [:]
        for terms in held.values { for term in terms.keys { expected[term, default: 0] += 1 } }
        #expect(counts == expected)
    }
}
