import Domain
import PolicyLanguage

struct Japanese: Tongue {
    let language = Language.ja
    let wholeDay = "終日"
    let plainEvents: [EventName: String] = [
        .engaged: "最初のご返答", .answered: "ご回答", .escalationHandled: "上位担当者の対応",
    ]

    func quoted(_ text: String) -> String { "「\(text)」" }
    func aside(_ text: String, _ remark: String) -> String { "\(text)（\(remark)）" }
    func labelled(_ label: String, _ text: String) -> String { "\(label)：\(text)" }
    func row(_ parts: [String]) -> String { parts.joined(separator: "、") }
    func and(_ parts: [String]) -> String { parts.joined(separator: "、") }
    func or(_ parts: [String]) -> String { listed(parts, "、", "または") }
    func nextDay(_ time: String) -> String { "翌日\(time)" }

    func duration(_ duration: Duration) -> String { duration.spelled(("時間", "分", "秒", "ミリ秒"), "") }

    func span(_ duration: Duration, _ isAlways: Bool = false) -> String {
        duration.wholeDays(isAlways).map { "\($0)日" } ?? self.duration(duration)
    }

    func limit(_ limit: Limit) -> String {
        switch limit {
        case .service(let span): self.span(span)
        case .workingDays(let count): "\(count)営業日"
        case .months(let count): "\(count)か月"
        case .nextDay(let time): "翌日\(clock(time))"
        case .agreed: "合意した日時"
        case .ahead(let span): "合意した日時の\(self.span(span))前"
        }
    }

    func awaited(_ waiting: Waiting) -> String {
        switch waiting {
        case .customer: "お客様の回答"
        case .supplier: "仕入先の対応"
        case .problem: "別の問題の解決"
        case .evidence: "証拠資料"
        }
    }

    func state(_ state: State) -> String {
        switch state {
        case .new: "新規"
        case .open: "対応中"
        case .waiting(let reason): "\(awaited(reason))待ち"
        case .resolved: "解決済み"
        case .closed: "完了"
        case .cancelled: "取り消し済み"
        case .merged: "統合済み"
        }
    }

    func voidReason(_ reason: VoidReason) -> String {
        switch reason {
        case .regraded: "新しい等級に含まれない約束です"
        case .seriesEnded: "以後の報告は不要です"
        case .cancelled: "チケットが取り消されました"
        case .merged: "チケットが統合されました"
        case .superseded: "別の日時に変更されました"
        case .promiseKept: "約束が守られたため不要です"
        }
    }

    func label(_ label: ReportLabel) -> String {
        switch label {
        case .policy: "ポリシー"
        case .grade: "等級"
        case .commitment: "約束"
        case .tickets: "チケット数"
        case .kept: "達成"
        case .broken: "超過"
        case .void: "無効"
        case .running: "進行中"
        case .keptShare: "達成率"
        case .pausedTime: "停止時間"
        case .lateMean: "平均超過"
        case .lateWorst: "最大超過"
        case .escalations: "エスカレーション"
        case .compensation: "補償"
        case .assumed: "仮定値"
        case .rejectedRows: "除外した行"
        case .line: "行"
        case .cause: "原因"
        case .total: "合計"
        case .oneTicketExplained: "チケット1件の詳細"
        case .whatHappened: "経過"
        case .clocks: "計時"
        case .tryNext: "次に試すこと"
        case .sideBySide: "比較"
        case .none: "なし"
        case .ungraded: "等級のないチケット"
        case .neverRecorded: "この履歴に記録がないため、期限を過ぎると超過として数えます"
        }
    }
}
