import Foundation
import Support
import Testing

@Suite(.waiting) struct AccountCommandTests {
    @Test func `accounts are made, listed, disabled and reset, tokens issued and revoked`() throws {
        let desk = try OperatorDesk()
        let added = try desk.run([
            "account", "add", "--agent", "zhao", "--name", "Zhao Min", "--role", "manager", "--login", "Zhao",
            "--public-url", "https://desk.example",
        ])
        #expect(added.status == 0, "\(added.complaint)")
        #expect(added.lines.last?.hasPrefix("https://desk.example/link/") == true)
        let listed = try desk.run(["account", "list"])
        #expect(listed.output.hasSuffix("\tzhao\tzhao\tmanager\tno password\n"), "\(listed.output)")

        let issued = try desk.run([
            "account", "token", "issue", "zhao", "--scope", "tickets.read", "--scope", "figures.read", "--title",
            "board",
        ])
        #expect(issued.output.hasPrefix("yinuo_") && issued.output.utf8.count == 55)
        let id = String(issued.output.split(separator: "_")[1])
        #expect(
            try desk.run(["account", "token", "list", "zhao"]).output.contains("\tfigures.read tickets.read\tboard"))
        #expect(try desk.run(["account", "token", "revoke", id]).status == 0)
        #expect(try desk.run(["account", "token", "list", "zhao"]).output.contains("\trevoked\t"))

        #expect(try desk.run(["account", "disable", "zhao"]).status == 0)
        #expect(try desk.run(["account", "list"]).output.contains("\tdisabled"))
        #expect(try desk.run(["account", "token", "issue", "zhao", "--scope", "tickets.read"]).status == 1)
        #expect(try desk.run(["account", "enable", "zhao"]).status == 0)
        #expect(try desk.run(["account", "reset", "zhao"]).lines.last?.hasPrefix("/link/") == true)
    }

    @Test func `what can't be is refused with a cure`() throws {
        let desk = try OperatorDesk()
        let cases: [([String], Int32, String)] = [
            (["account", "add", "--agent", "nobody", "--login", "x"], 1, "Check the id, or make it first."),
            (["account", "add", "--agent", "a", "--login", "x", "--role", "manger"], 64, "Did you mean manager?"),
            (["account", "disable", "nobody"], 1, "yinuo account list"),
            (["account", "token", "issue", "x", "--scope", "ticket.read"], 64, "Did you mean tickets.read?"),
            (["records", "export", "account"], 1, "Use yinuo account."),
            (["records", "import", "session", "-"], 1, "Use yinuo account."),
        ]
        for (arguments, status, words) in cases {
            let answer = try desk.run(arguments)
            #expect(answer.status == status, "\(arguments) \(answer.complaint)")
            #expect(answer.complaint.contains(words), "\(answer.complaint)")
        }
        #expect(try desk.run(["account", "list"]).output == "")
    }
}
