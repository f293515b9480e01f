import Domain

/// One statement of a policy, ready to be put into words.
public enum Clause: Hashable, Sendable {
    case policy(PolicyID, version: String, Title?, zone: String)
    case calendar(CalendarTerms)
    case grade(Grade)
    case commitment(Commitment)
    /// A commitment's ladder, or one that all commitments of the grade share.
    case ladder([Rung], of: CommitmentID?)
    case gate(Grade.Gate)
    case duty(Grade.Duty)
    case variant(Grade.Variant)
    case compensation(Grade.Compensation)
    case ceiling(Share)
    case misuse(factor: Int)
    case insurance(Money)
    case responsible(Share)
    case majorLoss(Money)
    case deposit(Guarantees.Deposit)
    case disqualification(after: Int)
    case blacklist(years: Int)
    case weights([ScorecardTerms.Dimension: Share])
    /// Which categories are complaints.
    case complaints([CategoryID])
    case card(ScorecardTerms.Card)
    case bonus(ScorecardTerms.Bonus)
    case steps([String])
    case target(ScorecardTerms.Target)
    case report(ScorecardTerms.Report)
    /// When the personal texts of a ticket that is over are erased.
    case retention(months: Int)

    /// How deep it stands under what it belongs to.
    public var depth: Int {
        switch self {
        case .calendar, .commitment, .gate, .duty, .variant, .compensation, .ladder(_, of: nil): 1
        case .ladder: 2
        default: 0
        }
    }

    /// Whether it holds for the policy as a whole: guarantees, scorecards and retention.
    public var isGeneral: Bool {
        switch self {
        case .policy, .grade: false
        default: depth == 0
        }
    }
}

extension Policy {
    /// The whole policy in the order a person would read it aloud.
    public func explained() -> [Clause] {
        var clauses: [Clause] = [.policy(id, version: version, title, zone: zone)]
        clauses += calendars.map(Clause.calendar)
        for grade in grades {
            clauses.append(.grade(grade))
            let shared = grade.sharedLadder
            for commitment in grade.commitments {
                clauses.append(.commitment(commitment))
                if shared == nil, !commitment.ladder.isEmpty {
                    clauses.append(.ladder(commitment.ladder, of: commitment.id))
                }
            }
            if let shared, !shared.isEmpty { clauses.append(.ladder(shared, of: nil)) }
            clauses += grade.duties.map(Clause.duty) + grade.gates.map(Clause.gate) + grade.variants.map(Clause.variant)
            if let compensation = grade.compensation { clauses.append(.compensation(compensation)) }
        }
        return clauses + generalClauses
    }

    /// What holds for the policy as a whole.
    var generalClauses: [Clause] { guarantees.clauses + scorecard.clauses + retention.clauses }
}

extension Grade {
    /// The ladder of all its commitments, if they have the same.
    var sharedLadder: [Rung]? {
        guard let first = commitments.first?.ladder, commitments.allSatisfy({ $0.ladder == first }) else { return nil }
        return first
    }
}

extension Guarantees {
    var clauses: [Clause] {
        var clauses: [Clause] = []
        if let ceiling { clauses.append(.ceiling(ceiling)) }
        if let misuseFactor { clauses.append(.misuse(factor: misuseFactor)) }
        clauses += deposits.map(Clause.deposit)
        if let insuranceCeiling { clauses.append(.insurance(insuranceCeiling)) }
        if let responsibleShare { clauses.append(.responsible(responsibleShare)) }
        if let majorLoss { clauses.append(.majorLoss(majorLoss)) }
        if let disqualifyAfter { clauses.append(.disqualification(after: disqualifyAfter)) }
        if let listedYears { clauses.append(.blacklist(years: listedYears)) }
        return clauses
    }
}

extension ScorecardTerms {
    var clauses: [Clause] {
        var clauses: [Clause] = weights.isEmpty ? [] : [.weights(weights)]
        if !complaints.isEmpty { clauses.append(.complaints(complaints)) }
        clauses += cards.map(Clause.card)
        if let bonus { clauses.append(.bonus(bonus)) }
        if !steps.isEmpty { clauses.append(.steps(steps)) }
        return clauses + targets.map(Clause.target) + reports.map(Clause.report)
    }
}

extension Retention {
    var clauses: [Clause] { textsMonths.map { [.retention(months: $0)] } ?? [] }
}
