import Domain
import PolicyLanguage

extension Chinese {
    func words(for fault: InstantFault) -> (cause: String, cure: String) {
        switch fault {
        case .shape(let text): ("“\(text)”不是有效的日期时间。", "请写作 2026-02-14T20:30:00+08:00 的形式。")
        case .noOffset(let text): ("“\(text)”没有注明时区。", "请加上时差，例如 +08:00；世界协调时写 Z。")
        case .secondSixty(let text): ("“\(text)”含有第 60 秒。", "请改为 59 秒，或下一分钟的 00 秒。")
        case .noSuchDate(let text): ("“\(text)”中的日期不存在。", "请核对月份和日期。")
        case .noSuchTime(let text): ("“\(text)”中的时间不存在。", "请使用 00:00:00 至 23:59:59。")
        case .year(let text): ("“\(text)”的年份超出范围。", "请使用 1970 至 2199 年。")
        }
    }

    func words(for fault: ZoneFault) -> (cause: String, cure: String) {
        switch fault {
        case .unknown(let name, let nearest):
            ("没有名为“\(name)”的时区。", nearest.map { "请改为“\($0)”。" } ?? "请使用 IANA 时区名，例如“Asia/Shanghai”。")
        case .malformed(let name, let reason): ("时区“\(name)”的数据已损坏：\(reason)。", "请重新安装程序。")
        }
    }

    func words(for fault: WallInterval.Fault) -> (cause: String, cure: String) {
        switch fault {
        case .notATime(let text): ("“\(text)”不是有效的时刻。", "请写作 hh:mm，例如 09:00。")
        case .opensAtMidnightsEnd: ("24:00 不能作为开始时间。", "请改为次日 00:00 开始。")
        case .opensWhenItCloses(let text): ("开始与结束都是 \(text)。", "如为全天，请写 00:00-24:00。")
        }
    }

    func words(for refusal: Ticket.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            (
                "\(timeToSecond(occurred, in: zone)) 早于可补记的范围。",
                "请填写 \(timeToSecond(earliest, in: zone, isFrom: true)) 或之后的时间，或由有补记权限的人员办理。"
            )
        case .dateBackNeedsReason: ("补记须说明原因。", "请填写补记原因。")
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .detailMissing(let name): ("“\(event(name, in: nil))”缺少必要信息。", detail(name))
        case .agreedDatePast(let date): ("约定日期 \(timeToSecond(date, in: zone)) 已经过去。", "请约定一个更晚的日期。")
        case .handOverNotOffered(let team): ("工单尚未移交给“\(readable(team.rawValue))”。", "请先发起移交。")
        case .gateClosed(_, let missing): ("关闭前还缺：\(and(events(missing, in: nil)))。", "请补齐后再关闭。")
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .noSuchStrand(let number): ("工单没有序号为 \(number) 的分级。", "请选择工单现有的分级。")
        case .goingDownNeedsReason(let grade): ("改为“\(readable(grade.grade.rawValue))”会降低对客户的承诺。", "请填写调整原因。")
        case .noSuchFact(let position): ("第 \(position) 条日志没有可更正的内容。", "请选择本工单的一条记录。")
        case .otherCustomer(let ticket): ("工单 \(ticket) 属于其他客户。", "只能合并同一客户的工单。")
        case .cannotMergeWithItself: ("工单不能与自身合并。", "请选择另一张工单。")
        case .cannotLinkToItself: ("工单不能关联自身。", "请选择另一张工单。")
        case .alreadyEnded(let state): ("工单\(self.state(state))。", "请新建工单。")
        case .mergedInto(let other): ("工单已并入工单 \(other)。", "请在工单 \(other) 中继续处理。")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        case .ratedByAnother:
            ("这张工单已由他人评价。", "只有评价人本人可以修改评价。")
        }
    }

    func words(for refusal: Incident.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: occurred, earliest: earliest), in: zone)
        case .dateBackNeedsReason: words(for: Ticket.Refusal.dateBackNeedsReason, in: zone)
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .alreadyLinked(let ticket): ("工单 \(ticket) 已关联。", "无须重复操作。")
        case .notLinked(let ticket): ("工单 \(ticket) 尚未关联。", "请先关联该工单。")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        }
    }

    private func ahead(_ occurred: Instant, _ now: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        ("\(timeToSecond(occurred, in: zone)) 尚未到来。", "请填写 \(timeToSecond(now, in: zone)) 或之前的时间。")
    }

    private func before(_ occurred: Instant, _ received: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        ("\(timeToSecond(occurred, in: zone)) 早于受理时间。", "请填写 \(timeToSecond(received, in: zone, isFrom: true)) 或之后的时间。")
    }

    private func notPermitted(_ name: EventName, _ state: State) -> (cause: String, cure: String) {
        let cause = "当前状态为“\(self.state(state))”，不能记录“\(event(name, in: nil))”。"
        switch name {
        case .received, .merged, .graded, .regraded: return (cause, "请使用对应的操作，系统会自动记录。")
        default: break
        }
        switch state {
        case .resolved, .closed: return (cause, "请先重新打开。")
        case .cancelled, .merged: return (cause, "请新建工单。")
        case .new, .open, .waiting: return (cause, name == .closed ? "请先解决。" : "尚未关闭，请直接继续处理。")
        }
    }

    private func unknown(_ grade: GradeRef) -> (cause: String, cure: String) {
        ("服务承诺 \(grade.policy) 中没有分级“\(grade.grade)”。", "请选择其中已有的分级，或载入包含它的版本。")
    }

    private func already(_ grade: GradeRef) -> (cause: String, cure: String) {
        ("已经是分级“\(readable(grade.grade.rawValue))”。", "请选择其他分级，或保持不变。")
    }

    private func unknown(_ name: EventName, _ nearest: String?) -> (cause: String, cure: String) {
        ("没有名为“\(name)”的事件。", nearest.map { "请改为“\($0)”。" } ?? "请使用词汇表中的事件。")
    }

    private func detail(_ name: EventName) -> String {
        switch name {
        case .paused: "请说明在等待什么。"
        case .agreed: "请填写约定的日期。"
        case .labourRecorded: "请填写工时（分钟）和人员。"
        default: "请补充相应信息。"
        }
    }
}
