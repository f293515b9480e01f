import Domain
import Support
import Testing
import Wire

@testable import Web

/// What somebody reads who asked for something wrong: the place, the cause, and a cure that cures.
@Suite struct ProblemTests {
    private func faults(_ reply: ServedDesk.Reply) -> [String] {
        (reply.json["faults"]?.list ?? []).compactMap { fault in
            guard fault["cause"]?.string?.isEmpty == false, fault["cure"]?.string?.isEmpty == false else { return nil }
            return fault["pointer"]?.string
        }
    }

    @Test func `a record that can't be kept is told by its fields`() async throws {
        try await ServedDesk.with { desk async throws in
            let reply = try await desk.ask(
                "manager", "PUT", "/records/contract/k9",
                #"{"values": {"customer": "c9", "amount": "much", "hourly-rate": "CNY 300.00", "x": "1"}}"#)
            #expect(reply.status == 422 && reply.json["code"]?.string == "record")
            #expect(Set(faults(reply)) == ["/values/customer", "/values/amount", "/values/x"], "\(reply.raw.body)")
        }
    }

    @Test func `what a request names and is not there is told by its place`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            for (method, path, body, status, pointer) in [
                ("POST", "/tickets", #"{"customer": "c9"}"#, 404, "/customer"),
                ("POST", "/tickets", #"{"customer": "c1", "contract": "k9"}"#, 404, "/contract"),
                ("POST", "/tickets", #"{"customer": "c1", "team": "nobody"}"#, 404, "/team"),
                (
                    "POST", "/tickets", #"{"customer": "c1", "grades": [{"policy": "standard", "grade": "tier-9"}]}"#,
                    409, "/grades/0/grade"
                ),
                (
                    "POST", "/tickets", #"{"customer": "c1", "grades": [{"policy": "standrad", "grade": "tier-2"}]}"#,
                    409, "/grades/0/policy"
                ),
                ("POST", "/tickets/\(id)/labour", #"{"minutes": 5, "by": "nobody"}"#, 422, "/by"),
                (
                    "POST", "/tickets/\(id)/events", #"{"event": "labour-recorded", "minutes": 5, "by": "x"}"#, 422,
                    "/by"
                ),
                ("POST", "/tickets/\(id)/notes", #"{"text": "x", "mentions": ["a7", "x"]}"#, 422, "/mentions/1"),
                ("POST", "/tickets/\(id)/events", #"{"event": "enagged"}"#, 409, "/event"),
                ("POST", "/tickets/\(id)/hand-over", #"{"team": "nobody"}"#, 404, "/team"),
                ("POST", "/tickets/\(id)/merge", #"{"into": "none"}"#, 404, "/into"),
                ("PUT", "/tickets/\(id)/related/none", nil, 422, "{item}"),
                ("PUT", "/tickets/\(id)/duplicates/none", nil, 422, "{item}"),
                ("PUT", "/tickets/\(id)/followers/none", nil, 422, "{item}"),
            ] as [(String, String, String?, Int, String)] {
                let reply = try await desk.ask("agent", method, path, body)
                #expect(reply.status == status, "\(path) \(body ?? ""): \(reply.raw.body)")
                #expect(faults(reply) == [pointer], "\(path) \(body ?? ""): \(reply.raw.body)")
            }
            let batch = try await desk.ask("agent", "POST", "/tickets/batch", #"{"tickets": [{"customer": "c9"}]}"#)
            let problem = batch.json["results"]?.list.first?["problem"]
            #expect(problem?["faults"]?.list.first?["pointer"]?.string == "/tickets/0/customer")
        }
    }

    @Test func `what an address or a query names and is not there is named in the answer`() async throws {
        try await ServedDesk.with { desk async throws in
            for path in ["/policies/standrad", "/policies/standrad/file", "/contracts/k9/ledger"] {
                let reply = try await desk.ask("auditor", "GET", path)
                let name = path.split(separator: "/")[1]
                #expect(reply.status == 404 && reply.json["cause"]?.string?.contains(name) == true, "\(reply.raw.body)")
            }
            let variant = try await desk.ask(
                "agent", "POST", "/policies/standard/due", #"{"grade": "tier-2", "variant": "none"}"#)
            #expect(variant.status == 422 && faults(variant) == ["/variant"], "\(variant.raw.body)")
            let zone = try await desk.ask("auditor", "GET", "/figures?zone=Asia/Shangai")
            #expect(zone.status == 422 && faults(zone) == ["?zone"])
        }
    }

    @Test func `a webhook is not kept for events that never happen`() async throws {
        try await ServedDesk.with { desk async throws in
            func put(_ kinds: String) async throws -> ServedDesk.Reply {
                try await desk.ask(
                    "administrator", "PUT", "/records/webhook/w1",
                    #"{"values": {"url": "https://example.com/", "secret": "a long secret", "kinds": "\#(kinds)"}}"#)
            }
            let typo = try await put("ticket-opened ticket-resolvd")
            #expect(typo.status == 422 && faults(typo) == ["/values/kinds"])
            #expect(typo.json["faults"]?.list.first?["cure"]?.string?.contains("ticket-resolved") == true)
            #expect(try await put("ticket-opened ticket-resolved record-put").status == 200)
        }
    }

    @Test func `a ticket that no promise is made for says so`() async throws {
        try await ServedDesk.with { desk async throws in
            let silent = try await desk.ask("agent", "POST", "/tickets", #"{"customer": "c1", "category": "toner"}"#)
            let note = try #require(silent.json["notes"]?.list.first, "\(silent.raw.body)")
            #expect(silent.status == 201 && note["code"]?.string == "ungraded")
            #expect(note["cause"]?.string?.contains("toner") == true)
            #expect(note["looked"]?.list.compactMap(\.string) == ["grades", "category"])
            let graded = try await desk.ask(
                "agent", "POST", "/tickets",
                #"{"customer": "c1", "grades": [{"policy": "standard", "grade": "tier-2"}]}"#)
            #expect(graded.status == 201 && graded.json["notes"] == nil)
        }
    }

    @Test(arguments: [("zh", "没有找到"), ("ja", "見つかりません"), ("ko", "찾을 수 없음"), ("en", "Not Found")])
    func `a problem is told in the reader's language`(language: String, title: String) async throws {
        try await ServedDesk.with { desk async throws in
            let accept = ["Accept-Language": language]
            let none = try await desk.ask("agent", "GET", "/none", nil, accept)
            #expect(none.json["title"]?.string == title)
            var seen: Set<String> = []
            for reply in [
                none, try await desk.ask("agent", "POST", "/tickets", #"{"customer": 7}"#, accept),
                try await desk.ask("agent", "GET", "/tickets?limit=many", nil, accept),
                try await desk.ask("agent", "GET", "/search", nil, accept),
                try await desk.ask("nobody", "GET", "/me", nil, accept),
                try await desk.ask("auditor", "POST", "/tickets", #"{"customer": "c1"}"#, accept),
                try await desk.ask("agent", "DELETE", "/me", nil, accept),
            ] {
                for word in ["title", "cause", "cure"] {
                    let text = try #require(reply.json[word]?.string)
                    let isEnglish = text.unicodeScalars.allSatisfy { $0.value < 0x3000 }
                    #expect(isEnglish == (language == "en"), "\(text)")
                    if word == "cause" { seen.insert(text) }
                }
            }
            #expect(seen.count == 7)
        }
    }

    @Test func `a plus that an address reads as a blank is told with its code`() async throws {
        try await ServedDesk.with { desk async throws in
            let lost = try await desk.ask("auditor", "GET", "/figures?from=2026-01-01T00:00:00+08:00")
            #expect(lost.status == 422 && faults(lost) == ["?from"])
            #expect(lost.json["cure"]?.string?.contains("%2B") == true, "\(lost.raw.body)")
            #expect(try await desk.ask("auditor", "GET", "/figures?from=2026-01-01T00:00:00%2B08:00").status == 200)
            let short = try await desk.ask("auditor", "GET", "/figures?from=2026-01-01")
            #expect(short.json["cure"]?.string?.contains("2026-02-14T20:30:00") == true, "\(short.raw.body)")
        }
    }

    @Test func `a name that can't be one is told how names are written`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            for (method, path) in [
                ("PUT", "/tickets/\(id)/tags/%E7%B4%A7%E6%80%A5"), ("PUT", "/records/team/%E4%B8%80"),
            ] {
                let reply = try await desk.ask("administrator", method, path, #"{"values": {}}"#)
                #expect(reply.status == 422, "\(path): \(reply.raw.body)")
                #expect(faults(reply).allSatisfy { $0.hasPrefix("{") } && !faults(reply).isEmpty)
                #expect(reply.json["cure"]?.string?.contains("A-Z") == true)
            }
            #expect(try await desk.ask("agent", "GET", "/tickets/%E4%B8%80").status == 404, "none is called so")
        }
    }

    @Test func `a command that needs no word takes no body for an empty one`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            #expect(
                try await desk.ask("agent", "POST", "/tickets/\(id)/pause", #"{"waiting": "customer"}"#).status == 200)
            for path in ["resume", "resolution", "closing", "reopening"] {
                let reply = try await desk.ask("agent", "POST", "/tickets/\(id)/\(path)")
                #expect(reply.status == 200, "\(path): \(reply.raw.body)")
            }
            #expect(try await desk.ask("agent", "POST", "/tickets/\(id)/pause").status == 415, "it has to say why")
        }
    }

    @Test func `a header that an operation does not heed is refused, and the document lists who heeds it`() async throws
    {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let body = #"{"login": "zhao", "password": "a long walk"}"#
            for header in [["Idempotency-Key": "k-1"], ["If-Match": "\"v1\""]] {
                let reply = try await desk.ask(nil, "POST", "/session", body, header)
                #expect(reply.status == 422 && reply.json["code"]?.string == "not-heeded", "\(reply.raw.body)")
            }
            #expect(try await desk.ask(nil, "POST", "/session", body).status == 401)
            let document = Document.json(Web.Operation.all, version: "x")
            func headers(_ path: String) -> [String] {
                (document["paths"]?[path]?["post"]?["parameters"]?.list ?? []).compactMap { parameter in
                    parameter["in"]?.string == "header" ? parameter["name"]?.string : nil
                }
            }
            #expect(headers("/tickets/{ticket}/messages") == ["Idempotency-Key", "If-Match"])
            #expect(headers("/tickets/batch") == ["Idempotency-Key"])
            #expect(headers("/session").isEmpty && headers("/policies/check").isEmpty)
        }
    }

    @Test func `customers learn nothing of ids that others have`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open("c1")
            for name in [id, "never-seen"] {
                let reply = try await desk.ask("c2", "POST", "/tickets", #"{"customer": "c2", "id": "\#(name)"}"#)
                #expect(reply.status == 422 && faults(reply) == ["/id"], "\(reply.raw.body)")
            }
            var told: Set<String> = []
            for contract in ["k1", "k9"] {
                let reply = try await desk.ask(
                    "c2", "POST", "/tickets", #"{"customer": "c2", "contract": "\#(contract)"}"#)
                #expect(reply.status == 404)
                told.insert(reply.raw.body.replacing(contract, with: "K"))
            }
            #expect(told.count == 1, "\(told)")
        }
    }

    @Test func `a place in one order is none in another`() async throws {
        try await ServedDesk.with { desk async throws in
            for _ in 0..<3 { _ = try await desk.open() }
            let first = try await desk.ask("agent", "GET", "/tickets?sort=due&limit=1")
            let cursor = try #require(first.json["next"]?.string)
            #expect(try await desk.ask("agent", "GET", "/tickets?sort=due&limit=1&cursor=\(cursor)").status == 200)
            let other = try await desk.ask("agent", "GET", "/tickets?sort=id&limit=1&cursor=\(cursor)")
            #expect(other.status == 422 && faults(other) == ["?cursor"])
            #expect(other.json["cure"]?.string?.contains("sort") == true)
        }
    }
}
