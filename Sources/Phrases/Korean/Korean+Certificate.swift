import Domain

extension Korean {
    func node(_ node: Node) -> String {
        switch node {
        case .submitted: "접수됨"
        case .confirmed: "확인됨"
        case .graded: "등급 지정됨"
        case .assigned: "배정됨"
        case .planReady: "방안 준비됨"
        case .resourcesReady: "자원 준비됨"
        case .onTheWay: "이동 중"
        case .arrived: "도착함"
        case .atWork: "작업 중"
        case .solved: "해결됨"
        case .verified: "검수됨"
        case .followedUp: "사후 확인됨"
        }
    }

    func certificate(_ label: CertificateLabel) -> String {
        switch label {
        case .title: "서비스 증명서"
        case .issuedBy: "발행자"
        case .ticket: "티켓"
        case .state: "상태"
        case .made: "발행 일시"
        case .times: "표시 시간대"
        case .grades: "서비스 등급"
        case .promises: "약속한 내용과 이행 결과"
        case .due: "기한"
        case .done: "완료"
        case .late: "초과(서비스 시간)"
        case .noPromises: "이 티켓에 적용되는 기한 약속이 없습니다."
        case .kept: "준수"
        case .broken: "기한 초과"
        case .void: "무효"
        case .running: "진행 중"
        case .nodes: "서비스 진행 과정"
        case .notReached: "기록 없음"
        case .notReachedMeans:
            "“기록 없음”은 그 단계만을 적은 기록이 없다는 뜻입니다. 필요하지 않았거나 다른 기록에서 알 수 있는 단계이며, 티켓 페이지에는 완료로 표시될 수 있습니다."
        case .again: "마지막"
        case .compensation: "보상"
        case .nothingOwed: "이 티켓에 대한 보상이 없습니다."
        case .check: "직접 확인하는 방법"
        case .qrText: "QR 코드 내용"
        case .log: "로그"
        case .size: "체크포인트 항목 수"
        case .root: "루트 해시"
        case .key: "공개 키"
        case .entries: "이 티켓의 항목 수"
        case .unchecked: "아직 검증하지 않았습니다. 이 페이지의 스크립트를 실행하는 브라우저에서 여십시오."
        case .verified:
            "이 페이지의 데이터는 페이지의 공개 키로 검증되었습니다: 기록이 서명된 로그에 변경 없이 있습니다. 시각과 판정을 제외하고 인쇄된 문구는 데이터와 대조하지 않았습니다. 대조하려면 yinuo evidence verify를 실행하십시오."
        case .hashesOnly:
            "해시는 일치하지만 이 브라우저는 Ed25519를 지원하지 않아 로그 서명을 확인할 수 없습니다. 최신 브라우저에서 여십시오. 인쇄된 문구는 데이터와 대조하지 않았습니다."
        case .notVerified: "검증되지 않았습니다."
        case .atEntry: "위치: 로그 {}번 항목."
        case .back: "티켓으로 돌아가기"
        }
    }

    func certificate(_ finding: CertificateFinding) -> String {
        switch finding {
        case .unreadable: "증명서 데이터를 읽을 수 없습니다."
        case .key: "공개 키가 식별자와 일치하지 않습니다."
        case .signature: "로그 체크포인트가 그 키로 서명되지 않았습니다."
        case .receipt: "증명이 로그가 서명한 루트 해시로 이어지지 않습니다."
        case .opening: "기록이 로그 항목에 결속된 내용과 다릅니다."
        case .ticket: "다른 티켓의 기록이 있습니다."
        case .order: "기록이 빠졌거나 순서가 다릅니다."
        case .nodes: "진행 단계나 시각이 기록과 다릅니다."
        case .promises: "약속의 준수나 초과가 기록과 다릅니다."
        case .compensation: "보상 금액이 기록에서 계산한 값과 다릅니다."
        case .state: "티켓 상태가 기록과 다릅니다."
        case .shown: "페이지에 표시된 내용이 데이터와 다릅니다."
        }
    }

    func certificate(_ benefit: CertificateBenefit) -> String {
        switch benefit {
        case .labour(let money, let labour, let share): aside(money.grouped, "작업 \(duration(labour))의 \(share.text)")
        case .lateness(let money, let month): aside(money.grouped, "\(month + 1)개월째 초과분")
        case .grant(let words): words
        }
    }

    func certificate(_ standing: CertificateBenefit.Standing, in zone: Zone) -> String {
        switch standing {
        case .credited(let money, let at): "\(time(at, in: zone))에 \(money.grouped) 반영"
        case .granted(let at): "\(time(at, in: zone))에 제공"
        case .pending: "아직 반영되지 않음"
        case .estimate: "늘어나는 중"
        }
    }

    func howToCheck(log: String, size: Int64) -> String {
        "이 티켓의 모든 기록은 만들어진 때에 로그 \(quoted(log))에 기록되었습니다. 로그의 내용을 나중에 바꾸거나 지우면 반드시 드러납니다. "
            + "이 페이지에는 모든 기록과, 각 기록이 로그가 서명한 \(size)개 항목 안에 있다는 증명이 들어 있으며, 페이지가 네트워크 없이 스스로 검증하여 결과를 맨 위에 보여 줍니다. "
            + "다만 페이지를 바꾼 사람은 검증도 바꿀 수 있습니다. 중요한 경우에는 아래의 공개 키, 항목 수, 루트 해시를 당사와 로그의 독립 증인이 "
            + "공개하는 값과 비교하거나, 직접 갖춘 프로그램으로 데이터를 검증하십시오. 증명은 표시된 마지막 기록까지를 다루며 그 뒤의 일은 다루지 않습니다. "
            + "반영된 금액과 정책에서 계산한 기한은 발행자의 진술입니다."
    }
}
