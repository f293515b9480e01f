import Domain

extension Korean {
    func words(for refusal: Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ticket(_, let refusal): words(for: refusal, in: zone)
        case .incident(_, let refusal): words(for: refusal, in: zone)
        case .record(let refusal): words(for: refusal)
        case .noSuch(let stream): ("\(with(.topic, name(stream))) 없습니다.", "ID를 확인하거나 먼저 등록하십시오.")
        case .changed(let stream, let version):
            ("\(with(.topic, name(stream))) 그사이 변경되었습니다(현재 버전 \(version)).", "다시 읽은 뒤 그 버전으로 변경을 보내십시오.")
        case .exists(let stream): ("\(with(.topic, name(stream))) 이미 있습니다.", "있는 것을 쓰거나 다른 ID를 쓰십시오.")
        case .ofAnotherCustomer(let stream):
            ("\(with(.topic, name(stream))) 다른 고객의 것입니다.", "이 티켓의 고객에게 속한 것을 고르십시오.")
        case .noSuchGrade(let policy, let grade, let nearest):
            (
                "정책 \(quoted(policy.rawValue))에 등급 \(with(.subject, quoted(grade.rawValue))) 없습니다.",
                nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "있는 등급을 고르십시오."
            )
        case .noSuchPolicy(let policy, let nearest):
            (
                "정책 \(with(.topic, quoted(policy.rawValue))) 시행 중이 아닙니다.",
                nearest.map { "\(with(.to, quoted($0))) 쓰십시오." } ?? "먼저 시행하십시오."
            )
        case .versionTaken(let version):
            (
                "정책 \(quoted(version.id.rawValue))의 \(quoted(version.version)) 버전이 다른 내용으로 이미 있습니다.",
                "파일에 새 버전을 붙이십시오."
            )
        case .policyUnreadable(let fault):
            ("정책을 읽을 수 없습니다: \(fault).", "고치십시오. ‘yinuo policy check’로 모든 오류를 볼 수 있습니다.")
        case .receivedAhead(let received, let now):
            words(for: Ticket.Refusal.ahead(occurred: received, now: now), in: zone)
        case .receivedTooFarBack(let received, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: received, earliest: earliest), in: zone)
        case .keyReused(let key):
            ("키 \(with(.topic, quoted(key))) 다른 요청에 쓰였습니다.", "새 요청마다 새 키를 쓰십시오.")
        case .badKey: ("요청의 키가 비어 있거나 너무 깁니다.", "UUID처럼 짧은 키를 쓰십시오.")
        case .textTooLong(let field, let bytes, let most):
            ("글 \(quoted(field))의 길이가 \(bytes)바이트로, 한도 \(most)바이트를 넘습니다.", "줄이거나 여러 번에 나누어 쓰십시오.")
        case .badField(let field):
            (
                field.isEmpty ? "글의 이름이 비어 있습니다." : "\(with(.topic, quoted(field))) 글의 이름으로 쓸 수 없습니다.",
                "ASCII 영문자, 숫자, 기호를 1자에서 64자까지, 공백 없이 쓰십시오."
            )
        case .erased(let person):
            ("\(name(person))의 개인정보가 삭제되었습니다.", "여기에는 개인정보를 다시 보관할 수 없으니 새로 등록하십시오.")
        case .entryTooLong(let bytes):
            ("기록이 \(bytes)바이트로, 저널의 한도를 넘습니다.", "여러 요청으로 나누십시오.")
        case .notAnOccasion:
            ("이 요청에는 글을 덧붙일 기록이 없습니다.", "글을 빼거나, 메시지나 메모와 함께 기록하십시오.")
        case .badContacts:
            ("문의에는 채널과 1부터 \(AnsweredAtOnce.most)까지의 건수가 필요합니다.", "채널을 지정하고 많은 건수는 나누어 기록하십시오.")
        case .badID(let id):
            (
                id.isEmpty ? "ID가 비어 있습니다." : "\(with(.topic, quoted(id))) ID로 쓸 수 없습니다.",
                "영문자, 숫자, 점, 밑줄, 하이픈을 1자에서 64자까지, 첫 글자는 영문자나 숫자로 쓰십시오."
            )
        }
    }

    private func name(_ stream: StreamID) -> String {
        switch stream.kind {
        case .desk: "서비스 데스크"
        case .policy: "정책 \(quoted(stream.id))"
        case .ticket: "티켓 \(quoted(stream.id))"
        case .incident: "인시던트 \(quoted(stream.id))"
        case .ledger: "장부 \(quoted(stream.id))"
        case .contacts: "\(stream.id)의 문의"
        case .access: "접근 \(quoted(stream.id))"
        case .record(let kind): "\(self.kind(kind)) \(quoted(stream.id))"
        }
    }

    private func name(_ person: PersonID) -> String { StreamID(person.rawValue).map(name) ?? quoted(person.rawValue) }
}
