// What a witness signed last, in a folder of its own:
//
//     vkey        whose memory it is; without it the folder is taken for none
//     lock        held while a witness runs
//     HASH        of a log, by SHA-256 of its origin in hex: the last note that was signed, by both
//
// Each file is replaced whole: written beside, synced, renamed, and the folder synced.

import Edges
import Evidence
import Foundation

/// Remembers on disk what a witness signed last of each log.
final class WitnessMemory: Sendable {
    private let folder: String
    private let verifier: VerifierKey
    private let lock: Int32

    /// It can't be written.
    struct Fault: Error, CustomStringConvertible {
        let path: String
        let cause: String
        var description: String { "\(path) can't be written: \(cause)" }

        init(_ path: String) {
            self.path = path
            cause = String(cString: strerror(errno))
        }

        init(_ fault: EvidenceFileFault) { (path, cause) = (fault.path, fault.cause) }
    }

    /// An empty memory in a new folder.
    static func make(_ folder: String, of verifier: VerifierKey) throws {
        guard mkdir(folder, 0o700) == 0 || (errno == EEXIST && isEmpty(folder)) else {
            throw Complaint("\(folder) can't be made, or holds something already. Name another folder with --state.")
        }
        do throws(Fault) {
            try write(Array((verifier.text + "\n").utf8), to: "vkey", in: folder)
        } catch { throw Complaint("\(error). Check the folder and its disk.") }
    }

    /// Takes up a memory, and keeps others out of it until the process ends.
    init(_ folder: String, of verifier: VerifierKey) throws {
        self.folder = folder
        self.verifier = verifier
        guard let owner = FileManager.default.contents(atPath: folder + "/vkey") else {
            throw Complaint(
                "\(folder) is no witness's memory. If this key has never signed, add --new-state; else find its folder."
            )
        }
        guard String(decoding: owner, as: UTF8.self) == verifier.text + "\n" else {
            throw Complaint("\(folder) is the memory of another witness. Name this one's folder with --state.")
        }
        lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw Complaint("\(Fault(folder + "/lock")). Check the rights.") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Complaint("A witness runs on \(folder) already. Stop it first.")
        }
    }

    deinit { close(lock) }

    /// - Returns: nil if nothing was signed yet.
    /// - Throws: if what is there is not what this witness signed.
    func latest(of origin: String) throws -> Checkpoint? {
        let path = folder + "/" + WitnessMemory.name(of: origin)
        guard File.exists(path) else { return nil }
        do {
            let text = String(decoding: try File.bytes(path, atMost: Note.longest), as: UTF8.self)
            let note = try Note(reading: text)
            try verifier.verify(note)
            let checkpoint = try Checkpoint(text: note.text)
            guard checkpoint.origin == origin else { throw NoteFault.malformed("it is of \(checkpoint.origin)") }
            return checkpoint
        } catch let fault as NoteFault {
            throw Complaint(
                "\(path) is not what this witness signed: \(fault.text). Without it two histories could be signed: "
                    + "begin with a new key, and tell those who trust this one.")
        }
    }

    /// On disk when it returns.
    func keep(_ cosigned: Witness.Cosigned) throws(Fault) {
        let name = WitnessMemory.name(of: cosigned.checkpoint.origin)
        try WitnessMemory.write(Array(cosigned.note.whole.utf8), to: name, in: folder)
    }

    /// An origin may hold what no file's name can.
    private static func name(of origin: String) -> String { Content.hash(Array(origin.utf8)) }

    private static func isEmpty(_ folder: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty ?? false
    }

    private static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(Fault) {
        do throws(EvidenceFileFault) {
            try DurableFile.write(bytes, to: folder + "/" + name, replacing: true)
        } catch { throw Fault(error) }
    }
}
