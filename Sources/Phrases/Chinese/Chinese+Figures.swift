import Domain

extension Chinese {
    func name(of metric: Metric) -> String {
        switch metric {
        case .firstResponse: "平均首次响应时间"
        case .responseAttainment: "响应达成率"
        case .resolution: "平均解决时间"
        case .resolutionAttainment: "解决达成率"
        case .firstTimeFix: "一次解决率"
        case .redispatch: "二次派单率"
        case .conversion: "来访转工单率"
        case .emotion: "客户情绪指数"
        case .satisfaction: "满意度"
        case .complaints: "投诉率"
        case .owed: "应付补偿"
        case .atRisk: "有超时风险的未结工单"
        }
    }

    func name(of dimension: Dimension) -> String {
        switch dimension {
        case .category: "类别"
        case .channel: "渠道"
        case .team: "班组"
        case .agent: "坐席"
        case .site: "服务网点"
        case .customer: "客户"
        case .language: "语言"
        case .region: "区域"
        case .grade: "分级"
        case .policy: "承诺版本"
        }
    }

    func words(for refusal: FiguresRefusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .tooManyFilters(let count):
            ("筛选条件有 \(count) 个，最多 \(FiguresQuery.filtersAtMost) 个。", "请减少筛选条件。")
        case .filteredTwice(let dimension):
            ("“\(name(of: dimension))”被筛选了两次。", "请把所有取值写在一个筛选条件里。")
        case .emptyRange(let from, let to):
            ("从 \(timeToSecond(from, in: zone)) 到 \(timeToSecond(to, in: zone)) 的时间段为空。", "请让结束时间晚于开始时间。")
        case .tooManyCells(let count):
            ("结果将有 \(count) 格，超过 \(FiguresQuery.cellsAtMost) 格。", "请缩短时间段、加大步长或减少分组。")
        case .groupsOutOfRange(let count):
            ("不能显示 \(count) 个分组。", "请要求 1 到 \(FiguresQuery.groupsAtMost) 个。")
        case .unknownZone(let name):
            ("没有时区“\(readable(name))”。", "请写 IANA 名称，例如 Asia/Shanghai。")
        case .ahead(let asked, let now):
            ("\(timeToSecond(asked, in: zone)) 晚于现在 \(timeToSecond(now, in: zone))。", "请查询已经到来的时刻。")
        }
    }
}
