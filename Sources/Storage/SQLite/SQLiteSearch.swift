import Desk
import Domain
import Foundation
import GRDB

/// The search index in SQLite, as it is read.
enum SQLiteSearch {
    static func place(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT place FROM search_state")) ?? 0
    }

    static func sources(
        _ touched: [StreamID: Int64], _ atHand: [StreamID: [Journal.Entry]], _ freshTexts: FreshTexts, _ db: Database
    ) throws -> [SearchSource] {
        let through = try RawRows(
            db,
            "SELECT through FROM search_document WHERE stream = (SELECT id FROM stream WHERE name = ?)")
        var wanted: [StreamID] = []
        // How far the step goes.
        var last: Int64 = -1
        for (stream, position) in touched where atHand[stream] == nil {
            if position != .max { last = max(last, position) }
            var indexed: Int64 = -1
            through.bind { $0.text(1, stream.description) }
            try through.each { indexed = through.int(0) }
            if indexed < position { wanted.append(stream) }
        }
        let streams = try Reader.streams(wanted, db)
        let reading = try TextReading(db)
        for entries in atHand.values where !entries.isEmpty { last = max(last, entries[entries.count - 1].position) }
        let fresh = freshTexts.take(through: last)
        var sources: [SearchSource] = []
        sources.reserveCapacity(wanted.count + atHand.count)
        func add(_ stream: StreamID, _ entries: [Journal.Entry]) throws {
            var texts: [OpenText] = []
            for position in SearchSource.positions(entries) {
                if let written = fresh.texts(at: position) {
                    try reading.texts(written, into: &texts)
                } else {
                    try reading.texts(TextAt(stream, position), into: &texts)
                }
            }
            sources.append(SearchSource(stream: stream, entries: entries, texts: texts))
        }
        for stream in wanted { try add(stream, streams[stream] ?? []) }
        for (stream, entries) in atHand { try add(stream, entries) }
        return sources
    }

    static func emptied(_ limit: Int, _ db: Database) throws -> [StreamID] {
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT name FROM search_document JOIN stream ON stream.id = search_document.stream
                    WHERE through < 0 ORDER BY number LIMIT ?
                    """), arguments: [limit]
        ).compactMap { StreamID($0) }
    }

    /// Begins and ends its own view of the desk, by statements that the connection keeps: to prepare them anew each time,
    /// as a pool does for whoever reads, costs more than to run them.
    static func find(_ plan: SearchPlan, _ db: Database) throws -> SearchPage {
        let begin = try Prepared(db, "BEGIN DEFERRED TRANSACTION", isKept: true)
        let end = try Prepared(db, "COMMIT TRANSACTION", isKept: true)
        try begin.run { _ in }
        defer {
            // It has only read: what matters is that its view is left.
            do { try end.run { _ in } } catch { try? db.rollback() }
        }
        var run = SearchRun(plan, try reader(db))
        return try run.answer()
    }

    private static func reader(_ db: Database) throws -> IndexReader {
        let term = try RawRows(db, "SELECT number, documents FROM search_term WHERE text = ?")
        let one = try RawRows(db, "SELECT documents FROM search_list WHERE key = ?")
        let many = try RawRows(db, "SELECT key, documents FROM search_list WHERE key >= ? AND key <= ? ORDER BY key")
        let reading = try TextReading(db)
        return IndexReader(
            next: {
                let state = try RawRows(db, "SELECT next FROM search_state")
                var next: Int64 = 0
                try state.each { next = state.int(0) }
                return next
            },
            term: { text in
                term.bind { $0.text(1, text) }
                defer { term.end() }
                return try term.next() ? (term.int(0), Int(term.int(1))) : nil
            },
            called: { try called($0, db) },
            words: { from, to, reversed, limit in try words(from, to, reversed, limit, db) },
            lists: { term, blocks in
                guard let first = blocks.first, let last = blocks.last else { return [] }
                var lists: [(block: Int64, bytes: [UInt8])] = []
                if Int64(blocks.count) * 4 < last - first {
                    // To seek each costs less than to step over those between.
                    for block in blocks {
                        one.bind { $0.int(1, Postings.key(term, block: block)) }
                        try one.each { lists.append((block, one.bytes(0))) }
                    }
                } else {
                    many.bind {
                        $0.int(1, Postings.key(term, block: first))
                        $0.int(2, Postings.key(term, block: last))
                    }
                    try many.each { lists.append((Postings.block(of: many.int(0)), many.bytes(1))) }
                }
                return lists
            },
            received: { block in try received(block, db) },
            rows: { try rows($0, db) }, pairs: { try pairs($0, db) },
            texts: { places in
                var texts: [OpenText] = []
                texts.reserveCapacity(2 * places.count)
                try reading.texts(places, into: &texts)
                return texts
            },
            entries: { try Reader.streams([$0], db)[$0] ?? [] })
    }

    private static func called(_ streams: [StreamID], _ db: Database) throws -> [Int64] {
        if streams.isEmpty { return [] }
        // Each is looked up as it comes; of `IN` a table would be made first.
        let marks = String(repeating: "(?), ", count: max(0, streams.count - 1)) + "(?)"
        let rows = try RawRows(
            db,
            """
            SELECT number FROM (VALUES \(marks)) AS wanted
            CROSS JOIN stream ON stream.name = wanted.column1
            CROSS JOIN search_document ON search_document.stream = stream.id
            """)
        rows.bind { row in
            for (index, stream) in streams.enumerated() { row.text(Int32(index + 1), stream.description) }
        }
        var documents: [Int64] = []
        try rows.each { documents.append(rows.int(0)) }
        return documents
    }

    private static func words(
        _ from: String, _ to: String, _ reversed: Bool, _ limit: Int, _ db: Database
    ) throws -> [(text: String, number: Int64, documents: Int)] {
        let column = reversed ? "reversed" : "text"
        let rows = try RawRows(
            db,
            """
            SELECT text, number, documents FROM search_term WHERE \(column) >= ? AND \(column) < ?
            ORDER BY \(column) LIMIT ?
            """)
        rows.bind {
            $0.text(1, from)
            $0.text(2, to)
            $0.int(3, limit)
        }
        var words: [(text: String, number: Int64, documents: Int)] = []
        try rows.each { words.append((rows.text(0), rows.int(1), Int(rows.int(2)))) }
        return words
    }

    static func received(_ block: Int64, _ db: Database) throws -> [UInt8] {
        let rows = try RawRows(db, "SELECT instants FROM search_received WHERE block = ?")
        rows.bind { $0.int(1, block) }
        var bytes: [UInt8] = []
        try rows.each { bytes = rows.bytes(0) }
        return bytes
    }

    private static let rowsSQL = """
        SELECT name, customer, is_open, received, texts, number FROM (VALUES \(RawRows.marks)) AS wanted
        CROSS JOIN search_document ON number = wanted.column1
        CROSS JOIN stream ON stream.id = search_document.stream
        """

    private static func rows(_ documents: [Int64], _ db: Database) throws -> [Int64: IndexRow] {
        let rows = try RawRows(db, rowsSQL)
        var found: [Int64: IndexRow] = [:]
        found.reserveCapacity(documents.count)
        for start in stride(from: 0, to: documents.count, by: RawRows.atOnce) {
            rows.bindAtOnce { start + $0 < documents.count ? documents[start + $0] : nil }
            try rows.each {
                guard let stream = StreamID(rows.text(0)) else { return }
                found[rows.int(5)] = IndexRow(
                    stream: stream, customer: rows.isNull(1) ? nil : CustomerID(rawValue: rows.text(1)),
                    isOpen: rows.isNull(2) ? nil : rows.int(2) == 1, received: Instant(milliseconds: rows.int(3)),
                    texts: TextPlace.places(rows.bytes(4)))
            }
        }
        return found
    }

    private static func pairs(_ documents: [Int64], _ db: Database) throws -> [Int64: [UInt8]] {
        let rows: RawRows
        do {
            rows = try RawRows(db, "SELECT pairs FROM search_pairs WHERE document = ?")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // A file that may only be read is as an earlier release left it: there is no such table.
            return [:]
        }
        var pairs: [Int64: [UInt8]] = [:]
        for number in documents {
            rows.bind { $0.int(1, number) }
            try rows.each { pairs[number] = rows.bytes(0) }
        }
        return pairs
    }
}
