import Desk
import Domain
import Storage
import Support
import Synchronization
import Testing

/// Work is counted here, not timed.
@Suite struct TailTests {
    @Test func `all who follow the journal have the store read each entry once`() async throws {
        let place = try Place()
        let counted = Mutex(0)
        var store = try Store.sqlite(place.path)
        let read = store.follow
        store.follow = { position, limit throws(StoreError) in
            let entries = try await read(position, limit)
            counted.withLock { $0 += entries.count }
            return entries
        }
        let desk = try await TestDesk(store)
        for number in 0..<20 { try await desk.open(TicketID("t\(number)")) }
        let before = counted.withLock { $0 }
        try await Followers(desk.desk).catchUp()
        try await desk.index()
        let written = Int(try await desk.desk.edges.store.head().next)
        #expect(counted.withLock { $0 } - before <= written)
        await desk.desk.close()
    }

    @Test func `whatever piece of the journal is asked for, the tail gives what the store has`() async throws {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let desk = try await TestDesk(store)
        var seed = Seed(20_261_127)
        for number in 0..<60 {
            try await desk.open(TicketID("t\(number)"))
            let next = try await store.head().next
            let (from, limit) = (Int64.random(in: 0...next, using: &seed), Int.random(in: 1...50, using: &seed))
            let asked = try await desk.desk.edges.store.follow(from, limit)
            let stored = try await store.read(from, limit)
            // It may hold the end of the piece back for the next time, and never skips.
            #expect(asked == Array(stored.prefix(asked.count)))
            #expect(asked.isEmpty == stored.isEmpty)
        }
        await desk.desk.close()
    }
}
