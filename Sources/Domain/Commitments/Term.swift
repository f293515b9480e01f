/// One commitment and the calendar it runs on: what a rule about clocks is handed.
///
/// A reference, because thousands of clocks share a few terms.
public final class Term: Sendable {
    public let commitment: Commitment
    public let calendar: Calendar
    /// Whose promise it is.
    public let grade: GradeRef
    let needsDate: Bool
    /// Which attainment it counts in.
    let role: Commitment.Role?

    public init(commitment: Commitment, calendar: Calendar, grade: GradeRef) {
        self.grade = grade
        self.commitment = commitment
        self.calendar = calendar
        needsDate = commitment.limits.contains(where: \.needsDate)
        role = commitment.role
    }

    /// The due of the promise, pauses included: each limit is moved first, then the earliest is taken.
    /// - Parameters:
    ///   - date: what the latest `agreed` carries.
    ///   - dated: when that was agreed, if anyone knows; a limit ahead of the date is not due earlier.
    ///   - pauses: those that stop this clock.
    /// - Source: POLICIES 1.5, 1.8.
    public func due(from start: Instant, date: Instant?, dated: Instant? = nil, pauses: Pauses) -> Due {
        switch commitment.promise {
        case .within(let limits):
            if limits.count == 1 { return due(of: limits[0], from: start, date: date, dated: dated, pauses: pauses) }
            return limits.map { due(of: $0, from: start, date: date, dated: dated, pauses: pauses) }.reduce(
                .undated, Due.earlier)
        case .every(let period, _):
            return calendar.due(after: period, from: start, pauses: pauses)
        case .notice:
            return .undated
        }
    }

    func due(of limit: Limit, from start: Instant, date: Instant?, dated: Instant?, pauses: Pauses) -> Due {
        if case .service(let span) = limit { return calendar.due(after: span, from: start, pauses: pauses) }
        switch base(of: limit, from: start, date: date, dated: dated) {
        case .at(let base): return moved(base, from: start, pauses: pauses)
        case let other: return other
        }
    }

    /// The due of a limit that is told by the calendar on the wall, before pauses move it.
    func base(of limit: Limit, from start: Instant, date: Instant?, dated: Instant?) -> Due {
        let zone = calendar.zone
        switch limit {
        case .service(let span):
            return calendar.due(after: span, from: start, pauses: .none)
        case .workingDays(let count):
            let due = calendar.closing(ofOpenDay: count, after: zone.day(of: start))
            return writable(due) ?? (calendar.reopens(after: start) ? .beyond : .never)
        case .months(let count):
            return writable(zone.adding(months: count, to: start)) ?? .beyond
        case .nextDay(let time):
            return writable(zone.instant(of: zone.day(of: start) + 1, millisecondsOfDay: time, as: .opening)) ?? .beyond
        case .agreed:
            return date.map { writable($0) ?? .beyond } ?? .undated
        case .ahead(let span):
            // A date nearer than the span makes it due at once (POLICIES 1.10): when the date is agreed, not before.
            if let date, date >= .horizon { return .beyond }
            return date.map { .at(max(calendar.start(leaving: span, until: $0), start, dated ?? start)) } ?? .undated
        }
    }

    private func writable(_ due: Instant?) -> Due? { due.flatMap { $0 < .horizon ? .at($0) : nil } }

    /// A base inside a pause goes to the pause's end; then follows the service time that pauses took before the base.
    private func moved(_ base: Instant, from start: Instant, pauses: Pauses) -> Due {
        guard !pauses.spans.isEmpty else { return .at(base) }
        let lost = calendar.pausedTime(from: start, to: base, in: pauses)
        var position = base
        if let pause = pauses.holding(base) {
            guard let to = pause.to else {
                // Were it to end now, what pauses took so far would follow; `lost` counts this one up to the base.
                return .paused(since: max(pause.from, start), left: lost)
            }
            position = to
        }
        return calendar.due(after: lost, from: position, pauses: pauses)
    }

    /// The limit that decides, judged as if an open pause ended at once, and the service time it grants.
    ///
    /// Warnings are shares of it (POLICIES 1.14).
    func granted(from start: Instant, date: Instant?, dated: Instant?, pauses: Pauses) -> Duration? {
        switch commitment.promise {
        case .every(let period, _): return period
        case .notice: return nil
        case .within(let limits):
            if limits.count == 1, case .service(let span) = limits[0] { return span }
            let closed = Pauses(pauses.spans.filter { $0.to != nil })
            var best: (due: Instant, limit: Limit)?
            for limit in limits {
                guard let due = due(of: limit, from: start, date: date, dated: dated, pauses: closed).instant else {
                    continue
                }
                if best.map({ due < $0.due }) ?? true { best = (due, limit) }
            }
            guard let best else { return nil }
            if case .service(let span) = best.limit { return span }
            guard let base = base(of: best.limit, from: start, date: date, dated: dated).instant else { return nil }
            return calendar.serviceTime(from: start, to: base)
        }
    }
}

extension Due {
    /// The earlier of two dues. A known instant beats a pause: had it not been reached before the pause began, it
    /// would be paused too.
    static func earlier(_ a: Due, _ b: Due) -> Due {
        switch (a, b) {
        case (.at(let x), .at(let y)): .at(min(x, y))
        case (.at, _): a
        case (_, .at): b
        case (.paused(let since, let x), .paused(_, let y)): .paused(since: since, left: min(x, y))
        case (.paused, _): a
        case (_, .paused): b
        case (.beyond, _), (_, .undated): a
        case (_, .beyond), (.undated, _): b
        case (.never, .never): a
        }
    }
}
