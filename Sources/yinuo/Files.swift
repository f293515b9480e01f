import Foundation
import Wire

/// Files and standard input, read in bounded pieces.
enum File {
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// - Throws: when it can't be read or is larger than allowed.
    static func bytes(_ path: String, atMost limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try chunks(path) { chunk in
            bytes += chunk
            if bytes.count > limit { throw Complaint("\(path) is larger than \(limit / 1024) kB. Use a smaller file.") }
        }
        return bytes
    }

    /// The size in bytes; nil for a pipe.
    static func size(_ path: String) -> Int? {
        guard path != "-", let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        return (attributes[.size] as? NSNumber)?.intValue
    }

    /// Hands over a file (`-`: standard input) piece by piece; the piece is valid only during the call.
    static func chunks(_ path: String, _ take: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        let pieces = try Pieces(path)
        while try pieces.next(take) {}
    }

    /// The longest line of a batch.
    static let longestLine = 1 << 20

    /// Hands over line by line, numbered from 1; nil for a line that is too long. Line ends are cut off.
    static func lines(_ path: String, _ take: (Int, UnsafeBufferPointer<UInt8>?) throws -> Void) throws {
        var splitter = LineSplitter(longest: longestLine)
        try chunks(path) { try splitter.read($0, take) }
        try splitter.finish(take)
    }

    /// A file (`-`: standard input) that is asked for its next piece, by work that has to wait between two.
    final class Pieces {
        private let path: String
        private let descriptor: Int32
        private let buffer: UnsafeMutablePointer<UInt8>
        private static let size = 1 << 20

        init(_ path: String) throws {
            self.path = path
            descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw Complaint(
                    "\(path) can't be opened: \(String(cString: strerror(errno))). Check the name and the rights.")
            }
            buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.size)
        }

        deinit {
            buffer.deallocate()
            if descriptor != 0 { close(descriptor) }
        }

        /// - Parameter take: is handed the piece, which is valid only during the call.
        /// - Returns: whether there was one.
        func next(_ take: (UnsafeBufferPointer<UInt8>) throws -> Void) throws -> Bool {
            while true {
                let count = read(descriptor, buffer, Self.size)
                if count == 0 { return false }
                if count > 0 {
                    try take(UnsafeBufferPointer(start: buffer, count: count))
                    return true
                }
                if errno == EINTR { continue }
                if errno == EISDIR { throw Complaint("\(path) is a directory. Name a file in it.") }
                throw Complaint(
                    "\(path) can't be read: \(String(cString: strerror(errno))). Check the file and its disk.")
            }
        }
    }
}

/// Standard output through one buffer; standard error for what is no answer.
struct Output: ~Copyable {
    private var buffer: [UInt8] = []

    mutating func line(_ text: String) {
        buffer += Array(text.utf8)
        buffer.append(0x0A)
        if buffer.count > 1 << 16 { flush() }
    }

    mutating func flush() {
        Output.write(1, buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    deinit { Output.write(1, buffer) }

    /// Whole lines, past the buffer of any output.
    static func bytes(_ bytes: [UInt8]) { write(1, bytes) }
    static func text(_ text: String) { bytes(Array((text + "\n").utf8)) }
    static func error(_ text: String) { write(2, Array((text + "\n").utf8)) }
    /// Without a line end, to be written over.
    static func progress(_ text: String) { write(2, Array(("\r" + text).utf8)) }

    private static func write(_ descriptor: Int32, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress! + position, bytes.count - position)
                if count < 0 {
                    if errno == EINTR { continue }
                    exit(errno == EPIPE ? 0 : 74)
                }
                position += count
            }
        }
    }
}
