import Desk
import Domain
import Storage
import Support
import Synchronization
import Testing

/// How a desk stands, and what becomes of dead letters.
@Suite(.serialized) struct StandingTests {
    @Test(arguments: Maker.allCases)
    func `the figures are those of the rows`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        #expect(try await DeskStatus(of: try maker.place(place), now: desk.clock.now).openTickets == 0)
        desk.clock.pass(.hours(10))
        for id in ["t1", "t2", "t3"] { try await desk.open(TicketID(id)) }
        _ = try await desk.tell("t3", .engaged)
        var status = try await DeskStatus(of: try maker.place(place), now: desk.clock.now)
        #expect(status.openTickets == 3 && status.breached == 0 && status.dueNextHour == 2, "\(status)")
        desk.clock.pass(.minutes(46))
        while try await Scheduler(desk.desk).fireDue() > 0 {}
        status = try await DeskStatus(of: try maker.place(place), now: desk.clock.now)
        #expect(status.breached == 2 && status.dueNextHour == 0 && status.messages > 0, "\(status)")
        #expect(status.head == (try await desk.desk.edges.store.head()))
        #expect(status.nextDue == (try await desk.desk.edges.store.nextDue()))
        #expect(status.people == 1 && status.erased == 0 && status.schema == 4 && !status.isRebuildUnfinished)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a dead letter is sent once more when it is retried, and gone when it is dropped`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        desk.clock.pass(.minutes(46))
        while try await Scheduler(desk.desk).fireDue() > 0 {}
        desk.diary.answer.withLock { $0 = .impossible(cause: "nobody is there") }
        let deliverer = Deliverer(desk.desk)
        let count = try await deliverer.deliverDue()
        let store = desk.desk.edges.store
        let letters = try await store.deadLetters(100)
        #expect(letters.count == count && count > 2)
        try await desk.desk.retry(Array(letters.prefix(2)))
        try await desk.desk.drop([letters[2]])
        #expect(try await store.deadLetters(100).count == count - 3)
        desk.diary.answer.withLock { $0 = .delivered }
        desk.diary.sent.withLock { $0 = [] }
        #expect(try await deliverer.deliverDue() == 2)
        #expect(Set(desk.diary.sent.withLock { $0.map(\.key) }) == Set(letters.prefix(2).map(\.message.key)))
        #expect(try await store.nextMessage() == nil)
        await desk.desk.close()
    }
}
