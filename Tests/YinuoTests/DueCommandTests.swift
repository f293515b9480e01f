import Foundation
import Support
import Testing

@Suite(.waiting) struct DueCommandTests {
    struct Line: Sendable, CustomTestStringConvertible {
        let what: String
        let input: String
        let output: String
        var status: Int32 = 0
        var testDescription: String { what }
    }

    @Test(arguments: [
        Line(
            what: "the example of the contract",
            input: #"{"id":"x1","policy":"standard","grade":"tier-2","at":"2026-02-14T20:30:00+08:00"}"#,
            output:
                #"{"id":"x1","clocks":[{"commitment":"respond","due":"2026-02-15T09:15:00+08:00"},{"commitment":"resolve","due":"2026-02-15T10:30:00+08:00"}]}"#
        ),
        Line(
            what: "an open pause has no due",
            input:
                #"{"id":1,"policy":"after-sales","grade":"remote-assist","at":"2026-02-14T20:30:00+08:00","pauses":[["2026-02-14T20:31:00+08:00",null]]}"#,
            output: #"{"id":1,"clocks":[{"commitment":"join","due":null,"paused":true}]}"#),
        Line(
            what: "a due before the open pause stands",
            input:
                #"{"id":1,"policy":"after-sales","grade":"remote-assist","at":"2026-02-14T20:30:00+08:00","pauses":[["2026-02-14T20:33:00+08:00",null]]}"#,
            output: #"{"id":1,"clocks":[{"commitment":"join","due":"2026-02-14T20:33:00+08:00"}]}"#),
        Line(
            what: "every defect is an occurrence of its own",
            input:
                #"{"id":"d","policy":"experience","grade":"engagement","at":"2026-02-14T20:30:00+08:00","events":{"defect-found":["2026-02-15T09:00:00+08:00","2026-02-15T10:00:00+08:00"]},"complex":false}"#,
            output:
                #"{"id":"d","clocks":[{"commitment":"start","due":"2026-02-14T21:00:00+08:00"},{"commitment":"correct","occurrence":1,"due":"2026-02-15T13:00:00+08:00"},{"commitment":"correct","occurrence":2,"due":"2026-02-15T14:00:00+08:00"},{"commitment":"weekly","due":"2026-02-21T20:30:00+08:00"}]}"#
        ),
        Line(
            what: "a series tells the due of the period begun by its last report",
            input:
                #"{"id":"r","policy":"service-rules","grade":"fault-report","at":"2026-02-14T20:30:00+08:00","events":{"reported":["2026-02-14T20:50:00+08:00","2026-02-14T21:40:00+08:00"],"resolved":"2026-02-14T21:30:00+08:00"}}"#,
            output: #"{"id":"r","clocks":[{"commitment":"progress","due":"2026-02-14T21:20:00+08:00"}]}"#),
        Line(
            what: "a series that ends as it begins still has its due",
            input:
                #"{"id":"w","policy":"service-rules","grade":"fault-report","at":"2026-02-14T20:30:00+08:00","events":{"resolved":"2026-02-14T20:30:00+08:00"}}"#,
            output: #"{"id":"w","clocks":[{"commitment":"progress","due":"2026-02-14T21:00:00+08:00"}]}"#),
        Line(
            what: "a byte order mark is passed over",
            input: "\u{FEFF}"
                + #"{"id":"b","policy":"after-sales","grade":"remote-assist","at":"2026-02-14T20:30:00+08:00"}"#,
            output: #"{"id":"b","clocks":[{"commitment":"join","due":"2026-02-14T20:33:00+08:00"}]}"#),
        Line(
            what: "a commitment that waits for its start is not told",
            input: #"{"id":"s","policy":"after-sales","grade":"six-step","at":"2026-02-14T20:30:00+08:00"}"#,
            output: #"{"id":"s","clocks":[{"commitment":"confirm","due":"2026-02-14T21:00:00+08:00"}]}"#),
        Line(
            what: "a notice nearer than its span is due at once",
            input:
                #"{"id":"h","policy":"standard","grade":"holiday","at":"2026-02-14T20:30:00+08:00","events":{"agreed":"2026-02-20T09:00:00+08:00"}}"#,
            output: #"{"id":"h","clocks":[{"commitment":"team","due":"2026-02-14T20:30:00+08:00"}]}"#),
        Line(
            what: "a misspelt key is not lost in silence",
            input: #"{"id":"k","polcy":"standard","grade":"tier-1","at":"2026-02-14T20:30:00+08:00"}"#,
            output: #"{"id":"k","error":"The key \"polcy\" is unknown. Did you mean \"policy\"?"}"#, status: 1),
        Line(
            what: "a sixtieth second is refused",
            input: #"{"id":"k","policy":"standard","grade":"tier-1","at":"2026-02-14T20:30:60+08:00"}"#,
            output: "error", status: 1),
        Line(
            what: "received is said by at",
            input:
                #"{"id":"k","policy":"standard","grade":"tier-1","at":"2026-02-14T20:30:00+08:00","events":{"received":"2026-02-14T20:30:00+08:00"}}"#,
            output: "error", status: 1),
        Line(
            what: "an unknown event names the nearest",
            input:
                #"{"id":"k","policy":"standard","grade":"tier-1","at":"2026-02-14T20:30:00+08:00","events":{"engagd":"2026-02-14T20:30:00+08:00"}}"#,
            output: #"Did you mean \"engaged\"?"#, status: 1),
        Line(
            what: "an unknown policy names the nearest",
            input: #"{"id":"k","policy":"standart","grade":"tier-1","at":"2026-02-14T20:30:00+08:00"}"#,
            output: "Did you mean standard?", status: 1),
        Line(
            what: "an unknown grade names the nearest",
            input: #"{"id":"k","policy":"standard","grade":"tier-l","at":"2026-02-14T20:30:00+08:00"}"#,
            output: "Did you mean tier-1?", status: 1),
        Line(what: "half a line", input: #"{"id":"#, output: #"{"id":null,"error":"#, status: 1),
        Line(what: "a list", input: "[]", output: #"{"id":null,"error":"#, status: 1),
        Line(
            what: "beyond 2199 there is no due",
            input: #"{"id":"b","policy":"standard","grade":"feedback","at":"2199-12-31T23:00:00+08:00"}"#,
            output: #"{"commitment":"improve","due":null,"note":"beyond 2199"}"#),
    ]) func `a line is answered on a line`(_ line: Line) throws {
        let answer = try Program.run(["due", "--batch", "-"], input: line.input + "\n")
        #expect(answer.status == line.status)
        #expect(answer.lines.count == 1)
        #expect(answer.output.contains(line.output), "\(answer.output)")
        _ = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
    }

    @Test func `a line that can't be read stops nothing and keeps its place`() throws {
        let good = #"{"id":"g","policy":"standard","grade":"tier-1","at":"2026-02-14T20:30:00+08:00"}"#
        let answer = try Program.run(["due", "--batch", "-"], input: [good, "{", good].joined(separator: "\n"))
        #expect(answer.status == 1)
        #expect(answer.lines.map { $0.contains("error") } == [false, true, false])
    }

    @Test func `one question asked by flags has the answer of the batch`() throws {
        let arguments = [
            "due", "--policy", "after-sales", "--grade", "six-step", "--at", "2026-02-14T20:30:00+08:00", "--event",
            "confirmed=2026-02-14T20:40:00+08:00", "--pause", "2026-02-14T20:45:00+08:00/2026-02-14T20:50:00+08:00",
            "--json",
        ]
        let answer = try Program.run(arguments)
        #expect(answer.status == 0)
        #expect(
            answer.output
                == #"{"clocks":[{"commitment":"confirm","due":"2026-02-14T21:05:00+08:00"},{"commitment":"plan","due":"2026-02-14T21:45:00+08:00"}]}"#
                + "\n")
    }

    @Test func `why accounts for every minute`() throws {
        let arguments = [
            "due", "--policy", "standard", "--grade", "tier-2", "--at", "2026-02-14T20:30:00+08:00", "--why", "--json",
        ]
        let answer = try Program.run(arguments)
        let tree = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
        let clock = try #require((tree?["clocks"] as? [[String: Any]])?.first)
        let pieces = try #require((clock["why"] as? [String: Any])?["pieces"] as? [[String: Any]])
        #expect(pieces.compactMap { $0["kind"] as? String } == ["counted", "closed", "counted"])
        #expect(pieces.compactMap { $0["ms"] as? Int } == [1_800_000, 43_200_000, 900_000])
    }

    @Test func `every commitment of the four policies is due when the table says`() throws {
        let lines = Fixture.text("Tests/PolicyLanguageTests/Golden/commitments.jsonl").split(separator: "\n").map(
            String.init)
        var (inputs, expected): ([String], [NSDictionary]) = ([], [])
        for line in lines {
            var object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            expected.append(["id": object["id"] as Any, "clocks": object.removeValue(forKey: "expect") as Any])
            inputs.append(String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self))
        }
        let answer = try Program.run(["due", "--batch", "-"], input: inputs.joined(separator: "\n"))
        #expect(answer.status == 0)
        #expect(answer.lines.count == expected.count)
        for (line, expected) in zip(answer.lines, expected) {
            let found = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
            #expect(found == expected, "\(line)")
        }
    }
}
