import Desk
import Domain
import Support
import Testing
import Wire

@testable import Pages
@testable import Web

/// The story on a ticket's page is kept, and tells everything by the name that it has now.
@Suite struct TicketStoryTests {
    private static func page(_ id: String, _ desk: ServedDesk) async throws -> String {
        var agent = RoomsTests.signedIn("agent", desk)
        return try await agent.get("/tickets/\(id)").body
    }

    private static func put(_ record: String, _ values: String, _ desk: ServedDesk) async throws {
        let put = try await desk.ask("administrator", "PUT", "/records/\(record)", #"{"values": \#(values)}"#)
        #expect(put.status < 300, "\(put.raw.body)")
    }

    /// Looked at twice, the second time as it was kept.
    private static func expect(
        _ id: String, _ desk: ServedDesk, _ shown: String, not gone: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        for _ in 0..<2 {
            let page = try await Self.page(id, desk)
            #expect(page.contains(shown), sourceLocation: location)
            if let gone { #expect(!page.contains(gone), sourceLocation: location) }
        }
    }

    @Test func `a team and a follower are called as they are called now`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open("c1", #", "team": "first-line""#)
            let followed = try await desk.ask("agent", "PUT", "/tickets/\(id)/followers/a7")
            #expect(followed.status < 300, "\(followed.raw.body)")
            try await Self.expect(id, desk, ">王芳</dd>", not: ">a7</dd>")
            try await Self.expect(id, desk, ">First line</dd>")
            try await Self.put("team/first-line", #"{"title.en": "Front desk"}"#, desk)
            try await Self.expect(id, desk, ">Front desk</dd>", not: "First line")
            try await Self.put("agent/a7", #"{"name": "Fang Wang", "role": "agent"}"#, desk)
            try await Self.expect(id, desk, ">Fang Wang</dd>", not: "王芳")
        }
    }

    @Test func `an erased agent is named nowhere`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            let followed = try await desk.ask("agent", "PUT", "/tickets/\(id)/followers/a7")
            #expect(followed.status < 300, "\(followed.raw.body)")
            try await Self.expect(id, desk, "王芳")
            _ = try await desk.desk.perform(Request(.desk, .record(.agent, "a7", .erase)))
            try await Self.expect(id, desk, ">a7</dd>", not: "王芳")
        }
    }

    @Test func `a story that a refused form told first names what the page names`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open("c1", #", "team": "first-line""#)
            _ = try await desk.ask("agent", "PUT", "/tickets/\(id)/followers/a7")
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "It is the X200"}"#)
            var agent = RoomsTests.signedIn("agent", desk)
            let conflict = try await agent.post(
                "/tickets/\(id)/reply", "csrf=csrf-agent&version=0&once=a&text=Which+model%3F")
            #expect(conflict.status == 409, "\(conflict.head)")
            for page in [conflict.body, try await Self.page(id, desk)] {
                #expect(page.contains(">First line</dd>") && page.contains(">王芳</dd>"))
            }
        }
    }

    @Test func `what is not at hand is told, and what has no name is not`() async throws {
        try await ServedDesk.with { desk async throws in
            let names = Names(desk.desk)
            let (before, after, nobody) = (Gaps(), Gaps(), Gaps())
            #expect(names.called(.team, "first-line", .en, before) == "first-line")
            #expect(!before.isEmpty)
            try await names.load([(.team, "first-line"), (.team, "nowhere")], desk.desk)
            #expect(names.called(.team, "first-line", .en, after) == "First line")
            #expect(after.isEmpty)
            #expect(names.called(.team, "nowhere", .en, nobody) == "nowhere")
            #expect(nobody.isEmpty)

            let policy = try #require(desk.desk.policiesAtHand.first)
            let grade = GradeRef(policy: policy.version, grade: try #require(policy.policy.grades.first).id)
            let (unheard, heard) = (Gaps(), Gaps())
            #expect(names.title(of: grade, .en, [], unheard) == grade.grade.rawValue)
            #expect(!unheard.isEmpty)
            _ = names.title(of: grade, .en, desk.desk.policiesAtHand, heard)
            #expect(heard.isEmpty)
        }
    }
}
