import Language

extension Snippet {
    private static let before = 40
    /// More matches than that in one text are not looked at.
    private static let matchesAtMost = 256

    /// The piece of a text where most of what was looked for stands together.
    /// - Returns: how many different terms stand in it; 0 with the text's beginning where none does.
    static func of(
        _ text: String, marks: TermMarks, _ tokenizer: inout Tokenizer
    ) -> (snippet: Snippet, matches: Int) {
        var places: [(place: Range<Int>, term: TermKey)] = []
        tokenizer.walk(text) { token in
            if places.count < matchesAtMost, marks.contains(token.key) { places.append((token.place, token.key)) }
        }
        places.sort { ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound) }
        var best = (start: 0, matches: 0)
        let different = Set(places.lazy.map(\.term)).count
        // No piece can have more of them than the text.
        for (index, (place, _)) in places.enumerated() where best.matches < different {
            let end = place.lowerBound + charactersAtMost - before
            let matches = Set(places[index...].prefix { $0.place.upperBound <= end }.prefix(32).map(\.term)).count
            if matches > best.matches { best = (place.lowerBound, matches) }
        }
        return (cut(text, at: best.start, places.map(\.place)), best.matches)
    }

    private static func inOneLine(_ piece: Substring) -> String {
        // Every line break begins with one of these bytes, and hardly any piece has one.
        let mayBreak = piece.utf8.contains { (0x0A...0x0D).contains($0) || $0 == 0xC2 || $0 == 0xE2 }
        return mayBreak ? String(piece.map { $0.isNewline ? " " : $0 }) : String(piece)
    }

    /// By scalars, of which a character may have any number.
    private static func cut(_ text: String, at start: Int, _ places: [Range<Int>]) -> Snippet {
        let scalars = text.unicodeScalars
        var (from, to) = (text.startIndex, text.endIndex)
        // Where it is not sure to fit as a whole.
        if text.utf8.count > charactersAtMost {
            let middle = text.utf8.index(text.startIndex, offsetBy: start)
            from = scalars.index(middle, offsetBy: -before, limitedBy: text.startIndex) ?? text.startIndex
            to = scalars.index(from, offsetBy: charactersAtMost, limitedBy: text.endIndex) ?? text.endIndex
            if to == text.endIndex {
                from = scalars.index(to, offsetBy: -charactersAtMost, limitedBy: text.startIndex) ?? text.startIndex
            }
        }
        var parts: [Part] = []
        var done = text.utf8.distance(from: text.startIndex, to: from)
        let end = text.utf8.distance(from: text.startIndex, to: to)
        func piece(_ range: Range<Int>, isMatch: Bool) {
            if range.isEmpty { return }
            let utf8 = text.utf8
            let piece = text[
                utf8.index(
                    utf8.startIndex, offsetBy: range.lowerBound)..<utf8.index(
                        utf8.startIndex, offsetBy: range.upperBound)]
            let shown = Snippet.inOneLine(piece)
            if isMatch, let last = parts.last, last.isMatch {
                parts[parts.count - 1] = Part(last.text + shown, isMatch: true)
            } else {
                parts.append(Part(shown, isMatch: isMatch))
            }
        }
        for place in places where place.upperBound > done && place.lowerBound < end {
            if place.lowerBound > done { piece(done..<place.lowerBound, isMatch: false) }
            let upper = min(end, place.upperBound)
            piece(max(done, place.lowerBound)..<upper, isMatch: true)
            done = upper
        }
        piece(done..<max(done, end), isMatch: false)
        return Snippet(parts: parts, isCutBefore: from > text.startIndex, isCutAfter: to < text.endIndex)
    }
}

/// Whether words stand in a text one after the other, whatever signs are between them.
struct PhraseCheck {
    private let phrases: [[TermKey]]
    private let question: WordPairsQuestion
    private var left: Set<Int>
    private var tokenizer = Tokenizer()
    private var words: [TermKey] = []

    init(_ phrases: [[String]]) {
        self.phrases = phrases.map { $0.map { TermKey($0) } }
        question = WordPairsQuestion(self.phrases)
        left = Set(phrases.indices)
    }

    /// - Parameter pairs: of a document, as it says of its words which are neighbours.
    /// - Returns: which of its texts need not be read: place 0 is what is no text, then come its texts.
    func standing(in pairs: [UInt8]) -> WordPairsQuestion.Standing { question.standing(in: pairs) }

    var isDone: Bool { left.isEmpty }

    /// Begins with another document.
    mutating func begin() { left = Set(phrases.indices) }

    mutating func read(_ text: String) {
        // Out of self, so that the closure has it alone.
        var words = words
        self.words = []
        words.removeAll(keepingCapacity: true)
        tokenizer.walk(text) { token in
            if token.isOfPhrases { words.append(token.key) }
        }
        for index in left {
            let phrase = phrases[index]
            guard words.count >= phrase.count else { continue }
            let stands = (0...words.count - phrase.count).contains { start in
                words[start] == phrase[0] && words[start..<start + phrase.count].elementsEqual(phrase)
            }
            if stands { left.remove(index) }
        }
        self.words = words
    }
}

extension Token {
    /// Whether a phrase goes on with it: once over all of a text, and nothing twice.
    var isOfPhrases: Bool { kind == .word || kind == .gram }
}
