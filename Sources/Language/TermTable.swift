/// Different terms, each with a number: from 0, in the order in which they came.
///
/// A text has each of its words looked up here, most of them short. So a slot is found by two multiplications instead of
/// what a `Dictionary` does, and one table is emptied for the next document with its room kept.
public struct TermTable: Sendable {
    /// By number.
    public private(set) var keys: [TermKey] = []
    /// The number + 1 of the term that lies there; 0 where none does. Never more than half of them are taken.
    private var slots = [Int32](repeating: 0, count: TermTable.slotsAtLeast)
    /// Another in each process, as a `Set` has it: else somebody could write words that all want the same slot.
    private let seed = UInt64(truncatingIfNeeded: Hasher().finalize())
    private static let slotsAtLeast = 256
    /// Room that is kept when it is emptied.
    private static let slotsKept = 1_024

    public init() {}

    public var count: Int { keys.count }

    /// - Returns: the number of a term, which gets one if it has none.
    public mutating func number(of key: TermKey) -> Int {
        let slot = place(of: key)
        let taken = slots[slot]
        if taken != 0 { return Int(taken) - 1 }
        keys.append(key)
        if keys.count * 2 > slots.count {
            grow()
        } else {
            slots[slot] = Int32(truncatingIfNeeded: keys.count)
        }
        return keys.count - 1
    }

    /// - Returns: nil for a term that has no number.
    public func known(_ key: TermKey) -> Int? {
        let taken = slots[place(of: key)]
        return taken == 0 ? nil : Int(taken) - 1
    }

    public mutating func removeAll() {
        keys.removeAll(keepingCapacity: slots.count <= Self.slotsKept)
        if slots.count <= Self.slotsKept {
            for slot in slots.indices { slots[slot] = 0 }
        } else {
            slots = [Int32](repeating: 0, count: Self.slotsAtLeast)
        }
    }

    /// The slot of a term, or the free one where it belongs.
    @inline(__always)
    private func place(of key: TermKey) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.hash(seed)) & mask
        while true {
            let taken = slots[slot]
            if taken == 0 || keys[Int(taken) - 1] == key { return slot }
            slot = (slot + 1) & mask
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for number in keys.indices { slots[place(of: keys[number])] = Int32(truncatingIfNeeded: number + 1) }
    }
}
