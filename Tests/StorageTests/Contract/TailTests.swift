import Desk
import Domain
import Sample
import Storage
import Support
import Synchronization
import Testing

/// Who follows the journal reads what was written from memory, and must not be able to tell.
@Suite struct TailTests {
    @Test func `what is followed from memory is what stands in the file`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try Store.sqlite(place.path))
        for number in 0..<40 { try await desk.open(TicketID("t\(number)")) }
        _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, "c1", .erase)))
        let store = desk.desk.edges.store
        let (followed, read) = (try await store.follow(0, 10_000), try await store.read(0, 10_000))
        #expect(followed == read && followed.count > 80)
        #expect(try await store.follow(Int64(followed.count) - 1, 10_000) == read.suffix(1))
        #expect(try await store.follow(Int64(followed.count), 10_000).isEmpty)
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
