import Domain
import Support
import Testing

struct DayTests {
    @Test func `days count up through two centuries as a wall calendar does`() {
        var (year, month, date, weekday) = (1969, 1, 1, 2)  // 1969-01-01 was a Wednesday
        var wrong: [String] = []
        for number in -365...84_100 {
            let day = Day(number: number)
            let same = day.date == (year, month, date) && Day(year: year, month: month, day: date) == day
            if !same || day.weekday.rawValue != weekday || Day(day.text) != day {
                wrong.append("\(number) \(day.text)")
            }
            weekday = (weekday + 1) % 7
            date += 1
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            if date > [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] {
                (month, date) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(wrong.isEmpty)
        #expect(Day(number: 84_100) > day("2200-01-10"), "the walk reaches the end of the tables")
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2023-11-30", 3, "2024-02-29"),
        ("2100-01-31", 1, "2100-02-28"), ("2000-01-30", 1, "2000-02-29"), ("2026-03-31", 1, "2026-04-30"),
        ("2026-10-31", 3, "2027-01-31"), ("2026-12-15", 1, "2027-01-15"), ("2026-02-28", 1, "2026-03-28"),
        ("2026-05-31", 12, "2027-05-31"), ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 3, "2026-11-30"), ("2026-07-04", 0, "2026-07-04"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-31", -2, "2025-11-30"),
    ])
    func `months later is the same date, clamped to the month's end`(from: String, months: Int, to: String) {
        #expect(day(from).adding(months: months).text == to)
    }

    @Test(arguments: [Int.max, Int.min, 1 << 40, -(1 << 40)])
    func `no count of months ends the process`(months: Int) {
        let far = day("2026-01-31").adding(months: months)
        #expect(far.localMilliseconds > Instant.horizon.milliseconds || far.localMilliseconds < 0)
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "2026-1-01", "26-01-01",
        "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-0x", "+026-01-01", "20２6-01-01", "2026-01-01T", "",
    ])
    func `a text that is no date is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `weekdays are known by three letters`() {
        #expect(Weekday.allCases.map(\.short) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
        for weekday in Weekday.allCases { #expect(Weekday(short: weekday.short) == weekday) }
        #expect(Weekday(short: "Mon") == nil)
        #expect(Weekday(short: "") == nil)
    }

    @Test(
        arguments: [(0, 0), (86_399_999, 0), (86_400_000, 1), (-1, -1), (-86_400_000, -1), (-86_400_001, -2)]
            as [(Int64, Int)])
    func `a local time before 1970 lies on the day before`(milliseconds: Int64, number: Int) {
        #expect(Day(localMilliseconds: milliseconds).number == number)
    }
}
