import Domain

extension Japanese {
    var events: [EventName: String] { Japanese.words.mapValues(\.noun) }

    /// What is promised to be done, as the end of a sentence.
    func deed(_ names: [EventName], in policy: Policy) -> String {
        guard let name = names.first, names.count == 1 else { return "\(or(events(names, in: policy)))を行います" }
        let own = policy.events.contains { $0.id == name && $0.title != nil }
        return own ? "\(event(name, in: policy))を行います" : Japanese.words[name]?.deed ?? "\(event(name, in: policy))を行います"
    }

    private static let words: [EventName: (noun: String, deed: String)] = [
        .received: ("受付", "受け付けます"),
        .acknowledged: ("受領の連絡", "受領を連絡します"),
        .confirmed: ("内容の確認", "内容を確認します"),
        .graded: ("等級の決定", "等級を決めます"),
        .regraded: ("等級の変更", "等級を変更します"),
        .assigned: ("チームの引き受け", "担当チームが引き受けます"),
        .mobilised: ("チームの始動", "チームが始動します"),
        .engaged: ("対応開始", "対応を開始します"),
        .estimated: ("所要時間のご案内", "所要時間をご案内します"),
        .answered: ("回答", "回答します"),
        .located: ("原因の特定", "原因を特定します"),
        .announced: ("影響のお知らせの公表", "影響のお知らせを公表します"),
        .planned: ("対応案の提示", "対応案を提示します"),
        .resourcesReady: ("資源の手配", "資源を手配します"),
        .departed: ("出発", "出発します"),
        .arrived: ("現地到着", "現地に到着します"),
        .started: ("作業開始", "作業を開始します"),
        .paused: ("一時停止", "一時停止します"),
        .resumed: ("再開", "再開します"),
        .customerMessage: ("お客様からの連絡", "お客様から連絡をいただきます"),
        .agentMessage: ("当社からの連絡", "当社から連絡します"),
        .reported: ("進捗報告", "進捗を報告します"),
        .weeklyMailed: ("週報の送付", "週報をお送りします"),
        .agreed: ("日時の合意", "日時を合意します"),
        .delayAnnounced: ("遅延のご連絡", "遅延をご連絡します"),
        .declined: ("対応できない旨のご連絡", "対応できない旨をご連絡します"),
        .alternativeOffered: ("代替案の提示", "代替案を提示します"),
        .reasonGiven: ("理由の説明", "理由を説明します"),
        .defectFound: ("不具合の発見", "不具合を見つけます"),
        .correctionStarted: ("是正の着手", "是正に着手します"),
        .escalated: ("エスカレーション", "エスカレーションします"),
        .escalationHandled: ("エスカレーションへの対処", "エスカレーションに対処します"),
        .reviewed: ("振り返りの実施", "振り返りを行います"),
        .restored: ("基本機能の復旧", "基本機能を復旧します"),
        .resolved: ("解決", "解決します"),
        .verifiedTechnical: ("技術検収の署名", "技術検収の署名をします"),
        .verifiedCustomer: ("お客様検収の署名", "お客様が検収の署名をします"),
        .surveySent: ("アンケートの送付", "アンケートをお送りします"),
        .followedUp: ("フォローの電話", "フォローのお電話をします"),
        .closed: ("完了", "完了します"),
        .reopened: ("再オープン", "再オープンします"),
        .cancelled: ("取り消し", "取り消します"),
        .merged: ("統合", "統合します"),
        .contacted: ("お客様への初回連絡", "お客様に初回の連絡をします"),
        .reconfirmed: ("2回目の確認", "2回目の確認をします"),
        .accepted: ("ご意見の受理", "ご意見を受理します"),
        .handled: ("ご意見への対処", "ご意見に対処します"),
        .improved: ("改善の実施", "改善を実施します"),
        .labourRecorded: ("作業時間の記録", "作業時間を記録します"),
    ]
}
