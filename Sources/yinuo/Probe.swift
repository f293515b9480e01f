import Synchronization

/// Asks what may not answer, and does not wait for it: whoever asks after the health of a program wants to hear that
/// something hangs, not to hang along.
final class Probe: Sendable {
    private let asking = Mutex(0)
    /// So many questions may hang at once; to ask more would only make the line longer.
    private static let atMost = 4

    /// - Returns: nil when there is no answer within the limit; the question is left to end by itself.
    func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let mayAsk = asking.withLock { asking in
            if asking < Self.atMost { asking += 1 } else { return false }
            return true
        }
        guard mayAsk else { return nil }
        return await withCheckedContinuation { continuation in
            let once = Once(continuation)
            Task { [self] in
                let value = await body()
                asking.withLock { $0 -= 1 }
                once.resume(value)
            }
            Task {
                try? await Task.sleep(for: limit)
                once.resume(nil)
            }
        }
    }

    private final class Once<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Value?, Never>?>
        init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }
        func resume(_ value: Value?) {
            let continuation = continuation.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: value)
        }
    }
}
