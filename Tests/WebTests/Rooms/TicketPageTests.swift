import Desk
import Domain
import Foundation
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// What a ticket's page says of it is so: who did what and when, what a reply keeps, and what it is linked to.
@Suite struct TicketPageTests {
    private typealias Browser = RoomsTests.Browser

    private static func agent(_ desk: ServedDesk) -> Browser { RoomsTests.signedIn("agent", desk) }

    /// A ticket that was received before now.
    private static func opened(
        _ ago: Domain.Duration, _ grade: GradeID, _ desk: ServedDesk
    ) async throws -> TicketID {
        let id = TicketID(desk.desk.newID())
        let opening = Ticket.Opening(id: id, customer: "c1", received: desk.desk.now - ago)
        _ = try await desk.desk.perform(Request(.desk, .open(opening, [Grading("standard", grade)], source: .history)))
        return id
    }

    /// From where something stands to where something else does.
    private static func piece(_ page: String, from: String, to: String) -> String {
        page.components(separatedBy: from).dropFirst().first?.components(separatedBy: to).first ?? ""
    }

    @Test func `a part tells its split when somebody did it, and its receipt when the whole came`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.opened(.minutes(25), "tier-2", desk)
            var agent = Self.agent(desk)
            let split = try await agent.post(
                "/tickets/\(id)/split", "csrf=csrf-agent&once=s&subject=The+second+valve&text=It+drips+too")
            let part = TicketID(try #require(split.header("Location")?.split(separator: "/").last.map(String.init)))
            let whole = try #require(try await desk.desk.ticket(id)).ticket.course.received
            let entry = try #require(try await desk.desk.edges.store.streams([.ticket(part)])[.ticket(part)]?.first)
            #expect(entry.occurred == whole && entry.recorded > whole)
            let page = try await agent.get("/tickets/\(part)").body
            let told = Self.piece(page, from: "<b>Split from", to: "</div>")
            #expect(told.contains("datetime=\"\(entry.recorded.text(in: .utc))\""), "\(told)")
            let head = Self.piece(page, from: "<header id=\"ticket-head\"", to: "</header>")
            #expect(head.contains("datetime=\"\(whole.text(in: .utc))\""), "\(head)")
        }
    }

    @Test func `a reply is offered nothing that it does anyway, and keeps no promise that is broken`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await Self.opened(.minutes(40), "failure-1", desk)
            var agent = Self.agent(desk)
            let page = try await agent.get("/tickets/\(id)").body
            let late = Self.piece(page, from: "<option value=\"mobilised\"", to: "</option>")
            #expect(!late.isEmpty && !late.contains("keeps"), "\(late)")
            let inTime = Self.piece(page, from: "<option value=\"announced\"", to: "</option>")
            #expect(inTime.contains("(keeps "), "\(inTime)")
            let other = try await desk.open()
            let plain = try await agent.get("/tickets/\(other)").body
            #expect(plain.contains("data-deed=\"engage\"") && !plain.contains("<option value=\"engaged\""))
        }
    }

    @Test(arguments: ["related", "duplicate", "blocks"])
    func `a link is shown at both its ends by what the other is about, and goes at both`(
        _ listing: String
    ) async throws {
        try await ServedDesk.with { desk async throws in
            let one = try await desk.open("c1", #", "subject": "The first valve", "text": "It drips""#)
            let other = try await desk.open("c1", #", "subject": "The pump", "text": "It hums""#)
            func related(_ id: String) async throws -> [String?] {
                try await desk.ask("agent", "GET", "/tickets/\(id)").json["lists"]?["related"]?.list.map(\.string) ?? []
            }
            var agent = Self.agent(desk)
            let before = try await desk.desk.edges.store.head().next
            let form = "csrf=csrf-agent&listing=\(listing)&other=\(other)"
            #expect(try await agent.post("/tickets/\(one)/link", form).status == 303)
            let written = try await desk.desk.edges.store.read(before, 100)
            #expect(written.map(\.stream) == [.ticket(TicketID(one)), .ticket(TicketID(other))])
            #expect(Set(written.map(\.recorded)).count == 1, "one decision has one instant")
            #expect(try await related(other) == [one])
            let pages = [
                (one, "<a href=\"/tickets/\(other)\" dir=\"auto\">The pump</a> <code>\(other)</code>"),
                (other, "<a href=\"/tickets/\(one)\" dir=\"auto\">The first valve</a> <code>\(one)</code>"),
            ]
            for (id, link) in pages { #expect(try await agent.get("/tickets/\(id)").body.contains(link), "\(link)") }
            // Said again it is said already.
            let head = try await desk.desk.edges.store.head().next
            _ = try await desk.ask("agent", "PUT", "/tickets/\(other)/related/\(one)")
            #expect(try await desk.desk.edges.store.head().next == head)
            #expect(try await agent.post("/tickets/\(one)/unlink", form).status == 303)
            for id in [one, other] { #expect(try await related(id).isEmpty, "\(id)") }
        }
    }

    @Test(arguments: [
        ("related", "Related ticket", "Related ticket"), ("blocks", "Blocked ticket", "Blocked by"),
        ("duplicates", "Duplicate", "Duplicate of"),
    ])
    func `each end of a link says which end it is`(_ path: String, _ here: String, _ there: String) async throws {
        try await ServedDesk.with { desk async throws in
            let (one, other) = (try await desk.open(), try await desk.open())
            #expect(try await desk.ask("agent", "PUT", "/tickets/\(one)/\(path)/\(other)").status == 200)
            var agent = Self.agent(desk)
            for (id, link) in [
                (one, "<dt>\(here)</dt><dd><a href=\"/tickets/\(other)\""),
                (other, "<dt>\(there)</dt><dd><a href=\"/tickets/\(one)\""),
            ] {
                #expect(try await agent.get("/tickets/\(id)").body.contains(link), "\(link)")
            }
        }
    }

    @Test func `a link goes at both ends with the last of what one of them lists`() async throws {
        try await ServedDesk.with { desk async throws in
            let (one, other) = (try await desk.open(), try await desk.open())
            for (id, path) in [(one, "blocks/\(other)"), (other, "duplicates/\(one)")] {
                #expect(try await desk.ask("agent", "PUT", "/tickets/\(id)/\(path)").status == 200)
            }
            #expect(try await desk.ask("agent", "DELETE", "/tickets/\(other)/duplicates/\(one)").status == 200)
            func blocks() async throws -> [String?] {
                let lists = try await desk.ask("agent", "GET", "/tickets/\(one)").json["lists"]
                return lists?["blocks"]?.list.map(\.string) ?? []
            }
            // The way back to the first is a link of its own, and holds both.
            #expect(try await blocks() == [other])
            #expect(try await desk.ask("agent", "DELETE", "/tickets/\(other)/related/\(one)").status == 200)
            #expect(try await blocks() == [])
            // What is taken away where it is not listed changes neither end.
            #expect(try await desk.ask("agent", "PUT", "/tickets/\(one)/blocks/\(other)").status == 200)
            let head = try await desk.desk.edges.store.head().next
            _ = try await desk.ask("agent", "DELETE", "/tickets/\(other)/duplicates/\(one)")
            #expect(try await desk.desk.edges.store.head().next == head)
        }
    }

    @Test func `the address of a form leads to the page that it stands on`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            var places: [(form: String, page: String)] = []
            for deed in Deed.allCases { places.append(("/tickets/\(id)/\(deed.rawValue)", "/tickets/\(id)")) }
            for deed in Address.Access.allCases { places.append(("/access/\(deed.rawValue)", "/access")) }
            for deed in Address.Account.allCases { places.append(("/accounts/\(deed.rawValue)", "/accounts")) }
            for (form, page) in places {
                let shown = try await agent.get(form)
                #expect(shown.status == 303 && shown.header("Location") == page, "\(form): \(shown.head)")
            }
            var stranger = Browser(desk: desk)
            let door = try await stranger.get("/tickets/\(id)/grade")
            #expect(door.header("Location")?.hasPrefix("/sign-in") == true, "\(door.head)")
        }
    }

    @Test func `a form that was done is told by its word, and one that was refused is not`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let form = "csrf=csrf-agent&subject=The+valve&text=It+drips"
            let refused = try await agent.post("/tickets/\(id)/split", "csrf=csrf-agent&once=s-split&subject=&text=")
            #expect(refused.status == 409 && refused.header("Set-Cookie") == nil, "\(refused.head)")
            let odd = try await agent.post("/tickets/\(id)/split", form + "&once=a%0D%0Ab%3Bc")
            #expect(odd.status == 303 && odd.header("Set-Cookie") == nil, "\(odd.head)")
            let split = try await agent.post("/tickets/\(id)/split", form + "&once=s-split")
            #expect(split.status == 303, "\(split.head)")
            #expect(split.header("Set-Cookie")?.hasPrefix("yinuo-done=s-split;") == true, "\(split.head)")
        }
    }

    @Test func `a contract is shown by its number, and colleagues of one name by their ids`() async throws {
        try await ServedDesk.with { desk async throws in
            func put(_ kind: RecordKind, _ id: RecordID, _ values: [String: String?]) async throws {
                _ = try await desk.desk.perform(Request(.desk, .record(kind, id, .put(values))))
            }
            try await put(.agent, "a8", ["name": "王芳", "role": "agent"])
            try await put(.agent, "a9", ["name": "Li Wei", "role": "agent"])
            let id = try await desk.open()
            let set = try await desk.ask("agent", "PATCH", "/tickets/\(id)", #"{"contract": "k1"}"#)
            #expect(set.status == 200, "\(set.raw.body)")
            var agent = Self.agent(desk)
            let bare = try await agent.get("/tickets/\(id)").body
            #expect(!bare.contains("<dt>Contract</dt>"))
            for choice in ["王芳 (a7)</option>", "王芳 (a8)</option>", "Li Wei</option>"] {
                #expect(bare.contains(choice), "\(choice)")
            }
            // The number may well be the id.
            for number in ["C-2026-7", "k1"] {
                let contract: [String: String?] = [
                    "customer": "c1", "amount": "CNY 100000.00", "hourly-rate": "CNY 300.00", "number": number,
                ]
                try await put(.contract, "k1", contract)
                let page = try await agent.get("/tickets/\(id)").body
                #expect(page.contains("<dt>Contract</dt><dd>\(number)</dd>"), "\(number)")
            }
        }
    }
}
