import Desk
import Domain
import Foundation
import GRDB

/// What is asked of the tables; each runs on a reader with a view of its own.
enum Reader {
    static func head(_ db: Database) throws -> Head {
        let last = try db.cachedStatement(sql: "SELECT position, recorded FROM entry ORDER BY position DESC LIMIT 1")
        guard let row = try Row.fetchOne(last) else { return Head(next: 0, recorded: nil) }
        return Head(next: (row[0] as Int64) + 1, recorded: Instant(milliseconds: row[1]))
    }

    private static let columns = "entry.position, name, version, kind, occurred, recorded, actor, payload"

    static func entries(from: Int64, limit: Int, _ db: Database) throws -> [Journal.Entry] {
        var rows = EntryRows(
            try db.cachedStatement(
                sql: """
                    SELECT \(columns) FROM entry JOIN stream ON stream.id = entry.stream
                    WHERE position >= ? ORDER BY position LIMIT ?
                    """))
        defer { rows.end() }
        rows.bind(from, Int64(limit))
        var entries: [Journal.Entry] = []
        while let entry = try rows.next() { entries.append(entry) }
        return entries
    }

    static func streams(_ ids: [StreamID], _ db: Database) throws -> [StreamID: [Journal.Entry]] {
        var rows = EntryRows(try db.cachedStatement(sql: oneStream))
        var streams: [StreamID: [Journal.Entry]] = [:]
        for id in ids {
            defer { rows.end() }
            rows.bind(id)
            var entries: [Journal.Entry] = []
            while let entry = try rows.next() { entries.append(entry) }
            if !entries.isEmpty { streams[id] = entries }
        }
        return streams
    }

    /// The entries of a stream; nil for one that is long.
    static func short(_ id: StreamID, _ db: Database) throws -> [StreamID: [Journal.Entry]]? {
        var rows = EntryRows(try db.cachedStatement(sql: oneStream))
        defer { rows.end() }
        rows.bind(id)
        var entries: [Journal.Entry] = []
        while let entry = try rows.next() {
            if entries.count == shortAtMost { return nil }
            entries.append(entry)
        }
        return entries.isEmpty ? [:] : [id: entries]
    }

    private static let shortAtMost = 200
    private static let oneStream = """
        SELECT \(columns) FROM stream JOIN entry ON entry.stream = stream.id
        WHERE name = ? ORDER BY version
        """

    static func stretch(after: Int64, limit: Int, _ db: Database) throws -> Stretch {
        let last = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT max(id) FROM (SELECT id FROM stream WHERE id > ? ORDER BY id LIMIT ?)"),
            arguments: [after, limit])
        guard let last else { return Stretch(streams: [], last: after) }
        var rows = EntryRows(
            try db.cachedStatement(
                sql: """
                    SELECT \(columns) FROM stream CROSS JOIN entry ON entry.stream = stream.id
                    WHERE stream.id > ? AND stream.id <= ? ORDER BY stream.id, version
                    """))
        defer { rows.end() }
        rows.bind(after, last)
        var streams: [[Journal.Entry]] = []
        while let entry = try rows.next() {
            if streams.last?.last?.stream == entry.stream {
                streams[streams.count - 1].append(entry)
            } else {
                streams.append([entry])
            }
        }
        return Stretch(streams: streams, last: last)
    }

    static func names(_ kind: StreamID.Kind, after: String?, limit: Int, _ db: Database) throws -> [String] {
        let prefix = kind.rawValue + "/"
        let names = try String.fetchAll(
            db.cachedStatement(sql: "SELECT name FROM stream WHERE name > ? AND name < ? ORDER BY name LIMIT ?"),
            arguments: [prefix + (after ?? ""), kind.rawValue + "0", limit])
        // Bytes: an accent that follows the slash makes one character with it.
        return names.map { String(decoding: $0.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) }
    }

    static func due(_ through: Instant, limit: Int, _ db: Database) throws -> [StreamID] {
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT name FROM due JOIN stream ON stream.id = due.stream WHERE at <= ?
                    ORDER BY at, due.stream LIMIT ?
                    """), arguments: [through.milliseconds, limit]
        ).compactMap { StreamID($0) }
    }

    static func nextDue(_ db: Database) throws -> Instant? {
        try Int64.fetchOne(db, sql: "SELECT min(at) FROM due").map(Instant.init(milliseconds:))
    }

    static func messages(_ through: Instant, limit: Int, _ db: Database) throws -> [Message] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT position, number, maker, target, subject, not_before, attempts FROM message
                    WHERE cause IS NULL AND not_before <= ? AND maker IN (\(Message.makers)) ORDER BY not_before, position, number LIMIT ?
                    """), arguments: [through.milliseconds, limit]
        ).compactMap(message)
    }

    private static func message(_ row: Row) -> Message? {
        guard let maker = Message.Maker(rawValue: row[2]) else { return nil }
        return Message(
            position: row[0], number: row[1], maker: maker, target: row[3], subject: row[4],
            notBefore: Instant(milliseconds: row[5]), attempts: row[6])
    }

    static func nextMessage(_ db: Database) throws -> Instant? {
        try Int64.fetchOne(
            db, sql: "SELECT min(not_before) FROM message WHERE cause IS NULL AND maker IN (\(Message.makers))"
        )
        .map(Instant.init(milliseconds:))
    }

    static func deadLetters(_ limit: Int, _ db: Database) throws -> [DeadLetter] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT position, number, maker, target, subject, not_before, attempts, cause FROM message
                WHERE cause IS NOT NULL ORDER BY position, number LIMIT ?
                """, arguments: [limit]
        ).compactMap { row in message(row).map { DeadLetter(message: $0, cause: row[7]) } }
    }

    static func receipt(_ key: Receipt.Key, _ db: Database) throws -> Known? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT hash, first, count, recorded FROM receipt WHERE actor = ? AND key = ?"),
            arguments: [key.actor.rawValue, key.text])
        guard let row else { return nil }
        let (first, count): (Int64, Int64) = (row[1], row[2])
        return Known(
            requestHash: row[0],
            receipt: Receipt(
                positions: first..<first + count, recorded: Instant(milliseconds: row[3]), isRepeated: true))
    }

    static func place(_ follower: String, _ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT position FROM follower WHERE name = ?"), arguments: [follower]) ?? 0
    }

    /// With a due first, nearest first; then those that nothing presses, longest waiting first.
    static func queue(_ query: QueueQuery, _ db: Database) throws -> [TicketRow] {
        var condition = "is_open = 1"
        var arguments: StatementArguments = []
        if let queue = query.queue {
            condition += " AND queue = ?"
            arguments += [queue]
        }
        if let customer = query.customer {
            condition += " AND customer = ?"
            arguments += [customer.rawValue]
        }
        if query.onlyBreached { condition += " AND breached > 0" }
        var rows: [TicketRow] = []
        for (part, order) in [("due IS NOT NULL", "due, received"), ("due IS NULL", "received")] {
            guard rows.count < query.limit else { break }
            let found = try RawRows(
                db,
                "SELECT \(Rows.ticketColumns) FROM ticket WHERE \(condition) AND \(part) ORDER BY \(order) LIMIT ?")
            try found.bind(arguments + [query.limit - rows.count])
            try found.each { rows.append(try Rows.ticket(found)) }
        }
        return rows
    }

    static func ticket(_ id: TicketID, _ db: Database) throws -> TicketRow? {
        let found = try RawRows(
            db, "SELECT \(Rows.ticketColumns) FROM ticket WHERE stream = (SELECT id FROM stream WHERE name = ?)")
        defer { found.end() }
        found.bind { $0.text(1, StreamID.ticket(id).description) }
        return try found.next() ? try Rows.ticket(found) : nil
    }

    static func records(
        _ kind: RecordKind, owner: String?, after: String?, limit: Int, _ db: Database
    ) throws -> [RecordID] {
        var arguments: StatementArguments = [kind.rawValue, after ?? ""]
        if let owner { arguments += [owner] }
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM record WHERE kind = ? AND id > ? \(owner == nil ? "" : "AND owner = ?")
                ORDER BY id LIMIT ?
                """)
        return try String.fetchAll(statement, arguments: arguments + [limit]).map(RecordID.init(rawValue:))
    }

    /// What a rebuild would make again, each row a line.
    static func projections(_ db: Database) throws -> [String] {
        var lines: [String] = []
        for (table, order) in projectionTables {
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY \(order)")
            while let row = try rows.next() { lines.append("\(table) \(row.databaseValues)") }
        }
        return lines
    }

    static let projectionTables = [
        (table: "ticket", order: "stream"), ("incident", "stream"), ("record", "stream"),
        ("posting", "contract, ticket, basis"),
        ("due", "stream"),
    ]
}
