import Desk
import Domain
import Storage
import Support
import Testing

/// What time brings about, and what becomes of it when the program was away.
@Suite(.serialized) struct TimeTests {
    @Test(arguments: Maker.allCases)
    func `after downtime everything missed fires once, dated at its own instant`(maker: Maker) async throws {
        let place = try Place()
        var desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        try await desk.open("t2", [Grading("standard", "tier-1")])
        await desk.desk.close()
        desk.clock.pass(.hours(48))
        desk = try await TestDesk(try await maker.store(place), clock: desk.clock)
        let scheduler = Scheduler(desk.desk)
        #expect(try await scheduler.fireDue() == 2)
        #expect(try await scheduler.fireDue() == 0)
        let told = try await desk.journal().filter(\.event.isTimed)
        let ten = TestDesk.start + .hours(10)
        let tier1 = told.filter { $0.stream == "ticket/t2" }.map { $0.occurred - ten }
        // 50 % and 80 % of 15 and 30 minutes, five minutes before each due, the breaches with their rungs.
        #expect(tier1.contains(.minutes(15) + Duration(milliseconds: 1)))
        #expect(tier1 == tier1.sorted())
        #expect(told.allSatisfy { $0.recorded == desk.clock.now && $0.occurred < $0.recorded })
        #expect(Set(told.map { "\($0.stream) \($0.event)" }).count == told.count)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `nobody beats the scheduler by a second`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        desk.clock.pass(.minutes(46))
        _ = try await desk.tell("t1", .engaged)
        let events = try await desk.desk.edges.store.streams(["ticket/t1"])["ticket/t1"]?.map(\.event) ?? []
        let breached = events.firstIndex { if case .ticket(.course(.breached)) = $0 { true } else { false } }
        let engaged = events.firstIndex { $0.name == .engaged }
        #expect(try #require(breached) < (try #require(engaged)))
        // A view knows it even before anything was written down.
        try await desk.open("t2")
        desk.clock.pass(.minutes(46))
        #expect(try await desk.desk.ticket("t2")?.clocks.first?.progress.isBreached == true)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a firing that somebody was just ahead of leaves the due list as that somebody made it`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        desk.clock.pass(.minutes(46))
        let engaged = Ticket.Command.record(.engaged, occurred: .onReceipt, source: .person)
        // In one batch, so that the second is judged on what the first has not yet written.
        _ = try await desk.desk.performAll([
            Request("agent:a1", .ticket("t1", [engaged])), Request(.desk, .fire("ticket/t1")),
        ])
        #expect(try await desk.desk.edges.store.due(desk.clock.now, 10).isEmpty)
        let live = try await desk.desk.edges.store.projections()
        try await ServiceDesk.rebuild(desk.desk.edges)
        #expect(try await desk.desk.edges.store.projections() == live)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `nobody is answered by a change that its store refused, and a firing behind it fires`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c1", .erase)))
        desk.clock.pass(.minutes(23))
        let tag = Ticket.Command.change(.add(.tag, "vip"))
        // The text of the first is an erased person's, so it does not stand; the others were judged as if it did.
        let outcomes = try await desk.desk.performAll([
            Request("agent:a1", .ticket("t1", [tag]), texts: [.init("note", "of somebody who is gone")]),
            Request("agent:a2", .ticket("t1", [tag])), Request(.desk, .fire("ticket/t1")),
        ])
        #expect(outcomes.map(\.word) == ["erased", "done", "done"])
        #expect(try await desk.desk.ticket("t1")?.ticket.lists[.tag] == ["vip"])
        let events = try await desk.desk.edges.store.streams(["ticket/t1"])["ticket/t1"]?.map(\.event) ?? []
        #expect(events.count { if case .ticket(.course(.warned)) = $0 { true } else { false } } == 1)
        let live = try await desk.desk.edges.store.projections()
        try await ServiceDesk.rebuild(desk.desk.edges)
        #expect(try await desk.desk.edges.store.projections() == live)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a wall clock that leaps is not believed, and nothing fires until it comes back`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        for leap in [Duration.hours(24 * 365), Duration.zero - .hours(24 * 365)] {
            desk.clock.leap(leap)
            desk.clock.pass(.seconds(1))
            #expect(try await Scheduler(desk.desk).fireDue() == 0)
            let receipt = try await desk.tell("t1", .reported)
            #expect(receipt.recorded < TestDesk.start + .hours(11), "time goes on by the clock that only counts")
            desk.clock.leap(Duration.zero - leap)
        }
        #expect(try await !desk.journal().contains { $0.event.isBreach })
        desk.clock.pass(.hours(3))
        #expect(try await Scheduler(desk.desk).fireDue() == 1, "the true time is believed again")
        #expect(try await desk.journal().contains { $0.event.isBreach })
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `recorded never decreases, whatever the clock does between two runs`(maker: Maker) async throws {
        let place = try Place()
        let first = try await TestDesk(try await maker.store(place))
        try await first.open("t1")
        await first.desk.close()
        let past = HandClock(TestDesk.start - .hours(1_000))
        let desk = try await TestDesk(try await maker.store(place), clock: past)
        _ = try await desk.tell("t1", .engaged)
        let journal = try await desk.journal()
        #expect(zip(journal, journal.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `each month's end is told once, also those missed`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(24 * 70))
        _ = try await Scheduler(desk.desk).fireDue()
        _ = try await Scheduler(desk.desk).fireDue()
        let ends = try await desk.journal().compactMap { entry -> Instant? in
            if case .desk(.monthEnded(let at)) = entry.event { at } else { nil }
        }
        let zone = Zone.shipped("Asia/Shanghai")
        #expect(ends.map { zone.day(of: $0).date.month } == [4, 5])
        #expect(ends.allSatisfy { zone.day(of: $0).date.day == 1 })
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `the due list is what the tickets say, and goes when nothing is left to wait for`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        let store = desk.desk.edges.store
        // Half of 45 minutes is the first to come.
        #expect(try await store.nextDue() == TestDesk.start + .hours(10) + Duration(milliseconds: 22 * 60_000 + 30_000))
        _ = try await desk.tell("t1", .engaged)
        #expect(try await store.nextDue() == TestDesk.start + .hours(11))
        _ = try await desk.tell("t1", .resolved)
        let ticket = try await store.due(TestDesk.start + .hours(24 * 365), 10)
        #expect(ticket.allSatisfy { $0.kind == .desk })
        await desk.desk.close()
    }
}

extension Journal.Event {
    var isBreach: Bool { if case .ticket(.course(.breached)) = self { true } else { false } }
    var isTimed: Bool {
        guard case .ticket(.course(let event)) = self else { return false }
        switch event {
        case .warned, .breached, .rungReached, .budgetSpent: return true
        default: return false
        }
    }
}

extension Progress {
    var isBreached: Bool { if case .breached = self { true } else { false } }
}
