/// What a batch of documents changes in the lists of all their terms: worked out once, for every store.
public struct IndexEdit: Sendable {
    /// In the order in which they came; each of a document is of another term.
    private var changes: [Postings.Change] = []

    public init() {}

    /// - Parameters:
    ///   - old: the terms that the document has in the index, ascending by number.
    ///   - new: those that it has from now on, likewise.
    public mutating func replace(_ document: Int64, old: [TermWeight], new: [TermWeight]) {
        let block = document / Postings.blockDocuments
        let offset = UInt16(document % Postings.blockDocuments)
        func change(_ term: TermWeight, _ kind: Postings.Change.Kind) -> Postings.Change {
            Postings.Change(
                key: Postings.key(term.number, block: block), offset: offset, weight: term.weight, kind: kind)
        }
        var index = 0
        for term in new {
            while index < old.count, old[index].number < term.number {
                changes.append(change(old[index], .drop))
                index += 1
            }
            if index < old.count, old[index].number == term.number {
                if old[index].weight != term.weight { changes.append(change(term, .weigh)) }
                index += 1
            } else {
                changes.append(change(term, .add))
            }
        }
        for term in old[index...] { changes.append(change(term, .drop)) }
    }

    /// The terms whose lists change, ascending: so the store's pages are gone through from one end to the other.
    public consuming func terms() -> [TermEdit] {
        changes.sort { $0.key != $1.key ? $0.key < $1.key : $0.offset < $1.offset }
        var terms: [TermEdit] = []
        var start = 0
        while start < changes.count {
            let key = changes[start].key
            var (end, more) = (start, 0)
            while end < changes.count, changes[end].key == key {
                more += changes[end].kind.more
                end += 1
            }
            let list = ListEdit(key: key, changes: changes[start..<end])
            if let last = terms.last, last.number == Postings.term(of: key) {
                terms[terms.count - 1].lists.append(list)
                terms[terms.count - 1].more += more
            } else {
                terms.append(TermEdit(number: Postings.term(of: key), more: more, lists: [list]))
            }
            start = end
        }
        return terms
    }
}

/// What changes of one term.
public struct TermEdit: Sendable {
    public let number: Int64
    /// By how many documents it has more; below zero, fewer.
    public fileprivate(set) var more: Int
    /// Ascending by key.
    public fileprivate(set) var lists: [ListEdit]
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
