import Dispatch
import Synchronization

/// Two threads that passwords are tried on: a sign-in takes long by design, and a hundred at once must not keep the desk's
/// own work waiting. Who comes when too many stand in line is told so.
final class PasswordThreads: Sendable {
    static let waitingAtMost = 64
    private let queues = (0..<2).map { DispatchQueue(label: "yinuo.password.\($0)") }
    private let waiting = Mutex<[Int]>([0, 0])

    struct Busy: Error {}

    /// - Throws: `Busy`, or what the work throws.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let index = waiting.withLock { waiting -> Int? in
            guard waiting[0] + waiting[1] < Self.waitingAtMost else { return nil }
            let index = waiting[0] <= waiting[1] ? 0 : 1
            waiting[index] += 1
            return index
        }
        guard let index else { throw Busy() }
        return try await withCheckedThrowingContinuation { continuation in
            queues[index].async {
                let result = Result { try work() }
                self.waiting.withLock { $0[index] -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}
