import Desk
import Domain
import GRDB

/// Pages of tickets, each begun where the one before ended: an index leads to the place, whatever its depth.
enum TicketPages {
    static func read(_ scan: TicketScan, _ db: Database) throws -> [TicketRow] {
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

    private static func byDue(_ scan: TicketScan, _ db: Database) throws -> [TicketRow] {
        var rows: [TicketRow] = []
        let after = try scan.after.map { place in
            (
                place,
                try Int64.fetchOne(db, sql: "SELECT id FROM stream WHERE name = ?", arguments: [name(place.id)]) ?? 0
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

    private static func fetch(
        _ sql: String, _ order: String, _ condition: Condition, _ limit: Int, _ db: Database
    ) throws -> [TicketRow] {
        let statement = try db.cachedStatement(sql: "SELECT t.* FROM ticket t WHERE \(sql) ORDER BY \(order) LIMIT ?")
        return try Row.fetchAll(statement, arguments: condition.arguments + [limit]).map(Rows.ticket)
    }

    private static func byID(
        _ scan: TicketScan, _ comparison: String, _ direction: String, _ db: Database
    ) throws -> [TicketRow] {
        var condition = Condition(scan)
        if let place = scan.after { condition.add("s.name \(comparison) ?", [name(place.id)]) }
        // Names of one kind lie together; `0` follows the slash.
        let statement = try db.cachedStatement(
            sql: """
                SELECT t.* FROM stream s JOIN ticket t ON t.stream = s.id
                WHERE s.name > 'ticket/' AND s.name < 'ticket0' AND \(condition.sql)
                ORDER BY s.name \(direction) LIMIT ?
                """)
        return try Row.fetchAll(statement, arguments: condition.arguments + [scan.limit]).map(Rows.ticket)
    }

    private static func name(_ id: TicketID) -> String { StreamID.ticket(id).description }
}
