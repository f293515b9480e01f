import ArgumentParser
import Desk
import Storage
import Wire

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Makes queues, rows, the due list and the search index anew from the journal.",
        discussion: """
            Example:
              yinuo rebuild --desk yinuo.sqlite
            The journal is only read. Stop yinuo serve first if the desk is a file; in
            a database every node waits meanwhile.
            Exit status: 1 if it was not finished; run it again then.
            """)

    @OptionGroup var desk: DeskOption
    @Flag(help: "Answer in JSON.") var json = false

    func run() async throws {
        try await complaining {
            let desk = try await desk.existing()
            let progress = ProgressLine("Folding streams")
            let indexing = ProgressLine("Indexing entries")
            let count = try await OpenDesk.rebuilding(desk) {
                progress.tell($0, of: 0)
            } indexed: {
                indexing.tell($0, of: $1)
            }
            let time = progress.end()
            _ = indexing.end()
            let rate = Int((Double(count) / max(0.001, time.seconds)).rounded())
            if json {
                let answer = JSONValue.members([
                    "desk": .string(desk.name), "entries": .int(count), "seconds": .number(String(time.seconds)),
                    "entries_per_second": .int(rate),
                ])
                print(answer.text)
            } else {
                print("\(desk.name): \(count) entries in \(time.shown), \(rate) a second")
            }
        }
    }
}
