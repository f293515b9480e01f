extension Japanese {
    func account(_ word: AccountWord) -> String {
        switch word {
        case .accounts: "アカウント"
        case .accountsHint: "誰がどの役割でサインインできるか。"
        case .inviteTitle: "誰かを招待する"
        case .inviteHint: "アカウントと、3日以内に一度だけパスワードを決められるリンクを作ります。"
        case .invite: "招待する"
        case .who: "招待する人"
        case .somebodyNew: "新しい人"
        case .whoHint: "登録済みの人はログイン名だけで足ります。ほかは登録されたままです。"
        case .personName: "氏名"
        case .loginAsHint: "短い名前、またはメールアドレス"
        case .mailIfAny: "メールアドレス（通知用）"
        case .roleOf: "役割"
        case .teamsOf: "チーム"
        case .speaks: "言語"
        case .canSignIn: "サインイン可"
        case .notChosenYet: "パスワード未設定"
        case .hasToChange: "パスワードの変更が必要"
        case .shutOut: "利用停止中"
        case .isGone: "退職・削除済み"
        case .madeFor: "{1} のリンクです。表示は今回限りで、{2} まで有効です。開いた人がパスワードを決めます："
        case .linkIsBare: "先頭にサービスデスクのアドレスを付けてください。public-url を設定すると、完全なリンクになります。"
        case .newLink: "新しいリンク"
        case .newLinkHint: "パスワードと2段階認証を消し、すべてのセッションを終了します。"
        case .shut: "利用を止める"
        case .letIn: "利用を再開する"
        case .changeTeams: "チームを変える"
        }
    }
}
