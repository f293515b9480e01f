import Dispatch
import Foundation
import Synchronization

/// Standard error, for lines of several threads.
///
/// A thread of its own writes them, since whoever collects the log may stand still, and nobody else may wait for that: a
/// line that can't be written, or for which there is no room any more, is dropped and the desk goes on.
enum LogSink {
    private static let linesAtMost = 4_096
    private struct Waiting {
        var lines: [[UInt8]] = []
        var isWriting = false
    }
    private static let waiting = Mutex(Waiting())
    private static let arrivals = DispatchSemaphore(value: 0)
    private static let writer: Void = {
        Thread.detachNewThread { run() }
        // What was said last is often what matters.
        atexit { LogSink.finish() }
    }()

    static func write(_ line: String) {
        _ = writer
        let isIn = waiting.withLock { waiting in
            guard waiting.lines.count < linesAtMost else { return false }
            waiting.lines.append(Array((line + "\n").utf8))
            return true
        }
        if isIn { arrivals.signal() }
    }

    private static func run() {
        while true {
            arrivals.wait()
            let lines = waiting.withLock { waiting in
                defer { waiting = Waiting(isWriting: true) }
                return waiting.lines
            }
            // A pipe takes long lines in pieces.
            for line in lines { write(bytes: line[...]) }
            waiting.withLock { $0.isWriting = false }
        }
    }

    private static func write(bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until all is written, and not for long.
    private static func finish() {
        for _ in 0..<1_000 {
            if waiting.withLock({ $0.lines.isEmpty && !$0.isWriting }) { return }
            usleep(1_000)
        }
    }
}
