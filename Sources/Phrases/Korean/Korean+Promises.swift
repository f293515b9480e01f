import Domain
import PolicyLanguage

extension Korean {
    func promise(_ commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String {
        let always = policy.isAlways(commitment.calendar)
        let ends = deed(commitment.needs, in: policy)
        let start = start(commitment, in: policy)
        var text = commitment.title?.text(.ko).map { "\($0): " } ?? ""
        switch commitment.only {
        case .complex?: text += "복잡한 건은 "
        case .simple?: text += "간단한 건은 "
        case nil: break
        }
        switch commitment.promise {
        case .within(let limits):
            let when = within(limits, after: commitment.awaitsDate ? "" : start, always)
            text += "\(when)\(when.hasSuffix("이내") ? "에" : "") \(ends)"
        case .every(let period, let until):
            text += "\(start)부터 \(event(until, in: policy)) 시까지 적어도 \(span(period, always))마다 \(ends)"
        case .notice(let span, let other):
            text +=
                "\(quoted(name(other, among: siblings, in: policy))) 기한을 지킬 수 없으면 "
                + "기한 \(self.span(span, always)) 전까지 \(ends)"
        }
        var remarks: [String] = []
        if commitment.countsHours {
            remarks.append(always ? "24시간 계산" : "\(quoted(title(of: commitment.calendar, in: policy))) 서비스 시간 기준")
        }
        if case .each = commitment.trigger { remarks.append("발생할 때마다 따로 계산") }
        let pauses = waitings(commitment.pauses)
        remarks.append(pauses.isEmpty ? "중단 없음" : "\(or(pauses)) 대기 중에는 정지")
        text += "(\(remarks.joined(separator: ", ")))"
        if !commitment.warnings.isEmpty { text += ". 시간의 \(with(.subject, shares(commitment.warnings))) 지나면 경고합니다" }
        if !commitment.budget.isEmpty { text += ". 시간 배분: \(budget(commitment.budget, in: policy))" }
        return text
    }

    /// `접수 후 4시간 이내 또는 다음 날 09:00까지(빠른 쪽)`
    func within(_ limits: [Limit], after start: String, _ always: Bool = false) -> String {
        let parts = limits.map { limit in
            switch limit {
            case .service(let span): "\(self.span(span, always)) 이내"
            case .workingDays, .months: "\(self.limit(limit)) 이내"
            case .nextDay(let time): "다음 날 \(clock(time))까지"
            case .agreed: "합의한 일시까지"
            case .ahead(let span): "합의한 일시 \(self.span(span, always)) 전까지"
            }
        }
        return (start.isEmpty ? "" : "\(start) 후 ") + or(parts) + (parts.count > 1 ? "(빠른 쪽)" : "")
    }

    private func start(_ commitment: Commitment, in policy: Policy) -> String {
        switch commitment.trigger {
        case .first(let event), .each(let event): self.event(event, in: policy)
        case .unanswered(let event): "답변하지 않은 첫 \(self.event(event, in: policy))"
        }
    }

    func hours(of calendar: CalendarTerms) -> String {
        if calendar.isAlways { return "연중무휴 24시간" }
        let names = ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"]
        let week = calendar.runs.map { run in
            let (from, to) = (names[run.days.lowerBound], names[run.days.upperBound])
            return "\(run.days.isWholeWeek ? "매일" : from == to ? from : "\(from)~\(to)") \(hours(run.hours))"
        }
        var parts = [week.isEmpty ? "매주 휴무" : and(week)]
        if let official = calendar.official { parts.append("공휴일과 대체 근무일은 공식 달력 \(quoted(official)) 기준") }
        if !calendar.holidays.isEmpty { parts.append("\(and(stretches(calendar.holidays))) 휴무") }
        for group in calendar.ownDays {
            let days = and(stretches(group.days))
            switch group.hours {
            case nil: parts.append("\(days) 평일 시간으로 근무")
            case []?: parts.append("\(days) 휴무")
            case let hours?: parts.append("\(days) \(self.hours(hours))")
            }
        }
        return parts.joined(separator: ", ")
    }

    func ladder(_ rungs: [Rung], in policy: Policy) -> String {
        rungs.map { rung in
            var text = "\(moment(rung.at)) \(title(of: rung.tell, in: policy))에게 \(rung.wake ? "즉시(야간 포함) " : "")통보"
            if let grade = rung.attach {
                let title =
                    grade.policy == policy.id
                    ? self.title(of: grade.grade, in: policy) : word(grade.grade.rawValue, in: policy)
                text += ", \(quoted(title)) 약속 추가"
            }
            return text
        }.joined(separator: "; ")
    }

    private func moment(_ moment: Rung.Moment) -> String {
        let unit = moment.elapsed ? "(일반 시간)" : ""
        switch moment.anchor {
        case .due: return moment.offset == .zero ? "기한 도래 시" : "기한 \(span(moment.offset))\(unit) 전"
        case .breach: return moment.offset == .zero ? "기한 초과 시" : "기한 초과 \(span(moment.offset))\(unit) 후"
        }
    }

    func budget(_ shares: [Commitment.TeamShare], in policy: Policy) -> String {
        and(shares.map { "\(word($0.team.rawValue, in: policy)) \(span($0.budget))" })
    }

    func course(_ commitment: Commitment, in policy: Policy) -> String {
        let only = commitment.only.map { $0 == .complex ? "(복잡한 건만)" : "(간단한 건만)" } ?? ""
        let each = if case .each = commitment.trigger { "매번 " } else { "" }
        return "‘\(each)\(start(commitment, in: policy))부터 \(or(events(commitment.needs, in: policy)))까지’\(only)"
    }

    func span(of promise: Commitment.Promise, among siblings: [Commitment], in policy: Policy) -> String {
        switch promise {
        case .within(let limits): or(limits.map(limit)) + (limits.count > 1 ? "(빠른 쪽)" : "")
        case .every(let period, let until): "\(event(until, in: policy)) 시까지 \(span(period))마다"
        case .notice(let span, let other): "\(quoted(name(other, among: siblings, in: policy))) 기한 \(self.span(span)) 전"
        }
    }

    func amends(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(.whole): "작업 비용을 받지 않습니다"
        case .labour(let share): "작업 비용의 \(with(.object, share.text)) 돌려드립니다"
        case .contractPerHour(let share, .proRata):
            "서비스 시간으로 1시간 늦을 때마다 계약 금액의 \(with(.object, share.text)) 보상합니다"
        case .contractPerHour(let share, .startedHour):
            "서비스 시간으로 1시간 늦을 때마다(1시간 미만은 1시간으로 계산) 계약 금액의 \(with(.object, share.text)) 보상합니다"
        case .grant(let id, let title): "\(with(.object, quoted(word(title, id, in: policy)))) 제공합니다"
        }
    }
}
