import Domain

/// One difference between two policies, and whom it concerns.
public enum Change: Hashable, Sendable {
    case version(old: String, new: String)
    case zone(old: String, new: String)
    case calendar(CalendarID, old: CalendarTerms?, new: CalendarTerms?)
    case grade(GradeID, old: Grade?, new: Grade?)
    case category(CategoryID, old: GradeID?, new: GradeID?)
    case commitment(GradeID, CommitmentID, old: Commitment?, new: Commitment?)
    /// The time promised: limits, period or notice. `verdict` is the customer's view.
    case promise(GradeID, CommitmentID, old: Commitment.Promise, new: Commitment.Promise, Verdict)
    case events(GradeID, CommitmentID, old: Commitment, new: Commitment)
    case runsOn(GradeID, CommitmentID, old: CalendarID, new: CalendarID)
    case pauses(GradeID, CommitmentID, old: Set<Waiting>, new: Set<Waiting>)
    case warnings(GradeID, CommitmentID, old: [Share], new: [Share])
    case ladder(GradeID, CommitmentID, old: [Rung], new: [Rung])
    case budget(GradeID, CommitmentID, old: [Commitment.TeamShare], new: [Commitment.TeamShare])
    case compensation(GradeID, old: Grade.Compensation?, new: Grade.Compensation?)
    /// Gates, duties or variants of a grade.
    case clauses(GradeID, removed: [Clause], added: [Clause])
    /// Guarantees, scorecards and retention of the whole policy.
    case general(removed: [Clause], added: [Clause])

    /// Whether the customer is promised more or less.
    public enum Verdict: String, Hashable, Sendable { case tighter, looser, different }
}

extension Policy {
    /// What changes, for whom, from this policy to another; empty when nothing does. Wording (titles) is no change.
    public func changes(to new: Policy) -> [Change] {
        var changes: [Change] = []
        if version != new.version { changes.append(.version(old: version, new: new.version)) }
        if zone != new.zone { changes.append(.zone(old: zone, new: new.zone)) }
        for id in union(calendars.map(\.id), new.calendars.map(\.id)) {
            let (a, b) = (calendars.first { $0.id == id }, new.calendars.first { $0.id == id })
            if a?.untitled != b?.untitled { changes.append(.calendar(id, old: a, new: b)) }
        }
        for id in union(grades.map(\.id), new.grades.map(\.id)) {
            guard let a = grade(id), let b = new.grade(id) else {
                changes.append(.grade(id, old: grade(id), new: new.grade(id)))
                continue
            }
            changes += a.changes(to: b)
        }
        let (oldCategories, newCategories) = (gradesByCategory, new.gradesByCategory)
        for category in union(oldCategories.map(\.0), newCategories.map(\.0)) {
            let (a, b) = (oldCategories.first { $0.0 == category }?.1, newCategories.first { $0.0 == category }?.1)
            if a != b { changes.append(.category(category, old: a, new: b)) }
        }
        let (removed, added) = difference(generalClauses, new.generalClauses)
        if !removed.isEmpty || !added.isEmpty { changes.append(.general(removed: removed, added: added)) }
        return changes
    }

    private var gradesByCategory: [(CategoryID, GradeID)] {
        grades.flatMap { grade in grade.categories.map { ($0, grade.id) } }
    }
}

extension Grade {
    fileprivate func changes(to new: Grade) -> [Change] {
        var changes: [Change] = []
        for commitment in union(commitments.map(\.id), new.commitments.map(\.id)) {
            let (a, b) = (commitments.first { $0.id == commitment }, new.commitments.first { $0.id == commitment })
            guard let a, let b else {
                changes.append(.commitment(id, commitment, old: a, new: b))
                continue
            }
            if !a.promise.means(b.promise) {
                // On another calendar a shorter limit may well be due later.
                let verdict = a.calendar == b.calendar ? a.promise.verdict(b.promise) : .different
                changes.append(.promise(id, commitment, old: a.promise, new: b.promise, verdict))
            }
            if a.trigger != b.trigger || Set(a.needs) != Set(b.needs) || a.only != b.only {
                changes.append(.events(id, commitment, old: a, new: b))
            }
            if a.calendar != b.calendar { changes.append(.runsOn(id, commitment, old: a.calendar, new: b.calendar)) }
            if a.pauses != b.pauses { changes.append(.pauses(id, commitment, old: a.pauses, new: b.pauses)) }
            if a.warnings != b.warnings { changes.append(.warnings(id, commitment, old: a.warnings, new: b.warnings)) }
            if a.ladder != b.ladder { changes.append(.ladder(id, commitment, old: a.ladder, new: b.ladder)) }
            if a.budget != b.budget { changes.append(.budget(id, commitment, old: a.budget, new: b.budget)) }
        }
        if compensation?.untitled != new.compensation?.untitled {
            changes.append(.compensation(id, old: compensation, new: new.compensation))
        }
        let (removed, added) = difference(extras, new.extras)
        if !removed.isEmpty || !added.isEmpty { changes.append(.clauses(id, removed: removed, added: added)) }
        return changes
    }

    private var extras: [Clause] {
        gates.map(Clause.gate) + duties.map { .duty(Duty(id: $0.id, title: nil)) }
            + variants.map { .variant(Variant(id: $0.id, title: nil, limits: $0.limits)) }
    }
}

extension Commitment.Promise {
    /// The earliest of several limits counts, so their order says nothing.
    fileprivate func means(_ other: Commitment.Promise) -> Bool {
        if case .within(let a) = self, case .within(let b) = other { return Set(a) == Set(b) }
        return self == other
    }

    /// Of two limits of one kind the shorter is tighter, of two notices the longer; other pairs are just different.
    fileprivate func verdict(_ new: Commitment.Promise) -> Change.Verdict {
        func shorter<T: Comparable>(_ a: T, _ b: T) -> Change.Verdict { b < a ? .tighter : .looser }
        switch (self, new) {
        case (.every(let a, let u), .every(let b, let v)) where u == v: return shorter(a, b)
        case (.notice(let a, let x), .notice(let b, let y)) where x == y: return shorter(b, a)
        case (.within(let a), .within(let b)):
            guard a.count == 1, b.count == 1 else {
                if Set(a).isSubset(of: b) { return .tighter }
                return Set(b).isSubset(of: a) ? .looser : .different
            }
            return switch (a[0], b[0]) {
            case (.service(let x), .service(let y)): shorter(x, y)
            case (.workingDays(let x), .workingDays(let y)): shorter(x, y)
            case (.months(let x), .months(let y)): shorter(x, y)
            case (.nextDay(let x), .nextDay(let y)): shorter(x, y)
            case (.ahead(let x), .ahead(let y)): shorter(y, x)
            default: .different
            }
        default: return .different
        }
    }
}

extension Grade.Compensation {
    fileprivate var untitled: Grade.Compensation {
        if case .grant(let benefit, _) = self { .grant(benefit, nil) } else { self }
    }
}

extension CalendarTerms {
    /// Without its title, and what has no order in one order.
    fileprivate var untitled: CalendarTerms {
        var terms = self
        terms.title = nil
        terms.week = week.map { $0.sorted { ($0.opens, $0.closes) < ($1.opens, $1.closes) } }
        terms.holidays = Set(holidays).sorted()
        return terms
    }
}

private func union<ID: Hashable>(_ a: [ID], _ b: [ID]) -> [ID] { a + b.filter { !a.contains($0) } }

private func difference(_ a: [Clause], _ b: [Clause]) -> (removed: [Clause], added: [Clause]) {
    (a.filter { !b.contains($0) }, b.filter { !a.contains($0) })
}
