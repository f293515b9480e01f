import Domain

extension Korean {
    func words(for fault: ServiceFault) -> (cause: String, cure: String) {
        switch fault {
        case .notFound: ("이 주소에는 아무것도 없거나 귀하의 것이 아닙니다.", "/api의 설명을 보십시오.")
        case .method(let methods): ("이 주소는 그 메서드를 받지 않습니다.", "다음 중에서 쓰십시오: \(or(methods)).")
        case .address: ("주소가 퍼센트 인코딩된 UTF-8이 아닙니다.", "RFC 3986에 따라 인코딩하십시오.")
        case .query: ("쿼리가 퍼센트 인코딩된 UTF-8이 아닙니다.", "RFC 3986에 따라 인코딩하십시오.")
        case .notText: ("본문이 UTF-8이 아닙니다.", "UTF-8로 보내십시오.")
        case .notJSON(let column, _): ("본문이 JSON이 아닙니다. \(column)번째 칸부터 읽을 수 없습니다.", "JSON 값을 하나 보내십시오.")
        case .cutOff: ("본문이 끝나기 전에 요청이 끊겼습니다.", "다시 보내십시오.")
        case .lastEventID: ("Last-Event-ID가 저널의 위치가 아닙니다.", "마지막으로 받은 id를 보내거나 빼십시오.")
        case .purpose:
            ("Purpose가 정해진 것이 아닙니다.", "다음 중에서 쓰십시오: \(or(Purpose.allCases.map(\.rawValue))).")
        case .key: ("Idempotency-Key가 비어 있거나 너무 길거나 쓸 수 없는 글자가 있습니다.", "UUID를 보내십시오.")
        case .version: ("If-Match가 이 서비스의 ETag가 아닙니다.", "받은 값을 그대로 보내십시오. 예: \"v12\".")
        case .notHeeded(let header):
            ("이 작업은 헤더 \(header)를 다루지 않습니다.", "빼십시오. 다루는 작업은 /api의 설명에 있습니다.")
        case .nobody: ("누구의 요청인지 알 수 없습니다.", "Authorization: Bearer TOKEN을 보내거나 로그인하십시오.")
        case .noToken: ("Authorization에 토큰이 없습니다.", "Authorization: Bearer TOKEN을 보내십시오.")
        case .noForm: ("요청에 세션의 확인 단어가 없습니다.", "GET /me의 csrf 값을 X-CSRF-Token에 넣어 보내십시오.")
        case .right(let right): ("권한이 필요합니다: \(right.rawValue).", askForRight)
        case .rightBesides(let right): ("권한이 더 필요합니다: \(right.rawValue).", askForRight)
        case .customersMayNot: ("고객은 이 작업을 할 수 없습니다.", "담당자에게 문의하십시오.")
        case .type(let types): ("본문의 형식이 다릅니다.", "다음으로 보내십시오: Content-Type: \(or(types)).")
        case .packed: ("본문에 Content-Encoding이 있습니다.", "압축하지 말고 보내십시오.")
        case .tooLarge(let most): ("본문이 \(most)바이트를 넘습니다.", "한 번에 보내는 양을 줄이십시오.")
        case .tooMany(let seconds): ("이곳에서 온 요청이 너무 많습니다.", "\(seconds)초 기다리십시오.")
        case .changed(let version):
            ("그사이 변경되었습니다(현재 버전 \(version)).", "다시 읽은 뒤 새 ETag를 If-Match에 넣어 보내십시오.")
        case .slow: ("요청이 제때 도착하지 않았습니다.", "끊김 없이 보내십시오.")
        case .away: ("지금은 데스크에 연결할 수 없습니다.", "다시 시도하십시오. 키가 있으면 같은 키를 쓰십시오.")
        case .contended: ("다른 사람이 거듭 변경했습니다.", "다시 시도하십시오. 키가 있으면 같은 키를 쓰십시오.")
        case .defect(let number): ("서비스 자체에 문제가 있습니다.", "운영자에게 번호 \(number)번을 알리십시오.")
        case .policy(let count): ("이 파일은 정책이 아닙니다. 오류가 \(count)곳 있습니다.", "각각의 설명대로 고치십시오.")
        case .sessionOnly: ("토큰이 아니라 세션에서 하는 작업입니다.", "로그인하십시오.")
        case .accountOnly: ("고객에게는 이차 인증이 없습니다.", "계정으로 로그인하십시오.")
        case .noIssuer: ("이곳에서는 증명서를 발급하지 않습니다.", "운영자가 company와 evidence-key를 설정하십시오.")
        case .noLogKey: ("로그의 키가 없습니다.", "운영자에게 문의하십시오.")
        case .notSealed: ("마지막 사실이 아직 봉인되지 않았습니다.", "1초 뒤에 다시 시도하십시오.")
        case .notFinished(let state): ("티켓의 상태: \(self.state(state)).", "먼저 해결하거나 종결하거나 취소하십시오.")
        case .noMail:
            ("이 데스크는 메일을 보내지 않습니다.", "운영자가 mail-server와 mail-from을 설정하거나 링크를 다른 방법으로 전하십시오.")
        case .headTooLarge(let most):
            ("주소와 헤더가 \(most)바이트를 넘거나 너무 많습니다.", "헤더를 줄이고 짧게 하십시오.")
        case .unknownMethod: ("이 서비스에는 그 메서드가 없습니다.", "/api의 설명을 보십시오.")
        case .transferCoding: ("이 서비스에는 그 Transfer-Encoding이 없습니다.", "chunked로 보내거나 길이를 붙여 보내십시오.")
        case .protocolVersion: ("다른 버전의 HTTP입니다.", "HTTP/1.1로 보내십시오.")
        case .unreadableHead:
            (
                "HTTP/1.1로 읽을 수 없는 요청입니다.",
                "본문은 Content-Length와 Transfer-Encoding: chunked 가운데 하나만 붙여 보내십시오."
            )
        }
    }

    private var askForRight: String { "관리자에게 권한을 요청하거나 그 권한이 있는 토큰을 쓰십시오." }

    func words(for fault: FormFault) -> (cause: String, cure: String) {
        switch fault {
        case .kind(let found, let wanted, let orNull):
            ("여기에 있는 것: \(name(found)).", "다음을 보내십시오: \(name(wanted))\(orNull ? " 또는 null" : "").")
        case .missing(let wanted): ("이 항목이 없습니다.", "다음을 보내십시오: \(name(wanted)).")
        case .unknownMember(let near): ("그런 항목은 없습니다.", near.map(meant) ?? "빼십시오. 설명은 /api에 있습니다.")
        case .noneOf(let words, let near):
            (
                "쓸 수 있는 낱말이 아닙니다.",
                near.map(meant)
                    ?? (words.isEmpty ? "여기에는 쓸 수 있는 것이 없습니다. 빼십시오." : "쓸 수 있는 것: \(words.joined(separator: ", ")).")
            )
        case .number(let range):
            ("\(range.lowerBound)부터 \(range.upperBound)까지의 정수가 아닙니다.", "소수점 없는 정수를 쓰십시오.")
        case .items(let count, let range):
            ("항목이 \(count)개입니다.", "\(range.lowerBound)개부터 \(range.upperBound)개까지 보내십시오.")
        case .members(let count, let most): ("구성 항목이 \(count)개입니다.", "\(most)개까지 보내십시오.")
        case .length(let count, let range):
            (
                "\(count)자입니다.",
                range.lowerBound > 0
                    ? "\(range.lowerBound)자부터 \(range.upperBound)자까지 쓰십시오." : "\(range.upperBound)자까지 쓰십시오."
            )
        case .instant(let fault): words(for: fault)
        case .plusIsBlank:
            ("주소 안의 더하기 기호는 공백으로 읽힙니다.", "시차의 더하기는 %2B로 쓰십시오: 2026-02-14T20:30:00%2B08:00.")
        case .name(let most):
            (
                "이름으로 쓸 수 없습니다.",
                "A-Z, a-z, 0-9, 점, 밑줄, 하이픈을 1자에서 \(most)자까지 쓰고, 영문자나 숫자로 시작하십시오."
            )
        case .unknownParameter(let near, let known):
            (
                "그런 매개변수는 없습니다.",
                near.map(meant) ?? (known.isEmpty ? "빼십시오." : "쓸 수 있는 것: \(known.joined(separator: ", ")).")
            )
        case .twice: ("두 번 쓰였습니다.", "하나만 남기십시오.")
        case .missingParameter(let name): ("이 매개변수가 없습니다.", "주소의 물음표 뒤에 \(name)=…을 더하십시오.")
        case .cursor: ("페이지가 끝난 위치가 아닙니다.", "next의 값을 쓰십시오.")
        case .cursorOfOtherOrder: ("다른 정렬에서의 위치입니다.", "sort를 그대로 두거나 cursor 없이 다시 시작하십시오.")
        case .noMark: ("평점이 없습니다.", "하나 이상 보내십시오.")
        case .unknownField(let near): ("회사가 정의하지 않은 항목입니다.", near.map(meant) ?? "먼저 정의하십시오: PUT /records/field/ID.")
        case .idIsDrawn: ("고객 티켓의 ID는 데스크가 정합니다.", "빼십시오.")
        case .noSuch(let stream): words(for: Refusal.noSuch(stream), in: .utc)
        }
    }

    private func meant(_ word: String) -> String { "혹시 \(quoted(word))입니까?" }

    private func name(_ kind: FormKind) -> String {
        switch kind {
        case .text: "문자열"
        case .wholeNumber: "정수"
        case .number: "수"
        case .flag: "true 또는 false"
        case .list: "목록"
        case .object: "객체"
        case .null: "null"
        case .any: "값"
        }
    }

    func words(for note: ServiceNote) -> (cause: String, cure: String) {
        switch note {
        case .ungraded(let category, let known):
            let cause =
                category.map { "시행 중인 어떤 정책도 분류 \(quoted($0))에 등급을 정하지 않아" } ?? "등급도 분류도 보내지 않아"
            return (
                "\(cause) 이 티켓에는 등급이 없고 아무것도 약속되지 않습니다.",
                known.isEmpty
                    ? "등급을 매기십시오: POST /tickets/ID/grades."
                    : "등급을 매기거나(POST /tickets/ID/grades) 다음과 같은 분류와 함께 접수하십시오: \(or(known.map(quoted)))."
            )
        }
    }

    func title(ofStatus code: Int) -> String? {
        switch code {
        case 400: "읽을 수 없는 요청"
        case 401: "로그인하지 않음"
        case 403: "권한 없음"
        case 404: "찾을 수 없음"
        case 405: "받지 않는 메서드"
        case 408: "시간 초과"
        case 409: "현재 상태와 맞지 않음"
        case 410: "삭제됨"
        case 412: "변경됨"
        case 413: "너무 큰 내용"
        case 415: "다른 형식"
        case 422: "올바르지 않은 내용"
        case 429: "너무 많은 요청"
        case 431: "너무 큰 헤더"
        case 500: "서비스 내부 오류"
        case 501: "없는 기능"
        case 503: "지금은 이용할 수 없음"
        case 505: "다른 HTTP 버전"
        default: nil
        }
    }
}
