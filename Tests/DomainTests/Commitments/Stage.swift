import Domain
import Support

// A play in words: a policy made in code, a ticket under it, a line for each thing that happens.
//
// `t("10:30")` is on Monday 1 June 2026 in UTC, `t("3/10:30")` on the third; the 31st is 1 July. A line is a time and what is done then:
//
//     11:00 engaged               12:00 paused customer        12:00 agreed 9/10:00      12:00 labour-recorded 90
//     11:00 engaged @10:30        (occurred at 10:30, recorded at 11:00)
//     11:00 engaged @10:58 edge   (or `person`, `history`, or `because REASON`; without a word by right)
//     11:00 grade urgent [simple] 11:00 regrade 0 calm [because REASON]
//     11:00 answered robot        (`robot-accepted`: the customer took it)
//     11:00 offer night-team      11:00 assigned night-team    11:00 correct 3 10:20     11:00 advance

func t(_ text: some StringProtocol) -> Instant {
    let parts = text.split(separator: "/")
    let days = parts.count == 2 ? Int64(parts[0])! - 1 : 0
    let seconds = parts.last!.split(separator: ":").count == 2 ? ":00" : ""
    return at("2026-06-01T\(parts.last!)\(seconds)Z") + .hours(24 * days)
}

func span(_ spelled: String) -> Duration { Duration(spelled: spelled)! }

/// `promise("resolve", "resolved", within: "2h")`
func promise(
    _ id: CommitmentID, _ needs: EventName..., within limits: String..., ahead: String? = nil, every: String? = nil,
    until: EventName = .resolved, before: (String, CommitmentID)? = nil, from: Commitment.Trigger = .first(.received),
    on calendar: CalendarID = "always", pause: Set<Waiting> = [], only: Complexity? = nil, warn: [Int64] = [],
    ladder: [String] = [], budget: [(TeamID, String)] = []
) -> Commitment {
    let promise: Commitment.Promise =
        if let every {
            .every(span(every), until: until)
        } else if let before {
            .notice(span(before.0), of: before.1)
        } else {
            .within(limits.map { Limit($0)! } + (ahead.map { [.ahead(span($0))] } ?? []))
        }
    return Commitment(
        id: id, trigger: from, needs: needs, promise: promise, calendar: calendar, pauses: pause, only: only,
        warnings: warn.map(Share.percent), ladder: ladder.map { Rung(at: Rung.Moment($0)!, tell: "lead") },
        budget: budget.map { Commitment.TeamShare(team: $0.0, budget: span($0.1)) })
}

/// A grade of the stage's policy; `g` is the one a ticket gets if nobody says otherwise.
func grade(
    _ id: GradeID = "g", _ commitments: Commitment..., gates: [Grade.Gate] = [], duties: [String] = [],
    variants: [Grade.Variant] = [], owes: Grade.Compensation? = nil
) -> Grade {
    Grade(
        id: id, commitments: commitments, gates: gates, duties: duties.map { Grade.Duty(id: $0, title: nil) },
        variants: variants, compensation: owes)
}

/// The policy that the grades make up: `always` around the clock, `office` daily 9 to 17, `never` not at all; in UTC.
func policy(_ grades: [Grade], id: PolicyID = "p", version: String = "1", zone: String = "UTC") -> PolicyInForce {
    let calendars = [("always", "00:00-24:00"), ("office", "09:00-17:00"), ("never", "")].map { id, open in
        CalendarTerms(id: CalendarID(id), week: Array(repeating: hours(open), count: 7))
    }
    let policy = Policy(id: id, version: version, zone: zone, calendars: calendars, grades: grades)
    return try! PolicyInForce(policy, zones: .shipped, official: [:])
}

extension GradeRef {
    /// A grade of the stage's policy.
    static func of(_ grade: some StringProtocol, version: String = "1") -> GradeRef {
        GradeRef(policy: PolicyVersion(id: "p", version: version), grade: GradeID(grade))
    }
}

struct Stage {
    let book: Book
    var ticket: Ticket
    /// Everything that was emitted, the opening first.
    var journal: [Ticket.Event]
    var now: Instant

    init(_ grades: [Grade], received: String = "10:00", firstAsked: TeamID? = nil) {
        self.init(Book([policy(grades)]), received: received, firstAsked: firstAsked)
        if grades.contains(where: { $0.id == "g" }) { try! perform(.grade(.of("g")), at: now) }
    }

    init(_ book: Book, received: String = "10:00", firstAsked: TeamID? = nil, id: TicketID = "T1") {
        self.book = book
        now = t(received)
        let opening = Ticket.Opening(id: id, customer: "C", received: now, firstAsked: firstAsked)
        ticket = Ticket(opening)
        journal = [.opened(opening)]
    }

    mutating func perform(_ command: Ticket.Command, at now: Instant) throws(Ticket.Refusal) {
        let events = try ticket.decide(command, at: now, book)
        for event in events { ticket.evolve(event) }
        journal += events
        self.now = max(self.now, now)
    }

    /// The lines in their order; stops at the first that is refused.
    mutating func play(_ lines: [String]) throws(Ticket.Refusal) {
        for line in lines { try play(line) }
    }

    mutating func play(_ line: String) throws(Ticket.Refusal) {
        var words = line.split(separator: " ")
        var reason: String?
        if let because = words.firstIndex(of: "because") {
            reason = words[(because + 1)...].joined(separator: " ")
            words.removeSubrange(because...)
        }
        let (now, verb) = (t(words[0]), words[1])
        let rest = words.dropFirst(2)
        let command: Ticket.Command
        switch verb {
        case "advance": command = .advance
        case "grade": command = .grade(.of(rest[2]), rest.count > 1 ? .simple : .complex)
        case "regrade":
            let complexity: Complexity = rest.count > 2 ? .simple : .complex
            command = .regrade(strand: Int(rest[2])!, to: .of(rest[3]), complexity, reason: reason)
        case "offer": command = .offer(to: TeamID(rest[2]))
        case "correct": command = .correct(position: Int(rest[2])!, occurred: t(rest[3]), reason: reason ?? "mistaken")
        default:
            let occurred = rest.first { $0.hasPrefix("@") }.map { t($0.dropFirst()) }
            let words: [Substring: Ticket.Source] = ["edge": .edge, "person": .person, "history": .history]
            let source = reason.map(Ticket.Source.backdating) ?? rest.lazy.compactMap { words[$0] }.first
            command = .record(
                EventName(verb), occurred: occurred ?? now,
                detail: Stage.detail(verb, rest.first { !$0.hasPrefix("@") }),
                source: source ?? .backdating(reason: "told later"))
        }
        try perform(command, at: now)
    }

    private static func detail(_ verb: Substring, _ word: Substring?) -> Fact.Detail {
        switch (verb, word) {
        case ("paused", let reason?): .waiting(Waiting(rawValue: String(reason))!)
        case ("agreed", let date?): .date(t(date))
        case ("assigned", let team?): .team(TeamID(team))
        case ("labour-recorded", let minutes?): .labour(minutes: Int(minutes)!, by: "somebody")
        case (_, "robot"): .robot(accepted: false)
        case (_, "robot-accepted"): .robot(accepted: true)
        default: .none
        }
    }

    func judge(at now: Instant? = nil) -> Judge { Judge(ticket.course, book: book, now: now ?? self.now) }

    func clocks(at now: Instant? = nil) -> [Clock] { judge(at: now).clocks() }

    func clock(_ id: CommitmentID, _ occurrence: Int = 1, at now: Instant? = nil) -> Clock {
        clocks(at: now).first { $0.key.commitment == id && $0.key.occurrence == occurrence }!
    }

    /// The timed facts that were told, in the journal's order: `10:30 warned respond 50%`.
    var told: [String] { journal.compactMap(\.told) }
}

// MARK: Values in words

extension Instant {
    /// As `t` reads it: the day only if it is not the first, seconds only if there are any.
    var words: String {
        let since = self - t("00:00")
        let day = since.milliseconds / 86_400_000 + 1
        let rest = since.milliseconds % 86_400_000
        func two(_ n: Int64) -> String { (n < 10 ? "0" : "") + String(n) }
        var text = two(rest / 3_600_000) + ":" + two(rest / 60_000 % 60)
        if rest % 60_000 != 0 { text += ":" + two(rest / 1_000 % 60) }
        if rest % 1_000 != 0 { text += "." + String(String(1_000 + rest % 1_000).dropFirst()) }
        return (day == 1 ? "" : "\(day)/") + text
    }
}

extension Duration {
    var words: String { milliseconds % 1_000 == 0 ? spelled : "\(milliseconds)ms" }
}

extension ClockKey {
    var words: String { "\(commitment)" + (occurrence == 1 ? "" : "#\(occurrence)") }
}

extension Clock {
    /// `respond#2 breached 10:15:00.001 ended 10:20 late 5m`
    var words: String { key.words + " " + progress.words }
}

extension Progress {
    var words: String {
        switch self {
        case .waiting: "waiting"
        case .running(let due): "due " + (due?.words ?? "never")
        case .paused(let since, let left): "paused \(since.words), \(left.words) left"
        case .met(let at): "met \(at.words)"
        case .void(let at, let reason): "void \(at.words) \(reason.rawValue)"
        case .breached(let breach):
            "breached \(breach.at.words)" + (breach.ended.map { " ended \($0.words)" } ?? "")
                + " late \(breach.late.words)"
                + (breach.missed == 1 ? "" : " missed \(breach.missed)")
        }
    }
}

extension Ticket.Event {
    /// A fact that time brought about, or the withdrawal of one; nil for any other event.
    var told: String? {
        guard case .course(let event) = self else { return nil }
        switch event {
        case .warned(let key, let share, let at): return "\(at.words) warned \(key.words) \(share.text)"
        case .rungReached(let key, let rung, let at): return "\(at.words) rung \(key.words) \(rung.at.spelled)"
        case .breached(let key, _, let at): return "\(at.words) breached \(key.words)"
        case .breachWithdrawn(let key, let at): return "\(at.words) withdrawn \(key.words)"
        case .budgetSpent(let key, let team, let at): return "\(at.words) spent \(key.words) by \(team)"
        default: return nil
        }
    }
}
