import Domain
import Glibc

/// Why the folder of the figures can't be used: for the operator.
public struct FiguresFileFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let cause: String
    public var description: String {
        "\(path) can't be used for the figures: \(cause). Check the folder, its rights and the room on its disk; "
            + "it may be deleted, for all in it is made anew from the journal."
    }
}

/// The segments on disk: appended, synced, and cut off where they are no good.
///
/// One process writes, by a lock on the file; another reads what stands and keeps what follows in memory.
final class FiguresFile {
    let path: String
    private let descriptor: Int32
    private(set) var isWriter: Bool
    /// Where the next segment goes.
    private(set) var end: Int
    /// Where the last one begins, and its prefix.
    private var last: (place: Int, prefix: [UInt8])?

    /// - Throws: when the folder can't be made or its file not be opened.
    init(folder: String) throws(FiguresFileFault) {
        path = folder + "/rows"
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw FiguresFile.fault(folder) }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FiguresFile.fault(path) }
        isWriter = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        end = Int(Segment.headBytes)
    }

    /// Whether nobody writes it any more, and this one may: what it has read is to be read again then.
    func takeOver() -> Bool { !isWriter && flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    deinit { close(descriptor) }

    private static func fault(_ path: String) -> FiguresFileFault {
        FiguresFileFault(path: path, cause: String(cString: strerror(errno)))
    }

    /// Hands over every sound segment in order, until one is refused.
    ///
    /// Whatever follows the last one that was taken is cut off by the writer.
    /// - Parameter mark: what has been taken already; false where it is none of this file, and nothing is read then.
    @discardableResult
    func read(after mark: TableMark? = nil, _ take: (FigureStretch) -> Bool) throws(FiguresFileFault) -> Bool {
        let found = try bytes(at: 0, Segment.headBytes)
        if found != Segment.head {
            if isWriter { try clear() }
            return mark == nil
        }
        end = Int(Segment.headBytes)
        if let mark {
            guard mark.last >= end, mark.end <= (try size()),
                try bytes(at: mark.last, Segment.prefixBytes) == mark.prefix
            else { return false }
            (end, last) = (mark.end, (mark.last, mark.prefix))
        }
        var begin: Int?
        while let (stretch, length) = try segment(at: end), take(stretch) {
            begin = end
            end += length
        }
        if let begin { last = (begin, try bytes(at: begin, Segment.prefixBytes)) }
        if isWriter, try size() > end { try cut() }
        return true
    }

    /// What has been read and written up to now; nil before the first segment.
    var mark: TableMark? { last.map { TableMark(end: end, last: $0.place, prefix: $0.prefix) } }

    /// The segments from the first on, as far as this file has been read or written, until one is refused.
    /// - Returns: false where one is damaged: what was read by way of the table has not looked at it before.
    func replay(_ take: (FigureStretch) -> Bool) throws(FiguresFileFault) -> Bool {
        var place = Int(Segment.headBytes)
        while place < end {
            guard let (stretch, length) = try segment(at: place) else { return false }
            if !take(stretch) { break }
            place += length
        }
        return true
    }

    func append(_ stretch: FigureStretch) throws(FiguresFileFault) {
        let bytes = Segment.bytes(stretch)
        do { try write(bytes, at: end) } catch {
            // What was half written would stand in the way of nothing, but a full disk gets its room back.
            _ = ftruncate(descriptor, end)
            throw error
        }
        last = (end, Array(bytes.prefix(Segment.prefixBytes)))
        end += Int(bytes.count)
    }

    /// An empty file of this format.
    func clear() throws(FiguresFileFault) {
        guard ftruncate(descriptor, 0) == 0 else { throw FiguresFile.fault(path) }
        try write(Segment.head, at: 0)
        (end, last) = (Int(Segment.headBytes), nil)
    }

    func size() throws(FiguresFileFault) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FiguresFile.fault(path) }
        return Int(status.st_size)
    }

    private func cut() throws(FiguresFileFault) {
        guard ftruncate(descriptor, end) == 0, fdatasync(descriptor) == 0 else { throw FiguresFile.fault(path) }
    }

    /// - Returns: nil where there is none, or one that is torn or damaged.
    private func segment(at place: Int) throws(FiguresFileFault) -> (FigureStretch, length: Int)? {
        let prefix = try bytes(at: place, Segment.prefixBytes)
        guard prefix.count == Segment.prefixBytes else { return nil }
        let length = Int(Segment.fixed(prefix[0..<4]))
        guard length <= Segment.bodyBytesAtMost, place + Int(Segment.prefixBytes + length) <= (try size()) else {
            return nil
        }
        let body = try bytes(at: place + Int(Segment.prefixBytes), length)
        guard body.count == length, Segment.checkSum(body) == Segment.fixed(prefix[4...]),
            let stretch = Segment.stretch(body)
        else { return nil }
        return (stretch, Int(Segment.prefixBytes + length))
    }

    /// As many as there are.
    private func bytes(at place: Int, _ count: Int) throws(FiguresFileFault) -> [UInt8] {
        var isFailed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, place + Int(filled))
                if got < 0, errno == EINTR { continue }
                if got <= 0 {
                    isFailed = got < 0
                    break
                }
                filled += got
            }
        }
        if isFailed { throw FiguresFile.fault(path) }
        return bytes
    }

    private func write(_ bytes: [UInt8], at place: Int) throws(FiguresFileFault) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, place + Int(written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FiguresFile.fault(path) }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { throw FiguresFile.fault(path) }
    }
}
