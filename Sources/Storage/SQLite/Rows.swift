import Desk
import Domain
import GRDB
import Wire

/// Rows of the projections as SQLite keeps them.
enum Rows {
    typealias Number = (StreamID) throws -> Int64

    static func put(_ row: ProjectionRow, number: Number, _ db: Database) throws {
        switch row {
        case .ticket(let ticket): try put(ticket, try number(.ticket(ticket.id)), db)
        case .incident(let incident): try put(incident, try number(.incident(incident.id)), db)
        case .posting(let posting): try put(posting, db)
        case .record(let row): try put(row, try number(.record(row.record.kind, row.record.id)), db)
        }
    }

    static func put(_ due: DueRow, number: Number, _ db: Database) throws {
        let stream = try number(due.stream)
        if let at = due.at {
            try db.cachedStatement(
                sql: "INSERT INTO due (stream, at) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET at = excluded.at"
            ).execute(arguments: [stream, at.milliseconds])
        } else {
            try db.cachedStatement(sql: "DELETE FROM due WHERE stream = ?").execute(arguments: [stream])
        }
    }

    private static func put(_ ticket: TicketRow, _ stream: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO ticket (stream, id, customer, state, is_open, holder, queue, attributes, grades, received,
                    updated, due, breached, clocks, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (stream) DO UPDATE SET state = excluded.state, is_open = excluded.is_open,
                    holder = excluded.holder, queue = excluded.queue, attributes = excluded.attributes,
                    grades = excluded.grades, updated = excluded.updated, due = excluded.due,
                    breached = excluded.breached, clocks = excluded.clocks, version = excluded.version
                """)
        try statement.execute(arguments: [
            stream, ticket.id.rawValue, ticket.customer.rawValue, ticket.state.word, ticket.isOpen ? 1 : 0,
            ticket.holder?.rawValue, ticket.attributes[.queue], RowText.attributes(ticket.attributes),
            RowText.grades(ticket.grades), ticket.received.milliseconds, ticket.updated.milliseconds,
            ticket.due?.milliseconds, ticket.breached, RowText.clocks(ticket.clocks), ticket.version,
        ])
    }

    private static func put(_ incident: IncidentRow, _ stream: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO incident (stream, id, state, received, updated, due, linked, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (stream) DO UPDATE SET state = excluded.state, updated = excluded.updated,
                    due = excluded.due, linked = excluded.linked, version = excluded.version
                """)
        try statement.execute(arguments: [
            stream, incident.id.rawValue, incident.state.word, incident.received.milliseconds,
            incident.updated.milliseconds, incident.due?.milliseconds, incident.linked, incident.version,
        ])
    }

    private static func put(_ row: MasterRow, _ stream: Int64, _ db: Database) throws {
        let record = row.record
        let state =
            switch record.state {
            case .absent: "absent"
            case .live: "live"
            case .retired: "retired"
            case .erased: "erased"
            }
        try db.cachedStatement(
            sql: """
                INSERT INTO record (stream, kind, id, owner, state, contents, version) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (stream) DO UPDATE SET owner = excluded.owner, state = excluded.state,
                    contents = excluded.contents, version = excluded.version
                """
        ).execute(arguments: [
            stream, record.kind.rawValue, record.id.rawValue, row.owner, state, RowText.record(record), row.version,
        ])
    }

    private static func put(_ row: PostingRow, _ db: Database) throws {
        let key: [any DatabaseValueConvertible] = [
            row.contract.rawValue, row.key.ticket.rawValue, RowText.basis(row.key.basis),
        ]
        guard let posting = row.posting else {
            try db.cachedStatement(sql: "DELETE FROM posting WHERE contract = ? AND ticket = ? AND basis = ?")
                .execute(arguments: StatementArguments(key))
            return
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO posting (contract, ticket, basis, owed, minor, at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (contract, ticket, basis)
                DO UPDATE SET owed = excluded.owed, minor = excluded.minor, at = excluded.at
                """
        ).execute(arguments: StatementArguments(key + [posting.owed, posting.minor, row.at.milliseconds]))
    }

    static func ticket(_ row: Row) throws -> TicketRow {
        let due: Int64? = row["due"]
        return TicketRow(
            id: TicketID(rawValue: row["id"]), customer: CustomerID(rawValue: row["customer"]),
            state: State(word: row["state"]) ?? .new, holder: (row["holder"] as String?).map(TeamID.init(rawValue:)),
            attributes: try RowText.attributes(row["attributes"] as String),
            grades: try RowText.grades(row["grades"] as String),
            received: Instant(milliseconds: row["received"]), updated: Instant(milliseconds: row["updated"]),
            due: due.map(Instant.init(milliseconds:)), clocks: try RowText.clocks(row["clocks"] as String),
            version: row["version"])
    }
}

extension State {
    /// `waiting-customer` for a waiting one; as policies spell it.
    public var word: String {
        switch self {
        case .new: "new"
        case .open: "open"
        case .waiting(let reason): reason.state
        case .resolved: "resolved"
        case .closed: "closed"
        case .cancelled: "cancelled"
        case .merged: "merged"
        }
    }

    public init?(word: String) {
        switch word {
        case "new": self = .new
        case "open": self = .open
        case "resolved": self = .resolved
        case "closed": self = .closed
        case "cancelled": self = .cancelled
        case "merged": self = .merged
        default:
            guard let reason = Waiting(state: word) else { return nil }
            self = .waiting(reason)
        }
    }
}
