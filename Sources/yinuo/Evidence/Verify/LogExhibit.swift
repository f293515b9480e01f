import Channels
import Evidence
import Foundation
import Wire

/// A published log, gone through from its first entry to its last.
struct LogExhibit {
    let place: String
    /// Else an address.
    let isFolder: Bool
    let key: VerifierKey

    /// - Parameter old: files of checkpoints from before.
    func check(old: [String], _ witnesses: [VerifierKey]) throws {
        let progress = ProgressLine("Checking entries")
        do {
            let (walk, olds) = (LogWalk(key: key, fetch: fetch()), try old.map(read))
            let seen = try witnessed(witnesses)
            var first: [UInt8] = []
            let own = olds.filter { $0.checkpoint.origin == key.name }
            let head = try walk.verify(old: own.map(\.checkpoint) + seen.map(\.checkpoint)) { index, entry in
                if index == 0 { first = Array(entry) }
                progress.tell(index, of: 0)
                return wrong(entry, at: index)
            }
            let origins = try olds.filter { $0.checkpoint.origin != key.name }.map {
                try FormerLog(first).check($0, key)
            }
            progress.end()
            print("\(head.checkpoint.origin): \(head.checkpoint.size) entries, all as they were signed.")
            for one in own { print("It continues the checkpoint of \(one.checkpoint.size) entries, \(one.path).") }
            for origin in origins { print(origin) }
            for (name, checkpoint) in seen { print("Witnessed by \(name) up to \(checkpoint.size) entries.") }
            if origins.isEmpty, let before = FormerLog(first).checkpoint {
                print(
                    "It goes on from \(before.origin) at \(before.size) entries, by its entry 0; --checkpoint compares "
                        + "that with what you have of it.")
            }
        } catch let fault as LogFetchFault {
            progress.end()
            throw Complaint(fault.text)
        } catch let fault as LogFault {
            progress.end()
            if fault.isProof { throw Falsehood("It is not what was signed. \(fault.text).") }
            throw Complaint("\(place) could not be checked. \(fault.text).")
        }
    }

    private func fetch() -> LogWalk.Fetch {
        if !isFolder {
            let fetcher = LogFetcher(place)
            return { try fetcher.fetch($0) }
        }
        let root = URL(filePath: place)
        return { path in
            let file = root.appending(path: path).path
            return File.exists(file) ? try File.bytes(file, atMost: LogFetcher.longest) : nil
        }
    }

    private func read(_ path: String) throws -> OldCheckpoint {
        let text = String(decoding: try File.bytes(path, atMost: Note.longest), as: UTF8.self)
        do throws(NoteFault) {
            let note = try Note(reading: text)
            let checkpoint = try Checkpoint(text: note.text)
            if checkpoint.origin == key.name { try key.verify(note) }
            return OldCheckpoint(path: path, note: note, checkpoint: checkpoint)
        } catch { throw Complaint("\(path) is no checkpoint of \(key.name): \(error.clause). Name another file.") }
    }

    /// An entry of ours says where it stands; what others log is theirs.
    private func wrong(_ entry: ArraySlice<UInt8>, at index: Int64) -> String? {
        let text = String(decoding: entry, as: UTF8.self)
        guard text.hasPrefix("{\"actor\":"), text.hasSuffix(",\"v\":1}"), !text.contains("\"seq\":\(index),") else {
            return nil
        }
        return "it says that it stands elsewhere"
    }

    /// Of each witness the newest of the folder's checkpoints that it has signed.
    private func witnessed(_ keys: [VerifierKey]) throws -> [(name: String, checkpoint: Checkpoint)] {
        if keys.isEmpty { return [] }
        let anchors = URL(filePath: place).appending(path: "anchors").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: anchors)) ?? []
        let paths = names.filter { $0.hasSuffix(".witness") }.map { anchors + "/" + $0 } + [place + "/checkpoint"]
        let notes = paths.compactMap { path -> Note? in
            guard let bytes = try? File.bytes(path, atMost: Note.longest) else { return nil }
            return try? Note(reading: String(decoding: bytes, as: UTF8.self))
        }
        return try keys.map { witness in
            let signed = notes.filter(witness.hasSigned).compactMap { try? Checkpoint($0, by: key) }
            guard let newest = signed.max(by: { $0.size < $1.size }) else {
                throw Falsehood("No checkpoint there is signed by \(witness.name).")
            }
            return (witness.name, newest)
        }
    }
}

/// A checkpoint that somebody kept.
struct OldCheckpoint {
    let path: String
    let note: Note
    let checkpoint: Checkpoint
}

/// The log that a later one goes on from, as the later one's first entry tells it.
struct FormerLog {
    /// Nil where it tells of none.
    let checkpoint: Checkpoint?

    init(_ first: [UInt8]) {
        let text = (try? JSONValue(String(decoding: first, as: UTF8.self)))?["predecessor"]?.string
        checkpoint = text.flatMap { try? Checkpoint(text: Note(reading: $0).text) }
    }

    /// - Returns: what was found, as a sentence.
    func check(_ old: OldCheckpoint, _ key: VerifierKey) throws -> String {
        let seen = old.checkpoint
        guard let checkpoint else {
            throw Complaint(
                "\(old.path) is a checkpoint of \(seen.origin), and \(key.name) goes on from no other log. "
                    + "Name one of \(key.name).")
        }
        guard seen.origin == checkpoint.origin else {
            throw Complaint(
                "\(old.path) is a checkpoint of \(seen.origin), and \(key.name) goes on from \(checkpoint.origin). "
                    + "Verify that log first.")
        }
        if seen == checkpoint {
            return "It goes on from the checkpoint of \(seen.origin) at \(seen.size) entries, \(old.path)."
        }
        // Of a key that was lost only the same checkpoint can be told: another could be anybody's.
        do throws(NoteFault) { try key.named(seen.origin).verify(old.note) } catch {
            throw Complaint(
                "\(old.path) is not the checkpoint that \(key.name) goes on from, and can't be verified with its key: "
                    + "\(error.text). Verify the former log itself with it.")
        }
        if seen.size < checkpoint.size {
            throw Complaint(
                "\(key.name) goes on from \(seen.origin) at \(checkpoint.size) entries, and \(old.path) is of \(seen.size). "
                    + "Only that log's own files show whether the one continues the other: verify them with it.")
        }
        if seen.size > checkpoint.size {
            throw Falsehood(
                "\(seen.origin) had \(seen.size) entries by \(old.path), and \(key.name) goes on from \(checkpoint.size) of "
                    + "them: what came after is left out.")
        }
        throw Falsehood(
            "\(seen.origin) had two histories of \(seen.size) entries: that of \(old.path), and the one that \(key.name) "
                + "goes on from.")
    }
}
