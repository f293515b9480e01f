import Domain
import Evidence

/// Whether a desk's newest log may be gone on with: its head, its edge, the journal and what was published have to fit one
/// another. Looks and writes nothing.
public struct LogStanding: Sendable {
    private let store: Store
    private let seals: SealStore
    private let keys: LogKeys

    public init(_ store: Store, key: SignerKey) { self.init(store, LogKeys(key)) }

    init(_ store: Store, _ keys: LogKeys) {
        (self.store, seals) = (store, store.seals)
        self.keys = keys
    }

    /// Why nothing would be sealed; nil if all is well.
    /// - Parameter outside: the last checkpoint that was told to anybody.
    public func trouble(_ outside: Note?) async throws -> SealFault? {
        do {
            guard let log = try await seals.logs().last else {
                try await requireUnmarked(nil, outside)
                return nil
            }
            _ = try await edge(of: log, outside)
            try await requireUnmarked(log, outside)
            return nil
        } catch let fault as SealFault { return fault }
    }

    /// - Returns: the edge that the log goes on from.
    /// - Throws: `SealFault`, `StoreError`.
    func edge(of log: SealedLog, _ outside: Note?) async throws -> TreeEdge {
        let signer = try keys.signer(log.number).verifier
        guard log.origin == signer.name else { throw keys.other(than: log) }
        var tiles: [Tile: [UInt8]] = [:]
        for tile in Tile.edge(of: log.size) {
            tiles[tile] = try await seals.tile(log.number, tile.level, tile.number)
        }
        let edge: TreeEdge
        do {
            edge = try TreeEdge(size: log.size) { tile in tiles[tile].flatMap { [TreeHash](bytes: $0) } }
        } catch let fault as TreeFault { throw SealFault.damaged(place: "tiles", cause: fault.text) }
        if !log.checkpoint.isEmpty {
            do throws(NoteFault) {
                let checkpoint = try Checkpoint(Note(reading: log.checkpoint), by: signer)
                guard checkpoint.size == log.size, checkpoint.root == edge.root else {
                    throw .malformed("its root is not that of the tiles")
                }
            } catch {
                if case .otherKey = error { throw keys.other(than: log, error) }
                if case .malformed(let cause) = error { throw SealFault.damaged(place: "checkpoint", cause: cause) }
                throw SealFault.damaged(place: "checkpoint", cause: error.text)
            }
        }
        let next = try await store.head().next
        guard next + log.shift >= log.size else {
            throw SealFault.otherLog("The journal has \(next) entries, and \(log.size - log.shift) were sealed.")
        }
        if let outside { try await compare(log, outside) }
        return edge
    }

    private func compare(_ log: SealedLog, _ outside: Note) async throws {
        let told = try keys.read(outside)
        // Of an older log, where another was begun and this could not be told of.
        guard let own = try await seals.logs().first(where: { $0.origin == told.checkpoint.origin }) else {
            throw SealFault.otherLog("\(outside.firstLines) was published, and the desk's log is \(log.origin).")
        }
        if own.number == log.number, !told.isOurs {
            throw SealFault.otherLog("\(outside.firstLines) was published, signed with another key.")
        }
        let seen = told.checkpoint
        guard seen.size <= own.size else {
            throw SealFault.otherLog("The desk's log has \(own.size) entries, and one of \(seen.size) was published.")
        }
        guard try await root(of: seen.size, own) == seen.root else {
            throw SealFault.otherLog("The first \(seen.size) entries of the log are not those that were published.")
        }
    }

    private func root(of size: Int64, _ log: SealedLog) async throws -> TreeHash {
        if size == 0 { return .empty }
        var tiles: [Tile: [TreeHash]] = [:]
        for tile in Tile.edge(of: size) {
            let bytes = try await seals.tile(log.number, tile.level, tile.number) ?? []
            tiles[tile] = [TreeHash](bytes: bytes)
        }
        do { return try TreeEdge(size: size) { tiles[$0] }.root } catch let fault as TreeFault {
            throw SealFault.damaged(place: "tiles", cause: fault.text)
        }
    }

    /// A desk that was restored goes on by itself only where the last checkpoint that was told is just the one that it
    /// has: a shorter one is older than the backup, and says nothing of what came after.
    /// - Returns: whether it is marked and may go on.
    /// - Throws: `restored`.
    @discardableResult
    func requireUnmarked(_ log: SealedLog?, _ outside: Note?) async throws -> Bool {
        guard try await seals.isRestored() else { return false }
        if let log, let outside {
            let told = try keys.read(outside)
            if told.isOurs, told.number == log.number, told.checkpoint.size == log.size { return true }
        }
        throw SealFault.restored(origin: log?.origin, size: log?.size ?? 0)
    }
}
