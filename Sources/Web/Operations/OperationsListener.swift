import Desk
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Tells a supervisor, a balancer and a monitoring system how the desk is; see `OperationsAddress`.
///
/// It knows no visitor and no ticket, and asks nobody who they are. So it stays on the loopback interface unless somebody
/// asks for more, and behind a proxy then.
public struct OperationsListener: Service {
    /// A stranger on the machine may open these many connections, not more, and send headers of this size.
    private static let connectionsAtMost = 64
    private static let headerBytesAtMost = 16 * 1_024
    private static let headersAtMost = 64
    private static let idleAtMost = TimeAmount.seconds(15)

    private let address: ListenAddress
    private let responder: OperationsResponder
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - beyondLoopback: whether other machines may reach it.
    ///   - onListening: called once, with the port that the system chose if it was to choose.
    /// - Throws: when other machines would reach it unasked.
    public init(
        address: ListenAddress, beyondLoopback: Bool = false, measures: @escaping @Sendable () async -> [Measure],
        checks: @escaping @Sendable () async -> [Check],
        evidence: @escaping EvidenceFiles = { _, _ throws(StoreError) in nil }, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) throws(ListenFault) {
        guard beyondLoopback || address.isLoopback else { throw .beyondLoopback(address) }
        self.address = address
        responder = OperationsResponder(measures: measures, checks: checks, evidence: evidence)
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until it is shut down; answers that are under way are finished.
    /// - Throws: `ListenFault` when the address can't be had.
    public func run() async throws {
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
        } catch let error as IOError {
            throw ListenFault.unavailable(address, reason: error.localizedReason)
        } catch is SocketAddressError {
            throw ListenFault.unavailable(address, reason: "its host is not known")
        }
    }
}

/// Why a listener does not listen.
public enum ListenFault: Error, Hashable, Sendable, CustomStringConvertible {
    case beyondLoopback(ListenAddress)
    case unavailable(ListenAddress, reason: String)

    public var description: String {
        switch self {
        case .beyondLoopback(let address):
            """
            Other machines could reach \(address), and it has no TLS. Listen on 127.0.0.1 behind a proxy; \
            if it is meant, set listen-beyond-loopback.
            """
        case .unavailable(let address, let reason):
            "It can't listen on \(address): \(reason). Stop what holds it, or set listen to another address."
        }
    }
}

extension IOError {
    fileprivate var localizedReason: String {
        switch errnoCode {
        case EADDRINUSE: "another program holds it"
        case EACCES: "the rights are missing"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: "error \(errnoCode) of the system"
        }
    }
}
