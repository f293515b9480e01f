import ArgumentParser
import Desk
import Domain
import Edges
import Evidence
import Foundation
import Phrases
import Storage
import Wire

struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "The log that nobody, its operator included, can alter unseen: make, show, prove and check it.",
        discussion: """
            Every fact of a desk is in the log at its position, as hashes that tell
            nothing by themselves; yinuo serve signs how far it is. What is published
            can be checked by anybody who has the log's public key.
            Example:
              yinuo evidence export --desk desk.sqlite out
              yinuo evidence verify out
            """,
        subcommands: [
            Keygen.self, Status.self, Prove.self, Verify.self, Export.self, NewEpoch.self, VectorsCommand.self,
        ])
}

/// `--evidence-key`, beside `--desk`.
struct EvidenceOption: ParsableArguments {
    @OptionGroup var desk: DeskOption
    @Option(
        name: .customLong("evidence-key"), help: "The signing key's file; by default NAME.evidence-key beside the desk."
    )
    var key: String?

    /// - Returns: the desk, and its key's file if one is named or lies beside it.
    func named() async throws -> (desk: NamedDesk, key: EvidenceKeyFile?) {
        let desk = try await desk.existing(evidenceKey: key)
        return (desk, desk.evidenceKey)
    }

    func log(_ store: Store) async throws -> SealedLog {
        guard let log = try await store.seals.logs().last, !log.checkpoint.isEmpty else {
            throw Complaint("The desk has no evidence log yet. It begins with yinuo serve.")
        }
        return log
    }
}

extension EvidenceCommand {
    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the key that signs a log.",
            discussion: """
                Example:
                  yinuo evidence keygen desk.evidence-key --origin desk.example.com/log
                Prints the public key; give it to whoever is to check the log. The file
                is secret: whoever has it can sign another log of the same name.
                """)

        @Argument(help: "A file that is not there yet.") var file: String
        @Option(help: "The log's name for ever: a domain of yours and a path.") var origin: String

        func run() throws {
            do throws(EvidenceFileFault) {
                print(try EvidenceKeyFile(path: file).make(origin: origin, seed: Machine.random(32)).verifier.text)
            } catch { throw Complaint(error.description) }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says how far the log is, and by whom it was witnessed.",
            discussion: """
                Example:
                  yinuo evidence status --desk desk.sqlite
                """)

        @OptionGroup var option: EvidenceOption
        @Flag(help: "Answer in JSON.") var json = false

        func run() async throws {
            try await complaining {
                let (desk, file) = try await option.named()
                let signer = try file.flatMap { $0.exists ? try $0.read() : nil }
                try await OpenDesk.reading(desk) { store in
                    let logs = try await store.seals.logs()
                    let key = try signer.map { try $0.named(logs.last?.origin ?? $0.verifier.name).verifier }
                    let next = try await store.head().next
                    let anchors = try await store.seals.anchors(logs.last?.number ?? 0)
                    let sealed = logs.last.map { $0.size - $0.shift } ?? 0
                    if json {
                        let answer = JSONValue.members([
                            "logs": .array(
                                logs.map {
                                    .members([
                                        "number": .int($0.number), "origin": .string($0.origin), "size": .int($0.size),
                                    ])
                                }), "entries": .int(next), "sealed": .int(sealed),
                            "key": key.map { .string($0.text) },
                            "anchors": .array(
                                anchors.map {
                                    .members([
                                        "size": .int($0.size), "kind": .string($0.kind.rawValue),
                                        "by": .string($0.by),
                                    ])
                                }),
                        ])
                        return print(answer.text)
                    }
                    for log in logs { print("log        \(log.origin), \(log.size) entries") }
                    print("journal    \(next) entries, \(next - sealed) not sealed yet")
                    for anchor in anchors.filter({ $0.kind != .stamped }).suffix(5) {
                        print(
                            "anchor     at \(anchor.size), \(anchor.kind == .timestamp ? "time stamp" : "witness") of \(anchor.by)"
                        )
                    }
                    if let key { print("key        \(key.text)") }
                    if logs.isEmpty { print("log        none yet: it begins with yinuo serve") }
                }
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Proves that an entry is in the log, in one file that can be checked without the desk.",
            discussion: """
                Example:
                  yinuo evidence prove 12 --desk desk.sqlite > 12.tlog-proof
                  yinuo evidence prove 12 --desk desk.sqlite --entry > 12.json
                  yinuo evidence verify 12.tlog-proof --entry 12.json --key VKEY
                """)

        @Argument(help: "A position of the journal.") var position: Int64
        @Flag(help: "Print the entry itself instead.") var entry = false
        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                let (desk, _) = try await option.named()
                try await OpenDesk.reading(desk) { store in
                    let log = try await option.log(store)
                    let index = position + log.shift
                    guard position >= 0, index < log.size else {
                        throw Complaint(
                            "Position \(position) is not sealed: the log ends at \(log.size - log.shift - 1).")
                    }
                    if entry {
                        let bytes = try await LogFiles(store).entry(index, in: log) ?? []
                        return print(String(decoding: bytes, as: UTF8.self))
                    }
                    print(try await LogFiles(store).receipt(index, in: log).text, terminator: "")
                }
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the log's files into a folder, as any tool that reads such logs wants them.",
            discussion: """
                Example:
                  yinuo evidence export out --desk desk.sqlite
                Files that are there already are kept: full tiles never change.
                """)

        @Argument(help: "The folder; made if it is not there.") var folder: String
        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                let (desk, file) = try await option.named()
                let log = try await OpenDesk.reading(desk) { store in
                    let log = try await option.log(store)
                    try refuseAnother(log)
                    try await export(log, LogFiles(store))
                    return log
                }
                if let file, file.exists {
                    let key = try file.read().named(log.origin).verifier.text + "\n"
                    try Data(key.utf8).write(to: URL(filePath: folder).appending(path: "vkey"))
                }
                print("\(folder): \(log.size) entries.")
            }
        }

        /// Files of two logs in one folder would be neither.
        private func refuseAnother(_ log: SealedLog) throws {
            let place = URL(filePath: folder).appending(path: "checkpoint").path
            guard let bytes = FileManager.default.contents(atPath: place) else { return }
            let origin = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
            if origin != log.origin {
                throw Complaint("\(folder) holds another log, \(origin). Name another folder for \(log.origin).")
            }
        }

        private func export(_ log: SealedLog, _ files: LogFiles) async throws {
            let progress = ProgressLine("Writing files")
            let paths = try await files.paths(of: log)
            for (done, path) in paths.enumerated() {
                progress.tell(done, of: paths.count)
                let place = URL(filePath: folder).appending(path: path)
                if path != "checkpoint", File.exists(place.path) { continue }
                // The checkpoint that was read at first, since the log may have grown.
                let bytes =
                    path == "checkpoint"
                    ? Array(log.checkpoint.utf8) : try await files.file(path, of: log.number)?.bytes
                guard let bytes else { throw Complaint("\(path) of the log is missing. Restore the last backup.") }
                do {
                    try FileManager.default.createDirectory(
                        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data(bytes).write(to: place, options: .atomic)
                } catch {
                    throw Complaint("\(place.path) can't be written: \(error.localizedDescription). Check the folder.")
                }
            }
            progress.end()
        }
    }

    struct NewEpoch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new-epoch", abstract: "Begins another log, after a desk was restored from a backup.",
            discussion: """
                The new log is called ORIGIN/2 (3, …) and holds the last checkpoint of the
                one before in its first entry, so that everybody can see that, and where,
                the old one ended. All facts of the desk are sealed in it anew.
                Example:
                  yinuo evidence new-epoch --reason "disk lost, backup of 1 March" --desk desk.sqlite
                """)

        @Option(help: "Why; only its hash is published.") var reason: String
        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                let (desk, file) = try await option.named()
                guard let file, file.exists else {
                    throw Complaint("There is no signing key. Name it with --evidence-key.")
                }
                let store = try await Store.open(desk.place)
                let key = try await OpenDesk.closing(store) { store in
                    try await Sealer(file: file, store: store).beginEpoch(reason: reason, at: Machine.clocks.wall())
                }
                print(key.text)
            }
        }
    }
}

extension Sealer {
    /// One that signs with a key file and keeps what was published beside it.
    init(file: EvidenceKeyFile, store: Store) throws {
        let published = file.published
        self.init(
            store: store, key: try file.read(), random: Machine.random, published: { try published.read() },
            publish: { try published.write($0) })
    }
}

extension EvidenceFileFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(description) }
}

extension SealFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(text) }
}

extension NoteFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint("It can't be used: \(text).") }
}
