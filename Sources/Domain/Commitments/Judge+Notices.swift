/// Notices ahead of another commitment's due: what they judge is whether the customer was told in time.
/// - Source: POLICIES 1.10.
extension Judge {
    /// A notice judges only a broken promise (POLICIES 1.10): each agreed date is an occurrence of its own.
    func notices(_ strand: Int, _ term: Term) -> [Clock] {
        guard case .notice(let span, let promised) = term.commitment.promise else { return [] }
        var clocks: [Clock] = []
        for clock in regraded(strand, promised) {
            let dated = clock.term.needsDate
            // Of a reopened matter only dates that lie ahead of the reopening count.
            let dates: [(mark: Mark, date: Instant?)] =
                dated
                ? agreedDates.filter { clock.key.occurrence == 1 || $0.date > clock.start }.map { ($0.mark, $0.date) }
                : [(Mark(clock.start, -1), nil)]
            for (index, agreed) in dates.enumerated() {
                if let over = clock.progress.verdictInstant, agreed.mark.at > over { break }
                let start = max(clock.start, agreed.mark.at)
                let theirs = clock.term.due(from: clock.start, date: agreed.date, pauses: clock.pauses)
                let due = theirs.ahead(by: span, on: term.calendar, notBefore: start)
                let replaced = index + 1 < dates.count ? dates[index + 1].mark : nil
                let next = replaced.flatMap { mark in
                    clock.progress.verdictInstant.map { mark.at > $0 } ?? false ? nil : mark
                }
                let given = course.facts.filter {
                    term.commitment.needs.contains($0.name) && Mark(start, agreed.mark.position) < $0.mark
                }
                let outcome = notice(of: clock, due: due, given: given.map(\.mark.at), replaced: next, term)
                var judged = Clock(
                    key: ClockKey(strand: strand, commitment: term.commitment.id, occurrence: clocks.count + 1),
                    term: term, start: start, date: agreed.date, pauses: pauses(term.commitment),
                    due: due,
                    progress: outcome)
                judged.given = inTime(due).flatMap { limit in given.first { $0.mark.at <= limit }?.mark.at }
                clocks.append(judged)
            }
        }
        return clocks
    }

    /// Up to when a notice has come in time, as far as that is known by now: a due that rests, or that no hours bring,
    /// is later than all that has happened.
    private func inTime(_ due: Due) -> Instant? {
        switch due {
        case .at(let limit): limit
        case .paused(_, let left): left > .zero ? now : nil
        case .never, .beyond: now
        case .undated: nil
        }
    }

    /// Whether a clock that is open asks for nothing any more: a notice that was given, or whose time has come.
    ///
    /// It presses nobody, however near its due was: what can still be kept is its promise, which is a clock of its own.
    /// It falls silent by an entry, that of the event which gives it or that of the warning at its due, and what has
    /// warned stays silent wherever pauses move that due. So an order of what presses is right until the next entry.
    public func isQuiet(_ clock: Clock) -> Bool {
        guard let notice = clock.notice else { return false }
        if case .given = notice { return true }
        return notice.isPast(at: now) || told(clock).contains(.warning(.whole))
    }

    private func notice(of clock: Clock, due: Due, given: [Instant], replaced: Mark?, _ term: Term) -> Progress {
        if let replaced { return .void(at: replaced.at, .superseded) }
        switch clock.progress {
        case .met(let at): return .void(at: at, .promiseKept)
        case .void(let at, let reason): return .void(at: at, reason)
        case .breached(let theirs):
            guard let limit = due.instant else { return .void(at: theirs.at, .superseded) }
            if let notice = given.first(where: { $0 <= limit }) { return .met(at: notice) }
            let given = given.first { $0 > limit }
            let ended = given ?? theirs.ended
            let late = term.calendar.serviceTime(from: limit, to: ended ?? now)
            let at = max(theirs.at, limit.next)
            return .breached(
                Breach(due: limit, at: at, since: limit, ended: ended, came: given != nil, late: late, missed: 1))
        case .running: return .running(due: due.instant)
        case .paused(let since, _):
            guard case .paused(_, let left) = due else { return .running(due: due.instant) }
            return .paused(since: since, left: left)
        case .waiting: return .waiting
        }
    }
}

extension Due {
    /// That much service time before a due, but not before the notice's own start.
    func ahead(by span: Duration, on calendar: Calendar, notBefore start: Instant) -> Due {
        switch self {
        case .at(let due): .at(max(calendar.start(leaving: span, until: due), start))
        case .paused(let since, let left): .paused(since: since, left: max(.zero, left - span))
        case .never, .beyond, .undated: self
        }
    }
}
