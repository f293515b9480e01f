import Domain

/// What a decision changes in memory once it is written.
struct Written {
    let states: [(stream: StreamID, held: Held)]
    let activated: [(policy: PolicyInForce, activation: Activation)]

    /// Of its streams those that are rules.
    var rulesRead: [Read] {
        states.filter { $0.stream.isRule }.map { Read($0.stream, $0.held.version) }
    }
}

extension StreamID {
    /// Whether every decision may depend on it: policies, and the records that are kept at hand whole.
    public var isRule: Bool {
        switch kind {
        case .policy: true
        case .record(let kind): Rules.commonKinds.contains(kind)
        case .desk, .ticket, .incident, .ledger, .contacts, .access: false
        }
    }
}

extension Rules {
    mutating func take(_ written: Written) {
        for (policy, activation) in written.activated { add(policy, activation) }
        for (_, held) in written.states { if case .record(let record) = held.aggregate { learn(record) } }
    }
}

/// A request's fate before it has positions.
enum Judged {
    /// Its drafts within the decision.
    case drafts(Range<Int>)
    case refused(Refusal)
    /// Done before, under the same key.
    case known(Receipt)

    func outcome(from first: Int64, recorded: Instant) -> Outcome {
        switch self {
        case .drafts(let range):
            .done(
                Receipt(
                    positions: first + Int64(range.lowerBound)..<first + Int64(range.upperBound), recorded: recorded))
        case .refused(let refusal): .refused(refusal)
        case .known(let receipt): .done(receipt)
        }
    }
}

extension Work {
    /// Under which its requests were sent, those that were sent under one.
    var keys: [Receipt.Key] {
        var keys: [Receipt.Key] = []
        for index in requests.indices {
            if let key = requests[index].key { keys.append(.init(actor: requests[index].actor, text: key.text)) }
        }
        return keys
    }

    /// Of all the texts that it brings.
    var textBytes: Int {
        var bytes = 0
        for index in requests.indices { for text in requests[index].texts { bytes += text.payload.count } }
        return bytes
    }
}

extension Request {
    var receipt: Receipt.Claim? {
        key.map { Receipt.Claim(key: Receipt.Key(actor: actor, text: $0.text), requestHash: $0.requestHash) }
    }
}
