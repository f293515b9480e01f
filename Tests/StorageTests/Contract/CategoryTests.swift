import Desk
import Domain
import Edges
import Support
import Testing

/// A category that is set later grades as one that a ticket is opened with does.
@Suite(.serialized) struct CategoryTests {
    private static func grades(_ id: TicketID, _ desk: TestDesk) async throws -> [GradeID] {
        try await desk.desk.ticket(id)?.ticket.course.grades.map(\.grade) ?? []
    }

    private static func change(_ id: TicketID, _ commands: [Ticket.Command], _ desk: TestDesk) async throws -> Int {
        try await desk.desk.perform(Request("agent:a1", .ticket(id, commands))).positions.count
    }

    private static let fault = Ticket.Command.change(.set(.category, "ordinary-fault"))

    @Test(arguments: Maker.allCases)
    func `a ticket without a grade gets those of its category, once and in the same decision`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let opening = Ticket.Opening(
            id: "t1", customer: "c1", received: .onReceipt, attributes: [.contract: "k1"])
        _ = try await desk.desk.perform(Request("edge:web", .open(opening, [], source: .edge)))
        #expect(try await Self.grades("t1", desk) == [])
        #expect(try await Self.change("t1", [.change(.set(.category, "toner"))], desk) == 1)
        #expect(try await Self.grades("t1", desk) == [], "no policy grades it")
        #expect(try await Self.change("t1", [Self.fault], desk) == 2)
        #expect(try await Self.grades("t1", desk) == ["tier-2"])
        #expect(try await Self.change("t1", [.change(.set(.category, "feedback"))], desk) == 1)
        #expect(try await Self.grades("t1", desk) == ["tier-2"], "another category leaves the grade as it is")
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a grade that is named goes before the category's, and what is settled gets none`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1", [])
        let grade = try await desk.desk.grade(Grading("standard", "tier-1"))
        _ = try await Self.change("t1", [Self.fault, .grade(grade)], desk)
        #expect(try await Self.grades("t1", desk) == ["tier-1"])
        try await desk.open("t2", [])
        _ = try await desk.tell("t2", .resolved)
        #expect(try await Self.change("t2", [Self.fault], desk) == 1)
        #expect(try await Self.grades("t2", desk) == [])
        _ = try await desk.tell("t2", .reopened)
        #expect(try await Self.change("t2", [Self.fault], desk) == 1, "set again, it grades what goes on")
        #expect(try await Self.grades("t2", desk) == ["tier-2"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `of two changes that a grade follows the second is decided on what the first left`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        func send(_ id: TicketID, _ reason: String?) async throws -> [Outcome] {
            // Both senders look at an ordinary fault, and neither has heard of the other.
            let commands: [Ticket.Command] = [
                .categorise("major-fault", reason: nil), .categorise("ordinary-fault", reason: reason),
            ]
            return try await desk.desk.performAll(commands.map { Request("agent:a1", .ticket(id, [$0])) })
        }
        for id in ["t1", "t2"] as [TicketID] {
            try await desk.open(id, [])
            #expect(try await Self.change(id, [.categorise("ordinary-fault", reason: nil)], desk) == 2)
            #expect(try await Self.grades(id, desk) == ["tier-2"], "one without a grade gets those of its category")
            #expect(try await Self.change(id, [.categorise("ordinary-fault", reason: nil)], desk) == 0)
        }
        let done = try await send("t1", "one printer only").map { outcome in
            if case .done(let receipt) = outcome { receipt.positions.count } else { 0 }
        }
        #expect(done == [2, 2], "the category and the grade, each time")
        #expect(try await desk.desk.ticket("t1")?.ticket.attributes[.category] == "ordinary-fault")
        #expect(try await Self.grades("t1", desk) == ["tier-2"])
        let less = try await desk.desk.grade(Grading("standard", "tier-2"))
        guard case .refused(let refusal) = try await send("t2", nil)[1] else {
            Issue.record("less was promised without a reason")
            return
        }
        #expect(refusal == .ticket("t2", .goingDownNeedsReason(less)))
        #expect(try await desk.desk.ticket("t2")?.ticket.attributes[.category] == "major-fault")
        #expect(try await Self.grades("t2", desk) == ["tier-1"], "neither half of what is refused is done")
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a grade that follows is in the variant of the contract that the ticket has by then`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), policies: [])
        let shipped = String(decoding: Fixture.bytes("policies/standard.yaml"), as: UTF8.self)
        let varied = shipped.replacing("  tier-3:\n", with: "    variants: {gold: {respond: 10m}}\n  tier-3:\n")
        _ = try await desk.desk.perform(Request("agent:boss", .activate(Shipped.files(policy: Array(varied.utf8)))))
        let contract: [String: String?] = [
            "customer": "c1", "amount": "CNY 100000.00", "hourly-rate": "CNY 300.00", "variant": "gold",
        ]
        _ = try await desk.desk.perform(Request("agent:boss", .record(.contract, "k2", .put(contract))))
        func given(_ id: TicketID) async throws -> [GradeRef] {
            try await desk.desk.ticket(id)?.ticket.course.grades ?? []
        }
        let named = Ticket.Command.change(.set(.contract, "k2"))
        let follows = Ticket.Command.categorise("ordinary-fault", reason: "it is one")
        let gold = GradeRef(policy: PolicyVersion(id: "standard", version: "2026.1"), grade: "tier-2", variant: "gold")
        try await desk.open("t1", [Grading("standard", "tier-3")])
        _ = try await Self.change("t1", [named, follows], desk)
        #expect(try await given("t1") == [gold], "named in the same decision")
        try await desk.open("t2", [Grading("standard", "tier-3")])
        _ = try await desk.desk.performAll([named, follows].map { Request("agent:a1", .ticket("t2", [$0])) })
        #expect(try await given("t2") == [gold], "named by somebody else just before")
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a ticket that names no team asks its category's first, if that is there`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        func put(_ kind: RecordKind, _ id: RecordID, _ command: Record.Command) async throws {
            _ = try await desk.desk.perform(Request("agent:boss", .record(kind, id, command)))
        }
        func holder(_ id: TicketID, _ category: String, _ team: TeamID? = nil) async throws -> TeamID? {
            let opening = Ticket.Opening(
                id: id, customer: "c1", received: .onReceipt, firstAsked: team, attributes: [.category: category])
            _ = try await desk.desk.perform(Request("edge:web", .open(opening, [], source: .edge)))
            return try await desk.desk.ticket(id)?.ticket.holder
        }
        #expect(try await holder("t1", "ordinary-fault") == nil, "no record says whose it is")
        for team in ["printers", "doors"] { try await put(.team, RecordID(team), .put(["title.en": "A team"])) }
        try await put(.category, "ordinary-fault", .put(["title.en": "Faults", "team": "printers"]))
        #expect(try await holder("t2", "ordinary-fault") == "printers")
        #expect(try await holder("t3", "ordinary-fault", "doors") == "doors", "who is named goes before")
        #expect(try await holder("t4", "feedback") == nil)
        try await put(.team, "printers", .retire)
        #expect(try await holder("t5", "ordinary-fault") == nil, "nobody is asked who is gone")
        await desk.desk.close()
    }
}
