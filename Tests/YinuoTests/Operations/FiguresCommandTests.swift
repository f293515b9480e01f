import Foundation
import Support
import Testing
import Wire

/// `yinuo figures` on a made-up desk.
@Suite(.waiting) struct FiguresCommandTests {
    @Test func `the guide's examples show figures`() throws {
        let desk = try OperatorDesk()
        let guide = Fixture.text("docs/figures.md")
        let block = try #require(guide.components(separatedBy: "```sh\n").dropFirst().first).components(
            separatedBy: "```")[0]
        let script = block.replacing("/tmp/yinuo-figures", with: desk.file("guide"))
            .replacing("yinuo generate", with: "'\(Program.path.path)' generate")
            .replacing("yinuo figures", with: "echo ---; '\(Program.path.path)' figures")
        let output = try RunningProgram("/bin/sh", ["-c", script]).everything()
        let answers = output.components(separatedBy: "---\n").dropFirst()
        #expect(answers.count == 4)
        for answer in answers.prefix(2) {
            #expect(answer.contains("100.0 %") || answer.contains("303 tickets"), "\(answer)")
        }
        let tickets = answers[answers.startIndex + 2].firstMatch(of: /"tickets":(\d+)/).flatMap { Int($0.1) }
        #expect(tickets ?? 0 > 20, "\(answers)")
    }

    @Test func `the twelve figures are told as a table, as JSON and as CSV`() throws {
        let desk = try OperatorDesk()
        let path = desk.file("made-up.sqlite")
        _ = try Program.run(["generate", "--tickets", "40", "--desk", path])
        func figures(_ arguments: String...) throws -> Program.Answer {
            try Program.run(["figures", "--desk", path] + arguments)
        }
        let table = try figures()
        #expect(table.status == 0, "\(table.complaint)")
        for name in ["Mean first response", "Compensation owed", "Open tickets at risk"] {
            #expect(table.output.contains(name))
        }
        #expect(desk.names.contains("made-up.sqlite.figures"))

        let json = try JSONValue(try figures("--json", "--by", "channel").output)
        #expect(json["groups"] != nil && json["entries"]?.number ?? 0 > 0)
        let again = try figures("--json", "--by", "channel", "--as-of", try #require(json["at"]?.string))
        #expect(again.output == (try figures("--json", "--by", "channel", "--as-of", json["at"]!.string!)).output)

        let csv = try figures("--csv", "--step", "day", "--metric", "first-response", "--metric", "owed")
        #expect(csv.status == 0 && csv.output.contains("first-response,milliseconds"))
        #expect(try figures("--alarm").output.contains("Baseline"))
        #expect(try figures("--lang", "zh").output.contains("平均首次响应时间"))

        let typo = try figures("--by", "chanel")
        #expect(typo.status != 0 && typo.complaint.contains("Did you mean channel?"), "\(typo.complaint)")
        let nothing = try figures("--where", "channel")
        #expect(nothing.status != 0 && nothing.complaint.contains("channel=mail"))
        let empty = try figures("--from", "2026-01-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z")
        #expect(empty.status == 1 && empty.complaint.contains("Let the end come after the beginning."))
    }
}
