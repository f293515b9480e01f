import Desk
import Domain
import Edges
import Foundation
import Insight
import Logging
import NIOCore
import Phrases
import ServiceLifecycle
import Storage
import Support
import Testing
import Wire

@testable import Identity
@testable import Web

/// A desk with two customers, served over a real socket. Whoever has the token `agent` is one.
final class ServedDesk: Sendable {
    let desk: ServiceDesk
    let port: Int
    let identity: Identity

    static let customers: [CustomerID] = ["c1", "c2"]

    static let authenticator = Authenticator(
        token: { token throws(Authenticator.Unknown) in
            if let customer = customers.first(where: { $0.rawValue == token }) {
                return Principal(actor: Actor("customer:" + token), role: .customer, customer: customer)
            }
            guard let role = Role(rawValue: token), role != .customer else {
                throw .fault(.unknownOrWrong)
            }
            return Principal(actor: Actor("agent:" + token), role: role)
        },
        session: { cookie throws(Authenticator.Unknown) in
            guard let role = Role(rawValue: cookie) else {
                throw .fault(.expired)
            }
            return (Principal(actor: Actor("agent:" + cookie), role: role), nil, "csrf-" + cookie)
        })

    private init(_ desk: ServiceDesk, _ port: Int, _ identity: Identity) {
        self.desk = desk
        self.port = port
        self.identity = identity
    }

    /// Serves a new desk while it is used.
    /// - Parameters:
    ///   - signsIn: whether people are known by the accounts and links of the desk, not by made-up tokens.
    ///   - seeing: what becomes of the store before the desk has it.
    static func with(
        signsIn: Bool = false, mails: Bool = true, clocks: Clocks = Machine.clocks,
        seeing: (inout Store) -> Void = { _ in },
        settings: APISettings = APISettings(
            rate: .init(perSecond: 1e6, burst: 1e6), strangersRate: .init(perSecond: 1e6, burst: 1e6)),
        bounds: Bounds = .patient, _ use: @Sendable @escaping (ServedDesk) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let desk = try await make(folder.appending(path: "desk.sqlite").path, clocks, mails, seeing)
        let live = Live(desk)
        var terms = IdentityTerms()
        terms.cost = PasswordVerifier.Cost(rounds: 10, blocks: 8, lanes: 1)
        let identity = try await Identity(desk: desk, terms: terms)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (listening, reports) = AsyncStream.makeStream(of: ListenAddress.self)
        let listener = try DeskListener(
            address: ListenAddress(host: "127.0.0.1", port: 0), beyondLoopback: false, bounds: bounds,
            api: service(desk, live, signsIn ? Authenticator(identity) : authenticator, identity), settings: settings,
            measures: { [] }, checks: { [] },
            evidence: { _, _ throws(StoreError) in nil }, logger: quiet, onListening: { reports.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [listener], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let following = Task { await live.run() }
            for await address in listening {
                try await use(ServedDesk(desk, address.port, identity))
                break
            }
            // The listener ends by itself what goes on, while the desk is still there.
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            following.cancel()
        }
        await desk.close()
    }

    private static func make(
        _ path: String, _ clocks: Clocks, _ mails: Bool, _ seeing: (inout Store) -> Void
    ) async throws -> ServiceDesk {
        let shipped = try Shipped()
        var store = try Store.sqlite(path)
        seeing(&store)
        let edges = Edges(
            store: store, clocks: clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: shipped.zones, official: shipped.official, deliver: { _, _ in .delivered }, log: { _ in },
            mails: mails)
        let desk = try await ServiceDesk.open(edges)
        _ = try await desk.perform(Request(.desk, .found(zone: "Asia/Shanghai")))
        let records: [(RecordKind, RecordID, [String: String?])] = [
            (.customer, "c1", ["name": "Example Ltd"]), (.customer, "c2", ["name": "另一家公司"]),
            (.agent, "a7", ["name": "王芳", "role": "agent"]), (.team, "first-line", ["title.en": "First line"]),
            (.team, "second-line", ["title.en": "Second line"]),
            (.contract, "k1", ["customer": "c1", "amount": "CNY 100000.00", "hourly-rate": "CNY 300.00"]),
        ]
        for (kind, id, values) in records {
            _ = try await desk.perform(Request(.desk, .record(kind, id, .put(values))))
        }
        let files = Shipped.files(policy: Fixture.bytes("policies/standard.yaml"))
        _ = try await desk.perform(Request(.desk, .activate(files)))
        return desk
    }

    private static func service(
        _ desk: ServiceDesk, _ live: Live, _ authenticator: Authenticator, _ identity: Identity
    ) -> APIService {
        let figures = Figures(folder: nil, desk)
        var service = APIService(
            desk: desk, authenticator: authenticator, identity: identity, live: live,
            entry: JournalCodec.json,
            export: { write in _ = try await DeskExport.write(desk.edges.store) { try await write($0) } },
            policies: PolicyDesk(
                files: { Shipped.files(policy: $0) },
                check: { _, _ in .members(["sound": .bool(true), "findings": .array([])]) },
                explain: { _, _ throws(PolicyDesk.Faulty) in [] }, changes: { _, _, _ throws(PolicyDesk.Faulty) in [] }),
            evidence: EvidenceDesk(
                status: { .members(["origin": .null, "log": .int(0), "size": .int(0), "checkpoint": .null]) },
                receipt: { _ in nil }),
            figures: FiguresDesk(
                // As of the journal's end, so that a test sees what it just did.
                answer: {
                    try await figures.catchUp()
                    return try await figures.answer($0)
                },
                listing: {
                    try await figures.catchUp()
                    return try await figures.listing($0)
                }, alarms: { try await figures.alarms(byGrade: $0, asOf: $1) }),
            certificate: { _ in throw ServiceFault.notFinished(.open) },
            noteReading: { _, _, _ in }, zone: .utc,
            version: "test")
        service.base = "https://desk.example.com"
        return service
    }

    struct Reply: Sendable {
        let raw: RawAnswer
        var status: Int { raw.status }
        var json: JSONValue { (try? JSONValue(raw.body)) ?? .null }
        func header(_ name: String) -> String? { raw.header(name) }
    }

    /// `ask("agent", "POST", "/tickets", #"{"customer": "c1"}"#)`; a nil token shows none.
    func ask(
        _ token: String?, _ method: String, _ path: String, _ body: String? = nil, _ headers: [String: String] = [:]
    ) async throws -> Reply {
        var lines = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        if body != nil, headers["Content-Type"] == nil { lines += "Content-Type: application/json\r\n" }
        for (name, value) in headers { lines += "\(name): \(value)\r\n" }
        return Reply(
            raw: try await Support.ask(
                port, "\(method) \(APIResponder.root)\(path)", lines, body: body.map { Array($0.utf8) }))
    }

    /// Opens a ticket of a customer. - Returns: its id.
    func open(_ customer: String = "c1", _ more: String = "") async throws -> String {
        let reply = try await ask(
            "agent", "POST", "/tickets",
            #"{"customer": "\#(customer)", "grades": [{"policy": "standard", "grade": "tier-2"}]\#(more)}"#)
        #expect(reply.status == 201, "\(reply.raw.body)")
        return String(reply.json["stream"]?.string?.dropFirst("ticket/".count) ?? "")
    }
}

extension Clocks {
    /// Now, for as long as a test lasts: a busy machine may take longer than what the test looks at is good for.
    static var standing: Clocks {
        let now = Machine.clocks.wall()
        return Clocks(wall: { now }, ticks: { .zero })
    }
}

extension Bounds {
    /// However long a busy machine makes a test wait.
    static let patient = Bounds(connections: 4_000, idle: .seconds(600))
}
