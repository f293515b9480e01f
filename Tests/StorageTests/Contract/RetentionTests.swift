import Desk
import Domain
import Storage
import Support
import Testing

/// Personal texts go when the policy's time is over, and only then (C17).
@Suite(.serialized) struct RetentionTests {
    private static let zone = Zone.shipped("Asia/Shanghai")
    /// Noon of 2 March 2026, in Shanghai.
    private static let noon = TestDesk.start + .hours(4)
    /// The same time of day 36 months later.
    private static let end = zone.adding(months: 36, to: noon)

    /// A desk at noon with the ticket `t1`, its texts told with its opening and with a message.
    private func desk(_ maker: Maker, _ place: Place) async throws -> TestDesk {
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(Self.noon - desk.clock.now)
        try await desk.open("t1", texts: [Request.Text("subject", "The printer burns")])
        try await desk.say("t1", .customerMessage, "It is my printer at home")
        return desk
    }

    private func end(_ desk: TestDesk, _ id: TicketID = "t1") async throws {
        for name in [EventName.engaged, .resolved, .closed] { _ = try await desk.tell(id, name) }
    }

    @Test(arguments: Maker.allCases)
    func `the texts of a closed ticket go after 36 months, at the time of day it was closed`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        try await end(desk)
        let store = desk.desk.edges.store
        desk.clock.pass(Self.end - Duration(milliseconds: 1) - desk.clock.now)
        try await desk.fireAll()
        #expect(try await desk.texts() == ["The printer burns", "It is my printer at home"])
        #expect(try await desk.erasures("t1") == 0)
        #expect(try await store.due(Self.end, 10).contains(.ticket("t1")))

        desk.clock.pass(Duration(milliseconds: 1))
        try await desk.fireAll()
        #expect(try await desk.texts() == [])
        #expect(try await desk.erasures("t1") == 1)
        // Nothing is left to wait for, and nothing is told twice.
        #expect(try await !store.due(Self.end + .hours(24 * 36_500), 10).contains(.ticket("t1")))
        desk.clock.pass(.hours(24 * 400))
        try await desk.fireAll()
        #expect(try await desk.erasures("t1") == 1)
        // What happened stays, and so do the hashes that bind the texts.
        let entries = try await store.streams([.ticket("t1")])[.ticket("t1")] ?? []
        #expect(entries.contains { $0.event.name == .closed })
        #expect(entries.flatMap { $0.bound?.fields ?? [] }.map(\.name) == ["subject", "body"])
        let live = try await store.projections()
        try await ServiceDesk.rebuild(desk.desk.edges)
        #expect(try await store.projections() == live)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a rebuild keeps the due of an erasure that is to come`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        try await end(desk)
        let store = desk.desk.edges.store
        let live = try await store.projections()
        try await ServiceDesk.rebuild(desk.desk.edges)
        #expect(try await store.projections() == live)
        #expect(try await store.due(Self.end, 10).contains(.ticket("t1")))
        #expect(try await !store.due(Self.end - Duration(milliseconds: 1), 10).contains(.ticket("t1")))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a ticket that is taken up again keeps its texts, and they have their time anew`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        try await end(desk)
        desk.clock.pass(Self.end - .hours(1) - desk.clock.now)
        _ = try await desk.tell("t1", .reopened)
        desk.clock.pass(.hours(24 * 2_000))
        try await desk.fireAll()
        #expect(try await desk.texts().count == 2)
        for name in [EventName.resolved, .closed] { _ = try await desk.tell("t1", name) }
        let again = Self.zone.adding(months: 36, to: desk.clock.now)
        desk.clock.pass(again - .hours(1) - desk.clock.now)
        try await desk.fireAll()
        #expect(try await desk.erasures("t1") == 0)
        desk.clock.pass(.hours(1))
        try await desk.fireAll()
        #expect(try await desk.texts() == [])
        #expect(try await desk.erasures("t1") == 1)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `what is said after the erasure has its own time to stay`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        try await end(desk)
        desk.clock.pass(Self.end - desk.clock.now)
        try await desk.fireAll()
        #expect(try await desk.texts() == [])
        desk.clock.pass(.hours(24))
        // A note on a closed ticket is an entry like another.
        _ = try await desk.desk.perform(
            Request(
                "agent:a1", .ticket("t1", [.change(.note(mentions: []))]),
                texts: [Request.Text("body", "She called about the printer")]))
        let told = desk.clock.now
        try await desk.fireAll()
        #expect(try await desk.texts() == ["She called about the printer"])
        desk.clock.pass(Self.zone.adding(months: 36, to: told) - Duration(milliseconds: 1) - desk.clock.now)
        try await desk.fireAll()
        #expect(try await desk.texts().count == 1)
        desk.clock.pass(Duration(milliseconds: 1))
        try await desk.fireAll()
        #expect(try await desk.texts() == [])
        #expect(try await desk.erasures("t1") == 2)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `cancelled and merged tickets lose their texts too, open and ungraded ones do not`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await desk(maker, place)
        let withoutGrade: [Grading] = []
        try await desk.open("t2", texts: [Request.Text("subject", "cancelled")])
        try await desk.open("t3", texts: [Request.Text("subject", "merged")])
        try await desk.open("t4", withoutGrade, texts: [Request.Text("subject", "without a grade")])
        _ = try await desk.tell("t2", .cancelled)
        _ = try await desk.tell("t4", .cancelled)
        _ = try await desk.desk.perform(Request("agent:a1", .merge("t3", into: "t1")))
        desk.clock.pass(Self.end + .hours(1) - desk.clock.now)
        try await desk.fireAll()
        #expect(
            try await desk.texts() == ["The printer burns", "It is my printer at home", "without a grade"])
        for id in ["t1", "t2", "t3", "t4"] {
            #expect(try await desk.erasures(TicketID(id)) == (id == "t2" || id == "t3" ? 1 : 0), "\(id)")
        }
        await desk.desk.close()
    }
}

extension TestDesk {
    fileprivate func say(_ id: TicketID, _ name: EventName, _ text: String) async throws {
        let command = Ticket.Command.record(name, occurred: .onReceipt, source: .edge)
        _ = try await desk.perform(
            Request("edge:web", .ticket(id, [command]), texts: [Request.Text("body", text)]))
    }

    fileprivate func fireAll() async throws {
        while try await Scheduler(desk).fireDue() > 0 {}
    }

    /// Texts of tickets that can still be read, in the order of the journal.
    fileprivate func texts() async throws -> [String] {
        let tickets = try await journal().filter { $0.stream.kind == .ticket }.map(\.position)
        return try await desk.edges.store.texts(0..<1_000_000).filter { tickets.contains($0.position) }
            .sorted { $0.position < $1.position }.map { String(decoding: $0.payload, as: UTF8.self) }
    }

    fileprivate func erasures(_ id: TicketID) async throws -> Int {
        try await desk.edges.store.streams([.ticket(id)])[.ticket(id)]?.count {
            if case .ticket(.changed(.eraseTexts, _)) = $0.event { true } else { false }
        } ?? 0
    }
}
