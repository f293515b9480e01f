extension Korean {
    func account(_ word: AccountWord) -> String {
        switch word {
        case .accounts: "계정"
        case .accountsHint: "누가 어떤 역할로 로그인할 수 있는지 보여 줍니다."
        case .inviteTitle: "동료 초대"
        case .inviteHint: "계정과 사흘 안에 한 번 비밀번호를 설정할 수 있는 링크를 만듭니다."
        case .invite: "초대"
        case .who: "초대할 사람"
        case .somebodyNew: "새 동료"
        case .whoHint: "이미 등록된 동료는 로그인 이름만 있으면 됩니다. 나머지는 등록된 내용을 따릅니다."
        case .personName: "이름"
        case .loginAsHint: "짧은 이름 또는 메일 주소"
        case .mailIfAny: "메일 주소(알림용)"
        case .roleOf: "역할"
        case .teamsOf: "팀"
        case .speaks: "언어"
        case .canSignIn: "로그인 가능"
        case .notChosenYet: "비밀번호 미설정"
        case .hasToChange: "비밀번호 변경 필요"
        case .shutOut: "사용 중지됨"
        case .isGone: "떠남"
        case .madeFor: "{1} 님의 링크입니다. 지금 한 번만 표시되며 {2}까지 유효합니다. 여는 사람이 비밀번호를 정합니다:"
        case .linkIsBare: "앞에 데스크 주소를 붙이십시오. public-url을 설정하면 완전한 링크가 됩니다."
        case .newLink: "새 링크"
        case .newLinkHint: "비밀번호와 2단계 인증을 없애고 모든 세션을 끝냅니다."
        case .shut: "사용 중지"
        case .letIn: "다시 허용"
        case .changeTeams: "팀 변경"
        }
    }
}
