import Domain
import Phrases
import Support
import Testing

/// Words of the pages that show figures.
struct FigureWordsTests {
    @Test(arguments: Language.allCases)
    func `every word of a figure can be read`(language: Language) {
        let words = wording(language)
        for word in FigureWord.allCases where word != .none { expectReadable(words.figure(word), word.rawValue) }
        for metric in Metric.allCases { expectReadable(words.meaning(of: metric), metric.rawValue) }
        #expect(Set(Metric.allCases.map { words.meaning(of: $0) }).count == Metric.allCases.count)
    }

    @Test(arguments: [Language.zh, .ja, .ko])
    func `no word of a figure was left in English`(language: Language) {
        // A sign, and a pattern of two places.
        let same: Set<FigureWord> = [.none, .ofGroup]
        for word in FigureWord.allCases where !same.contains(word) {
            #expect(wording(language).figure(word) != wording(.en).figure(word), "\(word.rawValue)")
        }
        for metric in Metric.allCases {
            #expect(wording(language).meaning(of: metric) != wording(.en).meaning(of: metric))
        }
    }

    @Test func `what is put into a word has its place in every language`() {
        for word in FigureWord.allCases {
            for place in ["{1}", "{2}"] {
                let places = Set(Language.allCases.map { wording($0).figure(word).contains(place) })
                #expect(places.count == 1, "\(word.rawValue): \(place)")
            }
        }
    }
}
