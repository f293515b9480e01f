import Desk
import Logging
import ServiceLifecycle

/// Tells a supervisor, a balancer and a monitoring system how the desk is; see `OperationsAddress`.
///
/// It knows no visitor and no ticket, and asks nobody who they are. So it stays on the loopback interface unless somebody
/// asks for more, and behind a proxy then.
public struct OperationsListener: Service {
    private let listener: BoundedListener<OperationsResponder>

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
        listener = try BoundedListener(
            address: address, beyondLoopback: beyondLoopback,
            responder: OperationsResponder(measures: measures, checks: checks, evidence: evidence), logger: logger,
            onListening: onListening)
    }

    /// Serves until it is shut down; answers that are under way are finished.
    /// - Throws: `ListenFault` when the address can't be had.
    public func run() async throws { try await listener.run() }
}
