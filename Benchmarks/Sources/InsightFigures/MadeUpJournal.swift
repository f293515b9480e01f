import Desk
import Domain
import Edges
import Foundation
import Storage
import Synchronization

/// A journal that nobody wrote: the first entries are a real desk's, the tickets are made as they are read, in order.
///
/// Five thousand tickets a day; each is opened, graded, engaged, resolved, closed; some are rated, reopened, sent on, some
/// customers say how they feel. All of it by a fixed seed.
final class MadeUpJournal: Sendable {
    private struct State {
        var next: Int64
        var round = 0
        var chance: UInt64 = 0x9E37_79B9_7F4A_7C15
        var ready: [Journal.Entry] = []
        var last: Journal.Entry?
        var pending: [Int: [(ticket: Int, event: Ticket.Event)]] = [:]
        var versions: [Int: Int] = [:]
        var making: Double = 0
        var began: ContinuousClock.Instant?
    }
    private let state: Mutex<State>
    private let desk: ServiceDesk
    private let base: Int64
    private let tickets: Int
    private let start: Instant
    private let step = Duration(milliseconds: 17_280)
    let end: Instant

    private static let grades: [GradeID] = ["tier-1", "tier-2", "tier-2", "tier-3"].map { GradeID($0) }
    private static let categories = (0..<36).map { "category-\($0)" }
    private static let version = PolicyVersion(id: "standard", version: "2026.1")

    init(_ path: String, tickets: Int) async throws {
        let shipped = try Shipped()
        let start = Instant(milliseconds: Day(year: 2026, month: 1, day: 5).localMilliseconds)
        let edges = Edges(
            store: try .sqlite(path), clocks: Clocks(wall: { start }, ticks: { .zero }), random: Machine.random,
            makePolicy: Shipped.makePolicy, zones: shipped.zones, official: shipped.official,
            deliver: { _, _ in .delivered }, log: { _ in })
        desk = try await ServiceDesk.open(edges)
        _ = try await desk.perform(Request(.desk, .found(zone: "Asia/Shanghai")))
        let policy = try Data(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../../policies/standard.yaml"))
        _ = try await desk.perform(Request(.desk, .activate(Shipped.files(policy: Array(policy)))))
        for number in 0..<20_000 where number < tickets {
            let region = ["North", "East", "South", "West"][number % 4]
            _ = try await desk.relive([
                (
                    start,
                    Request(
                        .desk,
                        .record(
                            .customer, RecordID("customer-number-\(number)"), .put(["name": "C", "region": region])))
                )
            ])
        }
        base = try await edges.store.head().next
        self.tickets = tickets
        self.start = start
        end = start + Duration(milliseconds: 17_280 * Int64(tickets + 6_000))
        state = Mutex(State(next: base))
    }

    func close() async { await desk.close() }

    /// Seconds since the first read, without those in which entries were made.
    func followed() -> Double {
        state.withLock { state in
            guard let began = state.began else { return 0 }
            let parts = (ContinuousClock.now - began).components
            return Double(parts.seconds) + Double(parts.attoseconds) / 1e18 - state.making
        }
    }

    func edges() async throws -> Edges {
        var edges = desk.edges
        let real = edges.store
        edges.store.read = { [base] from, limit async throws(StoreError) in
            if from < base { return try await real.read(from, Int(min(Int64(limit), base - from))) }
            return self.read(from, limit)
        }
        edges.store.follow = edges.store.read
        edges.store.head = { Head(next: self.state.withLock { $0.next }, recorded: self.end) }
        return edges
    }

    private func read(_ from: Int64, _ limit: Int) -> [Journal.Entry] {
        state.withLock { state in
            if let last = state.last, last.position == from { return [last] }
            let began = ContinuousClock.now
            state.began = state.began ?? began
            while state.ready.count < limit, state.round < tickets + 6_000 { make(&state) }
            let found = Array(state.ready.prefix(limit))
            state.ready.removeFirst(found.count)
            state.last = found.last ?? state.last
            let parts = (ContinuousClock.now - began).components
            state.making += Double(parts.seconds) + Double(parts.attoseconds) / 1e18
            return found
        }
    }

    private static func draw(_ state: inout State, _ count: Int) -> Int {
        state.chance ^= state.chance << 13
        state.chance ^= state.chance >> 7
        state.chance ^= state.chance << 17
        return Int(state.chance % UInt64(count))
    }

    private func make(_ state: inout State) {
        let round = state.round
        let now = start + Duration(milliseconds: step.milliseconds * Int64(round))
        state.round += 1
        for (ticket, event) in state.pending.removeValue(forKey: round) ?? [] {
            write(ticket, event.dated(now), now, &state)
        }
        guard round < tickets else { return }
        func later(_ rounds: Int, _ event: Ticket.Event) {
            state.pending[round + max(1, rounds), default: []].append((round, event))
        }
        func draw(_ count: Int) -> Int { Self.draw(&state, count) }
        // A tenth of the customers ask for about a third of the tickets.
        let customer = draw(20_000) * draw(20_000) / 20_000
        let opening = Ticket.Opening(
            id: id(round), customer: CustomerID("customer-number-\(customer)"), received: now, firstAsked: "hotline",
            attributes: [
                .category: Self.categories[draw(36)], .channel: ["chat", "mail", "hotline", "web"][draw(4)],
                .language: ["zh", "zh", "zh", "zh", "en", "ja", "ko"][draw(7)], .agent: "agent-\(draw(600))",
                .site: "site-\(draw(210))",
            ])
        write(round, .opened(opening), now, &state)
        let grade = GradeRef(policy: Self.version, grade: Self.grades[draw(4)])
        write(round, .course(.graded(grade, .complex, at: now)), now, &state)
        func told(_ name: EventName, _ detail: Fact.Detail = .none) -> Ticket.Event {
            .course(.happened(name, at: now, detail))
        }
        let (engaged, resolved) = (1 + draw(200), 200 + draw(800))
        later(engaged, told(.engaged))
        if draw(3) == 0 { later(engaged + 20, told(.customerMessage, .mood(Mood(draw(201) - 100)!))) }
        if draw(10) == 0 {
            later(engaged + 30, told(.assigned, .team("systems")))
            later(engaged + 60, told(.assigned, .team("devices")))
        }
        later(resolved, told(.resolved))
        if draw(4) == 0 {
            later(resolved + 400, .changed(.rate(Rating(.customer, by: "contact", [.result: 1 + draw(5)])!), at: now))
        }
        if draw(20) == 0 {
            later(resolved + 10, told(.reopened))
            later(resolved + 300, told(.resolved))
        }
        // Some stay open at the end.
        if round < tickets - 20_000 || draw(2) == 0 { later(resolved + 5_000 - draw(1_000), told(.closed)) }
    }

    private func id(_ ticket: Int) -> TicketID { TicketID("ticket-number-\(ticket)") }

    private func write(_ ticket: Int, _ event: Ticket.Event, _ now: Instant, _ state: inout State) {
        let version = state.versions[ticket, default: 0]
        state.versions[ticket] = version + 1
        state.ready.append(
            Journal.Entry(
                position: state.next, stream: .ticket(id(ticket)), version: version, occurred: now, recorded: now,
                actor: "agent:1", event: .ticket(event)))
        state.next += 1
    }
}

extension Ticket.Event {
    fileprivate func dated(_ now: Instant) -> Ticket.Event {
        switch self {
        case .course(.happened(let name, _, let detail)): .course(.happened(name, at: now, detail))
        case .changed(let change, _): .changed(change, at: now)
        default: self
        }
    }
}
