import Domain
import PolicyLanguage

extension English {
    func promise(_ commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String {
        var text = commitment.title?.text(.en).map { "\($0): " } ?? ""
        let always = policy.isAlways(commitment.calendar)
        let calendar = quoted(title(of: commitment.calendar, in: policy))
        let on = always ? " around the clock" : " of service time on \(calendar)"
        let ends = or(events(commitment.needs, in: policy))
        text += text.isEmpty ? capital(ends) : ends
        switch commitment.promise {
        case .within(let limits):
            text += " " + within(limits, on: calendar, always)
            text += start(commitment, in: policy).map { ", counted from \($0)" } ?? ""
        case .every(let period, let until):
            text +=
                " at least every \(period == .hours(1) ? "hour" : span(period, always))\(on) until \(event(until, in: policy))"
            text += ", first counted from \(moment(commitment.trigger.event, in: policy))"
        case .notice(let span, let other):
            text +=
                " at least \(self.span(span, always))\(always ? "" : on) ahead, if "
                + "\(quoted(name(other, among: siblings, in: policy))) will miss its due"
        }
        switch commitment.only {
        case .complex?: text += ", only for complex matters"
        case .simple?: text += ", only for simple matters"
        case nil: break
        }
        let pauses = waitings(commitment.pauses)
        text += pauses.isEmpty ? "; nothing stops the clock" : "; waiting for \(or(pauses)) stops the clock"
        if !commitment.warnings.isEmpty { text += "; warned at \(shares(commitment.warnings))" }
        if !commitment.budget.isEmpty { text += "; split: \(budget(commitment.budget, in: policy))" }
        return text
    }

    /// - Parameter calendar: named once, after the first limit that counts on it.
    func within(_ limits: [Limit], on calendar: String? = nil, _ always: Bool = false) -> String {
        var open = calendar
        func on(_ words: String) -> String {
            defer { open = nil }
            return open.map { always ? " around the clock" : " \(words) \($0)" } ?? ""
        }
        let parts = limits.map { limit in
            switch limit {
            case .service(let span): "within \(self.span(span, always))\(on("of service time on"))"
            case .workingDays: "within \(self.limit(limit))\(on("on the calendar"))"
            case .months: "within \(self.limit(limit))"
            case .nextDay(let time): "by \(clock(time)) the next day"
            case .agreed: "by the agreed date"
            case .ahead(let span):
                "at least \(self.span(span, always))\(always ? "" : on("of service time on")) before the agreed date"
            }
        }
        return or(parts) + (parts.count > 1 ? ", whichever is earlier" : "")
    }

    private func start(_ commitment: Commitment, in policy: Policy) -> String? {
        if commitment.awaitsDate { return nil }
        switch commitment.trigger {
        case .first(let event): return moment(event, in: policy)
        case .each(let event): return "\(moment(event, in: policy)), each time anew"
        case .unanswered(.customerMessage): return "the customer's first message without an answer"
        case .unanswered(let event): return "\(moment(event, in: policy)), the first without an answer"
        }
    }

    func hours(of calendar: CalendarTerms) -> String {
        if calendar.isAlways { return "around the clock, every day of the year" }
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let week = calendar.runs.map { run in
            let (from, to) = (names[run.days.lowerBound], names[run.days.upperBound])
            let days = run.days.isWholeWeek ? "every day" : from == to ? from : "\(from) to \(to)"
            return "\(days) \(hours(run.hours))"
        }
        var parts = [week.isEmpty ? "closed all week" : week.joined(separator: ", ")]
        if let official = calendar.official {
            parts.append("with the holidays and made-up working days of the official calendar \(quoted(official))")
        }
        if !calendar.holidays.isEmpty { parts.append("closed on \(and(stretches(calendar.holidays)))") }
        for group in calendar.ownDays {
            let days = and(stretches(group.days))
            switch group.hours {
            case nil: parts.append("also open on \(days), with the hours of a working day")
            case []?: parts.append("closed on \(days)")
            case let hours?: parts.append("on \(days) \(self.hours(hours))")
            }
        }
        return parts.joined(separator: "; ")
    }

    func ladder(_ rungs: [Rung], in policy: Policy) -> String {
        rungs.map { rung in
            var text = "\(moment(rung.at)) the \(title(of: rung.tell, in: policy)) is told"
            if rung.wake { text += " at once, even at night" }
            if let grade = rung.attach {
                let title =
                    grade.policy == policy.id
                    ? self.title(of: grade.grade, in: policy) : word(grade.grade.rawValue, in: policy)
                text += " and the promises of \(quoted(title)) are added"
            }
            return text
        }.joined(separator: "; ")
    }

    private func moment(_ moment: Rung.Moment) -> String {
        let unit = moment.elapsed ? " of plain time" : ""
        switch moment.anchor {
        case .due: return moment.offset == .zero ? "when it is due" : "\(span(moment.offset))\(unit) before it is due"
        case .breach: return moment.offset == .zero ? "at the breach" : "\(span(moment.offset))\(unit) after the breach"
        }
    }

    func budget(_ shares: [Commitment.TeamShare], in policy: Policy) -> String {
        shares.map { "\(word($0.team.rawValue, in: policy)) \(span($0.budget))" }.joined(separator: ", ")
    }

    func course(_ commitment: Commitment, in policy: Policy) -> String {
        let start = start(commitment, in: policy) ?? moment(commitment.trigger.event, in: policy)
        let only = commitment.only.map { $0 == .complex ? ", complex matters only" : ", simple matters only" } ?? ""
        return "from \(start) to \(quoted(or(events(commitment.needs, in: policy))))\(only)"
    }

    func span(of promise: Commitment.Promise, among siblings: [Commitment], in policy: Policy) -> String {
        switch promise {
        case .within(let limits): or(limits.map(limit)) + (limits.count > 1 ? ", whichever is earlier" : "")
        case .every(let period, let until): "every \(span(period)) until \(event(until, in: policy))"
        case .notice(let span, let other):
            "\(self.span(span)) ahead of \(quoted(name(other, among: siblings, in: policy)))"
        }
    }

    func amends(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(.whole): "You pay nothing for the labour"
        case .labour(let share): "You get \(share.text) of the labour back"
        case .contractPerHour(let share, .proRata):
            "For each hour of service time that we are late you get \(share.text) of your contract's amount"
        case .contractPerHour(let share, .startedHour):
            "For each started hour of service time that we are late you get \(share.text) of your contract's amount"
        case .grant(let id, let title): "You get this: \(word(title, id, in: policy))"
        }
    }
}
