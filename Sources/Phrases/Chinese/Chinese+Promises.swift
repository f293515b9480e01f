import Domain
import PolicyLanguage

extension Chinese {
    func promise(_ commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String {
        let always = policy.isAlways(commitment.calendar)
        let ends = or(events(commitment.needs, in: policy))
        let start = start(commitment, in: policy)
        var text = commitment.title?.text(.zh).map { "\($0)：" } ?? ""
        switch commitment.only {
        case .complex?: text += "复杂事项，"
        case .simple?: text += "简单事项，"
        case nil: break
        }
        switch commitment.promise {
        case .within(let limits): text += within(limits, after: commitment.awaitsDate ? "" : start, always) + ends
        case .every(let period, let until):
            text += "\(start)\(each(period, always))至少\(ends)一次，直至\(event(until, in: policy))"
        case .notice(let span, let other):
            text += "如\(quoted(name(other, among: siblings, in: policy)))无法按期兑现，至少提前 \(self.span(span, always))\(ends)"
        }
        var remarks: [String] = []
        if commitment.countsHours {
            remarks.append(always ? "全天候" : "按\(quoted(title(of: commitment.calendar, in: policy)))的服务时间计算")
        }
        if case .each = commitment.trigger { remarks.append("每次单独计时") }
        let pauses = waitings(commitment.pauses)
        remarks.append(pauses.isEmpty ? "计时不中断" : "等待\(or(pauses))期间暂停计时")
        text += "（\(remarks.joined(separator: "，"))）"
        if !commitment.warnings.isEmpty { text += "，时限用去 \(shares(commitment.warnings)) 时预警" }
        if !commitment.budget.isEmpty { text += "，时限分配：\(budget(commitment.budget, in: policy))" }
        return text
    }

    /// `受理后 4 小时内或次日 09:00 前（以先到者为准）`
    func within(_ limits: [Limit], after start: String, _ always: Bool = false) -> String {
        let parts = limits.map { limit in
            switch limit {
            case .service(let span): "\(self.span(span, always))内"
            case .workingDays, .months: "\(self.limit(limit))内"
            case .nextDay(let time): "次日 \(clock(time)) 前"
            case .agreed: "约定日期前"
            case .ahead(let span): "最迟在约定日期前 \(self.span(span, always))"
            }
        }
        let space = !start.isEmpty && parts[0].first.map(\.isNumber) ?? false ? " " : ""
        let first = parts.count > 1 ? "（以先到者为准）" : ""
        return start + space + or(parts) + first
    }

    private func each(_ period: Duration, _ always: Bool = false) -> String {
        period == .hours(1) ? "每小时" : "每 \(span(period, always))"
    }

    private func start(_ commitment: Commitment, in policy: Policy) -> String {
        let isUnanswered = if case .unanswered = commitment.trigger { true } else { false }
        return origin(commitment, in: policy) + (isUnanswered ? "之后" : "后")
    }

    private func origin(_ commitment: Commitment, in policy: Policy) -> String {
        switch commitment.trigger {
        // Where opinions are taken up too, 受理 would be read as that.
        case .first(.received) where policy.siblings(of: commitment).contains { $0.needs.contains(.accepted) }: "收到"
        case .first(let event), .each(let event): self.event(event, in: policy)
        case .unanswered(.customerMessage): "客户首条未回复消息"
        case .unanswered(let event): "首次未获回复的\(self.event(event, in: policy))"
        }
    }

    func hours(of calendar: CalendarTerms) -> String {
        if calendar.isAlways { return "每天 24 小时，全年无休" }
        let names = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
        let week = calendar.runs.map { run in
            let (from, to) = (names[run.days.lowerBound], names[run.days.upperBound])
            return "\(run.days.isWholeWeek ? "每日" : from == to ? from : "\(from)至\(to)") \(hours(run.hours))"
        }
        var parts = [week.isEmpty ? "每周均不开放" : week.joined(separator: "；")]
        if let official = calendar.official { parts.append("节假日与调休按官方日历\(quoted(official))执行") }
        if !calendar.holidays.isEmpty { parts.append("\(and(stretches(calendar.holidays))) 休息") }
        for group in calendar.ownDays {
            let days = and(stretches(group.days))
            switch group.hours {
            case nil: parts.append("\(days) 调休上班，时间同工作日")
            case []?: parts.append("\(days) 休息")
            case let hours?: parts.append("\(days) 为 \(self.hours(hours))")
            }
        }
        return parts.joined(separator: week.count > 1 ? "；" : "，")
    }

    func ladder(_ rungs: [Rung], in policy: Policy) -> String {
        rungs.map { rung in
            let told = title(of: rung.tell, in: policy)
            var text = moment(rung.at) + "通知\(told)" + (rung.wake ? "（不分昼夜）" : "")
            if let grade = rung.attach {
                let title =
                    grade.policy == policy.id
                    ? self.title(of: grade.grade, in: policy) : word(grade.grade.rawValue, in: policy)
                text += "，并附加\(quoted(title))的承诺"
            }
            return text
        }.joined(separator: "；")
    }

    private func moment(_ moment: Rung.Moment) -> String {
        let unit = moment.elapsed ? "（自然时间）" : ""
        switch moment.anchor {
        case .due: return moment.offset == .zero ? "到期时" : "到期前 \(span(moment.offset))\(unit)"
        case .breach: return moment.offset == .zero ? "超时即" : "超时 \(span(moment.offset))\(unit)后"
        }
    }

    func budget(_ shares: [Commitment.TeamShare], in policy: Policy) -> String {
        and(shares.map { "\(word($0.team.rawValue, in: policy)) \(span($0.budget))" })
    }

    func course(_ commitment: Commitment, in policy: Policy) -> String {
        let only = commitment.only.map { $0 == .complex ? "（仅限复杂事项）" : "（仅限简单事项）" } ?? ""
        let each = if case .each = commitment.trigger { "每次" } else { "" }
        return "“\(each)\(origin(commitment, in: policy))至\(or(events(commitment.needs, in: policy)))”\(only)"
    }

    func span(of promise: Commitment.Promise, among siblings: [Commitment], in policy: Policy) -> String {
        switch promise {
        case .within(let limits): or(limits.map(limit)) + (limits.count > 1 ? "（以先到者为准）" : "")
        case .every(let period, let until): "\(each(period))一次直至\(event(until, in: policy))"
        case .notice(let span, let other): "比\(quoted(name(other, among: siblings, in: policy)))到期提前 \(self.span(span))"
        }
    }

    func amends(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(.whole): "免收工时费"
        case .labour(let share): "退还工时费的 \(share.text)"
        case .contractPerHour(let share, .proRata): "每超时 1 小时（按服务时间），补偿合同金额的 \(share.text)"
        case .contractPerHour(let share, .startedHour):
            "每超时 1 小时（按服务时间，不足 1 小时按 1 小时计），补偿合同金额的 \(share.text)"
        case .grant(let id, let title): "向您提供\(quoted(word(title, id, in: policy)))"
        }
    }
}
