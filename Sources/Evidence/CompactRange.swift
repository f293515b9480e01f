/// A tree that only grows, as few hashes: the roots of its complete subtrees, the largest first.
///
/// Enough to go through a log of any length and to know its root at each size.
public struct CompactRange: Hashable, Sendable {
    public private(set) var size: Int64 = 0
    private var roots: [TreeHash] = []

    public init() {}

    public mutating func append(_ leaf: TreeHash) {
        var hash = leaf
        var rest = size
        while rest & 1 == 1 {
            hash = TreeHash(roots.removeLast(), hash)
            rest >>= 1
        }
        roots.append(hash)
        size += 1
    }

    public var root: TreeHash {
        guard var hash = roots.last else { return .empty }
        for left in roots.dropLast().reversed() { hash = TreeHash(left, hash) }
        return hash
    }
}
