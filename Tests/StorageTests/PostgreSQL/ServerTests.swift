import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Synchronization
import Testing

/// What only a server can do to a desk, and several nodes to one another.
@Suite struct ServerTests {
    @Test func `a batch whose answer is lost is done once, and answered`() async throws {
        let place = try Place()
        _ = try place.database()
        let proxy = try CutProxy(to: Cluster.shared.folder)
        let url = "postgresql://desk@/\(place.folder.lastPathComponent)?host=\(proxy.folder)&connect_timeout=60"
        let desk = try await TestDesk(try await .postgres(url, connections: 1))
        try await desk.open("t1")
        for number in 0..<5 {
            let before = try await desk.journal().count
            proxy.cutNext()
            // Without a key: nobody but the batch's own number could tell that it was done.
            let receipt = try await desk.desk.perform(
                Request("agent:a1", .ticket("t1", [.change(.note(mentions: []))]), texts: [.init("text", "\(number)")]))
            let journal = try await desk.journal()
            #expect(journal.count == before + 1 && receipt.positions == Int64(before)..<Int64(before + 1))
        }
        await desk.desk.close()
    }

    @Test func `two batches at once in one message keep their places when the answer is lost`() async throws {
        let place = try Place()
        _ = try place.database()
        let proxy = try CutProxy(to: Cluster.shared.folder)
        let url = "postgresql://desk@/\(place.folder.lastPathComponent)?host=\(proxy.folder)&connect_timeout=60"
        let store = try await Store.postgres(url, connections: 1)
        func decision(_ step: Step) -> Decision {
            var decision = Decision(recorded: TestDesk.start)
            decision.drafts = [
                Draft(
                    .record(.team, RecordID("t\(step.from)")), 0, "desk",
                    .record(.put(values: ["title.en": "T"], personal: [:]), at: TestDesk.start))
            ]
            decision.step = step
            return decision
        }
        proxy.cutNext()
        let results = try await store.commit([
            decision(Step(follower: "f", from: 0, to: 1)), decision(Step(follower: "f", from: 1, to: 2)),
        ])
        #expect(results == [.done(0..<1), .done(1..<2)])
        #expect(try await store.place("f") == 2)
        await store.close()
    }

    @Test func `commits that wait for a standby which is away are told of, and that one came`() async throws {
        let primary = try Cluster()
        try primary.make("desk")
        func setStandbys(_ names: String) throws {
            try primary.sql("ALTER SYSTEM SET synchronous_standby_names = '\(names)'", in: "postgres")
            try primary.sql("SELECT pg_reload_conf()", in: "postgres")
        }
        let store = try await Store.postgres(primary.url("desk"), connections: 1)
        #expect(try await store.shared!.trouble() == nil)
        #expect(try await store.measures().contains { $0.name == "yinuo_standbys_wanted" && $0.value == 0 })
        try setStandbys("standby")
        let trouble = try await eventually { try await store.shared!.trouble() }
        #expect(trouble.hasPrefix("No synchronous standby is connected (standby), so every commit waits"))
        let standby = try Cluster(following: primary)
        _ = try await eventually { try await store.shared!.trouble() == nil ? true : nil }
        let measures = try await store.measures()
        #expect(measures.contains { $0.name == "yinuo_synchronous_standbys" && $0.value == 1 })
        withExtendedLifetime(standby) {}
        await store.close()
    }

    /// What comes about within some seconds, or on a busy machine within minutes.
    private func eventually<Value>(_ look: () async throws -> Value?) async throws -> Value {
        for _ in 0..<1_200 {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw CancellationError()
    }

    @Test func `a session that is ended is taken up again, reading and writing`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await .postgres(place.database(), connections: 2))
        for number in 0..<4 {
            try await desk.open(TicketID(rawValue: "t\(number)"))
            try Cluster.shared.sql(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = '\(place.folder.lastPathComponent)'
                """, in: "postgres")
        }
        #expect(try await desk.desk.edges.store.queue(QueueQuery()).count == 4)
        await desk.desk.close()
    }

    @Test func `a policy and a record that one node puts in force bind the other at once`() async throws {
        let place = try Place()
        let one = try await TestDesk(try await .postgres(place.database(), connections: 1), policies: [])
        let other = try await TestDesk(
            try await .postgres(place.database(), connections: 1), clock: one.clock, policies: [])
        let files = Shipped.files(policy: Fixture.bytes("policies/standard.yaml"))
        _ = try await one.desk.perform(Request("agent:boss", .activate(files)))
        // It has not heard of it, and judges by it all the same.
        try await other.open("t1")
        #expect(try await other.desk.ticket("t1")?.ticket.course.grades.count == 1)
        _ = try await one.desk.perform(Request("agent:boss", .record(.customer, "c1", .retire)))
        await #expect(throws: Refusal.self) { try await other.open("t2") }
        await one.desk.close()
        await other.desk.close()
    }

    @Test func `what one node has written is what another one shows`() async throws {
        let place = try Place()
        let one = try await TestDesk(try await .postgres(place.database(), connections: 1))
        let other = try await TestDesk(try await .postgres(place.database(), connections: 1), clock: one.clock)
        try await one.open("t1")
        #expect(try await other.desk.ticket("t1") != nil)
        _ = try await one.tell("t1", .engaged)
        _ = try await other.tell("t1", "agent-message")
        _ = try await one.tell("t1", .resolved)
        #expect(try await other.desk.ticket("t1")?.ticket.course.state() == .resolved)
        let versions = try await one.desk.edges.store.streams([.ticket("t1")])[.ticket("t1")]?.map(\.version) ?? []
        #expect(versions == Array(0..<versions.count))
        await one.desk.close()
        await other.desk.close()
    }

    @Test func `a node behind another's clock judges again, so that recorded never decreases`() async throws {
        let place = try Place()
        let ahead = try await TestDesk(try await .postgres(place.database(), connections: 1))
        let behind = try await TestDesk(
            try await .postgres(place.database(), connections: 1), clock: HandClock(TestDesk.start))
        ahead.clock.pass(.minutes(3))
        try await ahead.open("t1")
        try await behind.open("t2")
        try await ahead.open("t3")
        let recorded = try await ahead.journal().map(\.recorded)
        #expect(recorded == recorded.sorted())
        await ahead.desk.close()
        await behind.desk.close()
    }

    @Test func `a job is one node's, and another's within seconds of its end`() async throws {
        let place = try Place()
        let nodes = [
            try await Store.postgres(place.database(), connections: 1),
            try await Store.postgres(place.database(), connections: 1),
        ]
        // A busy machine may be late for a beat, and then the job goes to the other. Who has it before the other is
        // asked and after it has it meanwhile.
        var turn = 0
        let leader = try await eventually { () -> Int? in
            turn += 1
            let (asked, other) = (turn % 2, 1 - turn % 2)
            guard await nodes[asked].shared!.leads("followers") else { return nil }
            let isOthers = await nodes[other].shared!.leads("followers")
            guard await nodes[asked].shared!.leads("followers") else { return nil }
            #expect(!isOthers)
            return asked
        }
        await nodes[leader].close()
        _ = try await eventually { await nodes[1 - leader].shared!.leads("followers") ? true : nil }
        await nodes[1 - leader].close()
    }

    @Test func `what is due is handed to one node, and to another only after a while`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await .postgres(place.database(), connections: 1))
        let other = try await Store.postgres(place.database(), connections: 1)
        for number in 0..<20 { try await desk.open(TicketID(rawValue: "t\(number)")) }
        let far = TestDesk.start + .hours(24 * 365)
        let name = place.folder.lastPathComponent
        let mine = try await desk.desk.edges.store.shared!.claim(far, 12)
        // A claim lasts for five seconds, which a busy machine may take for the next line.
        try Cluster.shared.sql("UPDATE yinuo.due SET claimed = claimed + 3600000 WHERE claimed > 0", in: name)
        let theirs = try await other.shared!.claim(far, 100)
        #expect(mine.count == 12 && Set(mine).isDisjoint(with: theirs))
        let all = Set(try await other.due(far, 100))
        #expect(Set(mine + theirs) == all)
        try Cluster.shared.sql("UPDATE yinuo.due SET claimed = claimed + 3600000 WHERE claimed > 0", in: name)
        #expect(try await other.shared!.claim(far, 100).isEmpty)
        try Cluster.shared.sql("UPDATE yinuo.due SET claimed = claimed - 7205001", in: name)
        #expect(Set(try await other.shared!.claim(far, 100)) == all, "after a while")
        await desk.desk.close()
        await other.close()
    }

    @Test func `a desk that was moved away takes nothing more`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await .postgres(place.database(), connections: 1))
        try Cluster.shared.sql("UPDATE yinuo.head SET moved = 'elsewhere'", in: place.folder.lastPathComponent)
        await #expect(throws: DeskError.self) { try await desk.open("t1") }
        await desk.desk.close()
        await #expect(throws: StoreError.self) { try await Store.postgres(place.database()) }
    }

    @Test func `another database, a later desk and a server that can't be reached are told apart`() async throws {
        let place = try Place()
        let name = place.folder.lastPathComponent
        let url = try place.database()
        try Cluster.shared.sql("CREATE SCHEMA yinuo; CREATE TABLE yinuo.other (id int)", in: name)
        await #expect { _ = try await Store.postgres(url) } throws: {
            if case StoreError.foreign = $0 { true } else { false }
        }
        try Cluster.shared.sql("DROP SCHEMA yinuo CASCADE", in: name)
        let store = try await Store.postgres(url)
        await store.close()
        try Cluster.shared.sql("UPDATE yinuo.meta SET value = '99' WHERE name = 'schema'", in: name)
        await #expect { _ = try await Store.postgres(url) } throws: {
            if case StoreError.newer = $0 { true } else { false }
        }
        await #expect { _ = try await Store.postgres("postgresql://desk@/none?host=/tmp/nowhere") } throws: {
            if case StoreError.unreachable = $0 { true } else { false }
        }
    }

    @Test func `two nodes that begin a database at once make it once`() async throws {
        let place = try Place()
        let url = try place.database()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let store = try await Store.postgres(url, connections: 1)
                    #expect(try await store.head().next == 0)
                    await store.close()
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `after an erasure no text can be read, and housekeeping takes boxes and keys from the tables`()
        async throws
    {
        let place = try Place()
        let desk = try await TestDesk(try await .postgres(place.database(), connections: 1))
        try await desk.open("t1", texts: [.init("text", "something personal")])
        let store = desk.desk.edges.store
        let name = place.folder.lastPathComponent
        #expect(try await store.texts(0..<1_000).contains { $0.payload == Array("something personal".utf8) })
        _ = try await desk.desk.erase(customer: "c1", actor: "agent:boss")
        #expect(try await !store.texts(0..<1_000).contains { $0.person == "customer/c1" })
        let key = "SELECT count(*) FROM yinuo.text JOIN yinuo.person ON person.id = person WHERE key IS NULL"
        #expect(try Cluster.shared.sql(key, in: name) != "0")
        try await store.forget(Instant(milliseconds: 0))
        #expect(try Cluster.shared.sql(key, in: name) == "0")
        await desk.desk.close()
    }

    @Test func `a key is what its bytes are, whatever characters they make`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await .postgres(place.database(), connections: 1))
        try await desk.open("t1")
        for text in ["\"\u{301}", "\\\u{301}", "\0\u{301}", "\u{1}\u{301}", "'", "{},\"", "\u{1}0", "客户\0"] {
            let key = Request.Key(text, requestHash: "h")
            let first = try await desk.tell("t1", "agent-message", key: key)
            let again = try await desk.tell("t1", "agent-message", key: key)
            #expect(again.isRepeated && again.positions == first.positions, "\(text.debugDescription)")
        }
        await desk.desk.close()
    }

    @Test func `a change of the rules, an erasure and more go in one batch`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await .postgres(place.database(), connections: 1))
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c2", .put(["name": "Other Ltd"]))))
        let field = Record.Command.put(["of": "ticket", "type": "text", "title.en": "Room"])
        let outcomes = try await desk.desk.performAll([
            Request("agent:boss", .record(.field, "room", field)),
            Request("agent:boss", .record(.customer, "c2", .erase)),
            Request("agent:boss", .record(.customer, "c3", .put(["name": "Third Ltd"]))),
        ])
        #expect(outcomes.count == 3)
        if case .refused(let refusal) = outcomes[2] { Issue.record("\(refusal)") }
        await desk.desk.close()
    }
}
