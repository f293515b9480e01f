import Foundation
import Support
import Testing

@Suite(.waiting) struct ServeDemoTests {
    @Test func `a new desk is filled when that is asked for, once, and says so`() throws {
        let desk = try EmptyFolder()
        func serve(_ options: [String] = []) throws -> [String] {
            let program = try RunningProgram(
                Program.path.path,
                ["serve", "--listen", "127.0.0.1:0", "--desk", desk.desk] + options + Program.patient,
                errors: desk.folder.appendingPathComponent("log").path)
            let first = program.firstLine()
            _ = program.end(SIGTERM)
            return [first] + program.everything().split(separator: "\n").map(String.init)
        }
        let lines = try serve(["--demo"])
        #expect(lines.first?.hasPrefix("listening on http://127.0.0.1:") == true, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("a made-up company is in it: 750 tickets of 30 days") }, "\(lines)")
        // What a first start tells is told all the same.
        #expect(lines.contains { $0.hasPrefix("first administrator, once and within 24 hours: http://") })
        #expect(lines.contains { $0.hasPrefix("a customer of it, once and within 15 minutes: http://") }, "\(lines)")
        let status = try Program.run(["status", "--desk", desk.desk]).output
        #expect(!status.contains("tickets    0 open") && status.contains("standard"), "\(status)")

        let again = try Program.run(["serve", "--demo", "--listen", "127.0.0.1:0", "--desk", desk.desk])
        #expect(again.status == 1 && again.complaint.contains("entries already"), "\(again.complaint)")
        #expect(again.complaint.contains("Serve it without --demo, or name another desk"))
        let second = try serve()
        #expect(second.count == 2 && second.last?.hasPrefix("first administrator") == true, "\(second)")
    }

    @Test func `real incidents lie behind the made-up days where a history is named`() throws {
        let desk = try EmptyFolder()
        let history = Fixture.root.appending(path: "examples/itsm/incidents.csv").path
        let program = try RunningProgram(
            Program.path.path,
            ["serve", "--listen", "127.0.0.1:0", "--desk", desk.desk, "--demo", "--demo-history", history]
                + Program.patient,
            errors: desk.folder.appendingPathComponent("log").path)
        #expect(program.firstLine().hasPrefix("listening on"))
        #expect(program.end(SIGTERM) == 0)
        #expect(program.everything().contains("750 tickets of 30 days, after 590 real incidents"))
        let found = try Program.run(["figures", "--desk", desk.desk, "--json"]).output
        let tickets = found.split(separator: "\"tickets\":").dropFirst().first.flatMap {
            Int($0.prefix { $0.isNumber })
        }
        #expect((tickets ?? 0) >= 1_340, "\(found.prefix(300))")
        // What came and went long ago presses nobody, and does not say what is usual.
        let queue = try Program.run(["queue", "--desk", desk.desk, "--limit", "400"]).output
        #expect(queue.contains("standard/tier-1") && !queue.contains("inc000"), "\(queue)")
        let alarm = try Program.run(["figures", "--desk", desk.desk, "--alarm"]).output
        let all = alarm.split(separator: "\n").first { $0.hasPrefix("all ") } ?? ""
        #expect(all.contains("raised"), "\(alarm)")
        let alone = try Program.run(["serve", "--demo-history", history, "--desk", desk.desk])
        #expect(alone.status != 0 && alone.complaint.contains("Add --demo"))
    }

    @Test func `a desk that has anything in it is not filled`() throws {
        let desk = try OperatorDesk()
        let answer = try desk.run(["serve", "--demo", "--listen", "127.0.0.1:0"])
        #expect(
            answer.status == 1 && answer.complaint.contains("\(desk.path) has 3 entries already"), "\(answer.complaint)"
        )
        #expect(try desk.run(["status"]).output.contains("journal    3 entries"))
    }

    @Test func `without being asked a new desk is empty`() throws {
        let desk = try EmptyFolder()
        let program = try RunningProgram(
            Program.path.path, ["serve", "--listen", "127.0.0.1:0", "--desk", desk.desk] + Program.patient)
        #expect(program.firstLine().hasPrefix("listening on"))
        #expect(program.end(SIGTERM) == 0)
        #expect(try Program.run(["status", "--desk", desk.desk]).output.contains("tickets    0 open"))
    }
}

/// A folder for a desk that is not there yet; gone with the test.
final class EmptyFolder {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)")
    var desk: String { folder.appendingPathComponent("desk.sqlite").path }
    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }
}
