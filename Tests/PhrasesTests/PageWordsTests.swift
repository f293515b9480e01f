import Domain
import Phrases
import Support
import Testing

/// Words of pages.
struct PageWordsTests {
    @Test(arguments: Language.allCases)
    func `every word of a page can be read`(language: Language) {
        for word in PageWord.allCases { expectReadable(wording(language).page(word), word.rawValue) }
    }

    @Test(arguments: [Language.zh, .ja, .ko])
    func `no word of a page was left in English`(language: Language) {
        // What is called the same everywhere.
        let same: Set<PageWord> = [.channelAPI]
        for word in PageWord.allCases where !same.contains(word) {
            let text = wording(language).page(word)
            #expect(text != wording(.en).page(word) || text == "{1}: {2}", "\(word.rawValue): \(text)")
        }
    }

    @Test func `what is put into a word has its place in every language`() {
        for word in PageWord.allCases {
            for place in ["{1}", "{2}"] {
                let places = Set(Language.allCases.map { wording($0).page(word).contains(place) })
                #expect(places.count == 1, "\(word.rawValue): \(place)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `every word of a ticket's deeds is there, and keeps its places`(language: Language) {
        for word in TicketWord.allCases {
            let (text, english) = (wording(language).ticket(word), wording(.en).ticket(word))
            expectReadable(text, word.rawValue)
            #expect(language == .en || text != english, "\(word.rawValue)")
            for place in ["{1}", "{2}"] { #expect(text.contains(place) == english.contains(place), "\(word.rawValue)") }
        }
        for word in PersonWord.allCases {
            let (text, english) = (wording(language).person(word), wording(.en).person(word))
            expectReadable(text, word.rawValue)
            #expect(language == .en || text != english, "\(word.rawValue)")
            #expect(text.contains("{1}") == english.contains("{1}"), "\(word.rawValue)")
        }
        for word in FormWord.allCases {
            let (text, english) = (wording(language).form(word), wording(.en).form(word))
            expectReadable(text, word.rawValue)
            #expect(language == .en || text != english, "\(word.rawValue)")
            for place in ["{1}", "{2}"] { #expect(text.contains(place) == english.contains(place), "\(word.rawValue)") }
        }
    }

    @Test func `what is put in is not read again`() {
        #expect(wording(.en).filled(.setTo, "{2}", "<b>") == "{2}: <b>")
    }
}
