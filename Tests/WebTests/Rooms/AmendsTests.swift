import Desk
import Domain
import Edges
import Support
import Synchronization
import Testing

@testable import Identity
@testable import Pages
@testable import Web

/// A customer reads on their ticket that it was late, and what that gives them.
@Suite struct AmendsTests {
    private typealias Browser = RoomsTests.Browser

    private static let late = "We are later than promised."
    private static let wasLate = "We were later than promised."
    private static let gives =
        "<h2>What our delay gives you</h2><ul class=\"owed\"><li>You pay nothing for the labour</li>"

    private static func customer(_ desk: ServedDesk) async throws -> Browser {
        let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
        var customer = Browser(desk: desk)
        #expect(try await customer.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
        return customer
    }

    @Test func `what a broken promise gives stands on the ticket, and stays once it is solved`() async throws {
        let shift = Mutex(Duration.zero)
        let start = Machine.clocks.wall()
        let clocks = Clocks(wall: { start + shift.withLock { $0 } }, ticks: { shift.withLock { $0 } })
        try await ServedDesk.with(signsIn: true, clocks: clocks) { desk async throws in
            // Answered within 15 minutes and solved within 30, around the clock.
            let id = TicketID(desk.desk.newID())
            let opening = Ticket.Opening(
                id: id, customer: "c1", received: .onReceipt,
                attributes: [.category: "system-operations", .contract: "k1"])
            // The same without a contract.
            let bare = TicketID(desk.desk.newID())
            let bareOpening = Ticket.Opening(
                id: bare, customer: "c1", received: .onReceipt, attributes: [.category: "system-operations"])
            _ = try await desk.desk.perform(
                Request(.desk, .open(bareOpening, source: .edge), texts: [.init("text", "It burns")]))
            _ = try await desk.desk.perform(
                Request(.desk, .open(opening, source: .edge), texts: [.init("text", "It burns")]))
            let path = "/tickets/\(id)"
            var customer = try await Self.customer(desk)
            let inTime = try await customer.get(path).body
            #expect(!inTime.contains("later than promised") && inTime.contains("id=\"amends\" data-live hidden"))

            shift.withLock { $0 = .minutes(50) }
            let open = try await customer.get(path).body
            #expect(open.contains(Self.late) && open.contains(Self.gives) && !open.contains(Self.wasLate))
            let unpaid = try await customer.get("/tickets/\(bare)").body
            #expect(unpaid.contains(Self.late) && unpaid.contains("id=\"amends\" data-live hidden"))

            // Nothing that was promised is still to come.
            for event in [EventName.engaged, .resolved] {
                let done = Ticket.Command.record(event, occurred: .onReceipt, detail: .none, source: .edge)
                _ = try await desk.desk.perform(Request("agent:a7", .ticket(id, [done])))
            }
            let settled = try await customer.get(path).body
            #expect(settled.contains(Self.wasLate) && settled.contains(Self.gives) && !settled.contains(Self.late))

            // A link goes from hand to hand: it tells that it was late, and nothing of what that costs.
            let link = try await desk.identity.ticketLink(id, until: desk.desk.now + .hours(1))
            let shown = try await customer.get("/t/" + link).body
            #expect(shown.contains(Self.wasLate) && !shown.contains(Self.gives))
        }
    }
}
