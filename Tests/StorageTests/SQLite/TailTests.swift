import Desk
import Domain
import Sample
import Storage
import Support
import Synchronization
import Testing

/// Work is counted here, not timed.
@Suite struct TailTests {
    @Test func `nobody who follows the journal has the store read what it just wrote`() async throws {
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
        try await Followers(desk.desk).catchUp()
        try await desk.index()
        #expect(counted.withLock { $0 } == 0)
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

    /// Every kind that a company's story has.
    @Test func `a decision's entries are those that are read of it`() async throws {
        let place = try Place()
        var store = try Store.sqlite(place.path)
        let (commit, read) = (store.commit, store.read)
        store.commit = { batch throws(StoreError) in
            let results = try await commit(batch)
            for (decision, result) in zip(batch, results) {
                guard case .done(let positions) = result, !positions.isEmpty else { continue }
                let entries = try await read(positions.lowerBound, positions.count)
                #expect(decision.entries(from: positions.lowerBound) == entries)
            }
            return results
        }
        let desk = try await TestDesk(store)
        let company = Company(seed: 5, policies: await desk.desk.policies)
        let story = Story(company, seed: 5, tickets: 60, from: TestDesk.start + .hours(1), days: 3)
        #expect(try await Play().play(story, into: desk.desk).entries > 200)
        await desk.desk.close()
    }

    @Test func `after a commit of which nobody knows whether it stands the file is asked again`() async throws {
        let place = try Place()
        var store = try Store.sqlite(place.path)
        let isCut = Mutex(false)
        let commit = store.commit
        store.commit = { batch throws(StoreError) in
            let results = try await commit(batch)
            if isCut.withLock({ $0 }) { throw .failed(operation: "a commit", cause: "its answer was lost") }
            return results
        }
        let desk = try await TestDesk(store)
        let before = try await desk.desk.edges.store.head().next
        #expect(try await desk.desk.edges.store.follow(before, 10).isEmpty)
        isCut.withLock { $0 = true }
        await #expect(throws: (any Error).self) { try await desk.open("t1") }
        #expect(try await desk.desk.edges.store.follow(before, 10).first?.stream == .ticket("t1"))
        await desk.desk.close()
    }
}
