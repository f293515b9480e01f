import Desk
import Domain
import Edges
import Foundation
import Support
import Synchronization
import Testing

@testable import Pages
@testable import Web

/// The board tells of every open ticket what the ticket itself tells, and reads the store once for all of them.
@Suite struct BoardTests {
    /// What was asked of a store, and for how much.
    private final class Asked: Sendable {
        struct Counts: Equatable {
            var scans = 0
            var readings = 0
            var streams = 0
            var others = 0
        }
        private let counts = Mutex(Counts())
        func take() -> Counts {
            counts.withLock { counts in
                defer { counts = Counts() }
                return counts
            }
        }

        func counting(_ store: Store) -> Store {
            var counted = store
            counted.tickets = { scan throws(StoreError) in
                self.counts.withLock { $0.scans += 1 }
                return try await store.tickets(scan)
            }
            counted.streams = { ids throws(StoreError) in
                self.counts.withLock { counts in
                    counts.readings += 1
                    counts.streams += ids.count
                }
                return try await store.streams(ids)
            }
            counted.ticket = { id throws(StoreError) in
                self.counts.withLock { $0.others += 1 }
                return try await store.ticket(id)
            }
            counted.texts = { positions throws(StoreError) in
                self.counts.withLock { $0.others += 1 }
                return try await store.texts(positions)
            }
            return counted
        }
    }

    /// Nine tickets in each of seven states, two of which nobody has to look at any more.
    private static func fill(_ desk: ServedDesk) async throws -> [TicketID] {
        var ids: [TicketID] = []
        for number in 0..<63 {
            let id = try await desk.open(number % 2 == 0 ? "c1" : "c2")
            ids.append(TicketID(id))
            let path = "/tickets/\(id)"
            let steps: [(String, String)] =
                switch number % 7 {
                case 0: []
                case 1: [("/messages", #"{"text": "On it"}"#)]
                case 2: [("/pause", #"{"waiting": "customer"}"#)]
                case 3: [("/pause", #"{"waiting": "customer"}"#), ("/resume", "{}")]
                case 4: [("/resolution", "{}")]
                case 5: [("/cancellation", "{}")]
                default: [("/resolution", "{}"), ("/reopening", "{}"), ("/cancellation", "{}")]
                }
            for (step, body) in steps {
                let answer = try await desk.ask("agent", "POST", path + step, body)
                #expect(answer.status == 200, "\(step): \(answer.raw.body)")
            }
        }
        return ids
    }

    /// The same desk as a program that has just begun knows it: nothing is at hand.
    private static func fresh(_ desk: ServiceDesk, _ asked: Asked) async throws -> ServiceDesk {
        var edges = desk.edges
        edges.store = asked.counting(edges.store)
        let fresh = try await ServiceDesk.open(edges)
        _ = asked.take()
        return fresh
    }

    @Test func `everything that is open is read in one pass`() async throws {
        try await ServedDesk.with { desk async throws in
            let all = try await Self.fill(desk)
            let asked = Asked()
            let board = Board(try await Self.fresh(desk.desk, asked), ticketsAtOnce: 20)
            let lines = try await board.lines()
            #expect(lines.count == all.count * 5 / 7)
            let counts = asked.take()
            // 45 open tickets are three questions of twenty, each for rows and for streams.
            #expect(counts == Asked.Counts(scans: 3, readings: 3, streams: 45, others: 0))
            #expect(try await board.lines().count == 45)
            #expect(asked.take() == Asked.Counts(), "what is at hand is not asked for")
        }
    }

    @Test func `a line says what its ticket alone says, in the order of what presses`() async throws {
        // Time stands still but where it is moved: how late something is grows with each look.
        let shift = Mutex(Duration.zero)
        let start = Machine.clocks.wall()
        let clocks = Clocks(wall: { start + shift.withLock { $0 } }, ticks: { shift.withLock { $0 } })
        try await ServedDesk.with(clocks: clocks) { desk async throws in
            let all = try await Self.fill(desk)
            var seen: Set<Risk> = []
            // At once, and when some are late, which nobody has written down yet.
            for passed in [Duration.zero, .hours(30)] {
                shift.withLock { $0 = passed }
                let lines = try await Board(try await Self.fresh(desk.desk, Asked()), ticketsAtOnce: 7).lines()
                #expect(lines.map(\.rank) == lines.map(\.rank).sorted())
                seen.formUnion(lines.map { $0.risk(at: desk.desk.now) })
                var alone: [TicketID: BoardLine] = [:]
                for id in all {
                    let view = try #require(try await desk.desk.ticket(id))
                    alone[id] = BoardLine(view)
                }
                #expect(lines.count == alone.count)
                for line in lines { #expect(line.isSame(as: try #require(alone[line.id])), "\(line.id)") }
            }
            #expect(seen.isSuperset(of: [.breached, .fine]), "\(seen)")
        }
    }

    @Test func `what changed is read again, and nothing else`() async throws {
        try await ServedDesk.with { desk async throws in
            let all = try await Self.fill(desk)
            let asked = Asked()
            let fresh = try await Self.fresh(desk.desk, asked)
            let board = Board(fresh, ticketsAtOnce: 20)
            _ = try await board.lines()
            _ = asked.take()
            _ = try await desk.ask("agent", "POST", "/tickets/\(all[0].rawValue)/cancellation", "{}")
            _ = try await desk.ask("agent", "POST", "/tickets/\(all[1].rawValue)/pause", #"{"waiting": "customer"}"#)
            let new = try await desk.open()
            let lines = try await board.lines()
            #expect(asked.take() == Asked.Counts(readings: 1, streams: 3))
            let anew = try await Board(try await Self.fresh(desk.desk, Asked())).lines()
            #expect(lines.map(\.id) == anew.map(\.id) && lines.map(\.version) == anew.map(\.version))
            #expect(lines.contains { $0.id.rawValue == new } && !lines.contains { $0.id == all[0] })
        }
    }

    @Test func `it is at hand before anybody asks, and whoever comes meanwhile waits for the same reading`()
        async throws
    {
        try await ServedDesk.with { desk async throws in
            _ = try await Self.fill(desk)
            let asked = Asked()
            let board = Board(try await Self.fresh(desk.desk, asked), ticketsAtOnce: 20)
            let keeping = Task { await board.keepAtHand(every: .hours(1)) }
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await board.lines().count } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(counts == [45])
            #expect(asked.take() == Asked.Counts(scans: 3, readings: 3, streams: 45, others: 0))
            keeping.cancel()
            await keeping.value
        }
    }
}

extension BoardLine {
    fileprivate func isSame(as other: BoardLine) -> Bool {
        id == other.id && rank == other.rank && state == other.state && version == other.version
            && team == other.team && offered == other.offered && agent == other.agent && category == other.category
            && grades == other.grades && customer == other.customer && received == other.received
            && clocks.map(\.key) == other.clocks.map(\.key) && clocks.map(\.grade) == other.clocks.map(\.grade)
            && clocks.map { "\($0.progress)" } == other.clocks.map { "\($0.progress)" }
            && clocks.map(\.risk) == other.clocks.map(\.risk)
    }
}
