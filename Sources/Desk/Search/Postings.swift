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
    static func term(of key: Int64) -> Int64 { key >> 20 }

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
    struct Change: Sendable {
        enum Kind: UInt8 {
            case add, weigh, drop
            /// By how many documents the term has more.
            var more: Int32 { self == .add ? 1 : self == .drop ? -1 : 0 }
        }
        let offset: UInt16
        let weight: UInt8
        let kind: Kind
    }

    /// - Parameters:
    ///   - changes: of one list, ascending by offset, each offset once.
    ///   - new: what it holds is overwritten, its room used again.
    static func change(_ old: UnsafeBufferPointer<UInt8>, _ changes: ArraySlice<Change>, into new: inout [UInt8]) {
        new.removeAll(keepingCapacity: true)
        new.reserveCapacity(old.count + 2 * changes.count)
        var last = -1
        guard let first = changes.first else {
            new.append(contentsOf: old)
            return
        }
        // New documents mostly come behind all others: then the bytes of these stay as they are.
        each(old) { offset, _ in last = offset }
        if last < Int(first.offset) {
            new.append(contentsOf: old)
            for change in changes where change.kind != .drop {
                put(Int(change.offset), change.weight, &last, &new)
            }
            return
        }
        last = -1
        var index = changes.startIndex
        each(old) { offset, weight in
            while index < changes.endIndex, changes[index].offset < offset {
                let change = changes[index]
                if change.kind != .drop { put(Int(change.offset), change.weight, &last, &new) }
                index += 1
            }
            if index < changes.endIndex, changes[index].offset == offset {
                let change = changes[index]
                if change.kind != .drop { put(offset, change.weight, &last, &new) }
                index += 1
            } else {
                put(offset, weight, &last, &new)
            }
        }
        for change in changes[index...] where change.kind != .drop {
            put(Int(change.offset), change.weight, &last, &new)
        }
    }

    @inline(__always)
    private static func put(_ offset: Int, _ weight: UInt8, _ last: inout Int, _ bytes: inout [UInt8]) {
        let value = (offset - last - 1) << 3 | Int(weight)
        if value < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value))
        } else {
            bytes.append(UInt8(truncatingIfNeeded: value & 0x7F | 0x80))
            bytes.append(UInt8(truncatingIfNeeded: value >> 7))
        }
        last = offset
    }
}

/// A term by its number in the index, and how much it says of a document.
public struct TermWeight: Hashable, Sendable {
    public let number: Int64
    public let weight: UInt8
    public init(_ number: Int64, _ weight: UInt8) {
        self.number = number
        self.weight = weight
    }
}

/// The terms of one document as it keeps them, so that what it no longer says can be taken out again: ascending by the
/// term's number, (distance · 8 + weight) as varints.
public enum DocumentTerms {
    /// - Parameter terms: ascending by number, each once.
    public static func bytes(_ terms: [TermWeight]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(terms.count * 3)
        var last: Int64 = 0
        for term in terms {
            Varint.put(UInt64(term.number - last) << 3 | UInt64(term.weight), to: &bytes)
            last = term.number
        }
        return bytes
    }

    /// - Returns: ascending by number.
    public static func terms(_ bytes: [UInt8]) -> [TermWeight] {
        var terms: [TermWeight] = []
        terms.reserveCapacity(bytes.count / 2)
        var (index, last) = (0, Int64(0))
        while let value = Varint.next(bytes, &index) {
            last += Int64(value >> 3)
            terms.append(TermWeight(last, UInt8(value & 7)))
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
