import Domain
import PolicyLanguage

extension Tongue {
    func sentence(_ change: Change, from old: Policy, to new: Policy) -> String {
        switch change {
        case .version(let a, let b): return changed(nil, .version, from: a, to: b, nil)
        case .zone(let a, let b): return changed(nil, .zone, from: a, to: b, nil)
        case .calendar(let id, let a, let b):
            let title = quoted(title(of: id, in: b == nil ? old : new))
            return changed(title, .hours, from: a.map(hours(of:)), to: b.map(hours(of:)), nil)
        case .grade(let id, _, let b):
            guard let b else { return goneGrade(title(of: id, in: old)) }
            return newGrade(
                title(of: id, in: new), promises: b.commitments.map { promise($0, among: b.commitments, in: new) })
        case .category(let id, let a, let b):
            return changed(
                quoted(word(id.rawValue, in: b == nil ? old : new)), .grading, from: a.map { title(of: $0, in: old) },
                to: b.map { title(of: $0, in: new) }, nil)
        case .commitment(let grade, _, let a, let b):
            return changed(
                title(of: grade, in: b == nil ? old : new), .commitment,
                from: a.map { promise($0, among: old.grade(grade)?.commitments ?? [], in: old) },
                to: b.map { promise($0, among: new.grade(grade)?.commitments ?? [], in: new) }, nil)
        case .promise(let grade, let id, let a, let b, let verdict):
            return changed(
                whom(grade, id, new), .time, from: span(of: a, among: old.grade(grade)?.commitments ?? [], in: old),
                to: span(of: b, among: new.grade(grade)?.commitments ?? [], in: new), verdict)
        case .events(let grade, let id, let a, let b):
            return changed(whom(grade, id, new), .course, from: course(a, in: old), to: course(b, in: new), nil)
        case .runsOn(let grade, let id, let a, let b):
            return changed(
                whom(grade, id, new), .calendar, from: quoted(title(of: a, in: old)), to: quoted(title(of: b, in: new)),
                nil)
        case .pauses(let grade, let id, let a, let b):
            return changed(
                whom(grade, id, new), .pauses, from: some(a, and(waitings(a))), to: some(b, and(waitings(b))), nil)
        case .warnings(let grade, let id, let a, let b):
            return changed(whom(grade, id, new), .warnings, from: some(a, shares(a)), to: some(b, shares(b)), nil)
        case .ladder(let grade, let id, let a, let b):
            return changed(
                whom(grade, id, new), .ladder, from: some(a, ladder(a, in: old)), to: some(b, ladder(b, in: new)), nil)
        case .budget(let grade, let id, let a, let b):
            return changed(
                whom(grade, id, new), .budget, from: some(a, budget(a, in: old)), to: some(b, budget(b, in: new)), nil)
        case .compensation(let grade, let a, let b):
            return changed(
                title(of: grade, in: new), .compensation, from: a.map { compensation($0, in: old) },
                to: b.map { compensation($0, in: new) }, nil)
        case .clauses(let grade, let removed, let added):
            return replaced(
                title(of: grade, in: new), removed: removed.map { sentence($0, in: old) },
                added: added.map { sentence($0, in: new) })
        case .general(let removed, let added):
            return replaced(
                nil, removed: removed.map { sentence($0, in: old) }, added: added.map { sentence($0, in: new) })
        }
    }

    private func whom(_ grade: GradeID, _ commitment: CommitmentID, _ policy: Policy) -> String {
        title(of: grade, in: policy) + link + title(of: commitment, grade: grade, in: policy)
    }

    /// Between a grade and its commitment.
    private var link: String {
        switch language {
        case .en, .ko: ", "
        case .zh: "·"
        case .ja: "・"
        }
    }

    private func some(_ values: some Collection, _ words: String) -> String? { values.isEmpty ? nil : words }
}
