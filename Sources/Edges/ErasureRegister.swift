// Who was erased, kept beside the desk and not in it: a backup that is older than an erasure brings a person back, and
// this file takes them out again. So it is never part of a backup and never replaced by one.
//
// JSON Lines, only ever appended to, each append synced before anything is erased:
//
//     {"person":"customer/c1","at":1771075800000,"position":81,"reason":"asked on 14 February"}

import Desk
import Domain
import Foundation
import Wire

public struct ErasureRegister: Sendable {
    public let path: String

    public init(path: String) { self.path = path }
    public init(beside desk: String) { path = desk + ".erasures" }

    public struct Reading: Sendable {
        public let erasures: [Erasure]
        /// The last line is cut off: the program ended while it was being written, and nobody had been erased yet.
        public let isTorn: Bool
    }

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// - Parameter reason: kept for good, so it may name nobody.
    /// - Throws: then nobody may be erased.
    public func append(_ erasures: [Erasure], reason: String? = nil) throws(ErasureRegisterFault) {
        let isNew = !exists
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(path: path, cause: String(cString: strerror(errno))) }
        // Closing lets go of it, and of the lock: nobody else finds the end meanwhile, of this process or another.
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .unusable(path: path, cause: String(cString: strerror(errno))) }
        }
        var end = try mend(descriptor)
        let lines = erasures.map { $0.line(reason) + "\n" }.joined()
        let bytes = Array(lines.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, end)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unusable(path: path, cause: String(cString: strerror(errno)))
            }
            written += count
            end += off_t(count)
        }
        guard fsync(descriptor) == 0 else { throw .unusable(path: path, cause: String(cString: strerror(errno))) }
        if isNew { syncFolder() }
    }

    /// None when there is no such file.
    public func read() throws(ErasureRegisterFault) -> Reading {
        guard exists else { return Reading(erasures: [], isTorn: false) }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .unusable(path: path, cause: "it can't be read")
        }
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        let last = lines.removeLast()
        var erasures: [Erasure] = []
        for (index, line) in lines.enumerated() {
            guard let erasure = Erasure(line: line) else { throw .damaged(path: path, line: index + 1) }
            erasures.append(erasure)
        }
        if let whole = Erasure(line: last) { erasures.append(whole) }
        return Reading(erasures: erasures, isTorn: !last.isEmpty && Erasure(line: last) == nil)
    }

    /// Ends what an earlier append left unended: a whole line gets its line break, a torn one goes.
    /// - Returns: where to write.
    private func mend(_ descriptor: Int32) throws(ErasureRegisterFault) -> off_t {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end > 0 else { return 0 }
        // Longer than any line that `append` writes.
        let from = max(0, end - 64 << 10)
        var tail = [UInt8](repeating: 0, count: Int(end - from))
        guard pread(descriptor, &tail, tail.count, from) == tail.count else {
            throw .unusable(path: path, cause: "it can't be read")
        }
        if tail.last == 0x0A { return end }
        let start = tail.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        if Erasure(line: Array(tail[start...])) != nil {
            guard pwrite(descriptor, [0x0A], 1, end) == 1 else {
                throw .unusable(path: path, cause: String(cString: strerror(errno)))
            }
            return end + 1
        }
        let whole = from + off_t(start)
        guard ftruncate(descriptor, whole) == 0 else {
            throw .unusable(path: path, cause: String(cString: strerror(errno)))
        }
        return whole
    }

    private func syncFolder() {
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

public enum ErasureRegisterFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unusable(path: String, cause: String)
    case damaged(path: String, line: Int)

    public var description: String {
        switch self {
        case .unusable(let path, let cause):
            "The register of erasures \(path) can't be used: \(cause). Check its rights and its disk; nobody was erased."
        case .damaged(let path, let line):
            "\(path), line \(line) is no erasure. Take a sound copy of the file, or mend the line: without it somebody "
                + "who was erased would come back."
        }
    }
}

extension Erasure {
    fileprivate func line(_ reason: String?) -> String {
        JSONValue.members([
            "person": .string(person.rawValue), "at": .int(at.milliseconds), "position": .int(position),
            "reason": reason.map { .string($0) },
        ]).text
    }

    fileprivate init?(line: [UInt8]) {
        guard let value = try? line.withUnsafeBufferPointer({ try JSONValue($0) }),
            let person = value["person"]?.string, StreamID(person) != nil,
            case .number(let at)? = value["at"], let at = Int64(at),
            case .number(let position)? = value["position"], let position = Int64(position)
        else { return nil }
        self.init(person: PersonID(rawValue: person), at: Instant(milliseconds: at), position: position)
    }
}
