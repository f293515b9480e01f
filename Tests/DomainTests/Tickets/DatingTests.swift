import Domain
import Support
import Testing

/// POLICIES 1.13: when something occurred and when it was recorded.
struct DatingTests {
    static let respond = grade("g", promise("respond", "engaged", within: "15m"))

    struct Case: CustomTestStringConvertible {
        let title: String
        let line: String
        let refusal: Ticket.Refusal?
        init(_ title: String, _ line: String, refused refusal: Ticket.Refusal? = nil) {
            (self.title, self.line, self.refusal) = (title, line, refusal)
        }
        var testDescription: String { title }
    }

    /// Received at 10:00.
    @Test(arguments: [
        Case("an edge dates back five minutes", "10:10 engaged @10:05 edge"),
        Case(
            "and not a millisecond more", "10:10 engaged @10:04:59.999 edge",
            refused: .tooFarBack(occurred: t("10:04:59.999"), earliest: t("10:05"))),
        Case("a person says what happens now", "10:10 engaged person"),
        Case(
            "and does not date back", "10:10 engaged @10:09:59.999 person",
            refused: .tooFarBack(occurred: t("10:09:59.999"), earliest: t("10:10"))),
        Case("by right and with a reason", "10:50 engaged @10:05 because the desk was down"),
        Case("a right without a reason is none", "10:50 engaged @10:05 because", refused: .dateBackNeedsReason),
        Case(
            "never before received", "10:50 engaged @09:59:59.999 because so",
            refused: .beforeReceived(occurred: t("09:59:59.999"), received: t("10:00"))),
        Case("at received is not before it", "10:50 engaged @10:00 because so"),
        Case(
            "never before received, an edge", "10:02 engaged @09:59 edge",
            refused: .beforeReceived(occurred: t("09:59"), received: t("10:00"))),
        Case(
            "never ahead", "10:10 engaged @10:10:00.001 edge",
            refused: .ahead(occurred: t("10:10:00.001"), now: t("10:10"))),
        Case(
            "not even by right", "10:10 engaged @10:11 because so",
            refused: .ahead(occurred: t("10:11"), now: t("10:10"))),
        Case(
            "nor in a history", "10:10 engaged @10:11 history", refused: .ahead(occurred: t("10:11"), now: t("10:10"))),
        Case("received is our own first edge, once", "10:10 received", refused: .notPermitted(.received, .new)),
        Case("a correction needs its reason", "10:10 correct 2 10:05 because", refused: .dateBackNeedsReason),
        Case("what did not happen is not corrected", "10:10 correct 99 10:05", refused: .noSuchFact(position: 99)),
        Case("the opening is not corrected", "10:10 correct 0 10:05", refused: .noSuchFact(position: 0)),
    ])
    func `how far back a fact may be dated`(_ c: Case) throws {
        var stage = Stage([Self.respond])
        try stage.play("10:01 confirmed")
        let before = stage.ticket
        if let refusal = c.refusal {
            #expect(throws: refusal) { try stage.play(c.line) }
            #expect(stage.ticket == before)
        } else {
            try stage.play(c.line)
            #expect(stage.ticket != before)
        }
    }

    @Test(arguments: [
        ClockCase(
            "a late fact in time withdraws the breach", [respond], given: ["10:20 engaged @10:15 edge"], at: "11:00",
            then: ["respond met 10:15"], told: ["10:15:00.001 breached respond", "10:20 withdrawn respond"]),
        ClockCase(
            "a late fact that was late does not", [respond], given: ["10:20 engaged @10:16 edge"], at: "11:00",
            then: ["respond breached 10:15:00.001 ended 10:16 late 1m"], told: ["10:15:00.001 breached respond"]),
        ClockCase(
            "a corrected fact refutes a breach", [respond], given: ["10:20 engaged", "10:30 correct 3 10:10"],
            at: "11:00",
            then: ["respond met 10:10"], told: ["10:15:00.001 breached respond", "10:30 withdrawn respond"]),
        ClockCase(
            "a correction may create one, at its own date", [respond],
            given: ["10:10 engaged", "10:30 correct 2 10:20"],
            at: "11:00", then: ["respond breached 10:15:00.001 ended 10:20 late 5m"],
            told: ["10:15:00.001 breached respond"]),
        ClockCase(
            "withdrawn, and broken again", [respond],
            given: ["10:20 engaged", "10:30 correct 3 10:10", "10:40 correct 3 10:19"], at: "11:00",
            then: ["respond breached 10:15:00.001 ended 10:19 late 4m"],
            told: ["10:15:00.001 breached respond", "10:30 withdrawn respond", "10:15:00.001 breached respond"]),
        ClockCase(
            "a breach of another date is withdrawn and told anew",
            [grade("g", promise("resolve", "resolved", within: "1h", pause: [.customer]))],
            given: ["11:30 paused customer @10:30", "11:40 resumed @10:40"], at: "12:00",
            then: ["resolve breached 11:10:00.001 late 50m"],
            told: ["11:00:00.001 breached resolve", "11:30 withdrawn resolve", "11:10:00.001 breached resolve"]),
        ClockCase(
            "and so is one that a correction moves",
            [grade("g", promise("resolve", "resolved", within: "1h", pause: [.customer]))],
            given: ["10:30 paused customer", "10:40 resumed", "11:30 correct 3 10:50"], at: "12:00",
            then: ["resolve breached 11:20:00.001 late 40m"],
            told: ["11:10:00.001 breached resolve", "11:30 withdrawn resolve", "11:20:00.001 breached resolve"]),
        ClockCase(
            "a pause told late withdraws too",
            [grade("g", promise("resolve", "resolved", within: "1h", pause: [.customer]))],
            given: ["11:30 paused customer @10:30"], at: "12:00", then: ["resolve paused 10:30, 30m left"],
            told: ["11:00:00.001 breached resolve", "11:30 withdrawn resolve"]),
        ClockCase(
            "clocks fold by when it occurred, not when it was heard of",
            [grade("g", promise("resolve", "resolved", within: "4h", pause: [.customer]))],
            given: ["12:00 resumed @11:30", "12:10 paused customer @11:00"], at: "12:30", then: ["resolve due 14:30"]),
        ClockCase(
            "at equal instants the journal's order decides: resumed stands last",
            [grade("g", promise("resolve", "resolved", within: "4h", pause: [.customer]))],
            given: ["11:00 paused customer", "11:00 resumed"], at: "12:30", then: ["resolve due 14:00"]),
        ClockCase(
            "and the other way round",
            [grade("g", promise("resolve", "resolved", within: "4h", pause: [.customer]))],
            given: ["11:00 resumed", "11:00 paused customer"], at: "12:30", then: ["resolve paused 11:00, 3h left"]),
    ])
    func `late and corrected facts`(_ c: ClockCase) { check(c) }

    @Test func `nothing is deleted`() throws {
        var stage = Stage([Self.respond])
        try stage.play(["10:20 engaged", "10:30 correct 3 10:10 because the telephone says so"])
        #expect(stage.journal.contains(.course(.happened(.engaged, at: t("10:20"), .none))))
        #expect(
            stage.journal.contains(
                .course(.corrected(position: 3, occurred: t("10:10"), at: t("10:30"), reason: "the telephone says so")))
        )
        #expect(stage.ticket.course.breaches.isEmpty)
    }
}
