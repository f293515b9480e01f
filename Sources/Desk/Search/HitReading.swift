import Domain
import Language

extension StreamID.Kind {
    var isRecord: Bool { if case .record = self { true } else { false } }
}

/// Reads as many texts of hits as it takes to show each: mostly the first of each, in one go.
struct HitReading {
    /// Of one hit.
    static let textsAtMost = 40
    /// How many are read at once of a hit, from one time to the next.
    private static let rounds = [1, 7, 32]

    private struct Shown {
        let row: IndexRow
        let isRecord: Bool
        var places: ArraySlice<TextPlace>
        /// How many of these are to be read next; none once it says what was looked for.
        var wanted = 0
        var round = 0
        var title: Snippet?
        var isInTitle = false
        var snippet: Snippet?
        /// How many terms the snippet has.
        var matches = 0
        /// The texts of a record by field, the newest of each.
        var newest: [String: OpenText] = [:]
        var record: Record?

        mutating func want(_ marks: TermMarks) {
            let isFound = isInTitle || matches > 0 || (marks.isEmpty && round > 0)
            if round >= HitReading.rounds.count || (isFound && !isRecord) {
                wanted = 0
            } else {
                wanted = min(places.count, isRecord ? HitReading.textsAtMost : HitReading.rounds[round])
            }
        }
    }
    private var shown: [Shown] = []
    private let marks: TermMarks
    private let isForCustomer: Bool
    private var tokenizer = Tokenizer()

    init(_ rows: [IndexRow], marks: Set<String>, isForCustomer: Bool) {
        self.marks = TermMarks(Set(marks.map { TermKey($0) }))
        self.isForCustomer = isForCustomer
        shown = rows.map { row in
            var shown = Shown(
                row: row, isRecord: row.stream.kind.isRecord,
                places: Self.allowed(row, isForCustomer: isForCustomer).prefix(Self.textsAtMost))
            shown.want(self.marks)
            return shown
        }
    }

    /// What the one who asks may read of it.
    static func allowed(_ row: IndexRow, isForCustomer: Bool) -> ArraySlice<TextPlace> {
        isForCustomer ? row.texts.filter(\.isForCustomer)[...] : row.texts[...]
    }

    /// Of a record only what its fields say now is shown, and no secret.
    mutating func know(_ record: Record) {
        let stream = StreamID.record(record.kind, record.id)
        for index in shown.indices where shown[index].row.stream == stream { shown[index].record = record }
    }

    /// What is to be read next.
    var wanted: [TextAt] {
        var wanted: [TextAt] = []
        for index in shown.indices where shown[index].wanted > 0 {
            for place in shown[index].places.prefix(shown[index].wanted) {
                wanted.append(TextAt(shown[index].row.stream, place.position))
            }
        }
        return wanted
    }

    /// - Parameter texts: of what was wanted, those of an entry one after the other.
    mutating func take(_ texts: [OpenText]) {
        var texts = TextsOfEntries(texts)
        for index in shown.indices {
            let wanted = shown[index].wanted
            if wanted == 0 { continue }
            for place in shown[index].places.prefix(wanted) {
                for number in texts.range(at: place.position) { take(texts.texts[number], index) }
            }
            shown[index].places = shown[index].places.dropFirst(wanted)
            shown[index].round += 1
            if shown[index].isRecord { showRecord(index) }
            shown[index].want(marks)
        }
    }

    private mutating func take(_ text: OpenText, _ index: Int) {
        if shown[index].isRecord {
            shown[index].newest[text.field] = text
            return
        }
        guard let words = text.searched else { return }
        let found = MarkedText(words, marks: marks, &tokenizer)
        if text.field == "subject", shown[index].title == nil {
            shown[index].title = found.snippet
            shown[index].isInTitle = found.matches > 0
        } else if found.matches > shown[index].matches {
            shown[index].snippet = found.snippet
            shown[index].matches = found.matches
        }
    }

    private mutating func showRecord(_ index: Int) {
        guard let record = shown[index].record else { return }
        for (field, text) in shown[index].newest.sorted(by: { $0.key < $1.key }) {
            guard record.personal.contains(field), !(record.kind.field(field)?.isSecret ?? false),
                let words = text.searched
            else { continue }
            let found = MarkedText(words, marks: marks, &tokenizer)
            if field == "name" {
                shown[index].title = found.snippet
                shown[index].isInTitle = found.matches > 0
            } else if found.matches > shown[index].matches {
                shown[index].snippet = found.snippet
                shown[index].matches = found.matches
            }
        }
    }

    var hits: [SearchHit] {
        shown.map { shown in
            var title = shown.title
            if title == nil, let words = shown.record?.title {
                // The closure must not have the one that is changed.
                var tokenizer = tokenizer
                title = MarkedText(words, marks: marks, &tokenizer).snippet
            }
            return SearchHit(
                stream: shown.row.stream, customer: shown.row.customer, isOpen: shown.row.isOpen,
                received: shown.row.received, title: title, snippet: shown.snippet)
        }
    }
}

/// Texts that were read, those of an entry one after the other.
private struct TextsOfEntries {
    let texts: [OpenText]
    private var next = 0
    /// Where each entry's begin; made once they don't come in the order in which they are asked for.
    private var starts: [Int64: Int]?

    init(_ texts: [OpenText]) { self.texts = texts }

    /// Where those of an entry are; nothing where it has none.
    mutating func range(at position: Int64) -> Range<Int> {
        if next >= texts.count || texts[next].position != position {
            guard let start = start(at: position) else { return 0..<0 }
            next = start
        }
        let start = next
        while next < texts.count, texts[next].position == position { next += 1 }
        return start..<next
    }

    private mutating func start(at position: Int64) -> Int? {
        if let starts { return starts[position] }
        var made: [Int64: Int] = [:]
        for index in texts.indices where index == 0 || texts[index - 1].position != texts[index].position {
            made[texts[index].position] = index
        }
        starts = made
        return made[position]
    }
}

extension Record {
    /// The first of its titles, in the order of the languages.
    fileprivate var title: String? {
        Domain.Language.allCases.lazy.compactMap { self.values["title.\($0.rawValue)"] }.first
    }
}
