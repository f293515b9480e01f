import Domain
import Evidence

/// Asks witnesses to sign a log's checkpoint too, so that the log can show nobody another history.
/// - Source: C2SP, tlog-witness, add-checkpoint.
public final class WitnessSender: Sendable {
    private let poster: Poster

    /// - Parameter toPrivateAddresses: whether a witness may be on this machine or in a private network.
    public init(toPrivateAddresses: Bool = false, limits: PostLimits = PostLimits()) {
        poster = Poster("witnesses", toPrivateAddresses: toPrivateAddresses, limits: limits)
    }

    /// What a witness signed.
    public struct Cosignature: Hashable, Sendable {
        /// To be added to the note; it was verified.
        public let signature: Note.Signature
        /// Seconds since 1970 by the witness's clock.
        public let time: UInt64
    }

    /// Asks once.
    /// - Parameters:
    ///   - note: the checkpoint, signed by its log.
    ///   - old: how many entries the log had when this witness last signed; 0 if that is not known.
    ///   - proof: that the checkpoint continues that; none for 0.
    ///   - url: of the witness, to which `/add-checkpoint` is added.
    ///   - witness: its key; whoever else signed the answer is passed over.
    /// - Throws: `behind` with the size to prove from, or why it can't be had.
    public func cosign(
        _ note: Note, from old: Int64, proof: [TreeHash], at url: String, by witness: VerifierKey
    ) async throws(WitnessFault) -> Cosignature {
        let request = WitnessRequest(old: old, proof: proof, note: note)
        let outcome = await poster.send(
            to: (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/add-checkpoint",
            headers: ["Content-Type: text/plain; charset=utf-8"], body: Array(request.text.utf8))
        switch outcome {
        case .failure(let trouble): throw .unreachable(trouble)
        case .success(let answer): return try WitnessSender.read(answer, request, witness)
        }
    }

    private static func read(
        _ answer: PostAnswer, _ request: WitnessRequest, _ witness: VerifierKey
    ) throws(WitnessFault) -> Cosignature {
        let text = answer.body.flatMap { String(validating: $0, as: UTF8.self) }
        switch answer.status {
        case 200:
            guard let text else { throw .unreadable("its signatures are too long, did not end, or are no text") }
            return try signature(in: text, of: request.note.text, by: witness)
        case 409 where answer.type == "text/x.tlog.size":
            guard let text, text.hasSuffix("\n"), let latest = Int64(text.dropLast()), latest >= 0,
                latest != request.old
            else { throw .unreadable("it names no size that it last signed") }
            guard let size = try? Checkpoint(text: request.note.text).size, latest <= size else {
                throw .ahead(size: latest)
            }
            throw .behind(size: latest)
        case 409: throw .otherTree
        default: throw .refused(status: answer.status)
        }
    }

    private static func signature(
        in lines: String, of text: String, by witness: VerifierKey
    ) throws(WitnessFault) -> Cosignature {
        do throws(NoteFault) {
            let note = try Note(reading: text + "\n" + lines)
            guard note.text == text else { throw NoteFault.malformed("more than signatures came back") }
            let time = try witness.verify(note)
            guard let time,
                let own = note.signatures.first(where: { $0.name == witness.name && $0.keyID == witness.id })
            else { throw NoteFault.badKey("\(witness.name) is no witness (type 04)") }
            return Cosignature(signature: own, time: time)
        } catch { throw .unsigned(error) }
    }
}

/// Why a witness's signature could not be had.
public enum WitnessFault: Error, Hashable, Sendable {
    case unreachable(PostTrouble)
    /// It last signed at this size: no fault, a proof from there is to follow.
    case behind(size: Int64)
    /// It last signed at this size, which the log has not reached: the log was cut, or another node has asked since.
    case ahead(size: Int64)
    /// It has signed as many entries as these, and not the same.
    case otherTree
    /// By an HTTP status: 403 and 404 if it does not know the log's key, 422 if the proof is wrong.
    case refused(status: Int)
    case unreadable(String)
    /// What it sent is not its signature of this checkpoint.
    case unsigned(NoteFault)

    public var words: (cause: String, cure: String) {
        switch self {
        case .unreachable(let trouble):
            ("The witness can't be reached: \(trouble.text).", "Check its address and that it runs.")
        case .behind(let size): ("The witness last signed at \(size) entries.", "Prove the checkpoint from there.")
        case .ahead(let size):
            (
                "The witness has signed \(size) entries already, and the log has fewer.",
                "If this is an old copy of the log, don't go on with it."
            )
        case .otherTree:
            (
                "The witness has signed another log of the same size.",
                "Find out who else writes this log with its key, or what was restored."
            )
        case .refused(let status) where status == 403 || status == 404:
            ("The witness does not know the log (\(status)).", "Ask whoever runs it to add the log's key.")
        case .refused(422):
            (
                "The witness does not find the checkpoint proved (422).",
                "Verify the log; if it is sound, the witness is wrong."
            )
        case .refused(let status):
            ("The witness answered \(status).", "Check its address; whoever runs it finds more in its log.")
        case .unreadable(let what): ("The witness's answer is of no use: \(what).", "Check its address.")
        case .unsigned(let fault):
            (
                "The answer holds no signature of the witness: \(fault.text).",
                "Check the witness's key against the one its keeper published."
            )
        }
    }
}
