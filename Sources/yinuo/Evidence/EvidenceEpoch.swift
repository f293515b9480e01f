import ArgumentParser
import Desk
import Edges
import Evidence
import Storage

extension EvidenceCommand {
    struct NewEpoch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new-epoch",
            abstract: "Begins another log, after a desk was restored from a backup or the key was lost.",
            discussion: """
                The new log is called ORIGIN/2 (3, …) and holds the last checkpoint of the
                one before in its first entry, so that everybody can see that, and where,
                the old one ended. All facts of the desk are sealed in it anew.
                Example:
                  yinuo evidence new-epoch --reason "disk lost, backup of 1 March" --desk desk.sqlite
                If the key of the log is lost, make another and begin a log with that:
                  yinuo evidence keygen desk.sqlite.evidence-key --origin desk.example.com/log-b
                  yinuo evidence new-epoch --lost-key --reason "key lost" --desk desk.sqlite
                Prints the new log's public key first.
                """)

        @Option(help: "Why; only its hash is published.") var reason: String
        @Flag(help: "The key of the log before is lost, and the one at hand is new.") var lostKey = false
        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                let (desk, named) = try await option.named()
                let file = try requireKey(named, desk)
                let store = try await Store.open(desk.place)
                let epoch = try await OpenDesk.closing(store) { store in
                    if !file.exists { throw try await missing(file, store) }
                    return try await Sealer(file: file, store: store).beginEpoch(
                        reason: reason, at: Machine.clocks.wall(), lostKey: lostKey)
                }
                let former = epoch.former
                print(epoch.key.text)
                print("\(epoch.key.name) was begun. It goes on from \(former.origin) at \(former.size) entries.")
                print("yinuo serve now seals every fact of the desk in it anew.")
                print(
                    "Publish this key, and keep the old log to be had: yinuo evidence export FOLDER --log "
                        + "\(epoch.formerNumber).")
                if lostKey {
                    print("Say that the key of \(former.origin) is lost: nothing new is ever signed with it.")
                }
            }
        }

        private func missing(_ file: EvidenceKeyFile, _ store: Store) async throws -> Complaint {
            guard let log = try await store.seals.logs().last else { return Complaint(SealFault.nothingBefore.text) }
            return Complaint(KeyAtHand.missing(file, log))
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Goes on with the log of a restored desk, if nothing was sealed after the backup.",
            discussion: """
                A restored desk is not sealed until it is sure that nobody has seen its log
                longer. Say this if you know it: the desk had been stopped before the
                backup was made. If you do not, begin another log with new-epoch; a log
                that goes on in two ways is seen by its witnesses and never mended.
                Example:
                  yinuo evidence resume --desk desk.sqlite
                """)

        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                let (desk, named) = try await option.named()
                let file = try requireKey(named, desk)
                let store = try await Store.open(desk.place)
                let log = try await OpenDesk.closing(store) { store in
                    try await Sealer(file: file, store: store).resume()
                }
                guard let log else { return print("A log begins with yinuo serve.") }
                print("\(log.origin) goes on at \(log.size) entries.")
            }
        }
    }
}

private func requireKey(_ file: EvidenceKeyFile?, _ desk: NamedDesk) throws -> EvidenceKeyFile {
    guard let file else { throw Complaint("The signing key of \(desk.name) is needed. Name it with --evidence-key.") }
    return file
}
