import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Testing

@Suite(.waiting) struct TicketsOnDeskTests {
    @Test func `the queue shows the worst first, and dead letters are seen, retried and dropped`() async throws {
        let desk = try OperatorDesk()
        try await play(desk.path)
        let queue = try desk.run(["queue"]).lines
        #expect(queue.count == 4 && queue[0].hasPrefix("Ticket") && queue[2].hasPrefix("t-1"), "\(queue)")
        #expect(queue[2].contains(" late  respond "), "\(queue)")
        #expect(queue[3].contains("standard/tier-2") && queue[3].contains("+08:00"))
        #expect(try desk.run(["queue", "--limit", "1"]).lines.last?.hasPrefix("t-1") == true)
        #expect(try desk.run(["queue", "--json", "--breached"]).output.contains("\"ticket\":\"t-1\""))
        #expect(try desk.run(["queue", "--customer", "c-9"]).output == "No open ticket.\n")

        let status = try desk.run(["status"]).output
        #expect(status.contains("2 open, 1 with a broken promise"), "\(status)")
        #expect(status.contains("policies   standard ") && status.contains("edition 1, since "))

        let keys = try desk.run(["dead-letters", "list", "--json"]).lines.compactMap {
            $0.split(separator: "\"").dropFirst(3).first
        }
        try #require(keys.count > 2)
        #expect(try desk.run(["dead-letters", "list"]).output.contains("nobody is there"))
        #expect(try desk.run(["dead-letters", "retry", String(keys[0])]).output.hasPrefix("1 put back"))
        #expect(try desk.run(["dead-letters", "drop", String(keys[1])]).output == "1 dropped.\n")
        #expect(try desk.run(["dead-letters", "retry", String(keys[1])]).status == 1)
        #expect(try desk.run(["dead-letters", "drop", "--all"]).output == "\(keys.count - 2) dropped.\n")
        #expect(try desk.run(["status"]).output.contains("outbox     1 waiting, 0 dead letters"))
    }

    /// A ticket whose promise breaks, whose messages nobody takes, and another one.
    private func play(_ path: String) async throws {
        let shipped = try Shipped()
        let now = Clocks(wall: { at("2026-03-02T10:00:00+08:00") }, ticks: { .zero })
        let later = Clocks(wall: { at("2026-03-02T10:50:00+08:00") }, ticks: { .zero })
        func open(_ store: Store, _ clocks: Clocks) async throws -> ServiceDesk {
            try await ServiceDesk.open(
                Edges(
                    store: store, clocks: clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
                    zones: shipped.zones, official: shipped.official,
                    deliver: { _, _ in .impossible(cause: "nobody is there") }, log: { _ in }))
        }
        // The desk's records are of today; time never goes back, so it is founded in its own file.
        try FileManager.default.removeItem(atPath: path)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        let store = try Store.sqlite(path)
        let desk = try await open(store, now)
        func ticket(_ id: TicketID) -> Command {
            .open(
                Ticket.Opening(id: id, customer: "c-1", received: .onReceipt), [Grading("standard", "tier-2")],
                source: .edge)
        }
        for command in [
            Command.found(zone: "Asia/Shanghai"), .record(.customer, "c-1", .put(["name": "Example Ltd"])),
            .activate(Shipped.files(policy: Fixture.bytes("policies/standard.yaml"))), ticket("t-1"),
        ] {
            _ = try await desk.perform(Request("agent:boss", command))
        }
        let next = try await open(store, later)
        while try await Scheduler(next).fireDue() > 0 {}
        _ = try await Deliverer(next).deliverDue()
        _ = try await next.perform(Request("agent:boss", ticket("t-2")))
        await next.close()
    }
}
