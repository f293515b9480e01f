import Desk
import Domain
import Edges
import Synchronization

/// A clock that runs many times as fast as this machine's, so that warnings and breaches fall into a second.
final class FastClock: Sendable {
    private let start: Instant
    private let factor: Int64
    private let began: Domain.Duration
    /// Both clocks tell the same reading: at a thousandfold pace a pause between two would look like a leap.
    private let last = Mutex(Domain.Duration.zero)

    init(from start: Instant, factor: Int64) {
        self.start = start
        self.factor = factor
        began = Machine.clocks.ticks()
    }

    var clocks: Clocks {
        Clocks(
            wall: {
                let passed = Machine.clocks.ticks() - self.began
                let ticks = Domain.Duration(milliseconds: passed.milliseconds * self.factor)
                return self.last.withLock {
                    $0 = max($0, ticks)
                    return self.start + $0
                }
            }, ticks: { self.last.withLock { $0 } })
    }
}
