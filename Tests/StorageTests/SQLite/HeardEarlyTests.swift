import Desk
import Domain
import Storage
import Support
import Synchronization
import Testing

/// An entry can be read from the moment it is on disk, which is before the engine that wrote it has taken notice.
@Suite struct HeardEarlyTests {
    @Test func `whoever hears of an entry before its writer does sees what it led to`() async throws {
        let place = try Place()
        let isHeld = Mutex(false)
        var store = try Store.sqlite(place.path)
        let commit = store.commit
        store.commit = { batch throws(StoreError) in
            let results = try await commit(batch)
            while isHeld.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(2)) }
            return results
        }
        let desk = try await TestDesk(store)
        try await desk.open("t1")
        let known = try #require(try await desk.desk.ticket("t1")).version
        let head = try await store.head().next
        isHeld.withLock { $0 = true }
        async let told = desk.tell("t1", .engaged)
        for _ in 0..<50_000 {
            if try await store.head().next > head { break }
            try await Task.sleep(for: .milliseconds(2))
        }
        for _ in 0..<2 {
            #expect(try await desk.desk.ticket("t1")?.version ?? 0 > known)
            #expect(try await desk.desk.tickets(["t1"]).first?.version ?? 0 > known)
        }
        isHeld.withLock { $0 = false }
        _ = try await told
        #expect(try await desk.desk.ticket("t1")?.version ?? 0 > known)
        await desk.desk.close()
    }
}
