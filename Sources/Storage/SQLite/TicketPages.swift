import Desk
import Domain
import GRDB
import Synchronization

/// Pages of tickets, each begun where the one before ended: an index leads to the place, whatever its depth.
///
/// Those who look at a queue look at the same rows again and again, so a row that was read is kept with its version:
/// reading the version again is a twentieth of reading the row.
final class TicketPages: Sendable {
    private struct Known: Sendable {
        let row: TicketRow
        /// As the row says when it is read anew.
        var mark: Mark { Mark(version: row.version, updated: row.updated.milliseconds, due: row.due?.milliseconds) }
    }
    private struct Mark: Equatable {
        let version: Int
        let updated: Int64
        let due: Int64?
    }

    private let known = Mutex(Shelf<Int64, Known>(atMost: 8_000))
    private static let keptAtMost = 201

    func read(_ scan: TicketScan, _ db: Database) throws -> [TicketRow] {
        switch scan.order {
        case .due: try byDue(scan, db)
        case .id: try byID(scan, ">", "ASC", db)
        case .newest: try byID(scan, "<", "DESC", db)
        }
    }

    private struct Condition {
        var sql: String
        var arguments: StatementArguments = []

        init(_ scan: TicketScan) {
            sql = scan.onlyOpen ? "t.is_open = 1" : "1"
            if let customer = scan.customer { add("t.customer = ?", [customer.rawValue]) }
            if let queue = scan.queue { add("t.queue = ?", [queue]) }
        }

        mutating func add(_ sql: String, _ arguments: StatementArguments) {
            self.sql += " AND " + sql
            self.arguments += arguments
        }
    }

    private func byDue(_ scan: TicketScan, _ db: Database) throws -> [TicketRow] {
        var rows: [TicketRow] = []
        let after = try scan.after.map { place in
            (
                place,
                try Int64.fetchOne(
                    db, sql: "SELECT id FROM stream WHERE name = ?", arguments: [TicketPages.name(place.id)]) ?? 0
            )
        }
        if after.map({ $0.0.due != nil }) ?? true {
            var condition = Condition(scan)
            if let (place, stream) = after, let due = place.due {
                condition.add(
                    "(t.due, t.received, t.stream) > (?, ?, ?)",
                    [due.milliseconds, place.received.milliseconds, stream])
            }
            rows = try fetch(
                "t.due IS NOT NULL AND " + condition.sql, "t.due, t.received, t.stream", condition, scan.limit, db)
        }
        if rows.count < scan.limit {
            var condition = Condition(scan)
            if let (place, stream) = after, place.due == nil {
                condition.add("(t.received, t.stream) > (?, ?)", [place.received.milliseconds, stream])
            }
            rows += try fetch(
                "t.due IS NULL AND " + condition.sql, "t.received, t.stream", condition, scan.limit - rows.count, db)
        }
        return rows
    }

    private func fetch(
        _ sql: String, _ order: String, _ condition: Condition, _ limit: Int, _ db: Database
    ) throws -> [TicketRow] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(TicketPages.marks) FROM ticket t WHERE \(sql) ORDER BY \(order) LIMIT ?")
        return try rows(statement, condition.arguments + [limit], limit, db)
    }

    private static let marks = "t.stream, t.version, t.updated, t.due"

    /// - Parameter statement: gives the marks.
    private func rows(
        _ statement: Statement, _ arguments: StatementArguments, _ limit: Int, _ db: Database
    ) throws -> [TicketRow] {
        var marks: [(stream: Int64, mark: Mark)] = []
        let found = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try found.next() {
            marks.append((row[0], Mark(version: row[1], updated: row[2], due: row[3])))
        }
        let old = known.withLock { known in
            marks.map { stream, mark in known.take(stream).flatMap { $0.mark == mark ? $0.row : nil } }
        }
        guard old.contains(where: { $0 == nil }) else { return old.compactMap { $0 } }
        let raw = try RawRows(db, "SELECT \(Rows.ticketColumns) FROM ticket WHERE stream = ?")
        var fresh: [(stream: Int64, known: Known)] = []
        let rows = try zip(marks, old).compactMap { mark, old -> TicketRow? in
            if let old { return old }
            defer { raw.end() }
            raw.bind { $0.int(1, mark.stream) }
            guard try raw.next() else { return nil }
            let row = try Rows.ticket(raw)
            fresh.append((mark.stream, Known(row: row)))
            return row
        }
        // Who reads all there is leaves nothing behind.
        if limit <= TicketPages.keptAtMost {
            known.withLock { known in for row in fresh { known.put(row.stream, row.known) } }
        }
        return rows
    }

    private func byID(
        _ scan: TicketScan, _ comparison: String, _ direction: String, _ db: Database
    ) throws -> [TicketRow] {
        var condition = Condition(scan)
        if let place = scan.after { condition.add("s.name \(comparison) ?", [TicketPages.name(place.id)]) }
        // Names of one kind lie together; `0` follows the slash.
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(TicketPages.marks) FROM stream s JOIN ticket t ON t.stream = s.id
                WHERE s.name > 'ticket/' AND s.name < 'ticket0' AND \(condition.sql)
                ORDER BY s.name \(direction) LIMIT ?
                """)
        return try rows(statement, condition.arguments + [scan.limit], scan.limit, db)
    }

    private static func name(_ id: TicketID) -> String { StreamID.ticket(id).description }
}

extension TicketScan {
    /// Whether an index gives a page of it in its order, so that it takes microseconds: of one customer, or of open tickets
    /// by id, the store looks through all there are.
    var isAtHand: Bool { limit <= 201 && customer == nil && (order == .due || !onlyOpen && queue == nil) }
}
