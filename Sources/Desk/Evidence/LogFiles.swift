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
            let found = try await seals.anchors(log).filter { $0.path == path }
            return Anchor.together(found).map { File(bytes: $0, isFinal: found[0].kind != .witness) }
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
        Array(Tile.bundles(of: log.size)).map(\.path) + Tile.all(of: log.size).map(\.path)
            + Set(try await seals.anchors(log.number).map(\.path)).sorted() + ["checkpoint"]
    }

    /// A log as it was at its newest checkpoint that a witness has signed too, if that covers an entry; else as it is.
    /// What outsiders have signed says more than what is a second newer.
    public func witnessed(_ log: SealedLog, covering index: Int64) async throws(StoreError) -> SealedLog {
        let signed = try await seals.anchors(log.number).filter { $0.kind == .witness && $0.size <= log.size }
        guard let size = signed.map(\.size).max(), size > index,
            let note = Anchor.together(signed.filter { $0.size == size })
        else { return log }
        return SealedLog(
            number: log.number, origin: log.origin, size: size, checkpoint: String(decoding: note, as: UTF8.self))
    }

    /// That the entry at an index is in the log, by its newest checkpoint that a witness has signed too, else by its newest.
    /// - Throws: `TreeFault` where tiles are missing, `ProofFault` for an index beyond the log, `StoreError`.
    public func receipt(_ index: Int64, in log: SealedLog) async throws -> Evidence.Receipt {
        let log = try await witnessed(log, covering: index)
        let hashes = try await proofs([index], in: log)[0]
        return Evidence.Receipt(index: index, hashes: hashes, checkpoint: try Note(reading: log.checkpoint))
    }

    /// The hashes of receipts of one log, each tile read once for all of them.
    public func proofs(_ indexes: [Int64], in log: SealedLog) async throws -> [[TreeHash]] {
        var tiles: [Tile: [TreeHash]] = [:]
        var proofs: [[TreeHash]] = []
        for index in indexes {
            proofs.append(try await proof(log, &tiles) { try Proof.inclusion(of: index, in: log.size, $0) })
        }
        return proofs
    }

    /// That the log goes on from what it was when it had so many entries.
    /// - Throws: as `receipt`.
    public func consistency(from old: Int64, in log: SealedLog) async throws -> [TreeHash] {
        var tiles: [Tile: [TreeHash]] = [:]
        return try await proof(log, &tiles) { try Proof.consistency(from: old, to: log.size, $0) }
    }

    /// Tiles are asked for as they are needed, which a proof can't wait for: so they are fetched until it has all.
    private func proof(
        _ log: SealedLog, _ tiles: inout [Tile: [TreeHash]], _ make: (Proof.Source) throws -> [TreeHash]
    ) async throws -> [TreeHash] {
        while true {
            var missing: Tile?
            let known = tiles
            let source = TileSource(size: log.size) { tile in
                if let found = known[tile] { return found }
                missing = tile
                return nil
            }
            do { return try make(source.hash) } catch let fault as TreeFault {
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
        "anchors/\(size).\(kind.rawValue)"
    }
}

extension Anchor {
    /// One file of those of one path: a note that all who signed it have their line under.
    fileprivate static func together(_ anchors: [Anchor]) -> [UInt8]? {
        guard let first = anchors.first else { return nil }
        if first.kind != .witness { return first.bytes }
        let notes = anchors.compactMap { try? Note(reading: String(decoding: $0.bytes, as: UTF8.self)) }
        guard var note = notes.first else { return nil }
        for other in notes.dropFirst() where other.text == note.text {
            note.signatures += other.signatures.filter { !note.signatures.contains($0) }
        }
        return Array(note.whole.utf8)
    }
}

extension Tile {
    /// The number of entries that a log has at least, to have this tile.
    fileprivate var last: Int64 { (number * 256 + Int64(count)) << Int64(8 * (level ?? 0)) }
}
