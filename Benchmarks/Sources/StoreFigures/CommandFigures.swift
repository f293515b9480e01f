import Desk
import Domain
import Edges
import Foundation
import GRDB
import Storage
import Synchronization

/// Tickets opened by many callers at once, each waiting for its answer, beside the same rows written bare.
struct CommandFigures {
    private let place: URL
    private let commands: Int
    private let callers = [1, 8, 64, 256]
    /// Of a database in PostgreSQL; nil for SQLite in the folder.
    private let url: String?

    init(_ place: URL, commands: Int, url: String? = nil) {
        self.place = place
        self.commands = commands
        self.url = url
    }

    private func store(_ name: String) async throws -> Store {
        if let url { return try await .postgres(url) }
        return try .sqlite(place.appending(path: name + ".sqlite").path)
    }

    func run() async throws {
        var perSecond: [Int: Double] = [:]
        for count in callers {
            perSecond[count] = try await desk(callers: count, commands: count == 1 ? commands / 6 : commands)
        }
        let decisions = try await taken()
        try await storeAlone(decisions)
        for (id, size, limit) in [("bare-single", 1, commands / 6), ("bare-batch", 1_000, commands)] {
            let path = place.appending(path: "\(id).sqlite").path
            let watch = Stopwatch()
            let some = Array(decisions.prefix(limit))
            try Bare(path).write(some, perTransaction: size)
            let seconds = watch.seconds
            let rate = Double(some.count) / seconds.wall
            Report.line(
                id, "commands/s", rate,
                [
                    "cpu_us": seconds.cpu / Double(some.count) * 1e6, "desk_64_ratio": perSecond[64]! / rate,
                    "desk_256_ratio": perSecond[256]! / rate,
                ])
        }
    }

    func run(callers: Int) async throws {
        _ = try await desk(callers: callers, commands: commands)
        if url == nil { try await storeAlone(taken()) }
    }

    /// The rows of as many openings as SQL for a bare client, in transactions of a size.
    func write(sql file: String, perTransaction size: Int) async throws {
        try BareSQL.text(try await taken(), perTransaction: size).write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// The same decisions without the desk round them: what judging, queueing and answering cost is the difference.
    private func storeAlone(_ decisions: [Decision]) async throws {
        let store = try Store.sqlite(place.appending(path: "alone.sqlite").path)
        let watch = Stopwatch()
        var done = 0
        while done < decisions.count {
            let end = min(decisions.count, done + 64)
            _ = try await store.commit(Array(decisions[done..<end]))
            done = end
        }
        let seconds = watch.seconds
        Report.line(
            "store-alone-64", "commands/s", Double(done) / seconds.wall, ["cpu_us": seconds.cpu / Double(done) * 1e6])
        await store.close()
    }

    /// What the desk decides on as many openings, for those who write it without a desk.
    private func taken() async throws -> [Decision] {
        var store = try Store.sqlite(place.appending(path: "taken.sqlite").path)
        let taken = Taken()
        let commit = store.commit
        store.commit = { batch throws(StoreError) in
            taken.add(batch)
            return try await commit(batch)
        }
        let desk = try await Workplace.open(try Workplace.edges(store, clocks: Machine.clocks))
        taken.clear()
        _ = try await desk.performAll((0..<commands).map { Workplace.opening($0, desk.newID()) })
        await desk.close()
        return taken.all
    }

    /// - Returns: commands a second.
    private func desk(callers: Int, commands: Int) async throws -> Double {
        let store = try await store("callers-\(callers)")
        let desk = try await Workplace.open(try Workplace.edges(store, clocks: Machine.clocks))
        func batches() async -> Double {
            await desk.measures().first { $0.name == "yinuo_batches_total" }?.value ?? 0
        }
        let before = await batches()
        let tally = Tally()
        let watch = Stopwatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var own: [Double] = []
                    while true {
                        let number = tally.next()
                        guard number < commands else { break }
                        let begun = ContinuousClock.now
                        _ = try await desk.perform(Workplace.opening(number, desk.newID()))
                        let parts = (ContinuousClock.now - begun).components
                        own.append(Double(parts.seconds) * 1e3 + Double(parts.attoseconds) / 1e15)
                    }
                    tally.add(own)
                }
            }
            try await group.waitForAll()
        }
        let seconds = watch.seconds
        let sorted = tally.sorted
        let rate = Double(commands) / seconds.wall
        Report.line(
            "commands-\(callers)", "commands/s", rate,
            [
                "cpu_us": seconds.cpu / Double(commands) * 1e6, "p50_ms": sorted[sorted.count / 2],
                "p99_ms": sorted[sorted.count * 99 / 100],
                "batch": Double(commands) / (await batches() - before),
            ])
        await desk.close()
        return rate
    }

    /// Whose turn it is, and how long the others waited.
    private final class Tally: Sendable {
        private let state = Mutex<(next: Int, latencies: [Double])>((0, []))
        func next() -> Int {
            state.withLock {
                $0.next += 1
                return $0.next - 1
            }
        }
        func add(_ latencies: [Double]) { state.withLock { $0.latencies += latencies } }
        var sorted: [Double] { state.withLock { $0.latencies.sorted() } }
    }

    private final class Taken: Sendable {
        private let decisions = Mutex<[Decision]>([])
        func add(_ batch: [Decision]) { decisions.withLock { $0 += batch } }
        func clear() { decisions.withLock { $0 = [] } }
        var all: [Decision] { decisions.withLock { $0 } }
    }
}

/// A desk as the program makes it, without anything to send to.
enum Workplace {
    static func edges(_ store: Store, clocks: Clocks) throws -> Edges {
        let shipped = try Shipped()
        return Edges(
            store: store, clocks: clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: shipped.zones, official: shipped.official, deliver: { _, _ in .delivered }, log: { _ in })
    }

    static func open(_ edges: Edges, cached: Int = 20_000) async throws -> ServiceDesk {
        let desk = try await ServiceDesk.open(edges, cached: cached)
        // Another node may have set it up.
        if try await !edges.store.records(.customer, nil, nil, 1).isEmpty { return desk }
        _ = try await desk.perform(Request("desk", .found(zone: "Asia/Shanghai")))
        for number in 0..<500 {
            let put = Record.Command.put(["name": "Customer \(number)"])
            _ = try await desk.perform(Request("agent:setup", .record(.customer, RecordID("c\(number)"), put)))
        }
        for policy in Shipped.policyIDs {
            let files = Shipped.files(policy: Shipped.bytes("policies/\(policy).yaml")!)
            _ = try await desk.perform(Request("agent:setup", .activate(files)))
        }
        return desk
    }

    /// A request as the web form sends it: a subject, a text, a category that grades it.
    static func opening(_ number: Int, _ id: String) -> Request {
        let categories = ["ordinary-fault", "ordinary-consulting", "data-security", "policy-question"]
        let opening = Ticket.Opening(
            id: TicketID(rawValue: id), customer: CustomerID(rawValue: "c\(number % 500)"), received: .onReceipt,
            attributes: [.category: categories[number % 4], .channel: "web", .language: "zh"])
        return Request(
            "edge:web", .open(opening, source: .edge),
            texts: [
                .init("subject", "三楼会议室打印机无法打印 \(number)"),
                .init("text", "今天早上开始打印机一直显示卡纸,重启后仍然不行,请尽快派人处理,谢谢。"),
            ])
    }
}

/// The same entries, rows and due lines by GRDB alone: no policies, no judgement, no receipts.
struct Bare {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE entry (
                        position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, kind TEXT, occurred INTEGER,
                        recorded INTEGER, actor TEXT, payload TEXT);
                    CREATE UNIQUE INDEX entry_stream ON entry (stream, version);
                    CREATE TABLE text (
                        position INTEGER, field TEXT, box BLOB, PRIMARY KEY (position, field)) WITHOUT ROWID;
                    CREATE TABLE ticket (
                        id TEXT PRIMARY KEY, customer TEXT, state TEXT, received INTEGER, due INTEGER) WITHOUT ROWID;
                    CREATE INDEX ticket_due ON ticket (due);
                    CREATE INDEX ticket_customer ON ticket (customer);
                    CREATE TABLE due (stream TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
                    CREATE INDEX due_at ON due (at);
                    """)
        }
    }

    func write(_ decisions: [Decision], perTransaction size: Int) throws {
        // Spelled before the watch would count it? No: whoever writes rows must spell them.
        var position: Int64 = 0
        var index = 0
        while index < decisions.count {
            let end = min(decisions.count, index + size)
            try queue.write { db in
                for decision in decisions[index..<end] { try put(decision, &position, db) }
            }
            index = end
        }
    }

    private func put(_ decision: Decision, _ position: inout Int64, _ db: Database) throws {
        let entry = try db.cachedStatement(sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for draft in decision.drafts {
            let (kind, payload) = try JournalCodec.encode(draft.event, bound: draft.bound)
            try entry.execute(arguments: [
                position, draft.stream.description, draft.version, kind, draft.event.occurred.milliseconds,
                decision.recorded.milliseconds, draft.actor.rawValue, payload,
            ])
            for text in draft.texts {
                try db.cachedStatement(sql: "INSERT INTO text VALUES (?, ?, ?)")
                    .execute(arguments: [position, text.field, Data(text.salt + text.payload)])
            }
            position += 1
        }
        for case .ticket(let row) in decision.rows {
            try db.cachedStatement(
                sql: "INSERT INTO ticket VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET due = excluded.due"
            ).execute(arguments: [
                row.id.rawValue, row.customer.rawValue, "new", row.received.milliseconds, row.due?.milliseconds,
            ])
        }
        for due in decision.dues {
            try db.cachedStatement(sql: "INSERT INTO due VALUES (?, ?) ON CONFLICT DO NOTHING")
                .execute(arguments: [due.stream.description, due.at?.milliseconds])
        }
    }
}
