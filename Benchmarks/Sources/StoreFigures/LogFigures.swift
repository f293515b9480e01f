import Desk
import Domain
import Edges
import Evidence
import Foundation
import Storage

/// The evidence log: the tree in memory, proofs, receipts, and what sealing adds to a command.
struct LogFigures {
    let folder: URL
    let leaves: Int
    let commands: Int

    func run() async throws {
        let source = tree()
        try proofs(source)
        try await sealing()
    }

    /// Entries as long as a desk's, hashed and appended in stretches.
    private func tree() -> (edge: TreeEdge, tiles: [Tile: [TreeHash]]) {
        var entry = [UInt8](repeating: 0x61, count: 210)
        var (edge, tiles) = (TreeEdge(), [Tile: [TreeHash]]())
        let watch = Stopwatch()
        var from = 0
        while from < leaves {
            let to = min(leaves, from + 2_048)
            var stretch: [TreeHash] = []
            stretch.reserveCapacity(to - from)
            for number in from..<to {
                withUnsafeBytes(of: number) { bytes in for place in 0..<8 { entry[place] = bytes[place] } }
                stretch.append(TreeHash(leaf: entry))
            }
            tiles.merge(edge.append(stretch).tiles) { $1 }
            from = to
        }
        let root = edge.root
        let seconds = watch.seconds
        Report.line(
            "log-append", "leaves/s", Double(leaves) / seconds.wall,
            ["cpu_ns": seconds.cpu / Double(leaves) * 1e9, "root": Double(root.bytes[0])])
        return (edge, tiles)
    }

    private func proofs(_ tree: (edge: TreeEdge, tiles: [Tile: [TreeHash]])) throws {
        let (size, root) = (tree.edge.size, tree.edge.root)
        let key = try SignerKey(name: "log.example/b", kind: .log, seed: Array(repeating: 1, count: 32))
        let note = Checkpoint(origin: "log.example/b", size: size, root: root).signed(by: key)
        var made: [Evidence.Receipt] = []
        let count = 300
        let watch = Stopwatch()
        for number in 0..<count {
            let index = Int64(number) &* 2_654_435_761 % size
            // Each for itself: nothing of the one before helps.
            let source = TileSource(size: size) { tree.tiles[Tile(level: $0.level, number: $0.number)] }
            let hashes = try Proof.inclusion(of: index, in: size, source.hash)
            made.append(Evidence.Receipt(index: index, hashes: hashes, checkpoint: note))
        }
        Report.line("log-proof", "ms", watch.seconds.cpu / Double(count) * 1e3)
        let source = TileSource(size: size) { tree.tiles[Tile(level: $0.level, number: $0.number)] }
        let warm = Stopwatch()
        for number in 0..<count * 10 {
            _ = try Proof.inclusion(of: size - 1 - Int64(number % 100), in: size, source.hash)
        }
        Report.line("log-proof-warm", "ms", warm.seconds.cpu / Double(count * 10) * 1e3)
        var entry = [UInt8](repeating: 0x61, count: 210)
        let texts = made.map(\.text)
        let verifying = Stopwatch()
        for (receipt, text) in zip(made, texts) {
            withUnsafeBytes(of: Int(receipt.index)) { bytes in for place in 0..<8 { entry[place] = bytes[place] } }
            try Evidence.Receipt(text: text).verify(entry, by: key.verifier)
        }
        Report.line("log-verify", "ms", verifying.seconds.cpu / Double(count) * 1e3)
    }

    /// A desk of tickets, sealed after they were opened: what a command costs more.
    private func sealing() async throws {
        let store = try Store.sqlite(folder.appending(path: "sealed.sqlite").path)
        let desk = try await Workplace.open(try Workplace.edges(store, clocks: Machine.clocks))
        let key = try SignerKey(name: "log.example/b", kind: .log, seed: Array(repeating: 1, count: 32))
        let sealer = Sealer(
            store: store, key: key, random: Machine.random, published: { nil }, publish: { _ in })
        while try await sealer.step() > 0 {}
        var from = 0
        while from < commands {
            let to = min(commands, from + 5_000)
            _ = try await desk.performAll((from..<to).map { Workplace.opening($0, desk.newID()) })
            from = to
        }
        var entries = 0
        let watch = Stopwatch()
        while case let count = try await sealer.step(), count > 0 { entries += count }
        let seconds = watch.seconds
        Report.line(
            "log-seal", "µs", seconds.cpu / Double(commands) * 1e6,
            ["entries_s": Double(entries) / seconds.wall, "entries": Double(entries)])
        await desk.close()
    }
}
