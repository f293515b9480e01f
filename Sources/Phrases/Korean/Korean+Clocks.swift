import Domain
import PolicyLanguage

extension Korean {
    func words(for progress: Progress, in zone: Zone) -> String {
        switch progress {
        case .waiting: return "일시 합의 대기 중"
        case .running(nil): return "진행 중, 기한 없음"
        case .running(let due?): return "진행 중, 기한 \(time(due, in: zone))"
        case .paused(let since, let left): return "\(time(since, in: zone))부터 정지, \(duration(left)) 남음"
        case .met(let at): return "\(time(at, in: zone))에 준수"
        case .breached(let breach):
            let late = "서비스 시간 기준 \(duration(breach.late))"
            let outcome =
                breach.ended == nil ? "현재 \(late) 초과" : breach.came ? "\(late) 늦게 완료" : "\(late) 초과, 완료되지 않은 채 종료"
            let missed = breach.missed > 1 ? ", 보고 \(breach.missed)회 누락" : ""
            return "기한 초과: 기한 \(time(breach.due, in: zone)), \(outcome)\(missed)"
        case .void(let at, let reason): return "\(time(at, in: zone))부터 무효: \(voidReason(reason))"
        }
    }

    func opening(of why: Why, in zone: Zone, _ policy: Policy?, _ grade: GradeID?) -> String {
        let limits = or(why.limits.map { limit($0.limit) })
        let decides = deciding(why).map { " 먼저 오는 \(with(.object, quoted(limit($0)))) 적용합니다." } ?? ""
        return "\(with(.topic, quoted(title(of: why, in: policy, grade)))) \(time(why.start, in: zone))에 시작하며, 서비스 시간 "
            + "\(with(.to, quoted(calendar(of: why, in: policy)))) 계산합니다.\(limits.isEmpty ? "" : " 기한은 \(limits)입니다.")\(decides)"
    }

    func kind(_ kind: Why.Piece.Kind) -> String {
        switch kind {
        case .counted: "계산됨"
        case .closed: "서비스 시간 외"
        case .paused: "정지"
        case .void: "무효"
        }
    }

    func omitted(_ count: Int) -> String { "… 여기서 \(count)개 구간을 생략합니다 …" }

    func closing(of why: Why, counted: Duration, paused: Duration, in zone: Zone) -> String {
        let total =
            (why.omitted > 0 ? "표시된 구간에서 " : "합계 ") + "\(duration(counted)) 계산됨"
            + (paused > .zero ? ", \(duration(paused)) 정지" : "")
        switch why.due {
        case .at(let due): return "\(total). 기한은 \(time(due, in: zone))입니다."
        case .paused(let since, let left):
            return "\(total). \(time(since, in: zone))부터 정지되어 \(with(.subject, duration(left))) 남았으며, 아직 기한이 없습니다."
        case .never: return "\(total). 이후 서비스 시간이 없어 기한이 없습니다."
        case .beyond: return "\(total). 기한이 2199년을 넘습니다."
        case .undated: return "\(total). 일시가 아직 합의되지 않아 기한이 없습니다."
        }
    }

    func data(of why: Why, _ policy: Policy?) -> String {
        "근거: 정책 \(quoted(source(of: why, in: policy))) \(why.policy.version) 버전, 시간대 데이터 \(why.data.zones)"
            + (official(why).map { ", 공식 달력 \($0)" } ?? "") + "."
    }
}
