/// What a batch of documents changes in the lists of all their terms: worked out once, for every store.
///
/// Most of what comes are documents with the same common words, so each change is put to its list as it comes, and only
/// the lists are sorted: they are few, while there are some fifty changes a document.
public struct IndexEdit: Sendable {
    private struct List {
        let key: Int64
        /// The first and the last of its changes.
        let first: Int32
        var last: Int32
        var count: Int32 = 1
        /// By how many documents it has more.
        var more: Int32
    }

    private var lists: [List] = []
    /// The number of the list + 1 whose key leads there; 0 where none does. Never more than half of them are taken.
    private var slots = [Int32](repeating: 0, count: 512)
    /// In the order in which they came.
    private var changes: [Postings.Change] = []
    /// The next of the same list; −1 behind its last.
    private var next: [Int32] = []

    public init() {}

    /// - Parameters:
    ///   - document: it comes once.
    ///   - old: the terms that the document has in the index, ascending by number.
    ///   - new: those that it has from now on, likewise.
    public mutating func replace(_ document: Int64, old: [TermWeight], new: [TermWeight]) {
        let block = document / Postings.blockDocuments
        let offset = UInt16(document % Postings.blockDocuments)
        var index = 0
        for term in new {
            while index < old.count, old[index].number < term.number {
                change(old[index], .drop, block, offset)
                index += 1
            }
            if index < old.count, old[index].number == term.number {
                if old[index].weight != term.weight { change(term, .weigh, block, offset) }
                index += 1
            } else {
                change(term, .add, block, offset)
            }
        }
        for term in old[index...] { change(term, .drop, block, offset) }
    }

    private mutating func change(
        _ term: TermWeight, _ kind: Postings.Change.Kind, _ block: Int64, _ offset: UInt16
    ) {
        let number = Int32(truncatingIfNeeded: changes.count)
        changes.append(Postings.Change(offset: offset, weight: term.weight, kind: kind))
        next.append(-1)
        let key = Postings.key(term.number, block: block)
        let slot = place(of: key)
        let list = Int(slots[slot]) - 1
        if list >= 0 {
            next[Int(lists[list].last)] = number
            lists[list].last = number
            lists[list].count += 1
            lists[list].more += kind.more
        } else {
            lists.append(List(key: key, first: number, last: number, more: kind.more))
            slots[slot] = Int32(truncatingIfNeeded: lists.count)
            if lists.count * 2 > slots.count { grow() }
        }
    }

    /// The slot of a list, or the free one where it belongs.
    @inline(__always)
    private func place(of key: Int64) -> Int {
        let mask = slots.count - 1
        let mixed = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: mixed >> 32) & mask
        while slots[slot] != 0, lists[Int(slots[slot]) - 1].key != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for number in lists.indices { slots[place(of: lists[number].key)] = Int32(truncatingIfNeeded: number + 1) }
    }

    /// The terms whose lists change, ascending: so the store's pages are gone through from one end to the other.
    public consuming func terms() -> [TermEdit] {
        lists.sort { $0.key < $1.key }
        let changes = ordered()
        var edits: [ListEdit] = []
        edits.reserveCapacity(lists.count)
        var start = 0
        for list in lists {
            let end = start + Int(list.count)
            edits.append(ListEdit(key: list.key, changes: changes[start..<end]))
            start = end
        }
        var terms: [TermEdit] = []
        terms.reserveCapacity(lists.count)
        var first = 0
        while first < lists.count {
            let number = Postings.term(of: lists[first].key)
            var (last, more) = (first, 0)
            while last < lists.count, Postings.term(of: lists[last].key) == number {
                more += Int(lists[last].more)
                last += 1
            }
            terms.append(TermEdit(number: number, more: more, lists: edits[first..<last]))
            first = last
        }
        return terms
    }

    /// The changes list by list, those of each ascending by document.
    private func ordered() -> [Postings.Change] {
        var ordered: [Postings.Change] = []
        ordered.reserveCapacity(changes.count)
        for list in lists {
            let start = ordered.count
            var isAscending = true
            var number = list.first
            while number >= 0 {
                let change = changes[Int(number)]
                if ordered.count > start, ordered[ordered.count - 1].offset > change.offset { isAscending = false }
                ordered.append(change)
                number = next[Int(number)]
            }
            // Documents that had a number already come among those that get theirs now.
            if !isAscending { ordered[start...].sort { $0.offset < $1.offset } }
        }
        return ordered
    }
}

/// What changes of one term.
public struct TermEdit: Sendable {
    public let number: Int64
    /// By how many documents it has more; below zero, fewer.
    public let more: Int
    /// Ascending by key.
    public let lists: ArraySlice<ListEdit>
}

/// What changes in one list.
public struct ListEdit: Sendable {
    public let key: Int64
    fileprivate let changes: ArraySlice<Postings.Change>

    /// - Parameters:
    ///   - old: the list as it is; empty where there is none.
    ///   - new: becomes what it is from now on; empty where nothing is left of it.
    public func change(_ old: UnsafeBufferPointer<UInt8>, into new: inout [UInt8]) {
        Postings.change(old, changes, into: &new)
    }
}
