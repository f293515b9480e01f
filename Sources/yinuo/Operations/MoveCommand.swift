import ArgumentParser
import Desk
import Edges
import Storage
import Wire

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Moves a desk to another place, between a file and PostgreSQL in any direction.",
        discussion: """
            Example:
              yinuo move --from yinuo.sqlite --to postgresql://yinuo@db.example/yinuo
            The old desk is closed to writing first, and stays so. Everything goes
            along: journal, texts, receipts, waiting messages, dead letters. The new
            one is compared with it, byte for byte, before it is opened. Stop yinuo
            serve before, and start it on the new desk after. If a move is cut off:
              yinuo move --from … --to … --take-back
            Exit status: 1 if nothing was moved; then the old desk is as it was.
            """)

    @Option(help: "The desk that is there.", completion: .file()) var from: String
    @Option(help: "An empty place: a path, or postgresql://USER@HOST/DATABASE.", completion: .file()) var to: String
    @Flag(help: "Empty the new place and open the old desk again, after a move that was cut off.") var takeBack = false
    @Flag(help: "Answer in JSON.") var json = false

    func run() async throws {
        try await complaining {
            let (source, target) = (try desk(from), try desk(to))
            if source.place == target.place {
                throw Complaint("Both places are \(source.name). Name another one with --to.")
            }
            try await source.requireExisting()
            if takeBack {
                try await DeskMove.takeBack(source.place, from: target.place)
                return print("\(source.name) can be used again.")
            }
            do { try await move(source, target) } catch let error as StoreError {
                guard case .fenced = error else { throw error }
                throw Complaint(error.text + " Or, if that move was cut off, say the same with --take-back.")
            }
        }
    }

    private func desk(_ text: String) throws -> NamedDesk {
        var option = DeskOption()
        option.given = text
        return try option.named()
    }

    private func move(_ source: NamedDesk, _ target: NamedDesk) async throws {
        let (journal, folding) = (ProgressLine("Moving entries"), ProgressLine("Folding streams"))
        let comparing = ProgressLine("Comparing entries")
        let report = try await DeskMove.run(
            from: source.place, to: target.place,
            rebuild: { store in
                journal.end()
                try await ServiceDesk.rebuild(try OpenDesk.edges(store, nil)) { folding.tell($0, of: 0) }
                folding.end()
            },
            progress: { stage, done, all in
                switch stage {
                case .journal: journal.tell(done, of: all)
                case .comparison: comparing.tell(done, of: all)
                case .work, .projections: break
                }
            })
        comparing.end()
        tell(source, target, report, journal.end())
    }

    private func tell(_ source: NamedDesk, _ target: NamedDesk, _ report: DeskMove.Report, _ time: Swift.Duration) {
        func count(_ table: String) -> Int { report.work[table]?.rows ?? 0 }
        if json {
            let answer = JSONValue.members([
                "from": .string(source.name), "to": .string(target.name), "entries": .int(report.entries),
                "receipts": .int(count("receipt")), "messages": .int(count("message")),
                "sha256": .string(report.digest), "seconds": .number(String(time.seconds)),
            ])
            return print(answer.text)
        }
        print(
            "\(target.name): \(report.entries) entries, \(count("receipt")) receipts, \(count("message")) messages; "
                + "\(time.shown)")
        print("Its export is that of \(source.name), SHA-256 \(report.digest).")
        print(
            "\(source.name) is closed to writing; delete it when it is no longer needed, since no erasure reaches it.")
        if let register = source.register, register.exists {
            Output.error("Take the register of erasures along: \(register.path).")
        }
        if let key = source.evidenceKey, key.exists {
            Output.error("Take the evidence log's key along: \(key.path), \(key.published.path).")
        }
    }
}
