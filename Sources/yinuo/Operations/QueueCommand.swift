import ArgumentParser
import Desk
import Domain
import Edges
import Phrases
import Storage
import Wire

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Shows open tickets, the most urgent first.",
        discussion: """
            Example:
              yinuo queue --desk yinuo.sqlite --limit 20
            In the order of the queue in the browser: broken promises, then what is due
            next, then what rests. Due is that of the promise named beside it; Broken
            counts all promises of the ticket that were broken, whatever came after.
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
                // The store's own order knows only what runs, so all are read: a row takes microseconds.
                var query = QueueQuery(
                    queue: queue, customer: customer.map { CustomerID($0) }, limit: QueueCommand.readAtMost)
                query.onlyBreached = breached
                let rows = try await store.queue(query).map { (urgency: $0.urgency, row: $0) }
                    .sorted { ($0.urgency.rank, $0.row.id) < ($1.urgency.rank, $1.row.id) }
                    .prefix(limit).map(\.row)
                if json {
                    for row in rows { Output.text(row.json(in: zone).text) }
                    return
                }
                if rows.isEmpty { return print("No open ticket.") }
                for line in QueueCommand.table(rows, in: zone, at: Machine.clocks.wall()).lines() { print(line) }
            }
        }
    }

    private static let readAtMost = 1_000_000

    private static func table(_ rows: [TicketRow], in zone: Zone, at now: Instant) -> Table {
        var table = Table(headings: [
            .left("Ticket"), .left("Due"), .left("Promise"), .right("Broken"), .left("State"), .left("Holder"),
            .left("Grades"), .left("Customer"),
        ])
        for row in rows {
            let pressing = row.pressing
            table.add([
                row.id.rawValue, pressing.map { $0.standing.shown(in: zone, at: now) } ?? "–",
                pressing?.key.commitment.rawValue ?? "–", "\(row.breached)", row.state.word,
                row.holder?.rawValue ?? "–", row.grades.map { "\($0.policy.id)/\($0.grade)" }.joined(separator: " "),
                row.customer.rawValue,
            ])
        }
        return table
    }
}

extension ClockRow.Standing {
    /// The due of a broken or a running promise; nil for one that rests or waits.
    fileprivate var due: Instant? {
        switch self {
        case .breached(let due, _): due
        case .running(let due): due
        case .paused, .waiting: nil
        }
    }

    fileprivate var isBroken: Bool { if case .breached = self { true } else { false } }

    /// A broken one with how late it is by the clock on the wall, as the queue in the browser has it.
    fileprivate func shown(in zone: Zone, at now: Instant) -> String {
        let words = wording(.en)
        switch self {
        case .breached(let due, _):
            return
                "\(due.toSecond.shown(in: zone)), \(words.duration(.minutes(max(0, (now - due).milliseconds / 60_000)))) late"
        case .running(let due): return due?.toSecond.shown(in: zone) ?? "–"
        case .paused(let left): return "paused, \(words.duration(left)) left"
        case .waiting: return "–"
        }
    }
}

extension TicketRow {
    fileprivate func json(in zone: Zone) -> JSONValue {
        .members([
            "ticket": .string(id.rawValue),
            "due": pressing?.standing.due.map { .string($0.shown(in: zone)) } ?? .null,
            "promise": pressing.map { .string($0.key.commitment.rawValue) } ?? .null,
            "late": .bool(pressing?.standing.isBroken ?? false), "breached": .int(breached),
            "state": .string(state.word),
            "holder": holder.map { .string($0.rawValue) } ?? .null,
            "grades": .array(grades.map { .string("\($0.policy.id)/\($0.grade)") }),
            "customer": .string(customer.rawValue), "received": .string(received.shown(in: zone)),
        ])
    }
}

extension Instant {
    /// People read no milliseconds; programs get them.
    fileprivate var toSecond: Instant {
        Instant(milliseconds: milliseconds - ((milliseconds % 1_000) + 1_000) % 1_000)
    }
}
