import Evidence

/// A log's files as they are published, out of the store.
public struct LogFiles: Sendable {
    private let seals: SealStore
    public init(_ store: Store) { seals = store.seals }

    public struct File: Sendable {
        public let bytes: [UInt8]
        /// It will never be another.
        public let isFinal: Bool
    }

    /// - Parameters:
    ///   - log: its number.
    ///   - path: `checkpoint`, `anchors/70000.tsr`, or that of a tile.
    /// - Returns: nil if there is none.
    public func file(_ path: String, of log: Int) async throws(StoreError) -> File? {
        guard let sealed = try await seals.logs().first(where: { $0.number == log }) else { return nil }
        if path == "checkpoint" {
            return sealed.checkpoint.isEmpty ? nil : File(bytes: Array(sealed.checkpoint.utf8), isFinal: false)
        }
        if path.hasPrefix("anchors/") {
            let anchors = try await seals.anchors(log)
            return anchors.first { $0.path == path }.map { File(bytes: $0.bytes, isFinal: true) }
        }
        guard let tile = Tile(path: path), tile.last <= sealed.size,
            let bytes = try await seals.tile(log, tile.level, tile.number)
        else { return nil }
        if tile.level != nil {
            let count = tile.count * TreeHash.byteCount
            return bytes.count < count ? nil : File(bytes: Array(bytes.prefix(count)), isFinal: true)
        }
        return Bundle.prefix(bytes, count: tile.count).map { File(bytes: Array($0), isFinal: true) }
    }

    /// Every file of a log: its checkpoint last, so that whoever copies has all that it speaks of.
    public func paths(of log: SealedLog) async throws(StoreError) -> [String] {
        Tile.bundles(of: log.size).map(\.path) + Tile.all(of: log.size).map(\.path)
            + (try await seals.anchors(log.number)).map(\.path) + ["checkpoint"]
    }

    /// That the entry at an index is in the log, by its newest checkpoint.
    public func receipt(_ index: Int64, in log: SealedLog) async throws -> Evidence.Receipt {
        let note = try Note(reading: log.checkpoint)
        // Asked for as they are needed, which a proof can't wait for: so they are fetched until it has all.
        var tiles: [Tile: [TreeHash]] = [:]
        while true {
            var missing: Tile?
            let source = TileSource(size: log.size) { tile in
                if let found = tiles[tile] { return found }
                missing = tile
                return nil
            }
            do {
                return Evidence.Receipt(
                    index: index, hashes: try Proof.inclusion(of: index, in: log.size, source.hash), checkpoint: note)
            } catch let fault as TreeFault {
                guard let tile = missing,
                    let bytes = try await seals.tile(log.number, tile.level, tile.number),
                    let hashes = [TreeHash](bytes: bytes), hashes.count >= tile.count
                else { throw fault }
                tiles[tile] = hashes
            }
        }
    }

    /// An entry of a log, as it was sealed.
    public func entry(_ index: Int64, in log: SealedLog) async throws(StoreError) -> [UInt8]? {
        let bytes = try await seals.tile(log.number, nil, index / 256) ?? []
        return Bundle.entry(bytes, Int(index % 256)).map { Array($0) }
    }
}

extension Anchor {
    var path: String {
        switch kind {
        case .timestamp: "anchors/\(size).tsr"
        case .witness: "anchors/\(size).witness"
        }
    }
}

extension Tile {
    /// The number of entries that a log has at least, to have this tile.
    fileprivate var last: Int64 { (number * 256 + Int64(count)) << Int64(8 * (level ?? 0)) }
}
