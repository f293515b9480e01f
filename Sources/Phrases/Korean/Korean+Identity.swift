import Domain

extension Korean {
    func words(for fault: IdentityFault, in zone: Zone) -> (cause: String, cure: String) {
        switch fault {
        case .unknownOrWrong: ("이 내용으로는 로그인할 수 없습니다.", "입력한 내용을 확인하거나 새 링크를 요청하십시오.")
        case .lockedUntil(let instant):
            ("시도 횟수가 너무 많습니다.", "\(zonedTime(instant, in: zone, isFrom: true)) 이후에 다시 시도하거나 재설정 링크를 요청하십시오.")
        case .codeNeeded: ("코드도 필요합니다.", "인증 앱의 여섯 자리 숫자나 복구 코드를 입력하십시오.")
        case .expired: ("유효 기간이 지났습니다.", "다시 로그인하거나 새 링크나 토큰을 요청하십시오.")
        case .revoked: ("취소되었습니다.", "다시 로그인하거나 새 링크나 토큰을 요청하십시오.")
        case .usedBefore: ("이미 사용되었습니다.", "새로 요청하십시오.")
        case .disabled: ("계정이 중지되었습니다.", "관리자에게 문의하십시오.")
        case .passwordChangeNeeded: ("먼저 비밀번호를 바꿔야 합니다.", "새 비밀번호를 정하십시오.")
        case .weakPassword(let weakness): words(for: weakness)
        case .loginTaken: ("다른 계정이 이 로그인 이름을 쓰고 있습니다.", "다른 이름을 고르십시오.")
        case .hasAccount: ("이 상담원에게는 이미 계정이 있습니다.", "그 계정의 새 링크를 만들거나 먼저 중지하십시오.")
        case .changedMeanwhile: ("그 사이에 계정이 변경되었습니다.", "다시 확인한 뒤 시도하십시오.")
        case .badLogin: ("로그인 이름으로 쓸 수 없습니다.", "공백 없이 보이는 문자 1자에서 128자까지 쓰십시오.")
        case .noSuch: ("지정한 대상이 없습니다.", "ID를 확인하거나 먼저 만드십시오.")
        case .scopesTooWide: ("계정에 없는 권한이 들어 있습니다.", "가진 권한을 하나 이상 지정하십시오.")
        case .badExpiry(let most): ("쓸 수 없는 유효 기간입니다.", "\(zonedTime(most, in: zone))까지의 더 늦은 시각을 고르십시오.")
        case .noSecondFactor: ("대상이 되는 이차 인증이 없습니다.", "먼저 설정을 시작하십시오.")
        case .hasSecondFactor: ("이차 인증이 이미 설정되어 있습니다.", "먼저 그 코드로 해제하십시오.")
        case .provider(let trouble): words(for: trouble)
        case .busy: ("지금 로그인하는 사람이 너무 많습니다.", "몇 초 뒤에 다시 시도하십시오.")
        case .unavailable: ("지금은 확인할 수 없습니다.", "잠시 후 다시 시도하십시오.")
        }
    }

    private func words(for weakness: PasswordWeakness) -> (cause: String, cure: String) {
        switch weakness {
        case .tooShort(let least): ("비밀번호가 너무 짧습니다.", "\(least)자 이상으로 하십시오. 단어 몇 개를 이으면 좋습니다.")
        case .tooLong(let most): ("비밀번호가 너무 깁니다.", "\(most)자 이하로 하십시오.")
        case .common: ("많은 사람이 쓰는 비밀번호입니다.", "아무도 짐작하지 못할 것으로 하십시오. 단어 몇 개를 이으면 좋습니다.")
        case .holdsName: ("비밀번호에 이름이나 로그인 이름이 들어 있습니다.", "그것을 빼십시오.")
        case .monotonous: ("비밀번호가 단순히 늘어놓은 문자입니다.", "섞거나 단어 몇 개로 하십시오.")
        case .same: ("지금과 같은 비밀번호입니다.", "다른 것으로 하십시오.")
        }
    }

    private func words(for trouble: ProviderTrouble) -> (cause: String, cure: String) {
        switch trouble {
        case .none: ("인증 제공자가 설정되어 있지 않습니다.", "비밀번호로 로그인하십시오.")
        case .unreachable: ("인증 제공자에 연결할 수 없습니다.", "다시 시도하거나 비밀번호로 로그인하십시오.")
        case .refused: ("인증 제공자가 거절했습니다.", "다시 시도하거나 그 관리자에게 문의하십시오.")
        case .untrustworthy: ("인증 제공자의 응답을 믿을 수 없습니다.", "관리자에게 알리십시오.")
        case .nobody: ("여기에 귀하의 계정이 없습니다.", "관리자에게 연결을 요청하십시오.")
        case .notBegunHere: ("이 로그인은 여기서 시작되지 않았거나 너무 오래되었습니다.", "처음부터 다시 시작하십시오.")
        }
    }

    func letter(_ letter: Letter, in zone: Zone) -> LetterText {
        let foot = "이 메일은 자동으로 발송되었으며 회신은 읽지 않습니다."
        switch letter {
        case .invitation(let login, let link, let until):
            return LetterText(
                "서비스 데스크 계정",
                [
                    "계정이 만들어졌습니다. 로그인 이름: \(login)",
                    "이 링크로 비밀번호를 정하십시오. 링크는 한 번만, \(zonedTime(until, in: zone))까지 쓸 수 있습니다.",
                ], link: link, foot: foot)
        case .reset(let login, let link, let until):
            return LetterText(
                "새 비밀번호 설정",
                [
                    "계정 \(quoted(login))의 새 비밀번호가 요청되었습니다.",
                    "이 링크로 정하십시오. 링크는 한 번만, \(zonedTime(until, in: zone))까지 쓸 수 있습니다.",
                    "본인이 아니면 아무것도 하지 마십시오. 비밀번호는 그대로입니다.",
                ], link: link, foot: foot)
        case .entry(let link, let until):
            return LetterText(
                "로그인 링크",
                ["이 링크로 로그인할 수 있습니다. 한 번만, \(zonedTime(until, in: zone))까지 쓸 수 있습니다.", "요청하지 않았다면 아무것도 하지 마십시오."],
                link: link, foot: foot)
        case .staff(let news, let about, let link):
            let what = about.map { "\($0): \(staff(news))" } ?? staff(news)
            return LetterText(what, [what + "."], link: link, foot: foot)
        case .customer(let news, let ticket, let link):
            return LetterText(
                "티켓 \(ticket): \(customer(news))", ["티켓 \(quoted(ticket.rawValue)) 소식: \(customer(news))."], link: link,
                foot: foot)
        }
    }

    private func staff(_ news: Letter.StaffNews) -> String {
        switch news {
        case .warned: "약속 기한이 다가옵니다"
        case .breached: "약속 기한을 넘겼습니다"
        case .breachWithdrawn: "기한 초과가 취소되었습니다"
        case .escalated: "귀하에게 에스컬레이션되었습니다"
        case .duty: "할 일의 기한입니다"
        case .handOver: "인계 제안이 있습니다"
        case .mentioned: "귀하가 언급되었습니다"
        case .budgetSpent: "팀에 주어진 시간을 다 썼습니다"
        case .clockLeapt: "데스크의 시계가 크게 바뀌어 발동이 멈췄습니다"
        }
    }

    private func customer(_ news: Letter.CustomerNews) -> String {
        switch news {
        case .received: "접수되었습니다"
        case .answered: "답변했습니다"
        case .resolved: "해결되었습니다"
        case .closed: "종료되었습니다"
        case .reopened: "다시 열렸습니다"
        }
    }
}
