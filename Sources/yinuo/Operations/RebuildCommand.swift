import ArgumentParser
import Desk
import Storage
import Wire

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Makes queues, rows and the due list anew from the journal.",
        discussion: """
            Example:
              yinuo rebuild --desk yinuo.sqlite
            The journal is only read. Stop yinuo serve first.
            Exit status: 1 if it was not finished; run it again then.
            """)

    @OptionGroup var desk: DeskOption
    @Flag(help: "Answer in JSON.") var json = false

    func run() async throws {
        try await complaining {
            let path = try desk.existing()
            let progress = ProgressLine("Folding streams")
            let count = try await OpenDesk.rebuilding(path) { progress.tell($0, of: 0) }
            let time = progress.end()
            let rate = Int((Double(count) / max(0.001, time.seconds)).rounded())
            if json {
                let answer = JSONValue.members([
                    "desk": .string(path), "entries": .int(count), "seconds": .number(String(time.seconds)),
                    "entries_per_second": .int(rate),
                ])
                print(answer.text)
            } else {
                print("\(path): \(count) entries in \(time.shown), \(rate) a second")
            }
        }
    }
}

extension OpenDesk {
    /// - Returns: entries folded.
    @discardableResult
    static func rebuilding(_ path: String, _ progress: @escaping @Sendable (Int) -> Void) async throws -> Int {
        let store = try Store.sqlite(path)
        do {
            let count = try await ServiceDesk.rebuild(try edges(store, path), progress: progress)
            await store.close()
            return count
        } catch {
            await store.close()
            throw error
        }
    }
}
