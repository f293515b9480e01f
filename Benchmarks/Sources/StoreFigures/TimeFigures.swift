import Desk
import Domain
import Edges
import Foundation
import Storage
import Synchronization

/// Firing, folding again, reading and memory, on a desk of many open tickets whose time is told by hand.
struct TimeFigures {
    private let place: URL
    private let tickets: Int

    init(_ place: URL, tickets: Int) {
        self.place = place
        self.tickets = tickets
    }

    func run() async throws {
        let path = place.appending(path: "time.sqlite").path
        let store = try Store.sqlite(path)
        let clock = StoryClock()
        let edges = try Workplace.edges(store, clocks: clock.clocks)
        let desk = try await Workplace.open(edges)
        try await fill(desk)
        try await idle(desk)
        try await read(desk)
        try await fire(desk, clock)
        await desk.close()
        try await rebuild(path)
        let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        Report.line("size", "bytes/ticket", (bytes?.doubleValue ?? 0) / Double(tickets))
    }

    private func fill(_ desk: ServiceDesk) async throws {
        let watch = Stopwatch()
        var number = 0
        while number < tickets {
            let end = min(tickets, number + 512)
            _ = try await desk.performAll((number..<end).map { Workplace.opening($0, desk.newID()) })
            number = end
        }
        let seconds = watch.seconds
        Report.line(
            "open-in-batches", "commands/s", Double(tickets) / seconds.wall,
            ["cpu_us": seconds.cpu / Double(tickets) * 1e6, "tickets": Double(tickets)])
    }

    /// The loops run, and nothing is due: what open clocks cost by being there.
    private func idle(_ desk: ServiceDesk) async throws {
        try await Followers(desk).catchUp()
        let loops = Task {
            async let scheduler: Void = Scheduler(desk).run()
            async let followers: Void = Followers(desk).run()
            async let outbox: Void = Deliverer(desk).run()
            _ = await (scheduler, followers, outbox)
        }
        let watch = Stopwatch()
        try await Task.sleep(for: .seconds(5))
        let seconds = watch.seconds
        loops.cancel()
        await loops.value
        Report.line("idle", "share of a core", seconds.cpu / seconds.wall, ["memory_mb": Memory.megabytes])
    }

    private func read(_ desk: ServiceDesk) async throws {
        var times: [Double] = []
        for _ in 0..<200 {
            let watch = Stopwatch()
            let rows = try await desk.edges.store.queue(QueueQuery(limit: 50))
            times.append(watch.seconds.wall * 1e3)
            precondition(rows.count == 50)
        }
        times.sort()
        Report.line("queue-50", "ms", times[100], ["p99_ms": times[198]])
    }

    /// First time passes by and by, so that a firing tells a fact or two; then hours pass at once, as after downtime.
    private func fire(_ desk: ServiceDesk, _ clock: StoryClock) async throws {
        for (id, steps, step) in [("fire", 72, Duration.minutes(10)), ("fire-downtime", 1, .hours(24))] {
            let before = try await desk.edges.store.head().next
            let watch = Stopwatch()
            var fired = 0
            for _ in 0..<steps where fired < 300_000 {
                clock.pass(step)
                while fired < 300_000, case let count = try await Scheduler(desk).fireDue(), count > 0 {
                    fired += count
                }
            }
            let seconds = watch.seconds
            let entries = try await desk.edges.store.head().next - before
            Report.line(
                id, "firings/s", Double(fired) / seconds.wall,
                [
                    "cpu_us": seconds.cpu / Double(max(1, fired)) * 1e6, "fired": Double(fired),
                    "entries_per_second": Double(entries) / seconds.wall,
                ])
        }
    }

    private func rebuild(_ path: String) async throws {
        let store = try Store.sqlite(path)
        let watch = Stopwatch()
        let entries = try await ServiceDesk.rebuild(try Workplace.edges(store, clocks: Machine.clocks))
        let seconds = watch.seconds
        Report.line(
            "rebuild", "entries/s", Double(entries) / seconds.wall,
            ["cpu_us": seconds.cpu / Double(entries) * 1e6, "entries": Double(entries)])
        await store.close()
    }
}

/// A clock that is moved by hand, both faces at once, so that nothing leaps.
final class StoryClock: Sendable {
    private let passed = Mutex(Duration.zero)
    private let start = Machine.clocks.wall()
    func pass(_ time: Duration) { passed.withLock { $0 += time } }
    var clocks: Clocks {
        Clocks(
            wall: { self.start + self.passed.withLock { $0 } }, ticks: { self.passed.withLock { $0 } })
    }
}

enum Memory {
    /// Proportional share of this process (`Pss`).
    static var megabytes: Double {
        let text = (try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1_024
    }
}
