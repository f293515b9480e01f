import Crypto
import Desk
import Domain
import Foundation

/// What is asked of the tables; each question is one statement, so it sees one instant.
enum PostgresReader {
    static func head(_ link: Link) throws -> Head {
        let answer = try link.ask("SELECT next, recorded FROM head")
        return Head(
            next: answer.int(0, 0), recorded: answer.optionalInt(0, 1).map(Instant.init(milliseconds:)))
    }

    private static let columns = "position, stream, version, kind, occurred, recorded, actor, payload"

    static func entries(from: Int64, limit: Int, _ link: Link) throws -> [Journal.Entry] {
        try entries(
            link.ask(
                "SELECT \(columns) FROM entry WHERE position >= $1::bigint ORDER BY position LIMIT $2::bigint",
                [.int(from), .int(Int64(limit))]))
    }

    private static func entries(_ answer: Answer) throws -> [Journal.Entry] {
        var reading = EntryReading(answer)
        return try (0..<answer.count).map { try reading.entry($0) }
    }

    static func streams(_ ids: [StreamID], _ link: Link) throws -> [StreamID: [Journal.Entry]] {
        Dictionary(
            grouping: try entries(
                link.ask(
                    "SELECT \(columns) FROM entry WHERE stream = ANY($1::text[]) ORDER BY stream, version",
                    [.list(ids.map(\.description))])),
            by: \.stream)
    }

    static func stretch(after: Int64, limit: Int, _ link: Link) throws -> Stretch {
        // A place is the position after the one a stream began at, so that 0 comes before them all.
        let answer = try link.ask(
            """
            SELECT \(columns.replacingOccurrences(of: "position", with: "entry.position")
                .replacingOccurrences(of: "stream", with: "entry.stream")), begun.position FROM (
                SELECT position, stream FROM entry WHERE version = 0 AND position >= $1::bigint
                ORDER BY position LIMIT $2::bigint
            ) begun JOIN entry ON entry.stream = begun.stream ORDER BY begun.position, version
            """, [.int(after), .int(Int64(limit))])
        var reading = EntryReading(answer)
        var streams: [[Journal.Entry]] = []
        for row in 0..<answer.count {
            let entry = try reading.entry(row)
            if streams.last?.last?.stream == entry.stream {
                streams[streams.count - 1].append(entry)
            } else {
                streams.append([entry])
            }
        }
        return Stretch(streams: streams, last: answer.count == 0 ? after : answer.int(answer.count - 1, 8) + 1)
    }

    static func names(_ kind: StreamID.Kind, after: String?, limit: Int, _ link: Link) throws -> [String] {
        let prefix = kind.rawValue + "/"
        let answer = try link.ask(
            """
            SELECT stream FROM entry WHERE version = 0 AND stream > $1 AND stream < $2 ORDER BY stream LIMIT $3::bigint
            """, [.text(prefix + (after ?? "")), .text(kind.rawValue + "0"), .int(Int64(limit))])
        // Bytes: an accent that follows the slash makes one character with it.
        return (0..<answer.count).map {
            String(decoding: answer.text($0, 0).utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        }
    }

    private static func names(_ answer: Answer) -> [StreamID] {
        (0..<answer.count).compactMap { StreamID(answer.text($0, 0)) }
    }

    static func due(_ through: Instant, limit: Int, _ link: Link) throws -> [StreamID] {
        names(
            try link.ask(
                "SELECT stream FROM due WHERE at <= $1::bigint ORDER BY at, stream LIMIT $2::bigint",
                [.int(through.milliseconds), .int(Int64(limit))]))
    }

    /// For some seconds they are handed to nobody else. What is lost of that in a crash is fired by whoever comes first.
    static func claim(_ through: Instant, limit: Int, _ link: Link) throws -> [StreamID] {
        names(
            try link.ask(
                """
                WITH mine AS (
                    SELECT stream FROM due
                    WHERE at <= $1::bigint AND claimed < (extract(epoch FROM clock_timestamp()) * 1000)::bigint
                    ORDER BY at, stream LIMIT $2::bigint FOR UPDATE SKIP LOCKED
                ), taken AS (
                    UPDATE due SET claimed = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 5000
                    FROM mine WHERE due.stream = mine.stream RETURNING due.at, due.stream
                ) SELECT stream FROM taken ORDER BY at, stream
                """, [.int(through.milliseconds), .int(Int64(limit))]))
    }

    static func nextDue(_ link: Link) throws -> Instant? {
        try link.ask("SELECT min(at) FROM due").optionalInt(0, 0).map(Instant.init(milliseconds:))
    }

    static func messages(_ through: Instant, limit: Int, _ link: Link) throws -> [Message] {
        let answer = try link.ask(
            """
            SELECT position, number, maker, target, subject, not_before, attempts FROM message
            WHERE cause IS NULL AND not_before <= $1::bigint AND maker IN (\(Message.makers))
            ORDER BY not_before, position, number LIMIT $2::bigint
            """, [.int(through.milliseconds), .int(Int64(limit))])
        return (0..<answer.count).compactMap { message(answer, $0) }
    }

    private static func message(_ answer: Answer, _ row: Int) -> Message? {
        guard let maker = Message.Maker(rawValue: answer.text(row, 2)) else { return nil }
        return Message(
            position: answer.int(row, 0), number: Int(answer.int(row, 1)), maker: maker, target: answer.text(row, 3),
            subject: answer.text(row, 4), notBefore: Instant(milliseconds: answer.int(row, 5)),
            attempts: Int(answer.int(row, 6)))
    }

    static func nextMessage(_ link: Link) throws -> Instant? {
        try link.ask("SELECT min(not_before) FROM message WHERE cause IS NULL AND maker IN (\(Message.makers))")
            .optionalInt(0, 0).map(Instant.init(milliseconds:))
    }

    static func deadLetters(_ limit: Int, _ link: Link) throws -> [DeadLetter] {
        let answer = try link.ask(
            """
            SELECT position, number, maker, target, subject, not_before, attempts, cause FROM message
            WHERE cause IS NOT NULL ORDER BY position, number LIMIT $1::bigint
            """, [.int(Int64(limit))])
        return (0..<answer.count).compactMap { row in
            message(answer, row).map { DeadLetter(message: $0, cause: answer.text(row, 7)) }
        }
    }

    static func receipts(_ keys: [Receipt.Key], _ link: Link) throws -> [Receipt.Key: Known] {
        let answer = try link.ask(
            """
            SELECT receipt.actor, receipt.key, hash, first, count, recorded
            FROM receipt JOIN unnest($1::text[], $2::text[]) AS k (actor, key)
                ON receipt.actor = k.actor AND receipt.key = k.key
            """, [.list(keys.map(\.actor.rawValue)), .list(keys.map(\.text))])
        var known: [Receipt.Key: Known] = [:]
        for row in 0..<answer.count {
            let first = answer.int(row, 3)
            known[Receipt.Key(actor: Actor(rawValue: answer.text(row, 0)), text: answer.text(row, 1))] = Known(
                requestHash: answer.text(row, 2),
                receipt: Receipt(
                    positions: first..<first + answer.int(row, 4),
                    recorded: Instant(milliseconds: answer.int(row, 5)), isRepeated: true))
        }
        return known
    }

    static func place(_ follower: String, _ link: Link) throws -> Int64 {
        let answer = try link.ask("SELECT position FROM follower WHERE name = $1", [.text(follower)])
        return answer.count == 0 ? 0 : answer.int(0, 0)
    }

    static func document(_ hash: String, _ link: Link) throws -> [UInt8]? {
        let answer = try link.ask("SELECT bytes FROM document WHERE hash = $1", [.text(hash)])
        return answer.count == 0 ? nil : answer.blob(0, 0)
    }

    private static func textsSQL(where condition: String) -> String {
        """
        SELECT text.position, part, person.name, person.key, box, entry.stream, entry.version FROM text
        JOIN person ON person.id = text.person JOIN entry ON entry.position = text.position
        WHERE \(condition) AND person.key IS NOT NULL ORDER BY text.position, part
        """
    }

    static func texts(_ positions: Range<Int64>, _ link: Link) throws -> [OpenText] {
        try texts(
            link.ask(
                textsSQL(where: "text.position >= $1::bigint AND text.position < $2::bigint"),
                [.int(positions.lowerBound), .int(positions.upperBound)]))
    }

    static func texts(at positions: [Int64], _ link: Link) throws -> [OpenText] {
        try texts(
            link.ask(textsSQL(where: "text.position = ANY($1::bigint[])"), [.list(positions.map { "\($0)" })]))
    }

    private static func texts(_ answer: Answer) throws -> [OpenText] {
        var texts: [OpenText] = []
        var current: TextBox?
        for row in 0..<answer.count {
            let position = answer.int(row, 0)
            let part = (Int(answer.int(row, 1)), Data(answer.blob(row, 4)))
            if current?.position == position {
                current?.parts.append(part)
                continue
            }
            if let current { texts += try current.open() }
            current = TextBox(
                position: position,
                place: .init(
                    stream: answer.text(row, 5), version: Int(answer.int(row, 6)),
                    person: PersonID(rawValue: answer.text(row, 2))),
                key: SymmetricKey(data: answer.blob(row, 3)), parts: [part])
        }
        if let current { texts += try current.open() }
        return texts
    }

    static let ticketColumns = """
        id, customer, state, holder, attributes, grades, received, updated, due, clocks, version
        """

    /// With a due first, nearest first; then those that nothing presses, longest waiting first.
    static func queue(_ query: QueueQuery, _ link: Link) throws -> [TicketRow] {
        var condition = "is_open"
        var arguments: [Parameter] = []
        if let queue = query.queue {
            arguments.append(.text(queue))
            condition += " AND queue = $\(arguments.count)"
        }
        if let customer = query.customer {
            arguments.append(.text(customer.rawValue))
            condition += " AND customer = $\(arguments.count)"
        }
        if query.onlyBreached { condition += " AND breached > 0" }
        var rows: [TicketRow] = []
        for (part, order) in [("due IS NOT NULL", "due, received"), ("due IS NULL", "received")] {
            guard rows.count < query.limit else { break }
            let answer = try link.ask(
                """
                SELECT \(ticketColumns) FROM ticket WHERE \(condition) AND \(part)
                ORDER BY \(order) LIMIT $\(arguments.count + 1)::bigint
                """, arguments + [.int(Int64(query.limit - rows.count))])
            rows += try (0..<answer.count).map { try ticket(answer, $0) }
        }
        return rows
    }

    static func ticket(_ id: TicketID, _ link: Link) throws -> TicketRow? {
        let answer = try link.ask("SELECT \(ticketColumns) FROM ticket WHERE id = $1", [.text(id.rawValue)])
        return answer.count == 0 ? nil : try ticket(answer, 0)
    }

    static func ticket(_ answer: Answer, _ row: Int) throws -> TicketRow {
        TicketRow(
            id: TicketID(rawValue: answer.text(row, 0)), customer: CustomerID(rawValue: answer.text(row, 1)),
            state: State(word: answer.text(row, 2)) ?? .new,
            holder: answer.optionalText(row, 3).map(TeamID.init(rawValue:)),
            attributes: try RowText.attributes(answer.text(row, 4)), grades: try RowText.grades(answer.text(row, 5)),
            received: Instant(milliseconds: answer.int(row, 6)), updated: Instant(milliseconds: answer.int(row, 7)),
            due: answer.optionalInt(row, 8).map(Instant.init(milliseconds:)),
            clocks: try RowText.clocks(answer.text(row, 9)), version: Int(answer.int(row, 10)))
    }

    static func records(
        _ kind: RecordKind, owner: String?, after: String?, limit: Int, _ link: Link
    ) throws -> [RecordID] {
        let answer = try link.ask(
            """
            SELECT id FROM record WHERE kind = $1 AND id > $2 AND ($4::text IS NULL OR owner = $4::text)
            ORDER BY id LIMIT $3::bigint
            """, [.text(kind.rawValue), .text(after ?? ""), .int(Int64(limit)), .text(owner)])
        return (0..<answer.count).map { RecordID(rawValue: answer.text($0, 0)) }
    }

    /// - Throws: where the desk has been moved to.
    static func news(_ from: Int64, limit: Int, _ place: PostgresPlace, _ link: Link) throws -> Shared.News {
        let head = try link.ask("SELECT moved, next FROM head")
        if let moved = head.optionalText(0, 0) { throw StoreError(moved: moved, place) }
        // Whoever got that far has read entries that are there no more.
        if head.int(0, 1) < from { return Shared.News(versions: [:], next: head.int(0, 1)) }
        let answer = try link.ask(
            """
            SELECT stream, max(version) + 1, max(position) + 1 FROM entry
            WHERE position >= $1::bigint AND position < $2::bigint GROUP BY stream
            """, [.int(from), .int(from + Int64(limit))])
        var versions: [StreamID: Int] = [:]
        var next = from
        for row in 0..<answer.count {
            next = max(next, answer.int(row, 2))
            if let stream = StreamID(answer.text(row, 0)) { versions[stream] = Int(answer.int(row, 1)) }
        }
        return Shared.News(versions: versions, next: next)
    }

    /// What a rebuild would make again, each row a line.
    static func projections(_ link: Link) throws -> [String] {
        var lines: [String] = []
        for (table, what, order) in [
            ("ticket", "ticket::text", "id"), ("incident", "incident::text", "id"),
            ("record", "record::text", "kind, id"), ("posting", "posting::text", "contract, ticket, basis"),
            ("due", "(stream, at)::text", "stream"),
        ] {
            let answer = try link.ask("SELECT \(what) FROM \(table) ORDER BY \(order)")
            for row in 0..<answer.count { lines.append("\(table) \(answer.text(row, 0))") }
        }
        return lines
    }

    static func measures(_ link: Link) throws -> [Measure] {
        let answer = try link.ask(
            """
            SELECT (SELECT next FROM head), (SELECT count(*) FROM message WHERE cause IS NULL),
                (SELECT count(*) FROM message WHERE cause IS NOT NULL), pg_database_size(current_database()),
                (SELECT count(*) FROM node WHERE seen > now() - interval '1 minute'),
                \(PostgresStandbys.columns)
            """)
        func one(_ column: Int32) -> Double { Double(answer.int(0, column)) }
        let standbys = PostgresStandbys(answer, from: 5)
        // What can't be seen is left out: a zero would be an alarm.
        let connected = standbys.connected.map {
            Measure(
                "yinuo_synchronous_standbys", .gauge, "Connected standbys that commits wait for.", [], Double($0))
        }
        return [connected].compactMap(\.self) + [
            Measure(
                "yinuo_standbys_wanted", .gauge, "1 while commits wait for a standby (synchronous_standby_names).", [],
                standbys.names.isEmpty ? 0 : 1),
            Measure("yinuo_entries_total", .counter, "Entries in the journal.", [], one(0)),
            Measure("yinuo_messages_waiting", .gauge, "Messages that wait to be sent.", [], one(1)),
            Measure(
                "yinuo_dead_letters", .gauge, "Messages that were given up; retry or drop them.", [], one(2)),
            Measure("yinuo_database_bytes", .gauge, "Size of the desk's database.", [], one(3)),
            Measure("yinuo_nodes", .gauge, "Programs that wrote within the last minute.", [], one(4)),
        ]
    }
}

/// Entries out of an answer; stream and actor of the last one are mostly the next one's too.
private struct EntryReading {
    private let answer: Answer
    private var stream: StreamID?
    private var streamBytes: [UInt8] = []

    init(_ answer: Answer) { self.answer = answer }

    mutating func entry(_ row: Int) throws -> Journal.Entry {
        let position = answer.int(row, 0)
        let name = answer.bytes(row, 1)
        if stream == nil || !name.elementsEqual(streamBytes) {
            streamBytes = Array(name)
            stream = StreamID(answer.text(row, 1))
        }
        let kind = answer.text(row, 3)
        guard let stream else { throw StoreError.unknownEntry(position: position, kind: answer.text(row, 1)) }
        let occurred = Instant(milliseconds: answer.int(row, 4))
        do throws(CodecFault) {
            let (event, bound) = try JournalCodec.decode(
                kind: kind, payload: answer.bytes(row, 7), stream: stream, occurred: occurred)
            return Journal.Entry(
                position: position, stream: stream, version: Int(answer.int(row, 2)), occurred: occurred,
                recorded: Instant(milliseconds: answer.int(row, 5)), actor: Actor(rawValue: answer.text(row, 6)),
                event: event, bound: bound)
        } catch {
            if case .unknownKind = error { throw StoreError.unknownEntry(position: position, kind: kind) }
            throw StoreError.damaged(path: "entry \(position)", what: error.cause)
        }
    }
}
