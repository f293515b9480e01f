import Domain
import PolicyLanguage

extension English {
    func changed(_ whom: String?, _ aspect: Aspect, from: String?, to: String?, _ verdict: Change.Verdict?) -> String {
        let head = whom.map { "\(capital($0)): " } ?? ""
        let subject = whom == nil ? capital(name(aspect)) : name(aspect)
        let verdict =
            switch verdict {
            case .tighter?: " The promise is tighter."
            case .looser?: " The promise is looser."
            case .different?: " The promise is of another kind."
            case nil: ""
            }
        switch (from, to) {
        case (let a?, let b?) where aspect.isLong:
            return "\(head)\(subject) changes. Before: \(a). Now: \(b).\(verdict)"
        case (let a?, let b?): return "\(head)\(subject) was \(a); now it is \(b).\(verdict)"
        case (nil, let b?): return "\(head)\(subject) is new: \(b).\(verdict)"
        case (let a?, nil): return "\(head)\(subject) is dropped; it was: \(a).\(verdict)"
        case (nil, nil): return "\(head)\(subject) changes.\(verdict)"
        }
    }

    func newGrade(_ title: String, promises: [String]) -> String {
        "\(capital(title)) is a new grade"
            + (promises.isEmpty ? " without promises." : ". \(promises.joined(separator: ". ")).")
    }

    func goneGrade(_ title: String) -> String { "\(capital(title)) is no longer a grade; its promises end with it." }

    func replaced(_ whom: String?, removed: [String], added: [String]) -> String {
        let head = whom.map { capital($0) } ?? "For all grades"
        let gone = removed.isEmpty ? "" : " No longer: \(removed.joined(separator: " "))"
        let new = added.isEmpty ? "" : " New: \(added.joined(separator: " "))"
        return "\(head):\(gone)\(new)"
    }

    private func name(_ aspect: Aspect) -> String {
        switch aspect {
        case .version: "the version"
        case .zone: "the time zone"
        case .hours: "the service time"
        case .grading: "the grade"
        case .commitment: "a commitment"
        case .time: "the time limit"
        case .course: "the stretch"
        case .calendar: "the calendar"
        case .pauses: "the wait that stops the clock"
        case .warnings: "the warning"
        case .ladder: "the escalation"
        case .budget: "the split over teams"
        case .compensation: "the compensation"
        }
    }
}
