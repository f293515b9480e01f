import Domain
import Language

/// Gathers the terms of a document with what is said of each.
struct TermGathering {
    enum Part { case title, text, staff }

    private struct Said {
        var inTexts: Int32 = 0
        var isTitle = false
    }

    private var said: [TermKey: Said] = [:]
    private var filters: [TermKey] = []
    private var neighbours = WordPairs()
    private var length = 0
    private var bytes = 0
    private var tokenizer = Tokenizer()

    mutating func add(_ text: String, as part: Part) {
        bytes += text.utf8.count
        if bytes > SearchDocument.bytesAtMost { return }
        // As many as most tickets have.
        if said.isEmpty { said.reserveCapacity(120) }
        // Out of self, so that the closure has it alone.
        var (said, length, neighbours) = (said, length, neighbours)
        self.said = [:]
        self.neighbours = WordPairs()
        neighbours.begin()
        tokenizer.walk(text) { token in
            if token.isOfPhrases { neighbours.add(token.key) }
            if part == .text { length += 1 }
            if said.count >= SearchDocument.termsAtMost, said[token.key] == nil { return }
            switch part {
            case .title: said[token.key, default: Said()].isTitle = true
            case .text: said[token.key, default: Said()].inTexts += 1
            case .staff: said[token.key, default: Said()].inTexts += 0
            }
        }
        (self.said, self.length, self.neighbours) = (said, length, neighbours)
    }

    /// They are few, and none can be a word.
    mutating func filter(_ filter: SearchTerm.Filter, _ value: String) {
        let key = TermKey(SearchTerm.filter(filter, value))
        if !filters.contains(key) { filters.append(key) }
    }

    /// What comes from here on stands in another entry.
    mutating func endPlace() { neighbours.endPlace() }

    /// By place, which words are neighbours; empty where there are none, or texts were left out, of which nothing is known.
    var pairs: [UInt8] { bytes > SearchDocument.bytesAtMost ? [] : neighbours.bytes }

    /// Each once, in no order.
    func terms() -> [SearchDocument.Term] {
        var terms: [SearchDocument.Term] = []
        terms.reserveCapacity(said.count + filters.count)
        for (key, said) in said {
            let weight =
                said.isTitle
                ? (said.inTexts > 0 ? Weight.titleAndText : Weight.title)
                : said.inTexts > 0 ? Weight.text(Int(said.inTexts), length: length) : Weight.staff
            terms.append(.init(key: key, weight: weight))
        }
        for filter in filters { terms.append(.init(key: filter, weight: Weight.filter)) }
        return terms
    }
}

/// How terms are spelled in the index.
public enum SearchTerm {
    enum Filter: String { case kind, state, customer, queue, category, channel }

    /// No word holds a colon, so filters and words can't be taken for each other.
    static func filter(_ filter: Filter, _ value: String) -> String { ":\(filter.rawValue)=\(value)" }

    /// A word from its last letter to its first, for finding words that begin otherwise; nil for what no slip is
    /// forgiven in: short words, what has a digit (ids and numbers of parts, each of which would be a row of its own), and
    /// what is no word.
    public static func reversed(_ term: String) -> String? {
        let scalars = term.unicodeScalars
        // Words of the scripts beyond are not typed letter by letter.
        guard let first = scalars.first, first != ":", first.value < 0x1100, scalars.count >= 4,
            !scalars.contains(where: { ("0"..."9").contains($0) })
        else { return nil }
        var reversed = String.UnicodeScalarView()
        for scalar in scalars.reversed() { reversed.append(scalar) }
        return String(reversed)
    }
}
