import Domain
import Evidence

extension Sealer {
    /// The log as it is gone on with.
    func opened() async throws -> State {
        if let state { return state }
        do {
            let state = try await open()
            self.state = state
            return state
        } catch let fault as SealFault {
            self.fault = fault
            throw fault
        }
    }

    /// Goes on with the log of a restored desk, on the word of somebody who knows that nothing was sealed after the backup.
    /// - Returns: the log.
    /// - Throws: `notRestored`, or what contradicts it.
    public func resume() async throws -> SealedLog? {
        guard try await seals.isRestored() else { throw SealFault.notRestored }
        let log = try await seals.logs().last
        let outside = try await published()
        if let log {
            _ = try await LogStanding(store, keys).edge(of: log, outside)
        } else if let outside {
            throw SealFault.otherLog("The desk has no log, and \(outside.firstLines) was published.")
        }
        try await seals.resume()
        (state, fault) = (nil, nil)
        return log
    }

    private func open() async throws -> State {
        let outside = try await published()
        let standing = LogStanding(store, keys)
        var log = try await seals.logs().last
        if log == nil {
            if let outside { throw SealFault.otherLog("The desk has no log, and \(outside.firstLines) was published.") }
            try await standing.requireUnmarked(nil, nil)
            let first = SealedLog(number: 1, origin: keys.key.verifier.name, size: 0, checkpoint: "")
            // Before anything is sealed with it.
            _ = try await seals.secret(random(EvidenceSecret.byteCount))
            _ = try await seals.begin(first, nil, nil)
            log = try await seals.logs().last
        }
        guard let log else { throw SealFault.damaged(place: "log", cause: "it can't be begun") }
        let edge = try await standing.edge(of: log, outside)
        if try await standing.requireUnmarked(log, outside) { try await seals.resume() }
        let open = try await openBundle(log)
        let secret = EvidenceSecret(bytes: try await seals.secret(random(EvidenceSecret.byteCount)))
        // The program may have ended, or another node have sealed, before it was kept here.
        if !log.checkpoint.isEmpty, outside?.whole != log.checkpoint { unpublished = try Note(reading: log.checkpoint) }
        return State(log: log, signer: try keys.signer(log.number), edge: edge, open: open, secret: secret)
    }

    private func openBundle(_ log: SealedLog) async throws -> [UInt8] {
        let count = Int(log.size % 256)
        if count == 0 { return [] }
        let bytes = try await seals.tile(log.number, nil, log.size / 256) ?? []
        guard Bundle.entries(bytes, count: count) != nil else {
            throw SealFault.damaged(
                place: Tile(level: nil, number: log.size / 256, count: count).path, cause: "it is not whole")
        }
        return bytes
    }
}
