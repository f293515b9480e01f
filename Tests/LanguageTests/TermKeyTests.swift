import Language
import Support
import Testing

/// Terms are told apart by their bytes, however many these are.
struct TermKeyTests {
    @Test func `a key spells what it was made of, and is the same from wherever it comes`() throws {
        var tokenizer = Tokenizer()
        for letter in ["a", "я", "ក", "𐐨"] {
            for count in 1...Token.scalarsAtMost {
                let word = String(repeating: letter, count: count - 1) + "z"
                let token = try #require(tokenizer.tokens(word).first { $0.kind == .word })
                #expect(token.text == word && TermKey(word).text == word)
                #expect(token.key == TermKey(word) && token.key.hashValue == TermKey(word).hashValue)
                #expect(TermKey(word) != TermKey(word + "z"))
            }
        }
        for text in ["", "\u{0}", "a\u{0}", ":category=a", ":category=a\u{0}", "机", "打印", "프린"] {
            #expect(TermKey(text).text == text)
        }
        #expect(TermKey("a") != TermKey("a\u{0}") && TermKey("") != TermKey("\u{0}"))
    }

    /// Swift holds them for one text; the index, as its stores, for two.
    @Test func `two spellings of a letter are two keys`() {
        #expect("é" == "e\u{301}" && TermKey("é") != TermKey("e\u{301}"))
    }
}
