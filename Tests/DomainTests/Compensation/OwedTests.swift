import Domain
import Support
import Testing

/// A2, B22 and POLICIES §3: what broken promises owe. The contract: CNY 1 000 000.00, labour at CNY 300.00 an hour.
struct OwedTests {
    static let contract = Contract(id: "K", amount: Money(currency: "CNY", minor: 100_000_000), hourlyRateMinor: 30_000)

    static func labour(_ id: GradeID, _ percent: Int64) -> Grade {
        grade(
            id, promise("respond", "engaged", within: "15m"), promise("resolve", "resolved", within: "30m"),
            owes: .labour(.percent(percent)))
    }

    static func hourly(_ rounding: Grade.Compensation.Rounding = .proRata, on calendar: CalendarID = "always") -> Grade
    {
        grade(
            "g", promise("respond", "engaged", within: "15m", on: calendar),
            promise("restore", "restored", within: "1h", on: calendar),
            owes: .contractPerHour(Share(millionths: 5_000), rounding))
    }

    struct Case: CustomTestStringConvertible {
        let title: String
        let grades: [Grade]
        var received = "10:00"
        let given: [String]
        let at: String
        let owed: [String]
        init(
            _ title: String, _ grades: [Grade], received: String = "10:00", _ given: [String], at: String,
            owes owed: String...
        ) {
            (self.title, self.grades, self.received, self.given, self.at, self.owed) = (
                title, grades, received, given, at, owed
            )
        }
        var testDescription: String { title }
    }

    @Test(arguments: [
        Case(
            "both limits broken owe the labour once", [labour("g", 100)],
            ["10:20 engaged", "11:00 resolved", "11:00 labour-recorded 90"], at: "12:00", owes: "labour 45000"),
        Case(
            "one of them suffices", [labour("g", 50)], ["10:10 engaged", "11:00 resolved", "11:00 labour-recorded 90"],
            at: "12:00",
            owes: "labour 22500"),
        Case(
            "kept promises owe nothing", [labour("g", 100)],
            ["10:10 engaged", "10:20 resolved", "10:20 labour-recorded 90"], at: "12:00"),
        Case(
            "of several grades the largest share, once", [labour("g", 20), labour("h", 50)],
            ["10:00 grade h", "10:20 engaged", "11:00 resolved", "11:00 labour-recorded 60"], at: "12:00",
            owes: "labour 15000"),
        Case(
            "a grade without a line owes nothing", [grade("g", promise("respond", "engaged", within: "15m"))],
            ["11:00 engaged", "11:00 labour-recorded 60"], at: "12:00"),
        Case(
            "an estimate while one is open", [labour("g", 100)], ["10:20 engaged", "11:00 labour-recorded 60"],
            at: "12:00",
            owes: "labour 30000 estimate"),
        Case(
            "rounded half up, once", [labour("g", 50)], ["10:20 engaged", "10:25 resolved", "10:25 labour-recorded 1"],
            at: "12:00",
            owes: "labour 250"),
        Case(
            "half a cent is one", [labour("g", 1)], ["10:20 engaged", "10:25 resolved", "10:25 labour-recorded 1"],
            at: "12:00",
            owes: "labour 5"),
    ])
    func `labour is owed once`(_ c: Case) throws { try check(c) }

    @Test(arguments: [
        Case(
            "pro rata to the millisecond", [hourly()], ["10:10 engaged", "12:30 restored"], at: "13:00",
            owes: "month 0: 750000"),
        Case(
            "a millisecond is rounded half up", [hourly()], ["10:10 engaged", "11:00:00.001 restored"], at: "13:00",
            owes: "month 0: 0"),
        Case(
            "four milliseconds are the first cent", [hourly()], ["10:10 engaged", "11:00:00.004 restored"], at: "13:00",
            owes: "month 0: 1"),
        Case(
            "of several broken the latest counts", [hourly()], ["10:45 engaged", "12:00 restored"], at: "13:00",
            owes: "month 0: 500000"),
        Case(
            "whichever that is", [hourly()], ["12:15 engaged", "11:30 restored"], at: "13:00", owes: "month 0: 1000000"),
        Case(
            "an estimate while it is open", [hourly()], ["10:10 engaged"], at: "12:00", owes: "month 0: 500000 estimate"
        ),
        Case(
            "service time of the broken clock", [hourly(on: "office")], received: "15:30",
            ["15:40 engaged", "2/09:30 restored"],
            at: "2/10:00", owes: "month 0: 500000"),
        Case(
            "by the started hour where the policy says so", [hourly(.startedHour)],
            ["10:10 engaged", "12:00:00.001 restored"],
            at: "13:00", owes: "month 0: 1000000"),
        Case(
            "a full hour is one started hour", [hourly(.startedHour)], ["10:10 engaged", "12:00 restored"], at: "13:00",
            owes: "month 0: 500000"),
        Case(
            "from the regrade, if that broke it",
            [grade("g", promise("restore", "restored", within: "8h")), hourlyUrgent],
            ["12:00 regrade 0 urgent", "14:00 restored"],
            at: "15:00", owes: "month 0: 1000000"),
    ])
    func `lateness is owed by the hour`(_ c: Case) throws { try check(c) }

    static let hourlyUrgent = grade(
        "urgent", promise("restore", "restored", within: "1h"),
        owes: .contractPerHour(Share(millionths: 5_000), .proRata))

    @Test(arguments: [
        Case(
            "a month ends, its slice is final", [hourly()], received: "30/21:00", ["30/21:10 engaged"], at: "31/01:00",
            owes: "month 0: 1000000", "month 1: 500000 estimate"),
        Case(
            "at the very end of the month too", [hourly()], received: "30/21:00", ["30/21:10 engaged"], at: "31/00:00",
            owes: "month 0: 1000000"),
        Case(
            "a millisecond before it is not", [hourly()], received: "30/21:00", ["30/21:10 engaged"],
            at: "30/23:59:59.999",
            owes: "month 0: 1000000 estimate"),
        Case(
            "slices add up to the whole", [hourly()], received: "30/21:00", ["30/21:10 engaged", "31/01:30 restored"],
            at: "31/02:00",
            owes: "month 0: 1000000", "month 1: 750000"),
        Case(
            "a started hour is not started twice", [hourly(.startedHour)], received: "30/21:30",
            ["30/21:40 engaged", "31/00:20 restored"], at: "31/02:00", owes: "month 0: 1000000", "month 1: 0"),
    ])
    func `months are posted one by one`(_ c: Case) throws { try check(c) }

    @Test func `a benefit in kind is granted once`() throws {
        let benefit = grade(
            "g", promise("respond", "engaged", within: "15m"), promise("resolve", "resolved", within: "1h"),
            owes: .grant("extended-warranty", nil))
        try check(
            Case("both limits broken", [benefit], ["10:20 engaged"], at: "12:00", owes: "grant extended-warranty"))
        try check(Case("none broken", [benefit], ["10:10 engaged", "10:50 resolved"], at: "12:00"))
    }

    private func check(_ c: Case, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var stage = Stage(c.grades, received: c.received)
        try stage.play(c.given)
        let judge = stage.judge(at: t(c.at))
        let owed = judge.owed(judge.clocks(), under: Self.contract, stage.book)
        #expect(owed.map(\.words) == c.owed, "\(c.title)", sourceLocation: sourceLocation)
    }
}

extension Owed {
    var words: String {
        let line =
            switch basis {
            case .labour: "labour \(minor)"
            case .lateness(let month): "month \(month): \(minor)"
            case .grant(let benefit): "grant \(benefit)"
            }
        return line + (isEstimate ? " estimate" : "")
    }
}
