import Domain

extension Korean {
    func words(for refusal: Record.Refusal) -> (cause: String, cure: String) {
        switch refusal {
        case .faults(let faults):
            ("다음 항목을 저장할 수 없습니다: \(and(faults.map { quoted($0.field) })).", "항목마다 안내에 따라 고치십시오.")
        case .noSuchRecord(let kind, let id): noSuch(kind, id)
        case .retired(let kind, let id):
            ("\(self.kind(kind)) \(with(.topic, quoted(id.rawValue))) 사용이 중지되었습니다.", "먼저 다시 사용하도록 하십시오.")
        case .erased(let kind, let id):
            ("\(self.kind(kind)) \(quoted(id.rawValue))의 개인정보가 삭제되었습니다.", "새로 등록하십시오.")
        case .nothingPersonal(let kind): ("\(self.kind(kind))에는 개인정보가 없습니다.", "대신 사용을 중지하십시오.")
        case .credential(let kind):
            ("\(self.kind(kind))은(는) 레코드로 읽거나 쓸 수 없습니다.", "yinuo account를 사용하십시오.")
        }
    }

    func words(for cause: FieldFault.Cause) -> (cause: String, cure: String) {
        switch cause {
        case .unknown(let nearest):
            ("이런 항목은 없습니다.", nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "이 항목을 지우십시오.")
        case .missing: ("값이 없습니다.", "값을 입력하십시오.")
        case .needsOneOf(let fields): ("\(and(fields.map(quoted))) 모두 값이 없습니다.", "하나 이상 입력하십시오.")
        case .tooLong(let most): ("\(most)자를 넘습니다.", "줄이십시오.")
        case .tooMany(let most): ("목록이 \(most)개를 넘습니다.", "개수를 줄이십시오.")
        case .unreadable(.text): ("제어 문자가 들어 있습니다.", "다시 입력하십시오.")
        case .unreadable(let type):
            ("값을 \(with(.to, name(type))) 읽을 수 없습니다.", "다음과 같이 쓰십시오: \(example(of: type)).")
        case .notOneOf(let known, let nearest):
            (
                "값이 선택지에 없습니다.",
                nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "\(or(known.map(quoted))) 중에서 고르십시오."
            )
        case .outOfRange(let range): ("숫자가 범위를 벗어났습니다.", "\(range.lowerBound)부터 \(range.upperBound)까지로 쓰십시오.")
        case .instant(let fault): words(for: fault)
        case .zone(let fault): words(for: fault)
        case .noSuch(let kind, let id): noSuch(kind, id)
        case .itself: ("자기 자신을 참조합니다.", "다른 것을 고르십시오.")
        case .notAfter(let field):
            ("\(quoted(field))보다 늦지 않습니다.", "더 늦은 때로 하거나 \(with(.object, quoted(field))) 바꾸십시오.")
        case .otherCurrency(let field): ("통화가 \(quoted(field)) 항목과 다릅니다.", "같은 통화로 통일하십시오.")
        }
    }

    func words(for fault: ImportFault) -> (cause: String, cure: String) {
        let column = quoted(fault.column ?? "id")
        switch fault.cause {
        case .unknownColumn(let nearest):
            return ("\(column) 항목은 없습니다.", nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "이 열을 지우십시오.")
        case .columnTwice: return ("\(with(.subject, column)) 두 번 나옵니다.", "하나만 남기십시오.")
        case .noIDColumn: return ("‘id’ 열이 없습니다.", "각 행을 식별하는 열을 추가하십시오.")
        case .tooManyColumns(let most): return ("열이 \(most)개를 넘습니다.", "항목에 해당하는 열만 남기십시오.")
        case .tooLong(let bytes): return ("행이 \(bytes)바이트를 넘습니다.", "줄이거나 닫히지 않은 따옴표를 확인하십시오.")
        case .strayQuote:
            return ("따옴표로 묶지 않은 칸 안에 따옴표가 있습니다.", "칸 전체를 따옴표로 묶고 안의 따옴표는 두 번 쓰십시오.")
        case .unclosedQuote: return ("따옴표가 닫히지 않았습니다.", "따옴표를 닫으십시오.")
        case .notText: return ("행이 UTF-8 텍스트가 아닙니다.", "파일을 UTF-8로 저장하십시오.")
        case .fieldCount(let count, let header):
            return ("행의 칸은 \(count)개인데 머리글은 \(header)개입니다.", "쉼표가 든 칸은 따옴표로 묶으십시오.")
        case .notJSON(let byte): return ("행의 \(byte)번째 바이트부터 JSON으로 읽을 수 없습니다.", "한 줄에 객체 하나를 쓰십시오.")
        case .notAnObject: return ("행이 객체가 아닙니다.", "{\"id\": \"a-1\"} 형식으로 쓰십시오.")
        case .nested: return ("\(with(.topic, column)) 하나의 값이 아닙니다.", "텍스트 또는 텍스트 목록을 쓰십시오.")
        case .badID: return ("id를 쓸 수 없습니다.", "영문자, 숫자, 점, 밑줄, 하이픈을 1자에서 64자까지, 첫 글자는 영문자나 숫자로 쓰십시오.")
        case .field(let cause): return words(for: cause)
        case .refused(let refusal): return words(for: refusal)
        }
    }

    func kind(_ kind: RecordKind) -> String {
        switch kind {
        case .customer: "고객"
        case .contact: "연락처"
        case .contract: "계약"
        case .agent: "상담원"
        case .team: "팀"
        case .site: "서비스 거점"
        case .provider: "협력 업체"
        case .roster: "당번표"
        case .shift: "근무조"
        case .queue: "대기열"
        case .category: "분류"
        case .tag: "태그"
        case .field: "항목"
        case .webhook: "웹훅"
        case .account: "계정"
        case .token: "토큰"
        case .session: "세션"
        case .link: "티켓 링크"
        }
    }

    private func noSuch(_ kind: RecordKind, _ id: RecordID) -> (cause: String, cure: String) {
        ("\(self.kind(kind)) \(with(.topic, quoted(id.rawValue))) 없습니다.", "먼저 등록하거나 다른 것을 고르십시오.")
    }

    private func name(_ type: FieldType) -> String {
        switch type {
        case .text: "텍스트"
        case .texts: "텍스트 목록"
        case .choice: "선택지"
        case .choices: "선택지 목록"
        case .id: "이름"
        case .ids: "이름 목록"
        case .reference: "ID"
        case .references: "ID 목록"
        case .integer: "정수"
        case .money: "금액"
        case .share: "비율"
        case .instant: "일시"
        case .day: "날짜"
        case .flag: "예 또는 아니오"
        case .zone: "시간대"
        case .hours: "주간 시간"
        case .url: "웹 주소"
        case .email: "메일 주소"
        case .phone: "전화번호"
        }
    }
}
