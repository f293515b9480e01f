import Domain
import Synchronization

/// Something happened that a waiting loop may want to look at; many at once wake it once.
///
/// Not an `AsyncStream`: a task that is cancelled while it waits for one ends the stream for all who come after.
public final class Signal: Sendable {
    private struct Waiter {
        let number: Int
        let deadline: ContinuousClock.Instant
        /// Nil before the waiter has gone to sleep.
        var continuation: CheckedContinuation<Void, Never>?
    }
    private struct State {
        var isRaised = false
        var next = 0
        /// Hardly ever more than one.
        var waiting: [Waiter] = []
        /// Goes off at `alarm`, not later than the first deadline. It is left running when somebody is woken: whoever
        /// waits is mostly woken hundreds of times before it is, and a timer for each wait costs more than the work.
        var timer: Task<Void, Never>?
        var alarm: ContinuousClock.Instant?
        /// Timers so far; only the last one counts.
        var timers = 0

        mutating func remove(_ number: Int) -> Waiter? {
            waiting.firstIndex { $0.number == number }.map { waiting.remove(at: $0) }
        }
    }
    private let state = Mutex(State())

    public init() {}

    deinit { state.withLock { $0.timer?.cancel() } }

    /// Wakes whoever waits; if nobody does, the next to come does not wait.
    public func raise() {
        let waiting = state.withLock { state in
            var waiting: [Waiter] = []
            swap(&waiting, &state.waiting)
            state.isRaised = waiting.isEmpty
            return waiting
        }
        for waiter in waiting { waiter.continuation?.resume() }
    }

    /// Returns when it is raised or the time is over, whichever comes first; at once when the task is cancelled.
    public func wait(atMost limit: Duration) async {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(max(0, limit.milliseconds)))
        let number = state.withLock { state -> Int? in
            if state.isRaised {
                state.isRaised = false
                return nil
            }
            state.next += 1
            state.waiting.append(Waiter(number: state.next, deadline: deadline))
            return state.next
        }
        guard let number else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    // Who is no longer on the list has been woken already.
                    guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return false }
                    if Task.isCancelled {
                        state.waiting.remove(at: index)
                        return false
                    }
                    state.waiting[index].continuation = continuation
                    if state.alarm.map({ deadline < $0 }) ?? true { ring(at: deadline, &state) }
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.remove(number) }?.continuation?.resume()
        }
    }

    private func ring(at alarm: ContinuousClock.Instant, _ state: inout State) {
        state.timer?.cancel()
        state.alarm = alarm
        state.timers += 1
        let number = state.timers
        // It must not keep alive what nobody holds any more.
        state.timer = Task { [weak self] in
            var next: ContinuousClock.Instant? = alarm
            while let alarm = next {
                guard (try? await Task.sleep(until: alarm, clock: .continuous)) != nil else { return }
                next = self?.wakeLate(alarm, number)
            }
        }
    }

    /// Wakes those whose time is over. - Returns: when the next one's is.
    private func wakeLate(_ alarm: ContinuousClock.Instant, _ timer: Int) -> ContinuousClock.Instant? {
        let (late, next) = state.withLock { state -> ([Waiter], ContinuousClock.Instant?) in
            // One that goes off earlier took its place when it was awake already.
            if state.timers != timer { return ([], nil) }
            let now = max(alarm, .now)
            let late = state.waiting.filter { $0.deadline <= now }
            if !late.isEmpty { state.waiting.removeAll { $0.deadline <= now } }
            state.alarm = state.waiting.map(\.deadline).min()
            if state.alarm == nil { state.timer = nil }
            return (late, state.alarm)
        }
        for waiter in late { waiter.continuation?.resume() }
        return next
    }
}
