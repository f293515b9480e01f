import Domain
import Language

/// Gathers the terms of a document with what is said of each. Of many documents one after the other, since most of what
/// it needs is room.
struct TermGathering {
    enum Part { case title, text, staff }

    private var words = Words()
    private var filters: [TermKey] = []
    private var bytes = 0
    private var tokenizer = Tokenizer()

    /// What comes from here on is of another document.
    mutating func begin() {
        words.removeAll()
        filters.removeAll(keepingCapacity: true)
        bytes = 0
    }

    mutating func add(_ text: String, as part: Part) {
        bytes += text.utf8.count
        if bytes <= SearchDocument.bytesAtMost { Self.walk(text, part, &tokenizer, &words) }
    }

    /// Apart, so that the closure has the words alone.
    private static func walk(_ text: String, _ part: Part, _ tokenizer: inout Tokenizer, _ words: inout Words) {
        words.neighbours.begin()
        tokenizer.walk(text) { words.take($0, part) }
    }

    /// They are few, and none can be a word.
    mutating func filter(_ filter: SearchTerm.Filter, _ value: String) {
        let key = SearchTerm.key(filter, value)
        if !filters.contains(key) { filters.append(key) }
    }

    /// What comes from here on stands in another entry.
    mutating func endPlace() { words.neighbours.endPlace() }

    /// By place, which words are neighbours; empty where there are none, or texts were left out, of which nothing is known.
    var pairs: [UInt8] { bytes > SearchDocument.bytesAtMost ? [] : words.neighbours.bytes }

    /// Each once, in the order in which they came.
    func terms() -> [SearchDocument.Term] {
        var terms: [SearchDocument.Term] = []
        let keys = words.table.keys
        terms.reserveCapacity(keys.count + filters.count)
        for number in keys.indices { terms.append(.init(key: keys[number], weight: words.weight(number))) }
        for filter in filters { terms.append(.init(key: filter, weight: Weight.filter)) }
        return terms
    }
}

/// The words of a document.
private struct Words {
    struct Said {
        var inTexts: Int32 = 0
        var isTitle = false
    }
    var table = TermTable()
    /// By their numbers.
    var said: [Said] = []
    var neighbours = WordPairs()
    var length = 0

    mutating func removeAll() {
        table.removeAll()
        said.removeAll(keepingCapacity: true)
        neighbours.removeAll()
        length = 0
    }

    mutating func take(_ token: Token, _ part: TermGathering.Part) {
        if token.isOfPhrases { neighbours.add(token.key) }
        if part == .text { length += 1 }
        let number: Int
        if said.count < SearchDocument.termsAtMost {
            number = table.number(of: token.key)
            if number == said.count { said.append(Said()) }
        } else {
            guard let known = table.known(token.key) else { return }
            number = known
        }
        switch part {
        case .title: said[number].isTitle = true
        case .text: said[number].inTexts += 1
        case .staff: break
        }
    }

    func weight(_ number: Int) -> UInt8 {
        let said = said[number]
        if said.isTitle { return said.inTexts > 0 ? Weight.titleAndText : Weight.title }
        return said.inTexts > 0 ? Weight.text(Int(said.inTexts), length: length) : Weight.staff
    }
}

/// How terms are spelled in the index.
public enum SearchTerm {
    enum Filter: String { case kind, state, customer, queue, category, channel }

    /// No word holds a colon, so filters and words can't be taken for each other.
    static func filter(_ filter: Filter, _ value: String) -> String { ":\(filter.rawValue)=\(value)" }

    /// The same, with no text made of it: every document has some.
    static func key(_ filter: Filter, _ value: String) -> TermKey {
        var key = TermKey(":")
        key.append(filter.rawValue)
        key.append("=")
        key.append(value)
        return key
    }

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
