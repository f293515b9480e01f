import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Synchronization
import Testing

/// What a request may hold that nobody means well with: it harms itself alone.
@Suite(.serialized) struct HostileTests {
    private func note(_ id: TicketID, _ texts: [Request.Text]) -> Request {
        Request("agent:a1", .ticket(id, [.change(.note(mentions: []))]), texts: texts)
    }

    @Test(arguments: Maker.allCases)
    func `what the journal can't hold is refused and takes nothing back from its neighbours`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        let long = String(repeating: "x", count: 100_000)
        let outcomes = try await desk.desk.performAll([
            note("t1", [.init("text", "one")]),
            note("t1", [.init("a\"b", "quoted")]),
            note("t1", [.init("text", "twice"), .init("text", "twice")]),
            Request("agent:a1", .ticket("t1", [.change(.add(.tag, long))])),
            Request("agent:a1", .ticket("t1", [.change(.note(mentions: (0..<10_000).map { "a\($0)" }))])),
            note("t1", [.init("text", "two")]),
        ])
        #expect(outcomes.map(\.word) == ["done", "badField", "badField", "entryTooLong", "entryTooLong", "done"])
        let journal = try await desk.journal()
        #expect(journal.map(\.position) == Array(0..<Int64(journal.count)))
        let texts = try await desk.desk.edges.store.texts(0..<1_000)
        #expect(
            texts.filter { $0.field == "text" }.map { String(decoding: $0.payload, as: UTF8.self) } == ["one", "two"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `nothing is judged on a request whose key was taken in the same batch`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let opening = Ticket.Opening(id: "t1", customer: "c1", received: .onReceipt, firstAsked: "ghost")
        let outcomes = try await desk.desk.performAll([
            Request("agent:a1", .record(.tag, "vip", .put(["title.en": "V"])), key: .init("k", requestHash: "1")),
            Request("agent:a1", .record(.team, "ghost", .put(["title.en": "G"])), key: .init("k", requestHash: "2")),
            Request("agent:a1", .open(opening, source: .edge)),
        ])
        #expect(outcomes.map(\.word) == ["done", "keyReused", "noSuch"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a rule is not learned from a decision that was not written`(maker: Maker) async throws {
        let place = try Place()
        let store = try await maker.store(place)
        let one = try await TestDesk(store)
        let two = try await TestDesk(store, clock: one.clock)
        let field: [String: String?] = [
            "title.en": "Floor", "kind": "text", "applies-to": "customer",
        ]
        let elsewhere = field.merging(["applies-to": "ticket"]) { $1 }
        _ = try await one.desk.perform(Request("agent:boss", .record(.field, "floor", .put(elsewhere))))
        _ = try await two.desk.perform(Request("agent:boss", .record(.field, "floor", .retire)))
        // The first node knows nothing of that; its decision is stale, then refused.
        await #expect(throws: Refusal.self) {
            _ = try await one.desk.perform(Request("agent:boss", .record(.field, "floor", .put(field))))
        }
        #expect(await one.desk.fields(of: .customer) == RecordKind.customer.fields)
        await one.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `how many states are kept in memory decides nothing`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), cached: 2)
        let opening = Ticket.Opening(
            id: "t1", customer: "c1", received: .onReceipt, firstAsked: "first-line", attributes: [.contract: "k1"])
        let outcomes = try await desk.desk.performAll([
            Request("edge:web", .open(opening, [Grading("standard", "tier-2")], source: .edge)),
            Request(
                "edge:web",
                .open(
                    Ticket.Opening(id: "t2", customer: "c1", received: .onReceipt, firstAsked: "first-line"),
                    source: .edge)),
        ])
        #expect(outcomes.map(\.word) == ["done", "done"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a webhook hears of a note that mentions many`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let webhook: [String: String?] = ["url": "https://example.com/", "secret": "s", "kinds": "ticket-noted"]
        _ = try await desk.desk.perform(Request("agent:boss", .record(.webhook, "w1", .put(webhook))))
        try await desk.open("t1")
        let mentions = (0..<1_500).map { "a\($0)" }
        _ = try await desk.desk.perform(Request("agent:a1", .ticket("t1", [.change(.note(mentions: mentions))])))
        try await Followers(desk.desk).catchUp()
        let messages = try await desk.desk.edges.store.messages(desk.clock.now, 10_000)
        #expect(messages.count { $0.maker == .webhook && $0.subject == "ticket-noted" } == 1)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases, ["", "a/b", "a\u{0}b", "e\u{301}", String(repeating: "x", count: 10_000)])
    func `an id that is none begins no ticket and no incident`(maker: Maker, id: String) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        let before = try await desk.journal().count
        let outcomes = try await desk.desk.performAll([
            Request(
                "edge:web",
                .open(Ticket.Opening(id: TicketID(id), customer: "c1", received: .onReceipt), source: .edge)),
            Request("edge:web", .openIncident(IncidentID(id), received: .onReceipt)),
            Request("edge:web", .split("t1", into: TicketID(id))),
        ])
        #expect(outcomes.map(\.word) == ["badID", "badID", "badID"])
        #expect(try await desk.journal().count == before)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases, [Int64.min, -1, 1 << 53, .max - 1] as [Int64])
    func `an instant that no calendar reaches stops nobody`(maker: Maker, at: Int64) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let at = Instant(milliseconds: at)
        let opening = Ticket.Opening(id: "t1", customer: "c1", received: at)
        let outcomes = try await desk.desk.performAll([
            Request("edge:web", .open(opening, [Grading("standard", "tier-2")], source: .history)),
            Request("edge:web", .openIncident("i1", received: at, [Grading("standard", "failure-1")])),
        ])
        #expect(outcomes.allSatisfy { $0.word != "done" })
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases, [1 << 53, .max] as [Int64])
    func `a date that no calendar reaches is due beyond`(maker: Maker, at: Int64) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), policies: ["standard", "experience"])
        try await desk.open("t1", [Grading("experience", "engagement"), Grading("standard", "holiday")])
        let date = Instant(milliseconds: at)
        _ = try? await desk.tell("t1", .agreed, .date(date))
        _ = try await desk.tell("t1", .engaged)
        #expect(try await desk.desk.ticket("t1") != nil)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `labour of more minutes than there are stops nobody`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        for minutes in [Int.max, .max, .min] {
            _ = try? await desk.tell("t1", .labourRecorded, .labour(minutes: minutes, by: "a1"))
        }
        #expect(try await desk.desk.ticket("t1")?.ticket.course.labourMinutes == 0)
        await desk.desk.close()
    }

    @Test func `a contact that comes while its customer is being erased goes with it`() async throws {
        let place = try Place()
        let base = try await TestDesk(try .sqlite(place.path))
        let held = Mutex<ServiceDesk?>(nil)
        var edges = base.desk.edges
        edges.registerErasures = { _ in
            guard
                let desk = held.withLock({
                    let desk = $0
                    $0 = nil
                    return desk
                })
            else { return }
            let fields: [String: String?] = ["customer": "c1", "name": "Zhao Lei"]
            _ = try await desk.perform(Request("agent:a1", .record(.contact, "late", .put(fields))))
        }
        let desk = try await ServiceDesk.open(edges)
        held.withLock { $0 = desk }
        _ = try await desk.erase(customer: "c1", actor: "agent:boss")
        #expect(try await desk.edges.store.texts(0..<1_000).isEmpty)
        await desk.close()
    }

    @Test func `two names of one file are one desk, and a lock is no way to another file`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let link = place.file("other.sqlite")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: place.path)
        #expect(throws: StoreError.self) { _ = try Store.sqlite(link) }
        await desk.desk.close()
        let precious = place.file("precious")
        try Data("precious".utf8).write(to: URL(fileURLWithPath: precious))
        let trap = place.file("trap.sqlite")
        try FileManager.default.createSymbolicLink(atPath: trap + ".lock", withDestinationPath: precious)
        #expect(throws: StoreError.self) { _ = try Store.sqlite(trap) }
        #expect(FileManager.default.contents(atPath: precious) == Data("precious".utf8))
    }

    @Test(arguments: Maker.allCases)
    func `a ticket that changes its contract owes under one of them`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let k2: [String: String?] = ["customer": "c1", "amount": "CNY 100000.00", "hourly-rate": "CNY 300.00"]
        _ = try await desk.desk.perform(Request("agent:boss", .record(.contract, "k2", .put(k2))))
        desk.clock.pass(.hours(10))
        let opening = Ticket.Opening(id: "t1", customer: "c1", received: .onReceipt, attributes: [.contract: "k1"])
        _ = try await desk.desk.perform(
            Request("edge:web", .open(opening, [Grading("standard", "tier-2")], source: .edge)))
        desk.clock.pass(.hours(3))
        _ = try await desk.tell("t1", .engaged)
        _ = try await desk.tell("t1", .labourRecorded, .labour(minutes: 60, by: "a1"))
        _ = try await desk.tell("t1", .resolved)
        func owing() async throws -> [String] {
            try await Followers(desk.desk).catchUp()
            return try await desk.desk.edges.store.projections().filter { $0.hasPrefix("posting") }
        }
        let before = try await owing()
        #expect(before.count == 1)
        _ = try await desk.desk.perform(Request("agent:a1", .ticket("t1", [.change(.set(.contract, "k2"))])))
        let after = try await owing()
        #expect(after.count == 1, "\(before) \(after)")
        let live = try await desk.desk.edges.store.projections()
        try await ServiceDesk.rebuild(desk.desk.edges)
        #expect(try await desk.desk.edges.store.projections() == live)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an erased customer's ticket moves to a policy's new edition too`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.open("t1")
        _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, "c1", .erase)))
        let same = Shipped.files(policy: Fixture.bytes("policies/standard.yaml"))
        let cn = String(decoding: same.official["cn"]!, as: UTF8.self)
        let newer = Policy.Files(
            content: same.content, zones: same.zones,
            official: ["cn": Array((cn.dropLast() + ",{\"year\":2027,\"days\":[]}]").utf8)])
        _ = try await desk.desk.perform(Request("agent:boss", .activate(newer)))
        try await Followers(desk.desk).catchUp()
        #expect(try await desk.desk.ticket("t1")?.ticket.course.grades.first?.policy.edition == 2)
        await desk.desk.close()
    }
}
