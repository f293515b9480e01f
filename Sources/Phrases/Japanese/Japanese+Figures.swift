import Domain

extension Japanese {
    func name(of metric: Metric) -> String {
        switch metric {
        case .firstResponse: "平均初回応答時間"
        case .responseAttainment: "応答達成率"
        case .resolution: "平均解決時間"
        case .resolutionAttainment: "解決達成率"
        case .firstTimeFix: "初回解決率"
        case .redispatch: "再手配率"
        case .conversion: "問い合わせのチケット化率"
        case .emotion: "顧客感情指数"
        case .satisfaction: "満足度"
        case .complaints: "苦情率"
        case .owed: "支払うべき補償"
        case .atRisk: "期限が迫る未完了チケット"
        }
    }

    func name(of dimension: Dimension) -> String {
        switch dimension {
        case .category: "区分"
        case .channel: "チャネル"
        case .team: "チーム"
        case .agent: "担当者"
        case .site: "拠点"
        case .customer: "顧客"
        case .language: "言語"
        case .region: "地域"
        case .grade: "等級"
        case .policy: "ポリシーの版"
        }
    }

    func words(for refusal: FiguresRefusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .tooManyFilters(let count):
            ("絞り込みが\(count)個あります。上限は\(FiguresQuery.filtersAtMost)個です。", "絞り込みを減らしてください。")
        case .filteredTwice(let dimension):
            ("「\(name(of: dimension))」が二度絞り込まれています。", "値をすべて一つの絞り込みに書いてください。")
        case .emptyRange(let from, let to):
            ("\(timeToSecond(from, in: zone))から\(timeToSecond(to, in: zone))までの期間は空です。", "終わりを始まりより後にしてください。")
        case .tooManyCells(let count):
            ("結果は\(count)マスになり、上限の\(FiguresQuery.cellsAtMost)マスを超えます。", "期間を短くするか、刻みを大きくするか、グループを減らしてください。")
        case .groupsOutOfRange(let count):
            ("\(count)個のグループは示せません。", "1から\(FiguresQuery.groupsAtMost)までで指定してください。")
        case .unknownZone(let name):
            ("タイムゾーン「\(readable(name))」はありません。", "Asia/ShanghaiのようなIANA名を書いてください。")
        case .ahead(let asked, let now):
            ("\(timeToSecond(asked, in: zone))は現在の\(timeToSecond(now, in: zone))より先です。", "すでに来た時点を指定してください。")
        }
    }
}
