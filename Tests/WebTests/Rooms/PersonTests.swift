import Desk
import Domain
import Edges
import Support
import Synchronization
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// What concerns one person, and what somebody looks for.
@Suite struct PersonTests {
    private typealias Browser = RoomsTests.Browser

    @Test func `news are told to whom they concern, and are read until something is new`() async throws {
        try await ServedDesk.with { desk async throws in
            _ = try await desk.desk.perform(
                Request(
                    .desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent", "teams": "second-line"]))))
            var agent = RoomsTests.signedIn("agent", desk)
            #expect(try await agent.get("/notices").body.contains("Nothing new concerns you."))
            let (first, second) = (try await desk.open(), try await desk.open())
            let lead = "administrator"
            _ = try await desk.ask(lead, "PATCH", "/tickets/\(first)", #"{"agent": "agent"}"#)
            _ = try await desk.ask(
                lead, "POST", "/tickets/\(second)/notes", #"{"text": "Look", "mentions": ["agent"]}"#)
            _ = try await desk.ask(lead, "POST", "/tickets/\(second)/hand-over", #"{"team": "second-line"}"#)
            _ = try await desk.ask(lead, "POST", "/tickets/\(first)/hand-over", #"{"team": "first-line"}"#)
            // What somebody does themselves is no news.
            _ = try await desk.ask("agent", "PATCH", "/tickets/\(second)", #"{"agent": "agent"}"#)
            let page = try await agent.get("/notices").body
            for word in ["Assigned to you", "You were mentioned", "Offered to Second line"] {
                #expect(page.split(separator: word).count == 2, "\(word)")
            }
            #expect(!page.contains("Offered to First line"))
            #expect(page.split(separator: "data-new").count == 4)
            #expect(try await agent.get("/queue").body.contains("Notices: 3 new"))

            let through = try await agent.field("through", of: "/notices")
            let read = try await agent.post("/notices", "csrf=csrf-agent&through=\(through)")
            let mark = try #require(read.header("Set-Cookie"))
            #expect(read.status == 303 && mark.hasPrefix("yinuo-read=agent.\(through);") && mark.contains("HttpOnly"))
            agent.cookie = "agent; yinuo-read=agent.\(through)"
            #expect(try await !agent.get("/notices").body.contains("data-new"))
            var other = RoomsTests.signedIn("lead", desk)
            #expect(try await other.get("/notices").body.contains("Nothing new concerns you."))
            var customer = Browser(desk: desk)
            #expect(try await customer.get("/notices").status == 303)
        }
    }

    @Test func `what time does to somebody's ticket is news to them`() async throws {
        let shift = Mutex(Duration.zero)
        let clocks = Clocks(
            wall: { Machine.clocks.wall() + shift.withLock { $0 } },
            ticks: { Machine.clocks.ticks() + shift.withLock { $0 } })
        try await ServedDesk.with(clocks: clocks) { desk async throws in
            let id = TicketID(try await desk.open("c1", #", "agent": "a7""#))
            _ = try await desk.open("c2")
            shift.withLock { $0 = .hours(100) }
            while try await Scheduler(desk.desk).fireDue() > 0 {}
            let notices = Notices(desk.desk)
            try await notices.catchUp()
            let lines = notices.lines(of: "a7", teams: [])
            #expect(Set(lines.map(\.ticket)) == [id] && lines.map(\.position) == lines.map(\.position).sorted(by: >))
            let kinds = lines.map { line in
                switch line.kind {
                case .assigned: "assigned"
                case .atRisk: "at risk"
                case .broken: "broken"
                case .mentioned, .handed, .wrote, .reopened: "other"
                }
            }
            #expect(Set(kinds) == ["assigned", "at risk", "broken"])
            #expect(notices.lines(of: "agent", teams: []).isEmpty)
        }
    }

    @Test func `what a team was offered before somebody came is no news to them`() async throws {
        try await ServedDesk.with { desk async throws in
            let (before, after) = (try await desk.open(), try await desk.open("c2"))
            _ = try await desk.ask("lead", "POST", "/tickets/\(before)/hand-over", #"{"team": "second-line"}"#)
            _ = try await desk.identity.addAccount(agent: "a7", login: "wang", by: .desk)
            _ = try await desk.ask("lead", "POST", "/tickets/\(after)/hand-over", #"{"team": "second-line"}"#)
            let notices = Notices(desk.desk)
            try await notices.catchUp()
            #expect(notices.lines(of: "a7", teams: ["second-line"]).count == 1)
            #expect(notices.lines(of: "agent", teams: ["second-line"]).count == 2)
        }
    }

    @Test func `what is written while news are read is news once, and keeps nobody reading`() async throws {
        let comesLate = Mutex(false)
        let late: (inout Store) -> Void = { store in
            let head = store.head
            store.head = { () throws(StoreError) in
                let now = try await head()
                return comesLate.withLock { $0 } ? Head(next: now.next - 1, recorded: now.recorded) : now
            }
        }
        try await ServedDesk.with(seeing: late) { desk async throws in
            let notices = Notices(desk.desk)
            for _ in 0..<3 {
                _ = try await desk.open("c1", #", "agent": "a7""#)
                comesLate.withLock { $0 = true }
                try await notices.catchUp()
                comesLate.withLock { $0 = false }
            }
            try await notices.catchUp()
            #expect(notices.lines(of: "a7", teams: []).count == 3)
        }
    }

    @Test func `whoever opens a ticket has read what is told of it, and the bell says so at once`() async throws {
        try await ServedDesk.with { desk async throws in
            _ = try await desk.desk.perform(
                Request(.desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent"]))))
            let (first, second) = (try await desk.open(), try await desk.open())
            for id in [first, second, first] {
                _ = try await desk.ask(
                    "administrator", "POST", "/tickets/\(id)/notes", #"{"text": "Look", "mentions": ["agent"]}"#)
            }
            var agent = RoomsTests.signedIn("agent", desk)
            #expect(try await agent.get("/notices").body.split(separator: "data-new").count == 4)
            let opened = try await agent.get("/tickets/\(first)")
            #expect(opened.body.contains("Notices: 1 new"), "the page that was asked for counts already")
            let mark = try #require(opened.header("Set-Cookie")).prefix { $0 != ";" }
            agent.cookie = "agent; \(mark)"
            let news = try await agent.get("/notices").body
            #expect(news.split(separator: "data-new").count == 2)
            // Nothing more to say of it.
            #expect(try await agent.get("/tickets/\(first)").header("Set-Cookie") == nil)
            let all = try #require(try await agent.get("/tickets/\(second)").header("Set-Cookie")).prefix { $0 != ";" }
            #expect(!all.contains("~"), "where all is read one number says so: \(all)")
            var lead = RoomsTests.signedIn("lead", desk)
            #expect(try await lead.get("/tickets/\(first)").header("Set-Cookie") == nil, "no news of theirs")
        }
    }

    @Test func `a page that its script asks for again is not opened, whether or not the browser tells`() async throws {
        try await ServedDesk.with { desk async throws in
            _ = try await desk.desk.perform(
                Request(.desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent"]))))
            let id = try await desk.open()
            _ = try await desk.ask(
                "administrator", "POST", "/tickets/\(id)/notes", #"{"text": "Look", "mentions": ["agent"]}"#)
            var agent = RoomsTests.signedIn("agent", desk)
            for line in ["X-Yinuo-Part: 1\r\n", "Sec-Fetch-Dest: empty\r\n"] {
                agent.more = line
                let renewed = try await agent.get("/tickets/\(id)")
                #expect(renewed.status == 200 && renewed.header("Set-Cookie") == nil, "\(line)")
            }
            // By plain http nothing says what it is for: it counts as opened.
            agent.more = ""
            #expect(try await agent.get("/tickets/\(id)").header("Set-Cookie")?.hasPrefix("yinuo-read=") == true)
        }
    }

    @Test func `the bell is asked for by itself, and for the ticket that is in front of somebody`() async throws {
        try await ServedDesk.with { desk async throws in
            _ = try await desk.desk.perform(
                Request(.desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent"]))))
            let id = try await desk.open()
            _ = try await desk.ask(
                "administrator", "POST", "/tickets/\(id)/notes", #"{"text": "Look", "mentions": ["agent"]}"#)
            var agent = RoomsTests.signedIn("agent", desk)
            // Makes sure that what was written is known to the node.
            _ = try await agent.get("/notices")
            let bell = try await agent.get("/notices/bell")
            #expect(bell.status == 200 && bell.body.hasPrefix("<a class=\"bell\" id=\"bell\""), "\(bell.body)")
            #expect(bell.body.contains("<b>1</b>") && !bell.body.contains("<html"))
            #expect(bell.header("Set-Cookie") == nil)
            let looked = try await agent.get("/notices/bell?at=\(id)")
            #expect(!looked.body.contains("<b>") && looked.header("Set-Cookie")?.hasPrefix("yinuo-read=agent.") == true)
            #expect(try await agent.get("/tickets/\(id)").body.contains("data-bell=\"/notices/bell?at=\(id)\""))
            #expect(try await agent.get("/queue").body.contains("data-bell=\"/notices/bell\""))
            var lead = RoomsTests.signedIn("lead", desk)
            #expect(try await lead.get("/notices/bell").body.contains("aria-label=\"Notices\""))
            var stranger = Browser(desk: desk)
            #expect(try await stranger.get("/notices/bell").status == 303)
        }
    }

    @Test func `a mark of one person is none of another's`() {
        #expect(ReadMark("a7.42", "a7").through == 42)
        for (cookie, agent) in [
            ("a7.42", "a8"), ("a7", "a7"), ("a7.x", "a7"), ("", "a7"), ("a7.-3", "a7"), ("a7.", "a7"),
        ] as [(String, RecordID)] {
            #expect(ReadMark(cookie, agent) == ReadMark(), "\(cookie)")
        }
        #expect(ReadMark(nil, "a7") == ReadMark() && ReadMark("a7.42", nil) == ReadMark())
    }

    @Test func `a mark says what was read out of turn, and no more than it has to`() {
        var mark = ReadMark("a7.42", "a7")
        mark.read([50, 60], among: [44, 50, 60])
        #expect(mark.text(of: "a7") == "a7.42~8~18" && ReadMark(mark.text(of: "a7"), "a7") == mark)
        #expect([41, 50, 60].allSatisfy(mark.isRead) && ![42, 44, 51, 61].contains(where: mark.isRead))
        mark.read([44], among: [44, 50, 60])
        #expect(mark.text(of: "a7") == "a7.61")
        mark.read([70], among: [65, 70])
        mark.read(through: 71)
        #expect(mark.text(of: "a7") == "a7.71")
        // Nobody's browser carries more than a page shows.
        var long = ReadMark()
        for position in stride(from: Int64(2), to: 400, by: 2) { long.read([position], among: [1, position]) }
        let text = long.text(of: "a7")
        #expect(long.isRead(398) && text.utf8.count <= ReadMark.bytesAtMost && text.split(separator: "~").count == 51)
        #expect(ReadMark("a7.9223372036854775807~1", "a7").through == .max)
    }

    @Test func `two marks together say all that either says`() {
        let (one, other) = (ReadMark("a7.42~8~18", "a7"), ReadMark("a7.45~15", "a7"))
        #expect(one.union(other).text(of: "a7") == "a7.45~5~15" && other.union(one) == one.union(other))
        #expect(one.union(ReadMark()) == one)
    }

    @Test func `of two answers under way the one that comes in last puts nothing back`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = Browser(desk: desk)
            let link = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
            let form = "name=Zhao&login=zhao&password=a+long+walk+to+the+sea"
            #expect(try await zhao.post("/link/" + link, form).status == 303)
            var ids: [TicketID] = []
            for _ in 0..<3 {
                let id = TicketID(desk.desk.newID())
                let opening = Ticket.Opening(
                    id: id, customer: "c1", received: desk.desk.now - .seconds(1),
                    attributes: [.agent: "administrator"])
                _ = try await desk.desk.perform(
                    Request(.desk, .open(opening, [Grading("standard", "tier-2")], source: .history)))
                ids.append(id)
            }
            #expect(try await zhao.get("/notices").body.split(separator: "data-new").count == 4)
            // Neither request brings along what the other was answered.
            let first = try #require(try await zhao.get("/tickets/\(ids[0])").header("Set-Cookie")).prefix { $0 != ";" }
            #expect(try await zhao.get("/tickets/\(ids[1])").header("Set-Cookie") != nil)
            zhao.cookie += "; \(first)"
            #expect(try await zhao.get("/notices").body.split(separator: "data-new").count == 2)
        }
    }

    @Test func `what was found goes on on further pages`() async throws {
        #expect(Address("/search?q=x&from=40") == .search("x", from: 40))
        #expect(Address("/search?q=x&from=-1") == .search("x") && Address.search("x").text == "/search?q=x")
        #expect(Address("/search?q=x&from=999999") == .search("x", from: 1_000))
        #expect(Address(Address.notices.text) == .notices)
    }
}
