import Foundation

/// SQLite's write-ahead log, read as far as needed to damage it where a power cut might.
///
/// A header of 32 bytes: magic (its last bit: checksums of big-endian words), format, page size, sequence number, two
/// salts, two checksums. Then frames: page number, size of the database after a commit or 0, the salts, the checksums so
/// far, and the page. A frame counts while its salts are the header's and the checksums fit; a transaction counts up to
/// its commit frame.
/// - Source: https://www.sqlite.org/fileformat2.html#walformat
struct WriteAheadLog {
    /// Where the last committed transaction ends; 0 for a log that says nothing.
    private(set) var committedEnd = 0
    private(set) var pageSize = 4_096
    private(set) var salts: [UInt8] = []
    private(set) var commits = 0

    static let headerBytes = 32
    static let frameHeaderBytes = 24

    init(_ bytes: [UInt8]) {
        func word(_ offset: Int) -> UInt32 { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        guard bytes.count >= Self.headerBytes, word(0) & ~1 == 0x377F_0682 else { return }
        let isBig = word(0) & 1 == 1
        var sums: (UInt32, UInt32) = (0, 0)
        func add(_ range: Range<Int>) {
            for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                let (a, b) = (word(offset), word(offset + 4))
                sums.0 = sums.0 &+ (isBig ? a : a.byteSwapped) &+ sums.1
                sums.1 = sums.1 &+ (isBig ? b : b.byteSwapped) &+ sums.0
            }
        }
        add(0..<24)
        guard sums == (word(24), word(28)) else { return }
        pageSize = Int(word(8))
        salts = Array(bytes[16..<24])
        committedEnd = Self.headerBytes
        var frame = Self.headerBytes
        while frame + Self.frameHeaderBytes + pageSize <= bytes.count, Array(bytes[frame + 8..<frame + 16]) == salts {
            add(frame..<frame + 8)
            add(frame + Self.frameHeaderBytes..<frame + Self.frameHeaderBytes + pageSize)
            guard sums == (word(frame + 16), word(frame + 20)) else { return }
            let isCommit = word(frame + 4) != 0
            frame += Self.frameHeaderBytes + pageSize
            if isCommit { (committedEnd, commits) = (frame, commits + 1) }
        }
    }
}
