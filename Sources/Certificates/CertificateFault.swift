import Domain
import Evidence
import Phrases

/// Why a certificate is not made, not read or not believed: what is wrong, and where.
public enum CertificateFault: Error, Hashable, Sendable {
    // Making
    /// Somebody still works on it.
    case notFinished(State)
    case noSuchPolicy(PolicyVersion)
    /// The journal's entry of that version is not the record that is to prove it; also if one of the two is missing.
    case otherEntry(version: Int)

    // Reading
    case tooLarge(bytes: Int)
    /// `evidence.entries[3].salt`: what is wrong there.
    case malformed(place: String, cause: String)
    case otherFormat(String)
    /// The same facts in another spelling: a certificate has exactly one.
    case otherSpelling(byte: Int)
    /// The page's times can't be made anew.
    case unknownZone(String)

    // Verifying
    case checkpoint(NoteFault)
    case receipt(index: Int64, ProofFault)
    /// The leaf is not what a log of service holds.
    case leaf(index: Int64, cause: String)
    /// The record is not the one that the leaf binds, or its salt is another.
    case notBound(index: Int64)
    case record(index: Int64, cause: String)
    case otherTicket(index: Int64, stream: String)
    case gap(index: Int64, expected: Int, found: Int)
    case outOfOrder(index: Int64)
    case state(stated: State, recorded: State)
    case node(Node, stated: Instant?, recorded: Instant?)
    /// Promise by promise: what it says, what the records say.
    case breach(ClockKey, stated: Instant?, recorded: Instant?)
    case due(ClockKey, stated: Instant?, recorded: Instant?)
    /// No record of that event at that instant.
    case noSuchEvent(ClockKey, EventName, at: Instant)
    /// What the policies in the checker's hands give.
    case judgement(ClockKey)
    case compensation(Owed.Basis, stated: Int64, recorded: Int64)
    case compensationWithoutBreach(Owed.Basis)
    /// The page reads otherwise than its data: what stands there, what should.
    case page(line: Int, shown: String, made: String)

    /// Cause, in English, for a log or a terminal.
    public var text: String {
        switch self {
        case .notFinished(let state): "the ticket is \(state.word), not finished"
        case .noSuchPolicy(let version): "the policy \(version) is not at hand"
        case .otherEntry(let version): "the record of version \(version) is not the journal's"
        case .tooLarge(let bytes): "it has \(bytes) bytes, at most \(Certificate.longest) are read"
        case .malformed(let place, let cause): "\(place): \(cause)"
        case .otherFormat(let format): "its format is \(format), not \(Certificate.format)"
        case .otherSpelling(let byte): "it is spelled otherwise than certificates are, from byte \(byte) on"
        case .unknownZone(let name): "the zone \(name), which its times are shown in, is not known"
        case .page(let line, let shown, let made):
            "line \(line) of the page reads »\(shown)« where its data, or this version of the program, say »\(made)«"
        case .checkpoint(.badKey(let what)): "the key: \(what)"
        case .checkpoint(let fault): "the checkpoint: \(fault.text)"
        case .receipt(let index, let fault): "entry \(index): \(fault.text)"
        case .leaf(let index, let cause): "entry \(index): \(cause)"
        case .record(let index, let cause): "the record of entry \(index): \(cause)"
        case .notBound(let index): "entry \(index) binds another record"
        case .otherTicket(let index, let stream): "entry \(index) is of \(stream)"
        case .gap(let index, let expected, let found): "entry \(index) has version \(found), \(expected) should follow"
        case .outOfOrder(let index): "entry \(index) lies before the one that it follows"
        case .state(let stated, let recorded): "the state is \(recorded.word), not \(stated.word)"
        case .node(let node, let stated, let recorded): "node \(node): \(CertificateFault.pair(stated, recorded))"
        case .breach(let key, let stated, let recorded):
            "\(key.commitment) #\(key.occurrence): breach \(CertificateFault.pair(stated, recorded))"
        case .due(let key, let stated, let recorded):
            "\(key.commitment) #\(key.occurrence): due \(CertificateFault.pair(stated, recorded))"
        case .noSuchEvent(let key, let event, let at):
            "\(key.commitment) #\(key.occurrence): no \(event) is recorded at \(at.text(in: .utc))"
        case .judgement(let key): "\(key.commitment) #\(key.occurrence): the policy gives something else"
        case .compensation(let basis, let stated, let recorded):
            "compensation \(basis.word): \(stated) stated, \(recorded) by the records"
        case .compensationWithoutBreach(let basis): "compensation \(basis.word) without a broken promise"
        }
    }

    private static func pair(_ stated: Instant?, _ recorded: Instant?) -> String {
        func text(_ instant: Instant?) -> String { instant?.text(in: .utc) ?? "none" }
        return "\(text(stated)) stated, \(text(recorded)) recorded"
    }

    /// Which of the sentences for lay people tells it.
    public var finding: CertificateFinding {
        switch self {
        case .notFinished, .state: .state
        case .noSuchPolicy, .tooLarge, .malformed, .otherFormat, .otherSpelling, .unknownZone, .leaf, .record:
            .unreadable
        case .checkpoint(.badKey): .key
        case .checkpoint: .signature
        case .receipt: .receipt
        case .otherEntry, .notBound: .opening
        case .otherTicket: .ticket
        case .gap, .outOfOrder: .order
        case .node: .nodes
        case .breach, .due, .noSuchEvent, .judgement: .promises
        case .compensation, .compensationWithoutBreach: .compensation
        case .page: .shown
        }
    }

    /// Whether it shows nothing false: it only could not be checked.
    public var isDoubt: Bool {
        switch self {
        case .notFinished, .noSuchPolicy, .tooLarge, .malformed, .otherFormat, .unknownZone, .checkpoint(.badKey): true
        default: false
        }
    }
}

extension Owed.Basis {
    /// `labour`, `lateness/0`, `grant/warranty`
    var word: String {
        switch self {
        case .labour: "labour"
        case .lateness(let month): "lateness/\(month)"
        case .grant(let benefit): "grant/\(benefit)"
        }
    }

    init?(word: String) {
        if word == "labour" {
            self = .labour
        } else if word.hasPrefix("grant/") {
            self = .grant(String(word.dropFirst(6)))
        } else if word.hasPrefix("lateness/"), let month = Int(word.dropFirst(9)), month >= 0 {
            self = .lateness(month: month)
        } else {
            return nil
        }
    }
}
