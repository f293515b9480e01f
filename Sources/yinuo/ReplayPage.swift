import Domain
import Phrases
import Wire

/// A replay's report for a terminal.
struct ReplayPage {
    let words: any Wording
    let replay: Replay
    let report: ReplayReport
    let reader: HistoryReader

    private static let shownRejections = 10

    func write(to output: inout Output) {
        output.line(words.labelled(words.label(.tickets), "\(report.tickets)"))
        let rejected = reader.rejected.count + reader.moreRejected
        if rejected > 0 { writeRejections(rejected, &output) }
        for policy in replay.policies {
            output.line("")
            output.line("\(words.title(of: policy.policy)) · \(policy.policy.id) \(policy.policy.version)")
            for line in ungraded(policy.policy) { output.line(line) }
            guard report.grades.contains(where: { $0.policy == policy.policy.id && $0.tickets > 0 }) else {
                continue
            }
            for line in table(policy).withoutSilentColumns().lines() { output.line(line) }
            for line in footnotes(policy.policy) { output.line("  * " + line) }
            if let line = assumptions() { output.line("  * " + line) }
        }
    }

    /// Tickets that the policy does not grade: a legal state, shown with what the history calls them.
    private func ungraded(_ policy: Policy) -> [String] {
        var values: [String: Int] = [:]
        for ticket in reader.tickets {
            let value = ticket.lastGrade?.value ?? "–"
            if replay.mapping.grade(value, policy) == nil { values[value, default: 0] += 1 }
        }
        guard !values.isEmpty else { return [] }
        let most = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown =
            most.prefix(5).map { "\($0.key) \($0.value)" }.joined(separator: ", ") + (most.count > 5 ? ", …" : "")
        return [words.labelled(words.label(.ungraded), "\(values.values.reduce(0, +)) (\(shown))")]
    }

    /// The amounts that stand in for what the history does not have.
    private func assumptions() -> String? {
        let assumed = replay.mapping.assumed
        guard let contract = replay.mapping.contract else { return nil }
        let rate = Money(currency: contract.amount.currency, minor: contract.hourlyRateMinor)
        let parts = [
            words.duration(.minutes(Int64(assumed.labourMinutes))), rate.grouped + "/h", contract.amount.grouped,
        ]
        return "\(words.label(.assumed)): " + parts.joined(separator: " · ")
    }

    private func writeRejections(_ count: Int, _ output: inout Output) {
        output.line(words.labelled(words.label(.rejectedRows), "\(count)"))
        for row in reader.rejected.prefix(ReplayPage.shownRejections) {
            output.line("  " + words.labelled("\(words.label(.line)) \(row.line)", row.cause))
        }
        if count > ReplayPage.shownRejections { output.line("  …") }
    }

    private func table(_ policy: PolicyInForce) -> Table {
        var table = Table(headings: [
            .left(words.label(.grade)), .left(words.label(.commitment)), .right(words.label(.tickets)),
            .right(words.label(.kept)), .right(words.label(.broken)), .right(words.label(.keptShare)),
            .right(words.label(.void)), .right(words.label(.running)), .right(words.label(.pausedTime)),
            .right(words.label(.lateMean)), .right(words.label(.lateWorst)), .right(words.label(.escalations)),
            .right(words.aside(words.label(.compensation), words.label(.assumed))),
        ])
        for row in report.grades where row.policy == policy.policy.id && row.tickets > 0 {
            let grade = words.title(of: row.grade, in: policy.policy)
            for (index, clock) in row.commitments.enumerated() {
                let isFirst = index == 0
                let judged = clock.met + clock.breached
                table.add([
                    isFirst ? grade : "", words.title(of: clock.commitment, grade: row.grade, in: policy.policy),
                    isFirst ? "\(row.tickets)" : "", "\(clock.met)", "\(clock.breached)",
                    judged == 0 ? "–" : "\(permille(clock.met, of: judged))%", "\(clock.void)", "\(clock.running)",
                    shown(clock.paused), shown(clock.lateMean), shown(clock.lateMost),
                    isFirst ? "\(row.escalations)" : "",
                    isFirst ? compensation(row, policy.policy) : "",
                ])
            }
        }
        return table
    }

    /// Promises that ran but whose end no row records: they could only be broken.
    private func footnotes(_ policy: Policy) -> [String] {
        report.grades.filter { $0.policy == policy.id && $0.tickets > 0 }.flatMap { row -> [String] in
            let grade = policy.grade(row.grade)
            return row.commitments.compactMap { clock in
                let needs = grade?.commitments.first { $0.id == clock.commitment }?.needs ?? []
                guard clock.met + clock.breached + clock.running + clock.void > 0,
                    report.recorded.isDisjoint(with: needs)
                else { return nil }
                let title = words.title(of: clock.commitment, grade: row.grade, in: policy)
                return words.labelled(
                    "\(words.title(of: row.grade, in: policy)) · \(title)", words.label(.neverRecorded))
            }
        }
    }

    private func shown(_ time: Duration) -> String { time == .zero ? "–" : words.duration(time.rounded) }

    private func compensation(_ row: ReplayReport.GradeRow, _ policy: Policy) -> String {
        let money = row.compensation.sorted { $0.key < $1.key }.map { Money(currency: $0.key, minor: $0.value).grouped }
        let grants = row.grants.sorted { $0.key < $1.key }.map { benefit, count in
            var title: Title?
            if case .grant(_, let own)? = policy.grade(row.grade)?.compensation { title = own }
            return "\(count) × \(words.word(title, benefit, in: policy))"
        }
        return (money + grants).isEmpty ? "–" : words.row(money + grants)
    }

    /// One decimal, rounded half up.
    private func permille(_ part: Int, of whole: Int) -> String {
        let share = (part * 2_000 + whole) / (2 * whole)
        return "\(share / 10).\(share % 10)"
    }
}

/// One ticket of a replay, clock by clock.
struct TicketPage {
    let words: any Wording
    let replay: Replay
    let played: Replay.Played

    func write(to output: inout Output) {
        let zone = replay.policies[0].zone
        output.line("")
        output.line(words.labelled(words.label(.oneTicketExplained), "\(played.ticket.id)"))
        output.line("")
        output.line(words.label(.whatHappened))
        let facts = played.ticket.course.facts.filter { $0.name != .graded && $0.name != .labourRecorded }
        var rest = facts[...]
        while let at = rest.first?.mark.at {
            let together = rest.prefix { $0.mark.at == at }
            rest = rest.dropFirst(together.count)
            output.line("  \(at.text(in: zone))  \(words.row(together.map(text)))")
        }
        for clock in played.clocks {
            guard let policy = replay.policies.first(where: { $0.version == clock.grade.policy }) else { continue }
            let number = clock.key.occurrence > 1 ? " #\(clock.key.occurrence)" : ""
            output.line("")
            output.line(
                "\(words.title(of: clock.grade.grade, in: policy.policy)) · \(words.title(of: clock.key.commitment, grade: clock.grade.grade, in: policy.policy))\(number)"
            )
            output.line("  \(words.words(for: clock.progress, in: zone))")
            if let why = played.judge.why(clock) {
                let lines = words.lines(for: why, in: zone, of: policy.policy, grade: clock.grade.grade)
                for line in lines { output.line("    " + line) }
            }
        }
    }

    private func text(_ fact: Fact) -> String {
        let name = words.event(fact.name, in: replay.policies[0].policy)
        guard case .waiting(let reason) = fact.detail else { return name }
        return words.aside(name, words.waiting(reason))
    }
}

extension Duration {
    /// As exact as a report of weeks can use: hours from a hundred on, minutes from one on.
    fileprivate var rounded: Duration {
        let unit: Int64 = milliseconds >= 360_000_000 ? 3_600_000 : milliseconds >= 60_000 ? 60_000 : 1
        return Duration(milliseconds: (milliseconds + unit / 2) / unit * unit)
    }
}

extension Money {
    /// With separators for people: `CNY 29,919,583.32`.
    fileprivate var grouped: String {
        let words = text.split(separator: " ")
        let parts = words[1].split(separator: ".")
        var digits = ""
        for (index, digit) in parts[0].reversed().enumerated() {
            if index > 0, index % 3 == 0, digit != "-" { digits.append(",") }
            digits.append(digit)
        }
        return words[0] + " " + String(digits.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
    }
}
