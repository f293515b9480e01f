import Domain
import Support
import Testing

/// POLICIES 1.9: clocks that run more than once.
struct OccurrenceTests {
    static let correct = promise("correct", "correction-started", within: "1h", from: .each(.defectFound))
    static let progress = promise("progress", "reported", every: "30m")
    static let reply = promise("reply", "agent-message", within: "30m", from: .unanswered(.customerMessage))
    static let resolve = promise("resolve", "resolved", within: "2h")

    @Test(arguments: [
        ClockCase(
            "every start opens one", correct, given: ["10:10 defect-found", "10:20 defect-found"], at: "10:30",
            then: "correct due 11:10", "correct#2 due 11:20"),
        ClockCase(
            "an end ends the oldest that is open", correct,
            given: ["10:10 defect-found", "10:20 defect-found", "10:30 correction-started"], at: "12:00",
            then: "correct met 10:30", "correct#2 breached 11:20:00.001 late 40m"),
        ClockCase(
            "an end counts once", correct,
            given: ["10:10 defect-found", "10:20 correction-started", "10:30 defect-found"], at: "10:40",
            then: "correct met 10:20", "correct#2 due 11:30"),
        ClockCase("without a start there is none", correct, at: "12:00"),
        ClockCase(
            "each breaks for itself", correct, given: ["10:10 defect-found", "10:20 defect-found"], at: "11:30",
            then: "correct breached 11:10:00.001 late 20m", "correct#2 breached 11:20:00.001 late 10m",
            told: ["11:10:00.001 breached correct", "11:20:00.001 breached correct#2"]),
    ])
    func `each defect has a clock of its own`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase("the first period begins with the ticket", progress, at: "10:10", then: "progress due 10:30"),
        ClockCase(
            "a report ends a period and begins the next", progress, given: ["10:20 reported"], at: "10:40",
            then: "progress met 10:20", "progress#2 due 10:50"),
        ClockCase(
            "a report exactly at due is in time", progress, given: ["10:30 reported"], at: "10:40",
            then: "progress met 10:30", "progress#2 due 11:00"),
        ClockCase(
            "a silence breaches once and states the periods missed", progress, at: "12:15",
            then: "progress breached 10:30:00.001 late 105m missed 4", told: ["10:30:00.001 breached progress"]),
        ClockCase(
            "one period is missed until the second has passed", progress, at: "11:00",
            then: "progress breached 10:30:00.001 late 30m"),
        ClockCase(
            "and two a millisecond later", progress, at: "11:00:00.001",
            then: "progress breached 10:30:00.001 late 1800001ms missed 2"),
        ClockCase(
            "a late report starts the next", progress, given: ["11:10 reported"], at: "11:20",
            then: "progress breached 10:30:00.001 ended 11:10 late 40m missed 2", "progress#2 due 11:40"),
        ClockCase(
            "a pause after the breach spares no period",
            promise("progress", "reported", every: "30m", pause: [.customer]),
            given: ["10:40 paused customer", "11:40 resumed"], at: "11:45",
            then: "progress breached 10:30:00.001 late 75m missed 3"),
        ClockCase(
            "its end voids the running one", progress, given: ["10:20 reported", "10:40 resolved"], at: "15:00",
            then: "progress met 10:20", "progress#2 void 10:40 series-ended", told: []),
        ClockCase(
            "a report at the same instant counts", progress, given: ["10:20 reported", "10:20 resolved"], at: "15:00",
            then: "progress met 10:20"),
        ClockCase(
            "also if it was written down after", progress, given: ["10:20 resolved", "10:20 reported"], at: "15:00",
            then: "progress met 10:20"),
        ClockCase(
            "a report after the end counts nothing", progress, given: ["10:20 resolved", "10:25 reported"], at: "15:00",
            then: "progress void 10:20 series-ended"),
        ClockCase(
            "a silence before the end stays a breach", progress, given: ["11:10 resolved"], at: "15:00",
            then: "progress breached 10:30:00.001 ended 11:10 late 40m missed 2"),
        ClockCase(
            "the end exactly at due voids it", progress, given: ["10:30 resolved"], at: "15:00",
            then: "progress void 10:30 series-ended"),
        ClockCase(
            "reopening begins the series anew", progress,
            given: ["10:20 reported", "10:40 resolved", "12:00 reopened", "12:10 reported"], at: "12:15",
            then: "progress met 10:20", "progress#2 void 10:40 series-ended", "progress#3 met 12:10",
            "progress#4 due 12:40"),
    ])
    func `a report is due each period`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase("nobody asked", reply, at: "12:00"),
        ClockCase(
            "from the first unanswered message", reply, given: ["10:10 customer-message"], at: "10:20",
            then: "reply due 10:40"),
        ClockCase(
            "further messages do not move it", reply, given: ["10:10 customer-message", "10:30 customer-message"],
            at: "10:35", then: "reply due 10:40"),
        ClockCase(
            "a person's answer ends it", reply, given: ["10:10 customer-message", "10:20 agent-message"], at: "12:00",
            then: "reply met 10:20"),
        ClockCase(
            "a robot's does not", reply, given: ["10:10 customer-message", "10:20 agent-message robot"], at: "10:30",
            then: "reply due 10:40"),
        ClockCase(
            "unless it was accepted", reply,
            given: ["10:10 customer-message", "10:20 agent-message robot", "10:30 agent-message robot-accepted"],
            at: "12:00", then: "reply met 10:30"),
        ClockCase(
            "the next message opens the next", reply,
            given: ["10:10 customer-message", "10:20 agent-message", "10:50 customer-message"], at: "11:00",
            then: "reply met 10:20", "reply#2 due 11:20"),
        ClockCase(
            "an answer nobody waits for does not answer the next question", reply,
            given: [
                "10:10 customer-message", "10:20 agent-message", "10:25 agent-message", "10:30 customer-message",
            ], at: "11:30", then: "reply met 10:20", "reply#2 breached 11:00:00.001 late 30m"),
        ClockCase(
            "a late answer leaves the breach", reply,
            given: ["10:10 customer-message", "10:50 agent-message"], at: "12:00",
            then: "reply breached 10:40:00.001 ended 10:50 late 10m"),
    ])
    func `a reply is owed from the first message nobody answered`(_ c: ClockCase) { check(c) }

    @Test(arguments: [
        ClockCase(
            "a second occurrence of what resolving had ended; the first keeps its verdict", resolve,
            promise("respond", "engaged", within: "15m"),
            given: ["10:10 engaged", "11:00 resolved", "15:00 reopened"], at: "15:30",
            then: "resolve met 11:00", "resolve#2 due 17:00", "respond met 10:10"),
        ClockCase(
            "also if the first was broken", resolve, given: ["13:00 resolved", "15:00 reopened", "16:00 resolved"],
            at: "20:00", then: "resolve breached 12:00:00.001 ended 13:00 late 1h", "resolve#2 met 16:00"),
        ClockCase(
            "reopened twice", resolve,
            given: ["11:00 resolved", "12:00 reopened", "13:00 resolved", "14:00 closed", "15:00 reopened"],
            at: "15:30",
            then: "resolve met 11:00", "resolve#2 met 13:00", "resolve#3 due 17:00"),
        ClockCase(
            "a clock that is not over goes on", promise("close", "closed", within: "8h"),
            given: ["11:00 resolved", "12:00 reopened"], at: "13:00", then: "close due 18:00"),
        ClockCase(
            "a reopened matter needs a date agreed anew", promise("complete", "resolved", within: "agreed"),
            given: ["10:10 agreed 2/10:00", "2/09:00 resolved", "3/09:00 reopened"], at: "3/10:00",
            then: "complete met 2/09:00", "complete#2 waiting"),
        ClockCase(
            "which it then keeps", promise("complete", "resolved", within: "agreed"),
            given: ["10:10 agreed 2/10:00", "2/09:00 resolved", "3/09:00 reopened", "3/10:00 agreed 4/10:00"],
            at: "3/11:00",
            then: "complete met 2/09:00", "complete#2 due 4/10:00"),
    ])
    func `reopening opens a second occurrence`(_ c: ClockCase) { check(c) }
}
