import Desk
import Domain
import Foundation
import Synchronization

/// A connection with a thread of its own, so that a call that blocks never holds one of the shared pool's.
///
/// It connects when it is first used, and again after the connection was lost.
actor Line {
    /// More would wait for longer than who asks does, and in an outage they would only pile up.
    static let waitingAtMost = 1_000

    private let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let place: PostgresPlace
    private let settings: String
    private var link: Link?
    private var isClosed = false
    /// Since when there is no connection, when that was last found so, and what was said; nil while there is one.
    private var outage: (since: ContinuousClock.Instant, found: ContinuousClock.Instant, fault: PostgresFault)?
    /// Works that stand in line, the one under way among them.
    private nonisolated let waiting = Atomic<Int>(0)
    /// What the link learns when it is made anew.
    private let onConnect: @Sendable (Link) throws(PostgresFault) -> Void

    init(
        _ place: PostgresPlace, name: String, settings: String = "",
        onConnect: @escaping @Sendable (Link) throws(PostgresFault) -> Void = { _ throws(PostgresFault) in }
    ) {
        self.place = place
        self.settings = PostgresPlace.settings + settings
        self.onConnect = onConnect
        executor = ThreadExecutor(name: name)
    }

    func close() {
        isClosed = true
        link = nil
        outage = nil
        executor.stop()
    }

    /// Runs something that can be done again: after a lost connection it is.
    ///
    /// Patience runs from the first fault, so that a call which was long under way when its connection went is still
    /// done again. Whoever stood in line through an outage has used theirs up there: each after the other, they would
    /// wait many times as long. Who is cancelled has none.
    /// - Throws: at once where too many stand in line already.
    nonisolated func again<T: Sendable>(
        _ operation: String, for patience: Duration = .seconds(10), _ body: @Sendable (Link) throws -> T
    ) async throws(StoreError) -> T {
        let came = ContinuousClock.now
        let before = waiting.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { waiting.wrappingSubtract(1, ordering: .relaxed) }
        guard before < Line.waitingAtMost else {
            throw .failed(operation: operation, cause: "\(before) others wait for the same connection already")
        }
        return try await patiently(operation, patience, since: came, body)
    }

    private func patiently<T: Sendable>(
        _ operation: String, _ patience: Duration, since came: ContinuousClock.Instant,
        _ body: @Sendable (Link) throws -> T
    ) throws(StoreError) -> T {
        // That it still goes on was found out while this one stood in line: it need not be tried once more.
        if let outage, outage.found > came, isOver(patience, since: max(came, outage.since), outage.fault) {
            throw StoreError(outage.fault, place.name, operation)
        }
        var began: ContinuousClock.Instant?
        var wait = 20
        while true {
            do { return try once(body) } catch let fault as PostgresFault where Line.mayPass(fault) {
                let first = began ?? max(came, outage?.since ?? ContinuousClock.now)
                began = first
                if isOver(patience, since: first, fault) { throw StoreError(fault, place.name, operation) }
                Thread.sleep(forTimeInterval: Double(wait) / 1_000)
                wait = min(500, wait * 2)
            } catch { throw StoreError(any: error, place.name, operation) }
        }
    }

    private func isOver(_ patience: Duration, since first: ContinuousClock.Instant, _ fault: PostgresFault) -> Bool {
        if Task.isCancelled { return true }
        // A server that says it is on its way up is worth waiting for.
        let patience = fault.isStarting ? max(patience, .seconds(30)) : patience
        return ContinuousClock.now - first > .milliseconds(patience.milliseconds)
    }

    /// Runs something once, whatever comes of it.
    func once<T: Sendable>(_ body: @Sendable (Link) throws -> T) throws -> T {
        if isClosed { throw StoreError.closed }
        do {
            let link = try connected()
            let result = try body(link)
            outage = nil
            return result
        } catch {
            let fault = error as? PostgresFault
            let isLost = link?.isLost ?? false || fault?.isLost ?? false
            if isLost, let fault {
                let now = ContinuousClock.now
                outage = (outage?.since ?? now, now, fault)
            } else {
                outage = nil
            }
            // A server that only reads is the wrong one of several.
            if isLost || fault?.state == "25006" { link = nil }
            throw error
        }
    }

    /// Lost connections, servers that start or stop, deadlocks and cancelled statements.
    static func mayPass(_ fault: PostgresFault) -> Bool {
        if fault.isRefused { return false }
        return fault.isLost
            || ["57P01", "57P02", "57P03", "40001", "40P01", "55P03", "57014", "25006"].contains(fault.state)
    }

    private func connected() throws(PostgresFault) -> Link {
        if let link, !link.isLost { return link }
        link = nil
        let new = try Link(place.url, settings: settings)
        try onConnect(new)
        link = new
        return new
    }
}

/// A thread that runs an actor's jobs, one after the other.
final class ThreadExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isStopped = false
        var hasThread = true
    }
    private let state = Mutex(State())
    private let ready = DispatchSemaphore(value: 0)
    private let name: String

    init(name: String) {
        self.name = name
        start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wantsThread = state.withLock { state in
            state.jobs.append(job)
            defer { state.hasThread = true }
            return !state.hasThread
        }
        // Who comes after the end is told so, by a thread that ends again.
        if wantsThread { start() } else { ready.signal() }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Ends the thread once nothing waits.
    func stop() {
        state.withLock { $0.isStopped = true }
        ready.signal()
    }

    private func start() {
        let thread = Thread { [self] in work() }
        thread.name = name
        thread.start()
    }

    private func work() {
        while true {
            let (job, ends) = state.withLock { state -> (UnownedJob?, Bool) in
                if !state.jobs.isEmpty { return (state.jobs.removeFirst(), false) }
                if state.isStopped { state.hasThread = false }
                return (nil, state.isStopped)
            }
            if ends { return }
            if let job { job.runSynchronously(on: asUnownedSerialExecutor()) } else { ready.wait() }
        }
    }
}

extension StoreError {
    init(any error: any Error, _ place: String, _ operation: String) {
        switch error {
        case let error as StoreError: self = error
        case let fault as PostgresFault: self.init(fault, place, operation)
        default: self = .failed(operation: operation, cause: "\(error)")
        }
    }

    init(_ fault: PostgresFault, _ place: String, _ operation: String) {
        switch fault.state.prefix(2) {
        case "53" where fault.state == "53100": self = .full(operation: operation)
        case _ where fault.isRefused: self = .unreadable(path: place, cause: fault.message)
        case "28", "3D": self = .unreadable(path: place, cause: fault.message)
        case "25" where fault.state == "25006": self = .readOnly(path: place)
        case "42" where fault.state == "42501": self = .unreadable(path: place, cause: fault.message)
        case "55" where fault.state == "55P03":
            self = .failed(
                operation: operation, cause: "the desk is locked, by a rebuild say, and goes on when that is done")
        case "XX": self = .damaged(path: place, what: fault.message)
        default:
            self =
                fault.isLost
                ? .unreachable(place: place, cause: fault.message) : .failed(operation: operation, cause: fault.message)
        }
    }
}
