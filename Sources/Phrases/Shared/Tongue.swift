import Domain
import PolicyLanguage

/// What a language brings along so that structure is walked once and worded four times.
protocol Tongue: Wording {
    var language: Language { get }
    /// The shared vocabulary; a test holds it complete.
    var events: [EventName: String] { get }
    /// What customers call those whose names are ours.
    var plainEvents: [EventName: String] { get }
    var wholeDay: String { get }
    /// What the clock waits for: `the customer`.
    func awaited(_ waiting: Waiting) -> String
    func quoted(_ text: String) -> String
    func and(_ parts: [String]) -> String
    func or(_ parts: [String]) -> String
    /// A closing that lies on the next day.
    func nextDay(_ time: String) -> String

    /// A commitment without the closing period.
    func promise(_ commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String
    func hours(of calendar: CalendarTerms) -> String
    func ladder(_ rungs: [Rung], in policy: Policy) -> String
    func compensation(_ terms: Grade.Compensation, in policy: Policy) -> String
    func budget(_ shares: [Commitment.TeamShare], in policy: Policy) -> String
    /// From which event to which, and for what matters.
    func course(_ commitment: Commitment, in policy: Policy) -> String
    /// The time promised, by itself.
    func span(of promise: Commitment.Promise, among siblings: [Commitment], in policy: Policy) -> String

    /// Nil stands for what was or will be absent.
    func changed(_ whom: String?, _ aspect: Aspect, from: String?, to: String?, _ verdict: Change.Verdict?) -> String
    func newGrade(_ title: String, promises: [String]) -> String
    func goneGrade(_ title: String) -> String
    func replaced(_ whom: String?, removed: [String], added: [String]) -> String

    /// - Parameter policy: whose titles are used; nil where only ids are known.
    func opening(of why: Why, in zone: Zone, _ policy: Policy?, _ grade: GradeID?) -> String
    func kind(_ kind: Why.Piece.Kind) -> String
    func omitted(_ count: Int) -> String
    func closing(of why: Why, counted: Duration, paused: Duration, in zone: Zone) -> String
    func data(of why: Why, _ policy: Policy?) -> String
}

/// What of a policy a change is about.
enum Aspect {
    case version, zone, hours, grading, commitment, time, course, calendar, pauses, warnings, ladder, budget,
        compensation

    /// Whether its value is a sentence of its own: then old and new stand in two.
    var isLong: Bool {
        switch self {
        case .hours, .ladder, .compensation: true
        case .version, .zone, .grading, .commitment, .time, .course, .calendar, .pauses, .warnings, .budget: false
        }
    }
}

extension Tongue {
    func event(_ name: EventName, in policy: Policy?) -> String {
        let own = policy?.events.first { $0.id == name }
        return own?.title?.text(language) ?? events[name] ?? policy.map { word(name.rawValue, in: $0) }
            ?? readable(name.rawValue)
    }

    func waiting(_ waiting: Waiting) -> String { state(.waiting(waiting)) }

    func events(_ names: [EventName], in policy: Policy?) -> [String] { names.map { event($0, in: policy) } }

    func title(of policy: Policy) -> String { word(policy.title, policy.id.rawValue, in: policy) }

    func title(of grade: GradeID, in policy: Policy) -> String {
        word(policy.grade(grade)?.title, grade.rawValue, in: policy)
    }

    func title(of commitment: CommitmentID, grade: GradeID, in policy: Policy) -> String {
        name(commitment, among: policy.grade(grade)?.commitments ?? [], in: policy)
    }

    /// Ids are English words: English shows them, the other languages only where two would be named alike.
    func name(_ id: CommitmentID, among siblings: [Commitment], in policy: Policy) -> String {
        guard let commitment = siblings.first(where: { $0.id == id }) else {
            return word(id.rawValue, in: policy)
        }
        if let title = commitment.title?.text(language) { return title }
        let (id, ends) = (word(id.rawValue, in: policy), or(events(commitment.needs, in: policy)))
        if language == .en { return id == ends ? id : aside(id, ends) }
        let isAlone = !siblings.contains { $0.id != commitment.id && $0.title == nil && $0.needs == commitment.needs }
        return isAlone ? ends : aside(ends, id)
    }

    func shortTitle(of commitment: CommitmentID, grade: GradeID, in policy: Policy) -> String {
        let siblings = policy.grade(grade)?.commitments ?? []
        let whole = name(commitment, among: siblings, in: policy)
        // Elsewhere brackets stand only where they tell two apart.
        guard language == .en else { return whole }
        let own = siblings.map { ($0.id, $0.title?.text(language) ?? word($0.id.rawValue, in: policy)) }
        guard let short = own.first(where: { $0.0 == commitment })?.1 else { return whole }
        return own.contains { $0.0 != commitment && $0.1 == short } ? whole : short
    }

    func title(of role: RoleID, in policy: Policy) -> String {
        word(policy.roles.first { $0.id == role }?.title, role.rawValue, in: policy)
    }

    func title(of calendar: CalendarID, in policy: Policy) -> String {
        word(policy.calendars.first { $0.id == calendar }?.title, calendar.rawValue, in: policy)
    }

    func word(_ title: Title?, _ id: String, in policy: Policy) -> String {
        title?.text(language) ?? word(id, in: policy)
    }

    /// What the policy calls an id that has no place for a title.
    func word(_ id: String, in policy: Policy) -> String { policy.words[id]?.text(language) ?? readable(id) }

    func words(_ ids: [String], in policy: Policy) -> [String] { ids.map { word($0, in: policy) } }

    func promise(of commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String {
        var told = commitment
        (told.warnings, told.ladder, told.budget) = ([], [], [])
        // Its title stands above the sentence already.
        told.title = nil
        return promise(told, among: siblings, in: policy)
    }

    /// `response-attainment` as a person would write it.
    func readable(_ id: String) -> String { String(id.map { $0 == "-" ? " " : $0 }) }

    func hours(_ hours: Hours) -> String {
        and(
            hours.map { interval in
                if interval == .wholeDay { return wholeDay }
                let closes =
                    interval.closes > 86_400_000 ? nextDay(clock(interval.closes - 86_400_000)) : clock(interval.closes)
                return clock(interval.opens) + "–" + closes
            })
    }

    func shares(_ shares: [Share]) -> String { and(shares.map(\.text)) }

    func waitings(_ waitings: Set<Waiting>) -> [String] {
        Waiting.allCases.filter(waitings.contains).map(awaited)
    }
}

/// `a, b and c`
func listed(_ parts: [String], _ comma: String, _ last: String) -> String {
    guard let end = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: comma) + last + end
}
