import Domain
import Synchronization

/// Until when the scheduler sleeps, so that nobody wakes it for what is due later.
final class NextFiring: Sendable {
    /// Nil while it is awake.
    private let until = Mutex<Instant?>(nil)

    /// From here on it looks at what is due, and may have missed whatever is written meanwhile.
    func begins() { until.withLock { $0 = nil } }

    func sleeps(until instant: Instant) { until.withLock { $0 = instant } }

    /// - Parameters:
    ///   - due: the first of what was written; nil where nothing of that is due.
    ///   - now: beyond what it sleeps until where a clock has leapt.
    func isEarlier(_ due: Instant?, now: Instant) -> Bool {
        until.withLock { until in
            guard let until else { return due != nil }
            return now >= until || due.map { $0 < until } ?? false
        }
    }
}
