import Desk
import Domain
import Edges
import Foundation
import Sample
import Storage
import Support
import Testing

/// A story told to a real desk: what the desk refuses is a fault of the story.
@Suite(.serialized) struct PlayTests {
    @Test(arguments: [UInt64(1), 2])
    func `a desk takes every request`(seed: UInt64) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let from = StoryTests.monday
        let edges = Edges(
            store: try .sqlite(folder.appending(path: "desk.sqlite").path),
            clocks: Clocks(wall: { from }, ticks: { .zero }), random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: try! Shipped().zones, official: try! Shipped().official, deliver: { _, _ in .delivered },
            log: { _ in })
        let desk = try await ServiceDesk.open(edges, cached: 1_000)
        _ = try await desk.perform(Request("desk", .found(zone: "Asia/Shanghai")))
        for policy in StoryTests.policies {
            let content = Fixture.bytes("policies/\(policy.version.id).yaml")
            _ = try await desk.perform(Request("agent:boss", .activate(Shipped.files(policy: content))))
        }
        let story = StoryTests.story(seed, tickets: 300, days: 3)
        let played = try await Play().play(story, into: desk)
        for refusal in played.refusals {
            Issue.record("\(refusal.refusal)\n\(refusal.request.command.line)\n\(refusal.at.milliseconds)")
        }
        #expect(played.refused == 0)
        #expect(played.tickets >= 300)
        #expect(try await edges.store.due(played.last!, 1) == [], "time has been told through the end")

        let journal = try await edges.store.read(0, 1_000_000).filter { $0.stream.kind == .ticket }
        let perTicket = Double(journal.count) / Double(played.tickets)
        #expect((11...16).contains(perTicket), "\(perTicket) entries a ticket")
        let broken = Set(
            journal.compactMap { entry in
                if case .ticket(.course(.breached)) = entry.event { entry.stream } else { nil }
            })
        let share = broken.count * 100 / played.tickets
        #expect((8...24).contains(share), "\(share) % of the tickets broke a promise")
        #expect(played.fired < journal.count / 4, "time woke streams \(played.fired) times")
        await desk.close()
    }

    @Test func `every event that a desk can be told of occurs`() {
        var told: Set<EventName> = []
        for (_, request) in StoryTests.story(3, tickets: 6_000, days: 10) {
            switch request.command {
            case .open: told.insert(.received)
            case .merge: told.insert(.merged)
            case .ticket(_, let commands):
                for command in commands {
                    switch command {
                    case .record(let name, _, _, _): told.insert(name)
                    case .grade: told.insert(.graded)
                    case .regrade: told.insert(.regraded)
                    default: break
                    }
                }
            default: break
            }
        }
        let missing = EventName.vocabulary.map(\.name).filter { !told.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }
}
