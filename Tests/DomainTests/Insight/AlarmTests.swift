import Support
import Testing

@testable import Domain

/// The alarm of slow responses (C18).
struct AlarmTests {
    private static let terms = AlarmTerms(
        window: .minutes(60), baseline: .hours(24), step: .minutes(10), raise: .percent(30), release: .percent(15),
        fewest: 3)!
    private static let noon = at("2026-03-02T12:00:00Z")

    /// A response every ten minutes for two days, so long as `seconds` says at that minute; nil for none.
    private static func table(_ seconds: (Int) -> Int64?) throws -> FigureTable {
        var table = FigureTable()
        var changes: [(recorded: Instant, change: FigureChange)] = []
        for number in 0..<288 {
            let given = noon + .minutes(Int64(number - 288) * 10 + 5)
            guard let response = seconds(number).map({ Duration.seconds($0) }) else { continue }
            var row = FigureRow(opened: Int64(number), received: given - response)
            row.response = response
            changes.append((given, .row(row)))
        }
        let stretch = table.code(changes, to: 288, recorded: noon, mark: 0)
        try table.take(stretch, areWordsIn: true)
        return table
    }

    @Test(
        arguments: [
            ("at the baseline", [100, 100, 100], false), ("just at 30 % over", [130, 130, 130], false),
            ("over it", [131, 131, 131], true), ("over it for two hours", [100, 140, 140], true),
            ("still 20 % over after it was raised", [140, 140, 120], true),
            ("back at 15 % over", [140, 140, 115], false),
        ] as [(String, [Int64], Bool)])
    func `the alarm is raised above, and ends below`(title: String, hours: [Int64], isRaised: Bool) throws {
        let table = try Self.table { number in
            let hour = (number - 288 + 18) / 6
            return number < 288 - 18 ? 100 : hours[hour]
        }
        let alarm = try #require(table.alarms(Self.terms, at: Self.noon, byGrade: false).first)
        #expect(alarm.isRaised == isRaised, "\(title): \(alarm)")
        #expect(alarm.current == .mean(sum: hours[2] * 6_000, count: 6, nil))
    }

    @Test func `of too few responses nothing is concluded, and of none nothing is told`() throws {
        let empty = FigureTable().alarms(Self.terms, at: Self.noon, byGrade: false)
        #expect(empty.map(\.isRaised) == [false] && empty[0].current == .absent && empty[0].baseline == .absent)
        let terms = AlarmTerms(
            window: .minutes(60), baseline: .hours(24), step: .minutes(10), raise: .percent(30),
            release: .percent(15), fewest: 7)!
        let table = try Self.table { $0 < 282 ? 100 : 900 }
        #expect(!table.alarms(terms, at: Self.noon, byGrade: false)[0].isRaised)
        #expect(table.alarms(Self.terms, at: Self.noon, byGrade: false)[0].isRaised)
    }

    @Test(arguments: [
        (quiet: 0, isRaised: true), (quiet: 3, isRaised: true), (quiet: 8, isRaised: true), (quiet: 9, isRaised: false),
        (quiet: 60, isRaised: false),
    ])
    func `an alarm ends once a whole hour has had too few responses to judge by`(quiet: Int, isRaised: Bool) throws {
        let last = 288 - quiet
        let table = try Self.table { number in
            if number >= last { return nil }
            return number < last - 6 ? 100 : 200
        }
        #expect(table.alarms(Self.terms, at: Self.noon, byGrade: false)[0].isRaised == isRaised)
    }

    @Test func `it begins when it was raised, not when it is asked`() throws {
        let table = try Self.table { $0 < 276 ? 100 : 200 }
        let alarm = table.alarms(Self.terms, at: Self.noon, byGrade: false)[0]
        // Two of six responses at 200 are 33 % over: twenty minutes after it began.
        #expect(alarm.since == Self.noon - .minutes(100))
        #expect(table.alarms(Self.terms, at: Self.noon + .minutes(9), byGrade: false)[0].since == alarm.since)
    }

    @Test(
        arguments: [
            (window: 60, baseline: 61, step: 10, raise: 30, release: 15), (60, 60, 0, 30, 15), (60, 60, 10, 10, 15),
            (55, 60, 10, 30, 15), (60, 10_000_000, 10, 30, 15),
        ] as [(window: Int64, baseline: Int64, step: Int64, raise: Int64, release: Int64)])
    func `terms that make no sense are none`(
        window: Int64, baseline: Int64, step: Int64, raise: Int64, release: Int64
    ) {
        #expect(
            AlarmTerms(
                window: .minutes(window), baseline: .minutes(baseline), step: .minutes(step), raise: .percent(raise),
                release: .percent(release), fewest: 3) == nil)
    }
}
