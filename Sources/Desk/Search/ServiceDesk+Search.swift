import Domain
import Language

extension ServiceDesk {
    /// Looks for tickets, records and what was said, in the order in which a person would want them.
    ///
    /// What was written within the last second may be missing. Texts are opened for the page's hits alone.
    /// - Parameter query: with `customer` set, only tickets of that customer are found, by what the customer may read.
    ///   Whether somebody may search at all is for the caller to see to.
    /// - Throws: `StoreError`.
    /// - Complexity: bounded by the query's length and the documents that hold its rarest word; see `SearchQuery`.
    public func search(_ query: SearchQuery) async throws -> SearchPage {
        let plan = SearchPlan(query)
        var found = try await edges.store.search.find(plan)
        var reading = HitReading(found.hits.map(\.row), marks: found.marks, isForCustomer: plan.isForCustomer)
        if !plan.phrases.isEmpty {
            found.isMore = found.total > found.hits.count
            found.hits = try await holding(plan.phrases, found.hits, reading)
            found.total = found.hits.count
            found.hits = Array(found.hits.dropFirst(plan.offset).prefix(plan.limit))
            reading = HitReading(found.hits.map(\.row), marks: found.marks, isForCustomer: plan.isForCustomer)
        }
        for hit in found.hits where hit.row.stream.kind.isRecord {
            if case .record(let record)? = try await engine.state(hit.row.stream)?.aggregate { reading.know(record) }
        }
        while case let positions = reading.wanted, !positions.isEmpty {
            reading.take(try await edges.store.search.texts(positions))
        }
        return SearchPage(
            hits: reading.hits, total: found.total, isMore: found.isMore, isCorrected: found.isCorrected)
    }

    /// Those of the first hits in whose texts every phrase stands.
    private func holding(
        _ phrases: [[String]], _ hits: [SearchFound.Hit], _ reading: HitReading
    ) async throws -> [SearchFound.Hit] {
        var holding: [SearchFound.Hit] = []
        for hit in hits {
            let places = reading.allowed(hit.row).prefix(HitReading.textsAtMost)
            var check = PhraseCheck(phrases)
            check.read(hit.row.stream.id)
            for text in try await edges.store.search.texts(places.map(\.position)) {
                if check.isDone { break }
                if let words = text.searched { check.read(words) }
            }
            if check.isDone { holding.append(hit) }
        }
        return holding
    }
}

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
        func wanted(_ marks: Set<String>) -> ArraySlice<TextPlace> {
            let isFound = (title?.matches ?? 0) + (snippet?.matches ?? 0) > 0 || (marks.isEmpty && round > 0)
            if round >= HitReading.rounds.count || (isFound && !row.stream.kind.isRecord) { return [] }
            return places.prefix(row.stream.kind.isRecord ? HitReading.textsAtMost : HitReading.rounds[round])
        }
    }
    private var shown: [Shown] = []
    private let marks: Set<String>
    private let isForCustomer: Bool
    private var tokenizer = Tokenizer()

    init(_ rows: [IndexRow], marks: Set<String>, isForCustomer: Bool) {
        self.marks = marks
        self.isForCustomer = isForCustomer
        shown = rows.map { Shown(row: $0, places: allowed($0).prefix(Self.textsAtMost)) }
    }

    /// What the one who asks may read of it.
    func allowed(_ row: IndexRow) -> ArraySlice<TextPlace> {
        isForCustomer ? row.texts.filter(\.isForCustomer)[...] : row.texts[...]
    }

    /// Of a record only what its fields say now is shown, and no secret.
    mutating func know(_ record: Record) {
        let stream = StreamID.record(record.kind, record.id)
        for index in shown.indices where shown[index].row.stream == stream { shown[index].record = record }
    }

    var wanted: [Int64] { shown.flatMap { $0.wanted(marks).map(\.position) } }

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
