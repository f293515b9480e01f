import Domain
import Support
import Testing

/// POLICIES 1.8: what waiting does to every kind of limit. That of service time alone is in Calendars/PausesTests.
struct ClockPauseTests {
    static let resolve = promise("resolve", "resolved", within: "2h", pause: [.customer])
    static let nextDay = promise("reply", "answered", within: "next-day 09:00", on: "office", pause: [.customer])
    static let days = promise("handle", "handled", within: "1 working-days", on: "office", pause: [.customer])
    static let month = promise("improve", "improved", within: "1 months", pause: [.customer])
    static let date = promise("complete", "resolved", within: "agreed", pause: [.customer])
    static let either = promise("respond", "engaged", within: "4h", "next-day 09:00", on: "office", pause: [.customer])

    @Test(arguments: [
        ClockCase(
            "service time moves by what was lost", resolve, given: ["10:30 paused customer", "11:10 resumed"],
            at: "11:30",
            then: "resolve due 12:40"),
        ClockCase(
            "a wait that the promise does not name pauses nothing", resolve,
            given: ["10:30 paused supplier", "11:10 resumed"], at: "11:30", then: "resolve due 12:00"),
        ClockCase(
            "nor does any wait stop a promise that names none", promise("respond", "engaged", within: "2h"),
            given: ["10:30 paused customer"], at: "11:30", then: "respond due 12:00"),
        ClockCase(
            "while one is open there is no due", resolve, given: ["11:20 paused customer"], at: "3/10:00",
            then: "resolve paused 11:20, 40m left", told: []),
        ClockCase(
            "a pause beginning at due saves nothing", resolve, given: ["12:00 paused customer"], at: "12:30",
            then: "resolve breached 12:00:00.001 late 30m"),
        ClockCase(
            "one beginning a millisecond earlier does", resolve, given: ["11:59:59.999 paused customer"], at: "12:30",
            then: "resolve paused 11:59:59.999, 1ms left"),
        ClockCase(
            "an end event during a pause meets the clock", resolve,
            given: ["11:20 paused customer", "2/10:00 resolved"],
            at: "3/10:00", then: "resolve met 2/10:00"),
        ClockCase(
            "after a breach pauses do not stop lateness", resolve,
            given: ["12:10 paused customer", "13:10 resumed", "14:00 resolved"], at: "15:00",
            then: "resolve breached 12:00:00.001 ended 14:00 late 2h"),
        ClockCase(
            "nor rungs",
            promise("resolve", "resolved", within: "2h", pause: [.customer], ladder: ["breach+30m"]),
            given: ["12:10 paused customer"], at: "12:31", then: "resolve breached 12:00:00.001 late 31m",
            told: ["12:00:00.001 breached resolve", "12:30:00.001 rung resolve breach+30m"]),
        ClockCase(
            "pauses for two reasons in a row touch and count once",
            promise("resolve", "resolved", within: "2h", pause: [.customer, .evidence]),
            given: ["10:30 paused customer", "10:50 paused evidence", "11:10 resumed"], at: "11:30",
            then: "resolve due 12:40"),
        ClockCase(
            "changing to a reason of our own ends the pause", resolve,
            given: ["10:30 paused customer", "10:50 paused supplier", "11:10 resumed"], at: "11:30",
            then: "resolve due 12:20"),
        ClockCase(
            "work of any kind ends a wait", resolve, given: ["10:30 paused customer", "10:50 started"], at: "11:30",
            then: "resolve due 12:20"),
        ClockCase(
            "a pause over closing hours loses nothing there",
            promise("resolve", "resolved", within: "2h", on: "office", pause: [.customer]), received: "16:00",
            given: ["16:30 paused customer", "2/09:10 resumed"], at: "2/09:30", then: "resolve due 2/10:40"),
        ClockCase(
            "zero is due at once, even when paused",
            promise("now", "resolved", within: "0s", pause: [.customer], only: nil),
            given: ["10:00 paused customer"], at: "10:30", then: "now breached 10:00:00.001 late 30m"),
        // The base ignores pauses, then moves by the service time they took before it, on the commitment's calendar.
        ClockCase(
            "next day moves by the service time paused", nextDay, given: ["11:00 paused customer", "12:00 resumed"],
            at: "13:00", then: "reply due 2/10:00"),
        ClockCase(
            "a pause outside opening hours moves nothing", nextDay, given: ["18:00 paused customer", "20:00 resumed"],
            at: "21:00", then: "reply due 2/09:00"),
        ClockCase(
            "the move goes on over closing time", nextDay, received: "09:00",
            given: ["09:00 paused customer", "16:30 resumed"], at: "16:45", then: "reply due 2/16:30"),
        ClockCase(
            "no time runs in later pauses either", nextDay,
            given: ["11:00 paused customer", "12:00 resumed", "2/09:30 paused customer", "2/10:30 resumed"],
            at: "2/10:40",
            then: "reply due 2/11:00"),
        ClockCase(
            "a base inside a pause first moves to its end", nextDay,
            given: ["16:00 paused customer", "2/11:00 resumed"], at: "2/11:10", then: "reply due 2/12:00"),
        ClockCase(
            "a pause from the base saves nothing", nextDay, given: ["2/09:00 paused customer"], at: "2/09:30",
            then: "reply breached 2/09:00:00.001 late 30m"),
        ClockCase(
            "a base inside an open pause: what the pauses took is left", nextDay,
            given: ["11:00 paused customer", "12:00 resumed", "16:00 paused customer"], at: "2/10:00",
            then: "reply paused 16:00, 2h left"),
        ClockCase(
            "and what is left then runs", nextDay,
            given: ["11:00 paused customer", "12:00 resumed", "16:00 paused customer", "2/10:00 resumed"],
            at: "2/10:10",
            then: "reply due 2/12:00"),
        ClockCase(
            "working days move", days, given: ["11:00 paused customer", "13:00 resumed"], at: "14:00",
            then: "handle due 3/11:00"),
        ClockCase(
            "working days, a base in an open pause", days, given: ["2/16:00 paused customer"], at: "2/18:00",
            then: "handle paused 2/16:00, 1h left"),
        ClockCase(
            "months move", month,
            given: ["12:00 paused customer", "13:00 resumed", "2/10:00 paused customer", "2/10:30 resumed"],
            at: "3/14:00", then: "improve due 31/11:30"),
        ClockCase(
            "an agreed date moves", date,
            given: ["10:10 agreed 5/10:00", "12:00 paused customer", "13:30 resumed"], at: "14:00",
            then: "complete due 5/11:30"),
        ClockCase(
            "without a date it waits", date, given: ["12:00 paused customer"], at: "14:00", then: "complete waiting"),
        // Each limit moves first, then the earliest is taken.
        ClockCase(
            "several limits each move first", either, received: "12:00",
            given: ["12:30 paused customer", "16:30 resumed"],
            at: "16:40", then: "respond due 2/12:00"),
        ClockCase(
            "so that the other may become the earliest", either, received: "15:00",
            given: ["2/09:00 paused customer"], at: "2/09:30", then: "respond breached 2/09:00:00.001 late 30m"),
        ClockCase(
            "paused, the least is left", either, received: "15:00", given: ["16:30 paused customer"], at: "16:45",
            then: "respond paused 16:30, 30m left"),
    ])
    func `no time runs while we wait for whom the promise names`(_ c: ClockCase) { check(c) }

    @Test func `what pauses took is counted up to the end or the due`() throws {
        var stage = Stage([grade("g", Self.resolve)])
        try stage.play(["10:30 paused customer", "11:00 resumed", "11:10 paused customer"])
        #expect(stage.judge(at: t("11:20")).paused(stage.clock("resolve", at: t("11:20"))) == .minutes(40))
        try stage.play(["11:30 resolved"])
        #expect(stage.judge(at: t("15:00")).paused(stage.clock("resolve", at: t("15:00"))) == .minutes(50))
        var late = Stage([grade("g", Self.resolve)])
        try late.play(["13:00 paused customer", "14:00 resumed"])
        #expect(late.judge().paused(late.clock("resolve")) == .zero)
    }
}
