import Desk
import Domain
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// Whoever asks says what kind of matter it is, or somebody who serves does; from then on something is promised.
@Suite struct CategoriesTests {
    private static func open(_ desk: ServedDesk) async throws -> String {
        let reply = try await desk.ask("agent", "POST", "/tickets", #"{"customer": "c1"}"#)
        #expect(reply.status == 201, "\(reply.raw.body)")
        return String(reply.json["stream"]?.string?.dropFirst("ticket/".count) ?? "")
    }

    @Test func `a ticket without a grade stands before all that is in time, until its category is known`()
        async throws
    {
        try await ServedDesk.with { desk async throws in
            let graded = try await desk.open()
            let id = try await Self.open(desk)
            var agent = RoomsTests.signedIn("agent", desk)
            let queue = try await agent.get("/queue").body
            let first = try #require(queue.firstRange(of: "data-id=\"\(id)\""))
            let second = try #require(queue.firstRange(of: "data-id=\"\(graded)\""))
            #expect(first.lowerBound < second.lowerBound)
            let (ungraded, fine) = (
                try await agent.get("/queue?risk=ungraded").body, try await agent.get("/queue?risk=fine").body
            )
            #expect(ungraded.contains("data-id=\"\(id)\"") && !fine.contains("data-id=\"\(id)\""))

            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("Ungraded") && page.contains("id=\"deed-grade\""))
            let version = try await agent.field("version", of: "/tickets/\(id)")
            let form = "csrf=csrf-agent&version=\(version)&once=g&category=ordinary-fault"
            for _ in 0..<2 { #expect(try await agent.post("/tickets/\(id)/grade", form).status == 303) }
            let ticket = try await desk.ask("agent", "GET", "/tickets/\(id)").json
            #expect(ticket["attributes"]?["category"]?.string == "ordinary-fault")
            #expect(ticket["clocks"]?.list.isEmpty == false, "something is promised now")
            let after = try await agent.get("/tickets/\(id)").body
            #expect(after.contains(">Change the category</summary>") && !after.contains("Choose a category"))
            #expect(after.contains("<option value=\"ordinary-fault\" selected"))
        }
    }

    @Test func `a category that was wrong is corrected, and the grade follows; less is promised only for a reason`()
        async throws
    {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.open(desk)
            var agent = RoomsTests.signedIn("agent", desk)
            func change(_ category: String, _ more: String = "") async throws -> RawAnswer {
                let version = try await agent.field("version", of: "/tickets/\(id)")
                let form = "csrf=csrf-agent&version=\(version)&once=\(version)\(more.count)&category=\(category)\(more)"
                return try await agent.post("/tickets/\(id)/grade", form)
            }
            func grades() async throws -> [GradeID] {
                try await desk.desk.ticket(TicketID(id))?.ticket.course.grades.map(\.grade) ?? []
            }
            #expect(try await change("ordinary-fault").status == 303)
            #expect(try await change("major-fault").status == 303)
            #expect(try await grades() == ["tier-1"], "the same strand, not one more")
            let before = try await desk.desk.edges.store.head().next
            let refused = try await change("ordinary-fault")
            #expect(refused.status == 409 && refused.body.contains("<option value=\"ordinary-fault\" selected"))
            #expect(refused.body.contains("name=\"reason\"") && refused.body.contains("role=\"alert\""))
            #expect(try await desk.desk.edges.store.head().next == before, "neither the category nor the grade")
            #expect(try await change("ordinary-fault", "&reason=One+printer+only").status == 303)
            #expect(try await grades() == ["tier-2"])
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("Regraded") && page.contains("One printer only"))
            _ = try await desk.ask("agent", "PATCH", "/tickets/\(id)", #"{"category": "major-fault"}"#)
            #expect(try await grades() == ["tier-2"], "a program says whether the grade follows")
            let asked = try await desk.ask(
                "agent", "PATCH", "/tickets/\(id)", #"{"category": "data-security", "regrade": true}"#)
            #expect(asked.status == 200, "\(asked.raw.body)")
            #expect(try await grades() == ["tier-1"])
            _ = try await desk.ask("agent", "POST", "/tickets/\(id)/resolution", "{}")
            let over = try await agent.get("/tickets/\(id)").body
            #expect(!over.contains("id=\"deed-grade\""), "what is settled keeps its category")
        }
    }

    @Test func `whichever of two changes of category comes last, the grade is that category's`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.open(desk)
            let path = "/tickets/\(id)"
            _ = try await desk.ask("agent", "PATCH", path, #"{"category": "ordinary-fault"}"#)
            for _ in 0..<10 {
                async let more = desk.ask("agent", "PATCH", path, #"{"category": "major-fault", "regrade": true}"#)
                async let less = desk.ask(
                    "lead", "PATCH", path,
                    #"{"category": "ordinary-fault", "regrade": true, "reason": "One printer only"}"#)
                for reply in try await [more, less] { #expect(reply.status == 200, "\(reply.raw.body)") }
                let ticket = try #require(try await desk.desk.ticket(TicketID(id))?.ticket)
                let isMajor = ticket.attributes[.category] == "major-fault"
                #expect(ticket.course.grades.map(\.grade) == [isMajor ? "tier-1" : "tier-2"])
            }
        }
    }

    @Test(arguments: ["", "&category=", "&category=no-such"])
    func `a category that no policy grades is none`(sent: String) async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.open(desk)
            var agent = RoomsTests.signedIn("agent", desk)
            let before = try await desk.desk.edges.store.head().next
            let refused = try await agent.post("/tickets/\(id)/grade", "csrf=csrf-agent\(sent)")
            #expect(refused.status == 409 && refused.body.contains("role=\"alert\""), "\(refused.head)")
            #expect(try await desk.desk.edges.store.head().next == before)
        }
    }

    @Test func `whoever gives a category sees what others have made of the ticket meanwhile`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.open(desk)
            var agent = RoomsTests.signedIn("agent", desk)
            let version = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.ask(
                "lead", "PATCH", "/tickets/\(id)",
                #"{"category": "feedback", "grades": [{"policy": "standard", "grade": "feedback"}]}"#)
            let late = try await agent.post(
                "/tickets/\(id)/grade", "csrf=csrf-agent&version=\(version)&category=ordinary-fault")
            #expect(late.status == 409, "\(late.head)")
            let ticket = try await desk.ask("agent", "GET", "/tickets/\(id)").json
            #expect(ticket["attributes"]?["category"]?.string == "feedback")
        }
    }

    @Test func `customers are offered what is dealt with for them, and what its record says`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
            var customer = RoomsTests.Browser(desk: desk)
            #expect(try await customer.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
            let before = try await customer.get("/submit").body
            #expect(before.contains("<option value=\"ordinary-fault\"") && before.contains("<optgroup label="))
            #expect(before.contains("<option value=\"feedback\""))
            #expect(!before.contains("<option value=\"holiday-preparation\""), "a step of ours")
            for (id, said) in [("holiday-preparation", "yes"), ("feedback", "no")] {
                let values: [String: String?] = ["title.en": "As it is called", "customers": said]
                _ = try await desk.desk.perform(Request(.desk, .record(.category, RecordID(id), .put(values))))
            }
            let after = try await customer.get("/submit").body
            #expect(after.contains("<option value=\"holiday-preparation\""))
            #expect(!after.contains("<option value=\"feedback\""))
        }
    }

    @Test func `the chosen counter of a queue leads back to all of it`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = RoomsTests.signedIn("agent", desk)
            let all = try await agent.get("/queue").body
            #expect(all.contains("href=\"/queue?risk=at-risk\"") && !all.contains(">Clear</a>"))
            let chosen = try await agent.get("/queue?whose=mine&risk=at-risk").body
            #expect(chosen.contains("href=\"/queue?whose=mine\" data-risk=\"at-risk\" aria-current=\"true\""))
            #expect(chosen.contains(">Clear</a>"))
        }
    }
}
