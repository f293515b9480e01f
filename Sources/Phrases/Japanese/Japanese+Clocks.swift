import Domain
import PolicyLanguage

extension Japanese {
    func words(for progress: Progress, in zone: Zone) -> String {
        switch progress {
        case .waiting: return "日時の合意待ち"
        case .running(nil): return "計時中、期限なし"
        case .running(let due?): return "計時中、期限は\(time(due, in: zone))"
        case .paused(let since, let left): return "\(time(since, in: zone))から停止中、残り\(duration(left))"
        case .met(let at): return "\(time(at, in: zone))に達成"
        case .breached(let breach):
            let late = "サービス時間で\(duration(breach.late))"
            let outcome = breach.ended == nil ? "現在\(late)超過" : breach.came ? "\(late)遅れて完了" : "\(late)超過し、未完了のまま終了"
            let missed = breach.missed > 1 ? "、報告漏れ\(breach.missed)回" : ""
            return "期限超過：期限は\(time(breach.due, in: zone))、\(outcome)\(missed)"
        case .void(let at, let reason): return "\(time(at, in: zone))から無効：\(voidReason(reason))"
        }
    }

    func opening(of why: Why, in zone: Zone, _ policy: Policy?, _ grade: GradeID?) -> String {
        let limits = or(why.limits.map { limit($0.limit) })
        let decides = deciding(why).map { "先に来る\(quoted(limit($0)))を採用します。" } ?? ""
        return "\(quoted(title(of: why, in: policy, grade)))は\(time(why.start, in: zone))に始まり、サービス時間"
            + "\(quoted(calendar(of: why, in: policy)))で計算します。\(limits.isEmpty ? "" : "期限は\(limits)です。")\(decides)"
    }

    func kind(_ kind: Why.Piece.Kind) -> String {
        switch kind {
        case .counted: "算入"
        case .closed: "サービス時間外"
        case .paused: "停止"
        case .void: "無効"
        }
    }

    func omitted(_ count: Int) -> String { "……ここでは\(count)区間を省略しています……" }

    func closing(of why: Why, counted: Duration, paused: Duration, in zone: Zone) -> String {
        let total =
            (why.omitted > 0 ? "表示した区間の算入は" : "算入は合計") + duration(counted)
            + (paused > .zero ? "、停止は\(duration(paused))" : "")
        switch why.due {
        case .at(let due): return "\(total)で、期限は\(time(due, in: zone))です。"
        case .paused(let since, let left):
            return "\(total)です。\(time(since, in: zone))から停止中で残り\(duration(left))のため、期限はまだ決まりません。"
        case .never: return "\(total)です。以後サービス時間がないため、期限はありません。"
        case .beyond: return "\(total)です。期限は2199年より後になります。"
        case .undated: return "\(total)です。日時が未合意のため、期限はまだありません。"
        }
    }

    func data(of why: Why, _ policy: Policy?) -> String {
        "根拠：ポリシー\(quoted(source(of: why, in: policy)))\(why.policy.version)版、タイムゾーンデータ\(why.data.zones)"
            + (official(why).map { "、公式カレンダー\($0)" } ?? "") + "。"
    }
}
