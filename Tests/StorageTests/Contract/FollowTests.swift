import Domain
import Edges
import Storage
import Support
import Synchronization
import Testing

@testable import Desk

/// Followers, the outbox and what is folded from the journal.
@Suite(.serialized) struct FollowTests {
    @Test(arguments: Maker.allCases)
    func `what is folded as it happens equals what a rebuild makes of the journal`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        for number in 0..<40 {
            try await desk.open(
                TicketID("t\(number)"), [Grading("standard", ["tier-1", "tier-2", "tier-3"][number % 3])])
            desk.clock.pass(.minutes(3))
        }
        for number in stride(from: 0, to: 40, by: 3) {
            _ = try await desk.tell(TicketID("t\(number)"), .engaged)
            _ = try await desk.tell(TicketID("t\(number)"), .paused, .waiting(.customer))
        }
        _ = try await desk.desk.perform(Request("agent:a1", .openIncident("i1", received: .onReceipt)))
        _ = try await desk.desk.perform(Request("agent:a1", .incident("i1", [.link("t1"), .link("t2")])))
        desk.clock.pass(.hours(30))
        while try await Scheduler(desk.desk).fireDue() > 0 {}
        for number in 40..<50 { try await desk.open(TicketID("t\(number)")) }
        let live = try await desk.desk.edges.store.projections()
        // Fifty tickets, ten that wait for something, the incident, the desk's own month and its records.
        #expect(live.count == 62 + TestDesk.records.count)
        try await ServiceDesk.rebuild(desk.desk.edges)
        let rebuilt = try await desk.desk.edges.store.projections()
        #expect(live == rebuilt)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an incident that is over is heard by each ticket that shares it, once`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        for id in ["t1", "t2", "t3"] { try await desk.open(TicketID(id)) }
        _ = try await desk.desk.perform(
            Request("agent:a1", .openIncident("i1", received: .onReceipt, [Grading("standard", "failure-1")])))
        _ = try await desk.desk.perform(Request("agent:a1", .incident("i1", [.link("t1"), .link("t2")])))
        desk.clock.pass(.minutes(5))
        let restore = Incident.Command.record(.restored, occurred: .onReceipt, source: .person)
        _ = try await desk.desk.perform(Request("agent:a1", .incident("i1", [restore])))
        let followers = Followers(desk.desk)
        try await followers.catchUp()
        try await followers.catchUp()
        let heard = try await desk.journal().filter { $0.event.name == .restored }
        #expect(heard.map(\.stream) == ["ticket/t1", "ticket/t2"])
        #expect(try await followers.lags().allSatisfy { $0.entries == 0 })
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an erased customer's ticket hears of its incident too, and keeps no follower from going on`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        for (customer, ticket) in [("c1", "t1"), ("c2", "t2"), ("c3", "t3"), ("c4", "t4"), ("c5", "t5")] {
            _ = try await desk.desk.perform(
                Request("agent:boss", .record(.customer, RecordID(customer), .put(["name": .some(customer)]))))
            let opening = Ticket.Opening(
                id: TicketID(ticket), customer: CustomerID(rawValue: customer), received: .onReceipt)
            _ = try await desk.desk.perform(Request("edge:web", .open(opening, source: .edge)))
        }
        _ = try await desk.desk.perform(
            Request("agent:a1", .openIncident("i1", received: .onReceipt, [Grading("standard", "failure-1")])))
        let links = ["t1", "t2", "t3", "t4", "t5"].map { Incident.Command.link(TicketID($0)) }
        _ = try await desk.desk.perform(Request("agent:a1", .incident("i1", links)))
        for customer in ["c2", "c3", "c4", "c5"] {
            _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, RecordID(customer), .erase)))
        }
        desk.clock.pass(.minutes(5))
        let restore = Incident.Command.record(.restored, occurred: .onReceipt, source: .person)
        _ = try await desk.desk.perform(Request("agent:a1", .incident("i1", [restore])))
        let followers = Followers(desk.desk)
        // Not catchUp: a follower that stands still would never come to the end.
        for _ in 0..<5 { _ = try await followers.stepAll() }
        #expect(try await followers.lags().allSatisfy { $0.entries == 0 })
        let heard = try await desk.journal().filter { $0.event.name == .restored }
        #expect(heard.map(\.stream) == ["ticket/t1", "ticket/t2", "ticket/t3", "ticket/t4", "ticket/t5"])
        #expect(heard.map { $0.bound != nil } == [true, false, false, false, false])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `the steps of all followers are one transaction, and who can't go on keeps no other from it`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let store = try await maker.store(place)
        let isBroken = Mutex(false)
        let desk = try await TestDesk(store)
        let all = Follower.all.map { follower in
            Follower(name: follower.name) { entries, desk in
                if follower.name == "ledger", isBroken.withLock({ $0 }) {
                    throw StoreError.failed(operation: "reading", cause: "a test")
                }
                return try await follower.follow(entries, desk)
            }
        }
        let followers = Followers(desk.desk, all)
        try await followers.catchUp()
        try await desk.open("t1")
        let before = await desk.desk.measures().first { $0.name == "yinuo_batches_total" }?.value ?? 0
        let count = try await followers.stepAll()
        #expect(count > 0)
        #expect(await desk.desk.measures().first { $0.name == "yinuo_batches_total" }?.value == before + 1)
        try await desk.open("t2")
        isBroken.withLock { $0 = true }
        await #expect(throws: StoreError.self) { try await followers.stepAll() }
        let next = try await store.head().next
        for name in ["incidents", "editions", "webhooks", "mail"] { #expect(try await store.place(name) == next) }
        isBroken.withLock { $0 = false }
        #expect(try await followers.stepAll() == count / 5)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a follower's place and its effects are one transaction`(maker: Maker) async throws {
        let place = try Place()
        let store = try await maker.store(place)
        var moved = Decision(recorded: TestDesk.start)
        moved.step = Step(follower: "f", from: 0, to: 5)
        #expect(try await store.commit([moved]) == [.done(0..<0)])
        // Another node that still believes in 0 gets nothing written.
        var late = Decision(recorded: TestDesk.start)
        late.step = Step(follower: "f", from: 0, to: 9)
        late.documents = [Document(hash: "h", bytes: [1])]
        guard case .stale = try await store.commit([late])[0] else {
            Issue.record("a step from the wrong place was taken")
            return
        }
        #expect(try await store.place("f") == 5)
        #expect(try await store.document("h") == nil)
        await store.close()
    }

    @Test(arguments: Maker.allCases)
    func `messages go out with the fact they tell, again after a failure, and end as dead letters`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        desk.clock.pass(.minutes(46))
        _ = try await Scheduler(desk.desk).fireDue()
        let deliverer = Deliverer(desk.desk)
        let store = desk.desk.edges.store
        desk.diary.answer.withLock { $0 = .failed(cause: "no answer") }
        let count = try await deliverer.deliverDue()
        #expect(count > 2)
        #expect(try await deliverer.deliverDue() == 0, "the next try waits")
        var rounds = 1
        while let next = try await store.nextMessage() {
            desk.clock.pass(max(.zero, next - desk.clock.now))
            _ = try await deliverer.deliverDue()
            rounds += 1
            try #require(rounds < 1_000)
        }
        let dead = try await store.deadLetters(100)
        #expect(dead.count == count)
        #expect(dead.allSatisfy { $0.cause == "no answer" && $0.message.attempts == Backoff.attemptsAtMost })
        #expect(
            Set(desk.diary.sent.withLock { $0.map(\.subject) }).isSuperset(of: ["warned", "breached", "escalated"]))
        desk.diary.answer.withLock { $0 = .delivered }
        try await desk.open("t2")
        desk.clock.pass(.hours(1))
        _ = try await Scheduler(desk.desk).fireDue()
        #expect(try await deliverer.deliverDue() > 0)
        #expect(try await store.nextMessage() == nil)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a policy put in force again with the same data changes nothing, with other data it is a new edition`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let bytes = Fixture.bytes("policies/standard.yaml")
        let same = Shipped.files(policy: bytes)
        #expect(try await desk.desk.perform(Request("agent:boss", .activate(same))).positions.isEmpty)
        let changed = Policy.Files(
            content: bytes + Array("\n# changed\n".utf8), zones: same.zones, official: same.official)
        await #expect(throws: Refusal.self) { try await desk.desk.perform(Request("agent:boss", .activate(changed))) }
        try await desk.open("t1")
        let cn = String(decoding: same.official["cn"]!, as: UTF8.self)
        let newer = Policy.Files(
            content: bytes, zones: same.zones,
            official: ["cn": Array((cn.dropLast() + ",{\"year\":2027,\"days\":[]}]").utf8)])
        _ = try await desk.desk.perform(Request("agent:boss", .activate(newer)))
        try await desk.open("t2")
        #expect(try await desk.desk.ticket("t1")?.ticket.course.grades.first?.policy.edition == 1)
        #expect(try await desk.desk.ticket("t2")?.ticket.course.grades.first?.policy.edition == 2)
        await desk.desk.close()
        // Everything a judgement rests on is in the store.
        let again = try await ServiceDesk.open(TestDesk.edges(try await maker.store(place), desk.clock, Diary()))
        #expect(await again.policies.count == 3)
        await again.close()
    }

    @Test(arguments: Maker.allCases)
    func `the queue gives the nearest due first, and what nothing presses last`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        for (id, grade) in [("t1", "tier-3"), ("t2", "tier-1"), ("t3", "tier-2")] {
            try await desk.open(TicketID(id), [Grading("standard", GradeID(grade))])
        }
        _ = try await desk.tell("t1", .engaged)
        _ = try await desk.tell("t1", .paused, .waiting(.customer))
        let queue = try await desk.desk.edges.store.queue(QueueQuery(limit: 10))
        #expect(queue.map(\.id) == ["t2", "t3", "t1"])
        #expect(queue[2].state == .waiting(.customer))
        #expect(queue[2].clocks == [ClockRow(key: queue[2].clocks[0].key, standing: .paused(left: .hours(8)))])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a notice that is past or given counts in no order, in a row as in the store`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), policies: ["standard", "experience"])
        // Reports are due in 24 hours; of an agreed date a delay is announced 24 hours ahead.
        for (id, ahead) in [("t1", 20), ("t2", 40), ("t3", 40)] as [(TicketID, Int64)] {
            try await desk.open(id, [Grading("experience", "engagement")])
            _ = try await desk.tell(id, .started)
            _ = try await desk.tell(id, .agreed, .date(desk.clock.now + .hours(ahead)))
        }
        _ = try await desk.tell("t3", .delayAnnounced)
        try await desk.open("t4", [Grading("standard", "failure-2")])
        let queue = try await desk.desk.edges.store.queue(QueueQuery(limit: 10))
        #expect(queue.map(\.id) == ["t4", "t2", "t1", "t3"])
        let hours = queue.map { row in row.due.map { ($0 - desk.clock.now).milliseconds / 3_600_000 } ?? -1 }
        #expect(hours == [0, 16, 20, 24])
        #expect(queue.map(\.urgency.rank) == queue.map(\.urgency.rank).sorted())
        let pressing = queue.map { $0.pressing?.key.commitment.rawValue ?? "" }
        #expect(pressing == ["mobilise", "delay-notice", "complete", "progress"])
        let quiet = queue.map { row in row.clocks.filter(\.isQuiet).map(\.key.commitment.rawValue).joined() }
        #expect(quiet == ["", "", "delay-notice", "delay-notice"])
        await desk.desk.close()
    }
}
