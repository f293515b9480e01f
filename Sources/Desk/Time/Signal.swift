import Domain
import Synchronization

/// Something happened that a waiting loop may want to look at; many at once wake it once.
///
/// Not an `AsyncStream`: a task that is cancelled while it waits for one ends the stream for all who come after.
public final class Signal: Sendable {
    private struct State {
        var isRaised = false
        var next = 0
        /// Nil before the waiter has gone to sleep.
        var waiting: [Int: CheckedContinuation<Void, Never>?] = [:]
    }
    private let state = Mutex(State())

    public init() {}

    /// Wakes whoever waits; if nobody does, the next to come does not wait.
    public func raise() {
        let waiting = state.withLock { state in
            let waiting = state.waiting
            state.waiting = [:]
            state.isRaised = waiting.isEmpty
            return waiting
        }
        for continuation in waiting.values { continuation?.resume() }
    }

    /// Returns when it is raised or the time is over, whichever comes first; at once when the task is cancelled.
    public func wait(atMost limit: Duration) async {
        let number = state.withLock { state in
            state.next += 1
            state.waiting[state.next] = .some(nil)
            return state.next
        }
        let timer = Task {
            if (try? await Task.sleep(for: .milliseconds(max(0, limit.milliseconds)))) != nil { wake(number) }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    // Who is no longer on the list has been woken already.
                    if state.isRaised || Task.isCancelled || state.waiting[number] == nil {
                        state.isRaised = false
                        state.waiting[number] = nil
                        return false
                    }
                    state.waiting[number] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            wake(number)
        }
        timer.cancel()
    }

    private func wake(_ number: Int) {
        let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
        continuation??.resume()
    }
}
