extension Chinese {
    func person(_ word: PersonWord) -> String {
        switch word {
        case .notices: "通知"
        case .noNotices: "没有与您有关的新消息。"
        case .noticesHint: "最近分配给您、提醒您、客户来信或即将逾期的事项。"
        case .noticeAssigned: "已分配给您"
        case .noticeMentioned: "有人提醒了您"
        case .noticeAtRisk: "“{1}”有逾期风险"
        case .noticeBroken: "“{1}”已违约"
        case .noticeHanded: "已转交 {1}"
        case .noticeWrote: "客户来信"
        case .noticeReopened: "工单已重新打开"
        case .markRead: "全部标为已读"
        case .newOnes: "{1} 条新通知"
        }
    }
}
