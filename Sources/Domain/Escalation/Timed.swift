/// A fact that time itself brings about: told once, at its own instant.
/// - Source: POLICIES 1.7, 1.14.
struct Timed {
    let at: Instant
    let event: Course.Event
    /// A grade that a rung attaches.
    var attach: Rung.Attachment?
}

extension Judge {
    /// What time has brought about by now and nobody has told yet, in order: warnings, rungs, breaches, spent budgets.
    func untold(_ clocks: [Clock]) -> [Timed] {
        var timed: [Timed] = []
        for clock in clocks {
            if clock.progress.isOver {
                if case .breached(let breach) = clock.progress { tell(breach, clock, &timed) }
                continue
            }
            let told = told(clock)
            warnings(clock, told, &timed)
            if case .breached(let breach) = clock.progress { tell(breach, clock, &timed) }
            rungs(clock, told, &timed)
            for share in budgets(clock) where !told.contains(.budget(share.team)) {
                if let at = share.spentAt, at <= now {
                    timed.append(Timed(at: at, event: .budgetSpent(clock.key, share.team, at: at)))
                }
            }
        }
        guard timed.count > 1 else { return timed }
        // Stable: at one instant the policy's order holds, and a breach stands before its own rung.
        return timed.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// The next instant at which something will have to be told; nil when nothing is left to wait for.
    ///
    /// Not later than now when the latest fact has brought something to light at its own instant.
    public func next(_ clocks: [Clock]) -> Instant? {
        var earliest: Instant?
        func consider(_ instant: Instant?) {
            if let instant, earliest.map({ instant < $0 }) ?? true { earliest = instant }
        }
        for clock in clocks where !clock.progress.isOver {
            let told = told(clock)
            if case .running(let due?) = clock.progress {
                // A notice warns at its due; it breaks with its promise.
                if clock.term.commitment.isNotice {
                    if clock.given == nil, !told.contains(.warning(.whole)) { consider(due) }
                } else {
                    consider(due.next)
                }
            }
            if case .breached(let breach) = clock.progress, course.breaches[clock.key] == nil { consider(breach.at) }
            for share in clock.term.commitment.warnings where !told.contains(.warning(share)) {
                consider(instant(of: share, clock))
            }
            // A notice that is due is not yet broken: planning its rungs would name an instant that has passed, again and
            // again, and the scheduler would never sleep.
            let isNotice = clock.term.commitment.isNotice
            for rung in clock.term.commitment.ladder where !told.contains(.rung(rung.at, rung.tell)) {
                // Not before the breach, which is asked for already.
                if case .running = clock.progress, rung.at.anchor == .breach { continue }
                consider(instant(of: rung.at, clock, planned: !isNotice))
            }
            for share in budgets(clock) where !told.contains(.budget(share.team)) { consider(share.spentAt) }
        }
        return earliest
    }

    func told(_ clock: Clock) -> [Course.Told] { course.told.isEmpty ? [] : course.told[clock.key] ?? [] }

    private func tell(_ breach: Breach, _ clock: Clock, _ timed: inout [Timed]) {
        guard course.breaches[clock.key] == nil else { return }
        timed.append(Timed(at: breach.at, event: .breached(clock.key, due: breach.due, at: breach.at)))
    }

    private func warnings(_ clock: Clock, _ told: [Course.Told], _ timed: inout [Timed]) {
        if clock.term.commitment.isNotice {
            // A notice that has not been given warns at its due.
            // One that is broken by now warned before; one that has ended, or was replaced, is not asked.
            guard let due = clock.due.instant, due <= now, clock.progress != .waiting, clock.given == nil,
                !told.contains(.warning(.whole))
            else { return }
            timed.append(Timed(at: due, event: .warned(clock.key, .whole, at: due)))
            return
        }
        for share in clock.term.commitment.warnings where !told.contains(.warning(share)) {
            // Shares ascend: what comes after one that is not reached is not reached either.
            guard let at = instant(of: share, clock), at <= now else { return }
            timed.append(Timed(at: at, event: .warned(clock.key, share, at: at)))
        }
    }

    private func rungs(_ clock: Clock, _ told: [Course.Told], _ timed: inout [Timed]) {
        for rung in clock.term.commitment.ladder where !told.contains(.rung(rung.at, rung.tell)) {
            guard let at = instant(of: rung.at, clock, planned: false), at <= now else { continue }
            timed.append(Timed(at: at, event: .rungReached(clock.key, rung, at: at), attach: rung.attach))
        }
    }

    /// When a share of the service time from start to due is used up; of elapsed time if there is none.
    func instant(of share: Share, _ clock: Clock) -> Instant? {
        let pauses = clock.pauses
        guard let granted = clock.term.granted(from: clock.start, date: clock.date, dated: clock.dated, pauses: pauses)
        else { return nil }
        if granted == .zero {
            guard let due = clock.due.instant else { return nil }
            return clock.start + (due - clock.start).share(share)
        }
        return clock.term.calendar.due(after: granted.share(share), from: clock.start, pauses: pauses).instant
    }

    /// When a rung is reached. Before a due it waits for that due; after a breach it ignores pauses.
    /// - Parameter planned: also of a breach that has not happened yet.
    func instant(of moment: Rung.Moment, _ clock: Clock, planned: Bool) -> Instant? {
        let calendar = clock.term.calendar
        switch moment.anchor {
        case .due:
            guard let due = clock.due.instant else { return nil }
            let at = moment.elapsed ? due - moment.offset : calendar.start(leaving: moment.offset, until: due)
            return max(at, clock.start)
        case .breach:
            let broken: Instant? =
                switch clock.progress {
                case .breached(let breach): breach.at
                case .running(let due?) where planned: due.next
                default: nil
                }
            guard let broken else { return nil }
            return moment.elapsed ? broken + moment.offset : calendar.due(after: moment.offset, from: broken)
        }
    }
}

extension Duration {
    /// A share of it, cut to the millisecond.
    func share(_ share: Share) -> Duration {
        let (high, low) = milliseconds.multipliedFullWidth(by: share.millionths)
        return Duration(milliseconds: Int64(1_000_000).dividingFullWidth((high, low)).quotient)
    }
}
