/// Texts by numbers that count up from 0, and back: a column of numbers takes a tenth of the room.
///
/// The bytes of all texts lie in one buffer, and a table of numbers finds them. A dictionary of strings takes five times
/// as much, and there may be a million customers.
public struct Words: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text ends.
    private var ends: [UInt32] = []
    /// Open addressing, a power of two, at most half full; 0 is empty, else a number + 1.
    private var slots: [UInt32] = [UInt32](repeating: 0, count: 16)

    public init() {}

    public var count: Int { ends.count }

    public subscript(_ number: UInt32) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

    private func range(_ number: UInt32) -> Range<Int> {
        let from = number == 0 ? 0 : Int(ends[Int(number) - 1])
        return from..<Int(ends[Int(number)])
    }

    public func number(of text: String) -> UInt32? {
        var text = text
        let found = text.withUTF8 { slots[slot(of: $0)] }
        return found == 0 ? nil : found - 1
    }

    /// The number of a text, new or known.
    public mutating func add(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { utf8 in
            let slot = slot(of: utf8)
            if slots[slot] != 0 { return slots[slot] - 1 }
            bytes.append(contentsOf: utf8)
            ends.append(UInt32(bytes.count))
            slots[slot] = UInt32(ends.count)
            if ends.count * 2 > slots.count { grow() }
            return UInt32(ends.count - 1)
        }
    }

    private func slot(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var slot = Words.hash(text) & (slots.count - 1)
        return bytes.withUnsafeBufferPointer { all in
            while slots[slot] != 0 {
                let range = range(slots[slot] - 1)
                if range.count == text.count, UnsafeBufferPointer(rebasing: all[range]).elementsEqual(text) { break }
                slot = (slot + 1) & (slots.count - 1)
            }
            return slot
        }
    }

    private mutating func grow() {
        let doubled = slots.count * 2
        slots = [UInt32](repeating: 0, count: doubled)
        bytes.withUnsafeBufferPointer { all in
            for number in 0..<UInt32(ends.count) {
                var slot = Words.hash(UnsafeBufferPointer(rebasing: all[range(number)])) & (doubled - 1)
                while slots[slot] != 0 { slot = (slot + 1) & (doubled - 1) }
                slots[slot] = number + 1
            }
        }
    }

    func write(to writer: inout ImageWriter) {
        writer.array(bytes)
        writer.array(ends)
        writer.array(slots)
    }

    init(reading reader: inout ImageReader) {
        bytes = reader.array(UInt8.self)
        ends = reader.array(UInt32.self)
        slots = reader.array(UInt32.self)
        // A table that is full, or is no power of two, would be walked round for ever.
        if slots.count < 16 || slots.count & (slots.count - 1) != 0 || ends.count * 2 > slots.count { self = Words() }
    }

    /// FNV-1a, its bits spread once more: its low ones alone decide.
    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash >> 16)
    }
}
