import Desk
import Domain
import Evidence
import GRDB
import Sample
import Storage
import Support
import Testing

/// What is sealed comes from memory where it was just written, and must be what the file has.
@Suite struct FreshFactsTests {
    private func spelled(_ fact: PlainEntry) -> String {
        "\(fact.position) \(String(decoding: fact.shown, as: UTF8.self)) \(fact.commits)"
    }

    @Test(arguments: [1, 3, 50, 10_000])
    func `whatever a company's story writes, it is followed as the file has it`(limit: Int) async throws {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        var next = try await store.head().next
        // From here on it is kept.
        #expect(try await store.seals.follow(next, limit).isEmpty)
        let company = Company(seed: 6, policies: await desk.desk.policies)
        let story = Story(company, seed: 6, tickets: 40, from: TestDesk.start + .hours(1), days: 3)
        #expect(try await Play().play(story, into: desk.desk).entries > 150)
        try await desk.open("odd", texts: [.init("subject", "Drucker“\n"), .init("body", "é"), .init("a", "")])
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c1", .erase)))
        while case let followed = try await store.seals.follow(next, limit), !followed.isEmpty {
            let kept = try await store.seals.facts(next, followed.count)
            #expect(followed.count <= limit && followed.map(spelled) == kept.map(spelled))
            next += Int64(followed.count)
        }
        #expect(try await store.head().next == next)
        await desk.desk.close()
    }

    @Test func `what was just written is handed out once, and never to whoever looks through the journal`() async throws
    {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        let next = try await store.head().next
        #expect(try await store.seals.follow(next, 10).isEmpty)
        try await desk.open("t1")
        try await desk.open("t2")
        let written = try await store.seals.facts(next, 10).map(spelled)
        try await DatabaseQueue(path: place.path).write { db in
            try db.execute(sql: "UPDATE entry SET occurred = occurred - 60000 WHERE position >= ?", arguments: [next])
        }
        let altered = try await store.seals.facts(next, 10).map(spelled)
        #expect(zip(written, altered).allSatisfy { $0 != $1 })
        #expect(try await store.seals.follow(next, 1).map(spelled) == [written[0]])
        // What was passed is gone, and what comes after it is still there.
        #expect(try await store.seals.follow(next + 2, 1).map(spelled) == [written[2]])
        #expect(try await store.seals.follow(next, 10).map(spelled) == altered)
        await desk.desk.close()
    }

    @Test func `a refused decision leaves no fact behind`() async throws {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        let next = try await store.head().next
        #expect(try await store.seals.follow(next, 10).isEmpty)
        await #expect(throws: Refusal.badField("payload")) { try await desk.open("t1", texts: [.init("payload", "x")]) }
        try await desk.open("t2")
        let kept = try await store.seals.facts(next, 10).map(spelled)
        #expect(try await store.seals.follow(next, 10).map(spelled) == kept)
        await desk.desk.close()
    }
}
