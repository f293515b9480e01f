/// A piece of text that can be looked for.
public struct Token: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Letters and digits that belong together: `drucker`, `2024`, `e502`.
        case word
        /// Digits of several groups in one: `13812345678` of `138-1234 5678`, and from each later group on; of a number
        /// behind a plus what is left without a country's code, and the last four.
        case joined
        /// One character of a script that parts no words: Han, kana; and one Korean syllable.
        case gram
        /// Two such that follow each other, Korean ones within one word.
        case pair
    }
    public let kind: Kind
    /// Folded: case, width, compatibility forms and Latin diacritics make no difference.
    public let key: TermKey
    public var text: String { key.text }
    /// Where it stands in the text that was read, in bytes of UTF-8.
    public let place: Range<Int>

    init(_ kind: Kind, _ key: TermKey, _ place: Range<Int>) {
        self.kind = kind
        self.key = key
        self.place = place
    }

    /// A longer word is cut into several.
    public static let scalarsAtMost = 64
}
