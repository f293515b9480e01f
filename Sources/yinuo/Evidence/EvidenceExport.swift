import ArgumentParser
import Desk
import Edges
import Evidence
import Foundation

extension EvidenceCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the log's files into a folder, as any tool that reads such logs wants them.",
            discussion: """
                Example:
                  yinuo evidence export out --desk desk.sqlite
                  yinuo evidence export first --log 1 --desk desk.sqlite
                Files that are there already are kept: full tiles never change. The
                public key goes to the file vkey, if the key that signed is at hand.
                """)

        @Argument(help: "The folder; made if it is not there.", completion: .directory) var folder: String
        @OptionGroup var which: LogOption
        @OptionGroup var option: EvidenceOption

        func run() async throws {
            try await complaining {
                var isFolder: ObjCBool = true
                if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), !isFolder.boolValue {
                    throw Complaint("\(folder) is a file. Name a folder, or one that is not there yet.")
                }
                let (desk, file) = try await option.named()
                let log = try await OpenDesk.reading(desk) { store in
                    let log = try await which.find(store)
                    try refuseAnother(log)
                    try await export(log, LogFiles(store))
                    return log
                }
                print("\(folder): \(log.size) entries of \(log.origin).")
                guard let file, file.exists else { return }
                switch KeyAtHand(file, of: log) {
                case .fits(let key): try write(Array((key.verifier.text + "\n").utf8), to: "vkey")
                case .trouble(let text): Output.error("No vkey was written. \(text)")
                }
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
                // A witness's signatures may be more by now.
                let isFinal = path != "checkpoint" && !path.hasSuffix(".witness")
                if isFinal, File.exists(URL(filePath: folder).appending(path: path).path) { continue }
                // The checkpoint that was read at first, since the log may have grown.
                let bytes =
                    path == "checkpoint"
                    ? Array(log.checkpoint.utf8) : try await files.file(path, of: log.number)?.bytes
                guard let bytes else {
                    // What another has taken the place of meanwhile.
                    if path.hasSuffix(".witness") { continue }
                    throw Complaint("\(path) of the log is missing. Restore the last backup.")
                }
                try write(bytes, to: path)
            }
            progress.end()
        }

        private func write(_ bytes: [UInt8], to path: String) throws {
            let place = URL(filePath: folder).appending(path: path)
            do {
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: place, options: .atomic)
            } catch {
                throw Complaint("\(place.path) can't be written: \(cause(of: error)). Check the folder and its rights.")
            }
        }

        /// What the system said, which Foundation puts behind a number of its own.
        private func cause(of error: any Error) -> String {
            let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
            if inner.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(inner.code))) }
            return "it is no place for a file"
        }
    }
}
