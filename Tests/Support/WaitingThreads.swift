import Foundation
import Synchronization
import Testing

/// Threads for tests that wait for other programs, by reading what they print or until they end.
///
/// Such a test holds its thread. On the pool that all tests share, two of them would hold a machine of two processors,
/// and every other test would stand still with them. There are no more of these threads than that pool has, so that no
/// more programs run at once than there.
public final class WaitingThreads: TaskExecutor {
    static let shared = WaitingThreads(atMost: max(2, ProcessInfo.processInfo.activeProcessorCount))

    private struct State {
        var jobs: [UnownedJob] = []
        var threads = 0
        /// Threads that nobody has woken yet.
        var idle = 0
    }
    private let threadsAtMost: Int
    private let state = Mutex(State())
    private let ready = DispatchSemaphore(value: 0)

    init(atMost threads: Int) { threadsAtMost = threads }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (wakes, starts) = state.withLock { state -> (Bool, Bool) in
            state.jobs.append(job)
            if state.idle > 0 {
                state.idle -= 1
                return (true, false)
            }
            guard state.threads < threadsAtMost else { return (false, false) }
            state.threads += 1
            return (false, true)
        }
        if wakes { ready.signal() }
        if starts { start() }
    }

    private func start() {
        let thread = Thread { [self] in work() }
        thread.name = "yinuo waiting test"
        thread.start()
    }

    private func work() {
        while true {
            let job = state.withLock { state -> UnownedJob? in
                if !state.jobs.isEmpty { return state.jobs.removeFirst() }
                state.idle += 1
                return nil
            }
            if let job { job.runSynchronously(on: asUnownedTaskExecutor()) } else { ready.wait() }
        }
    }
}

/// A suite whose tests wait for other programs.
public struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
    public typealias TestScopeProvider = WaitingTrait

    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws { try await withTaskExecutorPreference(WaitingThreads.shared, operation: function) }
}

extension Trait where Self == WaitingTrait {
    /// Its tests run on threads that may be held.
    public static var waiting: Self { Self() }
}
