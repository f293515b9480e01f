import Desk
import Domain
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// A hand-over is answered by the team that was asked, and ends with somebody who has the ticket.
@Suite struct HandOverTests {
    private static func agent(_ id: RecordID, _ name: String, of teams: String, _ desk: ServedDesk) async throws {
        _ = try await desk.desk.perform(
            Request(.desk, .record(.agent, id, .put(["name": name, "role": "agent", "teams": teams]))))
    }

    /// A ticket of the first line that `a7` has and the second line is asked to take over.
    private static func offered(_ desk: ServedDesk) async throws -> String {
        let id = try await desk.open("c1", #", "team": "first-line""#)
        let given = try await desk.ask("administrator", "PATCH", "/tickets/\(id)", #"{"agent": "a7"}"#)
        #expect(given.status == 200, "\(given.raw.body)")
        let asked = try await desk.ask("lead", "POST", "/tickets/\(id)/hand-over", #"{"team": "second-line"}"#)
        #expect(asked.status == 200, "\(asked.raw.body)")
        return id
    }

    private static func owner(_ id: String, _ desk: ServedDesk) async throws -> String? {
        try await desk.ask("agent", "GET", "/tickets/\(id)").json["attributes"]?["agent"]?.string
    }

    @Test(arguments: [("second-line", "agent"), ("", nil)] as [(String, String?)])
    func `what is taken over is theirs who do it for their team, and no more theirs who gave it away`(
        _ teams: String, _ owner: String?
    ) async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.agent("a7", "王芳", of: "first-line", desk)
            try await Self.agent("agent", "Li Wei", of: teams, desk)
            let id = try await Self.offered(desk)
            var agent = RoomsTests.signedIn("agent", desk)
            #expect(try await agent.get("/tickets/\(id)").body.contains(">Take over for Second line</button>"))
            let before = try await desk.desk.edges.store.head().next
            let taken = try await agent.post("/tickets/\(id)/accept", "csrf=csrf-agent&once=a")
            #expect(taken.status == 303, "\(taken.head)")
            #expect(try await desk.ask("agent", "GET", "/tickets/\(id)").json["holder"]?.string == "second-line")
            #expect(try await Self.owner(id, desk) == owner)
            let written = try await desk.desk.edges.store.read(before, 100).filter {
                $0.stream == .ticket(TicketID(id))
            }
            #expect(written.count == 2 && Set(written.map(\.recorded)).count == 1, "one decision has one instant")
        }
    }

    @Test(arguments: [("first-line", nil), ("first-line second-line", "a7"), ("", "a7")] as [(String, String?)])
    func `an agent of the team that takes it over keeps it, or one of no team, whoever says so`(
        _ teams: String, _ owner: String?
    ) async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.agent("a7", "王芳", of: teams, desk)
            let id = try await Self.offered(desk)
            let taken = try await desk.ask("lead", "POST", "/tickets/\(id)/acceptance", #"{"team": "second-line"}"#)
            #expect(taken.status == 200, "\(taken.raw.body)")
            #expect(try await Self.owner(id, desk) == owner)
        }
    }

    @Test func `what was never offered stays with its agent, whatever team has it`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.agent("a7", "王芳", of: "first-line", desk)
            let id = try await desk.open()
            _ = try await desk.ask("administrator", "PATCH", "/tickets/\(id)", #"{"agent": "a7"}"#)
            let given = try await desk.ask("lead", "POST", "/tickets/\(id)/acceptance", #"{"team": "second-line"}"#)
            #expect(given.status == 200, "\(given.raw.body)")
            #expect(try await Self.owner(id, desk) == "a7")
        }
    }

    @Test func `another team's people can't answer for it`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.agent("agent", "Li Wei", of: "first-line", desk)
            let id = try await Self.offered(desk)
            var agent = RoomsTests.signedIn("agent", desk)
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("class=\"offer\"") && !page.contains("data-deed=\"accept\""))
            let before = try await desk.desk.edges.store.head().next
            _ = try await agent.post("/tickets/\(id)/accept", "csrf=csrf-agent&once=a")
            #expect(try await desk.desk.edges.store.head().next == before)
        }
    }

    @Test func `why it is handed over is told to that team, in the same decision, and to no customer`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = RoomsTests.signedIn("agent", desk)
            let form = "csrf=csrf-agent&text=They+know+valves"
            let refused = try await agent.post("/tickets/\(id)/hand-over", form + "&once=a&team=nobody")
            #expect(refused.status == 409 && refused.body.contains("They know valves</textarea>"), "\(refused.head)")
            let before = try await desk.desk.edges.store.head().next
            let sent = try await agent.post("/tickets/\(id)/hand-over", form + "&once=b&team=second-line")
            #expect(sent.status == 303, "\(sent.head)")
            let written = try await desk.desk.edges.store.read(before, 100)
            #expect(written.count == 2 && Set(written.map(\.recorded)).count == 1, "one decision has one instant")
            #expect(try await desk.ask("agent", "GET", "/tickets/\(id)").json["offered"]?.string == "second-line")
            #expect(try await agent.get("/tickets/\(id)").body.contains("They know valves"))
            #expect(try await !desk.ask("c1", "GET", "/tickets/\(id)/messages").raw.body.contains("valves"))
        }
    }
}
