import Evidence
import Logging
import NIOCore
import ServiceLifecycle

/// Lets logs ask a witness for its signature; see `WitnessResponder`.
///
/// Nobody is asked who they are: a checkpoint is believed for its signature.
public struct WitnessListener: Service {
    private let listener: BoundedListener<WitnessResponder>

    /// - Parameters:
    ///   - beyondLoopback: whether other machines may reach it.
    ///   - patience: how long a request may take to come.
    ///   - idle: how long a connection may say nothing.
    ///   - cosign: is handed the request's body. What it returns is on disk.
    ///   - onListening: called once, with the port that the system chose if it was to choose.
    /// - Throws: when other machines would reach it unasked.
    public init(
        address: ListenAddress, beyondLoopback: Bool = false, patience: Duration = .seconds(10),
        idle: Duration = .seconds(30),
        cosign: @escaping @Sendable ([UInt8]) async -> WitnessAnswer, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) throws(ListenFault) {
        listener = try BoundedListener(
            address: address, beyondLoopback: beyondLoopback, bounds: Bounds(idle: TimeAmount(idle)),
            responder: WitnessResponder(patience: patience, cosign: cosign), logger: logger,
            onListening: onListening)
    }

    /// Serves until it is shut down; answers that are under way are finished.
    /// - Throws: `ListenFault` when the address can't be had.
    public func run() async throws { try await listener.run() }
}

/// What came of a request.
public enum WitnessAnswer: Sendable {
    case signed(Witness.Cosigned)
    case refused(WitnessRefusal)
    /// What would have been signed could not be kept, so it was not.
    case notKept
}
