import Foundation
import Support
import Testing

@Suite(.waiting) struct CalendarCommandTests {
    struct Line: Sendable, CustomTestStringConvertible {
        let what: String
        let input: String
        let output: String
        var status: Int32 = 0
        var testDescription: String { what }
    }

    @Test(arguments: [
        Line(
            what: "a due in the calendar's zone",
            input:
                #"{"id":"ny","timezone":"America/New_York","hours":{"mon":[["09:00","17:00"]]},"start":"2026-03-09T12:00:00Z","duration_minutes":60}"#,
            output: #"{"id":"ny","due":"2026-03-09T10:00:00-04:00"}"#),
        Line(
            what: "half minutes are counted",
            input:
                #"{"id":"m","timezone":"UTC","hours":{"mon":[["09:00","17:00"]]},"start":"2026-03-09T08:00:00Z","end":"2026-03-09T11:03:30Z"}"#,
            output: #"{"id":"m","minutes":123.5}"#),
        Line(
            what: "pauses reduce minutes",
            input:
                #"{"id":"m","timezone":"UTC","hours":{"mon":[["09:00","17:00"]]},"start":"2026-03-09T08:00:00Z","end":"2026-03-09T11:00:00Z","pauses":[["2026-03-09T08:30:00Z","2026-03-09T09:30:00Z"],["2026-03-09T09:15:00Z","2026-03-09T09:45:00Z"]]}"#,
            output: #"{"id":"m","minutes":75}"#),
        Line(
            what: "an end before the start counts nothing",
            input:
                #"{"id":"m","timezone":"UTC","hours":{"mon":[["09:00","17:00"]]},"start":"2026-03-09T11:00:00Z","end":"2026-03-09T10:00:00Z"}"#,
            output: #"{"id":"m","minutes":0}"#),
        Line(
            what: "a working day beats a holiday of the same date",
            input:
                #"{"id":"w","timezone":"Asia/Shanghai","hours":{},"holidays":["2026-02-14"],"workdays":{"2026-02-14":[["09:00","18:00"]]},"start":"2026-02-13T00:00:00+08:00","duration_minutes":30}"#,
            output: #"{"id":"w","due":"2026-02-14T09:30:00+08:00"}"#),
        Line(
            what: "a calendar that never opens again has no due",
            input: #"{"id":"n","timezone":"UTC","hours":{},"start":"2026-02-13T00:00:00Z","duration_minutes":30}"#,
            output: #"{"id":"n","due":null,"note":"the calendar never opens again"}"#),
        Line(
            what: "end and duration together are an error",
            input:
                #"{"id":"e","timezone":"UTC","hours":{},"start":"2026-02-13T00:00:00Z","end":"2026-02-13T00:00:00Z","duration_minutes":30}"#,
            output: #"{"id":"e","error":"#, status: 1),
        Line(
            what: "an unknown zone names the nearest",
            input:
                #"{"id":"z","timezone":"Asia/Shanghia","hours":{},"start":"2026-02-13T00:00:00Z","duration_minutes":30}"#,
            output: "Asia/Shanghai", status: 1),
        Line(
            what: "equal opening and closing is an error",
            input:
                #"{"id":"q","timezone":"UTC","hours":{"mon":[["09:00","09:00"]]},"start":"2026-02-13T00:00:00Z","duration_minutes":30}"#,
            output: #"{"id":"q","error":"#, status: 1),
        Line(
            what: "where the offset has seconds the answer is in UTC",
            input:
                #"{"id":"l","timezone":"Africa/Monrovia","hours":{"mon":[["00:00","24:00"]]},"start":"1971-03-01T00:44:30Z","duration_minutes":1}"#,
            output: #"{"id":"l","due":"1971-03-01T00:45:30+00:00"}"#),
    ]) func `a line is answered on a line`(_ line: Line) throws {
        let answer = try Program.run(["calendar", "--batch", "-"], input: line.input + "\n")
        #expect(answer.status == line.status)
        #expect(answer.output.contains(line.output), "\(answer.output)")
    }
}
