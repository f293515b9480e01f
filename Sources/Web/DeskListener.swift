import Desk
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Pages
import ServiceLifecycle

/// The desk's address: pages for people, the service under `/api`, the evidence log under `/evidence`, health and metrics.
///
/// It has no TLS, so it stays on the loopback interface, behind a proxy, unless somebody asks for more.
public struct DeskListener: Service {
    private let listener: BoundedListener<DeskResponder>
    private let live: Live?
    private let rooms: Rooms?

    /// - Parameters:
    ///   - beyondLoopback: whether other machines may reach it.
    ///   - api: what is asked under `/api`; nil serves health, metrics and evidence alone.
    ///   - onListening: called once, with the port that the system chose if it was to choose.
    /// - Throws: when other machines would reach it unasked.
    public init(
        address: ListenAddress, beyondLoopback: Bool = false, api: APIService? = nil,
        settings: APISettings = APISettings(), measures: @escaping @Sendable () async -> [Measure],
        checks: @escaping @Sendable () async -> [Check],
        evidence: @escaping EvidenceFiles = { _, _ throws(StoreError) in nil }, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) throws(ListenFault) {
        try self.init(
            address: address, beyondLoopback: beyondLoopback, bounds: api == nil ? Bounds() : .service, api: api,
            settings: settings, measures: measures, checks: checks, evidence: evidence, logger: logger,
            onListening: onListening)
    }

    init(
        address: ListenAddress, beyondLoopback: Bool, bounds: Bounds, api: APIService?, settings: APISettings,
        measures: @escaping @Sendable () async -> [Measure], checks: @escaping @Sendable () async -> [Check],
        evidence: @escaping EvidenceFiles, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void
    ) throws(ListenFault) {
        live = api?.live
        let responder = DeskResponder(
            api: api.map { APIResponder($0, settings: settings, logger: logger) },
            operations: OperationsResponder(measures: measures, checks: checks, evidence: evidence))
        rooms = responder.rooms
        listener = try BoundedListener(
            address: address, beyondLoopback: beyondLoopback, bounds: bounds, responder: responder, logger: logger,
            onListening: onListening)
    }

    /// How many connections a process takes that may open so many descriptors: some are left for files.
    public static func connections(descriptors: Int) -> Int { max(64, min(50_000, descriptors - 300)) }

    /// Serves until it is shut down; answers that are under way are finished.
    /// - Throws: `ListenFault` when the address can't be had.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let rooms {
                group.addTask(priority: .utility) { await rooms.board.keepAtHand() }
                group.addTask(priority: .utility) { await rooms.notices.follow() }
            }
            defer { group.cancelAll() }
            // Who follows live would keep the desk from ending until its patience is over.
            try await withGracefulShutdownHandler {
                try await listener.run()
            } onGracefulShutdown: {
                live?.close()
            }
        }
    }
}

/// Knows where a request came from.
struct DeskContext: InitializableFromSource {
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        peer = Peer.address ?? source.channel.remoteAddress?.ipAddress
    }
}

struct DeskResponder: HTTPResponder {
    typealias Context = DeskContext

    let api: APIResponder?
    let rooms: Rooms?
    let operations: OperationsResponder

    init(api: APIResponder?, operations: OperationsResponder) {
        self.api = api
        rooms = api.map(Rooms.init)
        self.operations = operations
    }

    func respond(to request: Request, context: DeskContext) async throws -> Response {
        let peer = context.peer
        // A task keeps the memory of the deepest call that it ever made, which a stream would hold for hours: half of what a
        // viewer costs. So what comes before a stream is done in another.
        let path = request.uri.path
        if path == APIResponder.streamPath { return await Task { await answer(request, path, peer) }.value }
        if let api, path.hasPrefix(Self.apiRoot) { return await api.respond(to: request, at: path, from: peer) }
        return await answer(request, path, peer)
    }

    private static let apiRoot = APIResponder.root + "/"

    // Never taken into whoever calls, whose own memory would grow by its.
    @inline(never)
    private func answer(_ request: Request, _ path: String, _ peer: String?) async -> Response {
        if let api {
            if path.hasPrefix(Self.apiRoot) { return await api.respond(to: request, at: path, from: peer) }
            let origin = Reference.origin(
                request.head.authority, isSecure: api.proxies.isSecure(request.headers, peer))
            if path.hasPrefix("/api"), let page = await Operation.away({ Reference.file(path, at: origin) }) {
                return page.toward(request)
            }
        }
        // A supervisor's question is answered whatever else goes on.
        if path == OperationsAddress.live.rawValue { return await operations.respond(to: request) }
        if let rooms {
            if let address = Address(path: path, query: request.uri.query) {
                return await rooms.respond(to: request, at: address, from: peer)
            }
            // A person reads on a page that nothing is there, a program in JSON.
            if Rooms.isPerson(request), !operations.knows(path) {
                return await rooms.respond(to: request, at: nil, from: peer)
            }
        }
        return await Operation.away { await operations.respond(to: request) }
    }
}
