import ArgumentParser
import Edges
import Evidence
import Storage
import Wire

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the desk, also while it is served; people's keys go to a second file.",
        discussion: """
            Example:
              yinuo backup /backups/desk-2026-02-14.sqlite
            writes desk-2026-02-14.sqlite, in which no personal text can be read, and
            desk-2026-02-14.keys, which only its owner may read. Keep the two apart,
            and delete each file of keys after 30 days at the latest: until then
            whoever was erased meanwhile can still be read from both together.
            Exit status: 1 if there is no backup; then neither file is there.
            """)

    @Argument(help: "The copy; its keys get the same name, ending in .keys.", completion: .file()) var destination:
        String
    @OptionGroup var desk: DeskOption
    @Flag(help: "Answer in JSON.") var json = false

    static func keys(of copy: String) -> String {
        (copy.hasSuffix(".sqlite") ? String(copy.dropLast(".sqlite".count)) : copy) + ".keys"
    }

    func run() async throws {
        try await complaining {
            let desk = try desk.named()
            let path = try desk.path(for: "backup")
            try await desk.requireExisting()
            let keys = Self.keys(of: destination)
            let progress = ProgressLine("Copying entries")
            let report = try Backup.make(
                of: path, to: destination, keys: keys, id: Content.hex(Machine.random(16)),
                progress: { progress.tell($0, of: $1) })
            let time = progress.end()
            if json {
                let answer = JSONValue.members([
                    "backup": .string(destination), "keys": .string(keys), "entries": .int(report.entries),
                    "head": report.head.map { .int($0) } ?? .null, "people": .int(report.people),
                    "bytes": .int(report.bytes), "seconds": .number(String(time.seconds)),
                ])
                print(answer.text)
                return
            }
            let head = report.head.map { ", the last at position \($0)" } ?? ""
            print("\(destination): \(report.entries) entries\(head); \(shownBytes(report.bytes)) in \(time.shown)")
            print("\(keys): the keys of \(report.people) people. Keep it apart; delete it after 30 days at the latest.")
        }
    }
}
