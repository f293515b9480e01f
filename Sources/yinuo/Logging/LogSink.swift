import Foundation
import Synchronization

/// Standard error, for lines of several threads.
///
/// A line that can't be written is dropped: when whoever collects the log goes away, the desk goes on.
enum LogSink {
    private static let turn = Mutex(())

    static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        // A pipe takes long lines in pieces, between which another thread's could come.
        turn.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
