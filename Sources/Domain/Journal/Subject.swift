extension Journal.Event {
    /// What the event is, in two words that never change: `ticket-opened`, `ticket-resolved`, `ticket-breached`.
    ///
    /// Subscriptions name it, and messages carry it.
    public var subject: String {
        switch self {
        case .desk(let event):
            switch event {
            case .founded: "desk-founded"
            case .monthEnded: "desk-month-ended"
            case .clockLeapt: "desk-clock-leapt"
            case .clockTrusted: "desk-clock-trusted"
            }
        case .policy: "policy-activated"
        case .ticket(let event): "ticket-" + event.word
        case .incident(let event):
            switch event {
            case .opened: "incident-opened"
            case .course(let event): "incident-" + event.word
            case .linked: "incident-linked"
            case .unlinked: "incident-unlinked"
            }
        case .ledger(let event):
            switch event {
            case .posted: "ledger-posted"
            case .reversed: "ledger-reversed"
            }
        case .record(let event, _):
            switch event {
            case .put: "record-put"
            case .retired: "record-retired"
            case .restored: "record-restored"
            case .erased: "record-erased"
            }
        case .contacts: "contacts-answered"
        case .access(let event):
            switch event {
            case .failed: "access-failed"
            case .locked: "access-locked"
            case .linkMade: "access-link-made"
            case .read: "access-read"
            }
        }
    }
}

extension Journal.Event {
    /// Every subject that an entry can have.
    /// - Parameter own: the events that policies add to the vocabulary.
    public static func subjects(own: [EventName] = []) -> [String] {
        let course =
            (EventName.vocabulary.map(\.name) + own).map(\.rawValue) + [
                "graded", "regraded", "duty-called", "corrected", "warned", "rung-reached", "breached",
                "breach-withdrawn", "budget-spent",
            ]
        let ticket =
            ["opened"] + course + [
                "hand-over-offered", "absorbed", "merged", "changed", "noted", "split", "texts-erased", "rated",
            ]
        let others = [
            "ledger-posted", "ledger-reversed", "record-put", "record-retired", "record-restored", "record-erased",
            "contacts-answered", "policy-activated", "desk-founded", "desk-month-ended", "desk-clock-leapt",
            "desk-clock-trusted", "access-failed", "access-locked", "access-link-made", "access-read",
        ]
        let all =
            ticket.map { "ticket-" + $0 } + (["opened"] + course + ["linked", "unlinked"]).map { "incident-" + $0 }
            + others
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }
    }
}

extension Ticket.Event {
    fileprivate var word: String {
        switch self {
        case .opened: "opened"
        case .course(let event): event.word
        case .handOverOffered: "hand-over-offered"
        case .absorbed: "absorbed"
        case .mergedInto: "merged"
        case .changed(let change, _):
            switch change {
            case .set, .field, .add, .remove: "changed"
            case .note: "noted"
            case .split: "split"
            case .eraseTexts: "texts-erased"
            case .rate: "rated"
            }
        }
    }
}

extension Course.Event {
    fileprivate var word: String {
        switch self {
        case .happened(let name, _, _): name.rawValue
        case .graded: "graded"
        case .regraded: "regraded"
        case .dutyCalled: "duty-called"
        case .corrected: "corrected"
        case .warned: "warned"
        case .rungReached: "rung-reached"
        case .breached: "breached"
        case .breachWithdrawn: "breach-withdrawn"
        case .budgetSpent: "budget-spent"
        }
    }
}
