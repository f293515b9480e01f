/// When a clock runs: weekly hours, exceptions by date, a time zone.
///
/// A calendar is compiled once into a `Timeline`; afterwards every question is two binary searches.
/// - Source: POLICIES 1.2–1.4.
public struct Calendar: Sendable {
    public let zone: Zone
    /// Monday first.
    public let week: [Hours]
    /// Holidays (no hours) and days with hours of their own; they replace the weekday's.
    public let exceptions: [Day: Hours]
    private let timeline: Timeline

    /// - Parameter week: seven entries, Monday first.
    public init(zone: Zone, week: [Hours], exceptions: [Day: Hours] = [:]) {
        precondition(week.count == 7, "a week has seven days")
        self.zone = zone
        self.week = week
        self.exceptions = exceptions
        timeline = Timeline(zone: zone, week: week, exceptions: exceptions)
    }

    /// Open around the clock.
    public static func always(in zone: Zone) -> Calendar {
        Calendar(zone: zone, week: Array(repeating: [.wholeDay], count: 7))
    }

    public func hours(on day: Day) -> Hours { exceptions[day] ?? week[day.weekday.rawValue] }

    /// Hours that a made-up working day has when nobody names them: Monday's, else those of the first open weekday.
    public static func madeUpHours(week: [Hours]) -> Hours { week.first { !$0.isEmpty } ?? [] }

    /// The length of real time inside opening hours; zero if `to` is not later.
    /// - Complexity: O(log changes), no allocation.
    public func serviceTime(from: Instant, to: Instant) -> Duration {
        from < to ? Duration(milliseconds: timeline.elapsed(to) - timeline.elapsed(from)) : .zero
    }

    /// Service time outside the pauses.
    /// - Parameter pauses: ascending and disjoint.
    public func serviceTime(from: Instant, to: Instant, without pauses: Pauses) -> Duration {
        serviceTime(from: from, to: to) - pausedTime(from: from, to: to, in: pauses)
    }

    /// What pauses cost: the service time inside them.
    public func pausedTime(from: Instant, to: Instant, in pauses: Pauses) -> Duration {
        var total = Duration.zero
        for pause in pauses.spans {
            guard pause.from < to else { break }
            total += serviceTime(from: max(from, pause.from), to: min(to, pause.to ?? to))
        }
        return total
    }

    /// The earliest instant at which the service time since `start` reaches `limit`.
    ///
    /// A limit that runs out exactly at closing is due at closing, not at the next opening; a limit of zero at once.
    /// - Returns: nil when that never happens, or not before the horizon.
    /// - Source: POLICIES 1.4.
    public func due(after limit: Duration, from start: Instant) -> Instant? {
        guard limit > .zero else { return start }
        guard limit.milliseconds <= timeline.total else { return nil }
        return timeline.first(reaching: timeline.elapsed(start) + limit.milliseconds)
    }

    /// The same with pauses, in which no time runs.
    /// - Source: POLICIES 1.8.
    public func due(after limit: Duration, from start: Instant, pauses: Pauses) -> Due {
        guard limit > .zero else { return .at(start) }
        // Counted on the table's own scale: a pause moves the target on by what it costs, and only the end asks for an instant.
        var target = timeline.elapsed(start) + min(limit.milliseconds, .max / 2)
        var position = start
        for pause in pauses.spans where pause.to.map({ $0 > start }) ?? true {
            let began = timeline.elapsed(max(pause.from, start))
            // A pause beginning at due saves nothing, hence `<=`.
            if target <= began { break }
            guard let to = pause.to else {
                return .paused(since: max(pause.from, start), left: Duration(milliseconds: target - began))
            }
            target += timeline.elapsed(to) - began
            position = to
        }
        guard let due = timeline.first(reaching: target) else { return reopens(after: position) ? .beyond : .never }
        return .at(due)
    }

    /// The latest instant from which `span` of service time is left until `due`: the mirror image of `due(after:from:)`.
    /// - Returns: the beginning of the tables when hours never sufficed.
    public func start(leaving span: Duration, until due: Instant) -> Instant {
        guard span > .zero else { return due }
        return timeline.last(reaching: timeline.elapsed(due) - span.milliseconds)
    }

    /// The last closing that belongs to the `count`-th open day after `day`.
    ///
    /// Nil when there are not so many before the horizon.
    /// - Complexity: O(days walked).
    /// - Source: POLICIES 1.5, `3 working-days`.
    public func closing(ofOpenDay count: Int, after day: Day) -> Instant? {
        let horizon = zone.day(of: .horizon)
        var (day, left) = (day + 1, count)
        while day <= horizon {
            if let closing = lastClosing(on: day) {
                left -= 1
                if left == 0 { return closing }
            }
            day = day + 1
        }
        return nil
    }

    /// Whether any service time is left after the instant, as far as the tables reach.
    public func reopens(after instant: Instant) -> Bool { timeline.elapsed(instant) < timeline.total }

    /// Open stretches that meet [from, to), clipped to it and ascending; for explanations.
    public func openings(from: Instant, to: Instant) -> [Span] {
        var spans: [Span] = []
        var position = from
        while position < to, let instant = timeline.first(reaching: timeline.elapsed(position) + 1) {
            let opening = Instant(milliseconds: instant.milliseconds - 1)
            guard opening < to else { break }
            let closing = min(timeline.closing(after: opening), to)
            spans.append(Span(from: opening, to: closing))
            position = closing
        }
        return spans
    }

    private func lastClosing(on day: Day) -> Instant? {
        var last: Instant?
        for interval in hours(on: day) {
            guard let (opening, closing) = Timeline.resolve(interval, on: day, in: zone), opening < closing else {
                continue
            }
            if last.map({ closing > $0 }) ?? true { last = closing }
        }
        return last
    }
}

/// What a limit comes to.
public enum Due: Hashable, Sendable {
    case at(Instant)
    /// A pause is open: no due, this much service time left.
    case paused(since: Instant, left: Duration)
    /// The calendar never opens again.
    case never
    /// Later than 2199.
    case beyond
    /// Waits for a date that nobody has agreed yet.
    case undated

    public var instant: Instant? { if case .at(let instant) = self { instant } else { nil } }
}

/// Stretches in which a clock does not run: ascending, disjoint, none empty; only the last may be open.
public struct Pauses: Hashable, Sendable {
    public let spans: [Span]

    public static let none = Pauses([])

    /// Sorts, drops empty ones and joins those that touch or overlap.
    public init(_ unordered: [Span]) {
        var joined: [Span] = []
        for span in unordered.sorted(by: { $0.from < $1.from }) where span.to.map({ $0 > span.from }) ?? true {
            guard let last = joined.last, last.to.map({ $0 >= span.from }) ?? true else {
                joined.append(span)
                continue
            }
            let end = last.to.flatMap { a in span.to.map { max(a, $0) } }
            joined[joined.count - 1] = Span(from: last.from, to: end)
        }
        spans = joined
    }

    public var open: Span? { spans.last.flatMap { $0.to == nil ? $0 : nil } }

    /// The pause that holds the instant strictly inside: one beginning at a due saves nothing (POLICIES 1.6).
    func holding(_ instant: Instant) -> Span? {
        spans.first { $0.from < instant && ($0.to.map { instant < $0 } ?? true) }
    }
}

extension WallInterval {
    public static let wholeDay = WallInterval(opens: 0, closes: day)
    init(opens: Int64, closes: Int64) {
        self.opens = opens
        self.closes = closes
    }
}
