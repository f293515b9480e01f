import Desk
import Domain
import Foundation

/// The search index in PostgreSQL, as it is read: the same tables as in SQLite.
enum PostgresSearch {
    /// A dump may have left the index out, and with it the row.
    static func place(_ link: Link) throws -> Int64 {
        try link.ask("SELECT coalesce(max(place), 0) FROM search_state").int(0, 0)
    }

    static func sources(
        _ touched: [StreamID: Int64], _ atHand: [StreamID: [Journal.Entry]], _ link: Link
    ) throws -> [SearchSource] {
        let through = try link.ask(
            "SELECT stream, through FROM search_document WHERE stream = ANY($1::text[])",
            [.list(touched.keys.map(\.description))])
        var wanted = touched
        for row in 0..<through.count {
            guard let stream = StreamID(through.text(row, 0)), let position = touched[stream],
                through.int(row, 1) >= position
            else { continue }
            wanted[stream] = nil
        }
        for stream in atHand.keys { wanted[stream] = .max }
        if wanted.isEmpty { return [] }
        let unread = wanted.keys.filter { atHand[$0] == nil }.sorted()
        let streams = try PostgresReader.streams(unread, link).merging(atHand) { $1 }
        let positions = streams.mapValues { SearchSource.positions($0) }
        let texts = Dictionary(
            grouping: try PostgresReader.texts(at: positions.values.flatMap(\.self), link), by: \.position)
        return wanted.keys.sorted().map { stream in
            SearchSource(
                stream: stream, entries: streams[stream] ?? [],
                texts: (positions[stream] ?? []).flatMap { texts[$0] ?? [] })
        }
    }

    static func emptied(_ limit: Int, _ link: Link) throws -> [StreamID] {
        let answer = try link.ask(
            "SELECT stream FROM search_document WHERE through < 0 ORDER BY number LIMIT $1::bigint",
            [.int(Int64(limit))])
        return (0..<answer.count).compactMap { StreamID(answer.text($0, 0)) }
    }

    /// Its questions see one instant.
    static func find(_ plan: SearchPlan, _ link: Link) throws -> SearchPage {
        try link.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do {
            var run = SearchRun(plan, reader(link))
            let found = try run.answer()
            try link.run("COMMIT")
            return found
        } catch {
            _ = try? link.run("ROLLBACK")
            throw error
        }
    }

    private static func reader(_ link: Link) -> IndexReader {
        IndexReader(
            next: { try link.ask("SELECT coalesce(max(next), 0) FROM search_state").int(0, 0) },
            term: { text in
                let answer = try link.ask("SELECT number, documents FROM search_term WHERE text = $1", [.text(text)])
                return answer.count == 0 ? nil : (answer.int(0, 0), Int(answer.int(0, 1)))
            },
            called: { streams in
                let answer = try link.ask(
                    "SELECT number FROM search_document WHERE stream = ANY($1::text[])",
                    [.list(streams.map(\.description))])
                return (0..<answer.count).map { answer.int($0, 0) }
            },
            words: { from, to, reversed, limit in
                let column = reversed ? "reversed" : "text"
                let answer = try link.ask(
                    """
                    SELECT text, number, documents FROM search_term WHERE \(column) >= $1 AND \(column) < $2
                    ORDER BY \(column) LIMIT $3::bigint
                    """, [.text(from), .text(to), .int(Int64(limit))])
                return (0..<answer.count).map { (answer.text($0, 0), answer.int($0, 1), Int(answer.int($0, 2))) }
            },
            lists: { term, blocks in try lists(term, blocks, link) },
            received: { try received([$0], link)[$0] ?? [] },
            rows: { documents in
                let answer = try link.ask(
                    """
                    SELECT number, stream, customer, is_open, received, texts FROM search_document
                    WHERE number = ANY($1::bigint[])
                    """, [.list(documents.map { "\($0)" })])
                var rows: [Int64: IndexRow] = [:]
                for row in 0..<answer.count {
                    guard let stream = StreamID(answer.text(row, 1)) else { continue }
                    rows[answer.int(row, 0)] = IndexRow(
                        stream: stream, customer: answer.optionalText(row, 2).map(CustomerID.init(rawValue:)),
                        isOpen: answer.optionalText(row, 3).map { $0 == "t" },
                        received: Instant(milliseconds: answer.int(row, 4)),
                        texts: TextPlace.places(answer.blob(row, 5)))
                }
                return rows
            },
            pairs: { documents in
                let answer = try link.ask(
                    "SELECT document, pairs FROM search_pairs WHERE document = ANY($1::bigint[])",
                    [.list(documents.map { "\($0)" })])
                var pairs: [Int64: [UInt8]] = [:]
                for row in 0..<answer.count { pairs[answer.int(row, 0)] = answer.blob(row, 1) }
                return pairs
            },
            texts: { try PostgresReader.texts(at: $0.map(\.position), link) },
            entries: { try PostgresReader.streams([$0], link)[$0] ?? [] })
    }

    private static func lists(_ term: Int64, _ blocks: [Int64], _ link: Link) throws -> [(block: Int64, bytes: [UInt8])]
    {
        guard let first = blocks.first, let last = blocks.last else { return [] }
        let answer: Answer
        if Int64(blocks.count) * 4 < last - first {
            answer = try link.ask(
                "SELECT key, documents FROM search_list WHERE key = ANY($1::bigint[]) ORDER BY key",
                [.list(blocks.map { "\(Postings.key(term, block: $0))" })])
        } else {
            answer = try link.ask(
                "SELECT key, documents FROM search_list WHERE key >= $1::bigint AND key <= $2::bigint ORDER BY key",
                [.int(Postings.key(term, block: first)), .int(Postings.key(term, block: last))])
        }
        return (0..<answer.count).map { (Postings.block(of: answer.int($0, 0)), answer.blob($0, 1)) }
    }

    static func received(_ blocks: [Int64], _ link: Link) throws -> [Int64: [UInt8]] {
        let answer = try link.ask(
            "SELECT block, instants FROM search_received WHERE block = ANY($1::bigint[])",
            [.list(blocks.map { "\($0)" })])
        var received: [Int64: [UInt8]] = [:]
        for row in 0..<answer.count { received[answer.int(row, 0)] = answer.blob(row, 1) }
        return received
    }
}
