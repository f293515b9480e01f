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
            Keygen.self, Status.self, Prove.self, Verify.self, Export.self, NewEpoch.self, Resume.self,
            VectorsCommand.self,
        ])
}

/// `--evidence-key`, beside `--desk`.
struct EvidenceOption: ParsableArguments {
    @OptionGroup var desk: DeskOption
    @Option(
        name: .customLong("evidence-key"),
        help: "The signing key's file; by default NAME.evidence-key beside the desk.", completion: .file()
    )
    var key: String?

    /// - Returns: the desk, and its key's file if one is named or lies beside it.
    func named() async throws -> (desk: NamedDesk, key: EvidenceKeyFile?) {
        let desk = try await desk.existing(evidenceKey: key)
        return (desk, desk.evidenceKey)
    }

}

/// `--log`, where a command can work on an older log of the desk too.
struct LogOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Which of the desk's logs, from 1 on; by default the one that goes on.", valueName: "number")
    )
    var log: Int?

    func find(_ store: Store) async throws -> SealedLog {
        let logs = try await store.seals.logs()
        guard let newest = logs.last else {
            throw Complaint("The desk has no evidence log yet. It begins with yinuo serve.")
        }
        guard let found = log == nil ? newest : logs.first(where: { $0.number == log }) else {
            let known = logs.map { "\($0.number)" }.joined(separator: ", ")
            throw Complaint("The desk has no log \(log ?? 0). Known are \(known).")
        }
        if found.checkpoint.isEmpty { throw Complaint("Nothing is sealed in \(found.origin) yet. Run yinuo serve.") }
        return found
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

        @Argument(help: "A file that is not there yet.", completion: .file()) var file: String
        @Option(help: "The log's name for ever: a domain of yours and a path.") var origin: String

        func run() throws {
            do throws(EvidenceFileFault) {
                print(try EvidenceKeyFile(path: file).make(origin: origin, seed: Machine.random(32)).verifier.text)
            } catch { throw Complaint(error.description) }
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
