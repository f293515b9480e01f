import Domain
import Evidence
import Wire

/// What a certificate was found to prove.
public struct Verified: Hashable, Sendable {
    /// Of the log, as it is signed.
    public let checkpoint: Checkpoint
    public let key: VerifierKey
    /// The key was taken from the certificate itself: it proves no more than that all is of one log. Compare the key
    /// with the one that the company publishes.
    public let isKeyItsOwn: Bool
    /// Records that were held against the log.
    public let records: Int
    /// When the last of them was written down; of what came later the certificate says nothing.
    public let recordedThrough: Instant
    /// The policies were at hand, and give the same dues and verdicts.
    public let isJudgedAnew: Bool
}

/// Holds a certificate against the signed log that it carries, and its facts against its records. Needs no network.
///
/// - Parameters:
///   - key: the log's, from a source that is trusted; nil takes the certificate's own.
///   - book: the policies it names, if they are at hand: then dues and verdicts are judged anew.
/// - Throws: the first thing that is wrong, with its place.
/// - Complexity: O(records · log(entries of the log)).
/// - Source: A34, B21.
@discardableResult
public func verify(
    _ certificate: Certificate, key: VerifierKey?, book: Book? = nil
) throws(CertificateFault) -> Verified {
    let evidence = certificate.evidence
    let verifier = key ?? evidence.key
    // A witness signs what it has seen of a log, which is not the log's own word.
    guard verifier.kind == .log else { throw .checkpoint(.badKey("it is a witness's, not a log's")) }
    let checkpoint: Checkpoint
    do throws(NoteFault) { checkpoint = try Checkpoint(evidence.checkpoint, by: verifier) } catch {
        throw .checkpoint(error)
    }
    var events: [Ticket.Event] = []
    var last: TicketRecord?
    var matter: String?
    for (version, entry) in evidence.entries.enumerated() {
        do throws(ProofFault) {
            try Proof.verify(
                entry.receipt, of: TreeHash(leaf: entry.entry), at: entry.index, in: checkpoint.size,
                root: checkpoint.root)
        } catch { throw .receipt(index: entry.index, error) }
        matter = try entry.checkLeaf(of: matter)
        let record = try TicketRecord(entry)
        guard record.stream == StreamID.ticket(certificate.ticket).description else {
            throw .otherTicket(index: entry.index, stream: String(record.stream.prefix(80)))
        }
        guard record.version == version else {
            throw .gap(index: entry.index, expected: version, found: record.version)
        }
        if let last, entry.index <= last.index || record.recorded < last.recorded {
            throw .outOfOrder(index: entry.index)
        }
        if let event = try record.event(of: certificate.ticket) { events.append(event) }
        last = record
    }
    guard let last, let ticket = Ticket(replaying: events) else {
        throw .record(index: last?.index ?? 0, cause: "the first record does not open the ticket")
    }
    try certificate.compare(with: ticket, Breaches(events), book)
    return Verified(
        checkpoint: checkpoint, key: verifier, isKeyItsOwn: key == nil, records: evidence.entries.count,
        recordedThrough: last.recorded, isJudgedAnew: book != nil)
}

extension EvidencedEntry {
    /// - Parameter matter: what the leaves before called the ticket; all call it alike.
    /// - Returns: what this one calls it.
    fileprivate func checkLeaf(of matter: String?) throws(CertificateFault) -> String {
        func fault(_ cause: String) -> CertificateFault { .leaf(index: index, cause: cause) }
        guard let leaf = try? JSONValue(entry, in: "entry \(index)") else { throw fault("it is no JSON") }
        guard leaf["v"] == .int(1) else { throw fault("its format is unknown") }
        guard leaf["seq"] == .int(index) else { throw fault("it names another place in the log") }
        guard let own = leaf["case"]?.string, matter ?? own == own else { throw fault("it is of another case") }
        let hash = FieldCommitment.hash(field: EvidenceEntry.payloadField, salt: salt, payload: payload)
        guard leaf["commit"]?[EvidenceEntry.payloadField]?.string == Content.hex(hash) else {
            throw .notBound(index: index)
        }
        return own
    }
}

/// Breaches on record that were not withdrawn: when each was dated, and the due it missed.
struct Breaches {
    private(set) var standing: [ClockKey: (at: Instant, due: Instant)] = [:]

    init(_ events: [Ticket.Event]) {
        for event in events {
            switch event {
            case .course(.breached(let key, let due, let at)): standing[key] = (at, due)
            case .course(.breachWithdrawn(let key, _)): standing[key] = nil
            default: break
            }
        }
    }
}
