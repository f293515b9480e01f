import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Answers HTTP to strangers, who may open so many connections, not more, and send headers of this size.
struct BoundedListener<Responder: HTTPResponder>: Sendable
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let address: ListenAddress
    private let bounds: Bounds
    private let responder: Responder
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - beyondLoopback: whether other machines may reach it.
    ///   - onListening: called once, with the port that the system chose if it was to choose.
    /// - Throws: when other machines would reach it unasked.
    init(
        address: ListenAddress, beyondLoopback: Bool, bounds: Bounds = Bounds(), responder: Responder, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void
    ) throws(ListenFault) {
        if let refusal = address.refusal(beyondLoopback: beyondLoopback) { throw refusal }
        self.address = address
        self.bounds = bounds
        self.responder = responder
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until it is shut down; answers that are under way are finished.
    /// - Throws: `ListenFault` when the address can't be had.
    func run() async throws {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: bounds.headerBytes, maxHeaderListSize: bounds.headerBytes,
            maxHeaderFieldCount: bounds.headers)
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { [bounds] responder in
                PinnedChannel(
                    inner: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            additionalChannelHandlers: [HeadFaults(bounds.headerBytes)],
                            idleTimeout: bounds.idle,
                            httpDecoderConfiguration: decoder)))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(bounds.connections, logger: logger)),
            onServerRunning: { [address, onListening] channel in
                await onListening(
                    ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: logger.ofConnections)
        do {
            try await application.run()
        } catch {
            throw ListenFault(error, at: address) ?? error
        }
    }
}

/// How much strangers may cost.
struct Bounds: Sendable {
    var connections = 64
    /// Of a request's line and headers together.
    var headerBytes = 16 * 1_024
    var headers = 64
    /// How long a connection may say nothing, or not come to the end of its headers.
    var idle = TimeAmount.seconds(30)

    /// A live stream is a connection, and a descriptor of the process; some are left for files.
    static var service: Bounds {
        var limit = rlimit()
        let known = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        let descriptors = known ? Int(clamping: limit.rlim_cur) : 1_024
        return Bounds(connections: DeskListener.connections(descriptors: descriptors))
    }
}
