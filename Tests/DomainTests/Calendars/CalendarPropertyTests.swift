import Domain
import Support
import Testing

/// POLICIES 1.2–1.5 and 1.8 on calendars made by chance, against a model that walks minute by minute.
struct CalendarPropertyTests {
    @Test(arguments: Seed.some(200))
    func `service time is the number of open minutes`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        for _ in 0..<20 {
            let (a, b) = (any.instant(&chance), any.instant(&chance))
            #expect(
                any.calendar.serviceTime(from: a, to: b) == any.model.serviceTime(from: a, to: b), "\(any.told(a, b))")
        }
    }

    @Test(arguments: Seed.some(100))
    func `splitting a span never changes its service time`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        for _ in 0..<20 {
            let points = (0..<3).map { _ in any.instant(&chance) }.sorted()
            let (a, b, c) = (points[0], points[1], points[2])
            let parts = any.calendar.serviceTime(from: a, to: b) + any.calendar.serviceTime(from: b, to: c)
            #expect(parts == any.calendar.serviceTime(from: a, to: c))
            #expect(any.calendar.serviceTime(from: a, to: c) <= c - a)
            #expect(any.calendar.serviceTime(from: c, to: a) == .zero)
        }
    }

    @Test(arguments: Seed.some(200))
    func `due is the earliest instant that reaches the limit`(_ seed: Seed) throws {
        var chance = seed
        let any = AnyCalendar.of(seed)
        for _ in 0..<12 {
            let (start, end) = any.stretch(&chance)
            let most = any.model.serviceTime(from: start, to: end).milliseconds
            guard most > 0 else { continue }
            // A limit that runs out at a door is worth more than one in the middle of the morning.
            let limit = Duration(milliseconds: chance.once(in: 3) ? most : chance.integer(1...most))
            let due = try #require(any.calendar.due(after: limit, from: start))
            #expect(due == any.model.due(after: limit, from: start), "\(any.told(start, end)) \(limit.milliseconds) ms")
            #expect(any.calendar.serviceTime(from: start, to: due) == limit)
            let early = Instant(milliseconds: due.milliseconds - 1)
            #expect(any.calendar.serviceTime(from: start, to: early) < limit)
            #expect(any.calendar.due(after: .zero, from: start) == start)
        }
    }

    @Test(arguments: Seed.some(100))
    func `a longer limit is never due earlier`(_ seed: Seed) throws {
        var chance = seed
        let any = AnyCalendar.of(seed)
        let start = any.instant(&chance)
        var (last, limit) = (start, Duration.zero)
        for _ in 0..<20 {
            limit += Duration(milliseconds: chance.once(in: 2) ? chance.integer(0...2) : chance.integer(0...40_000_000))
            guard let due = any.calendar.due(after: limit, from: start) else { break }
            #expect(due >= last)
            last = due
        }
    }

    @Test(arguments: Seed.some(200))
    func `the latest start that leaves a span mirrors due`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        for _ in 0..<12 {
            let (from, due) = any.stretch(&chance)
            let most = any.model.serviceTime(from: from, to: due).milliseconds
            guard most > 0 else { continue }
            let span = Duration(milliseconds: chance.once(in: 3) ? most : chance.integer(1...most))
            let start = any.calendar.start(leaving: span, until: due)
            #expect(from <= start && start < due)
            #expect(
                any.model.serviceTime(from: start, to: due) == span, "\(any.told(from, due)) \(span.milliseconds) ms")
            #expect(any.model.serviceTime(from: start.next, to: due) < span)
            #expect(any.calendar.start(leaving: .zero, until: due) == due)
        }
    }

    @Test(arguments: Seed.some(200))
    func `openings are the runs of open minutes`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        for _ in 0..<2 {
            let (from, to) = any.stretch(&chance)
            let openings = any.calendar.openings(from: from, to: to)
            #expect(openings == any.model.openings(from: from, to: to), "\(any.told(from, to))")
            let sum = openings.reduce(Duration.zero) { $0 + ($1.to! - $1.from) }
            #expect(sum == any.calendar.serviceTime(from: from, to: to))
        }
    }

    @Test(arguments: Seed.some(200))
    func `a limit with pauses is a limit on a calendar that is shut in them`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        let spans = any.pauses(&chance)
        let (pauses, shut) = (Pauses(spans), any.model.without(spans))
        for _ in 0..<8 {
            let (start, end) = any.stretch(&chance)
            let left = shut.serviceTime(from: start, to: end)
            #expect(any.calendar.serviceTime(from: start, to: end, without: pauses) == left)
            #expect(
                any.calendar.pausedTime(from: start, to: end, in: pauses) == any.model.serviceTime(from: start, to: end)
                    - left)
            guard left > .zero else { continue }
            let limit = chance.once(in: 3) ? left : Duration(milliseconds: chance.integer(1...left.milliseconds))
            let due = any.calendar.due(after: limit, from: start, pauses: pauses)
            #expect(
                due.instant == shut.due(after: limit, from: start), "\(any.told(start, end)) \(limit.milliseconds) ms")
            #expect(any.calendar.due(after: .zero, from: start, pauses: pauses) == .at(start))
        }
    }

    @Test(arguments: Seed.some(100))
    func `an open pause leaves what had not been used before it`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        let spans = any.pauses(&chance, open: true)
        let (pauses, shut) = (Pauses(spans), any.model.without(spans))
        for _ in 0..<8 {
            let start = any.instant(&chance)
            let limit = Duration(milliseconds: chance.integer(1...200_000_000))
            let due = any.calendar.due(after: limit, from: start, pauses: pauses)
            if let instant = shut.due(after: limit, from: start) {
                #expect(due == .at(instant))
            } else {
                let used = shut.serviceTime(from: start, to: Instant(milliseconds: shut.to))
                #expect(due == .paused(since: max(pauses.open!.from, start), left: limit - used))
            }
        }
    }

    @Test(arguments: Seed.some(100))
    func `pausing never makes due earlier, and a second look changes nothing`(_ seed: Seed) throws {
        var chance = seed
        let any = AnyCalendar.of(seed)
        var spans: [Span] = []
        let (start, limit) = (any.instant(&chance), Duration(milliseconds: chance.integer(1...100_000_000)))
        guard var last = any.calendar.due(after: limit, from: start) else { return }
        for span in any.pauses(&chance) + any.pauses(&chance) {
            spans.append(span)
            let due = any.calendar.due(after: limit, from: start, pauses: Pauses(chance.shuffled(spans + spans)))
            let instant = try #require(due.instant)
            #expect(instant >= last)
            last = instant
        }
    }

    @Test(arguments: Seed.some(100))
    func `pauses that touch or overlap are one`(_ seed: Seed) {
        var chance = seed
        let any = AnyCalendar.of(seed)
        let points = (0..<4).map { _ in any.instant(&chance) }.sorted()
        let whole = Pauses([Span(from: points[0], to: points[3])])
        let touching = zip(points, points.dropFirst()).map { Span(from: $0, to: $1) }
        let overlapping = [Span(from: points[0], to: points[2]), Span(from: points[1], to: points[3])]
        #expect(Pauses(chance.shuffled(touching)) == whole)
        #expect(Pauses(chance.shuffled(overlapping + touching)) == whole)
        #expect(Pauses(touching + [Span(from: points[1], to: nil)]) == Pauses([Span(from: points[0], to: nil)]))
    }

    @Test(arguments: Seed.some(100))
    func `the n-th open day ends with its own last closing`(_ seed: Seed) throws {
        var chance = seed
        let any = AnyCalendar.of(seed)
        let zone = any.calendar.zone
        var (day, left) = (any.days.lowerBound, chance.count(1...4))
        let due = any.calendar.closing(ofOpenDay: left, after: day)
        // A day is open if a calendar that has no other day is.
        while left > 0 {
            day = day + 1
            guard day < any.days.upperBound else { return }
            let hours = any.exceptions[day] ?? any.week[day.weekday.rawValue]
            let alone = MinuteByMinute(zone: zone, from: day - 2, to: day + 4) { $0 == day ? hours : [] }
            guard let closing = alone.edges.last else { continue }
            left -= 1
            if left == 0 { #expect(due == closing) }
        }
    }

    @Test(arguments: Seed.some(60))
    func `a calendar that never shuts runs with the clock`(_ seed: Seed) {
        var chance = seed
        let calendar = Calendar.always(in: .shipped(chance.one(of: Zones.shipped.names)))
        let daily = Calendar(zone: calendar.zone, week: Array(repeating: hours("00:00-12:00 12:00-00:00"), count: 7))
        for _ in 0..<20 {
            let (a, b) = (chance.integer(0...7_258_000_000_000), chance.integer(0...7_258_000_000_000))
            let (from, to) = (Instant(milliseconds: min(a, b)), Instant(milliseconds: max(a, b)))
            #expect(calendar.serviceTime(from: from, to: to) == to - from, "\(calendar.zone.name)")
            #expect(daily.serviceTime(from: from, to: to) == to - from, "\(calendar.zone.name)")
            #expect(calendar.due(after: to - from, from: from) == to)
            #expect(calendar.start(leaving: to - from, until: to) == from)
        }
    }
}

extension AnyCalendar {
    /// For a failure: the zone, the hours, the span.
    func told(_ a: Instant, _ b: Instant) -> String {
        func told(_ hours: Hours) -> String {
            hours.map { "\($0.opens / 60_000)-\($0.closes / 60_000)" }.joined(separator: " ")
        }
        let zone = calendar.zone
        let odd = exceptions.sorted { $0.key < $1.key }.map { "\($0.key.text): \(told($0.value))" }
        return "\(zone.name) \(a.text(in: zone)) \(b.text(in: zone)) \(week.map(told)) \(odd), in minutes of the day"
    }
}
