import Domain
import PolicyLanguage

extension Japanese {
    func changed(_ whom: String?, _ aspect: Aspect, from: String?, to: String?, _ verdict: Change.Verdict?) -> String {
        let head = whom.map { "\($0)：" } ?? ""
        let subject = name(aspect)
        let verdict =
            switch verdict {
            case .tighter?: "約束はより厳しくなります。"
            case .looser?: "約束は緩やかになります。"
            case .different?: "約束の種類が変わります。"
            case nil: ""
            }
        switch (from, to) {
        case (let a?, let b?) where aspect.isLong:
            return "\(head)\(subject)を変更します。変更前：\(a)。変更後：\(b)。\(verdict)"
        case (let a?, let b?): return "\(head)\(subject)を\(a)から\(b)に変更します。\(verdict)"
        case (nil, let b?): return "\(head)\(subject)を追加します：\(b)。\(verdict)"
        case (let a?, nil): return "\(head)\(subject)を廃止します（これまで：\(a)）。\(verdict)"
        case (nil, nil): return "\(head)\(subject)を変更します。\(verdict)"
        }
    }

    func newGrade(_ title: String, promises: [String]) -> String {
        "等級\(quoted(title))を追加します。" + (promises.isEmpty ? "約束はまだありません。" : "\(promises.joined(separator: "。"))。")
    }

    func goneGrade(_ title: String) -> String { "等級\(quoted(title))を廃止し、その約束も終了します。" }

    func replaced(_ whom: String?, removed: [String], added: [String]) -> String {
        let gone = removed.isEmpty ? "" : "【廃止】\(removed.joined())"
        let new = added.isEmpty ? "" : "【追加】\(added.joined())"
        return "\(whom ?? "すべての等級")：\(gone)\(new)"
    }

    private func name(_ aspect: Aspect) -> String {
        switch aspect {
        case .version: "版"
        case .zone: "タイムゾーン"
        case .hours: "サービス時間"
        case .grading: "等級"
        case .commitment: "約束"
        case .time: "期限"
        case .course: "計時の区間"
        case .calendar: "計時に使うサービス時間"
        case .pauses: "計時を止める待ち"
        case .warnings: "警告の時点"
        case .ladder: "エスカレーション"
        case .budget: "チームへの時間配分"
        case .compensation: "補償"
        }
    }
}
