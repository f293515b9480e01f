import Desk
import Domain
import Storage
import Support
import Testing

/// What every store promises of a commit.
@Suite(.serialized) struct CommitTests {
    @Test(arguments: Maker.allCases)
    func `what is acknowledged is read back, in commit order and without a gap`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let opened = try await desk.open("t1", texts: [.init("subject", "打印机坏了"), .init("text", "三楼")])
        desk.clock.pass(.minutes(10))
        let engaged = try await desk.tell("t1", .engaged)
        let journal = try await desk.journal()
        #expect(journal.map(\.position) == Array(0..<Int64(journal.count)))
        #expect(journal[Int(opened.positions.lowerBound)].stream == "ticket/t1")
        #expect(engaged.positions.upperBound == Int64(journal.count))
        #expect(zip(journal, journal.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
        let texts = try await desk.desk.edges.store.texts(opened.positions)
        #expect(texts.map { String(decoding: $0.payload, as: UTF8.self) } == ["打印机坏了", "三楼"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a refused request leaves nothing and takes nothing back from its neighbours`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        let before = try await desk.journal().count
        let good = Ticket.Command.record(.engaged, occurred: .onReceipt, source: .person)
        let bad = Ticket.Command.record(.reopened, occurred: .onReceipt, source: .person)
        let outcomes = try await desk.desk.performAll([
            Request("agent:a1", .ticket("t1", [good])),
            // The first of the two would be allowed; together they are all or nothing.
            Request("agent:a1", .ticket("t1", [good, bad])),
            Request("agent:a1", .ticket("t9", [good])),
            Request("agent:a1", .ticket("t1", [.record(.resolved, occurred: .onReceipt, source: .person)])),
        ])
        #expect(outcomes.map(\.word) == ["done", "ticket", "noSuch", "done"])
        let journal = try await desk.journal()
        #expect(journal.dropFirst(before).map(\.event.name) == [.engaged, .resolved])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a text that belongs to no entry is refused, not lost`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        let request = Request(
            "agent:a1", .ticket("t1", [.change(.remove(.tag, "vip"))]), texts: [.init("note", "nothing changes")])
        await #expect(throws: Refusal.notAnOccasion) { try await desk.desk.perform(request) }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `what another node wrote meanwhile is judged anew`(maker: Maker) async throws {
        let place = try Place()
        let store = try await maker.store(place)
        let one = try await TestDesk(store)
        let two = try await TestDesk(store, clock: one.clock)
        try await one.open("t1")
        _ = try await two.tell("t1", .engaged)
        // The first node's state of the ticket is old now.
        _ = try await one.tell("t1", .resolved)
        await #expect(throws: Refusal.self) { _ = try await two.tell("t1", .started) }
        let entries = try await store.streams(["ticket/t1"])["ticket/t1"] ?? []
        #expect(entries.map(\.version) == Array(0..<entries.count))
        #expect(entries.compactMap(\.event.name) == [.engaged, .resolved])
        await one.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a command sent twice under one key is done once and answered alike`(maker: Maker) async throws {
        let place = try Place()
        var desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        let key = Request.Key("k1", requestHash: "aa")
        let first = try await desk.tell("t1", .engaged, key: key)
        let again = try await desk.tell("t1", .engaged, key: key)
        #expect(again.positions == first.positions)
        #expect(again.isRepeated && !first.isRepeated)
        await #expect(throws: Refusal.keyReused("k1")) {
            _ = try await desk.tell("t1", .resolved, key: .init("k1", requestHash: "bb"))
        }
        // Both at once, and after the program was started anew.
        let twice = Request(
            "agent:a1", .ticket("t1", [.record(.reported, occurred: .onReceipt, source: .person)]),
            key: .init("k2", requestHash: "cc"))
        let both = try await desk.desk.performAll([twice, twice])
        #expect(both.compactMap(\.receipt?.positions).count == 2)
        #expect(both[0].receipt?.positions == both[1].receipt?.positions)
        let opening = Request(
            "edge:web", .open(.init(id: "t7", customer: "c1", received: .onReceipt), source: .edge),
            key: .init("k3", requestHash: "dd"))
        let opened = try await desk.desk.performAll([opening, opening, opening])
        #expect(opened.map(\.word) == ["done", "done", "done"])
        #expect(Set(opened.compactMap(\.receipt?.positions)).count == 1)
        await desk.desk.close()
        desk = try await TestDesk(try await maker.store(place), clock: desk.clock)
        #expect(try await desk.tell("t1", .engaged, key: key).positions == first.positions)
        #expect(try await desk.journal().count { $0.event.name == .reported } == 1)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a ticket that is there can't be opened again, also when it is not at hand`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), cached: 2)
        try await desk.open("t1")
        for number in 10..<30 { try await desk.open(TicketID("t\(number)")) }
        let before = try await desk.journal()
        await #expect(throws: Refusal.exists("ticket/t1")) { try await desk.open("t1") }
        #expect(try await desk.journal() == before)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `pages of the journal and of names meet without overlap`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        for number in 10..<33 { try await desk.open(TicketID("t\(number)")) }
        let store = desk.desk.edges.store
        let all = try await desk.journal()
        var paged: [Journal.Entry] = []
        while case let page = try await store.read(Int64(paged.count), 7), !page.isEmpty { paged += page }
        #expect(paged == all)
        var names: [String] = []
        while case let page = try await store.names(.ticket, names.last, 5), !page.isEmpty { names += page }
        #expect(names == (10..<33).map { "t\($0)" })
        #expect(try await store.head() == Head(next: Int64(all.count), recorded: all.last?.recorded))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `merging and splitting write two streams in one commit`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        desk.clock.pass(.minutes(1))
        try await desk.open("t2")
        let split = try await desk.desk.perform(Request("agent:a1", .split("t1", into: "t3")))
        let merged = try await desk.desk.perform(Request("agent:a1", .merge("t2", into: "t1")))
        let journal = try await desk.journal()
        func streams(_ receipt: Receipt) -> [String] {
            journal[Int(receipt.positions.lowerBound)..<Int(receipt.positions.upperBound)].map(\.stream.description)
        }
        #expect(streams(split) == ["ticket/t3", "ticket/t1"])
        #expect(streams(merged) == ["ticket/t1", "ticket/t2"])
        #expect(try await desk.desk.ticket("t2")?.ticket.mergedInto == "t1")
        #expect(try await desk.desk.ticket("t3")?.ticket.course.received == TestDesk.start)
        #expect(try await desk.desk.edges.store.ticket("t2")?.state == .merged)
        await desk.desk.close()
    }
}

extension StreamID: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value)! }
}

extension Outcome {
    var receipt: Receipt? { if case .done(let receipt) = self { receipt } else { nil } }
    /// `done`, or what kind of refusal.
    var word: String {
        switch self {
        case .done: "done"
        case .refused(let refusal): String("\(refusal)".prefix { $0 != "(" })
        }
    }
}

extension Journal.Event {
    /// The name of what happened to a ticket, if something did.
    var name: EventName? { if case .ticket(.course(.happened(let name, _, _))) = self { name } else { nil } }
}
