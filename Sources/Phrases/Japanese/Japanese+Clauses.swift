import Domain
import PolicyLanguage

extension Japanese {
    func sentence(_ clause: Clause, in policy: Policy) -> String {
        switch clause {
        case .policy(let id, let version, let title, let zone):
            "「\(word(title, id.rawValue, in: policy))」\(version)版です。時刻はすべて\(zone)の現地時刻です。"
        case .calendar(let terms):
            "サービス時間\(quoted(word(terms.title, terms.id.rawValue, in: policy)))は、\(hours(of: terms))です。"
        case .grade(let grade): self.grade(grade, in: policy)
        case .commitment(let commitment):
            promise(commitment, among: policy.siblings(of: commitment), in: policy) + "。"
        case .ladder(let rungs, let id):
            (id.map { quoted(name($0, among: policy.siblings(of: $0, with: rungs), in: policy)) + "の" } ?? "")
                + "エスカレーション：\(ladder(rungs, in: policy))します。"
        case .gate(let gate): "完了とするには、\(and(events(gate.needs, in: policy)))が必要です。"
        case .duty(let duty): "等級の決定と同時に行います：\(word(policy.title(of: duty), duty.id, in: policy))。"
        case .variant(let variant): self.variant(variant, in: policy)
        case .compensation(let terms): "期限を過ぎた場合は、\(compensation(terms, in: policy))を補償します。"
        case .ceiling(let share): "1件の契約での補償の合計は、契約金額の\(share.text)を上限とします。"
        case .misuse(let factor): "行動データを不正に利用した場合は、契約金額の\(factor)倍を賠償します。"
        case .insurance(let money): "保険基金からの支払いは、事故1件につき\(money.grouped)を上限とします。"
        case .responsible(let share): "直接の責任者は、損失の\(share.text)以上を負担します。"
        case .majorLoss(let money): "直接損失が\(money.grouped)以上のものを重大事故とします。"
        case .deposit(let deposit):
            "\(quoted(word(deposit.id, in: policy)))の残高は\(base(deposit.base))の\(deposit.floor.text)以上とし、不足した場合は警報を出します。"
        case .disqualification(let count): "期限超過が累計\(count)件に達した事業者は、資格を失います。"
        case .blacklist(let years): "ブラックリストは公開し、記載は\(years)年以上残します。"
        case .weights(let weights):
            "個人評価の配点："
                + and(
                    ScorecardTerms.Dimension.allCases.compactMap { key in
                        weights[key].map { "\(dimension(key))\($0.text)" }
                    })
                + "。"
        case .complaints(let categories):
            "苦情として数える区分：\(and(words(categories.map(\.rawValue), in: policy)))。"
        case .card(let card):
            "\(colour(card.colour))カード：\(rule(card.rule, card.window))。その後の措置は\(quoted(word(card.then, in: policy)))です。"
        case .bonus(let bonus): "\(quoted(word(bonus.metric, in: policy)))が目標の\(bonus.over.text)を超えたチームには、賞与を支給します。"
        case .steps(let steps): "基本規則に違反した場合は、段階的に処分します：\(words(steps, in: policy).joined(separator: " → "))。"
        case .target(let target):
            "目標：\(quoted(word(target.id, in: policy)))を\(target.atLeast.text)以上\(target.within.map { "（\(span($0))以内）" } ?? "")とします。"
        case .report(let report):
            "\(window(report.every))、\(quoted(word(report.id, in: policy)))の上位\(report.top)件を公表します。"
        case .retention(let months):
            "完了、取り消しまたは統合されたチケットの個人情報は、最後の記録から\(months)か月後に消去します。対応の経過は記録に残します。"
        }
    }

    private func grade(_ grade: Grade, in policy: Policy) -> String {
        let categories = words(grade.categories.map(\.rawValue), in: policy)
        let use = categories.isEmpty ? "：区分では自動的に決まらず、個別に指定します。" : "：対象となる区分は\(and(categories))です。"
        return word(grade.title, grade.id.rawValue, in: policy) + use + (grade.commitments.isEmpty ? "約束はまだありません。" : "")
    }

    private func variant(_ variant: Grade.Variant, in policy: Policy) -> String {
        let siblings = policy.siblings(of: variant)
        let limits = siblings.filter { variant.limits[$0.id] != nil }.map {
            "\(quoted(name($0.id, among: siblings, in: policy)))は\(within(variant.limits[$0.id] ?? [], after: ""))"
        }
        return
            "契約で\(quoted(word(policy.title(of: variant), variant.id.rawValue, in: policy)))を指定した場合、\(and(limits))とします。"
    }

    func compensation(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(let share): "作業工数の\(share.text)（チケット1件につき1回）"
        case .contractPerHour(let share, .proRata): "遅延1時間につき契約金額の\(share.text)（サービス時間、ミリ秒単位で按分）"
        case .contractPerHour(let share, .startedHour):
            "遅延1時間につき契約金額の\(share.text)（サービス時間、1時間未満は1時間に切り上げ）"
        case .grant(let id, let title): word(title, id, in: policy)
        }
    }

    private func base(_ base: Guarantees.Deposit.Base) -> String {
        switch base {
        case .contractValue: "年間契約額"
        case .revenue: "年間売上高"
        }
    }

    private func dimension(_ dimension: ScorecardTerms.Dimension) -> String {
        switch dimension {
        case .timeliness: "迅速さ"
        case .quality: "品質"
        case .satisfaction: "満足度"
        }
    }

    private func count(_ count: ScorecardTerms.Count) -> String {
        switch count {
        case .breaches: "期限超過"
        case .complaints: "苦情"
        }
    }

    private func window(_ window: ScorecardTerms.Window) -> String {
        switch window {
        case .month: "毎月"
        case .quarter: "四半期ごとに"
        case .year: "毎年"
        }
    }

    private func colour(_ colour: ScorecardTerms.Colour) -> String {
        switch colour {
        case .yellow: "イエロー"
        case .blue: "ブルー"
        case .red: "レッド"
        }
    }

    private func rule(_ rule: ScorecardTerms.Card.Rule, _ window: ScorecardTerms.Window) -> String {
        let period =
            switch window {
            case .month: "1か月"
            case .quarter: "1四半期"
            case .year: "1年"
            }
        switch rule {
        case .reaches(let number, let what): return "\(period)に\(count(what))が\(number)件"
        case .top(let share, let what): return "\(period)の\(listed(what.map(count), "、", "と"))が多い上位\(share.text)の人"
        }
    }
}
