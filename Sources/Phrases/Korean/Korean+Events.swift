import Domain

extension Korean {
    var events: [EventName: String] { Korean.words.mapValues(\.noun) }

    /// What is promised to be done, as the end of a sentence.
    func deed(_ names: [EventName], in policy: Policy) -> String {
        guard let name = names.first, names.count == 1 else {
            return "\(with(.object, or(events(names, in: policy)))) 합니다"
        }
        let own = policy.events.contains { $0.id == name && $0.title != nil }
        return own
            ? "\(with(.object, event(name, in: policy))) 합니다"
            : Korean.words[name]?.deed ?? "\(with(.object, event(name, in: policy))) 합니다"
    }

    private static let words: [EventName: (noun: String, deed: String)] = [
        .received: ("접수", "접수합니다"),
        .acknowledged: ("접수 회신", "접수를 회신합니다"),
        .confirmed: ("요청 확인", "요청을 확인합니다"),
        .graded: ("등급 지정", "등급을 지정합니다"),
        .regraded: ("등급 변경", "등급을 변경합니다"),
        .assigned: ("담당 팀 인수", "담당 팀이 인수합니다"),
        .mobilised: ("전담팀 투입", "전담팀을 투입합니다"),
        .engaged: ("응대 시작", "응대를 시작합니다"),
        .estimated: ("예상 소요 시간 안내", "예상 소요 시간을 안내합니다"),
        .answered: ("답변", "답변합니다"),
        .located: ("원인 파악", "원인을 파악합니다"),
        .announced: ("영향 공지", "영향을 공지합니다"),
        .planned: ("처리 방안 제시", "처리 방안을 제시합니다"),
        .resourcesReady: ("자원 준비", "자원을 준비합니다"),
        .departed: ("출발", "출발합니다"),
        .arrived: ("현장 도착", "현장에 도착합니다"),
        .started: ("작업 시작", "작업을 시작합니다"),
        .paused: ("일시 중지", "일시 중지합니다"),
        .resumed: ("처리 재개", "처리를 재개합니다"),
        .customerMessage: ("고객 메시지", "고객 메시지를 받습니다"),
        .agentMessage: ("상담원 메시지", "상담원이 연락합니다"),
        .reported: ("진행 보고", "진행 상황을 보고합니다"),
        .weeklyMailed: ("주간 메일 발송", "주간 메일을 보냅니다"),
        .agreed: ("일시 합의", "일시를 합의합니다"),
        .delayAnnounced: ("지연 안내", "지연을 안내합니다"),
        .declined: ("수용 불가 안내", "수용할 수 없음을 안내합니다"),
        .alternativeOffered: ("대안 제시", "대안을 제시합니다"),
        .reasonGiven: ("사유 설명", "사유를 설명합니다"),
        .defectFound: ("결함 발견", "결함을 발견합니다"),
        .correctionStarted: ("시정 착수", "시정에 착수합니다"),
        .escalated: ("에스컬레이션", "에스컬레이션합니다"),
        .escalationHandled: ("에스컬레이션 처리", "에스컬레이션을 처리합니다"),
        .reviewed: ("점검 회의", "점검 회의를 합니다"),
        .restored: ("기본 기능 복구", "기본 기능을 복구합니다"),
        .resolved: ("해결", "해결합니다"),
        .verifiedTechnical: ("기술 검수 서명", "기술 검수에 서명합니다"),
        .verifiedCustomer: ("고객 검수 서명", "고객이 검수에 서명합니다"),
        .surveySent: ("만족도 조사 발송", "만족도 조사를 보냅니다"),
        .followedUp: ("사후 확인 전화", "사후 확인 전화를 합니다"),
        .closed: ("종료", "종료합니다"),
        .reopened: ("다시 열림", "다시 엽니다"),
        .cancelled: ("취소", "취소합니다"),
        .merged: ("병합", "병합합니다"),
        .contacted: ("고객 첫 연락", "고객에게 처음 연락합니다"),
        .reconfirmed: ("2차 확인", "2차로 확인합니다"),
        .accepted: ("의견 채택", "의견을 채택합니다"),
        .handled: ("의견 처리", "의견을 처리합니다"),
        .improved: ("개선 완료", "개선을 완료합니다"),
        .labourRecorded: ("작업 시간 기록", "작업 시간을 기록합니다"),
    ]
}
