/// What a team has used of its part of a limit.
///
/// A team's time runs from the hand-over it accepted to the next acceptance: while a hand-over waits for acceptance the
/// time is the giver's, so the last holder is not blamed for the first.
/// - Source: POLICIES 1.15, C5.
public struct TeamBudget: Hashable, Sendable {
    public let team: TeamID
    public let budget: Duration
    public let spent: Duration
    /// The first instant at which the budget was used up, or will be if the team goes on holding the ticket.
    public let spentAt: Instant?
    public let isHolding: Bool
}

extension Judge {
    /// The budgets of a clock's teams, in the policy's order; none when its limit is not split.
    public func budgets(_ clock: Clock) -> [TeamBudget] {
        let shares = clock.term.commitment.budget
        guard !shares.isEmpty else { return [] }
        let end: Instant? =
            switch clock.progress {
            case .met(let at), .void(let at, _): at
            case .breached(let breach): breach.ended
            case .waiting, .running, .paused: nil
            }
        let pauses = clock.pauses
        let calendar = clock.term.calendar
        // Whoever was asked first holds it until somebody else accepts (C5).
        var acceptances: [(at: Instant, team: TeamID)] = course.firstAsked.map { [(course.received, $0)] } ?? []
        for fact in course.facts where fact.name == .assigned {
            if case .team(let team) = fact.detail { acceptances.append((fact.mark.at, team)) }
        }
        return shares.map { share in
            var spent = Duration.zero
            var spentAt: Instant?
            var isHolding = false
            for (index, acceptance) in acceptances.enumerated() where acceptance.team == share.team {
                let from = max(acceptance.at, clock.start)
                let next = index + 1 < acceptances.count ? acceptances[index + 1].at : nil
                let to = [next, end].compactMap { $0 }.min()
                if spentAt == nil,
                    let candidate = calendar.due(after: share.budget - spent, from: from, pauses: pauses).instant,
                    to.map({ candidate < $0 }) ?? true
                {
                    spentAt = candidate
                }
                spent += calendar.serviceTime(from: from, to: min(to ?? now, now), without: pauses)
                isHolding = to == nil
            }
            return TeamBudget(
                team: share.team, budget: share.budget, spent: spent, spentAt: spentAt, isHolding: isHolding)
        }
    }
}
