/// Why a proof is none.
public enum ProofFault: Error, Hashable, Sendable {
    case indexBeyondSize(index: Int64, size: Int64)
    case sizesReversed(old: Int64, new: Int64)
    case wrongLength(expected: Int, found: Int)
    /// The hashes lead to another root than the one that was signed.
    case otherRoot

    public var text: String {
        switch self {
        case .indexBeyondSize(let index, let size): "entry \(index) is not in a log of \(size) entries"
        case .sizesReversed(let old, let new): "a log of \(new) entries is no continuation of one of \(old)"
        case .wrongLength(let expected, let found): "the proof has \(found) hashes instead of \(expected)"
        case .otherRoot: "the proof leads to another root than the checkpoint's"
        }
    }
}

/// Proofs of a Merkle tree, made and verified.
///
/// To make one, a source of hashes is asked: the root of the complete subtree of 2^level leaves that begins with leaf
/// index × 2^level.
/// - Source: RFC 6962, 2.1.1 and 2.1.2; verified as RFC 9162, 2.1.3.2 and 2.1.4.2.
public enum Proof {
    public typealias Source = (_ level: Int, _ index: Int64) throws -> TreeHash

    /// The hashes that lead from a leaf to the root.
    public static func inclusion(of index: Int64, in size: Int64, _ source: Source) throws -> [TreeHash] {
        guard index >= 0, index < size else { throw ProofFault.indexBeyondSize(index: index, size: size) }
        var hashes: [TreeHash] = []
        var (low, high) = (Int64(0), size)
        while high - low > 1 {
            let middle = low + split(high - low)
            if index < middle {
                hashes.append(try root(middle, high, source))
                high = middle
            } else {
                hashes.append(try root(low, middle, source))
                low = middle
            }
        }
        return hashes.reversed()
    }

    /// The hashes that show that the first `old` of `new` leaves are those of the smaller tree.
    public static func consistency(from old: Int64, to new: Int64, _ source: Source) throws -> [TreeHash] {
        guard old >= 0, old <= new else { throw ProofFault.sizesReversed(old: old, new: new) }
        if old == 0 || old == new { return [] }
        var hashes: [TreeHash] = []
        var (low, high) = (Int64(0), new)
        // While the old tree ends within the left part, and with it in the right one.
        while old < high {
            let middle = low + split(high - low)
            if old <= middle {
                hashes.append(try root(middle, high, source))
                high = middle
            } else {
                hashes.append(try root(low, middle, source))
                low = middle
            }
        }
        // The old tree's own root needs no telling.
        if low > 0 { hashes.append(try root(low, high, source)) }
        return hashes.reversed()
    }

    public static func verify(
        _ proof: [TreeHash], of leaf: TreeHash, at index: Int64, in size: Int64, root: TreeHash
    ) throws(ProofFault) {
        guard index >= 0, index < size else { throw .indexBeyondSize(index: index, size: size) }
        var (node, last) = (index, size - 1)
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { throw wrongLength(index, size, proof) }
            if node & 1 == 1 || node == last {
                hash = TreeHash(sibling, hash)
                // Who is the last of its level and has no neighbour goes up as it is.
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                hash = TreeHash(hash, sibling)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        guard last == 0 else { throw wrongLength(index, size, proof) }
        guard hash == root else { throw .otherRoot }
    }

    public static func verify(
        _ proof: [TreeHash], from old: (size: Int64, root: TreeHash), to new: (size: Int64, root: TreeHash)
    ) throws(ProofFault) {
        guard old.size >= 0, old.size <= new.size else { throw .sizesReversed(old: old.size, new: new.size) }
        if old.size == new.size || old.size == 0 {
            guard proof.isEmpty else { throw .wrongLength(expected: 0, found: proof.count) }
            guard old.size == 0 ? old.root == .empty : old.root == new.root else { throw .otherRoot }
            return
        }
        // A complete tree is the first hash itself.
        let path = old.size.nonzeroBitCount == 1 ? [old.root] + proof : proof
        var (node, last) = (old.size - 1, new.size - 1)
        while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
        guard var small = path.first else { throw .wrongLength(expected: 1, found: 0) }
        var large = small
        for sibling in path.dropFirst() {
            guard last > 0 else { throw .wrongLength(expected: proof.count - 1, found: proof.count) }
            if node & 1 == 1 || node == last {
                small = TreeHash(sibling, small)
                large = TreeHash(sibling, large)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                large = TreeHash(large, sibling)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        guard last == 0 else { throw .wrongLength(expected: proof.count + 1, found: proof.count) }
        guard small == old.root, large == new.root else { throw .otherRoot }
    }

    /// How many hashes lead from a leaf to the root.
    static func length(_ index: Int64, _ size: Int64) -> Int {
        let inner = 64 - (index ^ (size - 1)).leadingZeroBitCount
        return inner + (index >> Int64(inner)).nonzeroBitCount
    }

    private static func wrongLength(_ index: Int64, _ size: Int64, _ proof: [TreeHash]) -> ProofFault {
        .wrongLength(expected: length(index, size), found: proof.count)
    }

    /// The largest power of two below a count of two or more.
    static func split(_ count: Int64) -> Int64 { 1 << Int64(63 - (count - 1).leadingZeroBitCount) }

    /// The root over leaves low ..< high, which is where a part of the tree ends.
    static func root(_ low: Int64, _ high: Int64, _ source: Source) throws -> TreeHash {
        let count = high - low
        if count == 0 { return .empty }
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return try source(level, low >> Int64(level))
        }
        let middle = low + split(count)
        return TreeHash(try root(low, middle, source), try root(middle, high, source))
    }
}
