import Domain
import Language

/// A query, taken apart: what is looked up in the index.
public struct SearchPlan: Sendable {
    /// All have to be there.
    let grams: [String]
    let words: [Word]
    /// Sequences that have to stand so in a text.
    let phrases: [[String]]
    /// All have to be there; they say nothing about the rank.
    let filters: [String]
    /// Streams whose id is what was typed: as it is, in lower and in upper case. They rank first if they are found. An
    /// id of both cases that is typed in others is found by its words, and ranks as a title that has them.
    let called: [StreamID]
    let received: Range<Int64>?
    /// Only what a customer may read counts.
    let isForCustomer: Bool
    let customer: CustomerID?
    let offset: Int
    let limit: Int

    struct Word: Hashable, Sendable {
        let text: String
        /// It may be only the beginning of one.
        let isBegun: Bool
    }

    /// Words and grams together.
    static let termsAtMost = 32

    /// Whether it asks for anything at all.
    var isEmpty: Bool { grams.isEmpty && words.isEmpty && (isWordless || filters.isEmpty) }
    /// There was a text, and no word in it.
    private let isWordless: Bool

    public init(_ query: SearchQuery) {
        var text = query.text
        // No more scalars than bytes.
        if text.utf8.count > SearchQuery.scalarsAtMost {
            text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(SearchQuery.scalarsAtMost)))
        }
        var terms = Terms()
        for (piece, isQuoted) in SearchPlan.pieces(text) { terms.add(piece, isQuoted: isQuoted) }
        if let last = text.unicodeScalars.last, Self.ends(last) { terms.endLast() }
        (grams, words, phrases) = (terms.grams, terms.words, terms.phrases)
        isWordless = terms.isEmpty && text.unicodeScalars.contains { !$0.properties.isWhitespace }
        let filters = query.filters
        var wanted: [String] = []
        func want(_ filter: SearchTerm.Filter, _ value: String?) {
            if let value { wanted.append(SearchTerm.filter(filter, value)) }
        }
        want(.kind, query.customer == nil ? filters.kind?.rawValue : StreamID.Kind.ticket.rawValue)
        want(.state, filters.isOpen.map { $0 ? "open" : "closed" })
        want(.customer, query.customer?.rawValue)
        want(.customer, filters.customer?.rawValue)
        want(.queue, filters.queue)
        want(.category, filters.category)
        want(.channel, filters.channel)
        // A customer asks for tickets, whatever the filter says; for anything else there is nothing to be found.
        if query.customer != nil, let kind = filters.kind, kind != .ticket { want(.kind, kind.rawValue) }
        self.filters = wanted
        var whole = text[...]
        while whole.first?.isWhitespace == true { whole.removeFirst() }
        while whole.last?.isWhitespace == true { whole.removeLast() }
        let kinds = query.customer != nil ? [.ticket] : filters.kind.map { [$0] } ?? Self.searchedKinds
        called = SearchPlan.called(String(whole), kinds)
        let from = filters.receivedFrom?.milliseconds ?? .min
        let to = filters.receivedTo?.milliseconds ?? .max
        received = filters.receivedFrom == nil && filters.receivedTo == nil ? nil : from..<max(from, to)
        isForCustomer = query.customer != nil
        customer = query.customer
        offset = min(max(0, query.offset), SearchQuery.offsetAtMost)
        limit = min(max(1, query.limit), SearchQuery.hitsAtMost)
    }

    private static let searchedKinds = StreamID.Kind.allCases.filter(\.isSearched)

    private static func called(_ text: String, _ kinds: [StreamID.Kind]) -> [StreamID] {
        // Most of what is typed can be nobody's id, and has not to be looked up.
        if RecordID(checking: text) == nil { return [] }
        let spellings = Set([text, text.lowercased(), text.uppercased()])
        return kinds.flatMap { kind in spellings.map { StreamID(kind, $0) } }
    }

    private static func ends(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "”", "“", ".", ",", ";", ":", "!", "?", "。", "，", "！", "？", "、": true
        default: scalar.properties.isWhitespace
        }
    }

    /// Between every second pair of quotation marks lies a phrase; a last mark without a partner is none.
    private static func pieces(_ text: String) -> [(Substring, isQuoted: Bool)] {
        // Each mark begins with one of these bytes.
        if !text.utf8.contains(where: { $0 == 0x22 || $0 == 0xE2 }) { return [(text[...], false)] }
        let parts = text.split(omittingEmptySubsequences: false) { "\"“”".contains($0) }
        return parts.enumerated().map { index, part in
            (part, index % 2 == 1 && index < parts.count - 1)
        }
    }

    fileprivate struct Terms {
        var grams: [String] = []
        var words: [Word] = []
        var phrases: [[String]] = []
        private var tokenizer = Tokenizer()
        private var lastIsWord = false

        var isEmpty: Bool { grams.isEmpty && words.isEmpty }

        mutating func add(_ text: Substring, isQuoted: Bool) {
            let tokens = tokenizer.tokens(String(text))
            if tokens.isEmpty { return }
            if let number = tokens.first(where: { $0.kind == .joined }), number.text.count == tokens.digits {
                // A telephone number, however its digits are grouped here and there.
                put(Word(text: number.text, isBegun: false))
                lastIsWord = false
                return
            }
            // A pair says more than its characters: they are looked up only where they stand alone.
            var paired: Set<Int> = []
            for token in tokens where token.kind == .pair { paired.formUnion(token.place) }
            var phrase: [String] = []
            for token in tokens {
                switch token.kind {
                case .joined: continue
                case .word:
                    phrase.append(token.text)
                    put(Word(text: token.text, isBegun: false))
                case .gram:
                    phrase.append(token.text)
                    if !paired.contains(token.place.lowerBound) { put(gram: token.text) }
                case .pair: put(gram: token.text)
                }
            }
            let last = tokens.last { $0.kind != .joined }
            lastIsWord = !isQuoted && last?.kind == .word
            if lastIsWord, let last, words.last?.text == last.text {
                words[words.count - 1] = Word(text: last.text, isBegun: true)
            }
            // Only the last of all may be begun.
            for index in words.indices.dropLast() where words[index].isBegun {
                words[index] = Word(text: words[index].text, isBegun: false)
            }
            if isQuoted, phrase.count > 1 { phrases.append(phrase) }
        }

        mutating func endLast() {
            guard let last = words.last else { return }
            words[words.count - 1] = Word(text: last.text, isBegun: false)
        }

        private mutating func put(gram: String) {
            if grams.count + words.count < termsAtMost, !grams.contains(gram) { grams.append(gram) }
        }

        private mutating func put(_ word: Word) {
            // The same word again moves to the end, where it may be begun.
            words.removeAll { $0.text == word.text }
            if grams.count + words.count < termsAtMost { words.append(word) }
        }
    }
}

extension [Token] {
    /// How many digits there are, if there is nothing else.
    fileprivate var digits: Int? {
        let parts = filter { $0.kind != .joined }
        guard parts.allSatisfy({ $0.text.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        return parts.reduce(0) { $0 + $1.text.utf8.count }
    }
}
