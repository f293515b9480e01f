extension Language {
    /// So much of a text tells what it is written in.
    private static let scalarsRead = 4_096
    /// Fewer say nothing: a name, a code, an abbreviation stand in texts of any language.
    private static let charactersAtLeast = 2
    private static let lettersAtLeast = 10
    /// A character of Han, kana or Hangul weighs as much as so many letters: what is quoted, an error's words in
    /// English or a name in Han, does not say what the text is written in.
    private static let lettersOfCharacter = 8
    /// One of kana or Hangul beside so many of Han is enough: terse Japanese has hardly more, and Chinese that quotes
    /// one has less.
    private static let hanOfCharacter = 20

    /// The language that a text is written in, by its letters: kana make it Japanese, Hangul Korean, Han alone
    /// Chinese, and any others English, of the four that the desk speaks.
    /// - Parameter reader: what its writer reads, where that is known. Characters of that language make the text theirs,
    ///   however much English is pasted beside them.
    /// - Returns: nil for a text that is too short to tell, or has no letters.
    public init?(writtenIn text: String, by reader: Language? = nil) {
        var (kana, hangul, han, others) = (0, 0, 0, 0)
        for scalar in text.unicodeScalars.prefix(Language.scalarsRead) {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A: others += 1
            case 0..<0xAA: break
            case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D:
                kana += 1
            case 0xAC00...0xD7A3, 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0x3131...0x318E: hangul += 1
            case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x323AF: han += 1
            default: if scalar.properties.isAlphabetic { others += 1 }
            }
        }
        let characters = kana + hangul + han
        let own =
            switch reader {
            case .zh: han
            case .ja: kana + han
            case .ko: hangul
            case .en, nil: 0
            }
        if characters >= Language.charactersAtLeast, characters * Language.lettersOfCharacter >= others {
            if max(kana, hangul) * Language.hanOfCharacter < han || kana == 0 && hangul == 0 {
                self = .zh
            } else {
                self = kana >= hangul ? .ja : .ko
            }
        } else if let reader, own >= Language.charactersAtLeast {
            self = reader
        } else if others >= Language.lettersAtLeast {
            self = .en
        } else {
            return nil
        }
    }
}
