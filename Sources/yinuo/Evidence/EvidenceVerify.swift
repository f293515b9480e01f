import ArgumentParser
import Certificates
import Channels
import Domain
import Evidence
import Foundation
import Phrases

extension EvidenceCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a log, or a proof, with nothing but its public key.",
            discussion: """
                A folder of a log is gone through from its first entry to its last. With
                older checkpoints it is also seen whether it was cut or rewritten since.
                Example:
                  yinuo evidence verify out --key desk.example.com/log+0c573d65+AUFK…
                  yinuo evidence verify out --checkpoint last-year.checkpoint
                  yinuo evidence verify http://127.0.0.1:8460/evidence/1 --key VKEY
                  yinuo evidence verify 12.tlog-proof --entry 12.json --key VKEY
                Exit status: 0 if all is as it was signed, 1 if not, with what and where.
                """)

        @Argument(help: "A log's folder or address, a .tlog-proof, or a certificate.") var what: String
        @Option(help: "The log's public key, or a file that holds it; by default the folder's own vkey.") var key:
            String?
        @Option(name: .customLong("checkpoint"), help: "A checkpoint from before; may be given again.") var old:
            [String] = []
        @Option(help: "The entry that a .tlog-proof is of.") var entry: String?
        @Option(help: "The public key of a witness that must have signed; may be given again.") var witness: [String] =
            []

        func run() async throws {
            try await complaining {
                if what.hasPrefix("http://") || what.hasPrefix("https://") { return try log(fetchingFrom: what) }
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: what, isDirectory: &isFolder) else {
                    throw Complaint("\(what) is not there. Name a folder or a .tlog-proof.")
                }
                if isFolder.boolValue { return try log(fetchingFrom: nil) }
                let text = String(decoding: try File.bytes(what, atMost: Certificate.longest), as: UTF8.self)
                let start = text.first { !$0.isWhitespace }
                if start == "{" || start == "<" {
                    try certificate(text, try key.map { try VerifierKey(try named($0)) })
                } else {
                    try receipt()
                }
            }
        }

        /// - Parameter address: nil for a folder.
        private func log(fetchingFrom address: String?) throws {
            let key = try theKey()
            let olds = try old.map { path in
                let bytes = try text(path)
                do throws(NoteFault) {
                    return try Checkpoint(Note(reading: bytes), by: key)
                } catch { throw Complaint("\(path) is no checkpoint of \(key.name): \(error.text).") }
            }
            let progress = ProgressLine("Checking entries")
            let root = URL(filePath: what)
            let fetcher = address.map { LogFetcher($0) }
            do {
                let walk = LogWalk(key: key) { path in
                    if let fetcher { return try fetcher.fetch(path) }
                    let place = root.appending(path: path).path
                    return File.exists(place) ? try File.bytes(place, atMost: LogFetcher.longest) : nil
                }
                let seen = try witnessed(key)
                let head = try walk.verify(old: olds + seen) { index, entry in
                    progress.tell(index, of: 0)
                    return wrong(entry, at: index)
                }
                progress.end()
                if let last = seen.map(\.size).max() { print("Witnessed up to entry \(last).") }
                print("\(head.checkpoint.origin): \(head.checkpoint.size) entries, all as they were signed.")
                if self.key == nil {
                    Output.error("The key came with the log: compare it with one that you got elsewhere.")
                }
            } catch let fault as LogFetchFault {
                progress.end()
                throw Complaint(fault.text)
            } catch let fault as LogFault {
                progress.end()
                throw Complaint("It is not what was signed. \(fault.text).")
            }
        }

        /// An entry of ours says where it stands; what others log is theirs.
        private func wrong(_ entry: ArraySlice<UInt8>, at index: Int64) -> String? {
            let text = String(decoding: entry, as: UTF8.self)
            guard text.hasPrefix("{\"actor\":"), text.hasSuffix(",\"v\":1}"), !text.contains("\"seq\":\(index),") else {
                return nil
            }
            return "it says that it stands elsewhere"
        }

        /// The folder's checkpoints that every witness that was named has signed.
        private func witnessed(_ log: VerifierKey) throws -> [Checkpoint] {
            let keys = try witnesses()
            if keys.isEmpty { return [] }
            if what.hasPrefix("http://") || what.hasPrefix("https://") {
                throw Complaint(
                    "--witness wants the log's folder: what witnesses signed can't be listed at an address.")
            }
            let anchors = URL(filePath: what).appending(path: "anchors").path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: anchors)) ?? []
            let notes = names.filter { $0.hasSuffix(".witness") }.map { anchors + "/" + $0 } + [what + "/checkpoint"]
            let seen = notes.compactMap { path -> Checkpoint? in
                guard let note = try? Note(reading: text(path)) else { return nil }
                for key in keys where (try? key.verify(note)) == nil { return nil }
                return try? Checkpoint(note, by: log)
            }
            if seen.isEmpty {
                throw Complaint("No checkpoint there is signed by \(keys.map(\.name).joined(separator: ", ")).")
            }
            return seen
        }

        /// A certificate of ours, as a page or as JSON.
        private func certificate(_ text: String, _ key: VerifierKey?) throws {
            do throws(CertificateFault) {
                let isPage = text.drop(while: \.isWhitespace).hasPrefix("<")
                let certificate = isPage ? try Certificate(page: text) : try Certificate(json: text)
                let seen = try Certificates.verify(certificate, key: key)
                let records = "\(seen.records) records of ticket \(certificate.ticket.rawValue)"
                print("\(records) are in \(seen.checkpoint.origin), and say what the certificate says.")
                if seen.isKeyItsOwn {
                    Output.error("The key came with it: compare it with one that you got elsewhere. \(seen.key.text)")
                }
            } catch { throw Complaint("It does not hold. \(error.text)") }
        }

        private func receipt() throws {
            let receipt: Receipt
            let proof = try text(what)
            do throws(NoteFault) { receipt = try Receipt(text: proof) } catch {
                throw Complaint("\(what) is no log's folder, no proof and no certificate: \(error.text).")
            }
            guard let entry else { throw Complaint("A proof is of an entry: name its file with --entry.") }
            guard key != nil else { throw Complaint("Name the log's public key with --key.") }
            let bytes = try File.bytes(entry, atMost: Bundle.entryBytesAtMost + 1)
            // As it is printed, with a line feed behind it.
            let line = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
            do {
                let checkpoint = try receipt.verify(line, by: try theKey())
                try witnesses(receipt.checkpoint)
                print("Entry \(receipt.index) is in \(checkpoint.origin), of \(checkpoint.size) entries.")
            } catch let fault as ProofFault {
                throw Complaint("The entry is not proved: \(fault.text).")
            }
        }

        private func witnesses() throws -> [VerifierKey] {
            try witness.map { name in
                let key = try VerifierKey(try named(name))
                guard key.kind == .witness else { throw Complaint("\(key.name) is a log's key, and no witness's.") }
                return key
            }
        }

        private func witnesses(_ note: Note) throws { for key in try witnesses() { try key.verify(note) } }

        private func theKey() throws -> VerifierKey {
            let path = URL(filePath: what).appending(path: "vkey").path
            guard let name = key ?? (File.exists(path) ? path : nil) else {
                throw Complaint("Name the log's public key with --key.")
            }
            let found = try VerifierKey(try named(name))
            guard found.kind == .log else { throw Complaint("\(found.name) is a witness's key, and no log's.") }
            return found
        }

        /// The key itself, or what a file of that name holds.
        private func named(_ text: String) throws -> String {
            guard File.exists(text) else { return text }
            return try self.text(text).trimmingCharacters(in: .whitespacesAndNewlines)
        }

        private func text(_ path: String) throws -> String {
            String(decoding: try File.bytes(path, atMost: Note.longest), as: UTF8.self)
        }
    }
}
