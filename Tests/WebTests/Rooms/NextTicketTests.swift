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
}
