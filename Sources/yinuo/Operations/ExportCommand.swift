import ArgumentParser
import Desk
import Domain
import Edges
import Foundation
import Storage
import Wire

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the whole desk as JSON Lines, personal texts in the clear.",
        discussion: """
            Example:
              yinuo export --desk yinuo.sqlite -o desk.jsonl
            A header, the documents that policies rest on, then every entry of the
            journal with its texts; those of erased people are not in it. The same
            desk always gives the same bytes. Works while the desk is served.
            Exit status: 1 if the export is not whole; then there is no file.
            """)

    @OptionGroup var desk: DeskOption
    @Option(
        name: .shortAndLong, help: "The file, which only its owner may read; else standard output.", completion: .file()
    ) var output: String?

    func run() async throws {
        try await complaining {
            let desk = try await desk.existing()
            let progress = ProgressLine("Writing entries")
            try await OpenDesk.reading(desk) { store in
                guard let output else {
                    _ = try await DeskExport.write(store) { Output.bytes($0) }
                    return
                }
                let file = try NewFile(output)
                let count = try await DeskExport.write(
                    store, progress: { progress.tell($0, of: $1) }, to: { try file.write($0) })
                try file.finish()
                print("\(output): \(count) entries in \(progress.end().shown)")
            }
        }
    }
}

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Makes a desk of an export: all of it or, if a line is bad, nothing.",
        discussion: """
            Example:
              yinuo import desk.jsonl --desk new.sqlite
            Order, kinds, documents and what binds each text are checked. People get
            new keys. The desk has to be empty; nobody is told of what is history.
            Exit status: 1 if nothing was imported.
            """)

    @Argument(help: "The file that yinuo export wrote, or - for standard input.", completion: .file()) var file: String
    @OptionGroup var desk: DeskOption
    @Flag(help: "Answer in JSON.") var json = false

    func run() async throws {
        try await complaining {
            let desk = try desk.named()
            guard let filling = try await DeskFilling.begin(desk.place) else {
                throw Complaint("\(desk.name) holds a desk already. Import into a new place: name it with --desk.")
            }
            let progress = ProgressLine("Importing entries")
            let entries: Int64
            do {
                entries = try await fill(filling.store, desk, progress)
                try await filling.finish()
            } catch {
                await filling.abandon()
                throw error
            }
            let time = progress.end()
            if json {
                let answer = JSONValue.members([
                    "desk": .string(desk.name), "entries": .int(entries), "seconds": .number(String(time.seconds)),
                ])
                print(answer.text)
            } else {
                print("\(desk.name): \(entries) entries in \(time.shown)")
            }
        }
    }

    /// - Returns: entries.
    private func fill(_ store: Store, _ desk: NamedDesk, _ progress: ProgressLine) async throws -> Int64 {
        let listed = try desk.register?.read().erasures ?? []
        let entries = try await bring(into: store, progress)
        progress.end()
        let folding = ProgressLine("Folding streams")
        let edges = try OpenDesk.edges(store, desk.register)
        try await ServiceDesk.rebuild(edges) { folding.tell($0, of: 0) }
        folding.end()
        try await ServiceDesk.open(edges).eraseAgain(listed)
        return entries
    }

    private func bring(into store: Store, _ progress: ProgressLine) async throws -> Int64 {
        var bringing = DeskImport(into: store)
        var lines = LineSplitter(longest: DeskImport.longestLine)
        let pieces = try File.Pieces(file)
        while try pieces.next({ piece in
            try lines.read(piece) { number, line in try bringing.take(line, number: number) }
        }) {
            if bringing.wantsToWrite { try await bringing.write() }
            progress.tell(bringing.entries, of: bringing.announced)
        }
        try lines.finish { number, line in try bringing.take(line, number: number) }
        try await bringing.finish(followers: Follower.all.map(\.name))
        return bringing.entries
    }
}
