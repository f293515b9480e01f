import Domain
import PolicyLanguage

extension Chinese {
    func words(for progress: Progress, in zone: Zone) -> String {
        switch progress {
        case .waiting: return "等待约定日期"
        case .running(nil): return "计时中，暂无到期时间"
        case .running(let due?): return "计时中，\(time(due, in: zone)) 到期"
        case .paused(let since, let left): return "自 \(time(since, in: zone)) 起暂停，剩余 \(duration(left))"
        case .met(let at): return "已于 \(time(at, in: zone)) 兑现"
        case .breached(let breach):
            let late = duration(breach.late) + "（服务时间）"
            let outcome = breach.ended == nil ? "至今已超时 \(late)" : breach.came ? "实际晚了 \(late)" : "终止时仍未完成，超时 \(late)"
            let missed = breach.missed > 1 ? "，漏报 \(breach.missed) 次" : ""
            return "已超时：应于 \(time(breach.due, in: zone)) 前完成，\(outcome)\(missed)"
        case .void(let at, let reason): return "自 \(time(at, in: zone)) 起失效：\(voidReason(reason))"
        }
    }

    func opening(of why: Why, in zone: Zone, _ policy: Policy?, _ grade: GradeID?) -> String {
        let limits = or(why.limits.map { limit($0.limit) })
        let decides = deciding(why).map { "，其中“\(limit($0))”先到，以此为准" } ?? ""
        return "\(quoted(title(of: why, in: policy, grade)))自 \(time(why.start, in: zone)) 起计时，服务时间采用"
            + "\(quoted(calendar(of: why, in: policy)))\(limits.isEmpty ? "" : "，时限为\(limits.first.map(\.isNumber) ?? false ? " " : "")\(limits)")\(decides)。"
    }

    func kind(_ kind: Why.Piece.Kind) -> String {
        switch kind {
        case .counted: "计入"
        case .closed: "非服务时间"
        case .paused: "暂停"
        case .void: "失效"
        }
    }

    func omitted(_ count: Int) -> String { "……此处省略 \(count) 段……" }

    func closing(of why: Why, counted: Duration, paused: Duration, in zone: Zone) -> String {
        let total =
            (why.omitted > 0 ? "所列各段计入 " : "合计计入 ") + duration(counted)
            + (paused > .zero ? "，暂停 \(duration(paused))" : "")
        switch why.due {
        case .at(let due): return "\(total)，\(time(due, in: zone)) 到期。"
        case .paused(let since, let left):
            return "\(total)；自 \(time(since, in: zone)) 起暂停，剩余 \(duration(left))，暂无到期时间。"
        case .never: return "\(total)；此后不再有服务时间，没有到期时间。"
        case .beyond: return "\(total)；到期时间晚于 2199 年。"
        case .undated: return "\(total)；日期尚未约定，暂无到期时间。"
        }
    }

    func data(of why: Why, _ policy: Policy?) -> String {
        "依据《\(source(of: why, in: policy))》\(why.policy.version) 版，时区数据 \(why.data.zones)"
            + (official(why).map { "，官方日历 \($0)" } ?? "") + "。"
    }
}
