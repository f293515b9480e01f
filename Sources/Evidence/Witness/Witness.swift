/// Signs a log's checkpoints as long as each continues the one before, so that nobody can be shown another log.
///
/// It judges and keeps nothing: what it signed last is handed in, and what it signs has to be on disk before anybody sees
/// the signature. Requests of one log have to come one after the other.
/// - Source: C2SP, tlog-witness and tlog-cosignature.
public struct Witness: Sendable {
    private let key: SignerKey
    /// By origin, which every key of a log has for a name; several while a log changes its key.
    private let logs: [String: [VerifierKey]]

    public var verifier: VerifierKey { key.verifier }
    public var origins: [String] { logs.keys.sorted() }

    /// - Throws: `badKey` if the key is no witness's, or one of the logs' no log's.
    public init(key: SignerKey, logs: [VerifierKey]) throws(NoteFault) {
        guard key.verifier.kind == .witness else { throw .badKey("\(key.verifier.name) is no witness (type 04)") }
        for log in logs where log.kind != .log { throw .badKey("\(log.name) is no log (type 01)") }
        self.key = key
        self.logs = Dictionary(grouping: logs, by: \.name)
    }

    /// A request that a log which the witness knows has signed; what it asks for may still be wrong.
    public struct Submission: Hashable, Sendable {
        public let old: Int64
        public let proof: [TreeHash]
        public let checkpoint: Checkpoint
        /// With the signatures that were verified, and no others.
        public let note: Note
    }

    /// Judges what no memory is needed for.
    /// - Parameter body: as it came.
    public func admit(_ body: [UInt8]) throws(WitnessRefusal) -> Submission {
        let request = try WitnessRequest(text: body)
        let checkpoint: Checkpoint
        do throws(NoteFault) {
            checkpoint = try Checkpoint(text: request.note.text)
        } catch { throw .malformed(error.text) }
        guard let keys = logs[checkpoint.origin] else { throw .unknownLog }
        // Whose key is not known may have signed as well; that says nothing.
        let signers = keys.filter { $0.hasSigned(request.note) }
        guard !signers.isEmpty else { throw .unsigned(origin: checkpoint.origin) }
        guard request.old <= checkpoint.size else { throw .sizesReversed(old: request.old, new: checkpoint.size) }
        let known = request.note.signatures.filter { line in
            signers.contains { $0.name == line.name && $0.id == line.keyID }
        }
        return Submission(
            old: request.old, proof: request.proof, checkpoint: checkpoint,
            note: Note(text: request.note.text, signatures: known))
    }

    /// What has been signed: to be kept, then to be answered.
    public struct Cosigned: Hashable, Sendable {
        /// What the next request of this log is held against.
        public let checkpoint: Checkpoint
        /// The witness's.
        public let signature: Note.Signature
        /// The log's, signed by both.
        public let note: Note
    }

    /// - Parameters:
    ///   - latest: what it signed last of this log; nil for nothing yet.
    ///   - time: seconds since 1970; the signature holds them.
    public func cosign(
        _ submission: Submission, after latest: Checkpoint?, at time: UInt64
    ) throws(WitnessRefusal) -> Cosigned {
        let checkpoint = submission.checkpoint
        let latest = latest ?? Checkpoint(origin: checkpoint.origin, size: 0, root: .empty)
        guard submission.old == latest.size else { throw .otherSize(latest: latest.size) }
        guard checkpoint.size > latest.size || checkpoint.root == latest.root else {
            throw .otherTree(size: latest.size)
        }
        do throws(ProofFault) {
            try Proof.verify(
                submission.proof, from: (latest.size, latest.root), to: (checkpoint.size, checkpoint.root))
        } catch { throw .badProof(error) }
        var note = submission.note
        let signature = key.sign(note.text, at: time)
        note.signatures.append(signature)
        return Cosigned(checkpoint: checkpoint, signature: signature, note: note)
    }
}

/// Why a witness does not sign.
public enum WitnessRefusal: Error, Hashable, Sendable {
    case malformed(String)
    case unknownLog
    case unsigned(origin: String)
    /// What was asked about is smaller than what it should continue.
    case sizesReversed(old: Int64, new: Int64)
    /// The request begins at another size than the one that was signed last: no fault, a proof from there may follow.
    case otherSize(latest: Int64)
    /// As many entries as were signed last, and not the same ones. With the log's signature it proves that the log
    /// shows two histories.
    case otherTree(size: Int64)
    case badProof(ProofFault)

    public var words: (cause: String, cure: String) {
        switch self {
        case .malformed(let what):
            (
                "The request can't be read: \(what).",
                "Send \"old\" and a size, the proof's hashes a line each, an empty line, and the signed checkpoint."
            )
        case .unknownLog:
            ("The log is not known here.", "Ask whoever runs this witness to add the log's key with --log.")
        case .unsigned(let origin):
            ("No key that is known here of \(origin) has signed it.", "Send the signed note as the log publishes it.")
        case .sizesReversed(let old, let new):
            ("The log of \(new) entries can't continue one of \(old).", "Send the log's newest checkpoint.")
        case .otherSize(let latest):
            ("It was signed last at \(latest) entries.", "Prove the checkpoint from there.")
        case .otherTree(let size):
            (
                "Another log of \(size) entries was signed here before.",
                "Keep both checkpoints: together they show that the log has two histories."
            )
        case .badProof(let fault):
            (
                "It is not proved to continue what was signed before: \(fault.text).",
                "Make the proof from the same files as the checkpoint. If it fails again, the log was rewritten."
            )
        }
    }
}
