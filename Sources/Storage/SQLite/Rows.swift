import Desk
import Domain
import GRDB
import Wire

/// Rows of the projections as SQLite keeps them.
enum Rows {
    typealias Number = (StreamID) throws -> Int64

    static func put(_ row: ProjectionRow, number: Number, _ statements: WriterStatements, _ db: Database) throws {
        switch row {
        case .ticket(let ticket): try put(ticket, try number(.ticket(ticket.id)), statements.putTicket)
        case .incident(let incident): try put(incident, try number(.incident(incident.id)), db)
        case .posting(let posting): try put(posting, db)
        case .record(let row): try put(row, try number(.record(row.record.kind, row.record.id)), db)
        }
    }

    static func put(_ due: DueRow, number: Number, _ statements: WriterStatements) throws {
        let stream = try number(due.stream)
        if let at = due.at {
            try statements.putDue.run {
                $0.int(1, stream)
                $0.int(2, at.milliseconds)
            }
        } else {
            try statements.dropDue.run { $0.int(1, stream) }
        }
    }

    private static func put(_ ticket: TicketRow, _ stream: Int64, _ put: Prepared) throws {
        try put.run {
            $0.int(1, stream)
            $0.text(2, ticket.id.rawValue)
            $0.text(3, ticket.customer.rawValue)
            $0.text(4, ticket.state.word)
            $0.int(5, ticket.isOpen ? 1 : 0)
            $0.text(6, ticket.holder?.rawValue)
            $0.text(7, ticket.attributes[.queue])
            $0.text(8, RowText.attributes(ticket.attributes))
            $0.text(9, RowText.grades(ticket.grades))
            $0.int(10, ticket.received.milliseconds)
            $0.int(11, ticket.updated.milliseconds)
            $0.int(12, ticket.due?.milliseconds)
            $0.int(13, ticket.breached)
            $0.text(14, RowText.clocks(ticket.clocks))
            $0.int(15, ticket.version)
        }
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
        try db.cachedStatement(
            sql: """
                INSERT INTO record (stream, kind, id, owner, state, contents, version) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (stream) DO UPDATE SET owner = excluded.owner, state = excluded.state,
                    contents = excluded.contents, version = excluded.version
                """
        ).execute(arguments: [
            stream, record.kind.rawValue, record.id.rawValue, row.owner, RowText.state(record),
            RowText.record(record), row.version,
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

    static let ticketColumns =
        "id, customer, state, holder, attributes, grades, received, updated, due, clocks, version"

    /// - Parameter row: of `ticketColumns`.
    static func ticket(_ row: RawRows) throws -> TicketRow {
        TicketRow(
            id: TicketID(rawValue: row.text(0)), customer: CustomerID(rawValue: row.text(1)),
            state: State(word: row.text(2)) ?? .new, holder: row.isNull(3) ? nil : TeamID(rawValue: row.text(3)),
            attributes: try RowText.attributes(row.text(4)), grades: try RowText.grades(row.text(5)),
            received: Instant(milliseconds: row.int(6)), updated: Instant(milliseconds: row.int(7)),
            due: row.isNull(8) ? nil : Instant(milliseconds: row.int(8)), clocks: try RowText.clocks(row.text(9)),
            version: Int(row.int(10)))
    }
}
