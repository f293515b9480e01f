import Desk
import Domain
import Foundation
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// A form that is not taken says which field is meant and why, and loses nothing but its files.
@Suite struct RefusedFormTests {
    private typealias Browser = RoomsTests.Browser

    private static func agent(_ desk: ServedDesk) -> Browser { RoomsTests.signedIn("agent", desk) }

    private static let rest = "&reach=one&urgency=low&csrf=csrf-agent"

    @Test func `a request names the field that is refused, marks it and keeps the others`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.agent(desk)
            let long = String(repeating: "x", count: TextLength.subject + 1)
            let cases: [(form: String, said: String, field: String)] = [
                ("customer=c1&text=Kept&subject=\(long)", "“In one line” has 501 characters.", "subject"),
                ("customer=&text=Kept&subject=x", "“On behalf of” is empty.", "customer"),
                ("customer=zzzzzz&text=Kept&subject=x", "No customer is found by “zzzzzz”.", "customer"),
                (
                    "customer=c1&subject=Kept&text=\(String(repeating: "x", count: TextLength.text + 1))",
                    "At most 65536 fit; shorten it.", "text"
                ),
            ]
            for (form, said, field) in cases {
                let refused = try await agent.post("/submit", form + Self.rest)
                #expect(refused.status == 422 && refused.body.contains(said), "\(said): \(refused.head)")
                #expect(refused.body.contains("Kept"), "\(said)")
                let marked = refused.body.split(separator: "aria-invalid=\"true\"", omittingEmptySubsequences: false)
                #expect(marked.count == 2, "\(said)")
                let name = marked[0].split(separator: "name=\"").last?.prefix { $0 != "\"" }
                #expect(name.map { String($0) } == field, "\(said)")
            }
            let longest = long.dropLast()
            let taken = try await agent.post("/submit", "customer=c1&text=Kept&subject=\(longest)" + Self.rest)
            #expect(taken.status == 303, "what a browser lets through is taken: \(taken.head)")
        }
    }

    @Test func `all that is wrong with a form is told at once, each beside its field`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            func marked(_ page: RawAnswer) -> Int {
                page.body.split(separator: "aria-invalid=\"true\"", omittingEmptySubsequences: false).count - 1
            }
            var stranger = Browser(desk: desk)
            let empty = try await stranger.post("/sign-in", "login=&password=")
            #expect(empty.body.contains("“Login” is empty.") && empty.body.contains("“Password” is empty."))
            #expect(marked(empty) == 2, "\(empty.head)")
            let link = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
            let first = try await stranger.post("/link/" + link, "name=Zhao&login=zhao%20lin&password=short")
            #expect(first.body.contains("This can't be a login.") || first.body.contains("This can&#39;t be a login."))
            #expect(first.body.contains("The password is too short."))
            #expect(marked(first) == 2, "\(first.head)")
        }
    }

    @Test func `words that fit several customers name them`() async throws {
        try await ServedDesk.with { desk async throws in
            let request = Request(.desk, .record(.customer, "c3", .put(["name": "Example Works"])))
            _ = try await desk.desk.perform(request)
            try await SearchFollower(desk.desk).catchUp()
            var agent = Self.agent(desk)
            let refused = try await agent.post("/submit", "customer=Example&text=x&subject=x" + Self.rest)
            #expect(refused.status == 422 && refused.body.contains("2 customers are found by “Example”."))
            #expect(refused.body.contains("Example Ltd (c1)") && refused.body.contains("Example Works (c3)"))
        }
    }

    @Test func `a deed names the field that is refused, and its form is open with what was filled in`() async throws {
        try await ServedDesk.with { desk async throws in
            let (id, foreign) = (try await desk.open(), try await desk.open("c2"))
            var agent = Self.agent(desk)
            let long = String(repeating: "x", count: TextLength.text + 1)
            let cases: [(deed: Deed, form: String, said: String)] = [
                (.labour, "minutes=0&by=a7", "Enter a whole number from 1 to 1440."),
                (.labour, "minutes=-5&by=a7", "Enter a whole number from 1 to 1440."),
                (.labour, "minutes=9223372036854775808&by=a7", "Enter a whole number from 1 to 1440."),
                (.labour, "minutes=&by=a7", "“Minutes” is empty."),
                (.labour, "minutes=5&by=nobody", "Whose: There is no agent “nobody”."),
                (.link, "listing=related&other=..%2F..%2Fx", "The other ticket: There is no ticket “x”."),
                (.merge, "other=x", "There is no ticket “x”."),
                (.merge, "other=\(foreign)", "Ticket \(foreign) belongs to another customer."),
                (.merge, "other=%2Ftickets%2F\(id)", "A ticket can&#39;t be merged with itself."),
                (.resolve, "text=\(long)", "“Text” has 65537 characters."),
                (.wait, "waiting=customer&text=\(long)", "“Text” has 65537 characters."),
                (.escalate, "text=\(long)", "“Text” has 65537 characters."),
            ]
            for (deed, form, said) in cases {
                let refused = try await agent.post("/tickets/\(id)/\(deed.rawValue)", form + "&csrf=csrf-agent")
                #expect(refused.status == 409 && refused.body.contains(said), "\(deed) \(said): \(refused.head)")
                let part = refused.body.split(separator: "id=\"deed-\(deed.rawValue)\"").last ?? ""
                #expect(part.hasPrefix(" open>"), "\(deed) \(said)")
                #expect(part.contains("aria-invalid=\"true\""), "\(deed) \(said)")
            }
            let rated = try await agent.post("/tickets/\(id)/rate", "efficiency=6&csrf=csrf-agent")
            #expect(rated.body.contains("“Speed” is no number that can be taken."), "\(rated.head)")
        }
    }

    @Test(arguments: [
        ("en", "The customer would not learn that you wait for them."), ("zh", "客户不会知道我们在等他。"),
        ("ja", "お客様をお待ちしていることが、お客様に伝わりません。"), ("ko", "고객은 답변을 기다린다는 사실을 알 수 없습니다."),
    ])
    func `a wait for the customer that tells them nothing is refused where they would be told`(
        _ language: String, _ said: String
    ) async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            agent.language = language
            let before = try await desk.desk.edges.store.head().next
            for waiting in ["customer", "evidence"] {
                let form = "csrf=csrf-agent&once=\(waiting)&waiting=\(waiting)&text=++"
                let refused = try await agent.post("/tickets/\(id)/wait", form)
                #expect(refused.status == 409, "\(waiting): \(refused.head)")
                #expect(refused.body.contains("<small class=\"wrong\">\(said)</small>"), "\(waiting)")
                #expect(refused.body.contains("data-needed=\"customer evidence\""))
            }
            #expect(try await desk.desk.edges.store.head().next == before)
            let others = try await agent.post("/tickets/\(id)/wait", "csrf=csrf-agent&once=s&waiting=supplier&text=")
            #expect(others.status == 303, "what others are waited for stays among us: \(others.head)")
        }
    }

    @Test func `what was to be resolved stands in its form again when somebody was faster`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            let version = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "Never mind"}"#)
            let outrun = try await agent.post(
                "/tickets/\(id)/resolve", "csrf=csrf-agent&version=\(version)&text=The+seal+was+changed")
            #expect(outrun.status == 409 && outrun.body.contains("The seal was changed</textarea>"), "\(outrun.head)")
            for deed in [Deed.resolve, .wait, .escalate] {
                #expect(outrun.body.contains("data-draft=\"\(id) \(deed.rawValue)\""), "\(deed)")
            }
        }
    }

    @Test func `a correction of labour is told as one`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.agent(desk)
            for minutes in [-5, 30] {
                let sent = try await desk.ask(
                    "agent", "POST", "/tickets/\(id)/labour", #"{"minutes": \#(minutes), "by": "a7"}"#)
                #expect(sent.status == 200, "\(sent.raw.body)")
            }
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.contains("−5 min of labour") && page.contains("30 min of labour"))
        }
    }

    // MARK: Files

    /// A reply with files, as a browser sends it.
    private static func reply(
        _ desk: ServedDesk, _ id: String, _ text: String, _ files: [(name: String, bytes: [UInt8])]
    ) async throws -> RawAnswer {
        let part = "--xYzZY\r\nContent-Disposition: form-data; name="
        var body: [UInt8] = []
        for (field, value) in [("csrf", "csrf-agent"), ("text", text)] {
            body += Array("\(part)\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            body += Array("\(part)\"file\"; filename=\"\(file.name)\"\r\n\r\n".utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--xYzZY--\r\n".utf8)
        let lines =
            "Accept: text/html\r\nAccept-Language: en\r\nSec-Fetch-Site: same-origin\r\nCookie: yinuo=agent\r\n"
            + "Content-Type: multipart/form-data; boundary=xYzZY\r\n"
        return try await Support.ask(desk.port, "POST /tickets/\(id)/reply", lines, body: body)
    }

    @Test func `files that can't be taken are told by name, count and size, and chosen again`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            let before = try await desk.desk.edges.store.head().next
            let many = (0...10).map { (name: "\($0).txt", bytes: [UInt8(0x61)]) }
            let big = [UInt8](repeating: 0, count: 26 << 20)
            let cases: [(files: [(name: String, bytes: [UInt8])], said: String)] = [
                (many, "11 files are too many at once."), ([("big.bin", big)], "“big.bin” is larger than 25 MiB."),
                ([("日志.js", [0x61])], "“日志.js” is a program."),
            ]
            for (files, said) in cases {
                let refused = try await Self.reply(desk, id, "What I wrote", files)
                #expect(refused.status == 409 && refused.body.contains(said), "\(said): \(refused.head)")
                #expect(refused.body.contains("What I wrote</textarea>"), "\(said)")
                #expect(refused.body.contains("Choose the files again"), "\(said)")
            }
            #expect(try await desk.desk.edges.store.head().next == before)
        }
    }

    @Test func `files that are too large together say so before they are read`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            let lines =
                "Accept: text/html\r\nAccept-Language: en\r\nSec-Fetch-Site: same-origin\r\nCookie: yinuo=agent\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 50000000\r\n"
            let large = try await Support.ask(desk.port, "POST /tickets/\(id)/reply", lines)
            #expect(large.status == 413, "\(large.head)")
            #expect(large.body.contains("Together the files are larger than 32 MiB."))
        }
    }

    @Test func `a file alone is a message, and nothing at all is none`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            let sent = try await Self.reply(desk, id, "", [("plan.pdf", Array("%PDF-1.7".utf8))])
            #expect(sent.status == 303, "\(sent.head) \(sent.body.prefix(300))")
            let messages = try await desk.ask("agent", "GET", "/tickets/\(id)/messages").json["items"]?.list ?? []
            #expect(messages.last?["attachments"]?.list.first?.string == "plan.pdf")
            let nothing = try await Self.reply(desk, id, "", [])
            #expect(nothing.status == 409 && nothing.body.contains("“Text” is empty."), "\(nothing.head)")
        }
    }
}
