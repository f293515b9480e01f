import Domain
import PolicyLanguage

extension English {
    func sentence(_ clause: Clause, in policy: Policy) -> String {
        switch clause {
        case .policy(let id, let version, let title, let zone):
            "\(word(title, id.rawValue, in: policy)), version \(version). Times are those of \(zone)."
        case .calendar(let terms):
            "Calendar \(quoted(word(terms.title, terms.id.rawValue, in: policy))): \(hours(of: terms))."
        case .grade(let grade): self.grade(grade, in: policy)
        case .commitment(let commitment):
            promise(commitment, among: policy.siblings(of: commitment), in: policy) + "."
        case .ladder(let rungs, let id):
            "Escalation\(id.map { " of \(quoted(name($0, among: policy.siblings(of: $0, with: rungs), in: policy)))" } ?? ""): "
                + ladder(rungs, in: policy) + "."
        case .gate(let gate): "To be closed it needs: \(and(events(gate.needs, in: policy)))."
        case .duty(let duty): "Together with the grade: \(word(policy.title(of: duty), duty.id, in: policy))."
        case .variant(let variant): self.variant(variant, in: policy)
        case .compensation(let terms): "A breach owes the customer: \(compensation(terms, in: policy))."
        case .ceiling(let share): "All that is owed under one contract is capped at \(share.text) of its amount."
        case .misuse(let factor):
            "Misuse of behaviour data costs \(factor == 1 ? "" : "\(factor) times ")the contract's amount."
        case .insurance(let money): "The insurance fund pays at most \(money.grouped) per accident."
        case .responsible(let share): "The person directly responsible bears at least \(share.text) of the loss."
        case .majorLoss(let money): "A direct loss of \(money.grouped) or more is a major accident."
        case .deposit(let deposit):
            "\(quoted(word(deposit.id, in: policy))) holds at least \(deposit.floor.text) of \(base(deposit.base)); a shortfall raises an alarm."
        case .disqualification(let count):
            "A provider with \(count == 1 ? "1 breach" : "\(count) breaches") in all loses its qualification."
        case .blacklist(let years): "The blacklist is published; an entry stays for at least \(counted(years, "year"))."
        case .weights(let weights):
            "A person's score: "
                + and(
                    ScorecardTerms.Dimension.allCases.compactMap { key in
                        weights[key].map { "\(dimension(key)) \($0.text)" }
                    })
                + "."
        case .complaints(let categories):
            "Counted as complaints: \(words(categories.map(\.rawValue), in: policy).joined(separator: ", "))."
        case .card(let card):
            "\(colour(card.colour)) card: \(rule(card.rule)) in a \(window(card.window)); then \(quoted(word(card.then, in: policy)))."
        case .bonus(let bonus):
            "A team above \(bonus.over.text) of its target for \(quoted(word(bonus.metric, in: policy))) earns a bonus."
        case .steps(let steps):
            "Who breaks a core rule faces, step by step: \(words(steps, in: policy).joined(separator: ", "))."
        case .target(let target):
            "Target: \(quoted(word(target.id, in: policy))) at least \(target.atLeast.text)\(target.within.map { " within \(span($0))" } ?? "")."
        case .report(let report):
            "Published every \(window(report.every)): \(quoted(word(report.id, in: policy))), the first \(report.top)."
        case .retention(let months):
            "Once a ticket is closed, cancelled or merged, its personal texts are erased \(counted(months, "month")) after the last entry; what happened stays on record."
        }
    }

    private func grade(_ grade: Grade, in policy: Policy) -> String {
        let title = capital(word(grade.title, grade.id.rawValue, in: policy))
        let categories = words(grade.categories.map(\.rawValue), in: policy)
        let use =
            categories.isEmpty
            ? ". No category leads here; it is given by hand or by an escalation."
            : ". Categories: \(categories.joined(separator: ", "))."
        return title + use + (grade.commitments.isEmpty ? " It promises nothing." : "")
    }

    private func variant(_ variant: Grade.Variant, in policy: Policy) -> String {
        let siblings = policy.siblings(of: variant)
        let limits = siblings.filter { variant.limits[$0.id] != nil }.map {
            "\(name($0.id, among: siblings, in: policy)) \(within(variant.limits[$0.id] ?? []))"
        }
        return
            "Variant \(quoted(word(policy.title(of: variant), variant.id.rawValue, in: policy))), for contracts that name it: \(limits.joined(separator: "; "))."
    }

    func compensation(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(let share): "\(share.text) of the ticket's labour, once per ticket"
        case .contractPerHour(let share, .proRata):
            "\(share.text) of the contract's amount per hour late, in service time, to the millisecond"
        case .contractPerHour(let share, .startedHour):
            "\(share.text) of the contract's amount per hour late, in service time, each started hour in full"
        case .grant(let id, let title): word(title, id, in: policy)
        }
    }

    private func base(_ base: Guarantees.Deposit.Base) -> String {
        switch base {
        case .contractValue: "the annual contract value"
        case .revenue: "annual revenue"
        }
    }

    private func dimension(_ dimension: ScorecardTerms.Dimension) -> String {
        switch dimension {
        case .timeliness: "timeliness"
        case .quality: "quality"
        case .satisfaction: "satisfaction"
        }
    }

    private func count(_ count: ScorecardTerms.Count) -> String {
        switch count {
        case .breaches: "breaches"
        case .complaints: "complaints"
        }
    }

    private func window(_ window: ScorecardTerms.Window) -> String {
        switch window {
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        }
    }

    private func colour(_ colour: ScorecardTerms.Colour) -> String {
        switch colour {
        case .yellow: "Yellow"
        case .blue: "Blue"
        case .red: "Red"
        }
    }

    private func rule(_ rule: ScorecardTerms.Card.Rule) -> String {
        switch rule {
        case .reaches(let number, let what): "\(number) \(count(what))"
        case .top(let share, let what): "the \(share.text) of people with most \(and(what.map(count)))"
        }
    }
}
