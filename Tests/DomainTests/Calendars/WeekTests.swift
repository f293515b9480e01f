import Domain
import Support
import Testing

struct WeekTests {
    @Test(arguments: [
        ("mon-fri: 09:00-18:00", "mon-fri: 09:00-18:00"),
        ("mon-fri 09:00-18:00", "mon-fri: 09:00-18:00"),
        ("mon-fri:09:00-18:00;sat:10:00-14:00;", "mon-fri: 09:00-18:00; sat: 10:00-14:00"),
        ("daily: 00:00-24:00", "daily: 00:00-24:00"),
        ("mon-sun: 09:00-18:00", "daily: 09:00-18:00"),
        ("daily: 09:00-21:00; sat: closed", "mon-fri: 09:00-21:00; sun: 09:00-21:00"),
        ("sat: 10:00-14:00; daily: 09:00-21:00", "mon-fri: 09:00-21:00; sat: 10:00-14:00; sun: 09:00-21:00"),
        ("mon: 13:00-18:00, 09:00-12:00", "mon: 09:00-12:00 13:00-18:00"),
        ("mon: 22:00-06:00", "mon: 22:00-06:00"),
        ("mon: 22:00-00:00", "mon: 22:00-24:00"),
        ("mon: 09:00-18:00\ntue: 09:00-18:00", "mon-tue: 09:00-18:00"),
    ])
    func `a week has one spelling`(typed: String, kept: String) throws {
        let week = try #require(Week.read(typed))
        #expect(Week.text(week) == kept)
        #expect(Week.read(kept) == week)
    }

    @Test(arguments: [
        "", ";", "mon", "mon:", "mon: 9:00-18:00", "mon: 09:00", "mon: 09:00-18:00 closed", "fri-mon: 09:00-18:00",
        "moon: 09:00-18:00", "mon: 09:00-18:00; mon: 10:00-12:00", "mon-wed: 09:00-18:00; tue-thu: 10:00-12:00",
        "daily: closed", "mon: 09:00-09:00", "09:00-18:00", "mon: 09:00-12:00-18:00",
    ])
    func `what is no week is none`(text: String) { #expect(Week.read(text) == nil) }

    @Test(arguments: Seed.some(200))
    func `writing and reading give the week back`(_ seed: Seed) {
        var chance = seed
        var week = (0..<7).map { _ in anyHours(&chance) }
        if week.allSatisfy(\.isEmpty) { week[3] = hours("09:00-12:00") }
        #expect(Week.read(Week.text(week)) == week, "\(Week.text(week))")
    }

    private func anyHours(_ chance: inout Seed) -> Hours {
        let all = ["00:00-24:00", "09:00-12:00", "13:00-18:00", "22:00-06:00", "20:00-24:00", "00:01-00:00"]
        return all.filter { _ in chance.once(in: 4) }.flatMap { hours($0) }
            .sorted { ($0.opens, $0.closes) < ($1.opens, $1.closes) }
    }
}
