import Crypto
import Desk
import Evidence
import Foundation

/// Files that must be on disk, whole, before anybody hears of them.
enum Disk {
    static func remove(_ path: String) { unlink(path) }

    static func size(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// A new empty file that only its owner may read.
    static func makeEmpty(_ path: String) throws(StoreError) {
        remove(path)
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failed(path) }
        close(descriptor)
    }

    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failed(path) }
    }

    /// Takes the place of what is there, at once and for good.
    static func move(_ from: String, _ to: String) throws(StoreError) {
        guard rename(from, to) == 0 else { throw failed(to) }
        try sync(URL(fileURLWithPath: to).deletingLastPathComponent().path)
    }

    static func copy(
        _ from: String, to path: String, progress: (Int64, Int64) -> Void
    ) throws(StoreError) {
        try makeEmpty(path)
        let size = Int64(Disk.size(from))
        let reading = try Pieces(from)
        let file = try Writing(path)
        var done: Int64 = 0
        while let piece = try reading.next() {
            try file.write(piece)
            done += Int64(piece.count)
            progress(done, size)
        }
        try file.finish()
    }

    /// SHA-256 of a file, 64 hex digits.
    static func digest(_ path: String) throws(StoreError) -> String {
        var sha = SHA256()
        let reading = try Pieces(path)
        while let piece = try reading.next() { sha.update(data: piece) }
        return Content.hex(Array(sha.finalize()))
    }

    static func append(_ text: String, to path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failed(path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Foundation.write(descriptor, bytes, bytes.count) == bytes.count else { throw failed(path) }
    }

    static func requireSQLite(_ path: String) throws(StoreError) {
        let head = try Pieces(path, size: 16).next() ?? []
        guard head.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .foreign(path: path, what: "it is not an SQLite database")
        }
    }

    fileprivate static func failed(_ path: String) -> StoreError {
        switch errno {
        case ENOSPC, EDQUOT: .full(operation: "writing \(path)")
        case EACCES, EROFS, EPERM: .readOnly(path: path)
        default: .unreadable(path: path, cause: String(cString: strerror(errno)))
        }
    }

    /// A file that is written from the beginning, through a buffer.
    final class Writing {
        private let path: String
        private let descriptor: Int32
        private var buffer: [UInt8] = []

        init(_ path: String) throws(StoreError) {
            self.path = path
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw failed(path) }
        }

        deinit { close(descriptor) }

        func write(_ bytes: [UInt8]) throws(StoreError) {
            buffer += bytes
            if buffer.count >= 1 << 18 { try flush() }
        }

        /// On disk when it returns.
        func finish() throws(StoreError) {
            try flush()
            guard fsync(descriptor) == 0 else { throw failed(path) }
        }

        private func flush() throws(StoreError) {
            var written = 0
            while written < buffer.count {
                let count = buffer.withUnsafeBytes {
                    Foundation.write(descriptor, $0.baseAddress! + written, buffer.count - written)
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    throw failed(path)
                }
                written += count
            }
            buffer.removeAll(keepingCapacity: true)
        }
    }

    /// A file piece by piece.
    final class Pieces {
        private let path: String
        private let descriptor: Int32
        private let size: Int

        init(_ path: String, size: Int = 1 << 20) throws(StoreError) {
            self.path = path
            self.size = size
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failed(path) }
        }

        deinit { close(descriptor) }

        func next() throws(StoreError) -> [UInt8]? {
            var piece = [UInt8](repeating: 0, count: size)
            while true {
                let count = read(descriptor, &piece, size)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw failed(path) }
                return count == 0 ? nil : Array(piece.prefix(count))
            }
        }
    }

    /// A file line by line, for lines that are short.
    final class Lines {
        private let pieces: Pieces
        private var pending: [UInt8] = []
        private var from = 0
        /// Of the line handed over last, from 1.
        private(set) var number = 0

        init(_ path: String) throws(StoreError) { pieces = try Pieces(path) }

        func next() throws(StoreError) -> String? {
            while true {
                if let end = pending[from...].firstIndex(of: 0x0A) {
                    defer { from = end + 1 }
                    number += 1
                    return String(decoding: pending[from..<end], as: UTF8.self)
                }
                pending.removeFirst(from)
                from = 0
                guard let piece = try pieces.next() else {
                    if pending.isEmpty { return nil }
                    number += 1
                    defer { pending = [] }
                    return String(decoding: pending, as: UTF8.self)
                }
                pending += piece
            }
        }
    }
}
