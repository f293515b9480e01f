import ArgumentParser
import Desk
import Edges
import Evidence

extension EvidenceCommand {
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Proves that an entry is in the log, in one file that can be checked without the desk.",
            discussion: """
                Example:
                  yinuo evidence prove 12 --desk desk.sqlite > 12.tlog-proof
                  yinuo evidence prove 12 --desk desk.sqlite --entry > 12.json
                  yinuo evidence verify 12.tlog-proof --entry 12.json --key VKEY
                The proof is of the newest checkpoint that a witness has signed too, as
                soon as one covers the entry.
                """)

        @Argument(help: "A position of the journal.") var position: Int64
        @Flag(help: "Print the entry itself instead.") var entry = false
        @OptionGroup var which: LogOption
        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                let (desk, file) = try await option.named()
                try await OpenDesk.reading(desk) { store in
                    let log = try await which.find(store)
                    let index = position + log.shift
                    guard position >= 0, index < log.size else {
                        throw Complaint(
                            "Position \(position) is not sealed in \(log.origin), which ends at "
                                + "\(log.size - log.shift - 1). Name an earlier one.")
                    }
                    if entry {
                        let bytes = try await LogFiles(store).entry(index, in: log) ?? []
                        return print(String(decoding: bytes, as: UTF8.self))
                    }
                    print(try await LogFiles(store).receipt(index, in: log).text, terminator: "")
                    if let file, file.exists, case .trouble(let text) = KeyAtHand(file, of: log) { Output.error(text) }
                }
            }
        }
    }
}
