import Desk
import Edges
import Evidence
import Logging

/// The evidence log as `serve` keeps it.
struct ServedEvidence {
    private let file: EvidenceKeyFile?
    /// Whether the key lies where a desk in a file has its own.
    private let isOwn: Bool

    /// - Throws: what can't work, before anything is made.
    init(_ settings: Settings) throws {
        (file, isOwn) = (settings.evidenceKeyFile, settings.evidenceKey == Settings.besideDesk)
        guard let file else { return }
        if !file.exists {
            if isOwn { return }
            throw Complaint(
                "\(file.path), the key of the evidence log, is not there. Name the right file with evidence-key; a first key "
                    + "is made with yinuo evidence keygen.")
        }
        let key: VerifierKey
        do throws(EvidenceFileFault) { key = try file.read().verifier } catch {
            throw Complaint("The evidence log can't be signed. \(error.description)")
        }
        // Who signs twice has not been watched by anybody.
        if let own = settings.evidenceWitnesses.first(where: { $0.key.key == key.key }) {
            throw Complaint("The witness \(own.key.name) has the log's own key. Name others with evidence-witnesses.")
        }
    }

    /// A desk in a file that has no key yet gets one, under a name that nobody else has; never where it has a log already.
    func sealing(_ desk: ServiceDesk, _ logger: Logger) async throws -> Sealing? {
        guard let file else {
            logger.warning(
                "No evidence is kept: no key is named. Make one with yinuo evidence keygen; set evidence-key.")
            return nil
        }
        let seals = desk.edges.store.seals
        do {
            if isOwn, !file.exists {
                if let log = try await seals.logs().last { throw Complaint(KeyAtHand.missing(file, log)) }
                let key = try file.make(origin: "yinuo.invalid/\(desk.newID())", seed: Machine.random(32))
                // With a key that nobody had before nothing can have been signed elsewhere.
                try await seals.resume()
                logger.info("A key for the evidence log was made.", metadata: ["public": "\(key.verifier.text)"])
            }
            return Sealing(desk, try Sealer(file: file, store: desk.edges.store))
        } catch let fault as EvidenceFileFault {
            throw Complaint("The evidence log can't be signed. \(fault.description)")
        }
    }
}
