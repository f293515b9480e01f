import ArgumentParser
import Evidence
import Foundation

extension EvidenceCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a log, a proof, a checkpoint or a certificate, with nothing but the log's public key.",
            discussion: """
                A folder or an address of a log is gone through from its first entry to its
                last. With older checkpoints it is also seen whether it was cut or rewritten
                since; of a later log (NAME/2), with one of the log before, whether it goes
                on from there. Of a certificate's page every word is compared with its data.
                Example:
                  yinuo evidence verify out --key desk.example.com/log+0c573d65+AUFK…
                  yinuo evidence verify out --checkpoint last-year.checkpoint
                  yinuo evidence verify http://127.0.0.1:8460/evidence/1 --key VKEY
                  yinuo evidence verify 12.tlog-proof --entry 12.json --key VKEY
                  yinuo evidence verify t-81.html --key VKEY --witness VKEY
                Exit status: 0 if all is as it was signed; 1 if something was altered, is
                false, or is not signed by whom it should be, with what and where; 2 if it
                could not be checked.
                """)

        @Argument(
            help: "A log's folder or address, a .tlog-proof, a checkpoint, or a certificate.", completion: .file())
        var what: String
        @Option(
            help: "The log's public key, or a file that holds it; by default the folder's own vkey.",
            completion: .file()) var key: String?
        @Option(
            name: .customLong("checkpoint"),
            help: "Of a log: a checkpoint from before, of it or of the log that it goes on from; may be given again.")
        var old: [String] = []
        @Option(help: "The entry that a .tlog-proof is of.") var entry: String?
        @Option(help: "The public key of a witness that must have signed; may be given again.") var witness: [String] =
            []

        func run() async throws {
            do { try await complaining { try check() } } catch let falsehood as Falsehood {
                Output.error("Error: \(falsehood.text)")
                throw ExitCode(1)
            } catch {
                Output.error("Error: \(error)")
                throw ExitCode(2)
            }
        }

        private func check() throws {
            let exhibit = try Exhibit(what)
            try refuseIdle(exhibit)
            let witnesses = try witness.map { try GivenKey.read($0, "--witness", .witness) }
            let given = try key.map { try GivenKey.read($0, "--key", .log) }
            switch exhibit {
            case .folder, .address:
                let log = LogExhibit(place: what, isFolder: !isAddress(exhibit), key: try given ?? ownKey())
                try log.check(old: old, witnesses)
                if given == nil {
                    Output.error("The key came with the log: compare it with one that you got elsewhere.")
                }
            case .proof(let receipt):
                guard let entry else { throw Complaint("A proof is of an entry: name its file with --entry.") }
                try PaperExhibit(what, witnesses).check(receipt, entry: entry, try given ?? missingKey())
            case .checkpoint(let note): try PaperExhibit(what, witnesses).check(note, try given ?? missingKey())
            case .certificate(let text):
                try PaperExhibit(what, witnesses).check(certificate: text, isPage: false, given)
            case .page(let text): try PaperExhibit(what, witnesses).check(certificate: text, isPage: true, given)
            }
        }

        /// What was asked for is done, or refused: never passed over.
        private func refuseIdle(_ exhibit: Exhibit) throws {
            if entry != nil {
                guard case .proof = exhibit else {
                    throw Complaint("--entry is for a proof, and \(what) is \(exhibit.name). Leave it out.")
                }
            }
            if !old.isEmpty, !exhibit.isLog {
                throw Complaint(
                    "\(what) is \(exhibit.name), and only the log itself shows whether it continues a checkpoint. Name the "
                        + "log's folder or address instead, or leave --checkpoint out.")
            }
            if !witness.isEmpty, isAddress(exhibit) {
                throw Complaint(
                    "--witness wants the log's folder: what witnesses signed can't be listed at an address.")
            }
        }

        private func isAddress(_ exhibit: Exhibit) -> Bool { if case .address = exhibit { true } else { false } }

        private func ownKey() throws -> VerifierKey {
            let path = URL(filePath: what).appending(path: "vkey").path
            guard File.exists(path) else {
                if !File.exists(URL(filePath: what).appending(path: "checkpoint").path), File.exists(what) {
                    throw Complaint("\(what) is no log: it holds no checkpoint. Name the folder that was exported.")
                }
                return try missingKey()
            }
            return try GivenKey.read(path, "--key", .log)
        }

        private func missingKey() throws -> VerifierKey { throw Complaint("Name the log's public key with --key.") }
    }
}
