import Foundation
import Support
import Testing

@Suite(.serialized, .waiting) struct GenerateCommandTests {
    private static func generate(_ desk: String, _ more: String...) throws -> Program.Answer {
        try Program.run(
            [
                "generate", "--tickets", "40", "--days", "2", "--until", "2026-03-09T00:00:00+08:00", "--desk", desk,
                "--json",
            ] + more)
    }

    private static func withFolder(_ use: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try use(folder)
    }

    /// What the summary says, without what depends on the machine.
    private static func facts(_ answer: Program.Answer) throws -> [String: Double] {
        let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any] ?? [:]
        let keys = ["tickets", "open", "broken_share", "postings", "records", "entries", "requests", "refused"]
        return object.filter { keys.contains($0.key) }.compactMapValues { ($0 as? NSNumber)?.doubleValue }
    }

    @Test func `the same seed makes the same desk, once; more is asked for by name`() throws {
        try GenerateCommandTests.withFolder { folder in
            let (one, other) = (folder.appending(path: "a.sqlite").path, folder.appending(path: "b.sqlite").path)
            let first = try GenerateCommandTests.generate(one)
            #expect(first.status == 0, "\(first.complaint)")
            let facts = try GenerateCommandTests.facts(first)
            #expect(facts.count == 8)
            #expect(facts["tickets"]! >= 40 && facts["refused"] == 0 && facts["open"]! > 0)
            #expect(try GenerateCommandTests.facts(GenerateCommandTests.generate(other)) == facts)

            let again = try GenerateCommandTests.generate(one)
            #expect(again.status == 1 && again.complaint.contains("--more"), "\(again.complaint)")
            let more = try GenerateCommandTests.generate(one, "--more")
            #expect(more.status == 0, "\(more.complaint)")
            #expect(try GenerateCommandTests.facts(more)["tickets"]! >= 40)
        }
    }

    @Test(arguments: [
        (["--tickets", "0"], "--tickets"), (["--tickets", "5", "--days", "0"], "--days"),
        (["--tickets", "5", "--company", "tiny"], "small"),
        (["--tickets", "5", "--until", "tomorrow"], "2026-03-09T00:00:00+08:00"),
        (["--tickets", "5", "--desk", "/nowhere/desk.sqlite"], "/nowhere"),
    ])
    func `what can't be is said with its cure`(_ arguments: [String], _ word: String) throws {
        let answer = try Program.run(["generate"] + arguments)
        #expect(answer.status != 0)
        #expect(answer.complaint.contains(word), "\(answer.complaint)")
    }
}
