import Domain

extension English {
    func name(of metric: Metric) -> String {
        switch metric {
        case .firstResponse: "Mean first response"
        case .responseAttainment: "Response attainment"
        case .resolution: "Mean resolution"
        case .resolutionAttainment: "Resolution attainment"
        case .firstTimeFix: "First-time fix"
        case .redispatch: "Re-dispatch"
        case .conversion: "Contact to ticket"
        case .emotion: "Emotion index"
        case .satisfaction: "Satisfaction"
        case .complaints: "Complaint rate"
        case .owed: "Compensation owed"
        case .atRisk: "Open tickets at risk"
        }
    }

    func name(of dimension: Dimension) -> String {
        switch dimension {
        case .category: "category"
        case .channel: "channel"
        case .team: "team"
        case .agent: "agent"
        case .site: "site"
        case .customer: "customer"
        case .language: "language"
        case .region: "region"
        case .grade: "grade"
        case .policy: "policy version"
        }
    }

    func words(for refusal: FiguresRefusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .tooManyFilters(let count):
            ("\(count) filters are more than the \(FiguresQuery.filtersAtMost) that are allowed.", "Leave some out.")
        case .filteredTwice(let dimension):
            ("“\(name(of: dimension))” is filtered twice.", "Name all its values in one filter.")
        case .emptyRange(let from, let to):
            (
                "The time from \(timeToSecond(from, in: zone)) to \(timeToSecond(to, in: zone)) is empty.",
                "Let the end come after the beginning."
            )
        case .tooManyCells(let count):
            (
                "The answer would have \(count) cells, more than \(FiguresQuery.cellsAtMost).",
                "Ask for a shorter time, longer steps or fewer groups."
            )
        case .groupsOutOfRange(let count):
            ("\(count) groups can't be told.", "Ask for 1 to \(FiguresQuery.groupsAtMost).")
        case .unknownZone(let name):
            ("There is no time zone “\(readable(name))”.", "Write an IANA name such as Asia/Shanghai.")
        case .ahead(let asked, let now):
            (
                "\(timeToSecond(asked, in: zone)) lies ahead of now, \(timeToSecond(now, in: zone)).",
                "Ask about an instant that has come."
            )
        }
    }
}
