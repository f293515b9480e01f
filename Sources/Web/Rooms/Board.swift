import Desk
import Domain
import Pages
import Synchronization

/// The open tickets of the desk with their clocks, the most pressing first: what a queue is cut from.
///
/// A reading of the journal that is kept at hand, since the counters of a queue need every open ticket and its order no
/// index has: broken promises first, then the nearest due. It is brought up to date by whoever asks, ticket by ticket, from
/// the entries that were written since; nothing runs while nobody looks.
final class Board: Sendable {
    /// More than these are not looked at; the nearest due are among them.
    static let ticketsAtMost = 50_000
    private static let entriesAtOnce = 500
    /// So many entries on, it is cheaper to begin anew.
    private static let entriesAtMost: Int64 = 20_000

    struct Reading: Sendable {
        /// The position of the first entry that is not in it.
        var next: Int64 = 0
        var lines: [BoardLine] = []
        static let none = Reading(next: -1)
    }

    let names: Names
    private let desk: ServiceDesk
    private let reading = Mutex(Reading.none)
    private let keeper: Keeper

    init(_ desk: ServiceDesk) {
        self.desk = desk
        names = Names(desk)
        keeper = Keeper()
    }

    /// The lines as of now.
    func lines() async throws -> [BoardLine] {
        let head = try await desk.edges.store.head().next
        let known = reading.withLock { $0 }
        if known.next == head { return known.lines }
        return try await keeper.renew(self, to: head).lines
    }

    /// One step of whoever keeps it: those who come meanwhile wait for it.
    fileprivate func renewed(to head: Int64) async throws -> Reading {
        var known = reading.withLock { $0 }
        if known.next >= head { return known }
        if known.next < 0 || head - known.next > Self.entriesAtMost {
            known = try await whole(head)
        } else {
            known = try await brought(known, to: head)
        }
        reading.withLock { $0 = known }
        return known
    }

    private func whole(_ head: Int64) async throws -> Reading {
        var lines: [BoardLine] = []
        var place: TicketScan.Place?
        names.forget()
        while lines.count < Self.ticketsAtMost {
            let rows = try await desk.edges.store.tickets(
                TicketScan(.due, after: place, limit: Self.entriesAtOnce))
            for row in rows { if let line = try await line(row.id) { lines.append(line) } }
            guard let last = rows.last, rows.count == Self.entriesAtOnce else { break }
            place = TicketScan.Place(last)
        }
        lines.sort { $0.order < $1.order }
        return Reading(next: head, lines: lines)
    }

    private func brought(_ known: Reading, to head: Int64) async throws -> Reading {
        var changed: Set<TicketID> = []
        var next = known.next
        while next < head {
            let entries = try await desk.edges.store.read(next, Self.entriesAtOnce)
            guard let last = entries.last else { break }
            for entry in entries {
                if entry.stream.kind == .ticket { changed.insert(TicketID(entry.stream.id)) }
                names.hear(entry)
            }
            next = last.position + 1
        }
        if changed.isEmpty { return Reading(next: next, lines: known.lines) }
        var lines = known.lines.filter { !changed.contains($0.id) }
        var fresh: [BoardLine] = []
        for id in changed { if let line = try await line(id) { fresh.append(line) } }
        for line in fresh {
            // The one place where it belongs; the rest is in order already.
            var (low, high) = (0, lines.count)
            while low < high {
                let middle = (low + high) / 2
                if lines[middle].order < line.order { low = middle + 1 } else { high = middle }
            }
            lines.insert(line, at: low)
        }
        return Reading(next: next, lines: lines)
    }

    private func line(_ id: TicketID) async throws -> BoardLine? {
        try await desk.ticket(id).flatMap(BoardLine.init)
    }

    /// One renewal at a time.
    private actor Keeper {
        private var work: Task<Reading, any Error>?

        func renew(_ board: Board, to head: Int64) async throws -> Reading {
            while let work {
                let reading = try await work.value
                if reading.next >= head { return reading }
                if self.work == work { self.work = nil }
            }
            let work = Task { try await board.renewed(to: head) }
            self.work = work
            defer { if self.work == work { self.work = nil } }
            return try await work.value
        }
    }
}

/// An open ticket, as a queue needs it.
final class BoardLine: Sendable {
    struct Running: Sendable {
        let key: ClockKey
        let grade: GradeRef
        let progress: Progress
        let calendar: Calendar
        /// When it is at risk.
        let risk: Range<Instant>?
    }

    let id: TicketID
    let customer: CustomerID
    let state: State
    let team: TeamID?
    let agent: String?
    let category: String?
    let grades: [GradeRef]
    let received: Instant
    let version: Int
    /// Those that are not over.
    let clocks: [Running]
    let rank: Int64
    private let isBroken: Bool
    private let hasPause: Bool
    private let hasRun: Bool
    private let risks: [Range<Instant>]

    /// Nil for a ticket that nobody has to do anything about any more.
    init?(_ view: TicketView) {
        let ticket = view.ticket
        state = ticket.course.state()
        switch state {
        case .new, .open, .waiting, .resolved: break
        case .closed, .cancelled, .merged: return nil
        }
        id = ticket.id
        customer = ticket.customer
        team = ticket.holder
        agent = ticket.attributes[.agent]
        category = ticket.attributes[.category]
        grades = ticket.course.grades
        received = ticket.course.received
        version = view.version
        let clocks = view.clocks.lazy.filter { !$0.progress.isOver }.map { clock in
            Running(
                key: clock.key, grade: clock.grade, progress: clock.progress, calendar: clock.term.calendar,
                risk: clock.risk(view.judge))
        }
        self.clocks = Array(clocks)
        risks = self.clocks.compactMap(\.risk)
        rank = BoardLine.rank(self.clocks, received)
        isBroken = self.clocks.contains { if case .breached = $0.progress { true } else { false } }
        hasPause = self.clocks.contains { if case .paused = $0.progress { true } else { false } }
        hasRun = self.clocks.contains { if case .running = $0.progress { true } else { false } }
    }

    var order: (Int64, TicketID) { (rank, id) }

    func risk(at now: Instant) -> Risk {
        if isBroken { return .breached }
        if risks.contains(where: { $0.contains(now) }) { return .atRisk }
        return hasPause && !hasRun ? .paused : .fine
    }

    /// A class of its own for what is broken, what runs, what rests and what nothing presses; inside it the earliest first.
    /// A number that a script's can hold exactly.
    private static func rank(_ clocks: [Running], _ received: Instant) -> Int64 {
        let width: Int64 = 100_000_000_000_000
        var best = 3 * width + received.milliseconds
        for clock in clocks {
            switch clock.progress {
            case .breached(let breach): best = min(best, breach.due.milliseconds)
            case .running(let due?): best = min(best, width + due.milliseconds)
            case .paused(_, let left): best = min(best, 2 * width + left.milliseconds)
            case .running, .waiting, .met, .void: break
            }
        }
        return best
    }
}
