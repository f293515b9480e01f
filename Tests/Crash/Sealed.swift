import Desk
import Domain
import Edges
import Evidence
import Foundation

/// The evidence log of a desk that is killed: sealed while it works, walked through afterwards as an outsider would.
enum Sealed {
    private static let key = try! SignerKey(name: "crash.example/log", kind: .log, seed: Array(repeating: 1, count: 32))

    /// - Parameter name: of the file beside the desk that keeps what was published; no two that run may share one.
    static func sealer(_ desk: ServiceDesk, _ folder: String, _ name: String) -> Sealer {
        let file = PublishedCheckpoint(path: "\(folder)/published-\(name)")
        return Sealer(
            store: desk.edges.store, key: key, random: Machine.random, published: { try file.read() },
            publish: { try file.write($0) })
    }

    /// - Returns: what is wrong; nothing if every fact of the journal is in the log once, where it belongs, and the log
    ///   goes on from all that was ever published.
    static func faults(_ desk: ServiceDesk, _ folder: String) async throws -> [String] {
        let store = desk.edges.store
        do {
            let sealer = sealer(desk, folder, "check")
            while try await sealer.step() > 0 {}
        } catch let fault as SealFault { return [fault.text] }
        let log = try await store.seals.logs()[0]
        var files: [String: [UInt8]] = [:]
        for path in try await LogFiles(store).paths(of: log) {
            files[path] = try await LogFiles(store).file(path, of: log.number)?.bytes
        }
        let old = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("published-") }
            .filter { !$0.contains(".new") }
            .compactMap { try PublishedCheckpoint(path: "\(folder)/\($0)").read() }
            .map { try Checkpoint($0, by: key.verifier) }
        let secret = EvidenceSecret(bytes: try await store.seals.secret([]))
        let facts = try await store.seals.facts(0, .max)
        do {
            let head = try LogWalk(key: key.verifier) { files[$0] }.verify(old: old) { index, entry in
                guard index < facts.count else { return "the journal has no such entry" }
                let fact = facts[Int(index)]
                let hash = FieldCommitment.hash(
                    field: EvidenceEntry.payloadField, salt: secret.salt(at: index), payload: fact.shown)
                let text = String(decoding: entry, as: UTF8.self)
                if text.contains("\"\(Content.hex(hash))\""), text.contains("\"seq\":\(fact.position),") { return nil }
                return "it is not that of the journal"
            }
            if head.checkpoint.size == facts.count { return [] }
            return ["the log has \(head.checkpoint.size) entries, the journal \(facts.count)"]
        } catch let fault as LogFault { return [fault.text] }
    }
}
