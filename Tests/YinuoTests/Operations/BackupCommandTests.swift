import Foundation
import Support
import Testing

@Suite(.waiting) struct BackupCommandTests {
    @Test func `a desk is backed up, a customer erased, and the backup brought back without them`() throws {
        let desk = try OperatorDesk()
        let backup = try desk.run(["backup", desk.file("b.sqlite")])
        #expect(backup.status == 0, "\(backup.complaint)")
        #expect(
            backup.output.contains("3 entries, the last at position 2") && backup.output.contains("keys of 3 people"))
        #expect(try desk.run(["backup", desk.file("b.sqlite")]).status == 1)
        #expect(try desk.run(["status"], desk: desk.file("b.sqlite")).complaint.contains("yinuo restore"))

        let asked = try desk.run(["erase", "customer", "c-1", "--reason", "asked"])
        #expect(asked.status == 1 && asked.complaint.contains("--yes"))
        let erased = try desk.run(["erase", "customer", "c-1", "--reason", "asked", "--yes"])
        #expect(erased.status == 0 && erased.output.contains("its contacts (1), at position 3"), "\(erased.complaint)")
        #expect(try desk.text("desk.sqlite.erasures").contains("\"person\":\"contact/p-1\""))
        #expect(
            try desk.run(["erase", "customer", "c-1", "--reason", "again", "--yes"]).output.contains("Nothing is left")
        )
        #expect(try desk.run(["erase", "customer", "c-9", "--reason", "who", "--yes"]).status == 1)

        let restore = ["restore", desk.file("b.sqlite"), "--keys", desk.file("b.keys")]
        #expect(try desk.run(restore).complaint.contains("--replace"))
        let restored = try desk.run(restore + ["--replace", "--json"])
        #expect(
            restored.output.contains("\"erased_again\":[\"customer/c-1\",\"contact/p-1\"]"), "\(restored.complaint)")
        #expect(
            desk.names.contains { $0.hasPrefix("desk.sqlite.before-") }
                && !desk.names.contains { $0.contains("partial") })
        let names = try desk.run(["records", "export", "customer", "--with-personal"])
        #expect(names.output.contains("'=Other, Inc") && !names.output.contains("Example Ltd"))

        // Elsewhere, with the register brought along.
        let away = desk.file("away.sqlite")
        #expect(try desk.run(restore, desk: away).complaint.contains("nobody is erased again"))
        try FileManager.default.removeItem(atPath: away)
        let there = try desk.run(restore + ["--erasures", desk.file("desk.sqlite.erasures")], desk: away)
        #expect(there.output.contains("erased again: customer/c-1, contact/p-1"), "\(there.complaint)")
        #expect(try desk.text("away.sqlite.erasures").contains("customer/c-1"))
    }

    @Test func `a register that was lost is made good by the desk that is replaced`() throws {
        let desk = try OperatorDesk()
        #expect(try desk.run(["backup", desk.file("b.sqlite")]).status == 0)
        #expect(try desk.run(["erase", "customer", "c-2", "--reason", "asked", "--yes"]).status == 0)
        try FileManager.default.removeItem(atPath: desk.path + ".erasures")
        let restore = ["restore", desk.file("b.sqlite"), "--keys", desk.file("b.keys"), "--replace"]
        let restored = try desk.run(restore)
        #expect(restored.output.contains("erased again: customer/c-2\n"), "\(restored.complaint)")
        #expect(try desk.text("desk.sqlite.erasures").contains("customer/c-2"))
        // A line that is none would let somebody come back, so nothing is restored.
        try desk.write("desk.sqlite.erasures", "nonsense\n")
        let refused = try desk.run(restore)
        #expect(refused.status == 1 && refused.complaint.contains("line 1 is no erasure"), "\(refused.complaint)")
        #expect(try desk.run(["status"]).output.contains("1 erased"))
    }

    @Test func `an export comes back as it was, and a bad line brings nothing`() throws {
        let desk = try OperatorDesk()
        #expect(try desk.run(["export", "-o", desk.file("e.jsonl")]).output.contains("3 entries"))
        let lines = try desk.text("e.jsonl")
        #expect(try desk.run(["export"]).output == lines)
        let other = desk.file("other.sqlite")
        let imported = try desk.run(["import", desk.file("e.jsonl")], desk: other)
        #expect(imported.status == 0, "\(imported.complaint)")
        #expect(try desk.run(["export"], desk: other).output == lines)
        #expect(try desk.run(["status"], desk: other).output.contains("ledger 0 behind"))
        #expect(try desk.run(["import", "-"], desk: other, input: lines).complaint.contains("holds a desk already"))

        let third = desk.file("third.sqlite")
        let bad = try desk.run(["import", "-"], desk: third, input: lines.replacing("Ann", with: "Eve"))
        #expect(bad.status == 1 && bad.complaint.contains("Line 4, texts.name"), "\(bad.complaint)")
        #expect(!desk.names.contains("third.sqlite") && !desk.names.contains { $0.contains("partial") })
        #expect(try desk.run(["import", "-"], desk: third, input: lines).status == 0)
    }

    @Test func `while a desk is served it can be backed up, exported and looked at, not written to`() throws {
        let desk = try OperatorDesk()
        // Another program that writes holds the lock; what it is does not matter.
        // It holds it for as long as its input is open.
        let holder = try RunningProgram("flock", [desk.path + ".lock", "-c", "echo held; exec cat"])
        #expect(holder.firstLine() == "held")
        for arguments in [
            ["backup", desk.file("b.sqlite")], ["export"], ["status"], ["queue"], ["dead-letters", "list"],
        ] {
            let answer = try desk.run(arguments)
            #expect(answer.status == 0, "\(arguments): \(answer.complaint)")
        }
        for arguments in [
            ["rebuild"], ["erase", "customer", "c-1", "--reason", "asked", "--yes"], ["dead-letters", "drop", "--all"],
            ["records", "import", "tag", "/dev/null"],
            ["restore", desk.file("b.sqlite"), "--keys", desk.file("b.keys"), "--replace"],
        ] {
            let answer = try desk.run(arguments)
            #expect(
                answer.status == 1 && answer.complaint.contains("is in use by"), "\(arguments): \(answer.complaint)")
        }
        #expect(!desk.names.contains("desk.sqlite.erasures"))
        holder.endInput()
        #expect(holder.end(0) == 0)
    }
}
