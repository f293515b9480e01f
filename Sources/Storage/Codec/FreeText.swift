import Domain

extension Journal.Event {
    /// What the journal keeps of the event: whether there was a reason, never its words.
    public var withoutFreeText: Journal.Event {
        switch self {
        case .ticket(.course(let event)): .ticket(.course(event.withoutFreeText))
        case .incident(.course(let event)): .incident(.course(event.withoutFreeText))
        case .desk, .policy, .ticket, .incident, .ledger, .record, .contacts, .access: self
        }
    }
}

extension Course.Event {
    fileprivate var withoutFreeText: Course.Event {
        switch self {
        case .regraded(let strand, let grade, let complexity, let at, let reason, let down):
            .regraded(strand: strand, grade, complexity, at: at, reason: reason.map { _ in "" }, down: down)
        case .corrected(let position, let occurred, let at, _):
            .corrected(position: position, occurred: occurred, at: at, reason: "")
        case .happened, .graded, .dutyCalled, .warned, .rungReached, .breached, .breachWithdrawn, .budgetSpent: self
        }
    }
}
