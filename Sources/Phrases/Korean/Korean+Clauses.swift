import Domain
import PolicyLanguage

extension Korean {
    func sentence(_ clause: Clause, in policy: Policy) -> String {
        switch clause {
        case .policy(let id, let version, let title, let zone):
            "‘\(word(title, id.rawValue, in: policy))’ \(version) 버전입니다. 모든 시각은 \(zone) 현지 시각입니다."
        case .calendar(let terms):
            "서비스 시간 \(with(.topic, quoted(word(terms.title, terms.id.rawValue, in: policy)))) \(hours(of: terms))입니다."
        case .grade(let grade): self.grade(grade, in: policy)
        case .commitment(let commitment):
            promise(commitment, among: policy.siblings(of: commitment), in: policy) + "."
        case .ladder(let rungs, let id):
            (id.map { quoted(name($0, among: policy.siblings(of: $0, with: rungs), in: policy)) + " " } ?? "")
                + "에스컬레이션: \(ladder(rungs, in: policy))합니다."
        case .gate(let gate): "종료하려면 \(with(.subject, and(events(gate.needs, in: policy)))) 필요합니다."
        case .duty(let duty): "등급 지정과 동시에 수행합니다: \(word(policy.title(of: duty), duty.id, in: policy))."
        case .variant(let variant): self.variant(variant, in: policy)
        case .compensation(let terms): "기한을 넘기면 \(compensation(terms, in: policy)) 보상합니다."
        case .ceiling(let share): "한 계약의 보상 총액은 계약 금액의 \(with(.object, share.text)) 넘지 않습니다."
        case .misuse(let factor): "행동 데이터를 오용하면 계약 금액의 \(factor)배를 배상합니다."
        case .insurance(let money): "보험 기금은 사고 1건당 최대 \(money.grouped)까지 지급합니다."
        case .responsible(let share): "직접 책임자는 손실의 \(share.text) 이상을 부담합니다."
        case .majorLoss(let money): "직접 손실이 \(money.grouped) 이상이면 중대 사고로 봅니다."
        case .deposit(let deposit):
            "\(quoted(word(deposit.id, in: policy))) 잔액은 \(base(deposit.base))의 \(deposit.floor.text) 이상이어야 하며, 부족하면 경보를 울립니다."
        case .disqualification(let count): "기한 초과가 누적 \(count)건인 협력사는 자격을 잃습니다."
        case .blacklist(let years): "블랙리스트는 공개하며, 기록은 \(years)년 이상 유지합니다."
        case .weights(let weights):
            "개인 평가 비중: "
                + and(
                    ScorecardTerms.Dimension.allCases.compactMap { key in
                        weights[key].map { "\(dimension(key)) \($0.text)" }
                    })
                + "."
        case .complaints(let categories):
            "불만으로 세는 분류: \(and(words(categories.map(\.rawValue), in: policy)))."
        case .card(let card):
            "\(colour(card.colour)) 카드: \(rule(card.rule, card.window)). 후속 조치는 ‘\(word(card.then, in: policy))’입니다."
        case .bonus(let bonus):
            "\(with(.subject, quoted(word(bonus.metric, in: policy)))) 목표의 \(with(.object, bonus.over.text)) 넘은 팀에는 상여를 지급합니다."
        case .steps(let steps): "핵심 규칙을 어기면 단계별로 조치합니다: \(words(steps, in: policy).joined(separator: " → "))."
        case .target(let target):
            "목표: \(quoted(word(target.id, in: policy))) \(target.within.map { "\(span($0)) 이내 " } ?? "")\(target.atLeast.text) 이상."
        case .report(let report):
            "\(window(report.every)) \(quoted(word(report.id, in: policy))) 상위 \(report.top)건을 공개합니다."
        case .retention(let months):
            "종료, 취소 또는 병합된 티켓의 개인정보는 마지막 기록에서 \(months)개월이 지나면 삭제합니다. 처리 경과는 기록으로 남깁니다."
        }
    }

    private func grade(_ grade: Grade, in policy: Policy) -> String {
        let categories = words(grade.categories.map(\.rawValue), in: policy)
        let use = categories.isEmpty ? ": 분류로 자동 지정되지 않으며, 따로 지정합니다." : ": 적용 분류는 \(and(categories))입니다."
        return word(grade.title, grade.id.rawValue, in: policy) + use
            + (grade.commitments.isEmpty ? " 아직 약속이 없습니다." : "")
    }

    private func variant(_ variant: Grade.Variant, in policy: Policy) -> String {
        let siblings = policy.siblings(of: variant)
        let limits = siblings.filter { variant.limits[$0.id] != nil }.map {
            "\(with(.topic, quoted(name($0.id, among: siblings, in: policy)))) \(within(variant.limits[$0.id] ?? [], after: ""))"
        }
        return
            "계약에서 \(with(.object, quoted(word(policy.title(of: variant), variant.id.rawValue, in: policy)))) 지정하면 다음과 같습니다: \(and(limits))."
    }

    func compensation(_ terms: Grade.Compensation, in policy: Policy) -> String {
        switch terms {
        case .labour(let share): "티켓 작업 비용의 \(with(.object, share.text)) 티켓당 한 번"
        case .contractPerHour(let share, .proRata):
            "지연 1시간마다 계약 금액의 \(with(.object, share.text)) 서비스 시간 기준으로, 밀리초까지 비례하여"
        case .contractPerHour(let share, .startedHour):
            "지연 1시간마다 계약 금액의 \(with(.object, share.text)) 서비스 시간 기준으로, 1시간 미만은 1시간으로 보아"
        case .grant(let id, let title): with(.to, word(title, id, in: policy))
        }
    }

    private func base(_ base: Guarantees.Deposit.Base) -> String {
        switch base {
        case .contractValue: "연간 계약 금액"
        case .revenue: "연간 매출액"
        }
    }

    private func dimension(_ dimension: ScorecardTerms.Dimension) -> String {
        switch dimension {
        case .timeliness: "적시성"
        case .quality: "품질"
        case .satisfaction: "만족도"
        }
    }

    private func count(_ count: ScorecardTerms.Count) -> String {
        switch count {
        case .breaches: "기한 초과"
        case .complaints: "불만"
        }
    }

    private func window(_ window: ScorecardTerms.Window) -> String {
        switch window {
        case .month: "매월"
        case .quarter: "매 분기"
        case .year: "매년"
        }
    }

    private func colour(_ colour: ScorecardTerms.Colour) -> String {
        switch colour {
        case .yellow: "옐로"
        case .blue: "블루"
        case .red: "레드"
        }
    }

    private func rule(_ rule: ScorecardTerms.Card.Rule, _ window: ScorecardTerms.Window) -> String {
        let period =
            switch window {
            case .month: "한 달"
            case .quarter: "한 분기"
            case .year: "한 해"
            }
        switch rule {
        case .reaches(let number, let what): return "\(period)에 \(count(what)) \(number)건"
        case .top(let share, let what):
            return "\(period) 동안 \(listed(what.map(count), ", ", "·"))이 가장 많은 상위 \(share.text)"
        }
    }
}
