import Domain
import PolicyLanguage

extension English {
    func words(for progress: Progress, in zone: Zone) -> String {
        switch progress {
        case .waiting: return "waits for a date"
        case .running(nil): return "running, without a due"
        case .running(let due?): return "running, due \(time(due, in: zone))"
        case .paused(let since, let left): return "paused since \(time(since, in: zone)), \(duration(left)) left"
        case .met(let at): return "kept at \(time(at, in: zone))"
        case .breached(let breach):
            let late = "\(duration(breach.late)) of service time late"
            let outcome =
                breach.ended == nil
                ? "\(late) so far" : breach.came ? "came \(late)" : "never came, \(late) when it ended"
            let missed = breach.missed > 1 ? ", \(breach.missed) reports missed" : ""
            return "broken: due \(time(breach.due, in: zone)), \(outcome)\(missed)"
        case .void(let at, let reason): return "void since \(time(at, in: zone)): \(voidReason(reason))"
        }
    }

    func opening(of why: Why, in zone: Zone, _ policy: Policy?, _ grade: GradeID?) -> String {
        let limits = or(why.limits.map { limit($0.limit) })
        let decides = deciding(why).map { "; \(limit($0)) comes first and decides" } ?? ""
        return
            "\(quoted(title(of: why, in: policy, grade))) starts at \(time(why.start, in: zone)) and counts on the calendar "
            + "\(quoted(calendar(of: why, in: policy)))\(limits.isEmpty ? "" : "; its limit is \(limits)")\(decides)."
    }

    func kind(_ kind: Why.Piece.Kind) -> String {
        switch kind {
        case .counted: "counted"
        case .closed: "closed"
        case .paused: "paused"
        case .void: "void"
        }
    }

    func omitted(_ count: Int) -> String { "… \(count) more pieces are left out here …" }

    func closing(of why: Why, counted: Duration, paused: Duration, in zone: Zone) -> String {
        let total =
            (why.omitted > 0 ? "In the pieces shown " : "In all ") + "\(duration(counted)) counted"
            + (paused > .zero ? ", \(duration(paused)) paused" : "")
        switch why.due {
        case .at(let due): return "\(total); due \(time(due, in: zone))."
        case .paused(let since, let left):
            return
                "\(total); paused since \(time(since, in: zone)) with \(duration(left)) left, so there is no due yet."
        case .never: return "\(total); the calendar never opens again, so there is no due."
        case .beyond: return "\(total); the due lies beyond the year 2199."
        case .undated: return "\(total); the date is not agreed yet, so there is no due."
        }
    }

    func data(of why: Why, _ policy: Policy?) -> String {
        "By the policy \(quoted(source(of: why, in: policy))), version \(why.policy.version), with zone data \(why.data.zones)"
            + (official(why).map { " and the official calendar \($0)" } ?? "") + "."
    }
}
