import Desk
import Domain
import Language

/// An index of some documents as a store would keep it, which counts the entries whose texts are opened.
final class IndexInMemory {
    private let sources: [SearchSource]
    private let documents: [SearchDocument]
    private var numbers: [TermKey: Int64] = [:]
    private var counts: [Int64: Int] = [:]
    private var lists: [Int64: [UInt8]] = [:]
    private(set) var opened = 0
    /// Whether a document says which of its words are neighbours.
    var knowsPairs = true

    /// - Parameter store: everything of these streams that can be found, the oldest first.
    init(_ store: Store, _ streams: [StreamID]) async throws {
        let touched = Dictionary(uniqueKeysWithValues: streams.map { ($0, Int64.max) })
        let found = try await store.search.sources(touched, [:]).filter { SearchDocument($0) != nil }
        let sorted = found.sorted { ($0.entries.first?.position ?? 0) < ($1.entries.first?.position ?? 0) }
        sources = sorted
        documents = sorted.compactMap { SearchDocument($0) }
        var edit = IndexEdit()
        for (number, document) in documents.enumerated() {
            var terms: [TermWeight] = []
            for term in document.terms {
                let known = numbers[term.key] ?? Int64(numbers.count + 1)
                numbers[term.key] = known
                terms.append(TermWeight(known, term.weight))
            }
            edit.replace(Int64(number), old: [], new: terms.sorted { $0.number < $1.number })
        }
        for term in edit.terms() {
            counts[term.number] = term.more
            for list in term.lists {
                var bytes: [UInt8] = []
                list.change(UnsafeBufferPointer(start: nil, count: 0), into: &bytes)
                lists[list.key] = bytes
            }
        }
    }

    func find(_ query: SearchQuery) throws -> SearchPage {
        var run = SearchRun(SearchPlan(query), reader)
        return try run.answer()
    }

    private var reader: IndexReader {
        IndexReader(
            next: { Int64(self.documents.count) },
            term: { text in
                guard let number = self.numbers[TermKey(text)], let count = self.counts[number] else { return nil }
                return (number, count)
            },
            called: { streams in
                self.documents.indices.filter { streams.contains(self.documents[$0].stream) }.map { Int64($0) }
            },
            // No word of a phrase is begun.
            words: { _, _, _, _ in [] },
            lists: { term, blocks in
                var found: [(block: Int64, bytes: [UInt8])] = []
                for block in blocks {
                    if let bytes = self.lists[Postings.key(term, block: block)] { found.append((block, bytes)) }
                }
                return found
            },
            received: { _ in [] },
            rows: { wanted in
                var rows: [Int64: IndexRow] = [:]
                for number in wanted {
                    let document = self.documents[Int(number)]
                    rows[number] = IndexRow(
                        stream: document.stream, customer: document.customer, isOpen: document.isOpen,
                        received: document.received, texts: document.texts)
                }
                return rows
            },
            pairs: { wanted in
                var pairs: [Int64: [UInt8]] = [:]
                if self.knowsPairs { for number in wanted { pairs[number] = self.documents[Int(number)].pairs } }
                return pairs
            },
            texts: { places in
                self.opened += places.count
                var texts: [OpenText] = []
                for place in places {
                    texts += self.source(place.stream)?.texts.filter { $0.position == place.position } ?? []
                }
                return texts
            },
            entries: { self.source($0)?.entries ?? [] })
    }

    private func source(_ stream: StreamID) -> SearchSource? { sources.first { $0.stream == stream } }
}
