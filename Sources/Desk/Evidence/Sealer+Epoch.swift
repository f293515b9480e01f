import Domain
import Evidence

/// A log that was begun after another.
public struct Epoch: Sendable {
    public let key: VerifierKey
    /// What it goes on from, as its first entry holds it.
    public let former: Checkpoint
    /// The number of the log that the former one is of.
    public let formerNumber: Int
}

extension Sealer {
    /// Begins another log, whose first entry holds the last checkpoint of the one before.
    /// - Parameter lostKey: the log before was signed with a key that nobody has any more, so that its checkpoint is
    ///   taken as it stands; what it says can still be held against the log's files.
    public func beginEpoch(reason: String, at now: Instant, lostKey: Bool = false) async throws -> Epoch {
        let last = try await seals.logs().last
        let before = try await newest(of: last, try await published(), lostKey: lostKey)
        // A desk may be older than its log: what was told of is never begun again.
        let number = max(last?.number ?? 0, before.number) + 1
        let signer = try keys.signer(number)
        let secret = EvidenceSecret(bytes: try await seals.secret(random(EvidenceSecret.byteCount)))
        let salt = secret.salt(at: -Int64(number))
        let hash = FieldCommitment.hash(field: "reason", salt: salt, payload: Array(reason.utf8))
        let entry = EvidenceEntry(
            sequence: 0, at: now.milliseconds, subject: secret.id(of: "case/log"), step: "log.epoch",
            actor: secret.id(of: "actor/edge:command-line"), commits: [("reason", Content.hex(hash))],
            predecessor: before.note.whole)
        var (edge, batch) = (TreeEdge(), SealedBatch(size: 0, open: []))
        batch.append(entry.bytes)
        let growth = edge.append(batch.leaves)
        let note = Checkpoint(origin: signer.verifier.name, size: 1, root: edge.root).signed(by: signer)
        let log = SealedLog(number: number, origin: signer.verifier.name, size: 0, checkpoint: "")
        let first = Seal(
            log: number, from: 0, to: 1, tiles: growth.written + batch.written, aliases: [:], forgotten: [],
            checkpoint: note.whole)
        guard try await seals.begin(log, first, last) else {
            throw SealFault.otherLog("Somebody else has sealed or begun a log meanwhile.")
        }
        (state, fault, unpublished) = (nil, nil, note)
        // Nobody can have gone on with a log that did not exist.
        try await seals.resume()
        try await publishRest()
        return Epoch(key: signer.verifier, former: before.checkpoint, formerNumber: before.number)
    }

    /// The later one of what the desk has and what was published; one contradicts the other only where facts were lost,
    /// and then both are signed.
    private func newest(of log: SealedLog?, _ outside: Note?, lostKey: Bool) async throws -> LogKeys.Told {
        var told: [LogKeys.Told] = []
        if let log, !log.checkpoint.isEmpty {
            let own = try keys.read(Note(reading: log.checkpoint))
            if lostKey, own.isOurs { throw SealFault.keyNotLost(own.checkpoint.origin) }
            if !lostKey, !own.isOurs { throw otherKey(than: log) }
            told.append(own)
        }
        if let outside {
            let seen = try keys.read(outside)
            let earlier = try await seals.logs().dropLast().contains { $0.origin == seen.checkpoint.origin }
            if told.isEmpty, lostKey, seen.isOurs { throw SealFault.keyNotLost(seen.checkpoint.origin) }
            if !earlier {
                let isOfDesk =
                    told.first.map { $0.isOurs == seen.isOurs && $0.isKin(of: seen) } ?? (lostKey || seen.isOurs)
                guard isOfDesk else {
                    throw SealFault.otherLog("\(outside.firstLines) was published, which is no log of this desk's key.")
                }
                told.append(seen)
            }
        }
        guard let newest = told.max(by: { ($0.number, $0.checkpoint.size) < ($1.number, $1.checkpoint.size) }) else {
            throw SealFault.nothingBefore
        }
        return newest
    }

    private func otherKey(than log: SealedLog) -> SealFault {
        let verifier = keys.key.verifier.named(log.origin)
        do throws(NoteFault) {
            try verifier.verify(Note(reading: log.checkpoint))
            return keys.other(than: log)
        } catch { return keys.other(than: log, error) }
    }
}

extension LogKeys.Told {
    /// Whether both are of logs that one key has signed: the first's name is theirs all.
    fileprivate func isKin(of other: LogKeys.Told) -> Bool {
        isOurs || LogName(checkpoint.origin)?.first == LogName(other.checkpoint.origin)?.first
    }
}
