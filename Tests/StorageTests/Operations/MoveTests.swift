import Desk
import Domain
import Edges
import Evidence
import Foundation
import Support
import Testing

@testable import Storage

/// A whole desk from one store to another.
@Suite(.serialized) struct MoveTests {
    private static let key = Request.Key("k1", requestHash: "aa")

    /// With a receipt, messages that wait, one that was tried, and a dead letter.
    private func play(_ store: Store) async throws -> TestDesk {
        let desk = try await TestDesk(store)
        try await RichDesk.play(desk)
        _ = try await desk.tell("t4", .engaged, key: Self.key)
        let waiting = try await store.messages(desk.clock.now, 3)
        try #require(waiting.count == 3)
        for (message, fate) in zip(
            waiting, [.again(at: desk.clock.now + .hours(1), cause: "503"), .dead(cause: "410 gone")] as [Attempt.Fate])
        {
            var decision = Decision(recorded: desk.clock.now)
            decision.deliveries = [Attempt(position: message.position, number: message.number, fate: fate)]
            #expect(try await store.commit([decision]).count == 1)
        }
        while try await sealer(store).step() > 0 {}
        return desk
    }

    private func sealer(_ store: Store) -> Sealer {
        let key = try! SignerKey(name: "log.example/move", kind: .log, seed: Array(repeating: 5, count: 32))
        return Sealer(store: store, key: key, random: Machine.random, published: { nil }, publish: { _ in })
    }

    /// All that has to arrive.
    private func standing(_ store: Store) async throws -> [String] {
        var lines: [String] = []
        try await DeskExport.write(store) { lines.append(String(decoding: $0, as: UTF8.self)) }
        lines += try await store.messages(Instant(milliseconds: .max), 10_000).map { "\($0)" }.sorted()
        lines += try await store.deadLetters(10_000).map { "\($0)" }
        for follower in Follower.all { lines.append("\(follower.name) \(try await store.place(follower.name))") }
        lines.append("\(try await store.head()) \(try await store.seals.logs())")
        for path in try await LogFiles(store).paths(of: store.seals.logs()[0]) {
            lines.append("\(path) \(Content.hash(try await LogFiles(store).file(path, of: 1)?.bytes ?? []))")
        }
        // Of each table as many rows; how one is spelled is each store's own business.
        lines += try await store.projections().map { String($0.prefix { $0 != " " }) }.sorted()
        return lines
    }

    private func rebuild(_ desk: TestDesk) -> (Store) async throws -> Void {
        { try await ServiceDesk.rebuild(TestDesk.edges($0, desk.clock, Diary())) }
    }

    @Test(arguments: Maker.allCases, Maker.allCases)
    func `a desk arrives with everything in hand, and the old one is closed`(from: Maker, to: Maker) async throws {
        let (one, two) = (try Place(), try Place())
        let (source, target) = (try from.place(one), try to.place(two))
        let desk = try await play(try await from.store(one))
        let receipt = try await desk.tell("t4", .engaged, key: Self.key)
        // Its log waits, there as here.
        try await from.run("INSERT INTO meta (name, value) VALUES ('restored', '1')", at: one)
        let before = try await standing(desk.desk.edges.store)
        try await desk.index()
        let found = try await desk.answers(["打印机", "quoted", "wang", "vip", "t4"])
        await desk.desk.close()

        let report = try await DeskMove.run(from: source, to: target, rebuild: rebuild(desk))
        #expect(report.work["receipt"]!.rows >= 1 && report.work["message"]!.rows >= 3)
        let fenced = StoreError.fenced(place: source.name, to: target.name)
        await #expect(throws: fenced) { try await Store.open(source) }
        await #expect(throws: fenced) {
            try await DeskMove.run(from: source, to: try from.place(try Place()), rebuild: { _ in })
        }

        let store = try await to.store(two)
        #expect(try await standing(store) == before)
        #expect(try await store.seals.isRestored())
        let next = try await ServiceDesk.open(TestDesk.edges(store, desk.clock, Diary()))
        let command = Ticket.Command.record(.engaged, occurred: .onReceipt, detail: .none, source: .person)
        let again = try await next.perform(Request("agent:a1", .ticket("t4", [command]), key: Self.key))
        #expect(again.isRepeated && again.positions == receipt.positions, "what was done is not done twice")
        // The index is made anew there.
        #expect(try await store.search.place() == 0)
        try await SearchFollower(next).catchUp()
        #expect(try await TestDesk(next, desk).answers(["打印机", "quoted", "wang", "vip", "t4"]) == found)
        await #expect(throws: Refusal.self) {
            try await next.perform(Request("agent:a1", .record(.customer, "c2", .put(["note": "again"]))))
        }
        await next.close()
    }

    @Test(arguments: Maker.allCases, Maker.allCases)
    func `a move that fails leaves the old desk in use and the new place empty`(from: Maker, to: Maker) async throws {
        let (one, two) = (try Place(), try Place())
        let (source, target) = (try from.place(one), try to.place(two))
        let desk = try await play(try await from.store(one))
        let before = try await standing(desk.desk.edges.store)
        await desk.desk.close()

        struct Trouble: Error {}
        await #expect(throws: Trouble.self) {
            try await DeskMove.run(from: source, to: target) { _ in throw Trouble() }
        }
        // One that only comes to light when the two are compared.
        await #expect(throws: DeskMoveFault.self) {
            try await DeskMove.run(from: source, to: target) { store in
                var decision = Decision(recorded: desk.clock.now)
                decision.receipt = .init(key: .init(actor: "agent:a1", text: "k2"), requestHash: "bb")
                _ = try await store.commit([decision])
            }
        }
        let store = try await from.store(one)
        #expect(try await standing(store) == before)
        await store.close()
        let filling = try #require(try await DeskFilling.begin(target), "it is empty")
        #expect(try await filling.store.head().next == 0)
        await filling.abandon()
        _ = try await DeskMove.run(from: source, to: target, rebuild: rebuild(desk))
    }

    @Test(arguments: Maker.allCases) func `a place that holds a desk is not moved to`(to: Maker) async throws {
        let (one, two) = (try Place(), try Place())
        let desk = try await TestDesk(try .sqlite(one.path))
        await desk.desk.close()
        let other = try await TestDesk(try await to.store(two))
        let before = try await other.journal()
        await other.desk.close()
        let target = try to.place(two)
        await #expect(throws: DeskMoveFault.taken(target.name)) {
            try await DeskMove.run(from: .file(one.path), to: target, rebuild: rebuild(desk))
        }
        let (mine, theirs) = (try Store.sqlite(one.path), try await to.store(two))
        #expect(try await theirs.read(0, 100_000) == before)
        await mine.close()
        await theirs.close()
    }

    @Test(arguments: Maker.allCases, Maker.allCases)
    func `a move that was cut off is taken back, one that arrived is not`(from: Maker, to: Maker) async throws {
        let (one, two) = (try Place(), try Place())
        let (source, target) = (try from.place(one), try to.place(two))
        let desk = try await TestDesk(try await from.store(one))
        await desk.desk.close()
        // As far as a program came that was killed.
        try await DeskFence.put(source, to: target.name)
        if case .database(let place) = target {
            let filling = try #require(try await PostgresFilling.begin(place))
            await #expect(throws: StoreError.self) { try await PostgresFilling.begin(place) }
            await filling.line.close()
            // Its server takes a moment to notice, and longer on a busy machine.
            let held = """
                SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                WHERE locktype = 'advisory' AND datname = current_database()
                """
            while try Cluster.shared.sql(held, in: two.folder.lastPathComponent) != "0" {
                try await Task.sleep(for: .milliseconds(10))
            }
            await #expect(throws: StoreError.self) { try await Store.open(target) }
        }
        await #expect(throws: StoreError.fenced(place: source.name, to: target.name)) { try await Store.open(source) }
        // Where it did not go, nothing can be taken back from.
        let third = try Place()
        defer { withExtendedLifetime(third) {} }
        let elsewhere = try to.place(third)
        await #expect(throws: StoreError.fenced(place: source.name, to: target.name)) {
            try await DeskMove.takeBack(source, from: elsewhere)
        }
        try await DeskMove.takeBack(source, from: target)
        _ = try await DeskMove.run(from: source, to: target, rebuild: rebuild(desk))
        await #expect(throws: DeskMoveFault.arrived(target.name)) {
            try await DeskMove.takeBack(source, from: target)
        }
    }

    @Test func `a node that serves the desk writes nothing more once it is fenced`() async throws {
        let (one, two) = (try Place(), try Place())
        let source = try Maker.postgres.place(one)
        let desk = try await TestDesk(try await Maker.postgres.store(one))
        let next = try await desk.desk.edges.store.head().next
        _ = try await DeskMove.run(from: source, to: .file(two.path)) { store in
            try await ServiceDesk.rebuild(TestDesk.edges(store, desk.clock, Diary()))
            await #expect(throws: DeskError.self) { try await desk.open("t9") }
        }
        await #expect(throws: DeskError.self) { try await desk.open("t9") }
        #expect(try await desk.desk.edges.store.head().next == next)
        let fenced = StoreError.fenced(place: source.name, to: two.path)
        await #expect(throws: fenced, "it tells that it is not ready") {
            try await desk.desk.edges.store.shared!.news(0, 1)
        }
        await #expect(throws: fenced, "its rows are not cleared") {
            try await desk.desk.edges.store.rebuild { nil }
        }
        await desk.desk.close()
    }

    @Test func `while a database is filled nobody else writes to it, and what they had begun is not destroyed`()
        async throws
    {
        let place = try Place()
        let target = try Maker.postgres.place(place)
        let early = try await Maker.postgres.store(place)
        let filling = try #require(try await DeskFilling.begin(target))
        await #expect(throws: (any Error).self) { try await TestDesk(early) }
        await #expect(throws: StoreError.self) { try await DeskFilling.begin(target) }
        await filling.abandon()
        let desk = try await TestDesk(early)
        let journal = try await desk.journal()
        #expect(try await DeskFilling.begin(target) == nil, "there is something now")
        // One that comes too late takes nothing away.
        await filling.abandon()
        #expect(try await desk.journal() == journal)
        await desk.desk.close()
    }
}

extension Maker {
    func place(_ place: Place) throws -> DeskPlace {
        switch self {
        case .sqlite: .file(place.path)
        case .postgres: .database(PostgresPlace(try place.database()))
        }
    }
}
