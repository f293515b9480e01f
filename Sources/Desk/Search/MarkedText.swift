import Language

/// A text with the places of what was looked for. The piece that is shown of it is cut only for whom it is shown.
struct MarkedText {
    private let text: String
    private let places: [TermMarks.Place]
    /// Where the piece begins in which most of them stand together.
    private let start: Int
    /// How many different terms stand in it; 0 with the text's beginning where none does.
    let matches: Int

    private static let before = 40
    /// More matches than that in one text are not looked at.
    private static let matchesAtMost = 256
    private static let matchesOfPiece = 32

    init(_ text: String, marks: TermMarks, _ tokenizer: inout Tokenizer) {
        var places = tokenizer.places(of: marks, in: text, atMost: Self.matchesAtMost)
        if places.count > 1 {
            places.sort {
                ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
            }
        }
        var best = (start: 0, matches: 0)
        // No piece can have more of them than the text.
        let different = Self.different(places[...])
        for index in places.indices where best.matches < different {
            let from = places[index].bytes.lowerBound
            let end = from + Snippet.charactersAtMost - Self.before
            let most = min(places.count, index + Self.matchesOfPiece)
            var to = index
            while to < most, places[to].bytes.upperBound <= end { to += 1 }
            let matches = Self.different(places[index..<to])
            if matches > best.matches { best = (from, matches) }
        }
        self.text = text
        self.places = places
        (start, matches) = best
    }

    /// How many terms have these places.
    private static func different(_ places: ArraySlice<TermMarks.Place>) -> Int {
        if places.count < 2 { return places.count }
        // Hardly any query comes to more than 64 terms.
        var first: UInt64 = 0
        var others: Set<Int> = []
        for place in places {
            if place.term < 64 { first |= 1 << UInt64(place.term) } else { others.insert(place.term) }
        }
        return first.nonzeroBitCount + others.count
    }

    /// The piece of the text where most of what was looked for stands together.
    var snippet: Snippet {
        var text = text
        return text.withUTF8 { bytes in
            // Most of what is shown as a whole says nothing of what was looked for, and is the text itself.
            if places.isEmpty, 1...Snippet.charactersAtMost ~= bytes.count, !Self.mayBreak(bytes) {
                return Snippet(parts: [.init(self.text, isMatch: false)], isCutBefore: false, isCutAfter: false)
            }
            return cut(bytes)
        }
    }

    /// By scalars, of which a character may have any number. All places are between two of them.
    private func cut(_ bytes: UnsafeBufferPointer<UInt8>) -> Snippet {
        var (from, end) = (0, bytes.count)
        // Where it is not sure to fit as a whole.
        if bytes.count > Snippet.charactersAtMost {
            from = Self.back(Self.before, from: start, bytes)
            end = Self.on(Snippet.charactersAtMost, from: from, bytes)
            if end == bytes.count { from = Self.back(Snippet.charactersAtMost, from: end, bytes) }
        }
        var parts: [Snippet.Part] = []
        var done = from
        func piece(_ to: Int, isMatch: Bool) {
            if done >= to { return }
            let shown = Self.shown(UnsafeBufferPointer(rebasing: bytes[done..<to]))
            if isMatch, let last = parts.last, last.isMatch {
                parts[parts.count - 1] = Snippet.Part(last.text + shown, isMatch: true)
            } else {
                parts.append(Snippet.Part(shown, isMatch: isMatch))
            }
            done = to
        }
        for place in places where place.bytes.upperBound > done && place.bytes.lowerBound < end {
            piece(place.bytes.lowerBound, isMatch: false)
            piece(min(end, place.bytes.upperBound), isMatch: true)
        }
        piece(end, isMatch: false)
        return Snippet(parts: parts, isCutBefore: from > 0, isCutAfter: end < bytes.count)
    }

    /// So many scalars before a place, or the beginning.
    private static func back(_ scalars: Int, from place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var place = place
        for _ in 0..<scalars where place > 0 {
            repeat { place -= 1 } while place > 0 && bytes[place] & 0xC0 == 0x80
        }
        return place
    }

    /// So many scalars behind a place, or the end.
    private static func on(_ scalars: Int, from place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var place = place
        for _ in 0..<scalars where place < bytes.count {
            repeat { place += 1 } while place < bytes.count && bytes[place] & 0xC0 == 0x80
        }
        return place
    }

    private static func shown(_ piece: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: piece, as: UTF8.self)
        return mayBreak(piece) ? String(text.map { $0.isNewline ? " " : $0 }) : text
    }

    /// Every line break begins with one of these bytes, and hardly any piece has one: so all are looked at, many at once.
    private static func mayBreak(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes { found |= byte &- 0x0A < 4 || byte == 0xC2 || byte == 0xE2 ? 1 : 0 }
        return found != 0
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
