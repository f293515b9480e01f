import Domain
import Support

/// A calendar made by chance, seen through a window of a few days, and the slow model of the same window.
struct AnyCalendar {
    let calendar: Calendar
    let model: MinuteByMinute
    let week: [Hours]
    let exceptions: [Day: Hours]
    let days: ClosedRange<Day>
    private let edges: [Instant]

    /// That of the seed, made once for all properties.
    static func of(_ seed: Seed) -> AnyCalendar { made[seed.number]! }

    /// As many as the hungriest property asks for.
    private static let made = Dictionary(
        uniqueKeysWithValues: Seed.some(200).map { seed in
            var chance = Seed(~seed.number)  // another sequence than the one that the properties go on to use
            return (seed.number, AnyCalendar(&chance))
        })

    private init(_ chance: inout Seed) {
        let zone = Zone.shipped(chance.one(of: Self.zones))
        let middle = Self.pivot(in: zone, &chance)
        days = middle - 5...middle + 5
        let week = (0..<7).map { _ in Self.hours(&chance) }
        var exceptions: [Day: Hours] = [:]
        for _ in 0..<chance.count(0...4) {
            exceptions[middle + chance.count(-5...5)] = chance.once(in: 2) ? [] : Self.hours(&chance)
        }
        (self.week, self.exceptions) = (week, exceptions)
        calendar = Calendar(zone: zone, week: week, exceptions: exceptions)
        model = MinuteByMinute(zone: zone, from: middle - 7, to: middle + 7) { [exceptions] day in
            // 1970-01-05 was a Monday.
            exceptions[day] ?? week[((day.number - 4) % 7 + 7) % 7]
        }
        edges = model.edges.filter { [days] in days.contains(Day(localMilliseconds: $0.milliseconds)) }
    }

    /// No rule, half an hour, two hours, midnights that are missing or doubled, a missing day, an offset with seconds.
    private static let zones = [
        "Asia/Shanghai", "UTC", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe",
        "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "Asia/Gaza", "Antarctica/Troll",
        "Asia/Pyongyang", "Asia/Kathmandu", "Antarctica/Vostok", "Pacific/Kwajalein", "Asia/Amman", "Africa/Cairo",
        "Africa/Monrovia", "America/Havana", "Asia/Tehran", "Antarctica/Casey", "America/Nuuk", "Pacific/Chatham",
    ]

    /// Changes of offset that ordinary years do not have.
    private static let oddities: [String: [String]] = [
        "Pacific/Apia": ["2011-12-30"], "Antarctica/Vostok": ["1994-01-31", "1994-11-01"],
        "Pacific/Kwajalein": ["1993-08-21"],
        "Asia/Pyongyang": ["2015-08-15", "2018-05-05"], "Asia/Kathmandu": ["1986-01-01"],
        "Africa/Monrovia": ["1972-01-07"],
        "America/St_Johns": ["1988-04-03", "1988-10-30", "2000-04-02", "2000-10-29"],
        "Antarctica/Casey": ["2010-03-05"],
    ]

    /// A day with a change of offset, or near one, more often than not.
    private static func pivot(in zone: Zone, _ chance: inout Seed) -> Day {
        if let days = oddities[zone.name], chance.once(in: 2) { return day(chance.one(of: days)) }
        let any = Day(year: chance.count(1970...2198), month: 1, day: 15) + chance.count(0...700)
        guard !chance.once(in: 4) else { return any }
        for ahead in 0..<366 {
            let (here, there) = (any + ahead, any + ahead + 1)
            if zone.offset(at: Instant(milliseconds: here.localMilliseconds))
                != zone.offset(at: Instant(milliseconds: there.localMilliseconds))
            {
                return here + chance.count(-1...1)
            }
        }
        return any
    }

    /// Up to three intervals, many of them about the hours at which clocks are changed; may overlap and cross midnight.
    private static func hours(_ chance: inout Seed) -> Hours {
        if chance.once(in: 12) { return [.wholeDay] }
        return (0..<chance.count(0...3)).map { _ in
            while true {
                let (opening, closing) = (wall(&chance), wall(&chance))
                if let interval = try? WallInterval(opening, closing) { return interval }
            }
        }
    }

    private static func wall(_ chance: inout Seed) -> String {
        let common = [
            0, 1, 60, 61, 90, 105, 119, 120, 121, 135, 150, 179, 180, 181, 540, 1080, 1380, 1381, 1410, 1439, 1440,
        ]
        let minutes = chance.once(in: 3) ? chance.count(0...1440) : chance.one(of: common)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// An instant of the window: anywhere, or within a millisecond of a door.
    func instant(_ chance: inout Seed) -> Instant {
        if !edges.isEmpty, chance.once(in: 2) {
            return chance.one(of: edges) + Duration(milliseconds: chance.integer(-1...1))
        }
        let any = chance.integer(days.lowerBound.localMilliseconds...days.upperBound.localMilliseconds)
        return Instant(milliseconds: chance.once(in: 2) ? any : any - any % 60_000)
    }

    /// Two instants in order.
    func stretch(_ chance: inout Seed) -> (from: Instant, to: Instant) {
        let (a, b) = (instant(&chance), instant(&chance))
        return (min(a, b), max(a, b))
    }

    /// Pauses on whole cells, in any order; some touch, overlap, are empty; the last may be open.
    func pauses(_ chance: inout Seed, open: Bool = false) -> [Span] {
        func whole(_ instant: Instant) -> Instant {
            Instant(milliseconds: instant.milliseconds - instant.milliseconds % model.cell)
        }
        var spans: [Span] = []
        for _ in 0..<chance.count(0...4) {
            let from = if let last = spans.last?.to, chance.once(in: 3) { last } else { whole(instant(&chance)) }
            let length = chance.once(in: 3) ? chance.integer(0...6_000) : chance.integer(0...300)
            spans.append(Span(from: from, to: from + .minutes(length)))
        }
        if open { spans.append(Span(from: whole(instant(&chance)), to: nil)) }
        let end = Instant(milliseconds: model.to)
        return chance.shuffled(spans.map { Span(from: $0.from, to: $0.to.map { min($0, end) }) })
    }
}
