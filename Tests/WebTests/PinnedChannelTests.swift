import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Web

struct PinnedChannelTests {
    @Test func `a connection that is handed to nobody while the desk ends does not end the process`() async throws {
        let channel = NIOAsyncTestingChannel()
        let pinned = PinnedChannel(inner: HTTP1Channel { _, _, _ in })
        let setup = try await channel.testingEventLoop.executeInContext {
            pinned.setup(channel: channel, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }).map { _ in }
        }
        // Nobody takes what was set up: were it not held until the connection is closed, NIO would end the process here.
        try await setup.get()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
        #expect(channel.isActive)
        try await channel.close()
        try await channel.closeFuture.get()
        await channel.testingEventLoop.run()
    }
}
