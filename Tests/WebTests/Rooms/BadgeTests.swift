import Desk
import Domain
import Edges
import Support
import Synchronization
import Testing
import Wire

@testable import Pages
@testable import Web

/// What a ticket's own page says of time is true of all that was promised.
@Suite struct BadgeTests {
    private struct Told: Equatable {
        let risk: Risk?
        let wasBroken: Bool
    }

    private static func told(_ id: String, _ desk: ServedDesk) async throws -> Told {
        let view = try #require(try await desk.desk.ticket(TicketID(id)))
        return Told(risk: view.badge(at: desk.desk.now), wasBroken: view.wasBroken)
    }

    @Test func `a promise that was broken is told while the ticket is open, and no settled one is in time`()
        async throws
    {
        let shift = Mutex(Duration.zero)
        let start = Machine.clocks.wall()
        let clocks = Clocks(wall: { start + shift.withLock { $0 } }, ticks: { shift.withLock { $0 } })
        try await ServedDesk.with(clocks: clocks) { desk async throws in
            // Somebody is at work within 45 minutes, the cause is found within two hours.
            let opened = try await desk.ask(
                "agent", "POST", "/tickets",
                #"{"customer": "c1", "grades": [{"policy": "standard", "grade": "failure-2"}]}"#)
            let id = String(opened.json["stream"]?.string?.dropFirst("ticket/".count) ?? "")
            #expect(try await Self.told(id, desk) == Told(risk: .fine, wasBroken: false))
            shift.withLock { $0 = .minutes(50) }
            #expect(try await Self.told(id, desk) == Told(risk: .breached, wasBroken: false))
            let late = try await desk.ask("agent", "POST", "/tickets/\(id)/events", #"{"event": "mobilised"}"#)
            #expect(late.status == 200, "\(late.raw.body)")
            // What still runs is in time, and not the whole.
            #expect(try await Self.told(id, desk) == Told(risk: nil, wasBroken: true))
            var agent = RoomsTests.signedIn("agent", desk)
            let open = try await agent.get("/tickets/\(id)").body
            #expect(open.contains("Was late</span>") && !open.contains("In time"))
            let solved = try await desk.ask("agent", "POST", "/tickets/\(id)/resolution", "{}")
            #expect(solved.status == 200, "\(solved.raw.body)")
            let settled = try await agent.get("/tickets/\(id)").body
            #expect(!settled.contains("Was late</span>") && !settled.contains("In time"))
        }
    }
}
