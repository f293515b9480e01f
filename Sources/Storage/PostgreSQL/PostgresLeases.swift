import Desk
import Domain
import Foundation
import Synchronization

/// What this node does for all of them, and how far its clock is from the database's.
///
/// A job is held by an advisory lock of one session. The session is used every second; the server ends one that is not
/// for five, so a node that ends or stands still hands its jobs on.
actor PostgresLeases {
    private let line: Line
    private let held = Held()
    private var wanted: Set<String> = []
    private var beating: Task<Void, Never>?
    nonisolated let offset = Mutex(Duration.zero)

    /// What the session holds, reset when a new one begins.
    private final class Held: Sendable {
        struct State {
            var jobs: Set<String> = []
            var lastBeat: ContinuousClock.Instant?
        }
        let state = Mutex(State())
    }

    private let wall: @Sendable () -> Instant

    init(_ place: PostgresPlace, _ wall: @escaping @Sendable () -> Instant) {
        self.wall = wall
        let held = held
        line = Line(place, name: "yinuo leases", settings: "SET idle_session_timeout = '5s';") {
            _ throws(PostgresFault) in held.state.withLock { $0 = Held.State() }
        }
    }

    nonisolated var clockOffset: Duration { offset.withLock { $0 } }

    func begin() async {
        await beat()
        beating = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                await self?.beat()
            }
        }
    }

    func close() async {
        beating?.cancel()
        await line.close()
    }

    /// Whether this node holds the job, as of less than three seconds ago: nobody else can have it by then.
    func leads(_ job: String) async -> Bool {
        if wanted.insert(job).inserted { await beat() }
        return held.state.withLock { state in
            guard let last = state.lastBeat, ContinuousClock.now - last < .seconds(3) else { return false }
            return state.jobs.contains(job)
        }
    }

    private func beat() async {
        let (jobs, held, wall) = (wanted, held, wall)
        let measured = try? await line.once { link in
            let measured = try PostgresLeases.measure(link, wall)
            let begun = ContinuousClock.now
            for job in jobs where !held.state.withLock({ $0.jobs.contains(job) }) {
                let answer = try link.ask("SELECT pg_try_advisory_lock(1500073589, hashtext($1))", [.text(job)])
                if answer.text(0, 0) == "t" { held.state.withLock { _ = $0.jobs.insert(job) } }
            }
            held.state.withLock { $0.lastBeat = begun }
            return measured
        }
        if let measured { offset.withLock { $0 = measured } }
    }

    /// The database's clock less this machine's; of five readings the quickest. What is less than the reading can tell
    /// apart, or than 20 ms, is nothing.
    private static func measure(_ link: Link, _ wall: () -> Instant) throws -> Duration {
        var best: (trip: Int64, away: Int64)?
        for _ in 0..<5 {
            let before = wall().milliseconds
            let answer = try link.ask("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
            let after = wall().milliseconds
            if best.map({ after - before < $0.trip }) ?? true {
                best = (after - before, answer.int(0, 0) - (before + after) / 2)
            }
        }
        guard let best, abs(best.away) > best.trip / 2 + 20 else { return .zero }
        return Duration(milliseconds: best.away)
    }

    static let machineTime: @Sendable () -> Instant = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
