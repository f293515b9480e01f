import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Answers HTTP to strangers, who may open so many connections, not more, and send headers of this size.
struct BoundedListener<Responder: HTTPResponder>: Sendable
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private static var connectionsAtMost: Int { 64 }
    private static var headerBytesAtMost: Int { 16 * 1_024 }
    private static var headersAtMost: Int { 64 }
    private static var idleAtMost: TimeAmount { .seconds(15) }

    private let address: ListenAddress
    private let responder: Responder
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - beyondLoopback: whether other machines may reach it.
    ///   - onListening: called once, with the port that the system chose if it was to choose.
    /// - Throws: when other machines would reach it unasked.
    init(
        address: ListenAddress, beyondLoopback: Bool, responder: Responder, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void
    ) throws(ListenFault) {
        guard beyondLoopback || address.isLoopback else { throw .beyondLoopback(address) }
        self.address = address
        self.responder = responder
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until it is shut down; answers that are under way are finished.
    /// - Throws: `ListenFault` when the address can't be had.
    func run() async throws {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: Self.headerBytesAtMost, maxHeaderListSize: Self.headerBytesAtMost,
            maxHeaderFieldCount: Self.headersAtMost)
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: Self.idleAtMost, httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionsAtMost, logger: logger)),
            onServerRunning: { [address, onListening] channel in
                await onListening(
                    ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: logger)
        do {
            try await application.run()
        } catch {
            throw ListenFault(error, at: address) ?? error
        }
    }
}
