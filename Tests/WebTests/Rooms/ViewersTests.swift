import Domain
import Support
import Testing

@testable import Pages
@testable import Web

/// Who looks at a ticket is seen by the others while they do, and not for long after.
@Suite struct ViewersTests {
    private static let start = Instant(milliseconds: 1_771_072_200_000)

    @Test func `whoever asks for a page no more is gone, and whoever leaves is gone at once`() {
        let viewers = Viewers()
        func others(after seconds: Int64) -> [Actor] {
            viewers.others(than: Actor("agent:bo"), "t", at: Self.start + .seconds(seconds))
        }
        viewers.come(Actor("agent:mei"), "t", page: "p1", at: Self.start)
        viewers.come(Actor("agent:bo"), "t", page: "p2", at: Self.start)
        #expect(others(after: 0) == [Actor("agent:mei")])
        #expect(others(after: 89) == [Actor("agent:mei")] && others(after: 90).isEmpty)
        // A page that is in front of somebody is asked for again by its script.
        viewers.come(Actor("agent:mei"), "t", page: nil, at: Self.start + .seconds(45))
        #expect(others(after: 120) == [Actor("agent:mei")])
        viewers.go(Actor("agent:mei"), "t", page: "p1")
        #expect(others(after: 46).isEmpty)
    }

    @Test func `a page that another of the same ticket has followed leaves nobody away`() {
        let viewers = Viewers()
        viewers.come(Actor("agent:mei"), "t", page: "p1", at: Self.start)
        // A browser says that a page is left once the next has come.
        viewers.come(Actor("agent:mei"), "t", page: "p2", at: Self.start)
        viewers.go(Actor("agent:mei"), "t", page: "p1")
        #expect(viewers.others(than: Actor("agent:bo"), "t", at: Self.start) == [Actor("agent:mei")])
        viewers.go(Actor("agent:mei"), "t", page: "p2")
        #expect(viewers.others(than: Actor("agent:bo"), "t", at: Self.start).isEmpty)
    }

    @Test func `of two pages of a ticket the one that stays is still in front of somebody`() async throws {
        try await ServedDesk.with(clocks: .standing) { desk async throws in
            let id = try await desk.open()
            var (agent, lead) = (RoomsTests.signedIn("agent", desk), RoomsTests.signedIn("lead", desk))
            func mark(_ page: String) -> String {
                String(page.split(separator: "data-page=\"").dropFirst().first?.prefix { $0 != "\"" } ?? "")
            }
            let first = mark(try await agent.get("/tickets/\(id)").body)
            let second = mark(try await agent.get("/tickets/\(id)").body)
            #expect(first != second)
            // The first is seen again, and the second is left.
            agent.more = "X-Yinuo-Part: 1\r\nX-Yinuo-Page: \(first)\r\n"
            _ = try await agent.get("/tickets/\(id)")
            agent.more = ""
            _ = try await agent.post("/tickets/\(id)/leave", "csrf=csrf-agent&page=\(second)")
            #expect(try await lead.get("/tickets/\(id)").body.contains("is looking too"))
            _ = try await agent.post("/tickets/\(id)/leave", "csrf=csrf-agent&page=\(first)")
            #expect(try await !lead.get("/tickets/\(id)").body.contains("is looking too"))
        }
    }

    @Test func `a page that is left says so, with its session's token`() async throws {
        try await ServedDesk.with(clocks: .standing) { desk async throws in
            let id = try await desk.open()
            var (agent, lead) = (RoomsTests.signedIn("agent", desk), RoomsTests.signedIn("lead", desk))
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("data-leave=\"/tickets/\(id)/leave\""))
            let mark = page.split(separator: "data-page=\"").dropFirst().first?.prefix { $0 != "\"" } ?? ""
            #expect(try await lead.get("/tickets/\(id)").body.contains("is looking too"))
            #expect(try await agent.post("/tickets/\(id)/leave", "page=\(mark)").status == 403)
            #expect(try await lead.get("/tickets/\(id)").body.contains("is looking too"))
            let left = try await agent.post("/tickets/\(id)/leave", "csrf=csrf-agent&page=\(mark)")
            #expect(left.status == 200 && left.body.isEmpty, "\(left.head)")
            #expect(try await !lead.get("/tickets/\(id)").body.contains("is looking too"))
            var auditor = RoomsTests.signedIn("auditor", desk)
            #expect(try await !auditor.get("/tickets/\(id)").body.contains("data-leave"), "nobody waits for them")
        }
    }
}
