import Channels
import Desk
import Domain
import Edges
import Evidence
import Foundation
import Storage
import Synchronization

/// Has outsiders sign the log's checkpoints: a log alone can't show that it was not written anew.
final class Anchoring: Sendable {
    let desk: ServiceDesk
    let sealer: Sealer
    let witnesses: [NamedWitness]
    /// Of a time stamping authority.
    let timestamps: String?
    /// How often in a row a witness found a proof wrong that holds for our log.
    private let doubts = Mutex<[String: Int]>([:])
    private let asking = WitnessSender(toPrivateAddresses: true)
    private let stamping = TimestampSender(toPrivateAddresses: true)

    init(_ sealing: Sealing, _ desk: ServiceDesk, _ settings: Settings) {
        self.desk = desk
        sealer = sealing.sealer
        witnesses = settings.evidenceWitnesses
        timestamps = settings.evidenceTimestamps
    }

    /// Asks while the log grows: witnesses every ten seconds, the authority every hour.
    func run() async {
        if witnesses.isEmpty, timestamps == nil { return }
        var stamped: ContinuousClock.Instant?
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            guard await desk.leads("sealer"), let log = try? await desk.edges.store.seals.logs().last, log.size > 0
            else {
                continue
            }
            for witness in witnesses { await ask(witness, log) }
            if let timestamps, stamped.map({ $0.duration(to: .now) > .seconds(3_600) }) ?? true {
                if await stamp(log, timestamps) { stamped = .now }
            }
            try? await Task.sleep(for: .seconds(9))
        }
    }

    private func latest(_ log: SealedLog, _ kind: Anchor.Kind, by: String) async throws -> Int64 {
        try await desk.edges.store.seals.anchors(log.number).filter { $0.kind == kind && $0.by == by }.map(\.size).max()
            ?? 0
    }

    private func ask(_ witness: NamedWitness, _ log: SealedLog) async {
        do {
            var old = try await latest(log, .witness, by: witness.key.name)
            if old == log.size { return }
            let note = try Note(reading: log.checkpoint)
            for _ in 0..<2 {
                do throws(WitnessFault) {
                    let proof = try await proof(old, log)
                    let signed = try await asking.cosign(
                        note, from: old, proof: proof, at: witness.url, by: witness.key)
                    var whole = note
                    whole.signatures.append(signed.signature)
                    doubts.withLock { $0[witness.url] = nil }
                    return try await keep(whole, log, witness)
                } catch {
                    guard case .behind(let size) = error else { throw error }
                    old = size
                }
            }
        } catch let fault as WitnessFault {
            if await isAnotherLog(fault, witness) {
                await sealer.stop(
                    .otherLog(
                        "The witness \(witness.key.name) has signed another log of \(log.origin): \(fault.words.cause)")
                )
            }
            tell("A witness did not sign.", witness.key.name, "\(fault.words.cause) \(fault.words.cure)")
        } catch {
            tell("A witness could not be asked.", witness.key.name, "\(error)")
        }
    }

    /// Whether it has seen what is not ours: then no checkpoint may follow that outsiders could be shown.
    private func isAnotherLog(_ fault: WitnessFault, _ witness: NamedWitness) async -> Bool {
        switch fault {
        case .otherTree: return true
        case .ahead(let size):
            // Another node may have asked meanwhile.
            guard let now = try? await desk.edges.store.seals.logs().last else { return false }
            return size > now.size
        case .refused(status: 422):
            return doubts.withLock { doubts in
                doubts[witness.url, default: 0] += 1
                return doubts[witness.url]! > 1
            }
        default: return false
        }
    }

    private func proof(_ old: Int64, _ log: SealedLog) async throws(WitnessFault) -> [TreeHash] {
        do { return try await LogFiles(desk.edges.store).consistency(from: old, in: log) } catch {
            throw .unreadable("the desk's log can't prove how it went on: \(error)")
        }
    }

    private func keep(_ note: Note, _ log: SealedLog, _ witness: NamedWitness) async throws(WitnessFault) {
        let anchor = Anchor(
            log: log.number, size: log.size, kind: .witness, by: witness.key.name, bytes: Array(note.whole.utf8))
        do throws(StoreError) { try await desk.edges.store.seals.anchor(anchor) } catch {
            throw .unreadable(error.text)
        }
    }

    private func stamp(_ log: SealedLog, _ url: String) async -> Bool {
        do {
            if try await latest(log, .timestamp, by: url) == log.size { return true }
            let nonce = Machine.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let stamp = try await stamping.stamp(Array(log.checkpoint.utf8), nonce: nonce, at: url)
            // What was stamped first: a stamp of what nobody has any more would prove nothing.
            for (kind, bytes) in [(Anchor.Kind.stamped, Array(log.checkpoint.utf8)), (.timestamp, stamp.response)] {
                try await desk.edges.store.seals.anchor(
                    Anchor(log: log.number, size: log.size, kind: kind, by: url, bytes: bytes))
            }
            return true
        } catch let fault as TimestampFault {
            tell("No time stamp was had.", url, "\(fault.words.cause) \(fault.words.cure)")
        } catch {
            tell("No time stamp was had.", url, "\(error)")
        }
        return false
    }

    private func tell(_ text: String, _ who: String, _ cause: String) {
        desk.edges.log(LogLine(.warning, text, ["who": who, "cause": cause]))
    }
}
