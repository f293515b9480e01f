import Domain

// The file of the figures, `rows`, byte by byte.
//
//     file     = magic (8 bytes "yinuofig"), format (4 bytes), 4 zero bytes, segment …
//     segment  = length of the body (4 bytes), check sum of the body (8 bytes), body
//     body     = from, to - from, recorded, mark, words, rows, postings, contacts, regions
//
// Whole numbers in the body are LEB128; those that may be negative are spelled zigzag first. Fixed ones are little endian.
// Words come by dictionary, in `FigureWords.Kind`'s order: how many, and each as its length and its bytes.
// Rows are told column by column, since neighbours in a column are alike: how many, then all `opened` (each less the one
// before it), all `recorded` (likewise), all `received` (each less its row's `recorded`), and so on.
//
// A segment holds what a stretch of the journal changed and the stretch itself. It is written by one call and synced, so
// rows and place stand together or not at all: after a loss of power the last segment may be torn, and its check sum
// says so.

enum Segment {
    static let magic = Array("yinuofig".utf8)
    /// Goes up with the file's form, and with the meaning of any figure: files of another are made anew.
    static let format: UInt32 = 2
    static let headBytes = 16
    static let prefixBytes = 12
    /// A stretch of some thousand entries takes some hundred kilobytes.
    static let bodyBytesAtMost = 256 << 20

    static let head: [UInt8] = magic + fixed(UInt64(format), 4) + [0, 0, 0, 0]

    static func fixed(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    static func fixed(_ bytes: some RandomAccessCollection<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Prefix and body.
    static func bytes(_ stretch: FigureStretch) -> [UInt8] {
        var writer = SegmentWriter()
        writer.write(stretch)
        let body = writer.bytes
        return fixed(UInt64(body.count), 4) + fixed(checkSum(body), 8) + body
    }

    /// - Returns: nil for a body that is none.
    static func stretch(_ body: [UInt8]) -> FigureStretch? {
        body.withUnsafeBufferPointer { body in
            var reader = SegmentReader(body)
            let stretch = reader.stretch()
            return reader.isSound && reader.isAtEnd ? stretch : nil
        }
    }

    /// Eight bytes at a time, multiplied and folded: finds what disks and torn writes do, not what an enemy would.
    static func checkSum(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { checkSum($0) } }

    static func checkSum(_ raw: UnsafeRawBufferPointer) -> UInt64 {
        var sum = 0x9E37_79B9_7F4A_7C15 ^ UInt64(raw.count)
        var place = 0
        func mix(_ word: UInt64) {
            let product = (sum ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
            sum = product.high ^ product.low &+ 0x9E37_79B9_7F4A_7C15
        }
        while place + 8 <= raw.count {
            mix(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        var rest: UInt64 = 0
        while place < raw.count {
            rest = rest << 8 | UInt64(raw[place])
            place += 1
        }
        mix(rest)
        return sum
    }
}

struct SegmentWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ stretch: FigureStretch) {
        signed(stretch.from)
        number(UInt64(stretch.to - stretch.from))
        signed(stretch.recorded)
        bytes += Segment.fixed(stretch.mark, 8)
        for words in stretch.words {
            number(UInt64(words.count))
            for word in words {
                number(UInt64(word.utf8.count))
                bytes += Array(word.utf8)
            }
        }
        write(stretch.rows)
        number(UInt64(stretch.postings.count))
        for posting in stretch.postings {
            signed(posting.opened)
            signed(posting.recorded)
            number(UInt64(posting.currency))
            signed(posting.minor)
        }
        number(UInt64(stretch.contacts.count))
        for told in stretch.contacts {
            signed(told.at)
            signed(told.recorded)
            number(UInt64(told.channel))
            number(UInt64(told.language))
            signed(told.count)
        }
        number(UInt64(stretch.regions.count))
        for region in stretch.regions {
            number(region.isSite ? 1 : 0)
            number(UInt64(region.of))
            number(UInt64(region.region))
            signed(region.recorded)
        }
    }

    private mutating func write(_ rows: [CodedRow]) {
        number(UInt64(rows.count))
        // By their indices: a copy of a row for each of its columns would cost more than the columns do.
        var last: Int64 = 0
        for row in rows.indices {
            signed(rows[row].opened &- last)
            last = rows[row].opened
        }
        last = 0
        for row in rows.indices {
            signed(rows[row].recorded &- last)
            last = rows[row].recorded
        }
        for row in rows.indices { signed(rows[row].received &- rows[row].recorded) }
        for row in rows.indices { signed(rows[row].response) }
        for row in rows.indices { signed(rows[row].resolution) }
        for column in Dimension.columnIndices { for row in rows.indices { number(UInt64(rows[row].words[column])) } }
        for row in rows.indices { number(UInt64(rows[row].promises)) }
        for row in rows.indices { number(UInt64(rows[row].traits)) }
        for row in rows.indices { number(UInt64(rows[row].moods)) }
        for row in rows.indices { signed(Int64(rows[row].moodSum)) }
        for row in rows.indices { number(UInt64(rows[row].markCount)) }
        for row in rows.indices { number(UInt64(rows[row].markSum)) }
        for row in rows {
            number(UInt64(row.risks.count))
            for risk in row.risks {
                signed(risk.lowerBound &- row.recorded)
                number(UInt64(risk.upperBound - risk.lowerBound))
            }
        }
    }

    private mutating func number(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    private mutating func signed(_ value: Int64) { number(UInt64(bitPattern: value << 1 ^ value >> 63)) }
}

/// Reads on past what is no segment, and says at the end that it was none.
struct SegmentReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private(set) var isSound = true
    var isAtEnd: Bool { place == bytes.count }

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func stretch() -> FigureStretch {
        let from = signed()
        let to = from &+ Int64(truncatingIfNeeded: number())
        let recorded = signed()
        guard place + 8 <= bytes.count else {
            isSound = false
            return FigureStretch(from: 0, to: 0, recorded: 0, mark: 0)
        }
        let mark = Segment.fixed(bytes[place..<place + 8])
        place += 8
        var stretch = FigureStretch(from: from, to: to, recorded: recorded, mark: mark)
        for kind in stretch.words.indices { for _ in 0..<count() { stretch.words[kind].append(word()) } }
        stretch.rows = rows()
        for _ in 0..<count() {
            let (opened, recorded) = (signed(), signed())
            stretch.postings.append(
                .init(opened: opened, recorded: recorded, currency: UInt32(clamping: number()), minor: signed()))
        }
        for _ in 0..<count() {
            let (at, recorded) = (signed(), signed())
            let (channel, language) = (UInt32(clamping: number()), UInt32(clamping: number()))
            stretch.contacts.append(
                .init(at: at, recorded: recorded, channel: channel, language: language, count: signed()))
        }
        for _ in 0..<count() {
            let isSite = number() == 1
            let (of, region) = (UInt32(clamping: number()), UInt32(clamping: number()))
            stretch.regions.append(.init(isSite: isSite, of: of, region: region, recorded: signed()))
        }
        return stretch
    }

    private mutating func rows() -> [CodedRow] {
        let count = count()
        var rows: [CodedRow] = []
        rows.reserveCapacity(count)
        var last: Int64 = 0
        for _ in 0..<count {
            last &+= signed()
            rows.append(CodedRow(opened: last, recorded: 0, received: 0))
        }
        last = 0
        for row in rows.indices {
            last &+= signed()
            rows[row].recorded = last
        }
        for row in rows.indices { rows[row].received = rows[row].recorded &+ signed() }
        for row in rows.indices { rows[row].response = signed() }
        for row in rows.indices { rows[row].resolution = signed() }
        for column in Dimension.columnIndices {
            for row in rows.indices { rows[row].words[column] = UInt32(truncatingIfNeeded: number()) }
        }
        for row in rows.indices { rows[row].promises = UInt32(truncatingIfNeeded: number()) }
        for row in rows.indices { rows[row].traits = UInt16(truncatingIfNeeded: number()) }
        for row in rows.indices { rows[row].moods = Int32(truncatingIfNeeded: number()) }
        for row in rows.indices { rows[row].moodSum = Int32(truncatingIfNeeded: signed()) }
        for row in rows.indices { rows[row].markCount = UInt8(truncatingIfNeeded: number()) }
        for row in rows.indices { rows[row].markSum = UInt8(truncatingIfNeeded: number()) }
        for row in rows.indices {
            for _ in 0..<self.count() {
                let from = rows[row].recorded &+ signed()
                let (to, isBeyond) = from.addingReportingOverflow(Int64(truncatingIfNeeded: number()))
                if isBeyond || to < from { isSound = false } else { rows[row].risks.append(from..<to) }
            }
        }
        return rows
    }

    /// Of things that take a byte at least each: more than there are bytes can't be.
    private mutating func count() -> Int {
        let count = number()
        guard isSound, count <= UInt64(bytes.count - place) else {
            isSound = false
            return 0
        }
        return Int(count)
    }

    private mutating func word() -> String {
        let count = count()
        let text = String(validating: bytes[place..<place + count], as: UTF8.self)
        place += count
        if text == nil { isSound = false }
        return text ?? ""
    }

    @inline(__always) private mutating func number() -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        isSound = false
        return 0
    }

    @inline(__always) private mutating func signed() -> Int64 {
        let value = number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
