extension Korean {
    func person(_ word: PersonWord) -> String {
        switch word {
        case .notices: "알림"
        case .noNotices: "새로운 알림이 없습니다."
        case .noticesHint: "최근 배정되었거나 언급되었거나 고객이 메시지를 보냈거나 기한이 임박한 건입니다."
        case .noticeAssigned: "나에게 배정됨"
        case .noticeMentioned: "내가 언급됨"
        case .noticeAtRisk: "“{1}” 기한 임박"
        case .noticeBroken: "“{1}” 위반"
        case .noticeHanded: "{1}에 인계 요청"
        case .noticeWrote: "고객이 메시지를 보냄"
        case .noticeReopened: "티켓이 다시 열림"
        case .markRead: "모두 읽음으로 표시"
        case .newOnes: "새 알림 {1}건"
        }
    }
}
