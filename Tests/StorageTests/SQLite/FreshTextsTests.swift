import Desk
import Domain
import GRDB
import Storage
import Support
import Testing

/// What was just written is made searchable from memory.
@Suite(.serialized) struct FreshTextsTests {
    private typealias Texts = [StreamID: [OpenText]]

    /// All streams, as they are at hand.
    private func begun(_ store: Store) async throws -> [StreamID: [Journal.Entry]] {
        Dictionary(grouping: try await store.read(0, 10_000), by: \.stream)
    }

    private func texts(_ store: Store, _ begun: [StreamID: [Journal.Entry]]) async throws -> Texts {
        var texts: Texts = [:]
        for source in try await store.search.sources([:], begun) { texts[source.stream] = source.texts }
        return texts
    }

    /// Some of everything that writes or erases texts, by chance.
    private func work(_ desk: TestDesk, _ chance: inout Seed) async throws {
        try await desk.put(.customer, "c2", ["name": "Forgotten Ltd", "note": "likes tea"])
        let erases = chance.once(in: 2)
        for number in 0..<30 {
            let id = TicketID("t\(number)")
            try await desk.ask(id, "打印机不工作", "It jams \(number)", of: chance.one(of: ["c1", "c2"]))
            let other = TicketID("t\(chance.count(0...number))")
            switch chance.count(0...4) {
            case 0: try await desk.note(other, String(repeating: "noted ", count: chance.count(1...8_000)))
            case 1: try await desk.message(other, .agentMessage, "A worn part")
            case 2: try await desk.put(.contact, "p\(number)", ["customer": "c1", "name": "Müller"])
            case 3 where erases:
                _ = try await desk.desk.perform(Request("agent:a1", .ticket(other, [.change(.eraseTexts)])))
            default: break
            }
        }
        if chance.once(in: 2) { _ = try await desk.desk.erase(customer: "c2", actor: "agent:boss") }
    }

    @Test(arguments: Seed.some(6))
    func `texts at hand are those that are read and opened, whoever was erased meanwhile`(seed: Seed) async throws {
        var chance = seed
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        // Nothing is kept before somebody has asked.
        _ = try await store.search.sources([:], [:])
        try await work(desk, &chance)
        let begun = try await begun(store)
        let fresh = try await texts(store, begun)
        // Each is handed out once, so these are opened.
        #expect(try await texts(store, begun) == fresh)
        #expect(fresh.values.contains { !$0.isEmpty })
        await desk.desk.close()
    }

    @Test func `no box is opened for a text that was just written, and none is kept for whoever comes later`()
        async throws
    {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        _ = try await store.search.sources([:], [:])
        try await desk.ask("t1", "The compressor", "It leaks")
        let file = try DatabaseQueue(path: place.path)
        try await file.write { try $0.execute(sql: "DELETE FROM text") }
        let begun = try await begun(store).filter { $0.key == .ticket("t1") }
        #expect(try await texts(store, begun)[.ticket("t1")]?.map(\.field) == ["subject", "text"])
        #expect(try await texts(store, begun)[.ticket("t1")] == [])
        await desk.desk.close()
    }

    /// As if the texts had been handed out before their person was erased.
    @Test func `a text at hand is nothing without its person's key`() async throws {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        try await desk.put(.customer, "c2", ["name": "Forgotten Ltd"])
        _ = try await store.search.sources([:], [:])
        try await desk.ask("t1", "The compressor", of: "c2")
        let file = try DatabaseQueue(path: place.path)
        try await file.write { try $0.execute(sql: "UPDATE person SET key = NULL WHERE name = 'customer/c2'") }
        let begun = try await begun(store).filter { $0.key == .ticket("t1") }
        #expect(try await texts(store, begun)[.ticket("t1")] == [])
        await desk.desk.close()
    }
}
