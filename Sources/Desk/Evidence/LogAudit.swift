import Domain
import Evidence

/// Goes through the whole log and the journal beside it, from the first entry on: nothing that was sealed may be
/// another now.
///
/// Reads a bundle at a time, so that it goes on beside the desk's work.
struct LogAudit {
    let seals: SealStore
    let log: SealedLog
    let secret: EvidenceSecret

    /// - Returns: how many entries were looked at.
    /// - Throws: `SealFault.damaged`, which names the first that is not as it was sealed.
    func run(rest: () async -> Void = {}) async throws -> Int64 {
        var range = CompactRange()
        var above: [TreeHash] = []
        for bundle in Tile.bundles(of: log.size) {
            try Task.checkCancellation()
            let leaves = try await leaves(bundle)
            for leaf in leaves { range.append(leaf) }
            try await compare(Tile(level: 0, number: bundle.number, count: bundle.count), leaves)
            if bundle.count == Tile.width { above.append(leaves.root) }
            await rest()
        }
        var level = 1
        while !above.isEmpty {
            var next: [TreeHash] = []
            for start in stride(from: 0, to: above.count, by: Tile.width) {
                let hashes = Array(above[start..<min(start + Tile.width, above.count)])
                try await compare(Tile(level: level, number: Int64(start / 256), count: hashes.count), hashes)
                if hashes.count == Tile.width { next.append(hashes.root) }
            }
            (above, level) = (next, level + 1)
        }
        guard let checkpoint = try? Checkpoint(text: Note(reading: log.checkpoint).text), checkpoint.root == range.root
        else { throw SealFault.damaged(place: "checkpoint", cause: "its root is not that of the entries") }
        return range.size
    }

    private func leaves(_ bundle: Tile) async throws -> [TreeHash] {
        let bytes = try await seals.tile(log.number, nil, bundle.number) ?? []
        guard let whole = Bundle.prefix(bytes, count: bundle.count),
            let entries = Bundle.entries(Array(whole), count: bundle.count)
        else { throw SealFault.damaged(place: bundle.path, cause: "it does not hold \(bundle.count) entries") }
        let first = bundle.number * 256 - log.shift
        var facts: [Int64: PlainEntry] = [:]
        for fact in try await seals.facts(max(0, first), bundle.count + Int(min(0, first))) {
            facts[fact.position] = fact
        }
        for (offset, entry) in entries.enumerated() {
            let position = first + Int64(offset)
            if position < 0 { continue }
            guard let fact = facts[position] else {
                throw SealFault.damaged(place: "position \(position)", cause: "the journal has no such entry")
            }
            guard isSame(entry, fact) else {
                throw SealFault.damaged(
                    place: "position \(position)", cause: "the journal's entry is not the one that was sealed")
            }
        }
        return entries.map { TreeHash(leaf: $0) }
    }

    /// All but the random ids, which may be forgotten by now.
    private func isSame(_ entry: ArraySlice<UInt8>, _ fact: PlainEntry) -> Bool {
        let expected = fact.sealed(at: fact.position + log.shift, secret, subject: "", actor: "")
        return LogAudit.rest(entry) == LogAudit.rest(expected[...])
    }

    private static let commit = Array("\"commit\":".utf8)

    /// From the commitment on; nil where there is none.
    private static func rest(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var start = bytes.startIndex
        while let quote = bytes[start...].firstIndex(of: commit[0]) {
            if bytes[quote...].starts(with: commit) { return bytes[quote...] }
            start = quote + 1
        }
        return nil
    }

    private func compare(_ tile: Tile, _ expected: [TreeHash]) async throws {
        let bytes = try await seals.tile(log.number, tile.level, tile.number) ?? []
        guard let found = [TreeHash](bytes: bytes), found.prefix(tile.count) == expected[...] else {
            throw SealFault.damaged(place: tile.path, cause: "it is not what lies below it")
        }
    }
}

extension Sealer {
    /// Looks through all that was sealed; what it finds keeps anything more from being sealed.
    /// - Parameter rest: called after each bundle of 256 entries.
    /// - Returns: how many entries were looked at.
    nonisolated public func audit(rest: @Sendable () async -> Void = {}) async throws -> Int64 {
        guard let log = try await store.seals.logs().last, log.size > 0 else { return 0 }
        let secret = EvidenceSecret(bytes: try await store.seals.secret(random(EvidenceSecret.byteCount)))
        do { return try await LogAudit(seals: store.seals, log: log, secret: secret).run(rest: rest) } catch {
            if let fault = error as? SealFault { await stop(fault) }
            throw error
        }
    }
}
