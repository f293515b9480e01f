extension Japanese {
    func person(_ word: PersonWord) -> String {
        switch word {
        case .notices: "お知らせ"
        case .noNotices: "あなたに関する新しい知らせはありません。"
        case .noticesHint: "最近あなたに割り当てられた件、呼びかけ、お客様からの連絡、期限の迫った件です。"
        case .noticeAssigned: "あなたに割り当てられました"
        case .noticeMentioned: "あなたに言及がありました"
        case .noticeAtRisk: "「{1}」が期限に迫っています"
        case .noticeBroken: "「{1}」が守れませんでした"
        case .noticeHanded: "{1} に引き継ぎ依頼"
        case .noticeWrote: "お客様から連絡がありました"
        case .noticeReopened: "再オープンされました"
        case .markRead: "すべて既読にする"
        case .newOnes: "新着 {1} 件"
        }
    }
}
