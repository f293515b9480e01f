extension English {
    func person(_ word: PersonWord) -> String {
        switch word {
        case .notices: "Notices"
        case .noNotices: "Nothing new concerns you."
        case .noticesHint: "What was given to you, asked of you, written to you, or is running late, of late."
        case .noticeAssigned: "Assigned to you"
        case .noticeMentioned: "You were mentioned"
        case .noticeAtRisk: "{1} is at risk"
        case .noticeBroken: "{1} was broken"
        case .noticeHanded: "Offered to {1}"
        case .noticeWrote: "The customer wrote"
        case .noticeReopened: "Opened again"
        case .markRead: "Mark all as read"
        case .newOnes: "{1} new"
        }
    }
}
