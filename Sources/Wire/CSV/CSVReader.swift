// CSV as RFC 4180 and the world write it: comma, optional quotes, quotes doubled inside quotes, line ends of either kind,
// a byte order mark in front. Read as a stream of chunks, so a file may be larger than memory; a record is bounded, so a
// quote that is never closed costs one record and not the file.

/// Splits bytes into records. Most records hold no quote and end within the chunk: they are told in place, not copied.
public struct CSVReader {
    /// One record's bytes with the fields' places in them; valid only during the call.
    public struct Record {
        public let bytes: UnsafeBufferPointer<UInt8>
        public let fields: [Range<Int>]
        /// From 1; where the record begins.
        public let line: Int

        public subscript(_ index: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[fields[index]])
        }
    }

    public enum Fault: Error, Equatable, Sendable {
        case recordTooLong
        /// A quote inside an unquoted field, or text behind a closing quote.
        case strayQuote
        case unclosedQuote
    }

    static let longestRecord = 1 << 20

    private var pending: [UInt8] = []
    private var line = 1
    private var isFirst = true
    private var isSkipping = false
    private var fields: [Range<Int>] = []
    private var unquoted: [UInt8] = []

    public init() {}

    /// Takes the next chunk and tells each record that it completes.
    public mutating func read(
        _ chunk: UnsafeBufferPointer<UInt8>, record: (Record) throws -> Void, fault: (Fault, _ line: Int) -> Void
    ) rethrows {
        var chunk = chunk
        if isFirst, chunk.count >= 3, chunk[0] == 0xEF, chunk[1] == 0xBB, chunk[2] == 0xBF {
            chunk = UnsafeBufferPointer(rebasing: chunk[3...])
        }
        isFirst = isFirst && chunk.isEmpty
        var position = 0
        while position < chunk.count {
            guard let scan = scan(chunk, from: position) else {
                if !isSkipping { pending += chunk[position...] }
                if pending.count > CSVReader.longestRecord {
                    fault(.recordTooLong, line)
                    pending = []
                    isSkipping = true
                }
                return
            }
            if isSkipping {
                isSkipping = false
                line += 1
            } else if pending.isEmpty, !scan.hasQuote {
                // The fast path: one look at each byte found the commas and the end.
                let isReturn = scan.end > position && chunk[scan.end - 1] == 0x0D
                let count = scan.end - position - (isReturn ? 1 : 0)
                if count > 0 {
                    fields.append((fields.last?.upperBound ?? -1) + 1..<count)
                    let bytes = UnsafeBufferPointer(rebasing: chunk[position..<position + count])
                    try record(Record(bytes: bytes, fields: fields, line: line))
                }
                line += 1
            } else if pending.isEmpty {
                try complete(UnsafeBufferPointer(rebasing: chunk[position..<scan.end]), record, fault)
            } else {
                pending += chunk[position..<scan.end]
                let whole = pending
                pending = []
                try whole.withUnsafeBufferPointer { try complete($0, record, fault) }
            }
            position = scan.end + 1
        }
    }

    /// Finds the line's end and, on the way, the fields before its last comma, counted from `start`.
    private mutating func scan(_ chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, hasQuote: Bool)? {
        fields.removeAll(keepingCapacity: true)
        var (index, field, hasQuote) = (start, 0, false)
        while index < chunk.count {
            let byte = chunk[index]
            // Letters and digits stand above the comma in ASCII.
            if byte <= 0x2C {
                if byte == 0x2C {
                    fields.append(field..<(index - start))
                    field = index - start + 1
                } else if byte == 0x0A {
                    return (index, hasQuote)
                } else if byte == 0x22 {
                    hasQuote = true
                }
            }
            index += 1
        }
        return nil
    }

    /// The end of the input: a last record may lack its line end.
    public mutating func finish(record: (Record) throws -> Void, fault: (Fault, _ line: Int) -> Void) rethrows {
        guard !pending.isEmpty else { return }
        let whole = pending
        pending = []
        try whole.withUnsafeBufferPointer { bytes in
            if CSVReader.isOpen(bytes) { fault(.unclosedQuote, line) } else { try complete(bytes, record, fault) }
        }
    }

    private mutating func complete(
        _ bytes: UnsafeBufferPointer<UInt8>, _ record: (Record) throws -> Void, _ fault: (Fault, Int) -> Void
    ) rethrows {
        // An open quote: the line end belongs to the field, the record goes on.
        if CSVReader.isOpen(bytes) {
            pending = Array(bytes) + [0x0A]
            if pending.count > CSVReader.longestRecord {
                fault(.recordTooLong, line)
                pending = []
            }
            return
        }
        var bytes = bytes
        let first = line
        line += 1 + bytes.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        if bytes.last == 0x0D { bytes = UnsafeBufferPointer(rebasing: bytes[..<(bytes.count - 1)]) }
        guard !bytes.isEmpty else { return }
        fields.removeAll(keepingCapacity: true)
        if !bytes.contains(0x22) {
            var start = 0
            for index in 0..<bytes.count where bytes[index] == 0x2C {
                fields.append(start..<index)
                start = index + 1
            }
            fields.append(start..<bytes.count)
            try record(Record(bytes: bytes, fields: fields, line: first))
        } else if unquote(bytes) {
            try unquoted.withUnsafeBufferPointer { try record(Record(bytes: $0, fields: fields, line: first)) }
        } else {
            fault(.strayQuote, first)
        }
    }

    /// Copies the fields without their quotes; false for a stray one.
    private mutating func unquote(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        unquoted.removeAll(keepingCapacity: true)
        var position = 0
        while true {
            let start = unquoted.count
            if position < bytes.count, bytes[position] == 0x22 {
                position += 1
                while true {
                    guard position < bytes.count else { return false }
                    if bytes[position] == 0x22 {
                        position += 1
                        guard position < bytes.count, bytes[position] == 0x22 else { break }
                    }
                    unquoted.append(bytes[position])
                    position += 1
                }
                guard position == bytes.count || bytes[position] == 0x2C else { return false }
            } else {
                while position < bytes.count, bytes[position] != 0x2C {
                    if bytes[position] == 0x22 { return false }
                    unquoted.append(bytes[position])
                    position += 1
                }
            }
            fields.append(start..<unquoted.count)
            if position == bytes.count { return true }
            position += 1
        }
    }

    private static func isOpen(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var quotes = 0
        for byte in bytes where byte == 0x22 { quotes += 1 }
        return quotes % 2 == 1
    }
}
