import Domain
import PolicyLanguage

extension Korean {
    func changed(_ whom: String?, _ aspect: Aspect, from: String?, to: String?, _ verdict: Change.Verdict?) -> String {
        let head = whom.map { "\($0): " } ?? ""
        let subject = with(.object, name(aspect))
        let verdict =
            switch verdict {
            case .tighter?: " 약속이 더 엄격해집니다."
            case .looser?: " 약속이 느슨해집니다."
            case .different?: " 약속의 종류가 바뀝니다."
            case nil: ""
            }
        switch (from, to) {
        case (let a?, let b?) where aspect.isLong: return "\(head)\(subject) 변경합니다. 기존: \(a). 변경: \(b).\(verdict)"
        case (let a?, let b?): return "\(head)\(subject) \(a)에서 \(with(.to, b)) 변경합니다.\(verdict)"
        case (nil, let b?): return "\(head)\(subject) 추가합니다: \(b).\(verdict)"
        case (let a?, nil): return "\(head)\(subject) 없앱니다(기존: \(a)).\(verdict)"
        case (nil, nil): return "\(head)\(subject) 변경합니다.\(verdict)"
        }
    }

    func newGrade(_ title: String, promises: [String]) -> String {
        "등급 \(with(.object, quoted(title))) 추가합니다."
            + (promises.isEmpty ? " 아직 약속이 없습니다." : " \(promises.joined(separator: ". ")).")
    }

    func goneGrade(_ title: String) -> String { "등급 \(with(.object, quoted(title))) 없애며, 그 약속도 함께 끝납니다." }

    func replaced(_ whom: String?, removed: [String], added: [String]) -> String {
        let gone = removed.isEmpty ? "" : " [폐지] \(removed.joined(separator: " "))"
        let new = added.isEmpty ? "" : " [추가] \(added.joined(separator: " "))"
        return "\(whom ?? "모든 등급"):\(gone)\(new)"
    }

    private func name(_ aspect: Aspect) -> String {
        switch aspect {
        case .version: "버전"
        case .zone: "시간대"
        case .hours: "서비스 시간"
        case .grading: "등급"
        case .commitment: "약속"
        case .time: "기한"
        case .course: "계산 구간"
        case .calendar: "적용 서비스 시간"
        case .pauses: "시간을 멈추는 대기"
        case .warnings: "경고 시점"
        case .ladder: "에스컬레이션"
        case .budget: "팀별 시간 배분"
        case .compensation: "보상"
        }
    }
}
