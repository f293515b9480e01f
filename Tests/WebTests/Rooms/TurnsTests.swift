import Desk
import Domain
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// Whose turn it is: a question reaches the customer, their answer ends the wait, and both sides are told how it stands.
@Suite struct TurnsTests {
    private typealias Browser = RoomsTests.Browser

    private static func agent(_ desk: ServedDesk) -> Browser { RoomsTests.signedIn("agent", desk) }

    private static func state(_ id: String, _ desk: ServedDesk) async throws -> String? {
        try await desk.ask("agent", "GET", "/tickets/\(id)").json["state"]?.string
    }

    /// What is written of a ticket while something is done.
    private static func written(
        _ id: String, _ desk: ServedDesk, by deed: () async throws -> Void
    ) async throws -> [Journal.Entry] {
        let before = try await desk.desk.edges.store.head().next
        try await deed()
        return try await desk.desk.edges.store.read(before, 100).filter { $0.stream == .ticket(TicketID(id)) }
    }

    @Test func `what we wait for from the customer is asked of them, and no other wait is`() async throws {
        try await ServedDesk.with { desk async throws in
            let (id, other) = (try await desk.open(), try await desk.open())
            var agent = Self.agent(desk)
            let asked = try await Self.written(id, desk) {
                let sent = try await agent.post(
                    "/tickets/\(id)/wait", "csrf=csrf-agent&once=a&waiting=customer&text=Which+model%3F")
                #expect(sent.status == 303, "\(sent.head)")
            }
            #expect(asked.map(\.event.subject) == ["ticket-agent-message", "ticket-engaged", "ticket-paused"])
            #expect(try await Self.state(id, desk) == "waiting-customer")
            #expect(try await desk.ask("c1", "GET", "/tickets/\(id)/messages").raw.body.contains("Which model?"))

            let waits = try await Self.written(other, desk) {
                let sent = try await agent.post(
                    "/tickets/\(other)/wait", "csrf=csrf-agent&once=b&waiting=supplier&text=Their+stock")
                #expect(sent.status == 303, "\(sent.head)")
            }
            #expect(waits.map(\.event.subject) == ["ticket-paused"])
            #expect(try await !desk.ask("c1", "GET", "/tickets/\(other)/messages").raw.body.contains("Their stock"))
        }
    }

    @Test func `a ticket's page shows what was just written, and nothing of whoever is erased`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            func page() async throws -> String {
                var agent = Self.agent(desk)
                return try await agent.get("/tickets/\(id)").body
            }
            func called(_ name: String) async throws {
                let values = #"{"values": {"name": "\#(name)", "role": "agent"}}"#
                let put = try await desk.ask("administrator", "PUT", "/records/agent/a1", values)
                #expect(put.status == 200, "\(put.raw.body)")
            }
            #expect(try await !page().contains("The second valve"))
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "The second valve"}"#)
            // Once read, and once from what is at hand.
            for _ in 0..<2 { #expect(try await page().contains("The second valve")) }
            try await called("Ada Now")
            _ = try await desk.ask("agent", "POST", "/tickets/\(id)/notes", #"{"text": "@a1 look"}"#)
            for _ in 0..<2 { #expect(try await page().contains("Ada Now")) }
            try await called("Ada Then")
            for _ in 0..<2 {
                let page = try await page()
                #expect(page.contains("Ada Then") && !page.contains("Ada Now"))
            }
            let erased = try await desk.ask("administrator", "POST", "/records/customer/c1/erasure")
            #expect(erased.status < 300, "\(erased.raw.body)")
            for _ in 0..<2 { #expect(try await !page().contains("The second valve")) }
        }
    }

    @Test func `a question to a ticket that has moved on is not sent`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let version = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "It is the X200"}"#)
            let form = "csrf=csrf-agent&version=\(version)&waiting=customer&text=Which+model%3F"
            let conflict = try await agent.post("/tickets/\(id)/wait", form)
            #expect(conflict.status == 409 && conflict.body.contains("It is the X200"), "\(conflict.head)")
            #expect(conflict.body.contains("Which model?"), "nothing that was written is lost")
        }
    }

    @Test func `an answer ends the wait for it in one decision, and whoever has the ticket is told`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open("c1", #", "team": "first-line""#)
            for waiting in ["customer", "evidence"] {
                let pause = try await desk.ask(
                    "agent", "POST", "/tickets/\(id)/pause", #"{"waiting": "\#(waiting)"}"#)
                #expect(pause.status == 200, "\(pause.raw.body)")
                let answer = try await Self.written(id, desk) {
                    let sent = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "The X200"}"#)
                    #expect(sent.status == 200, "\(sent.raw.body)")
                }
                #expect(answer.map(\.event.subject) == ["ticket-customer-message", "ticket-resumed"])
                #expect(Set(answer.map(\.recorded)).count == 1, "one decision has one instant")
                #expect(try await Self.state(id, desk) == "open")
            }
            _ = try await desk.ask("agent", "POST", "/tickets/\(id)/pause", #"{"waiting": "supplier"}"#)
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "Any news?"}"#)
            #expect(try await Self.state(id, desk) == "waiting-supplier", "this wait is not for them")

            func told(_ agent: String, _ teams: [String]) async throws -> Int {
                let notices = Notices(desk.desk)
                try await notices.catchUp()
                return notices.lines(of: agent, teams: teams).count { line in
                    if case .wrote = line.kind { true } else { false }
                }
            }
            #expect(try await told("a7", ["first-line"]) == 3, "nobody has it: the team is told")
            #expect(try await told("a7", []) == 0)
            _ = try await desk.ask("administrator", "PATCH", "/tickets/\(id)", #"{"agent": "a7"}"#)
            #expect(try await told("a7", []) == 3)
            #expect(try await told("agent", ["first-line"]) == 0, "somebody has it")
        }
    }

    @Test func `who answers or solves has engaged, and a program has not`() async throws {
        try await ServedDesk.with { desk async throws in
            let (id, other) = (try await desk.open(), try await desk.open())
            var agent = Self.agent(desk)
            let sent = try await Self.written(id, desk) {
                _ = try await desk.ask("agent", "POST", "/tickets/\(id)/messages", #"{"text": "Received."}"#)
            }
            #expect(sent.map(\.event.subject) == ["ticket-agent-message"], "it may have been automatic")
            let replies = [["ticket-agent-message", "ticket-engaged"], ["ticket-agent-message"]]
            for (number, expected) in replies.enumerated() {
                let replied = try await Self.written(id, desk) {
                    let reply = try await agent.post(
                        "/tickets/\(id)/reply", "csrf=csrf-agent&once=\(number)&text=We+look+into+it")
                    #expect(reply.status == 303, "\(reply.head)")
                }
                #expect(replied.map(\.event.subject) == expected, "it is told once")
            }
            let solved = try await Self.written(other, desk) {
                let resolved = try await agent.post("/tickets/\(other)/resolve", "csrf=csrf-agent&once=r&text=Replaced")
                #expect(resolved.status == 303, "\(resolved.head)")
            }
            #expect(solved.map(\.event.subject) == ["ticket-resolved", "ticket-engaged"])
            #expect(try await desk.ask("c1", "GET", "/tickets/\(other)/messages").raw.body.contains("Replaced"))
        }
    }

    @Test func `a wait that somebody's engaging ends is told as taken up again`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            _ = try await desk.ask("agent", "POST", "/tickets/\(id)/pause", #"{"waiting": "customer"}"#)
            let waiting = try await agent.get("/tickets/\(id)").body
            #expect(!waiting.contains("taken up again"))
            let engaged = try await agent.post("/tickets/\(id)/engage", "csrf=csrf-agent&once=e")
            #expect(engaged.status == 303, "\(engaged.head)")
            #expect(try await Self.state(id, desk) == "open")
            let story = try await agent.get("/tickets/\(id)").body
            #expect(story.contains(" · taken up again"))
        }
    }

    @Test(arguments: ["reply", "resolve"])
    func `a ticket that nobody has is theirs who answer or solve it, and who has one keeps it`(
        deed: String
    ) async throws {
        try await ServedDesk.with { desk async throws in
            let put = try await desk.ask(
                "administrator", "PUT", "/records/agent/agent", #"{"values": {"name": "Ada", "role": "agent"}}"#)
            #expect(put.status < 300, "\(put.raw.body)")
            let (id, held) = (try await desk.open(), try await desk.open())
            _ = try await desk.ask("administrator", "PATCH", "/tickets/\(held)", #"{"agent": "a7"}"#)
            var agent = Self.agent(desk)
            for (ticket, owner) in [(id, "agent"), (held, "a7")] {
                let written = try await Self.written(ticket, desk) {
                    let sent = try await agent.post(
                        "/tickets/\(ticket)/\(deed)", "csrf=csrf-agent&once=\(ticket)&text=We+look+into+it")
                    #expect(sent.status == 303, "\(sent.head)")
                }
                #expect(Set(written.map(\.recorded)).count == 1, "one decision has one instant")
                let now = try await desk.ask("agent", "GET", "/tickets/\(ticket)").json["attributes"]?["agent"]?.string
                #expect(now == owner)
            }
        }
    }

    @Test func `what was solved before anybody engaged can still be engaged with`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            #expect(try await desk.ask("agent", "POST", "/tickets/\(id)/resolution", "{}").status == 200)
            #expect(try await agent.get("/tickets/\(id)").body.contains("data-deed=\"engage\""))
            let engaged = try await agent.post("/tickets/\(id)/engage", "csrf=csrf-agent&once=e")
            #expect(engaged.status == 303, "\(engaged.head)")
            #expect(try await !agent.get("/tickets/\(id)").body.contains("data-deed=\"engage\""))
            #expect(try await Self.state(id, desk) == "resolved")
        }
    }

    @Test func `a grade has no author, whoever brought the request in`() async throws {
        try await ServedDesk.with { desk async throws in
            let opened = try await desk.ask(
                "c1", "POST", "/tickets", #"{"customer": "c1", "category": "ordinary-fault", "text": "It burns"}"#)
            let id = String(opened.json["stream"]?.string?.dropFirst("ticket/".count) ?? "")
            var agent = Self.agent(desk)
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("<b>Graded "), "\(opened.raw.body)")
            #expect(page.split(separator: "</b><span>Example Ltd</span>").count == 2, "but the request has one")
        }
    }

    // MARK: As the customer sees it

    private static func customer(_ desk: ServedDesk) async throws -> Browser {
        let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
        var customer = Browser(desk: desk)
        #expect(try await customer.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
        return customer
    }

    private static func opened(_ desk: ServiceDesk) async throws -> TicketID {
        let id = TicketID(desk.newID())
        let opening = Ticket.Opening(
            id: id, customer: "c1", received: .onReceipt, attributes: [.category: "ordinary-fault"])
        _ = try await desk.perform(Request(.desk, .open(opening, source: .edge), texts: [.init("text", "It burns")]))
        return id
    }

    private static func record(
        _ names: [EventName], _ id: TicketID, _ desk: ServiceDesk, text: String, _ source: Ticket.Source = .edge
    ) async throws {
        let commands = names.map { name in
            Ticket.Command.record(
                name, occurred: .onReceipt, detail: name == .paused ? .waiting(.customer) : .none, source: source)
        }
        _ = try await desk.perform(Request("agent:a7", .ticket(id, commands), texts: [.init("text", text)]))
    }

    @Test func `while we wait for the customer their page asks them, and names no due that is ours`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let id = try await Self.opened(desk.desk)
            var customer = try await Self.customer(desk)
            try await Self.record([.agentMessage, .paused], id, desk.desk, text: "Which model?")
            let asked = try await customer.get("/tickets/\(id)").body
            for words in ["waiting for your answer", "We wait for your answer.", "Our reply", "Which model?"] {
                #expect(asked.contains(words), "\(words)")
            }
            #expect(!asked.contains("class=\"by\""), "it would read as theirs")
            #expect(try await customer.get("/").body.contains("waiting for your answer"))
            let csrf = try await customer.field("csrf", of: "/tickets/\(id)")
            let sent = try await customer.post("/tickets/\(id)/reply", "csrf=\(csrf)&once=a&text=The+X200")
            #expect(sent.status == 303, "\(sent.head)")
            let answered = try await customer.get("/tickets/\(id)").body
            #expect(answered.contains("Your message") && answered.contains("class=\"by\""))
            #expect(!answered.contains("taken up again"), "it follows from what they wrote")
            #expect(answered.contains("We are at work and tell you as soon as it is solved."))
        }
    }

    @Test func `what waits for the customer stands first in their list, then what came last`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await Self.opened(desk.desk).rawValue) }
            try await Self.record([.agentMessage, .paused], TicketID(ids[0]), desk.desk, text: "Which model?")
            var customer = try await Self.customer(desk)
            let list = try await customer.get("/").body
            let places = try [0, 2, 1].map { try #require(list.firstRange(of: "/tickets/\(ids[$0])\"")).lowerBound }
            #expect(places == places.sorted())
        }
    }

    @Test func `what is written to a closed matter opens it again`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let id = try await Self.opened(desk.desk)
            var customer = try await Self.customer(desk)
            // As it was elsewhere: here its gates would ask for signatures first.
            try await Self.record([.resolved, .closed], id, desk.desk, text: "Replaced", .history)
            let closed = try await customer.get("/tickets/\(id)").body
            #expect(closed.contains("action=\"/tickets/\(id)/reopen\"") && closed.contains("this opens it again"))
            #expect(!closed.contains("/reply\""), "nobody would read it")
            let csrf = try await customer.field("csrf", of: "/tickets/\(id)")
            let late = try await customer.post("/tickets/\(id)/reply", "csrf=\(csrf)&once=l&text=It+burns+again")
            #expect(late.status == 409 && late.body.contains("It burns again</textarea>"), "\(late.head)")
            let sent = try await customer.post("/tickets/\(id)/reopen", "csrf=\(csrf)&once=a&text=It+burns+again")
            #expect(sent.status == 303, "\(sent.head)")
            let open = try await customer.get("/tickets/\(id)").body
            #expect(open.contains("It burns again") && open.contains("action=\"/tickets/\(id)/reply\""))
            #expect(open.contains("We are at work and tell you as soon as it is solved."))
        }
    }

    @Test func `a customer whose matter was merged is led to where it goes on`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let (id, other) = (try await Self.opened(desk.desk), try await Self.opened(desk.desk))
            var customer = try await Self.customer(desk)
            let csrf = try await customer.field("csrf", of: "/tickets/\(id)")
            _ = try await desk.desk.perform(Request("agent:a7", .merge(id, into: other)))
            let page = try await customer.get("/tickets/\(id)").body
            #expect(page.contains("<span>Merged into</span><a href=\"/tickets/\(other)\""))
            #expect(page.contains("This request is part of another one and goes on there."))
            #expect(!page.contains("action=\"/tickets/"), "nothing can be sent to it")
            let late = try await customer.post("/tickets/\(id)/reply", "csrf=\(csrf)&once=l&text=Any+news%3F")
            #expect(late.status == 409 && late.body.contains("Go on with ticket \(other)."), "\(late.head)")
            #expect(late.body.contains("Any news?</blockquote>"))
        }
    }

    @Test func `whoever has rated is thanked, shown what they gave, and not asked again`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let id = try await Self.opened(desk.desk)
            var customer = try await Self.customer(desk)
            try await Self.record([.resolved, .verifiedCustomer], id, desk.desk, text: "Replaced", .history)
            let asked = try await customer.get("/tickets/\(id)").body
            for words in ["Next we ask how it went.", "How was the service?"] { #expect(asked.contains(words)) }
            let csrf = try await customer.field("csrf", of: "/tickets/\(id)")
            let sent = try await customer.post("/tickets/\(id)/rate", "csrf=\(csrf)&once=a&efficiency=4&result=5")
            #expect(sent.status == 303, "\(sent.head)")
            let rated = try await customer.get("/tickets/\(id)").body
            for words in [
                "It is solved, and you have told us how it went.", "Thank you for your rating.",
                "<dt>Speed</dt><dd>4 of 5</dd><dt>Result</dt><dd>5 of 5</dd>", "<details id=\"rate-again\"><summary>",
            ] { #expect(rated.contains(words), "\(words)") }
            for words in ["Next we ask how it went.", "How was the service?", "<li class=\"now\""] {
                #expect(!rated.contains(words), "\(words)")
            }
            let revised = try await customer.post("/tickets/\(id)/rate", "csrf=\(csrf)&once=b&efficiency=4&result=2")
            #expect(revised.status == 303, "\(revised.head)")
            try await Self.record([.closed], id, desk.desk, text: "Done", .history)
            let closed = try await customer.get("/tickets/\(id)").body
            for words in ["This matter is finished.", "<dt>Result</dt><dd>2 of 5</dd>"] {
                #expect(closed.contains(words), "\(words)")
            }
            try await Self.record([.reopened], id, desk.desk, text: "Again", .history)
            #expect(try await !customer.get("/tickets/\(id)").body.contains("class=\"rating\""))
        }
    }

    @Test func `what somebody else of the customer gave is shown, and not theirs to change`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let id = try await Self.opened(desk.desk)
            var customer = try await Self.customer(desk)
            try await Self.record([.resolved, .verifiedCustomer], id, desk.desk, text: "Replaced", .history)
            let rating = try #require(Rating(.customer, by: "k9", [.result: 5]))
            _ = try await desk.desk.perform(Request("contact:k9", .ticket(id, [.change(.rate(rating))])))
            let page = try await customer.get("/tickets/\(id)").body
            #expect(page.contains("<dt>Result</dt><dd>5 of 5</dd>"))
            #expect(!page.contains("action=\"/tickets/\(id)/rate\""), "it would be refused")
        }
    }

    @Test func `a rating without a mark is told where the marks are`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let id = try await Self.opened(desk.desk)
            var customer = try await Self.customer(desk)
            try await Self.record([.resolved], id, desk.desk, text: "Replaced", .history)
            let csrf = try await customer.field("csrf", of: "/tickets/\(id)")
            let refused = try await customer.post("/tickets/\(id)/rate", "csrf=\(csrf)&once=r")
            #expect(refused.status == 409 && refused.body.contains("<small class=\"wrong\">There is no mark.</small>"))
            #expect(refused.body.contains("<fieldset role=\"radiogroup\" aria-invalid=\"true\">"), "\(refused.head)")
        }
    }

    @Test func `a row says that the customer has written until one of us answers`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            for (who, says) in [(nil, false), ("c1", true), ("agent", false), ("c1", true)] as [(String?, Bool)] {
                if let who {
                    let sent = try await desk.ask(who, "POST", "/tickets/\(id)/messages", #"{"text": "Any news?"}"#)
                    #expect(sent.status == 200, "\(sent.raw.body)")
                }
                let queue = try await agent.get("/queue").body
                #expect(queue.contains("</i>Customer has written</em>") == says, "\(who ?? "nobody")")
            }
        }
    }

    private static let start = Instant(milliseconds: 1_780_000_000_000)

    private static func ticket(_ names: [EventName]) -> Ticket {
        var ticket = Ticket(Ticket.Opening(id: "t1", customer: "c1", received: start))
        for (number, name) in names.enumerated() {
            ticket.evolve(.course(.happened(name, at: start + .minutes(Int64(number) + 1), .none)))
        }
        return ticket
    }

    @Test(
        arguments: [
            ([], [.submitted], .confirmed), ([.engaged], [.submitted, .assigned], .planReady),
            ([.engaged, .agentMessage], [.submitted, .assigned, .atWork], .solved),
            ([.agentMessage, .planned], [.submitted, .assigned, .planReady], .atWork),
            ([.departed, .agentMessage], [.submitted, .assigned, .onTheWay], .arrived),
            ([.resolved], [.submitted, .assigned, .atWork, .solved], .verified),
            ([.resolved, .verifiedCustomer, .reopened], [.submitted, .assigned, .atWork], .solved),
            ([.resolved, .reopened, .resolved], [.submitted, .assigned, .atWork, .solved], .verified),
        ] as [([EventName], Set<Node>, Node)])
    func `the stations and what comes next go by what people do`(_ names: [EventName], reached: Set<Node>, next: Node) {
        let ticket = Self.ticket(names)
        let stations = Rooms.stations(ticket)
        #expect(Set(stations.filter { $0.at != nil }.map(\.node)) == reached)
        #expect(Rooms.next(ticket.course.state(), stations) == .node(next))
    }

    @Test(
        arguments: [
            ([.resolved], .node(.verified)), ([.resolved, .verifiedCustomer], .rated),
            ([.resolved, .verifiedTechnical, .followedUp], .rated), ([.resolved, .closed], .nothing),
            ([.resolved, .verifiedCustomer, .reopened], .node(.solved)), ([.resolved, .merged], .merged),
        ] as [([EventName], CustomerTicketPage.Next)])
    func `nobody asks how it went once the customer has said so`(
        _ names: [EventName], next: CustomerTicketPage.Next
    ) {
        let ticket = Self.ticket(names)
        #expect(Rooms.next(ticket.course.state(), Rooms.stations(ticket), isRated: true) == next)
    }

    @Test func `whoever took it is there, and an answer engine is nobody`() {
        let taken = Self.start + .minutes(2)
        var ticket = Self.ticket([])
        ticket.evolve(.changed(.set(.agent, "a1"), at: taken))
        ticket.evolve(.changed(.set(.agent, "a2"), at: taken + .minutes(1)))
        #expect(Rooms.stations(ticket)[Node.assigned.rawValue - 1].at == taken)
        ticket.evolve(.changed(.set(.agent, nil), at: taken + .minutes(2)))
        #expect(Rooms.stations(ticket)[Node.assigned.rawValue - 1].at == nil, "nobody has it any more")
        ticket = Self.ticket([])
        ticket.evolve(.course(.happened(.agentMessage, at: taken, .robot(accepted: true))))
        #expect(Rooms.stations(ticket).filter { $0.at != nil }.map(\.node) == [.submitted])
    }
}
