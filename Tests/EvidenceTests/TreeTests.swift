import Evidence
import Support
import Testing

/// What every tree has to be, whatever its leaves are.
@Suite struct TreeTests {
    private static let sizes: [Int64] = [0, 1, 2, 3, 5, 255, 256, 257, 511, 513, 1_000]
    private static let leaves = (0..<1_000).map { TreeHash(leaf: Array("entry \($0)".utf8)) }

    private static func source(_ size: Int64) -> TileSource {
        var edge = TreeEdge()
        let tiles = edge.append(leaves.prefix(Int(size))).tiles
        return TileSource(size: size) { tiles[Tile(level: $0.level, number: $0.number)] }
    }

    private static func root(_ size: Int64) -> TreeHash {
        var range = CompactRange()
        for leaf in leaves.prefix(Int(size)) { range.append(leaf) }
        return range.root
    }

    @Test(arguments: sizes) func `edge, compact range and list of leaves have one root`(_ size: Int64) {
        var edge = TreeEdge()
        _ = edge.append(Self.leaves.prefix(Int(size)))
        #expect(edge.root == Self.root(size))
        #expect(Array(Self.leaves.prefix(Int(size))).root == Self.root(size))
    }

    @Test(arguments: sizes) func `every entry of a log can be proved, and at no other place`(_ size: Int64) throws {
        let source = Self.source(size)
        let root = Self.root(size)
        for index in stride(from: 0, to: size, by: size > 300 ? 37 : 1) {
            let proof = try Proof.inclusion(of: index, in: size, source.hash)
            let leaf = Self.leaves[Int(index)]
            try Proof.verify(proof, of: leaf, at: index, in: size, root: root)
            if size == 1 { continue }
            #expect(throws: ProofFault.self) {
                try Proof.verify(proof, of: leaf, at: (index + 1) % size, in: size, root: root)
            }
            #expect(throws: ProofFault.self) {
                try Proof.verify(proof.dropLast(), of: leaf, at: index, in: size, root: root)
            }
        }
    }

    @Test(arguments: sizes) func `a log continues each of its earlier sizes, and no other log`(_ size: Int64) throws {
        let source = Self.source(size)
        let new = (size, Self.root(size))
        for old in Self.sizes where old <= size {
            let proof = try Proof.consistency(from: old, to: size, source.hash)
            try Proof.verify(proof, from: (old, Self.root(old)), to: new)
            if old == 0 { continue }
            #expect(throws: ProofFault.self) { try Proof.verify(proof, from: (old, TreeHash.empty), to: new) }
        }
    }

    @Test func `an edge that is taken up again goes on as if it had never been left`() throws {
        var random = Seed(5)
        for _ in 0..<20 {
            let cut = Int64.random(in: 0...999, using: &random)
            let tiles = Self.source(cut)
            var resumed = try TreeEdge(size: cut) { tile -> [TreeHash]? in
                let (level, first) = (8 * tile.level!, tile.number * 256)
                return try (0..<tile.count).map { try tiles.hash(level, first + Int64($0)) }
            }
            #expect(resumed.root == Self.root(cut))
            _ = resumed.append(Self.leaves[Int(cut)...])
            #expect(resumed.root == Self.root(1_000))
        }
    }

    @Test func `what is appended piece by piece makes the same tiles as all at once`() {
        var (edge, pieces) = (TreeEdge(), TreeEdge())
        let whole = edge.append(Self.leaves).tiles
        var tiles: [Tile: [TreeHash]] = [:]
        var from = 0
        for step in [1, 254, 1, 1, 300, 443] {
            tiles.merge(pieces.append(Self.leaves[from..<(from + step)]).tiles) { $1 }
            from += step
        }
        #expect(tiles == whole && Set(tiles.keys.map(\.level)) == [0, 1])
    }

    @Test func `a path says which tile, and there is one spelling`() {
        #expect(Tile(level: 0, number: 1_234_067).path == "tile/0/x001/x234/067")
        #expect(Tile(level: nil, number: 7, count: 3).path == "tile/entries/007.p/3")
        for path in [
            "tile/0/067.p/0", "tile/0/067.p/256", "tile/0/67", "tile/0/x000/067", "tile/00/067", "tile/x/067",
            "tile/0/067.p", "tile/0/../067", "tile/-1/067", "tile/0/x001/067.p/012", "tile/0/067/", "tile/0",
        ] { #expect(Tile(path: path) == nil, "\(path)") }
        for tile in Tile.all(of: 70_000) + Array(Tile.bundles(of: 513)) { #expect(Tile(path: tile.path) == tile) }
    }

    @Test func `base 64 of ours is everybody's, and has one spelling`() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            let hash = Note.Signature(name: "n", keyID: Array(bytes.utf8), bytes: []).line
            #expect(hash == "— n \(text)\n")
        }
        for text in ["Zh==", "Zg=", "Zg", "Z===", "Zm9=", "Zm 9v", "Zg==Zg==", "=m9v"] {
            #expect(TreeHash(base64: text) == nil)
            #expect(throws: NoteFault.self) { try Note(reading: "text\n\n— name \(text)\n") }
        }
    }
}
