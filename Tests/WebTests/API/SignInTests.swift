import Desk
import Domain
import Foundation
import Support
import Testing
import Wire

@testable import Identity
@testable import Web

/// People come in, prove who they are, and are let go again, over the service alone.
@Suite struct SignInTests {
    private static let password = "a long walk to the sea"

    /// A browser as far as the service is concerned: a cookie, and the word that changing requests bring along.
    private struct Browser {
        let desk: ServedDesk
        var cookie = ""
        var csrf = ""

        mutating func ask(
            _ method: String, _ path: String, _ body: String? = nil
        ) async throws -> ServedDesk.Reply {
            var headers: [String: String] = [:]
            if !cookie.isEmpty { headers = ["Cookie": "yinuo=\(cookie)", "X-CSRF-Token": csrf] }
            let reply = try await desk.ask(nil, method, path, body, headers)
            if let set = reply.header("Set-Cookie"), set.hasPrefix("yinuo=") {
                cookie = String(set.dropFirst("yinuo=".count).prefix { $0 != ";" })
            }
            if let word = reply.json["csrf"]?.string { csrf = word }
            return reply
        }
    }

    /// What a link says; nil unless it is one that somebody can open as it is.
    private static func text(of link: String, behind path: String) -> String? {
        let start = "https://desk.example.com" + path
        return link.hasPrefix(start) ? String(link.dropFirst(start.count)) : nil
    }

    private static func administrator(_ desk: ServedDesk) async throws -> Browser {
        var browser = Browser(desk: desk)
        let link = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
        let kind = try await browser.ask("POST", "/links/kind", #"{"link": "\#(link)"}"#)
        #expect(kind.json["purpose"]?.string == "administrator")
        let reply = try await browser.ask(
            "POST", "/links/administrator",
            #"{"link": "\#(link)", "login": "zhao", "name": "Zhao Min", "password": "\#(password)"}"#)
        #expect(reply.status == 201 && reply.json["role"]?.string == "administrator", "\(reply.raw.body)")
        return browser
    }

    @Test func `an account under a given id is made once, and its last link is the good one`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            for agent in ["li", "wu"] {
                _ = try await desk.desk.perform(
                    Request(.desk, .record(.agent, RecordID(agent), .put(["name": "Li Wei", "role": "agent"]))))
            }
            let body = #"{"id": "desk-1", "agent": "li", "login": "li"}"#
            let (first, second) = (
                try await zhao.ask("POST", "/accounts", body), try await zhao.ask("POST", "/accounts", body)
            )
            #expect(first.status == 201 && second.status == 201, "\(second.raw.body)")
            #expect(second.json["id"]?.string == "desk-1")
            #expect(try await desk.identity.accountList().filter { $0.agent == "li" }.map(\.id) == ["desk-1"])

            for other in [
                #"{"id": "desk-1", "agent": "wu", "login": "li"}"#, #"{"id": "desk-1", "agent": "li", "login": "wu"}"#,
            ] {
                let refused = try await zhao.ask("POST", "/accounts", other)
                #expect(refused.status == 409 && refused.json["code"]?.string == "exists", "\(refused.raw.body)")
                #expect(refused.json["faults"]?.list.first?["pointer"]?.string == "/id")
            }
            let malformed = try await zhao.ask("POST", "/accounts", #"{"id": "no id", "agent": "wu", "login": "wu"}"#)
            #expect(malformed.status == 422)

            var li = Browser(desk: desk)
            for (made, status) in [(first, 401), (second, 204)] {
                let link = made.json["link"]?.string ?? ""
                let choice = #"{"link": "\#(link)", "password": "\#(Self.password)"}"#
                #expect(try await li.ask("POST", "/links/password", choice).status == status)
            }
            #expect(try await zhao.ask("POST", "/accounts", body).status == 409, "a password was chosen")
            let another = try await zhao.ask("POST", "/accounts", #"{"agent": "li", "login": "li.2"}"#)
            #expect(another.status == 409 && another.json["code"]?.string == "hasAccount", "\(another.raw.body)")
            #expect(another.json["faults"]?.list.first?["pointer"]?.string == "/agent")
        }
    }

    @Test func `an administrator lets an agent in, and out again`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            _ = try await desk.desk.perform(
                Request(.desk, .record(.agent, "li", .put(["name": "Li Wei", "role": "agent"]))))
            let made = try await zhao.ask("POST", "/accounts", #"{"agent": "li", "login": "li"}"#)
            #expect(made.status == 201, "\(made.raw.body)")
            let (account, link) = (made.json["id"]?.string ?? "", made.json["link"]?.string ?? "")
            let text = try #require(Self.text(of: link, behind: "/link/"), "\(made.raw.body)")
            #expect(try desk.identity.link(text).purpose == .invitation)
            #expect(try await zhao.ask("POST", "/accounts", #"{"agent": "li", "login": "LI"}"#).status == 409)

            var li = Browser(desk: desk)
            let signIn = #"{"login": "li", "password": "\#(Self.password)"}"#
            #expect(try await li.ask("POST", "/session", signIn).status == 401, "no password was chosen")
            let choice = #"{"link": "\#(link)", "password": "\#(Self.password)"}"#
            #expect(try await li.ask("POST", "/links/password", choice).status == 204)
            #expect(try await li.ask("POST", "/links/password", choice).status == 401, "a link is good once")
            #expect(try await li.ask("POST", "/session", signIn).status == 201)
            #expect(try await li.ask("GET", "/me").json["actor"]?.string == "agent:li")
            #expect(try await li.ask("POST", "/accounts/\(account)/disable").status == 403)

            #expect(try await zhao.ask("POST", "/accounts/\(account)/disable").status == 204)
            #expect(try await li.ask("GET", "/me").status == 401, "a session ends with its account")
            #expect(try await zhao.ask("POST", "/accounts/\(account)/enable").status == 204)
            #expect(try await zhao.ask("POST", "/accounts/\(account)/change-password").status == 204)
            var again = Browser(desk: desk)
            #expect(try await again.ask("POST", "/session", signIn).json["code"]?.string == "passwordChangeNeeded")
            let change = #"{"login": "li", "password": "\#(Self.password)", "new": "another walk to the hills"}"#
            #expect(try await again.ask("POST", "/password", change).status == 201)
            #expect(try await again.ask("GET", "/me").status == 200, "who changed it is in")

            let seen = try await zhao.ask("GET", "/accounts/\(account)/sessions").json["sessions"]?.list ?? []
            #expect(seen.count == 1)
            let session = seen.first?["id"]?.string ?? ""
            #expect(try await zhao.ask("DELETE", "/accounts/\(account)/sessions/\(session)").status == 204)
            #expect(try await again.ask("GET", "/me").status == 401)
            let resets = [
                try await zhao.ask("POST", "/accounts/\(account)/reset").json["link"]?.string ?? "",
                try await zhao.ask("POST", "/accounts/\(account)/reset").json["link"]?.string ?? "",
            ]
            #expect(resets.allSatisfy { Self.text(of: $0, behind: "/link/") != nil }, "\(resets)")
            // Whole or not, it is the same link.
            let (older, newer) = (resets[0], Self.text(of: resets[1], behind: "/link/") ?? "")
            for (link, status) in [(newer, 204), (older, 401)] {
                let choice = #"{"link": "\#(link)", "password": "a third walk to the lake"}"#
                #expect(try await li.ask("POST", "/links/password", choice).status == status)
            }
            #expect(try await zhao.ask("POST", "/accounts/none/reset").status == 404)
        }
    }

    @Test func `a second factor is asked for once it was shown, until it is taken away`() async throws {
        try await ServedDesk.with(signsIn: true, clocks: .standing) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let offer = try await zhao.ask("POST", "/second-factor")
            let seed = try #require(Base32.bytes(offer.json["seed"]?.string ?? ""))
            #expect(offer.json["uri"]?.string?.hasPrefix("otpauth://totp/") == true)
            let signIn = #"{"login": "zhao", "password": "\#(Self.password)"}"#
            var other = Browser(desk: desk)
            #expect(try await other.ask("POST", "/session", signIn).status == 201, "an offer asks for nothing")

            let code = TOTP.code(seed, step: desk.desk.now.milliseconds / 30_000)
            #expect(try await zhao.ask("POST", "/second-factor/code", #"{"code": "none"}"#).status == 401)
            let confirmed = try await zhao.ask("POST", "/second-factor/code", #"{"code": "\#(code)"}"#)
            let recovery = (confirmed.json["recovery"]?.list ?? []).compactMap(\.string)
            #expect(recovery.count == 10, "\(confirmed.raw.body)")

            #expect(
                try await zhao.ask("POST", "/second-factor").status == 409, "none takes the place of one that counts")
            #expect(try await other.ask("POST", "/session", signIn).json["code"]?.string == "codeNeeded")
            let withCode = #"{"login": "zhao", "password": "\#(Self.password)", "code": "\#(recovery[0])"}"#
            #expect(try await other.ask("POST", "/session", withCode).status == 201)
            #expect(try await other.ask("POST", "/session", withCode).status == 401, "a recovery code is good once")
            let sessions = try await zhao.ask("GET", "/sessions").json["sessions"]?.list ?? []
            #expect(sessions.contains { $0["how"]?.string == "recovery-code" })

            let end = #"{"code": "\#(recovery[1])"}"#
            #expect(try await zhao.ask("POST", "/second-factor/end", end).status == 204)
            #expect(try await zhao.ask("POST", "/second-factor/end", end).status == 409, "there is none any more")
            #expect(try await other.ask("POST", "/session", signIn).status == 201)
        }
    }

    @Test func `people see and end their own sessions and nobody else's`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            var second = Browser(desk: desk)
            let signIn = #"{"login": "zhao", "password": "\#(Self.password)"}"#
            #expect(try await second.ask("POST", "/session", signIn).status == 201)
            let sessions = try await zhao.ask("GET", "/sessions").json["sessions"]?.list ?? []
            #expect(sessions.count == 2)
            #expect(try await zhao.ask("DELETE", "/sessions/none").status == 404)
            // The newest is the one that ends the others.
            for session in sessions.reversed() {
                _ = try await second.ask("DELETE", "/sessions/\(session["id"]?.string ?? "")")
            }
            #expect(try await zhao.ask("GET", "/me").status == 401)
            #expect(try await second.ask("GET", "/me").status == 401)
        }
    }

    @Test func `a customer gets in by a link to the own address, and no answer tells who has one`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            _ = try await desk.desk.perform(
                Request(
                    .desk,
                    .record(
                        .contact, "wang", .put(["name": "王芳", "customer": "c1", "email": "Wang.Fang@example.com"]))))
            try await SearchFollower(desk.desk).catchUp()
            var stranger = Browser(desk: desk)
            for email in ["nobody@example.com", "fang@example.com", "wang.fang@example.com"] {
                let reply = try await stranger.ask("POST", "/links/request", #"{"email": "\#(email)"}"#)
                #expect(reply.status == 204)
            }
            let link = try #require(try await Self.link(desk))
            #expect(link.whom == .record(.contact, "wang"))
            let text = desk.identity.text(of: link)
            var wang = Browser(desk: desk)
            let entered = try await wang.ask("POST", "/links/entry", #"{"link": "\#(text)"}"#)
            #expect(entered.status == 201 && entered.json["role"]?.string == "customer")
            #expect(try await stranger.ask("POST", "/links/entry", #"{"link": "\#(text)"}"#).status == 401)
            let opened = try await wang.ask("POST", "/tickets", #"{"customer": "c1"}"#)
            #expect(opened.status == 201)
            #expect(try await wang.ask("GET", "/tickets").json["items"]?.list.count == 1)
            #expect(try await wang.ask("POST", "/second-factor").status == 409, "a customer has no password")
            #expect(try await wang.ask("GET", "/sessions").json["sessions"]?.list.count == 1)
        }
    }

    /// The link that lets a customer in, which is made after the answer.
    private static func link(_ desk: ServedDesk) async throws -> AccessLink? {
        for _ in 0..<1_200 {
            let links = try await desk.desk.edges.store.read(0, 1_000).compactMap { entry -> AccessLink? in
                if case .access(.linkMade(let link, _)) = entry.event, link.purpose == .entry { link } else { nil }
            }
            if let link = links.first { return link }
            try await Task.sleep(for: .milliseconds(100))
        }
        return nil
    }

    @Test func `whoever has a ticket's link reads that ticket until its links are void`() async throws {
        try await ServedDesk.with { desk async throws in
            let ticket = try await desk.open()
            let made = try await desk.ask("agent", "POST", "/tickets/\(ticket)/links", "{}")
            #expect(made.status == 201, "\(made.raw.body)")
            #expect(Self.text(of: made.json["link"]?.string ?? "", behind: "/t/") != nil, "\(made.raw.body)")
            let link = #"{"link": "\#(made.json["link"]?.string ?? "")"}"#
            let read = try await desk.ask(nil, "POST", "/links/ticket", link)
            #expect(read.status == 200 && read.json["id"]?.string == ticket)
            let kind = try await desk.ask(nil, "POST", "/links/kind", link)
            #expect(kind.json["purpose"]?.string == "ticket" && kind.json["until"] == made.json["until"])
            #expect(try await desk.ask(nil, "POST", "/links/ticket", #"{"link": "none"}"#).status == 401)
            for until in ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"] {
                let late = try await desk.ask(
                    "agent", "POST", "/tickets/\(ticket)/links", #"{"until": "\#(until)"}"#)
                #expect(late.status == 422, "\(until)")
            }
            #expect(try await desk.ask("c2", "POST", "/tickets/\(ticket)/links", "{}").status == 403)
            #expect(try await desk.ask("agent", "DELETE", "/tickets/\(ticket)/links").status == 204)
            #expect(try await desk.ask(nil, "POST", "/links/ticket", link).status == 401)
            #expect(try await desk.ask(nil, "POST", "/links/kind", link).status == 401)
        }
    }

    @Test func `a desk that sends no mail says so, whoever is asked about`() async throws {
        try await ServedDesk.with(mails: false) { desk async throws in
            for (path, body) in [
                ("/links/send", #"{"kind": "customer", "id": "c1"}"#),
                ("/links/send", #"{"kind": "customer", "id": "x"}"#),
                ("/links/request", #"{"email": "a@example.com"}"#), ("/password/reset", #"{"login": "zhao"}"#),
            ] {
                let reply = try await desk.ask("agent", "POST", path, body)
                #expect(reply.status == 409 && reply.json["code"]?.string == "no-mail", "\(path): \(reply.raw.body)")
            }
        }
    }

    @Test func `a session is told its word by itself alone, and nobody may keep the answer`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let word = zhao.csrf
            zhao.csrf = "forgotten"
            #expect(try await zhao.ask("POST", "/second-factor").json["code"]?.string == "csrf")
            let me = try await zhao.ask("GET", "/me")
            #expect(me.json["csrf"]?.string == word && me.header("Cache-Control") == "no-store")
            #expect(try await zhao.ask("POST", "/second-factor").status == 201)
        }
        try await ServedDesk.with { desk async throws in
            #expect(try await desk.ask("agent", "GET", "/me").json["csrf"] == nil, "a token has none")
        }
    }

    /// The commands of the guide, one after the other, with what a reader would put in.
    @Test func `the guide's session and second factor work by hand`() async throws {
        let guide = Fixture.text("docs/identity.md")
        let script = try #require(guide.components(separatedBy: "```sh\n").dropFirst().first { $0.contains("jar") })
        let lines = script.components(separatedBy: "```")[0].split(separator: "\n").map(String.init)
        try await ServedDesk.with(signsIn: true, clocks: .standing) { desk async throws in
            _ = try await Self.administrator(desk)
            let folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-jar-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            var (known, code, answers) = ("cd '\(folder.path)'\n", "", [JSONValue]())
            for line in lines {
                let line = line.replacing("127.0.0.1:8460", with: "127.0.0.1:\(desk.port)")
                    .replacing("PASSWORD", with: Self.password).replacing("CODE", with: code)
                if line.hasPrefix("curl") {
                    let answer = try JSONValue(try await Self.output(known + line))
                    answers.append(answer)
                    if let seed = answer["seed"]?.string.flatMap(Base32.bytes) {
                        code = TOTP.code(seed, step: desk.desk.now.milliseconds / 30_000)
                    }
                    if let recovery = answer["recovery"]?.list.first?.string { code = recovery }
                } else {
                    known += line + "\n"
                }
            }
            #expect(answers.count == 4 && answers.allSatisfy { $0["code"] == nil }, "\(answers)")
            #expect(answers.last?["actor"]?.string?.hasPrefix("agent:") == true)
        }
    }

    private static func output(_ script: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try RunningProgram("/bin/sh", ["-c", script]).everything() })
            }
        }
    }

    @Test func `without a company's own sign-in there is none to begin`() async throws {
        try await ServedDesk.with { desk async throws in
            #expect(try await desk.ask(nil, "POST", "/session/provider").status == 404)
        }
    }
}
