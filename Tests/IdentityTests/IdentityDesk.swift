import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Synchronization
import Testing

@testable import Identity

/// The makers of a store that lasting things are tried on.
enum Maker: String, CaseIterable, Sendable {
    case sqlite, postgres

    func store(_ place: Place) async throws -> Store {
        switch self {
        case .sqlite: try .sqlite(place.path)
        case .postgres: try await .postgres(place.database(), connections: 2)
        }
    }
}

/// A place of its own for each test, gone with it.
final class Place: Sendable {
    let folder: URL
    let path: String
    private let isMade = Mutex(false)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "desk.sqlite").path
    }

    func database() throws -> String {
        isMade.withLock { $0 = true }
        try Cluster.shared.make(folder.lastPathComponent)
        return Cluster.shared.url(folder.lastPathComponent)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
        if isMade.withLock({ $0 }) { Cluster.shared.drop(folder.lastPathComponent) }
    }
}

/// A clock that stands still until a test moves it.
final class HandClock: Sendable {
    private let passed = Mutex(Duration.zero)
    func pass(_ time: Duration) { passed.withLock { $0 = $0 + time } }
    var clocks: Clocks {
        Clocks(
            wall: { IdentityDesk.start + self.passed.withLock { $0 } }, ticks: { self.passed.withLock { $0 } })
    }
}

/// A desk with an administrator, an agent, a customer and a contact, and who is asking there.
struct IdentityDesk {
    let desk: ServiceDesk
    let identity: Identity
    let clock: HandClock
    private let place: Place

    static let start = Instant(milliseconds: Day(year: 2026, month: 3, day: 2).localMilliseconds)
    static let password = "warm anvil under moss"
    static let address = "192.0.2.7"

    private static let records: [(RecordKind, String, [String: String?])] = [
        (.agent, "boss", ["name": "Wang Li", "role": "administrator", "email": "wang@desk.example"]),
        (.agent, "li", ["name": "Li Na", "role": "agent", "email": "li@desk.example", "languages": "zh en"]),
        (.customer, "c1", ["name": "Example Ltd", "email": "office@example.com"]),
        (.contact, "p1", ["customer": "c1", "name": "Ann", "email": "ann@example.com", "language": "ja"]),
    ]

    init(
        _ maker: Maker = .sqlite, _ place: Place? = nil, clock: HandClock = HandClock(), provider: ProviderTerms? = nil,
        fetch: Fetch? = nil, mails: Bool = false
    ) async throws {
        let place = try place ?? Place()
        desk = try await ServiceDesk.open(Self.edges(try await maker.store(place), clock, mails: mails))
        if try await desk.edges.store.streams([.desk])[.desk] == nil {
            _ = try await desk.perform(Request(.desk, .found(zone: "Asia/Shanghai")))
            for (kind, id, fields) in Self.records {
                _ = try await desk.perform(Request("agent:boss", .record(kind, RecordID(id), .put(fields))))
            }
        }
        var terms = IdentityTerms()
        // A guess need not be dear here.
        terms.cost = PasswordVerifier.Cost(rounds: 10, blocks: 8, lanes: 1)
        identity = try await Identity(desk: desk, terms: terms, provider: provider, fetch: fetch)
        self.clock = clock
        self.place = place
    }

    static func edges(_ store: Store, _ clock: HandClock, mails: Bool = false) throws -> Edges {
        Edges(
            store: store, clocks: clock.clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: .shipped, official: try Shipped().official, deliver: { _, _ in .delivered }, log: { _ in },
            mails: mails)
    }

    /// An account that can sign in.
    @discardableResult
    func account(_ agent: RecordID = "li", _ login: String = "Li.Na") async throws -> RecordID {
        let id = try await identity.addAccount(agent: agent, login: login, by: "agent:boss")
        let link = try await identity.invite(id, by: "agent:boss")
        try await identity.finishReset(
            link: identity.text(of: link), password: Self.password, from: Self.address)
        return id
    }

    func signIn(
        _ login: String = "li.na", _ password: String = password, code: String? = nil, from address: String = address
    ) async throws(IdentityFault) -> SignedIn {
        try await identity.signIn(login: login, password: password, code: code, from: address)
    }

    func journal() async throws -> [Journal.Entry] { try await desk.edges.store.read(0, 1_000_000) }
}
