import Desk
import Domain
import Edges
import Foundation
import Sample
import Storage
import Support
import Synchronization

/// A desk of its own with all shipped policies, on a clock that stands still, gone with the test.
final class SampleDesk: Sendable {
    let desk: ServiceDesk
    let edges: Edges
    private let folder: URL
    private let database: String?

    /// - Parameters:
    ///   - random: the seed of what would be the machine's chance.
    ///   - isInPostgres: in a database instead of a file.
    ///   - now: where time is to pass.
    init(
        random seed: UInt64 = 1, isInPostgres: Bool = false,
        now: @escaping @Sendable () -> Instant = { StoryTests.monday }
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store: Store
        if isInPostgres {
            database = folder.lastPathComponent
            try Cluster.shared.make(folder.lastPathComponent)
            store = try await .postgres(Cluster.shared.url(folder.lastPathComponent))
        } else {
            database = nil
            store = try .sqlite(folder.appending(path: "desk.sqlite").path)
        }
        let chance = Mutex(Seed(seed))
        edges = Edges(
            store: store,
            clocks: Clocks(wall: now, ticks: { now() - StoryTests.monday }),
            random: { count in
                chance.withLock { chance in (0..<count).map { _ in UInt8(truncatingIfNeeded: chance.next()) } }
            },
            makePolicy: Shipped.makePolicy, zones: .shipped, official: try Shipped().official,
            deliver: { _, _ in .delivered }, log: { _ in })
        desk = try await ServiceDesk.open(edges, cached: 1_000)
        _ = try await desk.perform(Request("desk", .found(zone: "Asia/Shanghai")))
        for policy in StoryTests.policies {
            let content = Fixture.bytes("policies/\(policy.version.id).yaml")
            _ = try await desk.perform(Request("agent:boss", .activate(Shipped.files(policy: content))))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
        if let database { Cluster.shared.drop(database) }
    }

    func journal() async throws -> [Journal.Entry] { try await edges.store.read(0, 10_000_000) }
}
