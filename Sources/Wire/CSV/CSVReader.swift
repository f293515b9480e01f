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

    /// The beginning of a record whose end has not come yet.
    private var pending: [UInt8] = []
    /// Whether a quote is open at the end of `pending`.
    private var isQuoted = false
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
        guard isFirst else { return try split(chunk, record, fault) }
        // The mark is three bytes, and a chunk may be one.
        pending += chunk
        if pending.count >= 3 { try begin(record, fault) }
    }

    /// The end of the input: a last record may lack its line end.
    public mutating func finish(record: (Record) throws -> Void, fault: (Fault, _ line: Int) -> Void) rethrows {
        if isFirst { try begin(record, fault) }
        while isQuoted { try reopen(record, fault) }
        guard !pending.isEmpty else { return }
        try takePending { bytes, reader in try reader.complete(bytes, record, fault) }
    }

    private mutating func begin(_ record: (Record) throws -> Void, _ fault: (Fault, Int) -> Void) rethrows {
        isFirst = false
        if pending.starts(with: [0xEF, 0xBB, 0xBF]) { pending.removeFirst(3) }
        try takePending { bytes, reader in try reader.split(bytes, record, fault) }
    }

    private mutating func takePending(_ use: (UnsafeBufferPointer<UInt8>, inout CSVReader) throws -> Void) rethrows {
        let whole = pending
        pending = []
        isQuoted = false
        try whole.withUnsafeBufferPointer { try use($0, &self) }
    }

    private mutating func split(
        _ chunk: UnsafeBufferPointer<UInt8>, _ record: (Record) throws -> Void, _ fault: (Fault, Int) -> Void
    ) rethrows {
        var position = 0
        while position < chunk.count {
            guard let scan = scan(chunk, from: position) else {
                if !isSkipping { hold(chunk[position...]) }
                if pending.count > CSVReader.longestRecord { try giveUp(record, fault) }
                return
            }
            let bytes = UnsafeBufferPointer(rebasing: chunk[position..<scan.end])
            position = scan.end + 1
            if isSkipping {
                isSkipping = false
                line += 1
            } else if pending.isEmpty, !scan.hasQuote, bytes.count <= CSVReader.longestRecord {
                // The fast path: one look at each byte found the commas and the end.
                let count = bytes.count - (bytes.last == 0x0D ? 1 : 0)
                if count > 0 {
                    fields.append((fields.last?.upperBound ?? -1) + 1..<count)
                    try record(
                        Record(bytes: UnsafeBufferPointer(rebasing: bytes[..<count]), fields: fields, line: line))
                }
                line += 1
            } else {
                hold(bytes)
                // An open quote: the line end belongs to the field, the record goes on.
                if isQuoted { pending.append(0x0A) }
                if pending.count > CSVReader.longestRecord {
                    try giveUp(record, fault)
                    // Its line has ended already.
                    if isSkipping { (isSkipping, line) = (false, line + 1) }
                } else if !isQuoted {
                    try takePending { bytes, reader in try reader.complete(bytes, record, fault) }
                }
            }
        }
    }

    private mutating func hold(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            pending.append(byte)
        }
    }

    /// A record that is too long: after an open quote only its first line is lost, else the rest of its one line too.
    private mutating func giveUp(_ record: (Record) throws -> Void, _ fault: (Fault, Int) -> Void) rethrows {
        if isQuoted, pending.contains(0x0A) { return try reopen(record, fault) }
        fault(.recordTooLong, line)
        pending = []
        isQuoted = false
        isSkipping = true
    }

    /// A quote that nobody closed costs the line it stands in; what follows is read afresh.
    private mutating func reopen(_ record: (Record) throws -> Void, _ fault: (Fault, Int) -> Void) rethrows {
        fault(.unclosedQuote, line)
        line += 1
        let rest = pending.firstIndex(of: 0x0A).map { Array(pending[($0 + 1)...]) } ?? []
        pending = []
        isQuoted = false
        try rest.withUnsafeBufferPointer { try split($0, record, fault) }
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

    private mutating func complete(
        _ bytes: UnsafeBufferPointer<UInt8>, _ record: (Record) throws -> Void, _ fault: (Fault, Int) -> Void
    ) rethrows {
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
            // Of a record over several lines only the first is lost: its quote was none.
            guard let end = bytes.firstIndex(of: 0x0A) else { return }
            line = first + 1
            let rest = Array(bytes[(end + 1)...]) + [0x0A]
            try rest.withUnsafeBufferPointer { try split($0, record, fault) }
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
}
