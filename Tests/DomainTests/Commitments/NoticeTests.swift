import Domain
import Support
import Testing

/// POLICIES 1.5 (`agreed`), 1.10: dates that people agree, and notices before them.
struct NoticeTests {
    static let complete = promise("complete", "resolved", within: "agreed")
    static let notice = promise("notice", "delay-announced", before: ("24h", "complete"))
    static let team = promise("team", "mobilised", ahead: "48h")

    @Test(arguments: [
        ClockCase(
            "until a date is agreed the clock waits", complete, at: "9/10:00", then: "complete waiting", told: []),
        ClockCase("met without a date", complete, given: ["12:00 resolved"], at: "9/10:00", then: "complete met 12:00"),
        ClockCase(
            "due on the date", complete, given: ["12:00 agreed 5/10:00"], at: "13:00", then: "complete due 5/10:00"),
        ClockCase(
            "the latest agreement counts", complete, given: ["12:00 agreed 5/10:00", "2/12:00 agreed 7/10:00"],
            at: "3/13:00",
            then: "complete due 7/10:00"),
        ClockCase(
            "also if it is the nearer one", complete, given: ["12:00 agreed 7/10:00", "2/12:00 agreed 5/10:00"],
            at: "3/13:00",
            then: "complete due 5/10:00"),
        ClockCase(
            "a date agreed after the breach does not mend it", complete,
            given: ["12:00 agreed 2/10:00", "3/10:00 agreed 7/10:00", "6/10:00 resolved"], at: "8/10:00",
            then: "complete breached 2/10:00:00.001 ended 6/10:00 late 96h"),
        ClockCase(
            "a date agreed at the due itself does", complete,
            given: ["12:00 agreed 2/10:00", "2/10:00 agreed 7/10:00"],
            at: "3/10:00", then: "complete due 7/10:00"),
    ])
    func `a date is promised by agreement`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase("no date, no due", team, at: "9/10:00", then: "team waiting"),
        ClockCase(
            "of a date it is an ordinary limit", team, given: ["12:00 agreed 9/10:00"], at: "13:00",
            then: "team due 7/10:00"),
        ClockCase(
            "with an ordinary breach", team, given: ["12:00 agreed 9/10:00"], at: "7/11:00",
            then: "team breached 7/10:00:00.001 late 1h", told: ["7/10:00:00.001 breached team"]),
        ClockCase(
            "met by its end event, date or no date", team, given: ["11:00 mobilised", "12:00 agreed 9/10:00"],
            at: "8/10:00",
            then: "team met 11:00"),
        ClockCase(
            "a date nearer than the span makes it due at once", team,
            given: ["2/12:00 agreed 3/10:00", "2/12:00 mobilised"],
            at: "4/10:00", then: "team met 2/12:00"),
        ClockCase(
            "at once, not before", team, given: ["2/12:00 agreed 3/10:00"], at: "2/12:30",
            then: "team breached 2/12:00:00.001 late 30m"),
        ClockCase(
            "a team at work before the date was agreed is in time", team,
            given: ["2/09:00 mobilised", "2/12:00 agreed 3/10:00"], at: "4/10:00", then: "team met 2/09:00"),
        ClockCase(
            "on its own calendar", promise("team", "mobilised", ahead: "4h", on: "office"),
            given: ["12:00 agreed 3/11:00"],
            at: "13:00", then: "team due 2/15:00"),
    ])
    func `a limit ahead of a date`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase(
            "starts with the promise and is due that span before", complete, notice, given: ["12:00 agreed 5/10:00"],
            at: "13:00",
            then: "complete due 5/10:00", "notice due 4/10:00"),
        ClockCase(
            "before the promise's moved due", promise("complete", "resolved", within: "agreed", pause: [.customer]),
            notice,
            given: ["12:00 agreed 5/10:00", "13:00 paused customer", "15:00 resumed"], at: "16:00",
            then: "complete due 5/12:00", "notice due 4/12:00"),
        ClockCase(
            "on its own calendar", complete,
            promise("notice", "delay-announced", before: ("4h", "complete"), on: "office"),
            given: ["12:00 agreed 5/11:00"], at: "13:00", then: "complete due 5/11:00", "notice due 4/15:00"),
        ClockCase(
            "at its due it warns and breaks nothing", complete, notice, given: ["12:00 agreed 5/10:00"], at: "4/22:00",
            then: "complete due 5/10:00", "notice due 4/10:00", told: ["4/10:00 warned notice 100%"]),
        ClockCase(
            "it does not warn before", complete, notice, given: ["12:00 agreed 5/10:00"], at: "4/09:59:59.999",
            then: "complete due 5/10:00", "notice due 4/10:00", told: []),
        ClockCase(
            "nor when it was given", complete, notice, given: ["12:00 agreed 5/10:00", "3/10:00 delay-announced"],
            at: "4/22:00",
            then: "complete due 5/10:00", "notice due 4/10:00", told: []),
        ClockCase(
            "a promise kept makes it void", complete, notice, given: ["12:00 agreed 5/10:00", "5/09:00 resolved"],
            at: "6/10:00",
            then: "complete met 5/09:00", "notice void 5/09:00 promise-kept"),
        ClockCase(
            "also if it was given", complete, notice,
            given: ["12:00 agreed 5/10:00", "3/10:00 delay-announced", "5/10:00 resolved"], at: "6/10:00",
            then: "complete met 5/10:00", "notice void 5/10:00 promise-kept"),
        ClockCase(
            "a broken promise announced in time is a notice met", complete, notice,
            given: ["12:00 agreed 5/10:00", "4/10:00 delay-announced"], at: "5/11:00",
            then: "complete breached 5/10:00:00.001 late 1h", "notice met 4/10:00"),
        ClockCase(
            "announced too late it is broken too", complete, notice,
            given: ["12:00 agreed 5/10:00", "4/11:00 delay-announced"], at: "5/11:00",
            then: "complete breached 5/10:00:00.001 late 1h", "notice breached 5/10:00:00.001 ended 4/11:00 late 1h",
            told: ["4/10:00 warned notice 100%", "5/10:00:00.001 breached complete", "5/10:00:00.001 breached notice"]),
        ClockCase(
            "never announced, in one step", complete, notice, given: ["12:00 agreed 5/10:00"], at: "5/11:00",
            then: "complete breached 5/10:00:00.001 late 1h", "notice breached 5/10:00:00.001 late 25h",
            told: ["4/10:00 warned notice 100%", "5/10:00:00.001 breached complete", "5/10:00:00.001 breached notice"]),
        ClockCase(
            "a later date starts a new occurrence", complete, notice,
            given: ["12:00 agreed 5/10:00", "3/10:00 delay-announced", "3/12:00 agreed 8/10:00"], at: "4/12:00",
            then: "complete due 8/10:00", "notice void 3/12:00 superseded", "notice#2 due 7/10:00"),
        ClockCase(
            "for which the old announcement does not count", complete, notice,
            given: ["12:00 agreed 5/10:00", "3/10:00 delay-announced", "3/12:00 agreed 8/10:00"], at: "8/11:00",
            then: "complete breached 8/10:00:00.001 late 1h", "notice void 3/12:00 superseded",
            "notice#2 breached 8/10:00:00.001 late 25h"),
        ClockCase(
            "a date nearer than the span is due at once", complete, notice, given: ["12:00 agreed 2/10:00"],
            at: "13:00",
            then: "complete due 2/10:00", "notice due 12:00", told: ["12:00 warned notice 100%"]),
        ClockCase(
            "and met at that instant", complete, notice, given: ["12:00 agreed 2/10:00", "12:00 delay-announced"],
            at: "2/11:00",
            then: "complete breached 2/10:00:00.001 late 1h", "notice met 12:00"),
        ClockCase(
            "a date agreed after the promise was broken is none of its business", complete, notice,
            given: ["12:00 agreed 5/10:00", "6/10:00 agreed 9/10:00"], at: "6/11:00",
            then: "complete breached 5/10:00:00.001 late 25h", "notice breached 5/10:00:00.001 late 49h"),
        ClockCase(
            "of a promise without a date", promise("resolve", "resolved", within: "8h"),
            promise("notice", "delay-announced", before: ("2h", "resolve")), given: ["15:00 delay-announced"],
            at: "19:00",
            then: "resolve breached 18:00:00.001 late 1h", "notice met 15:00"),
        ClockCase(
            "cancelled with the ticket", complete, notice, given: ["12:00 agreed 5/10:00", "13:00 cancelled"],
            at: "6/10:00",
            then: "complete void 13:00 cancelled", "notice void 13:00 cancelled"),
    ])
    func `a notice judges only a broken promise`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase(
            "a notice that was judged keeps its verdict", [grade("g", complete, notice), grade("other", complete)],
            given: ["12:00 agreed 5/10:00", "5/12:00 regrade 0 other because calmer"], at: "5/13:00",
            then: ["complete breached 5/10:00:00.001 late 3h", "notice breached 5/10:00:00.001 late 27h"],
            told: ["4/10:00 warned notice 100%", "5/10:00:00.001 breached complete", "5/10:00:00.001 breached notice"]),
        ClockCase(
            "one that was not is void with its grade", [grade("g", complete, notice), grade("other", complete)],
            given: ["12:00 agreed 5/10:00", "3/12:00 regrade 0 other because calmer"], at: "3/13:00",
            then: ["complete due 5/10:00", "notice void 3/12:00 regraded"]),
        ClockCase(
            "a longer notice is asked of what still runs",
            [
                grade("g", complete, notice),
                grade("other", complete, promise("notice", "delay-announced", before: ("48h", "complete"))),
            ],
            given: ["12:00 agreed 5/10:00", "2/12:00 regrade 0 other because stricter"], at: "2/13:00",
            then: ["complete due 5/10:00", "notice due 3/10:00"]),
        ClockCase(
            "and not of what is judged",
            [
                grade("g", complete, notice),
                grade("other", complete, promise("notice", "delay-announced", before: ("48h", "complete"))),
            ],
            given: ["12:00 agreed 5/10:00", "4/09:00 delay-announced", "5/12:00 regrade 0 other because stricter"],
            at: "5/13:00", then: ["complete breached 5/10:00:00.001 late 3h", "notice met 4/09:00"]),
    ])
    func `a regrade keeps a notice's verdict`(_ c: ClockCase) { check(c) }

    @Test func `after a notice's due the next thing told is that the promise breaks`() throws {
        let notice = promise("notice", "delay-announced", before: ("24h", "complete"), ladder: ["breach", "breach+4h"])
        var stage = Stage([grade("g", Self.complete, notice)])
        try stage.play(["12:00 agreed 5/10:00", "4/10:00 advance"])
        #expect(stage.told == ["4/10:00 warned notice 100%"])
        #expect(stage.judge().next(stage.clocks())?.words == "5/10:00:00.001", "or a scheduler would never sleep")
    }

    @Test func `a notice presses until it is given in time or warns, whatever pauses make of its due`() throws {
        let resting = promise("complete", "resolved", within: "agreed", pause: [.customer])
        func stands(_ given: String..., at now: String) throws -> String {
            var stage = Stage([grade("g", resting, Self.notice)])
            try stage.play(["12:00 agreed 5/10:00"] + given)
            let clock = stage.clock("notice", at: t(now))
            let said =
                switch clock.notice {
                case .awaited(let due?)?: "awaited \(due.words)"
                case .awaited(nil)?: "awaited"
                case .given(let at)?: "given \(at.words)"
                case nil: "judged"
                }
            return said + (clock.notice?.isPast(at: t(now)) ?? false ? " past" : "")
                + (stage.judge(at: t(now)).isQuiet(clock) ? " quiet" : "")
        }
        #expect(try stands(at: "4/09:59") == "awaited 4/10:00")
        #expect(try stands(at: "4/10:00") == "awaited 4/10:00 past quiet", "at its due it warns")
        #expect(try stands("3/10:00 paused customer", at: "3/12:00") == "awaited")
        #expect(
            try stands("4/10:00 advance", "4/11:00 paused customer", at: "4/12:00") == "awaited quiet",
            "what warned asks for nothing while its promise rests")
        #expect(try stands("3/10:00 delay-announced", at: "3/11:00") == "given 3/10:00 quiet")
        #expect(try stands("3/10:00 delay-announced", at: "4/22:00") == "given 3/10:00 quiet")
        #expect(
            try stands("3/09:00 paused customer", "3/10:00 delay-announced", at: "3/12:00") == "given 3/10:00 quiet")
        #expect(
            try stands("4/10:00 delay-announced", at: "4/12:00") == "given 4/10:00 quiet", "at its due it is in time")
        #expect(
            try stands("4/11:00 delay-announced", at: "4/12:00") == "awaited 4/10:00 past quiet",
            "too late is not given")
        #expect(try stands("3/10:00 delay-announced", at: "5/11:00") == "judged")
    }

    @Test func `a promise is no notice`() throws {
        var stage = Stage([grade("g", Self.complete, Self.notice)])
        try stage.play("12:00 agreed 5/10:00")
        #expect(stage.clock("complete").notice == nil)
        #expect(!stage.judge(at: t("6/10:00")).isQuiet(stage.clock("complete", at: t("6/10:00"))))
    }

    @Test func `no date is agreed for the past`() {
        var stage = Stage([grade("g", Self.complete)])
        #expect(throws: Ticket.Refusal.agreedDatePast(t("11:00"))) { try stage.play("12:00 agreed 11:00") }
        #expect(throws: Ticket.Refusal.detailMissing(.agreed)) { try stage.play("12:00 agreed") }
    }
}
