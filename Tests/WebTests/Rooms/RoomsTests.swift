import Desk
import Domain
import Foundation
import HTTPTypes
import Support
import Testing
import Wire

@testable import Identity
@testable import Pages
@testable import Web

/// Rooms are for those who have a key, and a form does only what its own page asked for.
@Suite struct RoomsTests {
    /// A browser as far as the service is concerned.
    struct Browser {
        let desk: ServedDesk
        var cookie = ""
        var language = "en"
        /// Whole lines that a browser or a script sends besides.
        var more = ""

        mutating func get(_ path: String, accept: String = "text/html") async throws -> RawAnswer {
            try await ask("GET", path, nil)
        }

        mutating func post(
            _ path: String, _ form: String, origin: String? = nil, site: String? = "same-origin"
        ) async throws -> RawAnswer {
            try await ask("POST", path, form, origin: origin, site: site)
        }

        private mutating func ask(
            _ method: String, _ path: String, _ form: String?, origin: String? = nil, site: String? = nil
        ) async throws -> RawAnswer {
            var lines = "Accept: text/html\r\nAccept-Language: \(language)\r\n"
            if !cookie.isEmpty { lines += "Cookie: yinuo=\(cookie)\r\n" }
            if form != nil { lines += "Content-Type: application/x-www-form-urlencoded\r\n" }
            if let origin { lines += "Origin: \(origin)\r\n" }
            if let site { lines += "Sec-Fetch-Site: \(site)\r\n" }
            lines += more
            let answer = try await Support.ask(
                desk.port, "\(method) \(path)", lines, body: form.map { Array($0.utf8) })
            if let set = answer.header("Set-Cookie"), set.hasPrefix("yinuo=") {
                cookie = String(set.dropFirst("yinuo=".count).prefix { $0 != ";" })
            }
            return answer
        }

        /// What the forms of a page send along.
        mutating func field(_ name: String, of path: String) async throws -> String {
            let body = try await get(path).body
            let after = body.split(separator: "name=\"\(name)\" value=\"").dropFirst().first ?? ""
            return String(after.prefix { $0 != "\"" })
        }
    }

    /// Signed in with a made-up session: the cookie is the role.
    static func signedIn(_ role: String, _ desk: ServedDesk) -> Browser { Browser(desk: desk, cookie: role) }

    @Test func `a stranger is shown the door, and then what they came for`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = Browser(desk: desk)
            let link = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
            #expect(try await zhao.get("/link/" + link).body.contains("Make the first administrator"))
            let weak = try await zhao.post("/link/" + link, "name=Zhao&login=zhao&password=short")
            #expect(weak.status == 422 && weak.body.contains("role=\"alert\""), "\(weak.head)")
            let made = try await zhao.post("/link/" + link, "name=Zhao&login=zhao&password=a+long+walk+to+the+sea")
            #expect(made.status == 303 && made.header("Location") == "/", "\(made.head)")
            #expect(try await zhao.get("/").header("Location") == "/queue")
            #expect(try await zhao.get("/queue").status == 200)

            var other = Browser(desk: desk)
            let door = try await other.get("/queue?risk=paused")
            #expect(door.status == 303 && door.header("Location") == "/sign-in?to=%2Fqueue%3Frisk%3Dpaused")
            let wrong = try await other.post("/sign-in", "login=zhao&password=wrong")
            #expect(wrong.status == 401 && wrong.body.contains("value=\"zhao\""), "\(wrong.head)")
            let right = try await other.post(
                "/sign-in?to=%2Fqueue%3Frisk%3Dpaused", "login=zhao&password=a+long+walk+to+the+sea")
            #expect(right.header("Location") == "/queue?risk=paused")
            let csrf = try await other.field("csrf", of: "/queue")
            #expect(try await other.post("/sign-out", "csrf=\(csrf)").header("Location") == "/sign-in")
            #expect(try await other.get("/queue").status == 303, "the session is over")
        }
    }

    @Test func `what is promised is told in a customer's words`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.signedIn("agent", desk)
            let page = try await agent.get("/promises").body
            #expect(page.contains("<dt>first answer</dt>") && page.contains("<dt>solution</dt>"))
            #expect(page.contains("First answer within 15 minutes") && !page.contains("(engaged)"))
            let owes = "<b>If we break one of these promises</b><span>You pay nothing for the labour</span>"
            #expect(page.contains(owes), "\(page.count)")
        }
    }

    @Test func `a form without its session's token, or from elsewhere, does nothing`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.signedIn("agent", desk)
            let path = "/tickets/\(id)/note"
            #expect(try await agent.post(path, "text=x").status == 403)
            #expect(try await agent.post(path, "csrf=csrf-lead&text=x").status == 403)
            #expect(try await agent.post(path, "csrf=csrf-agent&text=x", site: "cross-site").status == 403)
            #expect(
                try await agent.post(path, "csrf=csrf-agent&text=x", origin: "https://evil.example", site: nil).status
                    == 403)
            #expect(try await agent.post("/sign-in", "login=a&password=b", site: "cross-site").status == 403)
            let before = try await desk.ask("agent", "GET", "/tickets/\(id)/messages").json["items"]?.list.count
            #expect(try await agent.post(path, "csrf=csrf-agent&text=x").status == 303)
            let after = try await desk.ask("agent", "GET", "/tickets/\(id)/messages").json["items"]?.list.count
            #expect((after ?? 0) == (before ?? 0) + 1)
        }
    }

    @Test func `every page forbids scripts that are not our own, and what it sends is not kept`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.signedIn("agent", desk)
            for path in [
                "/queue", "/tickets/\(id)", "/submit", "/promises", "/search?q=x", "/nowhere", "/tickets/none",
            ] {
                let page = try await agent.get(path)
                let policy = page.header("Content-Security-Policy") ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "\(path)")
                #expect(!policy.contains("unsafe"), "\(path)")
                #expect(
                    page.header("Cache-Control") == "no-store" && page.header("X-Content-Type-Options") == "nosniff")
                #expect(page.body.hasPrefix("<!DOCTYPE html>"), "\(path)")
            }
        }
    }

    @Test func `what is another's is not found, and what a role may not do is not offered`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var auditor = Self.signedIn("auditor", desk)
            let page = try await auditor.get("/tickets/\(id)")
            #expect(page.status == 200 && !page.body.contains("data-deed="), "an auditor changes nothing")
            #expect(try await auditor.get("/submit").status == 403)
            #expect(try await auditor.post("/tickets/\(id)/note", "csrf=csrf-auditor&text=x").status == 403)
            #expect(try await auditor.get("/tickets/none").status == 404)
            #expect(try await auditor.get("/gallery").status == 404, "there is none but where all is made up")
        }
    }

    @Test func `a customer sees their own tickets as a customer, and nothing of others'`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let mine = try await open(desk.desk, "c1", "My printer <b>burns</b>")
            let other = try await open(desk.desk, "c2", "Secret")
            let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
            var customer = Browser(desk: desk)
            #expect(try await customer.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
            let home = try await customer.get("/")
            #expect(
                home.status == 200 && home.body.contains("My printer &lt;b&gt;burns") && !home.body.contains("Secret"))
            let page = try await customer.get("/tickets/\(mine)")
            #expect(page.status == 200 && page.body.contains("class=\"nodes\""), "\(page.head)")
            #expect(!page.body.contains("<b>burns"))
            for path in [
                "/tickets/\(other)", "/tickets/\(other)/certificate", "/queue", "/search?q=x",
                "/queue/rows?ids=\(other)",
            ] {
                let answer = try await customer.get(path)
                #expect(answer.status == 404 && !answer.body.contains("Secret"), "\(path): \(answer.head)")
            }
            let csrf = try await customer.field("csrf", of: "/tickets/\(mine)")
            #expect(try await customer.post("/tickets/\(other)/reply", "csrf=\(csrf)&text=x").status == 404)
            #expect(try await customer.post("/tickets/\(mine)/reply", "csrf=\(csrf)&text=It+still+burns").status == 303)
            #expect(try await customer.get("/tickets/\(mine)").body.contains("It still burns"))
            #expect(try await customer.post("/tickets/\(mine)/resolve", "csrf=\(csrf)&text=x").status == 403)
            let asked = try await customer.post(
                "/submit", "csrf=\(csrf)&subject=New&text=It+stopped&reach=all&urgency=high&category=ordinary-fault")
            #expect(asked.status == 303 && asked.header("Location")?.hasPrefix("/tickets/") == true, "\(asked.head)")
        }
    }

    @Test func `a link to a ticket shows how far it is, and nothing that anybody wrote`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let id = try await open(desk.desk, "c1", "Only between us: the vault stands open")
            let link = try await desk.identity.ticketLink(id, until: desk.desk.now + .hours(1))
            var anybody = Browser(desk: desk)
            let page = try await anybody.get("/t/" + link)
            #expect(page.status == 200 && page.body.contains("class=\"nodes\""), "\(page.head)")
            #expect(!page.body.contains("vault") && !page.body.contains("data-deed="))
            #expect(page.body.contains("href=\"/sign-in?to=%2Ftickets%2F\(id)\""), "the way to what is left out")
            let head = page.body.split(separator: "id=\"mine-head\"").last?.split(separator: "</header>").first ?? ""
            #expect(
                head.split(separator: id.rawValue, omittingEmptySubsequences: false).count == 2,
                "the id stands there once")
        }
    }

    @Test func `whoever was signed out before sending comes back to where it was written`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var nobody = Browser(desk: desk)
            let reply = try await nobody.post("/tickets/\(id)/reply", "csrf=gone&text=All+that+I+wrote")
            #expect(reply.header("Location") == "/sign-in?to=%2Ftickets%2F\(id)", "\(reply.head)")
            let asked = try await nobody.post("/submit", "csrf=gone&text=It+stopped")
            #expect(asked.header("Location") == "/sign-in?to=%2Fsubmit", "\(asked.head)")
        }
    }

    @Test func `a session's newer cookie never takes the place of one that an answer begins or ends`() {
        var headers: HTTPFields = [.setCookie: Cookies.setting("yinuo", "of-the-one-who-came-in")]
        Cookies.refresh(&headers, Cookies.setting("yinuo", "of-the-one-before"))
        #expect(headers[values: .setCookie].count == 1)
        headers = [.setCookie: "yinuo-look=ja.dark.dense; Path=/"]
        Cookies.refresh(&headers, Cookies.setting("yinuo", "newer"))
        #expect(headers[values: .setCookie].count == 2)
    }

    private func open(_ desk: ServiceDesk, _ customer: CustomerID, _ text: String) async throws -> TicketID {
        let id = TicketID(desk.newID())
        _ = try await desk.perform(
            Request(
                .desk,
                .open(
                    Ticket.Opening(
                        id: id, customer: customer, received: .onReceipt, attributes: [.category: "ordinary-fault"]),
                    source: .edge), texts: [.init("text", text)]))
        return id
    }

    @Test func `a queue shows what presses, counts it, and is brought up to date`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.signedIn("agent", desk)
            #expect(try await agent.get("/queue").body.contains("Nothing to do"))
            let first = try await desk.open()
            let second = try await desk.open("c2")
            var page = try await agent.get("/queue").body
            #expect(page.contains("data-id=\"\(first)\"") && page.contains("data-id=\"\(second)\""))
            #expect(page.contains("Example Ltd") && page.contains("另一家公司"))
            #expect(try await desk.ask("agent", "POST", "/tickets/\(first)/cancellation", "{}").status == 200)
            page = try await agent.get("/queue").body
            #expect(!page.contains("data-id=\"\(first)\"") && page.contains("data-id=\"\(second)\""))
            let rows = try await agent.get("/queue/rows?ids=\(first),\(second)").body
            #expect(!rows.contains("data-id=\"\(first)\"") && rows.contains("data-id=\"\(second)\""))
            #expect(rows.contains("id=\"risks\"") && !rows.contains("<html"))
        }
    }

    @Test func `a customer's tickets are listed for those who serve, and for nobody else`() async throws {
        try await ServedDesk.with { desk async throws in
            let (id, other) = (try await desk.open(), try await desk.open("c2"))
            var agent = Self.signedIn("agent", desk)
            let page = try await agent.get("/customers/c1").body
            #expect(page.contains("Tickets of Example Ltd") && page.contains("href=\"/tickets/\(id)\""))
            #expect(!page.contains(other) && page.contains("Times are in UTC<"))
            #expect(try await agent.get("/customers/none").status == 404)
            var nobody = Browser(desk: desk)
            #expect(try await nobody.get("/customers/c1").status == 303)
        }
    }

    @Test func `the next ticket is the most urgent that nobody has`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.signedIn("agent", desk)
            let none = try await agent.post("/queue/next", "csrf=csrf-agent&back=%2Fqueue%3Frisk%3Dfine")
            #expect(none.status == 200 && none.body.contains("Nothing waits to be taken"))
            _ = try await desk.desk.perform(
                Request(.desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent"]))))
            let id = try await desk.open()
            let taken = try await agent.post("/queue/next", "csrf=csrf-agent")
            #expect(taken.header("Location") == "/tickets/\(id)", "\(taken.head)")
            let ticket = try await desk.ask("agent", "GET", "/tickets/\(id)").json
            #expect(ticket["attributes"]?["agent"]?.string == "agent")
            #expect(try await agent.get("/queue?whose=mine").body.contains("data-id=\"\(id)\""))
            #expect(
                try await agent.post("/queue/next", "csrf=csrf-agent").header("Location") == "/queue",
                "nobody takes it twice")
        }
    }

    @Test func `who sends what the ticket has outrun is shown both sides`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.signedIn("agent", desk)
            let version = try await agent.field("version", of: "/tickets/\(id)")
            _ = try await desk.ask("c1", "POST", "/tickets/\(id)/messages", #"{"text": "Never mind, it works"}"#)
            let form = "csrf=csrf-agent&version=\(version)&text=We+are+on+our+way"
            let conflict = try await agent.post("/tickets/\(id)/reply", form)
            #expect(conflict.status == 409, "\(conflict.head)")
            #expect(conflict.body.contains("class=\"conflict\"") && conflict.body.contains("Never mind, it works"))
            #expect(conflict.body.contains("We are on our way</textarea>"), "nothing that was written is lost")
            let now = try await agent.field("version", of: "/tickets/\(id)")
            let sent = try await agent.post("/tickets/\(id)/reply", "csrf=csrf-agent&version=\(now)&text=Good&once=a")
            #expect(sent.status == 303)
            #expect(try await agent.get("/tickets/\(id)").body.contains(">Good<"))
        }
    }

    @Test func `a form that is sent twice is done once`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            var agent = Self.signedIn("agent", desk)
            for _ in 0..<2 {
                let sent = try await agent.post("/tickets/\(id)/note", "csrf=csrf-agent&once=0n3&text=A+single+note")
                #expect(sent.status == 303)
            }
            let page = try await agent.get("/tickets/\(id)").body
            #expect(page.split(separator: "A single note").count == 2)
        }
    }

    @Test func `a view is kept by name in the browser, without a script, until it is let go`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.signedIn("agent", desk)
            let page = try await agent.get("/queue?whose=mine").body
            #expect(page.contains("action=\"/queue/views\"") && page.contains("<span>Name of the view</span>"))
            let form = "csrf=csrf-agent&view=%2Fqueue%3Fwhose%3Dmine"
            #expect(try await agent.post("/queue/views", "view=%2Fqueue&name=x").status == 403, "without a token")
            let empty = try await agent.post("/queue/views", form + "&name=+")
            #expect(empty.status == 422 && empty.body.contains("<details open>"), "\(empty.head)")
            #expect(empty.body.contains("“Name of the view” is empty."))
            let kept = try await agent.post("/queue/views", form + "&name=%3Cb%3E+mine")
            #expect(kept.status == 303 && kept.header("Location") == "/queue?whose=mine", "\(kept.head)")
            let cookie = try #require(kept.header("Set-Cookie")?.split(separator: ";").first)
            #expect(cookie.hasPrefix("yinuo-views="))
            agent.cookie = "agent; \(cookie)"
            let link = "<a href=\"/queue?whose=mine\" dir=\"auto\">&lt;b&gt; mine</a>"
            #expect(try await agent.get("/queue").body.contains(link))
            let gone = try await agent.post("/queue/views", form + "&drop=%3Cb%3E+mine")
            #expect(gone.header("Set-Cookie")?.hasPrefix("yinuo-views=; Path=/; Max-Age=0") == true, "\(gone.head)")
        }
    }

    @Test func `a language is kept, and leads back to the same place`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.signedIn("agent", desk)
            let set = try await agent.post(
                "/look", "language=ja&colours=dark&density=dense&back=%2Fqueue%3Frisk%3Dfine")
            #expect(set.status == 303 && set.header("Location") == "/queue?risk=fine")
            #expect(set.header("Set-Cookie")?.hasPrefix("yinuo-look=ja.dark.dense;") == true)
            let away = try await agent.post("/look", "language=ja&back=%2F%2Fevil.example")
            #expect(away.header("Location") == "/", "\(away.head)")
            for (language, word) in [("zh", "队列"), ("en", "Queue"), ("ja", "キュー"), ("ko", "대기열")] {
                agent.language = language
                let page = try await agent.get("/queue")
                #expect(page.body.contains("<html lang=\"\(language)\"") && page.body.contains(word))
            }
        }
    }

    @Test func `styles and scripts lie under their contents and are kept for ever`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = Self.signedIn("agent", desk)
            let page = try await agent.get("/queue").body
            let names = page.split(separator: "/assets/").dropFirst().map { $0.prefix { $0 != "\"" } }
            #expect(Set(names).count == 4)
            var bytes = 0
            for name in Set(names) {
                let file = try await Support.ask(desk.port, "GET /assets/\(name)")
                #expect(file.status == 200 && file.header("Cache-Control")?.contains("immutable") == true, "\(name)")
                if name.hasSuffix(".js") { bytes += file.body.utf8.count }
            }
            #expect(bytes <= 40_000, "a page's scripts have \(bytes) bytes")
            #expect(try await agent.get("/assets/style-0.css").status == 404)
        }
    }
}
