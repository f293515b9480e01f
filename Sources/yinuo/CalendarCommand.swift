import ArgumentParser
import Domain
import Edges
import Wire

struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Counts service time on any calendar, line by line.",
        discussion: """
            Reads JSON Lines and answers each on a line of its own. A line, here in
            three, and its answer:
              {"id":"c1","timezone":"America/New_York",
               "hours":{"mon":[["09:00","17:00"]]},
               "start":"2026-03-09T08:00:00-04:00","duration_minutes":60}
              {"id":"c1","due":"2026-03-09T10:00:00-04:00"}
            With "end" in place of "duration_minutes" the answer has "minutes".
            Example: yinuo calendar --batch lines.jsonl
            Exit status: 1 if a line could not be answered; its answer holds the
            "error".
            """)

    @Option(help: "A file of JSON Lines, or - for standard input.", completion: .file()) var batch: String

    func run() throws {
        let zones = try Shipped().zones
        var known: [String: Zone] = [:]
        let isClean = try Batch.run(batch) { value, id in
            let line = try CalendarLine(value) { (name: String) throws(ZoneFault) -> Zone in
                if let zone = known[name] { return zone }
                let zone = try zones.zone(name)
                known[name] = zone
                return zone
            }
            return line.answer(id: id)
        }
        if !isClean { throw ExitCode(1) }
    }
}
