import Domain

/// When is a limit used up? Asked of calendars that are compiled already, and what compiling one costs.
struct DueFigures {
    struct Case {
        let start: Instant
        let limit: Duration
    }

    let newYork: Calendar
    let workday: Calendar
    let shanghai: Calendar
    let cases: [Case]
    private let zones: Zones
    private let chinese: OfficialCalendar
    private let pauses: [Pauses]

    init(cases count: Int) throws {
        zones = try Shipped.zones()
        chinese = try Shipped.chinese()
        newYork = try DueFigures.newYork(zones)
        workday = try DueFigures.workday(zones, chinese)
        shanghai = Calendar(
            zone: try zones.zone("Asia/Shanghai"),
            week: Array(repeating: [try WallInterval("09:00", "21:00")], count: 7))
        var chance = Chance(2020)
        let from = Day(year: 2020, month: 1, day: 1).localMilliseconds / 1_000
        let to = Day(year: 2030, month: 12, day: 31).localMilliseconds / 1_000
        var cases: [Case] = []
        var pauses: [Pauses] = []
        for number in 0..<count {
            // Whole seconds, which is as fine as the peers count.
            let start = Instant(milliseconds: chance.integer(from...to) * 1_000)
            // Every twentieth limit is whole days, so that many end exactly at a closing.
            let minutes = number % 20 == 0 ? 480 * chance.integer(1...10) : chance.integer(1...4_800)
            cases.append(Case(start: start, limit: .minutes(minutes)))
            let first = start + .minutes(chance.integer(1...2_000))
            let resumed = first + .minutes(chance.integer(1...1_500))
            let second = resumed + .minutes(chance.integer(1...2_000))
            pauses.append(
                Pauses([
                    Span(from: first, to: resumed),
                    Span(from: second, to: second + .minutes(chance.integer(1...1_500))),
                ]))
        }
        self.cases = cases
        self.pauses = pauses
    }

    private static func newYork(_ zones: Zones) throws -> Calendar {
        let hours = [try WallInterval("09:00", "17:00")]
        return Calendar(zone: try zones.zone("America/New_York"), week: Array(repeating: hours, count: 5) + [[], []])
    }

    private static func workday(_ zones: Zones, _ chinese: OfficialCalendar) throws -> Calendar {
        let week = Array(repeating: [try WallInterval("09:00", "18:00")], count: 5) + [[], []]
        let terms = CalendarTerms(id: "workday", week: week, official: "cn")
        return Calendar(
            zone: try zones.zone("Asia/Shanghai"), week: week, exceptions: terms.exceptions(official: chinese))
    }

    func figures(_ bench: Bench) throws -> [Figure] {
        func due(_ id: String, _ title: String, _ calendar: Calendar) -> Figure {
            bench.measure(id, title, per: cases.count) {
                var sum: Int64 = 0
                for one in cases { sum &+= calendar.due(after: one.limit, from: one.start)?.milliseconds ?? 0 }
                consume(sum)
            }
        }
        let zone = try zones.zone("America/New_York")
        let shanghai = try zones.zone("Asia/Shanghai")
        let exceptions = workday.exceptions
        return [
            due("due-new-york", "due time, Mon–Fri 09–17 New York", newYork),
            due("due-daily", "due time, daily 09–21 Shanghai", self.shanghai),
            due("due-workday", "due time, working days of China", workday),
            bench.measure("due-pauses", "due time, working days of China, two pauses", per: cases.count) {
                var sum: Int64 = 0
                for index in cases.indices {
                    let due = workday.due(after: cases[index].limit, from: cases[index].start, pauses: pauses[index])
                    sum &+= due.instant?.milliseconds ?? 0
                }
                consume(sum)
            },
            bench.measure("calendar-new-york", "a calendar is built, New York", .microseconds, per: 20) {
                for _ in 0..<20 { consume(Calendar(zone: zone, week: newYork.week)) }
            },
            bench.measure("calendar-workday", "a calendar is built, working days of China", .microseconds, per: 20) {
                for _ in 0..<20 { consume(Calendar(zone: shanghai, week: workday.week, exceptions: exceptions)) }
            },
        ]
    }

    /// What the peers read: start in seconds, limit in minutes, our due in seconds.
    var casesForPeers: String {
        cases.prefix(5_000).map { one in
            let due = newYork.due(after: one.limit, from: one.start)!
            return "\(one.start.milliseconds / 1_000) \(one.limit.milliseconds / 60_000) \(due.milliseconds / 1_000)\n"
        }.joined()
    }
}
