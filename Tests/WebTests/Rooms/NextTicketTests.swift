import Desk
import Domain
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// Whoever asks for the next ticket gets one of their teams' that waits for nobody else.
@Suite struct NextTicketTests {
    /// Agent `agent` of some teams.
    private static func join(_ teams: String, _ desk: ServedDesk) async throws {
        _ = try await desk.desk.perform(
            Request(.desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent", "teams": teams]))))
    }

    private static func next(_ desk: ServedDesk) async throws -> RawAnswer {
        var agent = RoomsTests.signedIn("agent", desk)
        return try await agent.post("/queue/next", "csrf=csrf-agent&back=%2Fqueue%3Fwhose%3Dmine")
    }

    /// A ticket that a team has.
    private static func open(_ team: String, _ desk: ServedDesk) async throws -> String {
        let id = try await desk.open()
        let assigned = try await desk.ask("lead", "POST", "/tickets/\(id)/acceptance", "{\"team\": \"\(team)\"}")
        #expect(assigned.status == 200, "\(assigned.raw.body)")
        return id
    }

    @Test(
        arguments: [
            ([], "Nothing waits to be taken just now."),
            (
                ["second-line"],
                "Nothing waits for your teams. Waiting for others: 1. <a href=\"/queue\">Whole queue</a>"
            ),
            (["second-line", "second-line"], "Nothing waits for your teams. Waiting for others: 2. <a"),
        ] as [([String], String)])
    func `where only other teams' tickets wait it says so, and leads there`(
        _ teams: [String], _ told: String
    ) async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.join("first-line", desk)
            for team in teams { _ = try await Self.open(team, desk) }
            let none = try await Self.next(desk)
            #expect(none.status == 200 && none.body.contains(told), "\(none.head)")
        }
    }

    @Test(arguments: ["first-line", "second-line", "second-line first-line", ""])
    func `a ticket on offer waits for its answer, whoever asks for the next`(_ teams: String) async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.join(teams, desk)
            let id = try await Self.open("first-line", desk)
            let offered = try await desk.ask("lead", "POST", "/tickets/\(id)/hand-over", #"{"team": "second-line"}"#)
            #expect(offered.status == 200, "\(offered.raw.body)")
            let asked = try await Self.next(desk)
            if teams == "first-line" {
                #expect(asked.status == 200, "\(asked.head)")
                #expect(asked.body.contains("Nothing waits for your teams. Waiting for others: 1."))
            } else {
                #expect(asked.header("Location") == "/tickets/\(id)", "to answer it: \(asked.head)")
            }
            #expect(try await desk.ask("agent", "GET", "/tickets/\(id)").json["attributes"]?["agent"] == nil)
            // Answered, it waits like any other.
            _ = try await desk.ask("lead", "POST", "/tickets/\(id)/acceptance", #"{"team": "second-line"}"#)
            let taken = try await Self.next(desk)
            #expect((taken.header("Location") == "/tickets/\(id)") == (teams != "first-line"), "\(taken.head)")
        }
    }

    @Test func `what can be taken comes before what is on offer, however urgent that is`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.join("second-line", desk)
            let offered = try await Self.open("first-line", desk)
            _ = try await desk.ask("lead", "POST", "/tickets/\(offered)/hand-over", #"{"team": "second-line"}"#)
            let free = try await Self.open("second-line", desk)
            #expect(try await Self.next(desk).header("Location") == "/tickets/\(free)")
            #expect(try await Self.next(desk).header("Location") == "/tickets/\(offered)")
        }
    }

    @Test(arguments: [("first-line", 303), ("third-line", 409)])
    func `whoever accepts what is on offer no more is led to the ticket, whoever answered`(
        _ holder: String, _ status: Int
    ) async throws {
        try await ServedDesk.with { desk async throws in
            _ = try await desk.desk.perform(
                Request(.desk, .record(.team, "third-line", .put(["title.en": "Third line"]))))
            try await Self.join("first-line", desk)
            let id = try await Self.open("second-line", desk)
            for path in ["hand-over", "acceptance"] {
                let done = try await desk.ask("lead", "POST", "/tickets/\(id)/\(path)", "{\"team\": \"\(holder)\"}")
                #expect(done.status == 200, "\(done.raw.body)")
            }
            let before = try await desk.desk.edges.store.head().next
            var agent = RoomsTests.signedIn("agent", desk)
            let late = try await agent.post("/tickets/\(id)/accept", "csrf=csrf-agent&once=a")
            #expect(late.status == status, "\(late.head)")
            if status == 409 {
                #expect(late.body.contains("was not offered to “first line”") && late.body.contains("data-ticket"))
            }
            #expect(try await desk.desk.edges.store.head().next == before)
        }
    }

    @Test func `a ticket on offer is among those of the team that was asked, and its row says so`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.join("second-line", desk)
            let id = try await Self.open("first-line", desk)
            var agent = RoomsTests.signedIn("agent", desk)
            #expect(try await !agent.get("/queue?whose=my-teams").body.contains("data-id=\"\(id)\""))
            _ = try await desk.ask("lead", "POST", "/tickets/\(id)/hand-over", #"{"team": "second-line"}"#)
            let asked = try await agent.get("/queue?whose=my-teams").body
            #expect(asked.contains("data-id=\"\(id)\"") && asked.contains("</i>Offered to Second line</em>"))
            _ = try await desk.ask("lead", "POST", "/tickets/\(id)/acceptance", #"{"team": "second-line"}"#)
            let taken = try await agent.get("/queue?whose=my-teams").body
            #expect(taken.contains("data-id=\"\(id)\"") && !taken.contains("Offered to"))
        }
    }

    @Test(arguments: [("", "You are in no team"), ("first-line", "No tickets here")])
    func `whoever is in no team is told so where their teams' tickets would be`(
        _ teams: String, _ told: String
    ) async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.join(teams, desk)
            var agent = RoomsTests.signedIn("agent", desk)
            #expect(try await agent.get("/queue?whose=my-teams").body.contains("<h2>\(told)</h2>"))
        }
    }

    @Test func `an offer is shown until it is answered or the ticket is solved, on the page as to programs`()
        async throws
    {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.open("first-line", desk)
            func shown() async throws -> String {
                var agent = RoomsTests.signedIn("agent", desk)
                let isOnPage = try await agent.get("/tickets/\(id)").body.contains("class=\"offer\"")
                let ticket = try await desk.ask("agent", "GET", "/tickets/\(id)").json
                return "\(isOnPage) \(ticket["offered"]?.string ?? "nobody")"
            }
            #expect(try await shown() == "false nobody")
            _ = try await desk.ask("lead", "POST", "/tickets/\(id)/hand-over", #"{"team": "second-line"}"#)
            #expect(try await shown() == "true second-line")
            let solved = try await desk.ask("lead", "POST", "/tickets/\(id)/resolution", #"{"text": "New toner."}"#)
            #expect(solved.status == 200, "\(solved.raw.body)")
            #expect(try await shown() == "false nobody")
            let late = try await desk.ask("lead", "POST", "/tickets/\(id)/hand-over", #"{"team": "second-line"}"#)
            #expect(late.status == 409, "\(late.raw.body)")
        }
    }
}
