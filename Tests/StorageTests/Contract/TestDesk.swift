import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Synchronization
import Testing

/// The makers of a store that the whole suite runs on; another maker is another case.
enum Maker: String, CaseIterable, Sendable {
    case sqlite, postgres

    func store(_ place: Place) async throws -> Store {
        switch self {
        case .sqlite: try .sqlite(place.path)
        case .postgres: try await .postgres(place.database(), connections: 2)
        }
    }
}

/// A place of its own for each test, gone with it.
final class Place: Sendable {
    let folder: URL
    let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "desk.sqlite").path
    }

    /// A database of the tests' own server, of the same name.
    func database() throws -> String {
        isMade.withLock { $0 = true }
        try Cluster.shared.make(folder.lastPathComponent)
        return Cluster.shared.url(folder.lastPathComponent)
    }

    private let isMade = Mutex(false)

    deinit {
        try? FileManager.default.removeItem(at: folder)
        if isMade.withLock({ $0 }) { Cluster.shared.drop(folder.lastPathComponent) }
    }
}

/// A clock that a test moves.
final class HandClock: Sendable {
    private let state: Mutex<(wall: Instant, ticks: Duration)>
    init(_ start: Instant) { state = Mutex((start, .zero)) }

    var now: Instant { state.withLock { $0.wall } }
    func pass(_ time: Duration) { state.withLock { $0 = ($0.wall + time, $0.ticks + time) } }
    /// Only the wall clock moves, as when somebody sets it.
    func leap(_ time: Duration) { state.withLock { $0.wall = $0.wall + time } }
    var clocks: Clocks { Clocks(wall: { self.now }, ticks: { self.state.withLock { $0.ticks } }) }
}

/// What was logged and sent, for a test to look at.
final class Diary: Sendable {
    let sent = Mutex<[Message]>([])
    let lines = Mutex<[LogLine]>([])
    let answer = Mutex<Delivery>(.delivered)
}

/// A desk with the shipped policies on a clock that the test moves.
struct TestDesk {
    let desk: ServiceDesk
    let clock: HandClock
    let diary: Diary

    static let start = Instant(milliseconds: Day(year: 2026, month: 3, day: 2).localMilliseconds)

    init(
        _ store: Store, clock: HandClock = HandClock(TestDesk.start), diary: Diary = Diary(),
        policies: [String] = ["standard", "after-sales"], cached: Int = 1_000
    ) async throws {
        let edges = TestDesk.edges(store, clock, diary)
        desk = try await ServiceDesk.open(edges, cached: cached)
        self.clock = clock
        self.diary = diary
        _ = try await desk.perform(Request("desk", .found(zone: "Asia/Shanghai")))
        for (kind, id, fields) in TestDesk.records {
            _ = try await desk.perform(Request("agent:boss", .record(kind, RecordID(id), .put(fields))))
        }
        for policy in policies {
            let files = Shipped.files(policy: Fixture.bytes("policies/\(policy).yaml"))
            _ = try await desk.perform(Request("agent:boss", .activate(files)))
        }
    }

    /// Another desk on the same clock.
    init(_ desk: ServiceDesk, _ other: TestDesk) {
        self.desk = desk
        (clock, diary) = (other.clock, other.diary)
    }

    static let shipped = try! Shipped()

    static let records: [(RecordKind, String, [String: String?])] = [
        (.team, "first-line", ["title.en": "First line"]),
        (.customer, "c1", ["name": "Example Ltd"]),
        (.contract, "k1", ["customer": "c1", "amount": "CNY 100000.00", "hourly-rate": "CNY 300.00"]),
    ]

    static func edges(_ store: Store, _ clock: HandClock, _ diary: Diary) -> Edges {
        Edges(
            store: store, clocks: clock.clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: .shipped, official: shipped.official,
            deliver: { message, _ in
                diary.sent.withLock { $0.append(message) }
                return diary.answer.withLock { $0 }
            },
            log: { line in diary.lines.withLock { $0.append(line) } })
    }

    /// Opens a ticket of tier 2.
    @discardableResult
    func open(
        _ id: TicketID, _ gradings: [Grading] = [Grading("standard", "tier-2")], texts: [Request.Text] = []
    ) async throws -> Receipt {
        let opening = Ticket.Opening(id: id, customer: "c1", received: .onReceipt)
        return try await desk.perform(Request("edge:web", .open(opening, gradings, source: .edge), texts: texts))
    }

    func tell(_ id: TicketID, _ name: EventName, _ detail: Fact.Detail = .none, key: Request.Key? = nil) async throws
        -> Receipt
    {
        let command = Ticket.Command.record(name, occurred: .onReceipt, detail: detail, source: .person)
        return try await desk.perform(Request("agent:a1", .ticket(id, [command]), key: key))
    }

    func journal() async throws -> [Journal.Entry] { try await desk.edges.store.read(0, 1_000_000) }
}
