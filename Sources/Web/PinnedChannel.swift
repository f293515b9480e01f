import Foundation
import HummingbirdCore
import Logging
import NIOCore

/// Does a connection's work on the thread that its bytes come in on: handing each request to another thread and its
/// answer back would cost more than most answers.
///
/// What takes long must leave it (what is not `Operation.isQuick`), since the other connections of the thread wait meanwhile.
struct PinnedChannel<Inner: ServerChildChannel>: ServerChildChannel {
    let inner: Inner

    private static var takesNothingMilliseconds: SocketOptionValue { 30_000 }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Inner.Value> {
        // Most requests are as short as this, and whoever follows live holds the room for one for hours; it grows where more
        // comes in.
        channel.setOption(
            .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 512, maximum: 64 << 10)
        ).whenFailure { _ in }
        // Who reads a stream too slowly is dropped by the system, whatever waits for it: TCP_USER_TIMEOUT, RFC 5482; where
        // there is none nothing is lost but that.
        channel.setOption(
            .tcpOption(NIOBSDSocket.Option(rawValue: TCP_USER_TIMEOUT)), value: Self.takesNothingMilliseconds
        ).whenFailure { _ in }
        return inner.setup(channel: channel, logger: logger).map { value in
            // Who connects in the instant in which the desk ends is handed to nobody, and NIO ends a process that lets a
            // writer go unfinished: it is held until its connection is closed, which finishes it.
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            return value
        }
    }

    func handle(value: Inner.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await Peer.$address.withValue(value.channel.remoteAddress?.ipAddress) {
                await inner.handle(value: value, logger: logger)
            }
        }
    }
}

/// Who is at the other end of the connection whose task this is: written down once, and not for each request.
enum Peer {
    @TaskLocal static var address: String?
}

/// A connection's tasks on its event loop (SE-0417).
///
/// What one step of a task makes ready runs right after it: handed to the loop, each would cost a look at the network.
///
/// Unchecked: its list is touched on the loop alone.
private final class LoopExecutor: TaskExecutor, @unchecked Sendable {
    private static let atOnce = 64
    private let loop: any EventLoop
    private var ready: [UnownedJob] = []
    private var isRunning = false

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard loop.inEventLoop else { return loop.execute { self.run(job) } }
        ready.append(job)
        if !isRunning, ready.count == 1 { loop.execute { self.run(nil) } }
    }

    private func run(_ job: UnownedJob?) {
        if let job { ready.append(job) }
        if isRunning { return }
        isRunning = true
        var next = 0
        while next < ready.count, next < Self.atOnce {
            ready[next].runSynchronously(on: asUnownedTaskExecutor())
            next += 1
        }
        if next == ready.count { ready.removeAll(keepingCapacity: true) } else { ready.removeFirst(next) }
        isRunning = false
        // The network is looked at in between, whatever makes what ready.
        if !ready.isEmpty { loop.execute { self.run(nil) } }
    }
}
