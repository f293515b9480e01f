import Domain
import Support
import Testing

/// POLICIES 1.16: one failure that many tickets share.
struct IncidentTests {
    static let book = Book([
        policy([
            grade(
                "failure", promise("mobilise", "mobilised", within: "30m", ladder: ["breach"]),
                promise("restore", "restored", within: "4h"), duties: ["open-bridge"]),
            grade("g", promise("resolve", "restored", "resolved", within: "1h")),
        ])
    ])

    private func perform(_ incident: inout Incident, _ command: Incident.Command, at now: String) throws
        -> Incident.Outcome
    {
        let outcome = try incident.decide(command, at: t(now), Self.book)
        for event in outcome.events { incident.evolve(event) }
        return outcome
    }

    private func clocks(_ incident: Incident, at now: String) -> [String] {
        Judge(incident.course, book: Self.book, now: t(now)).clocks().map(\.words)
    }

    @Test func `it has clocks and one ladder of its own`() throws {
        var incident = Incident(id: "I1", received: t("10:00"))
        let graded = try perform(&incident, .grade(.of("failure")), at: "10:00")
        #expect(graded.events.contains(.course(.dutyCalled(strand: 0, duty: "open-bridge", at: t("10:00")))))
        #expect(clocks(incident, at: "10:10") == ["mobilise due 10:30", "restore due 14:00"])
        let outcome = try perform(&incident, .record(.mobilised, occurred: t("10:40"), source: .person), at: "10:40")
        #expect(
            outcome.events.compactMap {
                if case .course(let event) = $0 { Ticket.Event.course(event).told } else { nil }
            }
                == ["10:30:00.001 breached mobilise", "10:30:00.001 rung mobilise breach"])
        #expect(
            clocks(incident, at: "11:00") == [
                "mobilise breached 10:30:00.001 ended 10:40 late 10m", "restore due 14:00",
            ])
    }

    @Test func `restoring it commands each ticket that shares it, whose own clocks judge`() throws {
        var incident = Incident(id: "I1", received: t("10:00"))
        _ = try perform(&incident, .grade(.of("failure")), at: "10:00")
        for ticket in ["T1", "T2", "T3"] { _ = try perform(&incident, .link(TicketID(ticket)), at: "10:10") }
        _ = try perform(&incident, .unlink("T2"), at: "10:20")
        #expect(
            try perform(&incident, .record(.located, occurred: t("10:30"), source: .person), at: "10:30").commands
                .isEmpty)
        let outcome = try perform(&incident, .record(.restored, occurred: t("11:10"), source: .person), at: "11:10")
        let restore = Ticket.Command.record(.restored, occurred: t("11:10"), source: .backdating(reason: "I1"))
        #expect(outcome.commands.map(\.ticket) == ["T1", "T3"])
        #expect(outcome.commands.allSatisfy { $0.command == restore })

        var early = Stage(Self.book, id: "T1")
        try early.play("10:00 grade g")
        var late = Stage(Self.book, received: "10:30", id: "T3")
        try late.play("10:30 grade g")
        try early.perform(restore, at: t("11:10"))
        try late.perform(restore, at: t("11:10"))
        #expect(early.clock("resolve").words == "resolve breached 11:00:00.001 ended 11:10 late 10m")
        #expect(late.clock("resolve").words == "resolve met 11:10")
        #expect(clocks(incident, at: "12:00").last == "restore met 11:10")
    }

    @Test func `what it refuses`() throws {
        var incident = Incident(id: "I1", received: t("10:00"))
        _ = try perform(&incident, .link("T1"), at: "10:00")
        func refuses(_ command: Incident.Command, _ refusal: Incident.Refusal) {
            #expect(throws: refusal) { _ = try incident.decide(command, at: t("10:30"), Self.book) }
        }
        refuses(.link("T1"), .alreadyLinked("T1"))
        refuses(.unlink("T9"), .notLinked("T9"))
        refuses(.grade(.of("nobody")), .unknownGrade(.of("nobody")))
        refuses(
            .record("restord", occurred: t("10:30"), source: .person), .unknownEvent("restord", nearest: "restored"))
        refuses(.record(.restored, occurred: t("10:31"), source: .edge), .ahead(occurred: t("10:31"), now: t("10:30")))
        refuses(
            .record(.restored, occurred: t("09:59"), source: .history),
            .beforeReceived(occurred: t("09:59"), received: t("10:00")))
        refuses(
            .record(.restored, occurred: t("10:24"), source: .edge),
            .tooFarBack(occurred: t("10:24"), earliest: t("10:25")))
        refuses(
            .record(.restored, occurred: t("10:29"), source: .person),
            .tooFarBack(occurred: t("10:29"), earliest: t("10:30")))
        refuses(.record(.restored, occurred: t("10:29"), source: .backdating(reason: "")), .dateBackNeedsReason)
        _ = try perform(&incident, .record(.closed, occurred: t("10:30"), source: .person), at: "10:30")
        refuses(.record(.restored, occurred: t("10:30"), source: .person), .notPermitted(.restored, .closed))
    }
}
