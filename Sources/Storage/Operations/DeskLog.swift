import Desk
import GRDB

/// The write-ahead log of a desk, which holds pages as they were before an erasure.
public enum DeskLog {
    /// Takes the log into the desk's file and leaves it empty. A pool that is closed leaves its log behind.
    /// - Throws: while another program reads from it; after five seconds.
    public static func empty(_ path: String) throws(StoreError) {
        try storing(path, "emptying the log") {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            // What reads for long holds it for long; five seconds are for what reads in passing.
            for _ in 0..<50 { if queue.writeWithoutTransaction({ $0.emptyLog() }) { return } }
            throw StoreError.failed(operation: "emptying the log", cause: "another program reads from it")
        }
    }
}
