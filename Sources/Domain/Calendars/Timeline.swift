// How a calendar answers in a hundred nanoseconds.
//
// Opening hours repeat every week except where a date has hours of its own or the zone changes its offset. So the line
// of time is cut at those days. Each piece is a *stretch*: it knows the service time before it and a *pattern* of
// openings, either the week's (repeating, entered at some phase) or that of one odd day. The service time up to an
// instant is then one binary search for the stretch and one inside its pattern; the earliest instant that reaches a
// service time is the same in reverse. Two centuries of America/New_York are about 900 stretches.

struct Timeline: Sendable {
    private struct Opening { var from, to, before: Int64 }
    private struct Stretch {
        var start, before: Int64
        /// Where in its pattern it begins.
        var phase: Int64
        var first, count: Int32
        /// Service time of one period, and the period's length; an odd day has a period longer than any stretch.
        var perPeriod, period: Int64
        /// `before` measured from the pattern's beginning instead of the stretch's.
        var offset: Int64
    }

    private var openings: [Opening] = []
    private var stretches: [Stretch] = []
    /// Service time of the whole table.
    private(set) var total: Int64 = 0
    /// Where to begin looking, so that a search takes two or three steps and not ten.
    private var byStart = Bookmarks()
    private var byBefore = Bookmarks()

    /// For equal steps of a quantity that ascends along the stretches: the last stretch that lies below each step.
    private struct Bookmarks {
        var places: [Int32] = [0, 0]
        var origin: Int64 = 0
        var shift: Int64 = 0

        init() {}

        /// About four thousand steps, sixteen kilobytes: more would not stay in the nearest cache.
        init(_ values: [Int64], end: Int64) {
            origin = values[0]
            while (end - origin) >> shift >= 4_096 { shift += 1 }
            let steps = (end - origin) >> shift
            places = []
            places.reserveCapacity(Int(steps) + 2)
            var place = 0
            for step in 0...steps + 1 {
                while place + 1 < values.count, values[place + 1] < origin + step << shift { place += 1 }
                places.append(Int32(place))
            }
        }

        /// Between which stretches to look for a value that is not below the origin; the second is beyond.
        @inline(__always)
        func bounds(_ value: Int64) -> (Int, Int) {
            let step = min(Int((value - origin) >> shift), places.count - 2)
            return places.withUnsafeBufferPointer { (Int($0[step]), Int($0[step + 1]) + 1) }
        }
    }

    private static let week: Int64 = 7 * 86_400_000

    init(zone: Zone, week: [Hours], exceptions: [Day: Hours]) {
        let firstDay = zone.day(of: .tablesBegin) + 1
        let endDay = zone.day(of: .tablesEnd) - 1
        let weekly = Timeline.weekly(week)
        let weekFirst = append(weekly)
        let perWeek = weekly.reduce(0) { $0 + $1.to - $1.from }

        var regularFrom = firstDay
        func midnight(_ day: Day) -> Int64 { zone.instant(of: day, millisecondsOfDay: 0, as: .opening).milliseconds }
        for odd in Timeline.oddDays(zone: zone, exceptions: exceptions) + [endDay]
        where odd >= regularFrom && odd <= endDay {
            if regularFrom < odd {
                append(
                    from: midnight(regularFrom), to: midnight(odd), first: weekFirst, count: weekly.count,
                    perPeriod: perWeek, period: Timeline.week,
                    phase: Int64(regularFrom.weekday.rawValue) * WallInterval.day)
            }
            guard odd < endDay else { break }
            let (from, to) = (midnight(odd), midnight(odd + 1))
            let spans = Timeline.openings(of: odd, zone: zone, from: from, to: to) {
                exceptions[$0] ?? week[$0.weekday.rawValue]
            }
            if from < to {
                append(
                    from: from, to: to, first: append(spans), count: spans.count,
                    perPeriod: spans.reduce(0) { $0 + $1.to - $1.from }, period: .max, phase: 0)
            }
            regularFrom = odd + 1
        }
        guard let last = stretches.last else { return }
        byStart = Bookmarks(stretches.map(\.start), end: last.start)
        byBefore = Bookmarks(stretches.map(\.before), end: total)
    }

    // MARK: Questions

    /// Service time from the table's beginning to the instant.
    @inline(__always)
    func elapsed(_ instant: Instant) -> Int64 {
        let t = instant.milliseconds
        guard t > stretches[0].start else { return 0 }
        let stretch = stretches.withUnsafeBufferPointer { stretches in
            var (low, high) = byStart.bounds(t)
            while high - low > 1 {
                let middle = (low + high) / 2
                if stretches[middle].start <= t { low = middle } else { high = middle }
            }
            return stretches[low]
        }
        return min(total, stretch.offset + inPattern(stretch, t - stretch.start + stretch.phase))
    }

    /// The earliest instant at which that much has elapsed; nil beyond the horizon.
    func first(reaching target: Int64) -> Instant? {
        guard target > 0 else { return Instant(milliseconds: stretches[0].start) }
        guard target <= total else { return nil }
        let stretch = stretches.withUnsafeBufferPointer { stretches in
            var (low, high) = byBefore.bounds(target)
            while high - low > 1 {
                let middle = (low + high) / 2
                if stretches[middle].before < target { low = middle } else { high = middle }
            }
            return stretches[low]
        }
        let (periods, rest) = divided(target - stretch.offset, by: stretch.perPeriod, up: true)
        let opening = openings[search(stretch) { $0.before < rest }]
        let at = stretch.start - stretch.phase + periods &* stretch.period + opening.from + (rest - opening.before)
        return at < Instant.horizon.milliseconds ? Instant(milliseconds: at) : nil
    }

    /// The latest instant at which no more than that has elapsed.
    func last(reaching target: Int64) -> Instant {
        guard target >= 0, let start = stretches.first?.start else { return .tablesBegin }
        guard target < total else { return .tablesEnd }
        var (low, high) = (0, stretches.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle].before <= target { low = middle } else { high = middle }
        }
        let stretch = stretches[low]
        guard stretch.perPeriod > 0 else { return Instant(milliseconds: max(start, stretch.start)) }
        let (periods, rest) = divided(target - stretch.offset, by: stretch.perPeriod, up: false)
        let opening = openings[search(stretch) { $0.before <= rest }]
        return Instant(
            milliseconds: stretch.start - stretch.phase + periods &* stretch.period + opening.from
                + (rest - opening.before))
    }

    /// The closing of the opening that holds the instant, joined with what follows without a gap.
    func closing(after instant: Instant) -> Instant {
        var position = instant
        // An instant later the service time is no longer one to one: that is where the doors closed.
        while position < .tablesEnd {
            let here = elapsed(position)
            let step = longestOpen(from: position, elapsed: here)
            guard step > 0 else { break }
            position = Instant(milliseconds: position.milliseconds + step)
        }
        return position
    }

    private func longestOpen(from instant: Instant, elapsed here: Int64) -> Int64 {
        func open(_ length: Int64) -> Bool {
            elapsed(Instant(milliseconds: instant.milliseconds + length)) - here == length
        }
        guard open(1) else { return 0 }
        var (low, high) = (Int64(1), Int64(1) << 33)
        if open(high) { return high }
        while high - low > 1 {
            let middle = (low + high) / 2
            if open(middle) { low = middle } else { high = middle }
        }
        return low
    }

    /// Service time from the pattern's beginning to `position` in it.
    @inline(__always)
    private func inPattern(_ stretch: Stretch, _ position: Int64) -> Int64 {
        guard stretch.count > 0 else { return 0 }
        let periods = position / stretch.period
        let rest = position - periods * stretch.period
        let opening = openings[search(stretch) { $0.from <= rest }]
        return periods * stretch.perPeriod + opening.before + max(0, min(rest, opening.to) - opening.from)
    }

    /// The last opening of the pattern that satisfies the claim, or its first.
    @inline(__always)
    private func search(_ stretch: Stretch, _ claim: (Opening) -> Bool) -> Int {
        openings.withUnsafeBufferPointer { openings in
            var (low, high) = (Int(stretch.first), Int(stretch.first) + Int(stretch.count))
            while high - low > 1 {
                let middle = (low + high) / 2
                if claim(openings[middle]) { low = middle } else { high = middle }
            }
            return low
        }
    }

    /// A target on the border of two periods belongs to the first when rounding up (the closing), else to the second.
    private func divided(_ value: Int64, by perPeriod: Int64, up: Bool) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: perPeriod)
        return up && remainder == 0 && quotient > 0 ? (quotient - 1, perPeriod) : (quotient, remainder)
    }

    // MARK: Making

    private mutating func append(_ spans: [(from: Int64, to: Int64)]) -> Int {
        let first = openings.count
        var before: Int64 = 0
        for span in spans {
            openings.append(Opening(from: span.from, to: span.to, before: before))
            before += span.to - span.from
        }
        return first
    }

    private mutating func append(
        from: Int64, to: Int64, first: Int, count: Int, perPeriod: Int64, period: Int64, phase: Int64
    ) {
        var stretch = Stretch(
            start: from, before: total, phase: phase, first: Int32(first), count: Int32(count), perPeriod: perPeriod,
            period: period, offset: 0)
        stretch.offset = total - inPattern(stretch, phase)
        total = stretch.offset + inPattern(stretch, to - from + phase)
        stretches.append(stretch)
    }

    /// Days that differ from the weekly pattern: those with hours of their own, the day after (which has their tail),
    /// and every day that a change of offset touches.
    private static func oddDays(zone: Zone, exceptions: [Day: Hours]) -> [Day] {
        var days: Set<Day> = []
        for day in exceptions.keys { days.formUnion([day, day + 1]) }
        for change in zone.changes(from: .tablesBegin, to: .tablesEnd) {
            let before = zone.local(change - Duration(milliseconds: 1)) + 1
            let after = zone.local(change)
            // The wall times that happen twice or never; a closing at 24:00 belongs to the day before.
            var day = Day(localMilliseconds: min(before, after) - 1)
            let last = Day(localMilliseconds: max(before, after))
            while day <= last {
                days.insert(day)
                day = day + 1
            }
        }
        return days.sorted()
    }

    /// The week's openings from Monday 00:00, joined; what Sunday leaves over midnight stands at the beginning.
    private static func weekly(_ week: [Hours]) -> [(from: Int64, to: Int64)] {
        var spans: [(from: Int64, to: Int64)] = []
        for (index, hours) in week.enumerated() {
            for interval in hours {
                let from = Int64(index) * WallInterval.day + interval.opens
                let to = Int64(index) * WallInterval.day + interval.closes
                spans.append((from, min(to, Timeline.week)))
                if to > Timeline.week { spans.append((0, to - Timeline.week)) }
            }
        }
        return joined(spans)
    }

    /// What is open between an odd day's midnights, counted from the first of them.
    private static func openings(
        of day: Day, zone: Zone, from: Int64, to: Int64, hours: (Day) -> Hours
    ) -> [(from: Int64, to: Int64)] {
        var spans: [(from: Int64, to: Int64)] = []
        for back in [2, 1, 0] {
            for interval in hours(day - back) {
                guard let (opening, closing) = resolve(interval, on: day - back, in: zone) else { continue }
                let clipped = (from: max(opening.milliseconds, from) - from, to: min(closing.milliseconds, to) - from)
                if clipped.from < clipped.to { spans.append(clipped) }
            }
        }
        return joined(spans)
    }

    /// Wall times resolved on their own date; nil if that leaves nothing (POLICIES 1.3).
    static func resolve(_ interval: WallInterval, on day: Day, in zone: Zone) -> (Instant, Instant)? {
        let opening = zone.instant(of: day, millisecondsOfDay: interval.opens, as: .opening)
        let closing = zone.instant(of: day, millisecondsOfDay: interval.closes, as: .closing)
        return opening < closing ? (opening, closing) : nil
    }

    private static func joined(_ spans: [(from: Int64, to: Int64)]) -> [(from: Int64, to: Int64)] {
        var joined: [(from: Int64, to: Int64)] = []
        for span in spans.sorted(by: { $0.from < $1.from }) {
            if let last = joined.last, span.from <= last.to {
                joined[joined.count - 1].to = max(last.to, span.to)
            } else {
                joined.append(span)
            }
        }
        return joined
    }
}
