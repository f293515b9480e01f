import Desk
import Domain
import Foundation
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// What is done from a ticket's page is done whole, or shown again with all that was written.
@Suite struct DeedsTests {
    private typealias Browser = RoomsTests.Browser

    private static func agent(_ desk: ServedDesk) -> Browser { RoomsTests.signedIn("agent", desk) }

    private static func messages(_ id: String, _ desk: ServedDesk) async throws -> [JSONValue] {
        try await desk.ask("agent", "GET", "/tickets/\(id)/messages").json["items"]?.list ?? []
    }

    private static func ticket(_ id: String, _ desk: ServedDesk) async throws -> JSONValue {
        try await desk.ask("agent", "GET", "/tickets/\(id)").json
    }

    @Test func `a reply and what it does besides are one`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let before = try await desk.desk.edges.store.head().next
            let sent = try await agent.post(
                "/tickets/\(id)/reply", "csrf=csrf-agent&once=a&text=Which+printer%3F&act=paused%2Fcustomer")
            #expect(sent.status == 303, "\(sent.head)")
            #expect(try await Self.ticket(id, desk)["state"]?.string == "waiting-customer")
            let entries = try await desk.desk.edges.store.read(before, 100).filter {
                $0.stream == .ticket(TicketID(id))
            }
            #expect(entries.map(\.event.subject) == ["ticket-agent-message", "ticket-engaged", "ticket-paused"])
            #expect(Set(entries.map(\.recorded)).count == 1, "one decision has one instant")
            #expect(try await Self.messages(id, desk).last?["texts"]?["text"]?.string == "Which printer?")
        }
    }

    @Test func `what may not be done besides a reply sends no reply`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let before = try await desk.desk.edges.store.head().next
            let refused = try await agent.post(
                "/tickets/\(id)/reply", "csrf=csrf-agent&once=a&text=All+is+well&act=closed")
            #expect(refused.status == 409, "\(refused.head)")
            #expect(refused.body.contains("All is well</textarea>") && refused.body.contains("role=\"alert\""))
            #expect(try await desk.desk.edges.store.head().next == before)
            let api = try await desk.ask(
                "agent", "POST", "/tickets/\(id)/messages", #"{"text": "x", "with": {"event": "closed"}}"#)
            #expect(api.status == 409, "\(api.raw.body)")
            #expect(try await desk.desk.edges.store.head().next == before)
            let customer = try await desk.ask(
                "c1", "POST", "/tickets/\(id)/messages", #"{"text": "x", "with": {"event": "resolved"}}"#)
            #expect(customer.status == 403, "what is done by it is not a customer's to say")
        }
    }

    @Test func `a reply that was outrun keeps its words and what it was to do`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let version = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "Never mind, it works"}"#)
            let form = "csrf=csrf-agent&version=\(version)&text=On+our+way&act=resolved"
            let conflict = try await agent.post("/tickets/\(id)/reply", form)
            #expect(conflict.status == 409 && conflict.body.contains("Never mind, it works"), "\(conflict.head)")
            #expect(conflict.body.contains("On our way</textarea>"))
            #expect(conflict.body.contains("value=\"resolved\" selected"))
            #expect(try await Self.ticket(id, desk)["state"]?.string != "resolved")
            // What time alone did since stops nobody.
            let now = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.desk.perform(
                Request(.desk, .ticket(TicketID(id), [.record(.acknowledged, occurred: .onReceipt, source: .edge)])))
            let sent = try await agent.post(
                "/tickets/\(id)/reply", "csrf=csrf-agent&version=\(now)&text=Good&act=resolved&once=b")
            #expect(sent.status == 303, "\(sent.head)")
            #expect(try await Self.ticket(id, desk)["state"]?.string == "resolved")
        }
    }

    // MARK: Files

    /// A form with a file, as a browser sends it.
    private static func upload(
        _ browser: Browser, _ path: String, _ fields: [(String, String)], _ name: String, _ bytes: [UInt8]
    ) async throws -> RawAnswer {
        let boundary = "xYzZY"
        var body: [UInt8] = []
        for (field, value) in fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n".utf8)
        body += bytes + Array("\r\n--\(boundary)--\r\n".utf8)
        var lines = "Accept: text/html\r\nAccept-Language: en\r\nSec-Fetch-Site: same-origin\r\n"
        if !browser.cookie.isEmpty { lines += "Cookie: yinuo=\(browser.cookie)\r\n" }
        lines += "Content-Type: multipart/form-data; boundary=\(boundary)\r\n"
        return try await Support.ask(browser.desk.port, "POST \(path)", lines, body: body)
    }

    @Test func `a file comes with a reply, under its own name, and goes out as a file`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let pdf = Array("%PDF-1.7 <script>alert(1)</script>".utf8)
            let sent = try await Self.upload(
                agent, "/tickets/\(id)/reply", [("csrf", "csrf-agent"), ("text", "The contract"), ("once", "f")],
                "合同 终稿.pdf", pdf)
            #expect(sent.status == 303, "\(sent.head) \(sent.body.prefix(300))")
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains(">合同 终稿.pdf</a>") && page.contains("The contract"))
            let message = try #require(try await Self.messages(id, desk).last)
            #expect(message["attachments"]?.list.first?.string == "合同 终稿.pdf")
            let place = page.split(separator: "/attachments/").dropFirst().first.map { $0.prefix { $0 != "\"" } } ?? ""
            for (name, status) in [(String(place), 200), (place.prefix { $0 != "/" } + "/none.pdf", 404)] {
                let got = try await desk.ask("c1", "GET", "/tickets/\(id)/attachments/\(name)")
                #expect(got.status == status, "\(name)")
                if status != 200 { continue }
                #expect(got.raw.body == String(decoding: pdf, as: UTF8.self))
                #expect(got.header("Content-Type") == "application/pdf")
                #expect(got.header("Content-Disposition")?.contains("filename*=UTF-8''%E5%90%88%E5%90%8C%20") == true)
                #expect(got.header("X-Content-Type-Options") == "nosniff")
                #expect(got.header("Content-Security-Policy")?.contains("sandbox") == true)
            }
            #expect(try await desk.ask("c2", "GET", "/tickets/\(id)/attachments/\(place)").status == 404)
            // No name that a person gave stands in the journal.
            let journal = try await desk.ask("agent", "GET", "/tickets/\(id)/journal").raw.body
            #expect(journal.contains("attachment.file-1.pdf") && !journal.contains("合同"))
        }
    }

    @Test func `a note's file is a note's`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let sent = try await Self.upload(
                agent, "/tickets/\(id)/note", [("csrf", "csrf-agent"), ("text", "Look")], "x.log", Array("log".utf8))
            #expect(sent.status == 303, "\(sent.head)")
            let page = try await agent.get("/tickets/\(id)").body
            let place = page.split(separator: "/attachments/").dropFirst().first.map { $0.prefix { $0 != "\"" } } ?? ""
            #expect(try await desk.ask("agent", "GET", "/tickets/\(id)/attachments/\(place)").status == 200)
            #expect(try await desk.ask("c1", "GET", "/tickets/\(id)/attachments/\(place)").status == 404)
        }
    }

    @Test func `a program is not taken, and what was written beside it stays`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            let agent = Self.agent(desk)
            let before = try await desk.desk.edges.store.head().next
            let refused = try await Self.upload(
                agent, "/tickets/\(id)/reply", [("csrf", "csrf-agent"), ("text", "Run this")], "fix.png",
                Array("#!/bin/sh\nrm -rf /\n".utf8))
            #expect(refused.status == 409 && refused.body.contains("Run this</textarea>"), "\(refused.head)")
            #expect(refused.body.contains("“fix.png” is a program."))
            #expect(try await desk.desk.edges.store.head().next == before)
        }
    }

    @Test func `a form with a file is no way round the token, the door or the bounds`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            let agent = Self.agent(desk)
            let nobody = Browser(desk: desk)
            let text = [("text", "x")]
            let without = try await Self.upload(agent, "/tickets/\(id)/reply", text, "a.txt", [0x61])
            #expect(without.status == 403, "no token")
            let door = try await Self.upload(nobody, "/tickets/\(id)/reply", text, "a.txt", [0x61])
            #expect(door.status == 303 && door.header("Location")?.hasPrefix("/sign-in") == true, "\(door.head)")
            let elsewhere = try await Self.upload(
                agent, "/tickets/\(id)/close", [("csrf", "csrf-agent")], "a.txt", [0x61])
            #expect(elsewhere.status == 403, "only what takes files takes files")
            var lines = "Accept: text/html\r\nSec-Fetch-Site: same-origin\r\nCookie: yinuo=agent\r\n"
            lines += "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 99000000\r\n"
            let large = try await Support.ask(desk.port, "POST /tickets/\(id)/reply", lines)
            #expect(large.status == 413, "\(large.head)")
        }
    }

    // MARK: Tickets among each other

    @Test func `tickets are linked, split and merged from their page`() async throws {
        try await ServedDesk.with { desk async throws in
            let (id, other) = (try await desk.open(), try await desk.open())
            var agent = Self.agent(desk)
            let linked = try await agent.post(
                "/tickets/\(id)/link", "csrf=csrf-agent&listing=blocks&other=http%3A%2F%2Fdesk%2Ftickets%2F\(other)%3Fx"
            )
            #expect(linked.status == 303, "\(linked.head)")
            #expect(try await Self.ticket(id, desk)["lists"]?["blocks"]?.list.first?.string == other)
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("href=\"/tickets/\(other)\"") && page.contains("Remove \(other)"))
            #expect(page.contains("<b>Blocked ticket added: <a href=\"/tickets/\(other)\">\(other)</a></b>"))
            let unlinked = try await agent.post(
                "/tickets/\(id)/unlink", "csrf=csrf-agent&listing=blocks&other=\(other)")
            #expect(unlinked.status == 303)
            #expect(try await Self.ticket(id, desk)["lists"]?["blocks"]?.list.isEmpty ?? true)
            let none = try await agent.post("/tickets/\(id)/link", "csrf=csrf-agent&listing=related&other=none")
            #expect(none.status == 409 && none.body.contains("role=\"alert\""), "\(none.head)")

            let split = try await agent.post(
                "/tickets/\(id)/split",
                "csrf=csrf-agent&once=s&grade=standard%2Ftier-2&subject=The+second+valve&text=It+drips+too")
            let part = try #require(split.header("Location")?.split(separator: "/").last.map(String.init))
            #expect(split.status == 303 && part != id, "\(split.head)")
            #expect(try await Self.ticket(part, desk)["splitFrom"]?.string == id)
            #expect(try await Self.ticket(id, desk)["parts"]?.list.map(\.string) == [part])
            let shown = try await agent.get("/tickets/\(part)").body
            for words in [
                "<span>Split from</span><a href=\"/tickets/\(id)\"", "It drips too", ">The second valve</h1>",
                "<h2>What the part is about</h2>",
            ] { #expect(shown.contains(words), "\(words)") }
            let parted = try await agent.get("/tickets/\(id)").body
            #expect(parted.contains("<a href=\"/tickets/\(part)\" dir=\"auto\">The second valve</a>"))

            let merged = try await agent.post("/tickets/\(part)/merge", "csrf=csrf-agent&other=\(id)")
            #expect(merged.status == 303, "\(merged.head)")
            #expect(try await Self.ticket(part, desk)["state"]?.string == "merged")
            let (whole, gone) = (
                try await agent.get("/tickets/\(id)").body, try await agent.get("/tickets/\(part)").body
            )
            let link = "<a href=\"/tickets/\(part)\">\(part)</a>"
            #expect(whole.contains("<b>Split into \(link)</b>"))
            #expect(whole.contains("<b class=\"as-is\">\(link) was merged into this</b>"))
            #expect(gone.contains("<b>Merged into <a href=\"/tickets/\(id)\">\(id)</a></b>"))
            let foreign = try await desk.open("c2")
            let refused = try await agent.post("/tickets/\(foreign)/merge", "csrf=csrf-agent&other=\(id)")
            #expect(refused.status == 409, "another customer's stays apart")
        }
    }

    @Test func `what a part is about is read by its customer, so it waits for whoever has seen all`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let version = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "The valve is fine again"}"#)
            let form = "csrf=csrf-agent&subject=The+valve&text=It+drips"
            let before = try await desk.desk.edges.store.head().next
            let conflict = try await agent.post("/tickets/\(id)/split", form + "&once=a&version=\(version)")
            #expect(conflict.status == 409 && conflict.body.contains("class=\"conflict\""), "\(conflict.head)")
            #expect(conflict.body.contains("The valve is fine again") && conflict.body.contains("It drips</textarea>"))
            #expect(try await desk.desk.edges.store.head().next == before)
            let now = try await agent.field("version", of: "/tickets/\(id)")
            let split = try await agent.post("/tickets/\(id)/split", form + "&once=b&version=\(now)")
            #expect(split.status == 303, "\(split.head)")
        }
    }

    @Test func `whoever splits a ticket says what the part is about`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let before = try await desk.desk.edges.store.head().next
            let bare = try await agent.post("/tickets/\(id)/split", "csrf=csrf-agent&once=a&subject=++&text=")
            #expect(bare.status == 409, "\(bare.head)")
            for words in ["“In one line” is empty.", "“Text” is empty."] {
                #expect(bare.body.contains("<small class=\"wrong\">\(words)</small>"), "\(words)")
            }
            let long = String(repeating: "x", count: 501)
            let kept = try await agent.post(
                "/tickets/\(id)/split", "csrf=csrf-agent&once=b&subject=\(long)&text=It+drips+too")
            #expect(kept.status == 409 && kept.body.contains("It drips too</textarea>"), "\(kept.head)")
            let api = try await desk.ask("agent", "POST", "/tickets/\(id)/split", "{}")
            let places = (api.json["faults"]?.list ?? []).compactMap { $0["pointer"]?.string }
            #expect(api.status == 422 && places == ["/subject", "/text"], "\(api.raw.body)")
            #expect(try await desk.desk.edges.store.head().next == before, "nothing was split")
        }
    }

    @Test func `a part that came without words is not said to be erased, and one that was is`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = TicketID(try await desk.open())
            // As parts were before they had to be told.
            _ = try await desk.desk.perform(Request("agent:agent", .split(id, into: "bare")))
            let texts = [Request.Text("subject", "The valve"), .init("text", "It drips")]
            _ = try await desk.desk.perform(Request("agent:agent", .split(id, into: "told"), texts: texts))
            var agent = Self.agent(desk)
            let bare = try await agent.get("/tickets/bare").body
            #expect(bare.contains("No text came with it.") && !bare.contains("(text erased)"))
            #expect(bare.contains("<span>Split from</span><a href=\"/tickets/\(id)\""))
            #expect(try await agent.get("/tickets/told").body.contains("It drips</blockquote>"))
            let erased = try await desk.ask("administrator", "POST", "/records/customer/c1/erasure")
            #expect(erased.status < 300, "\(erased.raw.body)")
            #expect(try await agent.get("/tickets/told").body.contains("(text erased)"))
            #expect(try await !agent.get("/tickets/bare").body.contains("(text erased)"))
        }
    }

    @Test func `a merged ticket says where it goes on, and offers nothing that is refused`() async throws {
        try await ServedDesk.with { desk async throws in
            let (id, other) = (try await desk.open(), try await desk.open())
            var agent = Self.agent(desk)
            let merged = try await desk.ask("agent", "POST", "/tickets/\(id)/merge", #"{"into": "\#(other)"}"#)
            #expect(merged.status == 200, "\(merged.raw.body)")
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("<span>Merged into</span><a href=\"/tickets/\(other)\""))
            let offered = Deed.allCases.filter { page.contains("data-deed=\"\($0.rawValue)\"") }
            #expect(offered == [.note], "\(offered)")
            #expect(page.contains("id=\"deeds\" data-live hidden"), "an empty menu says nothing")
            let noted = try await agent.post("/tickets/\(id)/note", "csrf=csrf-agent&once=n&text=Seen")
            #expect(noted.status == 303, "\(noted.head)")

            // From a page that was opened before.
            let late = try await agent.post("/tickets/\(id)/reply", "csrf=csrf-agent&once=r&text=Anybody+there%3F")
            #expect(late.status == 409 && late.body.contains("Go on with ticket \(other)."), "\(late.head)")
            #expect(late.body.contains("Anybody there?"), "nothing that was written is lost")
            for (who, operation) in [("agent", "messages"), ("c1", "messages"), ("c1", "reopening")] {
                let body = operation == "messages" ? #"{"text": "x"}"# : "{}"
                let api = try await desk.ask(who, "POST", "/tickets/\(id)/\(operation)", body)
                #expect(api.status == 409, "\(api.raw.body)")
                #expect(api.json["cure"]?.string?.contains(other) == true, "\(api.raw.body)")
            }
        }
    }

    @Test func `a hand-over is not offered for acceptance once the matter is solved`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let offer = try await desk.ask("agent", "POST", "/tickets/\(id)/hand-over", #"{"team": "second-line"}"#)
            #expect(offer.status == 200, "\(offer.raw.body)")
            #expect(try await agent.get("/tickets/\(id)").body.contains("data-deed=\"accept\""))
            #expect(try await desk.ask("agent", "POST", "/tickets/\(id)/resolution", "{}").status == 200)
            #expect(try await !agent.get("/tickets/\(id)").body.contains("data-deed=\"accept\""))
        }
    }

    @Test func `labour is whose it was, and a note tells whom it names`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let labour = try await agent.post("/tickets/\(id)/labour", "csrf=csrf-agent&minutes=25&by=a7")
            #expect(labour.status == 303, "\(labour.head)")
            let entries = try await desk.desk.edges.store.streams([.ticket(TicketID(id))])
            let events = entries[.ticket(TicketID(id))]?.map(\.event) ?? []
            #expect(
                events.contains {
                    if case .ticket(.course(.happened(.labourRecorded, _, .labour(minutes: 25, by: "a7")))) = $0 {
                        true
                    } else {
                        false
                    }
                })
            let note = try await agent.post(
                "/tickets/\(id)/note", "csrf=csrf-agent&text=%40%E7%8E%8B%E8%8A%B3+please+call+x%40example.com")
            #expect(note.status == 303, "\(note.head)")
            #expect(try await Self.ticket(id, desk)["lists"]?["follower"]?.list.map(\.string) == ["a7"])
            #expect(try await agent.get("/tickets/\(id)").body.contains("Note · to 王芳"))
        }
    }

    @Test func `who takes a ticket is named once in its story, and who gives it away beside whom they gave it to`()
        async throws
    {
        try await ServedDesk.with { desk async throws in
            let values = #"{"values": {"name": "Ada Now", "role": "agent"}}"#
            let put = try await desk.ask("administrator", "PUT", "/records/agent/agent", values)
            #expect(put.status < 300, "\(put.raw.body)")
            let id = try await desk.open()
            for (whom, name, isGiven) in [("agent", "Ada Now", false), ("a7", "王芳", true)] {
                let sent = try await desk.ask("agent", "PATCH", "/tickets/\(id)", #"{"agent": "\#(whom)"}"#)
                #expect(sent.status < 300, "\(sent.raw.body)")
                var agent = Self.agent(desk)
                let page = try await agent.get("/tickets/\(id)").body
                let told = page.components(separatedBy: "Agent: \(name)</b>").dropFirst().first
                let head = try #require(told?.components(separatedBy: "</div>").first)
                #expect(head.contains("<span>Ada Now</span>") == isGiven, "\(head)")
            }
        }
    }

    @Test func `what nobody has is what somebody could take: nothing that is solved`() async throws {
        try await ServedDesk.with { desk async throws in
            let (open, solved) = (try await desk.open(), try await desk.open())
            let done = try await desk.ask("agent", "POST", "/tickets/\(solved)/resolution", "{}")
            #expect(done.status == 200, "\(done.raw.body)")
            var agent = Self.agent(desk)
            let (all, nobodys) = (
                try await agent.get("/queue").body, try await agent.get("/queue?whose=nobodys").body
            )
            #expect(all.contains("href=\"/tickets/\(open)\"") && all.contains("href=\"/tickets/\(solved)\""))
            #expect(nobodys.contains("href=\"/tickets/\(open)\""))
            #expect(!nobodys.contains("href=\"/tickets/\(solved)\""))
        }
    }

    @Test(arguments: [
        ("@王芳 and @Li Wei", ["a7", "l1"]), ("@Li first", ["l0"]), ("@a7@a7", ["a7"]), ("mail me@example.com", []),
        ("no sign", []), ("@", []),
    ])
    func `a name after a sign is a colleague's, the longest that fits`(text: String, ids: [String]) {
        let known = [(id: "a7", name: "王芳"), (id: "l0", name: "Li"), (id: "l1", name: "Li Wei")]
        #expect(Rooms.mentions(text, known) == ids)
    }

    @Test func `a page says what is owed only where something is, and how its facts are proved`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("id=\"ticket-owed\" data-live hidden"))
            #expect(page.contains("This desk keeps no evidence log."))
            var link = Browser(desk: desk)
            #expect(try await link.get("/tickets/\(id)").status == 303)
        }
    }
}
