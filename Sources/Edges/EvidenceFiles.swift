// What of the evidence log lies outside the desk: the key that signs it, and the newest checkpoint that was told to
// anybody. The desk's own tables can be replaced by a backup; these two say that it was.

import Evidence
import Foundation

/// The file that holds a log's signing key.
public struct EvidenceKeyFile: Sendable {
    public let path: String
    public init(path: String) { self.path = path }
    public init(beside desk: String) { path = desk + ".evidence-key" }

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }
    public var published: PublishedCheckpoint { PublishedCheckpoint(path: path + ".published") }

    public func read() throws(EvidenceFileFault) -> SignerKey {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw EvidenceFileFault(path: path, cause: "it can't be read")
        }
        let key: SignerKey
        do throws(NoteFault) {
            key = try SignerKey(String(decoding: bytes.prefix(4_096), as: UTF8.self).trimmed)
        } catch { throw EvidenceFileFault(path: path, cause: error.text) }
        guard key.verifier.kind == .log else {
            throw EvidenceFileFault(
                path: path, cause: "\(key.verifier.name) is a witness's key (04), which signs no log",
                cure: "Make the log's own with yinuo evidence keygen.")
        }
        return key
    }

    /// Makes it, for nobody else to read; a file that is there stays.
    public func make(origin: String, seed: [UInt8]) throws(EvidenceFileFault) -> SignerKey {
        let key: SignerKey
        do throws(NoteFault) {
            key = try SignerKey(name: origin, kind: .log, seed: seed)
        } catch {
            throw EvidenceFileFault(
                path: path, cause: error.text, cure: "Name the log as a domain and a path: desk.example.com/log.")
        }
        try DurableFile.write(Array((key.text + "\n").utf8), to: path, replacing: false)
        return key
    }
}

/// The newest checkpoint that was told to anybody.
public struct PublishedCheckpoint: Sendable {
    public let path: String
    public init(path: String) { self.path = path }

    /// Nil while there is none.
    public func read() throws(EvidenceFileFault) -> Note? {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            var state = stat()
            // Only what is not there at all was never told.
            if lstat(path, &state) != 0, errno == ENOENT { return nil }
            throw EvidenceFileFault(path: path, cause: "it can't be read")
        }
        do throws(NoteFault) {
            return try Note(reading: String(decoding: bytes, as: UTF8.self))
        } catch { throw EvidenceFileFault(path: path, cause: error.text) }
    }

    public func write(_ note: Note) throws(EvidenceFileFault) {
        try DurableFile.write(Array(note.whole.utf8), to: path, replacing: true)
    }
}

public struct EvidenceFileFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let cause: String
    public let cure: String

    init(path: String, cause: String, cure: String = "Check the file and its rights.") {
        self.path = path
        self.cause = cause
        self.cure = cure
    }

    public var description: String { "\(path): \(cause). \(cure)" }
}

/// Whole on disk or not there, under its name, when it returns; readable by its owner alone.
public enum DurableFile {
    /// - Parameter replacing: whether what is there may go.
    public static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(EvidenceFileFault) {
        func fault() -> EvidenceFileFault { EvidenceFileFault(path: path, cause: String(cString: strerror(errno))) }
        let name = "\(path).new-\(getpid())"
        let descriptor = open(name, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw fault() }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + written, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault() }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw fault() }
        // A link fails where a file is, a renaming replaces it.
        if replacing {
            guard rename(name, path) == 0 else { throw fault() }
        } else {
            defer { unlink(name) }
            guard link(name, path) == 0 else {
                if errno != EEXIST { throw fault() }
                throw EvidenceFileFault(
                    path: path, cause: "it is there already", cure: "Name a file that is not there.")
            }
        }
        // Until then the name may lead to what was there before.
        let folder = open(path.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw fault() }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw fault() }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
    fileprivate var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
