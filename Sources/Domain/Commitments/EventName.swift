/// A word for something that happens to a ticket. Policies may add words of their own.
public struct EventName: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The state a ticket is in.
public enum State: Hashable, Sendable {
    case new, open
    case waiting(Waiting)
    case resolved, closed, cancelled, merged
}

/// The twelve stations of progress that a customer can watch (B4).
public enum Node: Int, CaseIterable, Sendable {
    case submitted = 1
    case confirmed, graded, assigned, planReady, resourcesReady, onTheWay, arrived, atWork, solved
    case verified, followedUp
}

/// What an event of the shared vocabulary does to the state, and the node it lights.
/// - Source: POLICIES §2.
public struct Effect: Sendable {
    public let state: State?
    public let node: Node?
}

extension EventName {
    /// The shared vocabulary, in the order of POLICIES §2.
    ///
    /// What is settled is taken up again by `reopened` alone. `engaged` may be recorded of it all the same, so that a clock
    /// which runs until then can end, and leaves its state as it is.
    public static let vocabulary: [(name: EventName, effect: Effect)] = {
        func row(_ state: State?, _ names: (EventName, Node?)...) -> [(EventName, Effect)] {
            names.map { ($0.0, Effect(state: state, node: $0.1)) }
        }
        return [
            row(.new, (.received, .submitted)),
            // A confirmation leaves a ticket new; it does not take one back that is at work.
            row(nil, (.acknowledged, nil), (.confirmed, .confirmed)),
            row(nil, (.graded, .graded), (.regraded, .graded)),
            row(.open, (.assigned, .assigned), (.mobilised, .assigned)),
            row(.open, (.engaged, nil), (.estimated, nil), (.answered, nil), (.located, nil), (.announced, nil)),
            row(
                .open, (.planned, .planReady), (.resourcesReady, .resourcesReady), (.departed, .onTheWay),
                (.arrived, .arrived), (.started, .atWork)),
            row(nil, (.paused, nil)),
            row(.open, (.resumed, nil)),
            row(nil, (.customerMessage, nil), (.agentMessage, nil), (.reported, nil), (.weeklyMailed, nil)),
            row(
                nil, (.agreed, nil), (.delayAnnounced, nil), (.declined, nil), (.alternativeOffered, nil),
                (.reasonGiven, nil), (.defectFound, nil), (.correctionStarted, nil)),
            row(nil, (.escalated, nil), (.escalationHandled, nil), (.reviewed, nil)),
            row(.open, (.restored, nil)),
            row(.resolved, (.resolved, .solved)),
            row(nil, (.verifiedTechnical, .verified), (.verifiedCustomer, .verified)),
            row(nil, (.surveySent, nil), (.followedUp, .followedUp)),
            row(.closed, (.closed, nil)),
            row(.open, (.reopened, nil)),
            row(.cancelled, (.cancelled, nil)),
            row(.merged, (.merged, nil)),
            row(nil, (.contacted, nil), (.reconfirmed, nil), (.accepted, nil), (.handled, nil), (.improved, nil)),
            row(nil, (.labourRecorded, nil)),
        ].flatMap { $0 }.map { (name: $0.0, effect: $0.1) }
    }()

    static let effects: [EventName: Effect] = Dictionary(uniqueKeysWithValues: vocabulary.map { ($0.name, $0.effect) })

    /// What a fact of a course keeps of the words of the shared vocabulary.
    static let meanings: [EventName: (state: State?, isFirstWord: Bool)] = effects.reduce(into: [:]) {
        meanings, known in
        meanings[known.key] = (known.value.state, firstWords.contains(known.key))
    }

    /// The station that it lights, if any (B4).
    public var node: Node? { EventName.effects[self]?.node }

    /// By which one of us has turned to the customer.
    static let replies: Set<EventName> = [.agentMessage, .answered, .contacted, .resolved]

    public var isShared: Bool { EventName.effects[self] != nil }

    public static let received: EventName = "received"
    public static let acknowledged: EventName = "acknowledged"
    public static let confirmed: EventName = "confirmed"
    public static let graded: EventName = "graded"
    public static let regraded: EventName = "regraded"
    public static let assigned: EventName = "assigned"
    public static let mobilised: EventName = "mobilised"
    public static let engaged: EventName = "engaged"
    public static let estimated: EventName = "estimated"
    public static let answered: EventName = "answered"
    public static let located: EventName = "located"
    public static let announced: EventName = "announced"
    public static let planned: EventName = "planned"
    public static let resourcesReady: EventName = "resources-ready"
    public static let departed: EventName = "departed"
    public static let arrived: EventName = "arrived"
    public static let started: EventName = "started"
    public static let paused: EventName = "paused"
    public static let resumed: EventName = "resumed"
    public static let customerMessage: EventName = "customer-message"
    public static let agentMessage: EventName = "agent-message"
    public static let reported: EventName = "reported"
    public static let weeklyMailed: EventName = "weekly-mailed"
    public static let agreed: EventName = "agreed"
    public static let delayAnnounced: EventName = "delay-announced"
    public static let declined: EventName = "declined"
    public static let alternativeOffered: EventName = "alternative-offered"
    public static let reasonGiven: EventName = "reason-given"
    public static let defectFound: EventName = "defect-found"
    public static let correctionStarted: EventName = "correction-started"
    public static let escalated: EventName = "escalated"
    public static let escalationHandled: EventName = "escalation-handled"
    public static let reviewed: EventName = "reviewed"
    public static let restored: EventName = "restored"
    public static let resolved: EventName = "resolved"
    public static let verifiedTechnical: EventName = "verified-technical"
    public static let verifiedCustomer: EventName = "verified-customer"
    public static let surveySent: EventName = "survey-sent"
    public static let followedUp: EventName = "followed-up"
    public static let closed: EventName = "closed"
    public static let reopened: EventName = "reopened"
    public static let cancelled: EventName = "cancelled"
    public static let merged: EventName = "merged"
    public static let contacted: EventName = "contacted"
    public static let reconfirmed: EventName = "reconfirmed"
    public static let accepted: EventName = "accepted"
    public static let handled: EventName = "handled"
    public static let improved: EventName = "improved"
    public static let labourRecorded: EventName = "labour-recorded"
}
