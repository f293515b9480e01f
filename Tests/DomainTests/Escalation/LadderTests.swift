import Domain
import Support
import Testing

/// POLICIES 1.14: warnings and rungs.
struct LadderTests {
    static func watched(
        _ limits: String..., on calendar: CalendarID = "office", pause: Set<Waiting> = [], warn: [Int64] = [],
        ladder: [String] = []
    ) -> Grade {
        var commitment = promise("c", "resolved", within: "1h", on: calendar, pause: pause, warn: warn, ladder: ladder)
        commitment.promise = .within(limits.map { Limit($0)! })
        return grade("g", commitment)
    }

    @Test(arguments: [
        ClockCase(
            "a share of service time, not of elapsed time", [watched("4h", warn: [50])], received: "15:00",
            at: "2/09:00",
            then: ["c due 2/11:00"], told: ["17:00 warned c 50%"]),
        ClockCase(
            "a night does not bring it nearer", [watched("4h", warn: [75])], received: "15:00", at: "2/09:59:59.999",
            then: ["c due 2/11:00"], told: []),
        ClockCase(
            "of the limit that is earliest", [watched("8h", "next-day 09:00", warn: [50])], received: "15:00",
            at: "16:30",
            then: ["c due 2/09:00"], told: ["16:00 warned c 50%"]),
        ClockCase(
            "of elapsed time where there is no service time", [watched("next-day 09:00", warn: [50])],
            received: "19:00",
            at: "2/03:00", then: ["c due 2/09:00"], told: ["2/02:00 warned c 50%"]),
        ClockCase(
            "a pause puts it off", [watched("4h", pause: [.customer], warn: [50])],
            given: ["10:30 paused customer", "11:30 resumed"], at: "13:30", then: ["c due 15:00"],
            told: ["13:00 warned c 50%"]),
        ClockCase(
            "none while paused", [watched("4h", pause: [.customer], warn: [50])], given: ["11:59 paused customer"],
            at: "16:00",
            then: ["c paused 11:59, 121m left"], told: []),
        ClockCase(
            "before due on the calendar", [watched("4h", ladder: ["due-90m"])], received: "15:00", at: "2/09:45",
            then: ["c due 2/11:00"], told: ["2/09:30 rung c due-90m"]),
        ClockCase(
            "over the night", [watched("4h", ladder: ["due-3h"])], received: "15:00", at: "16:05",
            then: ["c due 2/11:00"],
            told: ["16:00 rung c due-3h"]),
        ClockCase(
            "or by the wall clock", [watched("4h", ladder: ["due-3h elapsed"])], received: "15:00", at: "2/08:05",
            then: ["c due 2/11:00"], told: ["2/08:00 rung c due-3h elapsed"]),
        ClockCase(
            "not before the clock began", [watched("1h", ladder: ["due-3h"])], at: "10:01", then: ["c due 11:00"],
            told: ["10:00 rung c due-3h"]),
        ClockCase(
            "after a breach on the calendar", [watched("1h", ladder: ["breach+1h"])], received: "15:30", at: "2/09:45",
            then: ["c breached 16:30:00.001 late 75m"],
            told: ["16:30:00.001 breached c", "2/09:30:00.001 rung c breach+1h"]),
        ClockCase(
            "or by the wall clock", [watched("1h", ladder: ["breach+1h elapsed"])], received: "15:30", at: "18:00",
            then: ["c breached 16:30:00.001 late 30m"],
            told: ["16:30:00.001 breached c", "17:30:00.001 rung c breach+1h elapsed"]),
        ClockCase(
            "the ladder ends with the clock", [watched("1h", ladder: ["breach", "breach+2h"])],
            given: ["11:30 resolved"],
            at: "16:00", then: ["c breached 11:00:00.001 ended 11:30 late 30m"],
            told: ["11:00:00.001 breached c", "11:00:00.001 rung c breach"]),
        ClockCase(
            "what was met in time climbs nothing", [watched("1h", warn: [50], ladder: ["due-10m", "breach"])],
            given: ["10:20 resolved"], at: "16:00", then: ["c met 10:20"], told: []),
        ClockCase(
            "each once, even if due moves", [watched("2h", pause: [.customer], warn: [50], ladder: ["due-30m"])],
            given: ["11:40 paused customer", "12:40 resumed"], at: "12:45", then: ["c due 13:00"],
            told: ["11:00 warned c 50%", "11:30 rung c due-30m"]),
        ClockCase(
            "each once, even if a regrade moves it",
            [
                watched("2h", warn: [50]),
                grade("calm", promise("c", "resolved", within: "6h", on: "office", warn: [50])),
            ],
            given: ["11:10 regrade 0 calm because so"], at: "14:00", then: ["c due 16:00"], told: ["11:00 warned c 50%"]
        ),
    ])
    func `a warning or a rung is told at its instant`(_ c: ClockCase) { check(c) }

    // MARK: A rung attaches a grade

    static let attached: [Grade] = {
        var alarm = promise("respond", "engaged", within: "1h")
        alarm.ladder = [
            Rung(at: Rung.Moment("breach")!, tell: "lead", attach: .init(policy: "p", grade: "escalation")),
            Rung(at: Rung.Moment("breach+1h")!, tell: "head", attach: .init(policy: "p", grade: "escalation")),
        ]
        return [
            grade("g", alarm),
            grade(
                "escalation", promise("handle", "escalation-handled", within: "4h", from: .each(.escalated)),
                duties: ["call"]),
        ]
    }()

    @Test(arguments: [
        ClockCase(
            "with its clocks, from the escalation", attached, at: "11:30",
            then: ["respond breached 11:00:00.001 late 30m", "handle due 15:00:00.001"]),
        ClockCase(
            "once, however often it escalates", attached, at: "12:30",
            then: ["respond breached 11:00:00.001 late 90m", "handle due 15:00:00.001", "handle#2 due 16:00:00.001"]),
        ClockCase(
            "whose own breaches are told in the same step", attached, at: "15:30",
            then: [
                "respond breached 11:00:00.001 late 270m", "handle breached 15:00:00.002 late 1799999ms",
                "handle#2 due 16:00:00.001",
            ],
            told: [
                "11:00:00.001 breached respond", "11:00:00.001 rung respond breach",
                "12:00:00.001 rung respond breach+1h",
                "15:00:00.002 breached handle",
            ]),
        ClockCase(
            "each is handled", attached, given: ["11:30 escalation-handled"], at: "12:30",
            then: ["respond breached 11:00:00.001 late 90m", "handle met 11:30", "handle#2 due 16:00:00.001"]),
    ])
    func `a rung attaches a grade`(_ c: ClockCase) { check(c) }

    @Test func `the attached grade calls its duties once`() throws {
        var stage = Stage(Self.attached)
        try stage.play("12:30 advance")
        let duties = stage.journal.filter { if case .course(.dutyCalled) = $0 { true } else { false } }
        #expect(duties == [.course(.dutyCalled(strand: 1, duty: "call", at: t("11:00:00.001")))])
    }

    @Test func `ladders that attach each other do not climb for ever on the spot`() throws {
        func climbing(_ id: GradeID, to other: GradeID) -> Grade {
            var handle = promise("handle", "escalation-handled", within: "4h", from: .each(.escalated))
            handle.ladder = [Rung(at: Rung.Moment("due-8h")!, tell: "lead", attach: .init(policy: "p", grade: other))]
            return grade(id, handle)
        }
        var stage = Stage([climbing("g", to: "other"), climbing("other", to: "g")])
        try stage.play(["10:30 escalated", "20:00 advance"])
        #expect(stage.ticket.course.grades.map(\.grade) == ["g", "other"])
    }

    @Test(arguments: ["due", "due-30m", "breach", "breach+30m", "breach+2h elapsed", "due-5m elapsed"])
    func `a moment is spelled as it is read`(_ text: String) { #expect(Rung.Moment(text)?.spelled == text) }

    @Test(arguments: [
        "", "due+30m", "breach-30m", "breach+", "breach+30", "breach+1h later", "breach + 1h", "now", "due--5m",
    ])
    func `no other moment is read`(_ text: String) { #expect(Rung.Moment(text) == nil) }
}
