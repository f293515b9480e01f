import Support
import Testing

@testable import Domain

struct HistogramTests {
    @Test(arguments: Seed.some(20))
    func `a percentile is the sorted list's, rounded up to its place`(_ seed: Seed) {
        var chance = seed
        let widest: Int64 = chance.one(of: [10, 1_000, 5_000_000, .max])
        let values = (0..<chance.count(1...6_000)).map { _ in chance.integer(0...widest) }
        var histogram = Histogram()
        for value in values { histogram.add(value) }
        let sorted = values.sorted()
        for percent in [1, 50, 90, 95, 99, 100] {
            let rank = (sorted.count * percent + 99) / 100
            let exact = sorted[max(1, rank) - 1]
            let told = histogram.percentile(percent)!
            #expect(told == Histogram.rounded(exact), "\(percent) % of \(values.count)")
            #expect(told >= exact && Double(told - exact) <= Double(exact) / 128)
        }
    }

    @Test func `places follow each other without a gap`() {
        var last = -1
        for value in 0..<Int64(100_000) {
            let place = Histogram.place(of: value)
            #expect(place == last || place == last + 1)
            #expect(Histogram.largest(in: place) >= value)
            last = place
        }
        #expect(Histogram.largest(in: Histogram.place(of: .max)) == .max)
        #expect(Histogram().percentile(50) == nil)
    }
}

struct WordsTests {
    @Test(arguments: Seed.some(5))
    func `a word has one number, in the order of coming`(_ seed: Seed) {
        var chance = seed
        var (words, known) = (Words(), [String]())
        for _ in 0..<3_000 {
            let text = "\(chance.one(of: ["", "a", "王", "\u{301}", "e"]))\(chance.count(0...900))"
            let number = words.add(text)
            if let index = known.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) {
                #expect(number == index)
            } else {
                #expect(number == known.count)
                known.append(text)
            }
        }
        #expect(words.count == known.count)
        for (number, text) in known.enumerated() {
            #expect(words[UInt32(number)] == text && words.number(of: text) == UInt32(number))
        }
        #expect(words.number(of: "never") == nil)
    }
}
