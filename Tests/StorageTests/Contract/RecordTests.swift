import Desk
import Domain
import Edges
import Storage
import Support
import Synchronization
import Testing

/// Master data, and what of it the desk acts on.
@Suite(.serialized) struct RecordTests {
    @Test(arguments: Maker.allCases)
    func `a ticket names only what is there`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        func open(_ id: TicketID, customer: CustomerID = "c1", _ attributes: [Attribute: String] = [:]) async throws {
            let opening = Ticket.Opening(id: id, customer: customer, received: .onReceipt, attributes: attributes)
            _ = try await desk.desk.perform(Request("edge:web", .open(opening, source: .edge)))
        }
        await #expect(throws: Refusal.noSuch("customer/c9")) { try await open("t1", customer: "c9") }
        await #expect(throws: Refusal.noSuch("contract/k9")) { try await open("t1", [.contract: "k9"]) }
        try await open("t1", [.contract: "k1"])
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c3", .put(["name": "Three"]))))
        await #expect(throws: Refusal.ofAnotherCustomer("contract/k1")) {
            try await open("t3", customer: "c3", [.contract: "k1"])
        }
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c2", .put(["name": "Two"]))))
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c2", .retire)))
        await #expect(throws: Refusal.record(.retired(.customer, "c2"))) { try await open("t2", customer: "c2") }
        await #expect(throws: Refusal.noSuch("team/nowhere")) {
            try await desk.desk.perform(Request("agent:a1", .ticket("t1", [.offer(to: "nowhere")])))
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `names stand encrypted beside the journal and are gone once erased`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let put = Record.Command.put(["customer": "c1", "name": "王小明", "phone": "+86 10 5555 0100"])
        let receipt = try await desk.desk.perform(Request("agent:a1", .record(.contact, "p1", put)))
        let payload = try #require(try await desk.journal().last { $0.stream == "contact/p1" })
        #expect(payload.bound?.fields.map(\.name) == ["name", "phone"])
        #expect(try await desk.desk.sealed("contact/p1")["name"] == Array("王小明".utf8))
        _ = try await desk.desk.perform(Request("agent:a1", .record(.contact, "p1", .erase)))
        #expect(try await desk.desk.sealed("contact/p1").isEmpty)
        #expect(try await desk.desk.edges.store.texts(receipt.positions).isEmpty)
        await #expect(throws: Refusal.record(.erased(.contact, "p1"))) {
            try await desk.desk.perform(Request("agent:a1", .record(.contact, "p1", put)))
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an attachment is kept in parts and read back whole, up to its limit`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let receipt = try await desk.open("t1", texts: [.init("attachment.photo", bytes: bytes), .init("text", "卡纸")])
        let texts = try await desk.desk.edges.store.texts(receipt.positions)
        #expect(texts.map(\.field) == ["attachment.photo", "text"])
        #expect(texts[0].payload == bytes)
        let large = [UInt8](repeating: 7, count: Request.attachmentBytesAtMost + 1)
        await #expect(
            throws: Refusal.textTooLong(
                field: "attachment.film", bytes: large.count, atMost: Request.attachmentBytesAtMost)
        ) { try await desk.open("t2", texts: [.init("attachment.film", bytes: large)]) }
        await #expect(throws: Refusal.self) {
            try await desk.open("t3", texts: [.init("text", bytes: [UInt8](repeating: 65, count: 300_000))])
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `nothing is kept again of a customer who was erased`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1", texts: [.init("text", "a secret")])
        _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, "c1", .erase)))
        let message = Request(
            "agent:a1", .ticket("t1", [.record(.agentMessage, occurred: .onReceipt, source: .person)]),
            texts: [.init("text", "another")])
        await #expect(throws: Refusal.erased("customer/c1")) { try await desk.desk.perform(message) }
        // Facts go on: clocks are no one's personal data.
        _ = try await desk.tell("t1", .engaged)
        await #expect(throws: Refusal.erased("customer/c1")) { try await desk.open("t2") }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a broken promise posts what it owes on the contract, once`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        desk.clock.pass(.hours(10))
        let opening = Ticket.Opening(
            id: "t1", customer: "c1", received: .onReceipt, attributes: [.contract: "k1"])
        _ = try await desk.desk.perform(
            Request("edge:web", .open(opening, [Grading("standard", "tier-2")], source: .edge)))
        desk.clock.pass(.hours(3))
        _ = try await desk.tell("t1", .engaged)
        _ = try await desk.tell("t1", .labourRecorded, .labour(minutes: 60, by: "a1"))
        _ = try await desk.tell("t1", .resolved)
        let followers = Followers(desk.desk)
        try await followers.catchUp()
        try await followers.catchUp()
        let postings = try await desk.journal().compactMap { entry -> Ledger.Posting? in
            if case .ledger(.posted(_, let posting, _)) = entry.event { posting } else { nil }
        }
        // Half of an hour at CNY 300.00.
        #expect(postings == [Ledger.Posting(owed: 15_000, minor: 15_000)])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a message for a role waits for its duty hours, unless it may wake`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let records: [(RecordKind, RecordID, [String: String?])] = [
            (.agent, "a7", ["name": "Li", "role": "lead"]),
            (
                .roster, "r1",
                [
                    "title.en": "Days", "role": "team-lead", "agents": "a7", "zone": "Asia/Shanghai",
                    "hours": "mon-fri 09:00-18:00",
                ]
            ),
        ]
        for (kind, id, fields) in records {
            _ = try await desk.desk.perform(Request("agent:boss", .record(kind, id, .put(fields))))
        }
        // Monday 20:40: 45 minutes of service end on Tuesday at 09:25; a tier 1 is broken the same night.
        let shanghai = Zone.shipped("Asia/Shanghai")
        let monday = shanghai.instant(
            of: Day(year: 2026, month: 3, day: 2), millisecondsOfDay: 74_400_000, as: .opening)
        desk.clock.pass(monday - desk.clock.now)
        try await desk.open("t1", [Grading("standard", "tier-1")])
        try await desk.open("t2", [Grading("standard", "tier-2")])
        desk.clock.pass(.hours(13))
        while try await Scheduler(desk.desk).fireDue() > 0 {}
        _ = try await Deliverer(desk.desk).deliverDue()
        let sent = desk.diary.sent.withLock { $0 }
        #expect(sent.contains { $0.target == "role:team-lead" }, "tier 1 may wake")
        #expect(try await desk.desk.edges.store.nextMessage() == nil, "by Tuesday 09:40 everybody is on duty")
        // On Saturday nobody is.
        desk.clock.pass(.hours(24 * 4 - 1))
        try await desk.open("t3", [Grading("standard", "tier-2")])
        desk.clock.pass(.hours(8))
        while try await Scheduler(desk.desk).fireDue() > 0 {}
        while try await Deliverer(desk.desk).deliverDue() > 0 {}
        let next = try #require(try await desk.desk.edges.store.nextMessage())
        #expect(next.text(in: shanghai) == "2026-03-09T09:00:00+08:00")
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a webhook gets a message for each entry it wants, and no other`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let put = Record.Command.put([
            "url": "https://example.com/hook", "secret": "a long enough secret",
            "kinds": "ticket-opened ticket-resolved",
        ])
        _ = try await desk.desk.perform(Request("agent:boss", .record(.webhook, "w1", put)))
        try await desk.open("t1")
        _ = try await desk.tell("t1", .engaged)
        _ = try await desk.tell("t1", .resolved)
        let followers = Followers(desk.desk)
        try await followers.catchUp()
        try await followers.catchUp()
        while try await Deliverer(desk.desk).deliverDue() > 0 {}
        let sent = desk.diary.sent.withLock { $0 }.filter { $0.maker == .webhook }
        #expect(sent.map(\.subject).sorted() == ["ticket-opened", "ticket-resolved"])
        #expect(Set(sent.map(\.key)).count == 2)
        #expect(try await desk.desk.webhook("w1")?.secret == Array("a long enough secret".utf8))
        // The journal never saw the secret.
        let entry = try #require(try await desk.journal().first { $0.stream == "webhook/w1" })
        #expect(entry.bound?.fields.map(\.name) == ["secret"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `new calendar data moves open tickets, each by an entry that says why`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        try await desk.open("t2")
        _ = try await desk.tell("t2", .cancelled)
        let bytes = Fixture.bytes("policies/standard.yaml")
        let now = Shipped.files(policy: bytes)
        let cn = String(decoding: now.official["cn"]!, as: UTF8.self).dropLast() + ",{\"year\":2027,\"days\":[]}]"
        let newer = Policy.Files(content: bytes, zones: now.zones, official: ["cn": Array(cn.utf8)])
        _ = try await desk.desk.perform(Request("agent:boss", .activate(newer)))
        let followers = Followers(desk.desk)
        try await followers.catchUp()
        try await followers.catchUp()
        #expect(try await desk.desk.ticket("t1")?.ticket.course.grades.map(\.policy.edition) == [2])
        #expect(try await desk.desk.ticket("t2")?.ticket.course.grades.map(\.policy.edition) == [1])
        let moves = try await desk.journal().filter { $0.actor == "follower:editions" }
        #expect(moves.count == 1)
        #expect(moves[0].bound?.fields.map(\.name) == ["reason"])
        await desk.desk.close()
    }
}
