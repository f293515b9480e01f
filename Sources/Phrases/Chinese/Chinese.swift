import Domain
import PolicyLanguage

struct Chinese: Tongue {
    let language = Language.zh
    let wholeDay = "全天"
    let plainEvents: [EventName: String] = [.engaged: "首次回应", .escalationHandled: "专人处理完毕"]

    func quoted(_ text: String) -> String { "“\(text)”" }
    func aside(_ text: String, _ remark: String) -> String { "\(text)（\(remark)）" }
    func labelled(_ label: String, _ text: String) -> String { "\(label)：\(text)" }
    func row(_ parts: [String]) -> String { parts.joined(separator: "、") }
    func and(_ parts: [String]) -> String { parts.joined(separator: "、") }
    func or(_ parts: [String]) -> String { listed(parts, "、", "或") }
    func nextDay(_ time: String) -> String { "次日 \(time)" }

    /// `2 小时 15 分`, but `45 分钟` alone.
    func duration(_ duration: Duration) -> String {
        let text = duration.spelled((" 小时", " 分", " 秒", " 毫秒"), " ")
        let (hours, minutes, seconds, milliseconds) = duration.parts
        return hours == 0 && seconds == 0 && milliseconds == 0 ? "\(minutes) 分钟" : text
    }

    func span(_ duration: Duration, _ isAlways: Bool = false) -> String {
        duration.wholeDays(isAlways).map { "\($0) 天" } ?? self.duration(duration)
    }

    func limit(_ limit: Limit) -> String {
        switch limit {
        case .service(let span): self.span(span)
        case .workingDays(let count): "\(count) 个工作日"
        case .months(let count): "\(count) 个月"
        case .nextDay(let time): "次日 \(clock(time))"
        case .agreed: "约定日期"
        case .ahead(let span): "约定日期前 \(self.span(span))"
        }
    }

    func awaited(_ waiting: Waiting) -> String {
        switch waiting {
        case .customer: "客户回复"
        case .supplier: "供应商"
        case .problem: "其他问题"
        case .evidence: "举证材料"
        }
    }

    func state(_ state: State) -> String {
        switch state {
        case .new: "新建"
        case .open: "处理中"
        case .waiting(let reason): "等待\(awaited(reason))"
        case .resolved: "已解决"
        case .closed: "已关闭"
        case .cancelled: "已撤销"
        case .merged: "已合并"
        }
    }

    func voidReason(_ reason: VoidReason) -> String {
        switch reason {
        case .regraded: "新分级不含此项承诺"
        case .seriesEnded: "无须继续通报"
        case .cancelled: "工单已撤销"
        case .merged: "工单已并入其他工单"
        case .superseded: "约定日期已变更"
        case .promiseKept: "承诺已兑现，无须告知"
        }
    }

    func label(_ label: ReportLabel) -> String {
        switch label {
        case .policy: "服务承诺"
        case .grade: "分级"
        case .commitment: "承诺"
        case .tickets: "工单数"
        case .kept: "兑现"
        case .broken: "超时"
        case .void: "失效"
        case .running: "进行中"
        case .keptShare: "兑现率"
        case .pausedTime: "暂停时长"
        case .lateMean: "平均超时"
        case .lateWorst: "最长超时"
        case .escalations: "升级次数"
        case .compensation: "超时补偿"
        case .assumed: "按假设估算"
        case .rejectedRows: "未采纳的行"
        case .line: "行"
        case .cause: "原因"
        case .total: "合计"
        case .oneTicketExplained: "单张工单详解"
        case .whatHappened: "处置经过"
        case .clocks: "计时"
        case .tryNext: "接下来可以"
        case .sideBySide: "对比"
        case .none: "无"
        case .ungraded: "没有对应分级的工单"
        case .neverRecorded: "该历史数据中没有相应记录，时限一过即计为超时"
        }
    }
}
