/// The right edge of a tree as tiles: what is not full yet, a tile a level. All that is needed to go on with a log.
public struct TreeEdge: Hashable, Sendable {
    public private(set) var size: Int64
    /// By level; each less than full.
    private var open: [[TreeHash]]

    public init() {
        size = 0
        open = []
    }

    /// Takes up a log where it ended.
    /// - Parameter hashes: the tile's, of which the last of its level is asked for; nil if it is not there.
    /// - Throws: what the source throws, or `missing`.
    public init(size: Int64, hashes: (Tile) throws -> [TreeHash]?) throws {
        self.size = size
        open = []
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
    public mutating func append(_ leaves: some Sequence<TreeHash>) -> Growth {
        var growth = Growth()
        var changed: Set<Int> = []
        for leaf in leaves {
            var (level, hash) = (0, leaf)
            while true {
                if level == open.count { open.append([]) }
                open[level].append(hash)
                changed.insert(level)
                guard open[level].count == Tile.width else { break }
                growth.add(level, (size >> Int64(8 * level)) / 256, open[level])
                hash = open[level].root
                open[level].removeAll(keepingCapacity: true)
                level += 1
            }
            size += 1
        }
        for level in changed where !open[level].isEmpty {
            growth.add(level, (size >> Int64(8 * level)) / 256, open[level])
        }
        return growth
    }

    public var root: TreeHash {
        var below: TreeHash?
        for hashes in open {
            let level = hashes + [below].compactMap(\.self)
            below = level.isEmpty ? nil : level.root
        }
        return below ?? .empty
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
