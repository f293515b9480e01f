import Domain
import Phrases
import Support
import Testing

/// Words about how people sign in.
struct AccessWordsTests {
    @Test(arguments: Language.allCases)
    func `every word can be read, and none was left in English`(language: Language) {
        for word in AccessWord.allCases {
            let text = wording(language).access(word)
            expectReadable(text, word.rawValue)
            if language != .en { #expect(text != wording(.en).access(word), "\(word.rawValue)") }
        }
        for word in AccountWord.allCases {
            let (text, english) = (wording(language).account(word), wording(.en).account(word))
            expectReadable(text, word.rawValue)
            #expect(language == .en || text != english, "\(word.rawValue)")
            for place in ["{1}", "{2}"] { #expect(text.contains(place) == english.contains(place), "\(word.rawValue)") }
        }
    }
}
