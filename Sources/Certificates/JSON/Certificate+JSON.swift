import Domain
import Evidence
import Wire

// A certificate as JSON. One spelling: keys ASCII and ascending at every level, no white space, integers and texts only,
// instants and lengths in milliseconds, hashes in base 64, salts in hex; what is not there has no key.
//
//     {"commitments":[…],"company":"…","compensation":[…],
//      "evidence":{"checkpoint":"…","entries":[{"entry":"…","index":7,"payload":"…","proof":["…"],"salt":"…"}],"key":"…"},
//      "format":"yinuo-certificate/v1","grades":[…],"made":…,"nodes":[…],"state":"closed","ticket":"…","zone":"…"}
//
// Entries and payloads stand as texts, byte for byte, since it is their bytes that are hashed.

extension Certificate {
    public static let format = "yinuo-certificate/v1"
    /// Bytes of JSON; larger ones are refused before they are read.
    public static let longest = 8 << 20

    /// Canonical JSON, without a line break.
    public var json: String { value.text }

    var value: JSONValue {
        .members([
            "commitments": .array(commitments.map(\.value)), "company": .string(company),
            "compensation": .array(compensation.map(\.value)), "evidence": evidence.value,
            "format": .string(Certificate.format), "grades": .array(grades.map(\.value)),
            "made": .int(made.milliseconds), "nodes": .array(nodes.map(\.value)), "state": .string(state.word),
            "ticket": .string(ticket.rawValue), "zone": .string(zone),
        ])
    }
}

extension CertificateEvidence {
    fileprivate var value: JSONValue {
        .members([
            "checkpoint": .string(checkpoint.whole), "entries": .array(entries.map(\.value)), "key": .string(key.text),
        ])
    }
}

extension EvidencedEntry {
    fileprivate var value: JSONValue {
        .members([
            "entry": .string(String(decoding: entry, as: UTF8.self)), "index": .int(index),
            "payload": .string(String(decoding: payload, as: UTF8.self)),
            "proof": .array(receipt.map { .string($0.base64) }), "salt": .string(Content.hex(salt)),
        ])
    }
}

extension Certificate.Given {
    fileprivate var value: JSONValue {
        .members([
            "edition": .int(grade.policy.edition), "grade": .string(grade.grade.rawValue),
            "policy": .string(grade.policy.id.rawValue), "title": title.value,
            "variant": (grade.variant?.rawValue).map(JSONValue.string), "version": .string(grade.policy.version),
        ])
    }
}

extension Certificate.Reached {
    fileprivate var value: JSONValue {
        .members([
            "again": again.value, "at": .int(at.milliseconds), "event": .string(event.rawValue),
            "node": .int(node.rawValue),
        ])
    }
}

extension Certificate.Judged {
    fileprivate var value: JSONValue {
        var (at, since, ended, reason, came, missed): (Instant?, Instant?, Instant?, String?, Bool?, Int?)
        var (late, left): (Duration?, Duration?)
        let outcome: Outcome
        switch progress {
        case .waiting: outcome = .waiting
        case .running: outcome = .running
        case .paused(let from, let rest): (outcome, since, left) = (.paused, from, rest)
        case .met(let met): (outcome, at) = (.kept, met)
        case .void(let over, let why): (outcome, at, reason) = (.void, over, why.rawValue)
        case .breached(let breach):
            outcome = .broken
            (at, since, ended, late) = (breach.at, breach.since, breach.ended, breach.late)
            (came, missed) = (breach.came, breach.missed)
        }
        return .members([
            "at": at.value, "by": (by?.rawValue).map(JSONValue.string), "came": came.map { .int($0 ? 1 : 0) },
            "commitment": .string(key.commitment.rawValue), "due": due.value, "edition": .int(grade.policy.edition),
            "ended": ended.value, "grade": .string(grade.grade.rawValue), "late": (late?.milliseconds).map { .int($0) },
            "left": (left?.milliseconds).map { .int($0) }, "missed": missed.map { .int($0) },
            "occurrence": .int(key.occurrence), "outcome": .string(outcome.rawValue),
            "policy": .string(grade.policy.id.rawValue), "promise": promise.value,
            "reason": reason.map(JSONValue.string), "since": since.value, "strand": .int(key.strand),
            "title": title.value, "variant": (grade.variant?.rawValue).map(JSONValue.string),
            "version": .string(grade.policy.version),
        ])
    }

    /// The words for progress; never renamed.
    enum Outcome: String, Sendable {
        case waiting, running, paused, kept, broken, void
    }
}

extension Certificate.Line {
    fileprivate var value: JSONValue {
        var title: Title?
        if case .grant(_, let words) = worth { title = words }
        return .members([
            "basis": .string(basis.word),
            "credited": credited.map { .members(["at": .int($0.at.milliseconds), "minor": .int($0.minor)]) },
            "currency": (money?.currency).map(JSONValue.string), "estimate": .int(isEstimate ? 1 : 0),
            "labour": labour.map {
                .members([
                    "minutes": .int($0.minutes), "rate": .int($0.hourlyRateMinor),
                    "share": .int($0.share.millionths),
                ])
            },
            "minor": (money?.minor).map { .int($0) }, "title": title?.value,
        ])
    }
}

extension Title {
    fileprivate var value: JSONValue {
        .object(
            words.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                JSONValue.Member(key: $0.key.rawValue, value: .string($0.value))
            })
    }
}

extension Instant? {
    fileprivate var value: JSONValue? { map { .int($0.milliseconds) } }
}
