import ArgumentParser
import Desk
import Domain
import Storage
import Wire

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Shows open tickets, nearest due first.",
        discussion: """
            Example:
              yinuo queue --desk yinuo.sqlite --limit 20
            Works while the desk is served.
            """)

    @OptionGroup var desk: DeskOption
    @Option(help: "How many at most.") var limit = 20
    @Option(help: "Those of one queue.") var queue: String?
    @Option(help: "Those of one customer.") var customer: String?
    @Flag(help: "Those with a broken promise.") var breached = false
    @Flag(help: "Answer in JSON, a ticket a line.") var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is out of range. Use 1 to 10000.") }
    }

    func run() async throws {
        try await complaining {
            try await OpenDesk.reading(try await desk.existing()) { store in
                let zone = try await OpenDesk.zone(store)
                var query = QueueQuery(queue: queue, customer: customer.map { CustomerID($0) }, limit: limit)
                query.onlyBreached = breached
                let rows = try await store.queue(query)
                if json {
                    for row in rows { Output.text(row.json(in: zone).text) }
                    return
                }
                if rows.isEmpty { return print("No open ticket.") }
                var table = Table(headings: [
                    .left("Ticket"), .left("Due"), .right("Broken"), .left("State"), .left("Holder"), .left("Grades"),
                    .left("Customer"),
                ])
                for row in rows {
                    table.add([
                        row.id.rawValue, row.due?.shown(in: zone) ?? "–", "\(row.breached)", row.state.word,
                        row.holder?.rawValue ?? "–",
                        row.grades.map { "\($0.policy.id)/\($0.grade)" }.joined(separator: " "),
                        row.customer.rawValue,
                    ])
                }
                for line in table.lines() { print(line) }
            }
        }
    }
}

extension TicketRow {
    fileprivate func json(in zone: Zone) -> JSONValue {
        .members([
            "ticket": .string(id.rawValue), "due": due.map { .string($0.shown(in: zone)) } ?? .null,
            "breached": .int(breached), "state": .string(state.word),
            "holder": holder.map { .string($0.rawValue) } ?? .null,
            "grades": .array(grades.map { .string("\($0.policy.id)/\($0.grade)") }),
            "customer": .string(customer.rawValue), "received": .string(received.shown(in: zone)),
        ])
    }
}
