/// A piece of a tree of up to 256 hashes, as logs are published.
/// - Source: C2SP, tlog-tiles.
public struct Tile: Hashable, Sendable {
    public static let width = 256
    /// Of hashes; nil for entries.
    public let level: Int?
    public let number: Int64
    /// 1 to 256.
    public let count: Int

    public init(level: Int?, number: Int64, count: Int = width) {
        self.level = level
        self.number = number
        self.count = count
    }

    /// `tile/0/x001/x234/067.p/12`
    public var path: String {
        var groups = ["\(number % 1_000)"]
        var rest = number / 1_000
        while rest > 0 {
            groups.append("\(rest % 1_000)")
            rest /= 1_000
        }
        let name = groups.enumerated().reversed().map { place, digits in
            (place == 0 ? "" : "x") + String(repeating: "0", count: 3 - digits.utf8.count) + digits
        }.joined(separator: "/")
        let part = count == Tile.width ? "" : ".p/\(count)"
        return "tile/\(level.map(String.init) ?? "entries")/\(name)\(part)"
    }

    /// Nil for a path that `path` would not have written.
    public init?(path: some StringProtocol) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count <= 12, parts[0] == "tile" else { return nil }
        var groups: [String] = parts.dropFirst(2).map { String($0) }
        var count = Tile.width
        if groups.count >= 2, groups[groups.count - 2].hasSuffix(".p") {
            guard let given = Int(groups.removeLast()), (1..<Tile.width).contains(given) else { return nil }
            count = given
            groups[groups.count - 1].removeLast(2)
        }
        var number: Int64 = 0
        for (place, group) in groups.enumerated() {
            let digits = Substring(group).dropFirst(place == groups.count - 1 ? 0 : 1)
            guard place == groups.count - 1 || group.hasPrefix("x"), digits.utf8.count == 3,
                digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), groups.count <= 5, let value = Int64(digits)
            else { return nil }
            number = number * 1_000 + value
        }
        let level = Int(parts[1])
        guard level != nil || parts[1] == "entries", level.map({ (0..<64).contains($0) }) ?? true else { return nil }
        self.init(level: level, number: number, count: count)
        guard self.path == path else { return nil }
    }

    /// The tiles of hashes of a log of that many entries.
    public static func all(of size: Int64) -> [Tile] {
        var tiles: [Tile] = []
        var (level, count) = (0, size)
        while count > 0 {
            for number in 0..<(count / 256) { tiles.append(Tile(level: level, number: number)) }
            if let last = partial(level, count) { tiles.append(last) }
            (level, count) = (level + 1, count / 256)
        }
        return tiles
    }

    /// Of each level the tile that is not full yet: all that a log's root and its growth depend on.
    public static func edge(of size: Int64) -> [Tile] {
        var tiles: [Tile] = []
        var (level, count) = (0, size)
        while count > 0 {
            if let last = partial(level, count) { tiles.append(last) }
            (level, count) = (level + 1, count / 256)
        }
        return tiles
    }

    /// The bundles of entries of a log of that many, one after the other: a stranger's log may say that it has any number.
    public static func bundles(of size: Int64) -> some Sequence<Tile> {
        (0..<(size / 256 + (size % 256 == 0 ? 0 : 1))).lazy.map { number in
            Tile(level: nil, number: number, count: Int(min(256, size - number * 256)))
        }
    }

    private static func partial(_ level: Int?, _ count: Int64) -> Tile? {
        count % 256 == 0 ? nil : Tile(level: level, number: count / 256, count: Int(count % 256))
    }
}

/// Up to 256 entries in one file: each after its length, two bytes, the higher first.
public enum Bundle {
    public static let entryBytesAtMost = 65_535

    public static func append(_ entry: [UInt8], to bundle: inout [UInt8]) {
        bundle.append(UInt8(entry.count >> 8))
        bundle.append(UInt8(entry.count & 255))
        bundle += entry
    }

    /// Begins an entry, which is then written behind what is there.
    /// - Returns: where it begins.
    public static func begin(_ bundle: inout [UInt8]) -> Int {
        bundle.append(0)
        bundle.append(0)
        return bundle.count - 2
    }

    /// Ends an entry.
    /// - Returns: its leaf.
    public static func end(_ start: Int, _ bundle: inout [UInt8]) -> TreeHash {
        let count = bundle.count - start - 2
        // Until its length is known a zero stands before the entry, as in what a leaf is the hash of.
        let leaf = bundle.withUnsafeBytes {
            TreeHash(Content.sha256(UnsafeRawBufferPointer(rebasing: $0[(start + 1)...])))
        }
        bundle[start] = UInt8(count >> 8)
        bundle[start + 1] = UInt8(count & 255)
        return leaf
    }

    /// The first of its entries; nil if there are fewer.
    public static func prefix(_ bundle: [UInt8], count: Int) -> ArraySlice<UInt8>? {
        var end = 0
        for _ in 0..<count {
            guard end + 2 <= bundle.count else { return nil }
            end += 2 + (Int(bundle[end]) << 8 | Int(bundle[end + 1]))
        }
        return end <= bundle.count ? bundle[..<end] : nil
    }

    /// One of its entries.
    public static func entry(_ bundle: [UInt8], _ index: Int) -> ArraySlice<UInt8>? {
        guard let before = prefix(bundle, count: index), let through = prefix(bundle, count: index + 1) else {
            return nil
        }
        return bundle[(before.endIndex + 2)..<through.endIndex]
    }

    /// Nil for one that is cut or has something behind it.
    public static func entries(_ bundle: [UInt8], count: Int) -> [ArraySlice<UInt8>]? {
        var entries: [ArraySlice<UInt8>] = []
        entries.reserveCapacity(count)
        var start = 0
        while start + 2 <= bundle.count, entries.count < count {
            let end = start + 2 + (Int(bundle[start]) << 8 | Int(bundle[start + 1]))
            guard end <= bundle.count else { return nil }
            entries.append(bundle[(start + 2)..<end])
            start = end
        }
        return entries.count == count && start == bundle.count ? entries : nil
    }
}
