import Dispatch

/// Runs an actor's jobs beside the threads that all share, so that nobody else waits for its disk.
final class DiskExecutor: SerialExecutor {
    /// A queue rather than a thread: one that has nothing to do holds none.
    private let queue = DispatchQueue(label: "yinuo figures")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}
