import Domain

extension Japanese {
    func words(for fault: IdentityFault, in zone: Zone) -> (cause: String, cure: String) {
        switch fault {
        case .unknownOrWrong: ("この内容ではサインインできません。", "入力を確かめるか、新しいリンクを求めてください。")
        case .lockedUntil(let instant):
            ("試行が多すぎます。", "\(zonedTime(instant, in: zone, isFrom: true)) 以降にやり直すか、再設定のリンクを求めてください。")
        case .codeNeeded: ("コードも必要です。", "認証アプリの6桁の数字か、回復コードを入力してください。")
        case .expired: ("有効期限が切れています。", "サインインし直すか、新しいリンクやトークンを求めてください。")
        case .revoked: ("取り消されています。", "サインインし直すか、新しいリンクやトークンを求めてください。")
        case .usedBefore: ("すでに使われています。", "新しいものを求めてください。")
        case .disabled: ("アカウントは停止されています。", "管理者に問い合わせてください。")
        case .passwordChangeNeeded: ("先にパスワードの変更が必要です。", "新しいパスワードを決めてください。")
        case .weakPassword(let weakness): words(for: weakness)
        case .loginTaken: ("このログイン名は別のアカウントが使っています。", "別の名前を選んでください。")
        case .hasAccount: ("この担当者にはすでにアカウントがあります。", "そのアカウントの新しいリンクを作るか、先に停止してください。")
        case .changedMeanwhile: ("その間にアカウントが変更されました。", "もう一度確認してからやり直してください。")
        case .badLogin: ("ログイン名として使えません。", "空白を含まない、1文字から128文字の見える文字を使ってください。")
        case .noSuch: ("指定されたものがありません。", "IDを確かめるか、先に作成してください。")
        case .scopesTooWide: ("アカウントが持たない権限が含まれています。", "持っている権限を一つ以上指定してください。")
        case .badExpiry(let most): ("この有効期限は使えません。", "\(zonedTime(most, in: zone)) までの、より後の時刻を選んでください。")
        case .noSecondFactor: ("対象となる第二要素がありません。", "先に設定を始めてください。")
        case .hasSecondFactor: ("第二要素はすでに設定されています。", "先にそのコードで解除してください。")
        case .provider(let trouble): words(for: trouble)
        case .busy: ("サインインが混み合っています。", "数秒後にやり直してください。")
        case .unavailable: ("いまは確認できません。", "しばらくしてからやり直してください。")
        }
    }

    private func words(for weakness: PasswordWeakness) -> (cause: String, cure: String) {
        switch weakness {
        case .tooShort(let least): ("パスワードが短すぎます。", "\(least)文字以上にしてください。いくつかの単語を並べるとよいでしょう。")
        case .tooLong(let most): ("パスワードが長すぎます。", "\(most)文字以内にしてください。")
        case .common: ("よく使われるパスワードです。", "推測されないものにしてください。いくつかの単語を並べるとよいでしょう。")
        case .holdsName: ("パスワードに名前かログイン名が含まれています。", "取り除いてください。")
        case .monotonous: ("パスワードが単純な文字の並びです。", "混ぜるか、いくつかの単語にしてください。")
        case .same: ("いまと同じパスワードです。", "別のものにしてください。")
        }
    }

    private func words(for trouble: ProviderTrouble) -> (cause: String, cure: String) {
        switch trouble {
        case .none: ("認証プロバイダーは設定されていません。", "パスワードでサインインしてください。")
        case .unreachable: ("認証プロバイダーに接続できません。", "やり直すか、パスワードでサインインしてください。")
        case .refused: ("認証プロバイダーに拒否されました。", "やり直すか、その管理者に問い合わせてください。")
        case .untrustworthy: ("認証プロバイダーの応答を信頼できません。", "管理者に知らせてください。")
        case .nobody: ("あなたのアカウントがここにありません。", "管理者に結び付けを依頼してください。")
        case .notBegunHere: ("このサインインはここで始まっていないか、時間が経ちすぎています。", "最初からやり直してください。")
        }
    }

    func letter(_ letter: Letter, in zone: Zone) -> LetterText {
        let foot = "このメールは自動送信です。返信は読まれません。"
        switch letter {
        case .invitation(let login, let link, let until):
            return LetterText(
                "サービスデスクのアカウント",
                [
                    "アカウントが作成されました。ログイン名は \(login) です。",
                    "このリンクでパスワードを決めてください。リンクは一度だけ、\(zonedTime(until, in: zone)) まで使えます。",
                ], link: link, foot: foot)
        case .reset(let login, let link, let until):
            return LetterText(
                "新しいパスワードの設定",
                [
                    "アカウント \(login) の新しいパスワードが求められました。",
                    "このリンクで決めてください。リンクは一度だけ、\(zonedTime(until, in: zone)) まで使えます。",
                    "心当たりがなければ何もしないでください。パスワードは元のままです。",
                ], link: link, foot: foot)
        case .entry(let link, let until):
            return LetterText(
                "サインイン用リンク",
                ["このリンクでサインインできます。一度だけ、\(zonedTime(until, in: zone)) まで使えます。", "心当たりがなければ何もしないでください。"],
                link: link, foot: foot)
        case .staff(let news, let about, let link):
            let what = about.map { "\($0)：\(staff(news))" } ?? staff(news)
            return LetterText(what, [what + "。"], link: link, foot: foot)
        case .customer(let news, let ticket, let link):
            return LetterText(
                "チケット \(ticket)：\(customer(news))", ["チケット \(ticket) に動きがありました。\(customer(news))。"], link: link,
                foot: foot)
        }
    }

    private func staff(_ news: Letter.StaffNews) -> String {
        switch news {
        case .warned: "約束の期限が迫っています"
        case .breached: "約束の期限を過ぎました"
        case .breachWithdrawn: "超過が取り消されました"
        case .escalated: "あなたにエスカレーションされました"
        case .duty: "務めの期限です"
        case .handOver: "引き継ぎの申し出があります"
        case .mentioned: "あなたへの言及があります"
        case .budgetSpent: "班の持ち時間を使い切りました"
        case .clockLeapt: "デスクの時計が跳び、発火が止まっています"
        }
    }

    private func customer(_ news: Letter.CustomerNews) -> String {
        switch news {
        case .received: "受け付けました"
        case .answered: "回答しました"
        case .resolved: "解決しました"
        case .closed: "終了しました"
        case .reopened: "再開しました"
        }
    }
}
