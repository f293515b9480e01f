import Domain
import PolicyLanguage

struct Korean: Tongue {
    let language = Language.ko
    let wholeDay = "종일"
    let plainEvents: [EventName: String] = [.engaged: "첫 답변", .escalationHandled: "상위 담당자의 처리"]

    func quoted(_ text: String) -> String { "‘\(text)’" }
    func aside(_ text: String, _ remark: String) -> String { "\(text)(\(remark))" }
    func labelled(_ label: String, _ text: String) -> String { "\(label): \(text)" }
    func row(_ parts: [String]) -> String { parts.joined(separator: ", ") }
    func and(_ parts: [String]) -> String { parts.joined(separator: ", ") }
    func or(_ parts: [String]) -> String { listed(parts, ", ", " 또는 ") }
    func nextDay(_ time: String) -> String { "다음 날 \(time)" }

    func duration(_ duration: Duration) -> String { duration.spelled(("시간", "분", "초", "밀리초"), " ") }

    func span(_ duration: Duration, _ isAlways: Bool = false) -> String {
        duration.wholeDays(isAlways).map { "\($0)일" } ?? self.duration(duration)
    }

    func limit(_ limit: Limit) -> String {
        switch limit {
        case .service(let span): self.span(span)
        case .workingDays(let count): "영업일 \(count)일"
        case .months(let count): "\(count)개월"
        case .nextDay(let time): "다음 날 \(clock(time))"
        case .agreed: "합의한 일시"
        case .ahead(let span): "합의한 일시 \(self.span(span)) 전"
        }
    }

    func awaited(_ waiting: Waiting) -> String {
        switch waiting {
        case .customer: "고객 회신"
        case .supplier: "공급업체"
        case .problem: "다른 문제"
        case .evidence: "고객 증빙"
        }
    }

    func state(_ state: State) -> String {
        switch state {
        case .new: "신규"
        case .open: "처리 중"
        case .waiting(let reason): "\(awaited(reason)) 대기"
        case .resolved: "해결됨"
        case .closed: "종료됨"
        case .cancelled: "취소됨"
        case .merged: "병합됨"
        }
    }

    func voidReason(_ reason: VoidReason) -> String {
        switch reason {
        case .regraded: "새 등급에 없는 약속입니다"
        case .seriesEnded: "더 이상 보고가 필요하지 않습니다"
        case .cancelled: "티켓이 취소되었습니다"
        case .merged: "티켓이 병합되었습니다"
        case .superseded: "다른 일시로 바뀌었습니다"
        case .promiseKept: "약속이 지켜져 필요하지 않습니다"
        }
    }

    func label(_ label: ReportLabel) -> String {
        switch label {
        case .policy: "정책"
        case .grade: "등급"
        case .commitment: "약속"
        case .tickets: "티켓 수"
        case .kept: "준수"
        case .broken: "초과"
        case .void: "무효"
        case .running: "진행 중"
        case .keptShare: "준수율"
        case .pausedTime: "정지 시간"
        case .lateMean: "평균 지연"
        case .lateWorst: "최대 지연"
        case .escalations: "에스컬레이션"
        case .compensation: "보상"
        case .assumed: "가정값"
        case .rejectedRows: "제외된 행"
        case .line: "행"
        case .cause: "원인"
        case .total: "합계"
        case .oneTicketExplained: "티켓 1건 상세"
        case .whatHappened: "경과"
        case .clocks: "계시"
        case .tryNext: "다음 단계"
        case .sideBySide: "비교"
        case .none: "없음"
        case .ungraded: "등급이 없는 티켓"
        case .neverRecorded: "이 이력에 기록이 없어, 기한이 지나면 초과로 집계합니다"
        }
    }

    /// A word with the particle that its last sound asks for: `응대를`, `계획을`. Of what is not Hangul both are shown.
    func with(_ particle: Particle, _ word: String) -> String {
        let closing: Set<Character> = [")", "’", "”", "'", "\"", "%"]
        let end = word.last { !closing.contains($0) }?.unicodeScalars.first?.value ?? 0
        let (after, before) = particle.forms
        guard word.last != "%" else { return word + (particle == .to ? "로" : before) }
        switch end {
        case 0xAC00...0xD7A3:
            let final = (end - 0xAC00) % 28
            return word + (final == 0 || particle == .to && final == 8 ? before : after)
        case 0x30...0x39:
            let hasFinal = [0, 1, 3, 6, 7, 8].contains(end - 0x30)
            let isRieul = [1, 7, 8].contains(end - 0x30)
            return word + (hasFinal && !(particle == .to && isRieul) ? after : before)
        default: return word + particle.both
        }
    }

    enum Particle {
        case object, topic, subject, to

        /// After a final consonant, after a vowel.
        fileprivate var forms: (String, String) {
            switch self {
            case .object: ("을", "를")
            case .topic: ("은", "는")
            case .subject: ("이", "가")
            case .to: ("으로", "로")
            }
        }

        fileprivate var both: String {
            switch self {
            case .object: "을(를)"
            case .topic: "은(는)"
            case .subject: "이(가)"
            case .to: "(으)로"
            }
        }
    }
}
