import Domain
import Glibc

// The table as it was at some segment, `table` beside `rows`: read in the time that the disk takes, where the segments
// take seconds a million tickets.
//
//     file = magic (8 bytes "yinuotab"), format (4), prefix of the last segment taken (12), where that begins (8), where
//            it ends (8), check sum of the image (8), image
//
// It is derived from what is derived: where it is missing, torn, of another release or of another `rows`, the segments are
// read instead. So it is neither synced nor waited for.

/// Up to where in `rows` something is.
struct TableMark: Hashable {
    let end: Int
    let last: Int
    let prefix: [UInt8]
}

struct TableFile {
    private let path: String

    private static let magic = Array("yinuotab".utf8)
    private static let headBytes = 48

    init(folder: String) { path = folder + "/table" }

    /// - Returns: nil for one that can't be believed.
    func read() -> (table: FigureTable, mark: TableMark, bytes: Int)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > Self.headBytes, status.st_size < 64 << 30 else {
            return nil
        }
        let size = Int(status.st_size)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { room.deallocate() }
        var filled = 0
        while filled < size {
            let got = pread(descriptor, room.baseAddress! + filled, size - filled, filled)
            if got < 0, errno == EINTR { continue }
            if got <= 0 { return nil }
            filled += got
        }
        let head = Array(room[..<Self.headBytes])
        let image = UnsafeRawBufferPointer(rebasing: room[Self.headBytes...])
        guard head.starts(with: Self.magic), Segment.fixed(head[8..<12]) == UInt64(Segment.format),
            Segment.fixed(head[40..<48]) == Segment.checkSum(image), let table = FigureTable(image: image),
            let last = Int(exactly: Segment.fixed(head[24..<32])), let end = Int(exactly: Segment.fixed(head[32..<40]))
        else { return nil }
        return (table, TableMark(end: end, last: last, prefix: Array(head[12..<24])), size)
    }

    /// - Returns: its bytes; nil where it could not be written.
    func write(_ table: FigureTable, _ mark: TableMark) -> Int? {
        let image = table.image()
        let head =
            Self.magic + Segment.fixed(UInt64(Segment.format), 4) + mark.prefix + Segment.fixed(UInt64(mark.last), 8)
            + Segment.fixed(UInt64(mark.end), 8) + Segment.fixed(Segment.checkSum(image), 8)
        let new = path + ".new"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        for bytes in [head, image] {
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    unlink(new)
                    return nil
                }
                written += count
            }
        }
        return rename(new, path) == 0 ? head.count + image.count : nil
    }

    func remove() { unlink(path) }
}
