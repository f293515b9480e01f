/// Which documents hold a term, a block of documents at a time.
///
///     for each document of the block that holds the term, ascending:
///         (its offset in the block − that of the one before − 1) · 8 + weight, as a varint of one or two bytes
///
/// A block has 2 048 documents, so that eleven bits of distance and three of weight always fit into two bytes: what is
/// frequent takes one byte a document, what is rare two.
public enum Postings {
    public static let blockDocuments: Int64 = 2_048

    /// Where the list of a term for a block lies: term · 2²⁰ + block.
    public static func key(_ term: Int64, block: Int64) -> Int64 { term << 20 | block }
    public static func block(of key: Int64) -> Int64 { key & 0xF_FFFF }

    /// Calls for each document with its offset and weight.
    @inline(__always)
    static func each(_ bytes: UnsafeBufferPointer<UInt8>, _ take: (Int, UInt8) -> Void) {
        var offset = -1
        var index = 0
        while index < bytes.count {
            var value = Int(bytes[index])
            index += 1
            if value >= 0x80, index < bytes.count {
                value = value & 0x7F | Int(bytes[index]) << 7
                index += 1
            }
            offset += value >> 3 + 1
            // A damaged list reaches no further than its block.
            if offset >= Int(blockDocuments) { return }
            take(offset, UInt8(value & 7))
        }
    }

    /// What one document changes in a list.
    public struct Change: Sendable {
        public let offset: Int
        /// Nil takes the document out.
        public let weight: UInt8?
    }

    /// - Parameter changes: ascending by offset, each offset once.
    public static func changed(_ old: [UInt8], _ changes: [Change]) -> [UInt8] {
        var new: [UInt8] = []
        new.reserveCapacity(old.count + 2 * changes.count)
        var last = -1
        func put(_ offset: Int, _ weight: UInt8) {
            let value = (offset - last - 1) << 3 | Int(weight)
            if value < 0x80 {
                new.append(UInt8(value))
            } else {
                new.append(UInt8(value & 0x7F | 0x80))
                new.append(UInt8(value >> 7))
            }
            last = offset
        }
        var rest = changes[...]
        old.withUnsafeBufferPointer { old in
            each(old) { offset, weight in
                while let change = rest.first, change.offset < offset {
                    if let weight = change.weight { put(change.offset, weight) }
                    rest = rest.dropFirst()
                }
                if let change = rest.first, change.offset == offset {
                    if let weight = change.weight { put(offset, weight) }
                    rest = rest.dropFirst()
                } else {
                    put(offset, weight)
                }
            }
        }
        for change in rest { if let weight = change.weight { put(change.offset, weight) } }
        return new
    }
}

/// The terms of one document as it keeps them, so that what it no longer says can be taken out again: ascending by the
/// term's number, (distance · 8 + weight) as varints.
public enum DocumentTerms {
    public static func bytes(_ terms: [Int64: UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(terms.count * 3)
        var last: Int64 = 0
        for (term, weight) in terms.sorted(by: { $0.key < $1.key }) {
            Varint.put(UInt64(term - last) << 3 | UInt64(weight), to: &bytes)
            last = term
        }
        return bytes
    }

    public static func terms(_ bytes: [UInt8]) -> [Int64: UInt8] {
        var terms: [Int64: UInt8] = [:]
        terms.reserveCapacity(bytes.count / 2)
        var (index, last) = (0, Int64(0))
        while let value = Varint.next(bytes, &index) {
            last += Int64(value >> 3)
            terms[last] = UInt8(value & 7)
        }
        return terms
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
enum Varint {
    static func put(_ value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    static func next(_ bytes: [UInt8], _ index: inout Int) -> UInt64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 56 { return nil }
        }
        return nil
    }
}
