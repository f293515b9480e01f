import Foundation
import Support
import Testing

/// The whole way: a fact on the desk, the follower, the outbox, a mail server of somebody else.
@Suite(.waiting) struct ServeMailTests {
    @Test func `an invitation that waits goes out once the desk is served, and nothing of it lies in the outbox`()
        throws
    {
        let box = try Mailbox(["--starttls", "--auth", "desk:mail password"])
        let desk = try OperatorDesk()
        _ = try desk.run(
            ["records", "import", "agent", "-"],
            input:
                "{\"id\":\"li\",\"name\":\"Li Na\",\"role\":\"agent\",\"email\":\"li@desk.example\",\"languages\":\"zh\"}\n"
        )
        let added = try desk.run([
            "account", "add", "--agent", "li", "--login", "li.na", "--public-url", "https://desk.example",
        ])
        let link = try #require(added.lines.last)
        try desk.write("password", "mail password\n")
        let serving = try RunningProgram(
            Program.path.path,
            [
                "serve", "--listen", "127.0.0.1:0", "--desk", desk.path, "--public-url", "https://desk.example",
                "--mail-server", "smtp://desk@127.0.0.1:\(box.port)", "--mail-from", "desk@desk.example",
                "--mail-password-file", desk.file("password"), "--mail-authorities", box.certificate,
            ] + Program.patient, errors: desk.file("log"))
        #expect(serving.firstLine().hasPrefix("listening on "))
        let letter = try box.next()
        #expect(letter.to == ["li@desk.example"] && letter.from == "desk@desk.example" && letter.tls)
        #expect(letter["Subject"] == "您的服务台账号")
        #expect(letter.text.contains("li.na") && letter.text.contains(link) && letter.html.contains(link))
        // Long words are broken over lines on the way and put together by the reader.
        #expect(letter.defects.isEmpty && letter.longest <= 78)
        #expect(serving.end(SIGTERM) == 0)
        let log = try desk.text("log")
        for word in ["li@desk.example", "li.na", String(link.suffix(40)), "mail password"] {
            #expect(!log.contains(word), "\(word)")
        }
    }

    @Test func `a letter whose link is void by then is not sent`() throws {
        let box = try Mailbox(["--starttls"])
        let desk = try OperatorDesk()
        let address = ["--public-url", "https://desk.example"]
        for id in ["li", "wu", "zhao"] {
            let values = #""name":"Li Na","role":"agent","email":"\#(id)@desk.example","languages":"en""#
            _ = try desk.run(["records", "import", "agent", "-"], input: #"{"id":"\#(id)",\#(values)}"# + "\n")
        }
        func invited(_ agent: String) throws -> String {
            try #require(try desk.run(["account", "add", "--agent", agent, "--login", agent] + address).lines.last)
        }
        let replaced = try invited("li")
        let link = try #require(try desk.run(["account", "reset", "li"] + address).lines.last)
        _ = try invited("wu")
        #expect(try desk.run(["account", "disable", "wu"]).status == 0)
        let last = try invited("zhao")
        let serving = try RunningProgram(
            Program.path.path,
            [
                "serve", "--listen", "127.0.0.1:0", "--desk", desk.path, "--public-url", "https://desk.example",
                "--mail-server", "smtp://127.0.0.1:\(box.port)", "--mail-from", "desk@desk.example",
                "--mail-authorities", box.certificate,
            ] + Program.patient, errors: desk.file("log"))
        #expect(serving.firstLine().hasPrefix("listening on "))
        let letters = [try box.next(), try box.next()]
        #expect(Set(letters.map(\.to)) == [["li@desk.example"], ["zhao@desk.example"]])
        for letter in letters {
            #expect(letter.text.contains(letter.to == ["li@desk.example"] ? link : last))
            #expect(!letter.text.contains(replaced))
        }
        #expect(serving.end(SIGTERM) == 0)
        #expect(try desk.run(["dead-letters", "list"]).output == "No dead letter.\n")
    }

    @Test func `a desk that nobody has an account of prints one link until somebody came in by it`() throws {
        let desk = try OperatorDesk()
        func serve() throws -> [String] {
            let program = try RunningProgram(
                Program.path.path, ["serve", "--listen", "127.0.0.1:0", "--desk", desk.path] + Program.patient,
                errors: desk.file("log"))
            let first = program.firstLine()
            _ = program.end(SIGTERM)
            return [first] + program.everything().split(separator: "\n").map(String.init)
        }
        let once = try serve()
        #expect(once.count == 2 && once[0].hasPrefix("listening on http://127.0.0.1:"))
        let words = "first administrator, once and within 24 hours: http://127.0.0.1:"
        #expect(once.last?.hasPrefix(words) == true && once.last?.contains("/link/") == true)
        // It may have gone by unseen.
        let again = try serve()
        #expect(again.count == 2 && again.last?.split(separator: "/").last == once.last?.split(separator: "/").last)
    }

    @Test(arguments: [
        (["--mail-server", "smtp://mail.example"], "mail-from"),
        (["--mail-server", "smtp://u@mail.example", "--mail-from", "a@b.example"], "mail-password-file"),
        (["--mail-server", "smtp://mail.example", "--mail-from", "a@b.example"], "public-url"),
        (["--oidc-issuer", "https://id.example"], "oidc-client"),
        (["--oidc-issuer", "https://id.example", "--oidc-client", "x"], "public-url"),
    ]) func `settings that need another say which`(settings: [String], needed: String) throws {
        let desk = try OperatorDesk()
        let answer = try desk.run(["serve", "--listen", "127.0.0.1:0"] + settings)
        #expect(answer.status == 1 && answer.complaint.contains("\(needed)"), "\(answer.complaint)")
    }
}
