/// The right edge of a tree as tiles: what is not full yet, a tile a level. All that is needed to go on with a log.
public struct TreeEdge: Hashable, Sendable {
    public private(set) var size: Int64
    /// By level; each less than full.
    private var open: [[TreeHash]] = []
    /// The roots of the complete subtrees, the largest first: so the root is at hand at each size, and no tile that has
    /// grown is hashed anew.
    private var peaks: [TreeHash] = []

    public init() { size = 0 }

    /// Takes up a log where it ended.
    /// - Parameter hashes: the tile's, of which the last of its level is asked for; nil if it is not there.
    /// - Throws: what the source throws, or `missing`.
    public init(size: Int64, hashes: (Tile) throws -> [TreeHash]?) throws {
        self.size = size
        var (level, count) = (0, size)
        while count > 0 {
            let partial = Int(count % 256)
            if partial > 0 {
                let tile = Tile(level: level, number: count / 256, count: partial)
                guard let found = try hashes(tile), found.count >= partial else { throw TreeFault.missing(tile.path) }
                open.append(Array(found.prefix(partial)))
            } else {
                open.append([])
            }
            (level, count) = (level + 1, count / 256)
        }
        for hashes in open.reversed() {
            var rest = hashes[...]
            for width in [128, 64, 32, 16, 8, 4, 2, 1] where hashes.count & width != 0 {
                peaks.append(Array(rest.prefix(width)).root)
                rest = rest.dropFirst(width)
            }
        }
    }

    /// What was appended since, as tiles; those that are not full yet have to be replaced by what comes later.
    public struct Growth: Sendable {
        /// By level and number, each with all of its hashes so far.
        public private(set) var tiles: [Tile: [TreeHash]] = [:]

        fileprivate mutating func add(_ level: Int, _ number: Int64, _ hashes: [TreeHash]) {
            tiles[Tile(level: level, number: number, count: 256)] = hashes
        }
    }

    /// - Returns: the tiles that have changed.
    public mutating func append(_ leaves: some Sequence<TreeHash>) -> Growth { append(Array(leaves)) }

    /// - Returns: the tiles that have changed.
    public mutating func append(_ leaves: [TreeHash]) -> Growth {
        var growth = Growth()
        // Whatever reaches a level has gone through those below it.
        var changed = 0
        for leaf in leaves {
            var (hash, height) = (leaf, 0)
            while true {
                if height.isMultiple(of: 8) {
                    changed = max(changed, height / 8 + 1)
                    add(hash, height / 8, &growth)
                }
                guard size >> Int64(height) & 1 == 1 else { break }
                hash = TreeHash(peaks.removeLast(), hash)
                height += 1
            }
            peaks.append(hash)
            size += 1
        }
        for level in 0..<changed where !open[level].isEmpty {
            growth.add(level, (size >> Int64(8 * level)) / 256, open[level])
        }
        return growth
    }

    private mutating func add(_ hash: TreeHash, _ level: Int, _ growth: inout Growth) {
        if level == open.count { open.append([]) }
        open[level].append(hash)
        guard open[level].count == Tile.width else { return }
        growth.add(level, (size >> Int64(8 * level)) / 256, open[level])
        open[level].removeAll(keepingCapacity: true)
    }

    public var root: TreeHash {
        guard var hash = peaks.last else { return .empty }
        for left in peaks.dropLast().reversed() { hash = TreeHash(left, hash) }
        return hash
    }
}

public enum TreeFault: Error, Hashable, Sendable {
    case missing(String)
    /// A tile's hashes are not those of what lies below it.
    case altered(String)

    public var text: String {
        switch self {
        case .missing(let path): "\(path) is missing or too short"
        case .altered(let path): "\(path) is not what it was made from"
        }
    }
}

/// Hashes out of tiles, each tile asked for and taken apart once.
public final class TileSource {
    private let hashes: (Tile) throws -> [TreeHash]?
    private let size: Int64
    /// Of each tile its levels: 256 hashes or fewer, then the complete pairs over them, and so on.
    private var known: [Tile: [[TreeHash]]] = [:]

    /// - Parameter hashes: at least as many of a tile's hashes as it says.
    public init(size: Int64, hashes: @escaping (Tile) throws -> [TreeHash]?) {
        self.size = size
        self.hashes = hashes
    }

    /// The root of the complete subtree of 2^level leaves from leaf index × 2^level on.
    public func hash(_ level: Int, _ index: Int64) throws -> TreeHash {
        let (tileLevel, inner) = (level / 8, level % 8)
        let first = index << Int64(inner)
        let number = first / 256
        let width = Int(min(256, (size >> Int64(8 * tileLevel)) - number * 256))
        let tile = Tile(level: tileLevel, number: number, count: width)
        let levels = try levels(tile)
        let place = Int(first % 256) >> inner
        guard inner < levels.count, place < levels[inner].count else { throw TreeFault.missing(tile.path) }
        return levels[inner][place]
    }

    private func levels(_ tile: Tile) throws -> [[TreeHash]] {
        if let levels = known[tile] { return levels }
        guard let found = try hashes(tile), found.count >= tile.count else { throw TreeFault.missing(tile.path) }
        var levels = [Array(found.prefix(tile.count))]
        while let last = levels.last, last.count > 1 {
            levels.append(stride(from: 0, to: last.count - 1, by: 2).map { TreeHash(last[$0], last[$0 + 1]) })
        }
        known[tile] = levels
        return levels
    }
}
