extension EventName {
    /// By these the customer first hears of us.
    static let responses: Set<EventName> = [.acknowledged, .confirmed, .engaged, .contacted, .accepted, .mobilised]

    /// By these the matter itself is dealt with.
    static let settlements: Set<EventName> = [.answered, .restored, .resolved, .closed, .handled]

    /// A matter that is dealt with at once was responded to as well.
    static let firstWords: Set<EventName> = responses.union(settlements).union([.agentMessage])
}

extension Commitment {
    enum Role { case response, resolution }

    /// Which of the two attainments a promise belongs to, by the event that keeps it; nil for one that belongs to none:
    /// a survey, a bulletin, a second call.
    ///
    /// Only what runs from the request itself counts, and replies to a customer's message: a promise about one of our
    /// own steps says nothing of how long the customer waited.
    var role: Role? {
        guard case .within = promise else { return nil }
        switch trigger {
        case .unanswered: return .response
        case .first(.received), .each(.received):
            if needs.contains(where: EventName.responses.contains) { return .response }
            return needs.contains(where: EventName.settlements.contains) ? .resolution : nil
        case .first, .each: return nil
        }
    }
}
