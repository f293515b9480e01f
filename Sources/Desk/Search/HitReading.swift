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
        var places: ArraySlice<TextPlace>
        var round = 0
        var title: (snippet: Snippet, matches: Int, position: Int64)?
        var snippet: (snippet: Snippet, matches: Int)?
        /// The texts of a record by field, the newest of each.
        var newest: [String: OpenText] = [:]
        var record: Record?

        /// What is to be read next; nothing once it says what was looked for.
        func wanted(_ marks: TermMarks) -> ArraySlice<TextPlace> {
            let isFound = (title?.matches ?? 0) + (snippet?.matches ?? 0) > 0 || (marks.isEmpty && round > 0)
            if round >= HitReading.rounds.count || (isFound && !row.stream.kind.isRecord) { return [] }
            return places.prefix(row.stream.kind.isRecord ? HitReading.textsAtMost : HitReading.rounds[round])
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
            Shown(row: row, places: Self.allowed(row, isForCustomer: isForCustomer).prefix(Self.textsAtMost))
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

    var wanted: [TextAt] {
        shown.flatMap { shown in shown.wanted(marks).map { TextAt(shown.row.stream, $0.position) } }
    }

    mutating func take(_ texts: [OpenText]) {
        let texts = Dictionary(grouping: texts, by: \.position)
        for index in shown.indices {
            let wanted = shown[index].wanted(marks)
            if wanted.isEmpty { continue }
            shown[index].places = shown[index].places.dropFirst(wanted.count)
            shown[index].round += 1
            for place in wanted { for text in texts[place.position] ?? [] { take(text, index) } }
            if shown[index].row.stream.kind.isRecord { showRecord(index) }
        }
    }

    private mutating func take(_ text: OpenText, _ index: Int) {
        if shown[index].row.stream.kind.isRecord {
            shown[index].newest[text.field] = text
            return
        }
        guard let words = text.searched else { return }
        let found = Snippet.of(words, marks: marks, &tokenizer)
        if text.field == "subject", shown[index].title == nil {
            shown[index].title = (found.snippet, found.matches, text.position)
        } else if found.matches > shown[index].snippet?.matches ?? 0 {
            shown[index].snippet = found
        }
    }

    private mutating func showRecord(_ index: Int) {
        guard let record = shown[index].record else { return }
        for (field, text) in shown[index].newest.sorted(by: { $0.key < $1.key }) {
            guard record.personal.contains(field), !(record.kind.field(field)?.isSecret ?? false),
                let words = text.searched
            else { continue }
            let found = Snippet.of(words, marks: marks, &tokenizer)
            if field == "name" {
                shown[index].title = (found.snippet, found.matches, text.position)
            } else if found.matches > shown[index].snippet?.matches ?? 0 {
                shown[index].snippet = found
            }
        }
    }

    var hits: [SearchHit] {
        shown.map { shown in
            var title = shown.title?.snippet
            if title == nil, let words = shown.record?.title {
                // The closure must not have the one that is changed.
                var tokenizer = tokenizer
                title = Snippet.of(words, marks: marks, &tokenizer).snippet
            }
            return SearchHit(
                stream: shown.row.stream, customer: shown.row.customer, isOpen: shown.row.isOpen,
                received: shown.row.received, title: title, snippet: shown.snippet?.snippet)
        }
    }
}

extension Record {
    /// The first of its titles, in the order of the languages.
    fileprivate var title: String? {
        Domain.Language.allCases.lazy.compactMap { self.values["title.\($0.rawValue)"] }.first
    }
}
