import Desk
import Domain
import Synchronization

/// The open tickets of the desk with their clocks, the most pressing first: what a queue is cut from.
///
/// A reading of the journal that is kept at hand, since the counters of a queue need every open ticket and its order no
/// index has: broken promises first, then the nearest due. It is read whole in one pass, before anybody asks where there is
/// time for that, and from then on brought up to date from the entries that were written since.
final class Board: Sendable {
    /// More than these are not looked at; the nearest due are among them.
    static let ticketsAtMost = 50_000
    private static let entriesAtOnce = 500
    /// So many entries on, it is cheaper to begin anew.
    private static let entriesAtMost: Int64 = 20_000
    /// Some are read while others are folded.
    private static let foldsAtMost = 2

    struct Reading: Sendable {
        /// The position of the first entry that is not in it.
        var next: Int64 = 0
        var lines: [BoardLine] = []
        /// Another whenever its lines are others.
        var generation = 0
        static let none = Reading(next: -1)
    }

    let names: Names
    private let desk: ServiceDesk
    /// Of one question to the store: many, since each costs a turn, and few enough that what it brings is soon let go.
    private let ticketsAtOnce: Int
    private let reading = Mutex(Reading.none)
    private let generations = Atomic(0)
    let tallies = Tallies()
    /// The one renewal that is under way; whoever comes meanwhile waits for it.
    private let work = Mutex<Task<Reading, any Error>?>(nil)

    init(_ desk: ServiceDesk, ticketsAtOnce: Int = 250) {
        self.desk = desk
        self.ticketsAtOnce = ticketsAtOnce
        names = Names(desk)
    }

    /// The lines as of now.
    func lines() async throws -> [BoardLine] { try await now().lines }

    func now() async throws -> Reading {
        let head = try await desk.edges.store.head().next
        // One that is under way may have begun before; the next begins after, and no third could know more.
        for _ in 0..<2 where reading.withLock({ $0.next }) < head { _ = try await renewal().value }
        return reading.withLock { $0 }
    }

    /// Reads everything before anybody asks for it, and goes along with the journal in strides while nobody does, so that
    /// no visitor waits for more than a stride. Until its task is cancelled.
    func keepAtHand(every stride: Duration = .seconds(20)) async {
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                // What fails here fails again for whoever asks, and is told to them.
                if await isBehind { _ = try? await lines() }
                try? await Task.sleep(for: .milliseconds(stride.milliseconds))
            }
        } onCancel: {
            work.withLock { $0 }?.cancel()
        }
    }

    private var isBehind: Bool {
        get async {
            guard let head = try? await desk.edges.store.head().next else { return false }
            let next = reading.withLock { $0.next }
            return next < 0 || head - next > Int64(Self.entriesAtOnce)
        }
    }

    private func renewal() -> Task<Reading, any Error> {
        work.withLock { work in
            if let work { return work }
            let task = Task {
                defer { self.work.withLock { $0 = nil } }
                let renewed = try await self.renewed()
                self.reading.withLock { $0 = renewed }
                return renewed
            }
            work = task
            return task
        }
    }

    private func renewed() async throws -> Reading {
        let known = reading.withLock { $0 }
        let head = try await desk.edges.store.head().next
        if known.next < 0 || head - known.next > Self.entriesAtMost { return try await whole() }
        return try await brought(known, to: head)
    }

    private func whole() async throws -> Reading {
        names.forget()
        let head = try await desk.edges.store.head().next
        var lines: [BoardLine] = []
        try await withThrowingTaskGroup(of: [BoardLine].self) { group in
            var place: TicketScan.Place?
            var seen = 0
            var underWay = 0
            while seen < Self.ticketsAtMost {
                let limit = min(ticketsAtOnce, Self.ticketsAtMost - seen)
                let rows = try await desk.edges.store.tickets(TicketScan(.due, after: place, limit: limit))
                if rows.isEmpty { break }
                if underWay == Self.foldsAtMost {
                    lines += try await group.next() ?? []
                    underWay -= 1
                }
                group.addTask { try await self.lines(of: rows.map(\.id)) }
                underWay += 1
                seen += rows.count
                place = rows.last.map { TicketScan.Place($0) }
                if rows.count < limit { break }
            }
            for try await more in group { lines += more }
        }
        lines.sort { $0.order < $1.order }
        // A ticket whose due moved meanwhile was met twice or never; what was written since says which.
        return try await brought(read(through: head, lines), to: desk.edges.store.head().next)
    }

    private func brought(_ known: Reading, to head: Int64) async throws -> Reading {
        var changed: Set<TicketID> = []
        var next = known.next
        while next < head {
            try Task.checkCancellation()
            let entries = try await desk.edges.store.follow(next, Self.entriesAtOnce)
            guard let last = entries.last else { break }
            for entry in entries {
                if entry.stream.kind == .ticket { changed.insert(TicketID(entry.stream.id)) }
                names.hear(entry)
            }
            next = last.position + 1
        }
        if changed.isEmpty { return Reading(next: next, lines: known.lines, generation: known.generation) }
        var fresh: [BoardLine] = []
        var rest = Array(changed)[...]
        while !rest.isEmpty {
            fresh += try await lines(of: Array(rest.prefix(ticketsAtOnce)))
            rest = rest.dropFirst(ticketsAtOnce)
        }
        let lines = known.lines.filter { !changed.contains($0.id) }
        return read(through: next, Self.merged(lines, fresh.sorted { $0.order < $1.order }))
    }

    private func read(through next: Int64, _ lines: [BoardLine]) -> Reading {
        Reading(next: next, lines: lines, generation: generations.add(1, ordering: .relaxed).newValue)
    }

    /// Each of some where it belongs among many that are in order already.
    private static func merged(_ lines: [BoardLine], _ fresh: [BoardLine]) -> [BoardLine] {
        var merged: [BoardLine] = []
        merged.reserveCapacity(lines.count + fresh.count)
        var from = 0
        for line in fresh {
            var (low, high) = (from, lines.count)
            while low < high {
                let middle = (low + high) / 2
                if lines[middle].order < line.order { low = middle + 1 } else { high = middle }
            }
            merged += lines[from..<low]
            merged.append(line)
            from = low
        }
        merged += lines[from...]
        // The least pressing give way, as they would if all were read anew.
        return merged.count > ticketsAtMost ? Array(merged.prefix(ticketsAtMost)) : merged
    }

    private func lines(of ids: [TicketID]) async throws -> [BoardLine] {
        try Task.checkCancellation()
        return try await desk.tickets(ids).compactMap(BoardLine.init)
    }
}
