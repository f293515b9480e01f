import Domain

extension Korean {
    func name(of metric: Metric) -> String {
        switch metric {
        case .firstResponse: "평균 첫 응답 시간"
        case .responseAttainment: "응답 달성률"
        case .resolution: "평균 해결 시간"
        case .resolutionAttainment: "해결 달성률"
        case .firstTimeFix: "1회 해결률"
        case .redispatch: "재배정률"
        case .conversion: "문의의 티켓 전환율"
        case .emotion: "고객 감정 지수"
        case .satisfaction: "만족도"
        case .complaints: "불만율"
        case .owed: "지급할 보상"
        case .atRisk: "기한이 임박한 미결 티켓"
        }
    }

    func name(of dimension: Dimension) -> String {
        switch dimension {
        case .category: "분류"
        case .channel: "채널"
        case .team: "팀"
        case .agent: "상담원"
        case .site: "서비스 거점"
        case .customer: "고객"
        case .language: "언어"
        case .region: "지역"
        case .grade: "등급"
        case .policy: "정책 버전"
        }
    }

    func words(for refusal: FiguresRefusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .tooManyFilters(let count):
            ("필터가 \(count)개이며 최대 \(FiguresQuery.filtersAtMost)개입니다.", "필터를 줄이십시오.")
        case .filteredTwice(let dimension):
            ("\(quoted(name(of: dimension)))에 필터가 두 번 걸렸습니다.", "값을 모두 한 필터에 쓰십시오.")
        case .emptyRange(let from, let to):
            ("\(timeToSecond(from, in: zone))부터 \(timeToSecond(to, in: zone))까지의 기간이 비어 있습니다.", "끝을 시작보다 뒤로 하십시오.")
        case .tooManyCells(let count):
            ("결과가 \(count)칸이 되어 \(FiguresQuery.cellsAtMost)칸을 넘습니다.", "기간을 줄이거나 간격을 늘리거나 묶음을 줄이십시오.")
        case .groupsOutOfRange(let count):
            ("묶음 \(count)개는 보여 줄 수 없습니다.", "1부터 \(FiguresQuery.groupsAtMost)까지 지정하십시오.")
        case .unknownZone(let name):
            ("시간대 \(quoted(readable(name)))가 없습니다.", "Asia/Shanghai 같은 IANA 이름을 쓰십시오.")
        case .ahead(let asked, let now):
            ("\(timeToSecond(asked, in: zone)) 시점은 현재 \(timeToSecond(now, in: zone))보다 뒤입니다.", "이미 지난 시점을 지정하십시오.")
        }
    }
}
