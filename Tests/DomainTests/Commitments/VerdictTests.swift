import Domain
import Support
import Testing

/// POLICIES 1.6, 1.7, 1.11: met, breached, and what time brings about by itself.
struct VerdictTests {
    static let respond = promise("respond", "engaged", within: "15m")
    static let resolve = promise("resolve", "resolved", within: "2h", on: "office")

    @Test(arguments: [
        ClockCase("it runs until its end event", respond, at: "10:10", then: "respond due 10:15"),
        ClockCase("met before due", respond, given: ["10:05 engaged"], at: "11:00", then: "respond met 10:05"),
        ClockCase(
            "met exactly at due", respond, given: ["10:15 engaged"], at: "11:00", then: "respond met 10:15", told: []),
        ClockCase("still running at due", respond, at: "10:15", then: "respond due 10:15", told: []),
        ClockCase(
            "breached from the first millisecond after", respond, at: "10:15:00.001",
            then: "respond breached 10:15:00.001 late 1ms", told: ["10:15:00.001 breached respond"]),
        ClockCase(
            "an end a millisecond after due is late", respond, given: ["10:15:00.001 engaged"], at: "11:00",
            then: "respond breached 10:15:00.001 ended 10:15:00.001 late 1ms"),
        ClockCase(
            "a breach is dated due + 1 ms, whenever it is noticed", respond, at: "3/10:00",
            then: "respond breached 10:15:00.001 late 2865m", told: ["10:15:00.001 breached respond"]),
        ClockCase(
            "a breach stays on record and says how late the end came", respond, given: ["10:45 engaged"], at: "12:00",
            then: "respond breached 10:15:00.001 ended 10:45 late 30m", told: ["10:15:00.001 breached respond"]),
        ClockCase(
            "lateness is service time", resolve, received: "16:00", given: ["2/11:00 resolved"], at: "3/10:00",
            then: "resolve breached 2/10:00:00.001 ended 2/11:00 late 1h"),
        ClockCase(
            "a night is not late", resolve, received: "15:00", given: ["2/09:30 resolved"], at: "3/10:00",
            then: "resolve breached 17:00:00.001 ended 2/09:30 late 30m"),
        ClockCase(
            "only the first end event counts", respond, given: ["10:05 engaged", "10:40 engaged"], at: "11:00",
            then: "respond met 10:05"),
        ClockCase(
            "any of several end events ends it",
            promise("alternative", "alternative-offered", "reason-given", within: "2h", from: .first(.declined)),
            given: ["10:30 declined", "11:00 reason-given", "13:00 alternative-offered"], at: "14:00",
            then: "alternative met 11:00"),
        ClockCase(
            "it begins at its start event", promise("plan", "planned", within: "1h", from: .first(.confirmed)),
            given: ["10:20 confirmed"], at: "11:20", then: "plan due 11:20"),
        ClockCase(
            "without a start event there is no clock",
            promise("plan", "planned", within: "1h", from: .first(.confirmed)),
            at: "12:00"),
        ClockCase(
            "by default the first start event counts",
            promise("plan", "planned", within: "1h", from: .first(.confirmed)),
            given: ["10:20 confirmed", "10:50 confirmed"], at: "11:00", then: "plan due 11:20"),
        ClockCase(
            "an end before the start meets it at its start",
            promise("plan", "planned", within: "1h", from: .first(.confirmed)),
            given: ["10:10 planned", "10:20 confirmed"], at: "15:00", then: "plan met 10:20", told: []),
        ClockCase(
            "and so does an end noted before the start at one instant",
            promise("plan", "planned", within: "1h", from: .first(.confirmed)),
            given: ["10:20 planned", "10:20 confirmed"], at: "15:00", then: "plan met 10:20"),
        ClockCase(
            "but not of a clock that runs for each",
            promise("correct", "correction-started", within: "1h", from: .each(.defectFound)),
            given: ["10:10 correction-started", "10:20 defect-found"], at: "11:00", then: "correct due 11:20"),
        ClockCase(
            "nor of a series", promise("progress", "reported", every: "30m", from: .first(.started)),
            given: ["10:10 reported", "10:20 started"], at: "10:45", then: "progress due 10:50"),
        ClockCase(
            "nor of a reply", promise("reply", "agent-message", within: "30m", from: .unanswered(.customerMessage)),
            given: ["10:10 agent-message", "10:20 customer-message"], at: "10:45", then: "reply due 10:50"),
        ClockCase(
            "zero is due at once", promise("now", "engaged", within: "0s"), at: "10:00:00.001",
            then: "now breached 10:00:00.001 late 1ms"),
        ClockCase(
            "zero is due at once, even when closed", promise("now", "engaged", within: "0s", on: "office"),
            received: "20:00",
            given: ["20:00 engaged"], at: "21:00", then: "now met 20:00"),
        ClockCase(
            "hours that never come are never due", promise("never", "engaged", within: "1h", on: "never"),
            at: "9/10:00",
            then: "never due never", told: []),
        ClockCase(
            "and can be met all the same", promise("never", "engaged", within: "1h", on: "never"),
            given: ["12:00 engaged"],
            at: "9/10:00", then: "never met 12:00"),
        ClockCase(
            "cancelling voids what runs and leaves what is judged", respond, resolve,
            promise("close", "closed", within: "1h"), given: ["10:05 engaged", "11:30 cancelled"], at: "3/10:00",
            then: "respond met 10:05", "resolve void 11:30 cancelled",
            "close breached 11:00:00.001 ended 11:30 late 30m"),
        ClockCase(
            "due and cancelled at one instant is void", respond, given: ["10:15 cancelled"], at: "11:00",
            then: "respond void 10:15 cancelled"),
        ClockCase(
            "the earliest of several limits counts",
            promise("respond", "engaged", within: "4h", "next-day 09:00", on: "office"),
            received: "16:00", at: "16:30", then: "respond due 2/09:00"),
        ClockCase(
            "whichever that is", promise("respond", "engaged", within: "4h", "next-day 09:00", on: "office"),
            received: "10:30",
            at: "11:00", then: "respond due 14:30"),
    ])
    func `a promise is met or broken`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase(
            "one event ends clocks of several grades, none overrides another, all are shown",
            [grade("g", respond), grade("call", promise("answer", "engaged", within: "30s"))],
            given: ["10:00 grade call", "10:05 engaged"], at: "11:00",
            then: ["respond met 10:05", "answer breached 10:00:30.001 ended 10:05 late 270s"]),
        ClockCase(
            "equal ids of two grades are two clocks",
            [grade("g", respond), grade("strict", promise("respond", "engaged", within: "5m"))],
            given: ["10:00 grade strict", "10:10 engaged"], at: "11:00",
            then: ["respond met 10:10", "respond breached 10:05:00.001 ended 10:10 late 5m"]),
        ClockCase(
            "graded late, broken at its own time", [grade("late", respond)], given: ["10:50 grade late"], at: "11:00",
            then: ["respond breached 10:15:00.001 late 45m"], told: ["10:15:00.001 breached respond"]),
        ClockCase(
            "for complex matters only",
            [
                grade("g", promise("a", "engaged", within: "1h", only: .complex)),
                grade(
                    "s", promise("b", "engaged", within: "1h", only: .complex),
                    promise("c", "engaged", within: "2h", only: .simple)),
            ],
            given: ["10:00 grade s simple"], at: "10:10", then: ["a due 11:00", "c due 12:00"]),
    ])
    func `a ticket may hold several grades`(_ c: ClockCase) { check(c) }

    @Test func `a grade that no policy lists is refused and no grade is no commitment`() {
        var stage = Stage([grade("other", Self.respond)])
        #expect(stage.clocks(at: t("9/10:00")).isEmpty)
        #expect(throws: Ticket.Refusal.unknownGrade(.of("nobody"))) { try stage.play("10:01 grade nobody") }
        #expect(throws: Ticket.Refusal.alreadyGraded(.of("other"))) {
            try stage.play(["10:01 grade other", "10:02 grade other"])
        }
    }

    // MARK: Time comes first

    static let watched = promise(
        "respond", "engaged", within: "1h", warn: [50, 80], ladder: ["due-5m", "breach", "breach+30m"])

    @Test func `what time brought about stands before the command, in order, each once`() throws {
        var stage = Stage([grade("g", Self.watched)])
        try stage.play("11:40 engaged")
        let told = [
            "10:30 warned respond 50%", "10:48 warned respond 80%", "10:55 rung respond due-5m",
            "11:00:00.001 breached respond", "11:00:00.001 rung respond breach",
            "11:30:00.001 rung respond breach+30m",
        ]
        #expect(stage.told == told)
        #expect(stage.journal.last == .course(.happened(.engaged, at: t("11:40"), .none)))
        try stage.play(["11:40 advance", "3/10:00 advance"])
        #expect(stage.told == told, "told once")
    }

    @Test func `nobody beats the scheduler by a millisecond`() throws {
        var stage = Stage([grade("g", Self.watched)])
        try stage.play("11:00:00.001 engaged")
        #expect(stage.told.last == "11:00:00.001 rung respond breach")
        #expect(stage.clock("respond").words == "respond breached 11:00:00.001 ended 11:00:00.001 late 1ms")
    }

    @Test func `nothing is told before its time`() throws {
        var stage = Stage([grade("g", Self.watched)])
        try stage.play("10:29:59.999 advance")
        #expect(stage.told == [])
        try stage.play("10:30 advance")
        #expect(stage.told == ["10:30 warned respond 50%"])
        try stage.play("11:00 advance")
        #expect(stage.told.count == 3, "not the breach: at its due a promise is kept")
    }

    @Test func `a refused command leaves the ticket and time is told by the next`() throws {
        var stage = Stage([grade("g", Self.watched)])
        let before = stage.ticket
        #expect(throws: Ticket.Refusal.notPermitted(.reopened, .new)) {
            _ = try stage.ticket.perform(
                .record(.reopened, occurred: t("12:00"), source: .person), at: t("12:00"), stage.book)
        }
        #expect(stage.ticket == before, "nobody has been handed the events, so the ticket may not have them")
        try stage.play("12:00 advance")
        #expect(stage.told.count == 6)
    }

    @Test func `the next instant at which something will be told`() throws {
        var stage = Stage([grade("g", Self.watched)])
        var instants: [String] = []
        while let next = stage.judge().next(stage.clocks()) {
            try stage.perform(.advance, at: next)
            instants.append(next.words)
        }
        #expect(instants == ["10:30", "10:48", "10:55", "11:00:00.001", "11:30:00.001"])
    }
}
