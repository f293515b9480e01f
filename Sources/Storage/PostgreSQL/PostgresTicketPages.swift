import Desk
import Domain

/// Pages of tickets, as `TicketPages` reads them of SQLite.
extension PostgresReader {
    static func tickets(_ scan: TicketScan, _ link: Link) throws -> [TicketRow] {
        switch scan.order {
        case .due: try byDue(scan, link)
        case .id: try byID(scan, ">", "ASC", link)
        case .newest: try byID(scan, "<", "DESC", link)
        }
    }

    private struct Condition {
        var sql: String
        var arguments: [Parameter] = []

        init(_ scan: TicketScan) {
            sql = scan.onlyOpen ? "is_open" : "true"
            if let customer = scan.customer { sql += " AND customer = " + add(.text(customer.rawValue)) }
            if let queue = scan.queue { sql += " AND queue = " + add(.text(queue)) }
        }

        mutating func add(_ argument: Parameter) -> String {
            arguments.append(argument)
            return "$\(arguments.count)"
        }
    }

    private static func byDue(_ scan: TicketScan, _ link: Link) throws -> [TicketRow] {
        var rows: [TicketRow] = []
        if scan.after.map({ $0.due != nil }) ?? true {
            var condition = Condition(scan)
            if let place = scan.after, let due = place.due {
                let at =
                    condition.add(.int(due.milliseconds)) + "::bigint, "
                    + condition.add(.int(place.received.milliseconds)) + "::bigint, "
                    + condition.add(.text(place.id.rawValue))
                condition.sql += " AND (due, received, id) > (\(at))"
            }
            rows = try fetch("due IS NOT NULL AND ", "due, received, id", condition, scan.limit, link)
        }
        if rows.count < scan.limit {
            var condition = Condition(scan)
            if let place = scan.after, place.due == nil {
                let at =
                    condition.add(.int(place.received.milliseconds)) + "::bigint, "
                    + condition.add(.text(place.id.rawValue))
                condition.sql += " AND (received, id) > (\(at))"
            }
            rows += try fetch("due IS NULL AND ", "received, id", condition, scan.limit - rows.count, link)
        }
        return rows
    }

    private static func byID(
        _ scan: TicketScan, _ comparison: String, _ direction: String, _ link: Link
    ) throws -> [TicketRow] {
        var condition = Condition(scan)
        if let place = scan.after {
            condition.sql += " AND id \(comparison) " + condition.add(.text(place.id.rawValue))
        }
        return try fetch("", "id " + direction, condition, scan.limit, link)
    }

    private static func fetch(
        _ part: String, _ order: String, _ condition: Condition, _ limit: Int, _ link: Link
    ) throws -> [TicketRow] {
        var condition = condition
        let most = condition.add(.int(Int64(limit))) + "::bigint"
        let answer = try link.ask(
            "SELECT \(ticketColumns) FROM ticket WHERE \(part)\(condition.sql) ORDER BY \(order) LIMIT \(most)",
            condition.arguments)
        return try (0..<answer.count).map { try ticket(answer, $0) }
    }
}
