import Domain
import Support
import Testing

/// POLICIES 1.12: another grade for the same ticket.
struct RegradeTests {
    static let quick = grade(
        "g", promise("respond", "engaged", within: "15m"),
        promise("resolve", "resolved", within: "2h", pause: [.customer]))
    static let calm = grade(
        "calm", promise("resolve", "resolved", within: "6h", pause: [.customer]),
        promise("survey", "survey-sent", within: "8h"))
    static let urgent = grade(
        "urgent", promise("resolve", "resolved", within: "30m", pause: [.customer]),
        promise("mobilise", "mobilised", within: "20m"))
    static let strict = grade("strict", promise("resolve", "resolved", within: "2h"))
    static let grades = [quick, calm, urgent, strict]

    @Test(arguments: [
        ClockCase(
            "ended clocks keep their verdict", grades, given: ["10:05 engaged", "10:30 regrade 0 calm because it is"],
            at: "11:00",
            then: ["respond met 10:05", "resolve due 16:00", "survey due 18:00"]),
        ClockCase(
            "a breach keeps its verdict, whatever the new limit", grades,
            given: ["10:05 engaged", "12:30 regrade 0 calm because it is", "13:00 resolved"], at: "14:00",
            then: ["respond met 10:05", "resolve breached 12:00:00.001 ended 13:00 late 1h", "survey due 18:00"]),
        ClockCase(
            "clocks only in the old grade become void", grades, given: ["10:10 regrade 0 calm because it is"],
            at: "11:00",
            then: ["respond void 10:10 regraded", "resolve due 16:00", "survey due 18:00"]),
        ClockCase(
            "void is for those that ran: a breach stays", grades, given: ["10:30 regrade 0 calm because it is"],
            at: "11:00",
            then: ["respond breached 10:15:00.001 late 45m", "resolve due 16:00", "survey due 18:00"]),
        ClockCase(
            "the same id is recomputed from the original start with all pauses earned", grades,
            given: ["10:05 engaged", "10:10 paused customer", "10:20 resumed", "10:30 regrade 0 urgent"], at: "10:35",
            then: ["respond met 10:05", "resolve due 10:40", "mobilise breached 10:30 late 5m"]),
        ClockCase(
            "earned is earned, though the new grade does not pause", grades,
            given: ["10:05 engaged", "10:10 paused customer", "10:40 resumed", "11:00 regrade 0 strict"], at: "11:10",
            then: ["respond met 10:05", "resolve due 12:30"]),
        ClockCase(
            "nor does it from then on", grades,
            given: ["10:05 engaged", "10:10 paused customer", "10:40 regrade 0 strict"], at: "11:10",
            then: ["respond met 10:05", "resolve due 12:30"]),
        ClockCase(
            "what did not pause under the old grade was not earned",
            [strict, Self.calm].map { $0.renamed(["strict": "g"]) },
            given: ["10:10 paused customer", "10:40 regrade 0 calm because it is", "11:00 resumed"], at: "11:10",
            then: ["resolve due 16:20", "survey due 18:00"]),
        ClockCase(
            "a new due already past is broken at the regrade, and late from there", grades,
            given: ["10:05 engaged", "11:00 regrade 0 urgent", "11:20 resolved"], at: "11:30",
            then: [
                "respond met 10:05", "resolve breached 11:00 ended 11:20 late 20m", "mobilise breached 11:00 late 30m",
            ],
            told: ["11:00 breached resolve", "11:00 breached mobilise"]),
        ClockCase(
            "a new due at the regrade is broken a millisecond later", grades,
            given: ["10:05 engaged", "10:20 mobilised", "10:30 regrade 0 urgent"], at: "10:31",
            then: ["respond met 10:05", "resolve breached 10:30:00.001 late 1m", "mobilise met 10:20"]),
        ClockCase(
            "new ones start at their start event",
            [quick, grade("more", promise("plan", "planned", within: "1h", from: .first(.confirmed)))],
            given: ["10:05 engaged", "10:10 confirmed", "10:40 regrade 0 more because so"], at: "10:50",
            then: ["respond met 10:05", "resolve void 10:40 regraded", "plan due 11:10"]),
        ClockCase(
            "what was promised and done before the regrade is met", grades,
            given: ["10:05 engaged", "10:10 mobilised", "11:00 regrade 0 urgent because smoke", "11:00 resolved"],
            at: "11:30",
            then: ["respond met 10:05", "resolve breached 11:00 ended 11:00 late 0m", "mobilise met 10:10"]),
        ClockCase(
            "due at the instant of the regrade under the old terms is still a promise", grades,
            given: ["10:05 engaged", "12:00 regrade 0 calm because it is"], at: "13:00",
            then: ["respond met 10:05", "resolve due 16:00", "survey due 18:00"]),
        ClockCase(
            "a millisecond later it was broken", grades,
            given: ["10:05 engaged", "12:00:00.001 regrade 0 calm because it is"], at: "13:00",
            then: ["respond met 10:05", "resolve breached 12:00:00.001 late 1h", "survey due 18:00"]),
        ClockCase(
            "only the strand that is regraded changes", grades,
            given: ["10:00 grade urgent", "10:05 engaged", "10:10 regrade 1 calm because it is"], at: "10:20",
            then: [
                "respond met 10:05", "resolve due 12:00", "resolve due 16:00", "mobilise void 10:10 regraded",
                "survey due 18:00",
            ]),
        ClockCase(
            "a matter found simple",
            [
                grade(
                    "g", promise("estimate", "estimated", within: "1h", only: .complex),
                    promise("weekly", "weekly-mailed", every: "168h", only: .simple))
            ],
            given: ["10:10 regrade 0 g simple because it is"], at: "10:20",
            then: ["estimate void 10:10 regraded", "weekly due 8/10:00"]),
    ])
    func `a regrade judges anew what is not decided`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ("a promise became later", "calm", true), ("a promise went away", "strict", true),
        ("all earlier", "urgent", true),
    ])
    func `going down needs a reason and is listed`(_ title: String, _ to: String, _ isDown: Bool) throws {
        var stage = Stage(Self.grades)
        #expect(throws: Ticket.Refusal.goingDownNeedsReason(.of(to))) { try stage.play("10:05 regrade 0 \(to)") }
        #expect(throws: Ticket.Refusal.goingDownNeedsReason(.of(to))) {
            try stage.play("10:05 regrade 0 \(to) because")
        }
        try stage.play("10:05 regrade 0 \(to) because the customer agreed")
        #expect(
            stage.journal.contains(
                .course(
                    .regraded(strand: 0, .of(to), .complex, at: t("10:05"), reason: "the customer agreed", down: isDown)
                )))
    }

    @Test func `going up needs none`() throws {
        var stage = Stage(Self.grades)
        try stage.play(["10:05 engaged", "10:10 regrade 0 urgent"])
        #expect(
            stage.journal.contains(
                .course(.regraded(strand: 0, .of("urgent"), .complex, at: t("10:10"), reason: nil, down: false))))
    }

    @Test func `a ticket keeps its version until an explicit move`() throws {
        let old = policy([grade("g", promise("resolve", "resolved", within: "2h"))], version: "1")
        let new = policy([grade("g", promise("resolve", "resolved", within: "1h"))], version: "2")
        var stage = Stage(Book([old, new]))
        try stage.perform(.grade(.of("g", version: "1")), at: t("10:00"))
        #expect(stage.clock("resolve", at: t("10:30")).words == "resolve due 12:00")
        try stage.perform(.regrade(strand: 0, to: .of("g", version: "2"), reason: nil), at: t("10:30"))
        #expect(stage.clock("resolve").words == "resolve due 11:00")
        #expect(stage.clock("resolve").grade.policy.version == "2")
        #expect(
            stage.journal.last
                == .course(
                    .regraded(strand: 0, .of("g", version: "2"), .complex, at: t("10:30"), reason: nil, down: false)))
        #expect(stage.clocks(at: t("10:30")).count == 1)
    }

    @Test func `what cannot be regraded is refused`() throws {
        var stage = Stage(Self.grades)
        #expect(throws: Ticket.Refusal.noSuchStrand(1)) { try stage.play("10:01 regrade 1 calm because so") }
        #expect(throws: Ticket.Refusal.unknownGrade(.of("nobody"))) {
            try stage.play("10:01 regrade 0 nobody because so")
        }
        #expect(throws: Ticket.Refusal.alreadyGraded(.of("g"))) { try stage.play("10:01 regrade 0 g because so") }
        try stage.play("10:02 grade calm")
        #expect(throws: Ticket.Refusal.alreadyGraded(.of("calm"))) { try stage.play("10:03 regrade 0 calm because so") }
        try stage.play("10:04 cancelled")
        #expect(throws: Ticket.Refusal.alreadyEnded(.cancelled)) { try stage.play("10:05 regrade 0 urgent because so") }
    }
}

extension Grade {
    fileprivate func renamed(_ names: [GradeID: GradeID]) -> Grade {
        Grade(id: names[id] ?? id, commitments: commitments)
    }
}
