/// What a batch of documents changes in the lists of all their terms: worked out once, for every store.
public struct IndexEdit: Sendable {
    /// By the list's key.
    private var lists: [Int64: [Postings.Change]] = [:]
    /// By how many documents a term has more or fewer.
    public private(set) var counts: [Int64: Int] = [:]

    public init() {}

    /// - Parameters:
    ///   - old: the terms that the document has in the index, with their weights.
    ///   - new: those that it has from now on.
    public mutating func replace(_ document: Int64, old: [Int64: UInt8], new: [Int64: UInt8]) {
        let block = document / Postings.blockDocuments
        let offset = Int(document % Postings.blockDocuments)
        for (term, weight) in new where old[term] != weight {
            lists[Postings.key(term, block: block), default: []].append(.init(offset: offset, weight: weight))
            if old[term] == nil { counts[term, default: 0] += 1 }
        }
        for term in old.keys where new[term] == nil {
            lists[Postings.key(term, block: block), default: []].append(.init(offset: offset, weight: nil))
            counts[term, default: 0] -= 1
        }
    }

    /// The keys of the lists that change, ascending.
    public var keys: [Int64] { lists.keys.sorted() }

    /// - Returns: the list as it is from now on; empty where nothing is left of it.
    public func changed(_ key: Int64, _ old: [UInt8]) -> [UInt8] {
        Postings.changed(old, (lists[key] ?? []).sorted { $0.offset < $1.offset })
    }
}
