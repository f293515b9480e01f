import Domain
import Synchronization
import Testing

@testable import Desk

private final class Count: Sendable { let number = Mutex(0) }

/// Who waits, what wakes them, and when.
@Suite struct SignalTests {
    @Test(.timeLimit(.minutes(1))) func `who comes after it was raised does not wait, and only the first`() async {
        let signal = Signal()
        signal.raise()
        signal.raise()
        await signal.wait(atMost: .hours(1))
        let begin = ContinuousClock.now
        await signal.wait(atMost: Duration(milliseconds: 30))
        #expect(begin.duration(to: .now) >= .milliseconds(30))
    }

    @Test(.timeLimit(.minutes(1))) func `all who wait are woken at once`() async throws {
        let signal = Signal()
        let woken = Count()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    await signal.wait(atMost: .hours(1))
                    woken.number.withLock { $0 += 1 }
                }
            }
            // Whoever was not there yet is woken by the next.
            while woken.number.withLock({ $0 }) < 10 {
                signal.raise()
                try await Task.sleep(for: .milliseconds(2))
            }
            try await group.waitForAll()
        }
    }

    /// The waits of one signal share a timer, whichever of them ends first.
    @Test(.timeLimit(.minutes(1)), arguments: [[60, 20, 40], [20, 40, 60], [40, 60, 20], [0, 60, 0]])
    func `each waits for its own time, beside others and after them`(limits: [Int64]) async {
        let signal = Signal()
        for _ in 0..<3 {
            await withTaskGroup(of: Void.self) { group in
                for limit in limits {
                    group.addTask {
                        let begin = ContinuousClock.now
                        await signal.wait(atMost: Duration(milliseconds: limit))
                        #expect(begin.duration(to: .now) >= .milliseconds(limit))
                    }
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a long wait that was woken does not make the next one longer`() async {
        let signal = Signal()
        let first = Task { await signal.wait(atMost: .hours(1)) }
        try? await Task.sleep(for: .milliseconds(20))
        signal.raise()
        await first.value
        await signal.wait(atMost: Duration(milliseconds: 20))
    }

    @Test(.timeLimit(.minutes(1))) func `a task that is cancelled goes at once, and takes nobody along`() async {
        let signal = Signal()
        let (gone, stays) = (
            Task { await signal.wait(atMost: .hours(1)) }, Task { await signal.wait(atMost: .hours(1)) }
        )
        try? await Task.sleep(for: .milliseconds(20))
        gone.cancel()
        await gone.value
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            await signal.wait(atMost: .hours(1))
        }
        late.cancel()
        await late.value
        signal.raise()
        await stays.value
    }
}
