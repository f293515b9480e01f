import Domain

/// When requests arrive: a valley at night, a peak on Monday, a dip on holidays; as many as were asked for, in order.
///
/// At hand are a weight for each hour and the arrivals of one hour.
struct Arrivals: Sendable {
    private let from: Instant
    private let tickets: Int
    /// Running sums, an hour each.
    private let sums: [Int]
    private var chance: Chance
    private var hour = 0
    /// Of this hour, in reverse.
    private var ready: [Int64] = []

    init(_ seed: UInt64, tickets: Int, from: Instant, days: Int) {
        self.from = from
        self.tickets = max(0, tickets)
        chance = Chance(seed, "arrivals")
        var sum = 0
        var sums: [Int] = []
        for hour in 0..<max(1, days) * 24 {
            let local = Local(from + .hours(Int64(hour)))
            let weight = Arrivals.hours[local.hour] * Arrivals.share(of: local.day)
            sum += weight * chance.within(75...125) / 100
            sums.append(sum)
        }
        self.sums = sums
    }

    mutating func next() -> Instant? {
        while ready.isEmpty {
            if hour == sums.count { return nil }
            let before = hour == 0 ? 0 : sums[hour - 1]
            let count = tickets * sums[hour] / sums[sums.count - 1] - tickets * before / sums[sums.count - 1]
            for _ in 0..<count { ready.append(Int64(hour) * 3_600_000 + chance.within(0...3_599_999)) }
            ready.sort(by: >)
            hour += 1
        }
        return from + Duration(milliseconds: ready.removeLast())
    }

    /// By the hour of the day: the peak after ten, a smaller one after lunch.
    private static let hours = [
        14, 10, 8, 7, 7, 10, 18, 34, 62, 92, 100, 94, 66, 68, 86, 88, 82, 72, 56, 48, 44, 38, 30, 20,
    ]

    private static func share(of day: Day) -> Int {
        let week = [118, 106, 102, 100, 98, 58, 48][day.weekday.rawValue]
        return isHoliday(day) ? 40 : week
    }

    /// The long holidays: New Year, May, National Day by date, the Spring Festival by year.
    private static func isHoliday(_ day: Day) -> Bool {
        let (year, month, number) = day.date
        switch (month, number) {
        case (1, 1), (5, 1...5), (10, 1...7): return true
        default:
            guard let eve = springFestivals[year] else { return false }
            return (0...7).contains(day.number - eve.number)
        }
    }

    /// The day before the lunar year begins.
    private static let springFestivals: [Int: Day] = [
        2024: Day(year: 2024, month: 2, day: 9), 2025: Day(year: 2025, month: 1, day: 28),
        2026: Day(year: 2026, month: 2, day: 16), 2027: Day(year: 2027, month: 2, day: 5),
        2028: Day(year: 2028, month: 1, day: 25), 2029: Day(year: 2029, month: 2, day: 12),
        2030: Day(year: 2030, month: 2, day: 2),
    ]
}

/// The wall clock of the company: UTC+8 the year round.
struct Local {
    let milliseconds: Int64
    init(_ instant: Instant) { milliseconds = instant.milliseconds + 8 * 3_600_000 }
    var day: Day { Day(localMilliseconds: milliseconds) }
    var sinceMidnight: Int64 { milliseconds - day.localMilliseconds }
    var hour: Int { Int(sinceMidnight / 3_600_000) }
}
