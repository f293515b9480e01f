import Domain

/// Tells what time brings about: sleeps until the first due, then fires what is due, oldest first.
///
/// Work is proportional to what fires. After downtime all that was missed fires, each dated at its own instant, each
/// once. While the wall clock is not believed nothing fires.
public struct Scheduler: Sendable {
    /// A full batch.
    public static let atMost = 512
    private let desk: ServiceDesk

    public init(_ desk: ServiceDesk) { self.desk = desk }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage("The scheduler could not fire.", desk.edges)
        var watch = ClockWatch(isShared: desk.edges.store.shared != nil)
        while !Task.isCancelled {
            do {
                desk.nextFiring.begins()
                try await noticeLeap(&watch)
                let fired = try await fireDue()
                outage.isOver()
                if fired == Self.atMost { continue }
                var wait = try await untilNext()
                // What is due may be another node's to fire.
                if desk.edges.store.shared != nil { wait = min(.seconds(1), max(Duration(milliseconds: 20), wait)) }
                desk.nextFiring.sleeps(until: desk.timekeeper.read().now + wait)
                await desk.wakeScheduler.wait(atMost: wait)
            } catch {
                if Task.isCancelled { return }
                outage.goesOn(error)
                await desk.wakeScheduler.wait(atMost: .seconds(1))
            }
        }
    }

    /// Fires one batch of what is due by now.
    /// - Returns: how many streams; a full batch means that there may be more.
    public func fireDue() async throws -> Int {
        let (now, leap) = desk.timekeeper.read()
        if leap != nil { return 0 }
        return try await fire(through: now)
    }

    /// - Parameter story: for a desk made from a story: fires as of that instant and tells nobody.
    public func fire(through now: Instant, story: Bool = false) async throws -> Int {
        let store = desk.edges.store
        let streams = try await (store.shared?.claim ?? store.due)(now, Self.atMost)
        let works = streams.map { stream in
            Work(requests: [Request(.desk, .fire(stream))], now: story ? now : nil, isQuiet: story)
        }
        _ = try await desk.submit(works)
        return streams.count
    }

    /// The time to sleep; at most a minute, so that a leap is noticed soon.
    private func untilNext() async throws -> Duration {
        let (now, leap) = desk.timekeeper.read()
        guard leap == nil, let next = try await desk.edges.store.nextDue() else { return .minutes(1) }
        return min(.minutes(1), max(.zero, next - now))
    }

    /// The leap becomes an entry of the journal and an alarm, once; its end too.
    private func noticeLeap(_ watch: inout ClockWatch) async throws {
        let (_, leap) = desk.timekeeper.read()
        // Whatever the journal says by now, on this node nothing fires.
        if let leap, !watch.isLeaping {
            desk.edges.log(
                LogLine(
                    .error,
                    "The wall clock leapt; nothing fires until it is right again or the program is started anew.",
                    ["by_ms": "\(leap.milliseconds)"]))
        }
        watch.isLeaping = leap != nil
        guard case .desk(let state)? = try await desk.engine.state(.desk)?.aggregate,
            let telling = watch.look(leap: leap, isTrusted: state.isClockTrusted, at: desk.edges.clocks.ticks())
        else { return }
        switch telling {
        case .leapt(let leap):
            _ = try await desk.submit([Work(requests: [Request(.desk, .clockLeapt(by: leap))])])
        case .trusted:
            _ = try await desk.submit([Work(requests: [Request(.desk, .clockTrusted)])])
            desk.edges.log(LogLine(.warning, "The wall clock is believed again; firing goes on."))
        }
        watch.hasTold(telling)
    }
}
