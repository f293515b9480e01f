extension Journal.Event {
    /// Whether the customer of a ticket may read the texts of the entry. What is not named here is among ourselves.
    public var isForCustomer: Bool {
        guard case .ticket(let event) = self else { return false }
        switch event {
        case .opened: return true
        case .course(.happened(let name, _, _)): return EventName.toldToCustomer.contains(name)
        case .course, .handOverOffered, .absorbed, .mergedInto, .changed: return false
        }
    }
}

extension EventName {
    fileprivate static let toldToCustomer: Set<EventName> = [
        .customerMessage, .agentMessage, .acknowledged, .confirmed, .estimated, .answered, .announced, .reported,
        .weeklyMailed, .agreed, .delayAnnounced, .declined, .alternativeOffered, .reasonGiven, .restored, .resolved,
        .verifiedCustomer, .followedUp, .closed, .reopened, .contacted,
    ]
}
