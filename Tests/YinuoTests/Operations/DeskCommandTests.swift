import Foundation
import Support
import Testing

@Suite(.waiting) struct DeskCommandTests {
    @Test func `rows are taken or told with line, column, cause and cure`() throws {
        let desk = try OperatorDesk()
        let rows = "id,name,language\nc-3,Third,zh\nc-4,Fourth,xx\n,Nameless,en\n"
        let text = try desk.run(["records", "import", "customer", "-"], input: rows)
        #expect(text.status == 1)
        #expect(text.lines.count == 3 && text.lines[0].hasPrefix("-:3: language: "), "\(text.output)")
        #expect(text.lines[2] == "-: 1 row taken, 0 unchanged, 2 refused")
        let json = try desk.run(["records", "import", "customer", "-", "--json", "--lang", "zh"], input: rows)
        #expect(
            json.lines[0].hasPrefix("{\"line\":3,\"column\":\"language\",\"cause\":\"") && json.output.contains("。"))
        #expect(json.lines.last == "{\"taken\":1,\"unchanged\":0,\"refused\":2}")
        let clean = try desk.run(["records", "import", "tag", "-"], input: "id,title.en\nvip,Important\n")
        #expect(clean.status == 0 && clean.output == "-: 1 row taken, 0 unchanged, 0 refused\n")
        #expect(
            try desk.run(["records", "import", "tag", "-"], input: "id,title.en\nvip,Important\n").output.contains(
                "1 unchanged"))
        #expect(try desk.run(["records", "import", "tga", "-"]).complaint.contains("Did you mean tag?"))
    }

    @Test func `an export of records is read again, and holds names only if asked`() throws {
        let desk = try OperatorDesk()
        // The byte order mark is gone once the output has been read as text.
        let open = try desk.run(["records", "export", "customer"]).output
        #expect(open == "id,number,level,language,region,site,retention-days\r\nc-1,,,zh,,,\r\nc-2,,,en,,,\r\n")
        #expect(
            try desk.run(["records", "export", "customer", "--with-personal", "-o", desk.file("c.csv")]).status == 0)
        let again = try desk.run(
            ["records", "import", "customer", desk.file("c.csv"), "--new"], desk: desk.file("n.sqlite"))
        // Sites and the like are references; none is named here.
        #expect(again.output.hasSuffix("2 rows taken, 0 unchanged, 0 refused\n"), "\(again.output)")
        #expect(
            try desk.run(["records", "export", "customer", "--with-personal"], desk: desk.file("n.sqlite")).output
                == desk.text("c.csv"))
    }

    @Test func `a desk says how it stands`() throws {
        let desk = try OperatorDesk()
        let status = try desk.run(["status"])
        #expect(status.output.contains("journal    3 entries, the last at position 2"), "\(status.complaint)")
        #expect(status.output.contains("people     3 with a key, 0 erased"))
        let json = try desk.run(["status", "--json"]).output
        #expect(
            json.contains("\"outbox\":{\"waiting\":0,\"dead_letters\":0}")
                && json.contains("\"name\":\"ledger\",\"behind\":3"))
        #expect(try desk.run(["queue"]).output == "No open ticket.\n")
        #expect(try desk.run(["queue", "--json"]).output.isEmpty)
        #expect(try desk.run(["dead-letters", "list"]).output == "No dead letter.\n")
        #expect(try desk.run(["dead-letters", "retry", "7-0"]).complaint.contains("no dead letter 7-0"))
        #expect(try desk.run(["rebuild"]).output.contains("3 entries in"))
        #expect(try desk.run(["rebuild", "--json"]).output.contains("\"entries\":3"))
    }

    @Test(arguments: [
        ["status"], ["queue"], ["export"], ["rebuild"], ["backup", "/tmp/nowhere.sqlite"], ["dead-letters", "list"],
        ["erase", "customer", "c", "--reason", "r", "--yes"], ["records", "export", "tag"],
        ["records", "import", "tag", "/dev/null"],
    ])
    func `a desk that is not there is not made in passing`(arguments: [String]) throws {
        let answer = try Program.run(arguments + ["--desk", "/tmp/yinuo-no-such-desk.sqlite"])
        #expect(answer.status == 1)
        #expect(answer.complaint.contains("There is no desk at /tmp/yinuo-no-such-desk.sqlite"), "\(answer.complaint)")
        #expect(!FileManager.default.fileExists(atPath: "/tmp/yinuo-no-such-desk.sqlite"))
    }

    @Test(arguments: [
        "backup", "restore", "export", "import", "rebuild", "erase customer", "records import", "records export",
        "status", "queue", "search", "move", "dead-letters list", "dead-letters retry", "dead-letters drop",
    ])
    func `each command shows an example`(command: String) throws {
        let help = try Program.run(command.split(separator: " ").map(String.init) + ["--help"]).output
        #expect(help.contains("Example:\n") && help.contains("yinuo \(command) "), "\(help)")
    }
}
