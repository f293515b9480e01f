import Domain
import PolicyLanguage

extension Japanese {
    func promise(_ commitment: Commitment, among siblings: [Commitment], in policy: Policy) -> String {
        let always = policy.isAlways(commitment.calendar)
        let ends = deed(commitment.needs, in: policy)
        let start = start(commitment, in: policy)
        var text = commitment.title?.text(.ja).map { "\($0)：" } ?? ""
        switch commitment.only {
        case .complex?: text += "複雑な案件では、"
        case .simple?: text += "簡単な案件では、"
        case nil: break
        }
        switch commitment.promise {
        case .within(let limits):
            text += "\(within(limits, after: commitment.awaitsDate ? "" : start, always))に\(ends)"
        case .every(let period, let until):
            text +=
                "\(event(commitment.trigger.event, in: policy))後、\(event(until, in: policy))まで少なくとも\(span(period, always))ごとに\(ends)"
        case .notice(let span, let other):
            text +=
                "\(quoted(name(other, among: siblings, in: policy)))の期限に間に合わない場合、"
                + "期限の\(self.span(span, always))前までに\(ends)"
        }
        var remarks: [String] = []
        if commitment.countsHours {
            remarks.append(always ? "24時間計時" : "\(quoted(title(of: commitment.calendar, in: policy)))のサービス時間で計算")
        }
        if case .each = commitment.trigger { remarks.append("発生ごとに計時") }
        let pauses = waitings(commitment.pauses)
        remarks.append(pauses.isEmpty ? "途中停止なし" : "\(or(pauses))を待つ間は停止")
        text += "（\(remarks.joined(separator: "、"))）"
        if !commitment.warnings.isEmpty { text += "。時間の\(shares(commitment.warnings))を使った時点で警告します" }
        if !commitment.budget.isEmpty { text += "。時間の配分：\(budget(commitment.budget, in: policy))" }
        return text
    }

    /// `受付から4時間以内、または翌日09:00まで（早い方）`
    func within(_ limits: [Limit], after start: String, _ always: Bool = false) -> String {
        let parts = limits.map { limit in
            switch limit {
            case .service(let span): "\(self.span(span, always))以内"
            case .workingDays, .months: "\(self.limit(limit))以内"
            case .nextDay(let time): "翌日\(clock(time))まで"
            case .agreed: "合意した日時まで"
            case .ahead(let span): "合意した日時の\(self.span(span, always))前まで"
            }
        }
        return start + or(parts) + (parts.count > 1 ? "（早い方）" : "")
    }

    private func start(_ commitment: Commitment, in policy: Policy) -> String {
        switch commitment.trigger {
        case .first(let event), .each(let event): "\(self.event(event, in: policy))から"
        case .unanswered(let event): "未回答の最初の\(self.event(event, in: policy))から"
        }
    }

    func hours(of calendar: CalendarTerms) -> String {
        if calendar.isAlways { return "年中無休の24時間" }
        let names = ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"]
        let week = calendar.runs.map { run in
            let (from, to) = (names[run.days.lowerBound], names[run.days.upperBound])
            return "\(run.days.isWholeWeek ? "毎日" : from == to ? from : "\(from)から\(to)")\(hours(run.hours))"
        }
        var parts = [week.isEmpty ? "毎週休業" : and(week)]
        if let official = calendar.official { parts.append("祝日と振替出勤日は公式カレンダー\(quoted(official))のとおり") }
        if !calendar.holidays.isEmpty { parts.append("\(and(stretches(calendar.holidays)))は休業") }
        for group in calendar.ownDays {
            let days = and(stretches(group.days))
            switch group.hours {
            case nil: parts.append("\(days)は通常の営業時間で営業")
            case []?: parts.append("\(days)は休業")
            case let hours?: parts.append("\(days)は\(self.hours(hours))")
            }
        }
        return parts.joined(separator: "、")
    }

    func ladder(_ rungs: [Rung], in policy: Policy) -> String {
        rungs.map { rung in
            var text = "\(moment(rung.at))に\(title(of: rung.tell, in: policy))へ\(rung.wake ? "直ちに（夜間でも）" : "")通知"
            if let grade = rung.attach {
                let title =
                    grade.policy == policy.id
                    ? self.title(of: grade.grade, in: policy) : word(grade.grade.rawValue, in: policy)
                text += "し、\(quoted(title))の約束を追加"
            }
            return text
        }.joined(separator: "、")
    }

    private func moment(_ moment: Rung.Moment) -> String {
        let unit = moment.elapsed ? "（暦の時間）" : ""
        switch moment.anchor {
        case .due: return moment.offset == .zero ? "期限" : "期限の\(span(moment.offset))\(unit)前"
        case .breach: return moment.offset == .zero ? "期限超過時" : "期限超過の\(span(moment.offset))\(unit)後"
        }
    }

    func budget(_ shares: [Commitment.TeamShare], in policy: Policy) -> String {
        and(shares.map { "\(word($0.team.rawValue, in: policy)) \(span($0.budget))" })
    }

    func course(_ commitment: Commitment, in policy: Policy) -> String {
        let only = commitment.only.map { $0 == .complex ? "（複雑な案件のみ）" : "（簡単な案件のみ）" } ?? ""
        let each = if case .each = commitment.trigger { "毎回の" } else { "" }
        return "「\(each)\(start(commitment, in: policy))\(or(events(commitment.needs, in: policy)))まで」\(only)"
    }

    func span(of promise: Commitment.Promise, among siblings: [Commitment], in policy: Policy) -> String {
        switch promise {
        case .within(let limits): or(limits.map(limit)) + (limits.count > 1 ? "（早い方）" : "")
        case .every(let period, let until): "\(event(until, in: policy))まで\(span(period))ごと"
        case .notice(let span, let other): "\(quoted(name(other, among: siblings, in: policy)))の期限の\(self.span(span))前"
        }
    }

    func amends(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(.whole): "作業料金は無料になります"
        case .labour(let share): "作業料金の\(share.text)をお返しします"
        case .contractPerHour(let share, .proRata): "遅れ1時間（サービス時間）につき、ご契約金額の\(share.text)を補償します"
        case .contractPerHour(let share, .startedHour):
            "遅れ1時間（サービス時間、1時間未満は1時間とします）につき、ご契約金額の\(share.text)を補償します"
        case .grant(let id, let title): "\(quoted(word(title, id, in: policy)))をご提供します"
        }
    }
}
