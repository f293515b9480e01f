import CZlib
import NIOCore

/// Answers in gzip (RFC 1952), for who asks for it.
enum Compression {
    /// What is smaller travels in one packet anyway.
    static let atLeast = 1_024
    /// Three quarters of the best ratio at a quarter of its time.
    static let level: Int32 = 2
    /// For what is packed once and sent often.
    static let best: Int32 = 9

    static func isWanted(_ header: String?) -> Bool {
        (header ?? "").split(separator: ",").contains { part in
            let words = part.split(separator: ";").map(\.trimmed)
            guard words.first?.lowercased() == "gzip" || words.first == "*" else { return false }
            return !words.dropFirst().contains { $0 == "q=0" || $0.hasPrefix("q=0.0") && Double($0.dropFirst(2)) == 0 }
        }
    }

    /// - Returns: nil when it would not be smaller.
    static func gzip(_ body: ByteBuffer, level: Int32 = Compression.level) -> ByteBuffer? {
        var stream = z_stream()
        guard yinuo_gzip_begin(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var small = ByteBuffer()
        let room = Int(deflateBound(&stream, UInt(body.readableBytes)))
        var isWhole = false
        small.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { out in
            body.withUnsafeReadableBytes { bytes in
                // zlib only reads what it is handed.
                stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(bytes.count)
                stream.next_out = out.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(room)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
                return room - Int(stream.avail_out)
            }
        }
        return isWhole && small.readableBytes < body.readableBytes ? small : nil
    }
}
