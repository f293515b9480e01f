import CCurl
import Dispatch
import Foundation
import Synchronization

/// A few threads of their own for transfers, which block: on Swift's shared threads a slow receiver would stop the desk.
final class PostThreads: Sendable {
    private let line: Line

    private let bound: Int

    /// - Parameters:
    ///   - name: what the threads are called in a list of them.
    ///   - waiting: how many may stand in line behind those that are being sent.
    init(_ name: String, count: Int, waiting: Int) {
        bound = waiting
        line = Line(threads: count, bound: waiting)
        for number in 1...count {
            let thread = Thread { [line] in
                // A receiver that hangs up in the middle of TLS raises this signal, which would end the program.
                var signals = sigset_t()
                sigemptyset(&signals)
                sigaddset(&signals, SIGPIPE)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                // Not before there is something to send: libcurl's beginning takes tens of milliseconds, and a program
                // that ends meanwhile, since its settings are wrong say, would take the ground from under it.
                var handle: CurlHandle?
                while let job = line.next() {
                    let curl = handle ?? CurlHandle()
                    handle = curl
                    job(curl)
                }
            }
            thread.name = "\(name)-\(number)"
            thread.start()
        }
    }

    deinit { line.close() }

    /// Sends it when its turn comes. When the task is cancelled it ends within about a second, as `stopped`.
    func send(_ post: Post) async -> Post.Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isIn = line.add { curl in continuation.resume(returning: post.perform(curl)) }
                if !isIn { continuation.resume(returning: .failure(.tooManyWaiting(bound))) }
            }
        } onCancel: {
            post.cancel()
        }
    }

    /// Runs work with a handle when its turn comes.
    /// - Returns: nil where too many stand in line.
    func run<Value: Sendable>(_ work: @escaping @Sendable (CurlHandle) -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            if !line.add({ curl in continuation.resume(returning: work(curl)) }) { continuation.resume(returning: nil) }
        }
    }

    private typealias Job = @Sendable (CurlHandle) -> Void

    /// What the threads hold, so that they do not keep the pool alive: it ends them when it goes.
    private final class Line: Sendable {
        private let threads: Int
        private let bound: Int
        private let jobs = Mutex<[Job]>([])
        private let arrivals = DispatchSemaphore(value: 0)

        init(threads: Int, bound: Int) {
            self.threads = threads
            self.bound = bound
        }

        /// - Returns: whether there was room in the line; if not, the job is never called.
        func add(_ job: @escaping Job) -> Bool {
            let isIn = jobs.withLock { jobs in
                guard jobs.count < bound else { return false }
                jobs.append(job)
                return true
            }
            if isIn { arrivals.signal() }
            return isIn
        }

        /// Sleeps until there is a job; nil when the line is closed and empty.
        func next() -> Job? {
            arrivals.wait()
            return jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }

        /// One signal more for each thread, which finds no job with it and ends.
        func close() {
            for _ in 0..<threads { arrivals.signal() }
        }
    }
}

/// One of libcurl's handles, which belongs to one thread and keeps its connections open between transfers.
final class CurlHandle {
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK
    let handle: UnsafeMutableRawPointer?

    init() { handle = CurlHandle.isReady ? curl_easy_init() : nil }
    deinit { if let handle { curl_easy_cleanup(handle) } }
}
