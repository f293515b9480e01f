import Domain
import PolicyLanguage

extension Korean {
    func words(for problem: Problem) -> (cause: String, cure: String) {
        switch problem {
        case .notText: ("파일이 UTF-8 텍스트가 아닙니다.", "UTF-8로 저장하십시오.")
        case .tooLarge(let bytes): ("파일이 \(bytes)바이트로, 한도인 262144바이트를 넘습니다.", "여러 정책으로 나누십시오.")
        case .tooDeep: ("중첩이 너무 깊습니다.", "64단계 이내로 작성하십시오.")
        case .syntax(let text): ("YAML 문법에 맞지 않습니다: \(text).", "이 위치의 들여쓰기, 콜론, 따옴표를 확인하십시오.")
        case .anchor(let name): ("‘&\(name)’ 같은 앵커와 참조는 쓸 수 없습니다.", "각 위치에 값을 직접 쓰십시오.")
        case .empty: ("파일이 비어 있습니다.", "첫 항목으로 ‘policy: …’ 또는 ‘mapping: …’ 줄을 쓰십시오.")
        case .keyTwice(let key): ("\(with(.subject, quoted(key))) 여기에 두 번 나옵니다.", "하나만 남기십시오.")
        case .missing(let key, let what):
            (
                "\(quoted(what))에 \(with(.subject, quoted(key))) 없습니다.",
                what == "columns"
                    ? "이 값이 들어 있는 열의 이름을 쓰십시오." : "\(with(.object, quoted(example(ofKey: key)))) 추가하십시오."
            )
        case .unknownKey(let key, let what, let nearest):
            (
                "\(quoted(what))에 \(quoted(key)) 항목은 없습니다.",
                nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "이 항목을 지우십시오."
            )
        case .unreadable(let text, let expected):
            (
                "\(with(.object, quoted(text))) \(with(.to, name(expected))) 읽을 수 없습니다.",
                "다음과 같이 쓰십시오: \(example(of: expected, for: text))."
            )
        case .hours(let fault): words(for: fault)
        case .unknownName(let text, let kind, let nearest):
            (
                "\(quoted(text)) \(with(.topic, name(kind))) 없습니다.",
                nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? cure(kind)
            )
        case .notAnID(let text):
            ("\(with(.topic, quoted(text))) ID로 쓸 수 없습니다.", "영문 소문자, 숫자, 중간의 하이픈만 써서 64자 이내로 하십시오.")
        case .declaredTwice(let name): ("\(with(.subject, quoted(name))) 두 번 선언되었습니다.", "하나를 지우거나 다른 ID를 쓰십시오.")
        case .exactlyOne(let keys, let what):
            ("\(quoted(what))에는 \(or(keys.map(quoted))) 중 정확히 하나가 필요합니다.", "하나만 쓰십시오.")
        case .onlyWith(let key, let other):
            (
                "\(with(.topic, quoted(key))) \(quoted(other)) 없이는 뜻이 없습니다.",
                "\(with(.object, quoted(other))) 추가하거나 \(with(.object, quoted(key))) 지우십시오."
            )
        case .warningNotBeforeBreach(let share):
            share.millionths > 0
                ? ("\(share.text) 경고는 기한 초과 뒤에 나옵니다.", "100%보다 작은 비율을 쓰십시오.")
                : ("\(share.text) 경고는 시작과 동시에 나옵니다.", "0%보다 큰 비율을 쓰십시오.")
        case .budgetOverLimit(let sum, let limit):
            (
                "팀별 배분의 합 \(with(.subject, span(sum))) 기한 \(with(.object, span(limit))) 넘습니다.",
                "합을 \(span(limit)) 이내로 줄이십시오."
            )
        case .noticeOfNotice(let name): ("\(quoted(name))에는 미리 알릴 기한이 없습니다.", "‘within’이 있는 약속을 지정하십시오.")
        case .categoryTwice(let category, let other):
            ("분류 \(with(.topic, quoted(category))) 이미 \(quoted(other))에 속합니다.", "한 등급에만 쓰십시오.")
        case .dayTwice(let day): ("\(quoted(day))에는 이미 시간이 적혀 있습니다.", "같은 날의 시간은 한 번만 쓰십시오.")
        case .variantOfSeries(let name): ("\(quoted(name))에는 바꿀 수 있는 기한이 없습니다.", "‘within’이 있는 약속만 바꾸십시오.")
        case .weightsDoNotAddUp(let sum): ("비중의 합이 \(sum.text)입니다.", "합이 100%가 되게 하십시오.")
        case .neverOpen(let name): ("서비스 시간 \(quoted(name))에는 여는 날이 없습니다.", "적어도 하루는 시간을 정하십시오.")
        case .severalCurrencies(let a, let b): ("\(a), \(b) 두 통화가 섞여 있습니다.", "한 통화로 통일하십시오.")
        }
    }

    func words(for remark: Note.Remark) -> String {
        switch remark {
        case .officialYears(let name, let years):
            "공식 달력 \(with(.topic, quoted(name))) \(years.lowerBound)년부터 \(years.upperBound)년까지 담고 있으며, 그 밖의 날은 보통 요일로 봅니다."
        case .promisesNothing(let id): "등급 \(quoted(id))에는 약속이 없습니다."
        case .unusedRole(let id): "역할 \(quoted(id))에게 통보하는 에스컬레이션이 없습니다."
        case .unusedLadder(let id): "에스컬레이션 \(with(.topic, quoted(id))) 쓰이지 않습니다."
        }
    }

    private func name(_ expected: Problem.Expected) -> String {
        switch expected {
        case .text: "문자열"
        case .list: "목록"
        case .fields: "항목 묶음"
        case .trueOrFalse: "참·거짓"
        case .count: "범위 안의 정수"
        case .limit: "기한"
        case .duration: "시간 길이"
        case .share: "비율"
        case .money: "금액"
        case .date: "날짜"
        case .hours: "서비스 시간"
        case .moment: "에스컬레이션 시점"
        case .complexity: "복잡도"
        case .dimension: "평가 항목"
        case .counted: "집계 대상"
        case .window: "집계 기간"
        case .rounding: "끝수 처리"
        case .base: "보증금 기준"
        case .attachment: "‘정책/등급’"
        case .months: "개월 수"
        case .timeFormat: "일시 형식"
        }
    }

    private func name(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "이벤트"
        case .state: "상태"
        case .calendar: "서비스 시간"
        case .officialCalendar: "공식 달력"
        case .zone: "시간대"
        case .ladder: "에스컬레이션"
        case .role: "역할"
        case .commitment: "약속"
        case .weekday: "요일"
        case .colour: "카드 색"
        }
    }

    private func cure(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "용어집의 이벤트를 쓰거나 ‘events’에 선언하십시오."
        case .state: "\(or(Waiting.allCases.map { quoted($0.state) })) 중 하나를 쓰십시오."
        case .calendar: "‘calendars’에 선언하십시오."
        case .officialCalendar: "‘cn’을 쓰거나 ‘holidays’와 ‘workdays’에 날짜를 쓰십시오."
        case .zone: "‘Asia/Shanghai’ 같은 IANA 이름을 쓰십시오."
        case .ladder: "‘ladders’에 선언하십시오."
        case .role: "‘roles’에 선언하십시오."
        case .commitment: "같은 등급의 약속을 지정하십시오."
        case .weekday: "‘mon’~‘sun’, ‘mon-fri’ 또는 ‘daily’를 쓰십시오."
        case .colour: "\(or(ScorecardTerms.Colour.allCases.map { quoted($0.rawValue) })) 중 하나를 쓰십시오."
        }
    }
}
