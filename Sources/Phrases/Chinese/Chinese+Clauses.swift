import Domain
import PolicyLanguage

extension Chinese {
    func sentence(_ clause: Clause, in policy: Policy) -> String {
        switch clause {
        case .policy(let id, let version, let title, let zone):
            "《\(word(title, id.rawValue, in: policy))》\(version) 版，所有时间均为 \(zone) 时区的当地时间。"
        case .calendar(let terms):
            "服务时间\(quoted(word(terms.title, terms.id.rawValue, in: policy)))：\(hours(of: terms))。"
        case .grade(let grade): self.grade(grade, in: policy)
        case .commitment(let commitment):
            promise(commitment, among: policy.siblings(of: commitment), in: policy) + "。"
        case .ladder(let rungs, let id):
            (id.map { quoted(name($0, among: policy.siblings(of: $0, with: rungs), in: policy)) + "的升级" } ?? "升级")
                + "：\(ladder(rungs, in: policy))。"
        case .gate(let gate): "关闭前须完成：\(and(events(gate.needs, in: policy)))。"
        case .duty(let duty): "定级的同时办理：\(word(policy.title(of: duty), duty.id, in: policy))。"
        case .variant(let variant): self.variant(variant, in: policy)
        case .compensation(let terms): "一旦超时，\(compensation(terms, in: policy))。"
        case .ceiling(let share): "同一合同的补偿总额不超过合同金额的 \(share.text)。"
        case .misuse(let factor): "滥用客户行为数据，按合同金额的 \(factor) 倍赔偿。"
        case .insurance(let money): "每起事故，保险基金最高赔付\(amount(money))。"
        case .responsible(let share): "直接责任人至少承担损失的 \(share.text)。"
        case .majorLoss(let money): "直接损失达到\(amount(money))，即为重大事故。"
        case .deposit(let deposit):
            "\(quoted(word(deposit.id, in: policy)))账户余额不低于\(base(deposit.base))的 \(deposit.floor.text)，不足即告警。"
        case .disqualification(let count): "服务商累计超时 \(count) 次，取消服务资格。"
        case .blacklist(let years): "黑名单对外公布，记录至少保留 \(years) 年。"
        case .weights(let weights):
            "个人评分权重："
                + and(
                    ScorecardTerms.Dimension.allCases.compactMap { key in
                        weights[key].map { "\(dimension(key)) \($0.text)" }
                    })
                + "。"
        case .complaints(let categories):
            "计为投诉的类别：\(and(words(categories.map(\.rawValue), in: policy)))。"
        case .card(let card):
            "\(colour(card.colour))：\(rule(card.rule, card.window))，予以\(word(card.then, in: policy))。"
        case .bonus(let bonus): "团队的\(quoted(word(bonus.metric, in: policy)))超过目标的 \(bonus.over.text)，发放奖金。"
        case .steps(let steps): "违反核心规则，逐次追责：\(words(steps, in: policy).joined(separator: " → "))。"
        case .target(let target):
            "目标：\(quoted(word(target.id, in: policy)))不低于 \(target.atLeast.text)\(target.within.map { "（\(span($0))内）" } ?? "")。"
        case .report(let report):
            "\(window(report.every))发布一次\(quoted(word(report.id, in: policy)))，列出前 \(report.top) 项。"
        case .retention(let months):
            "工单关闭、撤销或合并后，自最后一条记录起满 \(months) 个月，清除其中的个人信息；办理经过予以保留。"
        }
    }

    private func grade(_ grade: Grade, in policy: Policy) -> String {
        let categories = words(grade.categories.map(\.rawValue), in: policy)
        let use = categories.isEmpty ? "：不按类别自动归入，由人工或升级指定。" : "，适用类别：\(and(categories))。"
        return word(grade.title, grade.id.rawValue, in: policy) + use + (grade.commitments.isEmpty ? "暂无任何承诺。" : "")
    }

    private func variant(_ variant: Grade.Variant, in policy: Policy) -> String {
        let siblings = policy.siblings(of: variant)
        let limits = siblings.filter { variant.limits[$0.id] != nil }.map {
            "\(quoted(name($0.id, among: siblings, in: policy)))\(within(variant.limits[$0.id] ?? [], after: ""))"
        }
        return
            "合同约定\(quoted(word(policy.title(of: variant), variant.id.rawValue, in: policy)))的，改为\(limits.joined(separator: "，"))。"
    }

    func compensation(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(let share): "按工单工时费的 \(share.text) 补偿，每张工单只补偿一次"
        case .contractPerHour(let share, .proRata): "按超时时长（服务时间，精确到毫秒）每小时补偿合同金额的 \(share.text)"
        case .contractPerHour(let share, .startedHour):
            "按超时时长（服务时间，不足 1 小时按 1 小时计）每小时补偿合同金额的 \(share.text)"
        case .grant(let id, let title): "以\(quoted(word(title, id, in: policy)))作为补偿"
        }
    }

    /// Yuan in the unit that is read aloud.
    private func amount(_ money: Money) -> String {
        guard money.currency == "CNY" else { return " \(money.grouped)" }
        if money.minor >= 1_000_000, money.minor % 1_000_000 == 0 { return "人民币 \(money.minor / 1_000_000) 万元" }
        return "人民币 \(money.grouped.dropFirst(4)) 元"
    }

    private func base(_ base: Guarantees.Deposit.Base) -> String {
        switch base {
        case .contractValue: "年度合同额"
        case .revenue: "年度营业收入"
        }
    }

    private func dimension(_ dimension: ScorecardTerms.Dimension) -> String {
        switch dimension {
        case .timeliness: "时效"
        case .quality: "质量"
        case .satisfaction: "满意度"
        }
    }

    private func count(_ count: ScorecardTerms.Count) -> String {
        switch count {
        case .breaches: "超时"
        case .complaints: "投诉"
        }
    }

    private func window(_ window: ScorecardTerms.Window) -> String {
        switch window {
        case .month: "每月"
        case .quarter: "每季度"
        case .year: "每年"
        }
    }

    private func colour(_ colour: ScorecardTerms.Colour) -> String {
        switch colour {
        case .yellow: "黄牌"
        case .blue: "蓝牌"
        case .red: "红牌"
        }
    }

    private func rule(_ rule: ScorecardTerms.Card.Rule, _ window: ScorecardTerms.Window) -> String {
        let period =
            switch window {
            case .month: "一个月内"
            case .quarter: "一个季度内"
            case .year: "一年内"
            }
        switch rule {
        case .reaches(let number, let what): return "\(period)\(count(what))满 \(number) 次"
        case .top(let share, let what): return "\(period)\(listed(what.map(count), "、", "和"))次数排名前 \(share.text) 的人员"
        }
    }
}
