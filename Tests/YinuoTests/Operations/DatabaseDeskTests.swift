import Foundation
import Support
import Testing

/// The commands on a desk in PostgreSQL; none of them may show the password of its URL.
@Suite(.serialized, .waiting) struct DatabaseDeskTests {
    private static let customers = "id,name,language\nc-1,Example Ltd,zh\nc-2,Other,en\n"

    @Test func `a desk in a database is filled, looked at, rebuilt and written out`() throws {
        let desk = try DatabaseDesk()
        let absent = try desk.run(["status"])
        #expect(absent.status == 1 && absent.complaint.contains("There is no desk at \(desk.shown)"))
        let rows = try desk.run(["records", "import", "customer", "-", "--new"], input: Self.customers)
        #expect(rows.output == "-: 2 rows taken, 0 unchanged, 0 refused\n", "\(rows.complaint)")
        #expect(try desk.run(["records", "export", "customer", "--with-personal"]).output.contains("Example Ltd"))
        let status = try desk.run(["status"])
        #expect(status.output.hasPrefix("desk       \(desk.shown), "), "\(status.complaint)")
        #expect(status.output.contains("journal    2 entries, the last at position 1"))
        #expect(status.output.contains("people     2 with a key, 0 erased"))
        #expect(try desk.run(["status", "--json"]).output.contains("\"name\":\"ledger\",\"behind\":2"))
        #expect(try desk.run(["queue"]).output == "No open ticket.\n")
        #expect(try desk.run(["dead-letters", "list"]).output == "No dead letter.\n")
        #expect(try desk.run(["dead-letters", "retry", "7-0"]).complaint.contains("no dead letter 7-0"))
        #expect(try desk.run(["rebuild"]).output.contains("2 entries in"))
        let story = try desk.run([
            "generate", "--tickets", "5", "--days", "1", "--until", "2026-03-09T00:00:00+08:00", "--json",
        ])
        #expect(story.output.contains("\"tickets\":5"), "\(story.complaint)")
        // The desk has entries of today, so what doors count each evening would be told too late; all else goes on.
        let refused = story.complaint.split(separator: "\n").filter { $0.hasPrefix("refused at") }
        #expect(refused.allSatisfy { $0.contains(", edge:") }, "\(story.complaint)")
    }

    @Test(arguments: ["backup", "restore"]) func `files of a desk are not made of a database`(command: String) throws {
        let desk = try DatabaseDesk()
        let more = command == "restore" ? ["--keys", "/dev/null"] : []
        let answer = try desk.run([command, desk.files.file("b.sqlite")] + more)
        #expect(answer.status == 1 && answer.complaint.contains("pg_basebackup"), "\(answer.complaint)")
        #expect(answer.complaint.contains("pg_dump") && answer.complaint.contains("docs/several-nodes.md"))
    }

    @Test func `nobody is erased without a register, and with one for good`() throws {
        let desk = try DatabaseDesk()
        _ = try desk.run(["records", "import", "customer", "-", "--new"], input: Self.customers)
        let erase = ["erase", "customer", "c-1", "--reason", "asked", "--yes"]
        let refused = try desk.run(erase)
        #expect(refused.status == 1 && refused.complaint.contains("YINUO_ERASURE_REGISTER"), "\(refused.complaint)")
        #expect(try desk.run(["status"]).output.contains("2 with a key, 0 erased"))
        let register = desk.files.file("erased")
        let erased = try desk.run(erase, register: register)
        #expect(
            erased.output.contains("Erased customer/c-1") && erased.output.contains(register), "\(erased.complaint)")
        #expect(try desk.files.text("erased").contains("\"person\":\"customer/c-1\""))
        #expect(try desk.run(["status"]).output.contains("1 with a key, 1 erased"))
        #expect(try !desk.run(["export"]).output.contains("Example Ltd"))
    }

    @Test func `an export is imported into an empty database, all of it or nothing`() throws {
        let (desk, other) = (try DatabaseDesk(), try DatabaseDesk())
        _ = try desk.run(["records", "import", "customer", "-", "--new"], input: Self.customers)
        let lines = try desk.run(["export"]).output
        let bad = try other.run(["import", "-"], input: lines.replacing("Other", with: "Others"))
        #expect(bad.status == 1 && bad.complaint.contains("Line 3, texts.name"), "\(bad.complaint)")
        #expect(try other.run(["status"]).output.contains("journal    empty"))
        let imported = try other.run(["import", "-"], input: lines)
        #expect(imported.output.hasPrefix("\(other.shown): 2 entries in "), "\(imported.complaint)")
        #expect(try other.run(["export"]).output == lines)
        #expect(try other.run(["import", "-"], input: lines).complaint.contains("holds a desk already"))
        #expect(try other.run(["export"]).output == lines)
    }

    @Test func `a desk is moved into a database and back, and nothing is missing`() throws {
        let desk = try DatabaseDesk()
        let (files, third) = (desk.files, desk.files.file("third.sqlite"))
        let lines = try files.run(["export"]).output
        let there = try desk.run(["move", "--from", files.path, "--to", desk.url, "--json"])
        #expect(there.output.hasPrefix("{\"from\":\"\(files.path)\",\"to\":\"\(desk.shown)\""), "\(there.complaint)")
        #expect(try desk.run(["export"]).output == lines)
        let closed = try files.run(["records", "import", "tag", "-"], input: "id,title.en\nvip,Important\n")
        #expect(closed.status == 1 && closed.complaint.contains("it was moved to \(desk.shown)"), "\(closed.complaint)")
        let again = try desk.run(["move", "--from", files.path, "--to", third])
        #expect(again.status == 1 && again.complaint.contains("--take-back"), "\(again.complaint)")
        let back = try desk.run(["move", "--from", desk.url, "--to", third])
        #expect(back.output.hasPrefix("\(third): 3 entries, 0 receipts, 0 messages; "), "\(back.complaint)")
        #expect(try files.run(["export"], desk: third).output == lines)
        #expect(try desk.run(["status"]).complaint.contains("it was moved to \(third)"))
        let kept = try desk.run(["move", "--from", desk.url, "--to", third, "--take-back"])
        #expect(kept.status == 1 && kept.complaint.contains("holds a whole desk"), "\(kept.complaint)")
        #expect(
            try desk.run(["move", "--from", third, "--to", third]).complaint.contains("Name another one with --to"))
    }
}
