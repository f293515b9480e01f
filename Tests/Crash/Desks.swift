import Desk
import Domain
import Edges
import Foundation
import Storage

/// The desk of a folder, as the program opens it.
enum Desks {
    static func path(_ folder: String) -> String { folder + "/desk.sqlite" }
    static func store(_ folder: String, _ url: String?) async throws -> Store {
        if let url { try await .postgres(url, connections: 2) } else { try .sqlite(path(folder)) }
    }

    /// Where time begins on a new desk.
    static let start = Instant(milliseconds: Day(year: 2026, month: 3, day: 2).localMilliseconds)

    static func open(
        _ store: Store, factor: Int64, deliver: @escaping @Sendable (Message) -> Delivery = { _ in .delivered }
    ) async throws -> ServiceDesk {
        let shipped = try Shipped()
        let clock = FastClock(from: try await store.head().recorded ?? start, factor: factor)
        return try await ServiceDesk.open(
            Edges(
                store: store, clocks: clock.clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
                zones: shipped.zones, official: shipped.official, deliver: { message, _ in deliver(message) },
                log: { line in if line.level == .error { say("\(line.text) \(line.facts)", to: 2) } }),
            cached: 500)
    }

    /// Founds what a fresh desk needs; on one that stands it changes nothing.
    static func prepare(_ desk: ServiceDesk) async throws {
        _ = try await desk.perform(Request("desk", .found(zone: "Asia/Shanghai")))
        for policy in ["standard", "after-sales"] {
            guard let bytes = Shipped.bytes("policies/\(policy).yaml") else { throw Usage("\(policy) is not shipped") }
            _ = try await desk.perform(Request("desk", .activate(Shipped.files(policy: bytes))))
        }
        for team in ["first-line", "second-line"] {
            _ = try await desk.perform(
                Request("desk", .record(.team, RecordID(team), .put(["title.en": .some(team)]))))
        }
    }
}
