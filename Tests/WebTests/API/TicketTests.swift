import Domain
import Support
import Testing
import Wire

@testable import Web

/// Tickets over the service, from the first request to the certificate's threshold.
@Suite struct TicketTests {
    @Test func `a ticket is opened, read, worked on and closed`() async throws {
        try await ServedDesk.with { desk in
            let opened = try await desk.ask(
                "agent", "POST", "/tickets",
                #"{"customer": "c1", "subject": "打印机", "text": "不打印了", "contract": "k1", "grades": [{"policy": "standard", "grade": "tier-2"}]}"#
            )
            #expect(opened.status == 201)
            let location = try #require(opened.header("Location"))
            let id = try #require(location.split(separator: "/").last.map(String.init))
            #expect(location == "/api/v1/tickets/\(id)")

            let ticket = try await desk.ask("agent", "GET", "/tickets/\(id)")
            #expect(ticket.status == 200 && ticket.header("ETag") == "\"v1\"")
            #expect(ticket.json["state"]?.string == "new" && ticket.json["customer"]?.string == "c1")
            #expect(ticket.json["clocks"]?.list.compactMap { $0["state"]?.string }.contains("running") == true)

            for (path, body) in [
                ("events", #"{"event": "engaged"}"#), ("messages", #"{"text": "We are on it."}"#),
                ("notes", #"{"text": "Toner again.", "mentions": ["a7"]}"#),
                ("labour", #"{"minutes": 30, "by": "a7"}"#),
                ("pause", #"{"waiting": "customer"}"#), ("resume", "{}"), ("hand-over", #"{"team": "second-line"}"#),
                ("acceptance", #"{"team": "second-line"}"#), ("resolution", #"{"text": "New toner."}"#),
                ("closing", "{}"),
            ] {
                let reply = try await desk.ask("agent", "POST", "/tickets/\(id)/\(path)", body)
                #expect(reply.status == 200, "\(path): \(reply.raw.body)")
            }
            let done = try await desk.ask("agent", "GET", "/tickets/\(id)")
            #expect(done.json["state"]?.string == "closed" && done.json["holder"]?.string == "second-line")
            #expect(done.json["labour"]?.int == 30)
            for reached in ["at-work", "solved"] {
                let node = done.json["nodes"]?.list.first { $0["node"]?.string == reached }
                #expect(node?["at"]?.string != nil, "\(reached), as the page shows it")
            }

            let messages = try await desk.ask("agent", "GET", "/tickets/\(id)/messages")
            let texts = messages.json["items"]?.list.compactMap { $0["texts"]?["text"]?.string }
            #expect(texts == ["不打印了", "We are on it.", "Toner again.", "New toner."])
            let own = try await desk.ask("c1", "GET", "/tickets/\(id)/messages")
            #expect(own.json["items"]?.list.count == 3, "a customer reads no note")
        }
    }

    @Test func `a ticket that is at work has no certificate yet, and is told what is missing`() async throws {
        try await ServedDesk.with { desk in
            let id = try await desk.open()
            let reply = try await desk.ask("c1", "GET", "/tickets/\(id)/certificate")
            #expect(reply.status == 409 && reply.json["cause"]?.string == "The ticket is open.")
            #expect(try await desk.ask("c2", "GET", "/tickets/\(id)/certificate").status == 404)
        }
    }

    @Test func `why a clock is due when it is can be asked`() async throws {
        try await ServedDesk.with { desk in
            let id = try await desk.open()
            let clocks = try await desk.ask("c1", "GET", "/tickets/\(id)/clocks")
            let why = try #require(clocks.json["clocks"]?.list.first?["why"])
            #expect(why["policy"]?.string == "standard" && why["pieces"]?.list.isEmpty == false)
            var told: Set<String> = []
            for language in Language.allCases {
                let reply = try await desk.ask(
                    "c1", "GET", "/tickets/\(id)/clocks", nil, ["Accept-Language": language.rawValue])
                let words = reply.json["clocks"]?.list.first?["why"]?["words"]?.list.compactMap(\.string) ?? []
                #expect(words.count >= 3)
                told.insert(words.first ?? "")
            }
            #expect(told.count == Language.allCases.count, "\(told)")
        }
    }

    @Test func `the same key does it once, and gives the first answer again`() async throws {
        try await ServedDesk.with { desk in
            let body = #"{"customer": "c1"}"#
            let first = try await desk.ask("agent", "POST", "/tickets", body, ["Idempotency-Key": "k-1"])
            let again = try await desk.ask("agent", "POST", "/tickets", body, ["Idempotency-Key": "k-1"])
            #expect(first.status == 201 && again.status == 201)
            #expect(again.json["stream"] == first.json["stream"] && again.json["repeated"] == .bool(true))
            #expect(
                again.header("Idempotency-Replayed") == "true" && again.header("Location") == first.header("Location"))
            let other = try await desk.ask(
                "agent", "POST", "/tickets", #"{"customer": "c2"}"#, ["Idempotency-Key": "k-1"])
            #expect(other.status == 422 && other.json["code"]?.string == "keyReused")
            let another = try await desk.ask("lead", "POST", "/tickets", body, ["Idempotency-Key": "k-1"])
            #expect(another.status == 201 && another.json["repeated"] == .bool(false), "keys are each sender's own")
        }
    }

    @Test func `who saw an older version changes nothing`() async throws {
        try await ServedDesk.with { desk in
            let id = try await desk.open()
            let seen = try await desk.ask("agent", "GET", "/tickets/\(id)").header("ETag") ?? ""
            let first = try await desk.ask(
                "agent", "PATCH", "/tickets/\(id)", #"{"category": "printer"}"#, ["If-Match": seen])
            #expect(first.status == 200, "\(first.raw.body)")
            let late = try await desk.ask(
                "agent", "PATCH", "/tickets/\(id)", #"{"category": "network"}"#, ["If-Match": seen])
            #expect(late.status == 412 && late.json["code"]?.string == "changed")
            let now = try await desk.ask("agent", "GET", "/tickets/\(id)")
            #expect(now.json["attributes"]?["category"]?.string == "printer")
            let tag = now.header("ETag") ?? ""
            #expect(try await desk.ask("agent", "GET", "/tickets/\(id)", nil, ["If-None-Match": tag]).status == 304)
        }
    }

    @Test func `pages follow one another without gap or repetition, in every order`() async throws {
        try await ServedDesk.with { desk in
            var ids: Set<String> = []
            for number in 0..<23 {
                ids.insert(try await desk.open(number % 3 == 0 ? "c2" : "c1", #", "category": "x\#(number % 2)""#))
            }
            for query in ["sort=due", "sort=id", "sort=-id", "sort=id&state=open", "sort=due&state=new"] {
                var seen: [String] = []
                var next: String? = "?\(query)&limit=5"
                while let page = next {
                    let reply = try await desk.ask("agent", "GET", "/tickets" + page)
                    #expect(reply.status == 200, "\(reply.raw.body)")
                    seen += reply.json["items"]?.list.compactMap { $0["id"]?.string } ?? []
                    next = reply.header("Link").flatMap { link in
                        link.firstIndex(of: "?").map { String(link[$0..<(link.firstIndex(of: ">") ?? link.endIndex)]) }
                    }
                }
                #expect(seen.count == 23 && Set(seen) == ids, "\(query)")
                if query == "sort=id" { #expect(seen == seen.sorted()) }
            }
            let filtered = try await desk.ask("agent", "GET", "/tickets?customer=c2&category=x0&sort=id")
            #expect(filtered.json["items"]?.list.count == 4)
            let own = try await desk.ask("c2", "GET", "/tickets?sort=id&limit=100")
            #expect(own.json["items"]?.list.count == 8, "a customer sees only what is theirs")
        }
    }

    @Test func `a list's Link leads to its next page, whatever places are called there`() async throws {
        try await ServedDesk.with { desk in
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await desk.open()) }
            for path in ["/tickets?limit=1&sort=id", "/journal?limit=1", "/tickets/\(ids[0])/journal?limit=1"] {
                let first = try await desk.ask("auditor", "GET", path)
                let link = try #require(first.header("Link"), "\(path)")
                let next = try #require(link.split(separator: ">").first?.dropFirst())
                let second = try await desk.ask("auditor", "GET", String(next.dropFirst(APIResponder.root.count)))
                #expect(second.status == 200 && second.json["items"]?.list.count == 1, "\(link)")
                #expect(second.json["items"] != first.json["items"], "\(path)")
            }
        }
    }

    @Test func `what is closed is listed without asking for an order`() async throws {
        try await ServedDesk.with { desk in
            let id = try await desk.open()
            _ = try await desk.open()
            for path in ["resolution", "closing"] {
                let body = path == "resolution" ? #"{"text": "New toner."}"# : "{}"
                #expect(try await desk.ask("agent", "POST", "/tickets/\(id)/\(path)", body).status == 200)
            }
            let closed = try await desk.ask("agent", "GET", "/tickets?state=closed").json["items"]?.list ?? []
            #expect(closed.map { $0["id"]?.string } == [id])
        }
    }

    @Test(arguments: ["/figures", "/figures/alarms"])
    func `figures of a time that lies ahead are refused`(path: String) async throws {
        try await ServedDesk.with { desk in
            let reply = try await desk.ask("auditor", "GET", path + "?asOf=2099-01-01T00:00:00Z")
            #expect(reply.status == 422 && reply.json["cause"]?.string?.hasPrefix(":") == false, "\(reply.raw.body)")
        }
    }

    @Test func `what is another's is not found`() async throws {
        try await ServedDesk.with { desk in
            let id = try await desk.open("c1")
            for (method, path, body) in [
                ("GET", "", nil), ("GET", "/clocks", nil), ("GET", "/messages", nil), ("GET", "/compensation", nil),
                ("POST", "/messages", #"{"text": "x"}"#), ("POST", "/cancellation", "{}"),
            ] as [(String, String, String?)] {
                let reply = try await desk.ask("c2", method, "/tickets/\(id)\(path)", body)
                #expect(reply.status == 404, "\(method) \(path)")
                let none = try await desk.ask("c2", method, "/tickets/none\(path)", body)
                #expect(
                    none.json["code"] == reply.json["code"] && none.status == reply.status,
                    "nothing tells what is another's from what is not there")
            }
            let foreign = try await desk.ask("c2", "POST", "/tickets", #"{"customer": "c1"}"#)
            #expect(foreign.status == 404)
        }
    }

    @Test func `an attachment comes back byte for byte, and is never a page`() async throws {
        try await ServedDesk.with { desk in
            let id = try await desk.open()
            let page = "<script>alert(1)</script>"
            let put = try await desk.ask(
                "c1", "POST", "/tickets/\(id)/attachments/a.html", page, ["Content-Type": "text/html"])
            #expect(put.status == 200, "\(put.raw.body)")
            let position = put.json["positions"]?["from"]?.int ?? -1
            let got = try await desk.ask("agent", "GET", "/tickets/\(id)/attachments/\(position)/a.html")
            #expect(got.raw.body == page && got.header("Content-Type") == "application/octet-stream")
            #expect(got.header("Content-Disposition")?.hasPrefix("attachment; filename=\"a.html\"") == true)
            #expect(got.header("Content-Security-Policy")?.contains("sandbox") == true)
            #expect(try await desk.ask("c2", "GET", "/tickets/\(id)/attachments/\(position)/a.html").status == 404)
            // By the name that it was given, in whatever letters.
            let named = try await desk.ask(
                "c1", "POST", "/tickets/\(id)/attachments/%E5%90%88%E5%90%8C.pdf", "%PDF-",
                ["Content-Type": "text/html"])
            #expect(named.status == 200, "\(named.raw.body)")
            let place = named.json["positions"]?["from"]?.int ?? -1
            let back = try await desk.ask(
                "agent", "GET", "/tickets/\(id)/attachments/\(place)/%E5%90%88%E5%90%8C.pdf")
            #expect(back.raw.body == "%PDF-" && back.header("Content-Type") == "application/pdf")
        }
    }

    @Test func `of a batch each fares by itself`() async throws {
        try await ServedDesk.with { desk in
            let reply = try await desk.ask(
                "agent", "POST", "/tickets/batch",
                #"{"tickets": [{"customer": "c1"}, {"customer": "nobody"}, {"customer": "c2"}]}"#)
            let results = reply.json["results"]?.list ?? []
            #expect(results.count == 3 && results[0]["receipt"] != nil && results[2]["receipt"] != nil)
            #expect(results[1]["problem"]?["status"]?.int == 404)
        }
    }

    @Test func `tickets merge, split, and are listed with what belongs to them`() async throws {
        try await ServedDesk.with { desk in
            let (a, b) = (try await desk.open(), try await desk.open())
            #expect(try await desk.ask("agent", "PUT", "/tickets/\(a)/related/\(b)").status == 200)
            #expect(try await desk.ask("agent", "PUT", "/tickets/\(a)/tags/vip").status == 200)
            #expect(try await desk.ask("agent", "POST", "/tickets/\(b)/merge", #"{"into": "\#(a)"}"#).status == 200)
            let words = #"{"subject": "The second valve", "text": "It drips too"}"#
            let part = try await desk.ask("agent", "POST", "/tickets/\(a)/split", words)
            #expect(part.status == 201, "\(part.raw.body)")
            let id = String(part.json["stream"]?.string?.dropFirst("ticket/".count) ?? "")
            let said = try await desk.ask("agent", "GET", "/tickets/\(id)/messages")
            #expect(said.json["items"]?.list.first?["texts"]?["text"]?.string == "It drips too")
            #expect(try await desk.ask("agent", "GET", "/tickets/\(id)").json["splitFrom"]?.string == a)
            let whole = try await desk.ask("agent", "GET", "/tickets/\(a)")
            #expect(whole.json["absorbed"]?.list == [.string(b)])
            #expect(whole.json["parts"]?.list == [.string(id)])
            #expect(whole.json["lists"]?["tag"]?.list == [.string("vip")])
            let gone = try await desk.ask("agent", "GET", "/tickets/\(b)")
            #expect(gone.json["state"]?.string == "merged" && gone.json["mergedInto"]?.string == a)
        }
    }

    @Test func `incidents are listed by state, page by page`() async throws {
        try await ServedDesk.with { desk async throws in
            for number in 0..<3 {
                let body = #"{"id": "i\#(number)", "grades": [{"policy": "standard", "grade": "tier-2"}]}"#
                #expect(try await desk.ask("agent", "POST", "/incidents", body).status == 201)
            }
            let over = try await desk.ask("agent", "POST", "/incidents/i1/events", #"{"event": "cancelled"}"#)
            #expect(over.status == 200, "\(over.raw.body)")
            func ids(_ query: String) async throws -> (ids: [String], next: String?) {
                let page = try await desk.ask("agent", "GET", "/incidents" + query)
                let ids = (page.json["items"]?.list ?? []).compactMap { $0["id"]?.string }
                return (ids, page.json["next"]?.string)
            }
            #expect(try await ids("").ids == ["i0", "i1", "i2"])
            #expect(try await ids("?state=cancelled").ids == ["i1"])
            let first = try await ids("?state=open&limit=1")
            #expect(first.ids == ["i0"])
            let rest = try await ids("?state=open&cursor=\(first.next ?? "")")
            #expect(rest.ids == ["i2"] && rest.next == nil)
            #expect(try await desk.ask("agent", "GET", "/incidents?state=none").status == 422)
        }
    }
}
