import Desk
import Domain
import Storage
import Support
import Synchronization
import Testing

/// A database may be put back to an earlier day behind a node's back: what the node has at hand is then no more.
@Suite struct PutBackTests {
    /// What a node finds when it looks at the last entry it has read.
    enum Found: String, CaseIterable, Sendable {
        case aShorterJournal = "a shorter journal"
        case anotherEntry = "another entry"
    }

    @Test(arguments: Found.allCases)
    func `a node ends that finds`(_ found: Found) async throws {
        let place = try Place()
        let isPutBack = Mutex(false)
        let hasLooked = Mutex(false)
        var store = try Store.sqlite(place.path)
        let read = store.read
        store.read = { from, limit throws(StoreError) in
            let entries = try await read(from, limit)
            guard isPutBack.withLock({ $0 }), found == .anotherEntry, let last = entries.last else { return entries }
            return entries.dropLast() + [last.toldOtherwise]
        }
        store.shared = Shared(
            clockOffset: { .zero }, onNews: { _ in },
            news: { from, _ in
                hasLooked.withLock { $0 = true }
                let isShorter = isPutBack.withLock { $0 } && found == .aShorterJournal
                return Shared.News(versions: [:], next: isShorter ? 1 : from)
            }, claim: { _, _ in [] }, leads: { _ in true }, trouble: { nil })
        let desk = try await TestDesk(store)
        try await desk.open("t1")
        let position = Mutex<Int64?>(nil)
        let node = Task {
            do throws(JournalPutBack) { try await Neighbours(desk.desk).run() } catch {
                position.withLock { $0 = error.position }
            }
        }
        // What it first reads is what it goes by.
        for _ in 0..<3_000 where !hasLooked.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(20)) }
        // It looks once a second, and finds nothing as long as the journal is the same.
        for _ in 0..<20 {
            try await Task.sleep(for: .milliseconds(20))
            desk.clock.pass(.seconds(2))
        }
        #expect(position.withLock { $0 } == nil)
        isPutBack.withLock { $0 = true }
        for _ in 0..<3_000 where position.withLock({ $0 == nil }) {
            try await Task.sleep(for: .milliseconds(20))
            desk.clock.pass(.seconds(2))
        }
        #expect(position.withLock { $0 } != nil)
        node.cancel()
        await node.value
        await desk.desk.close()
    }

    @Test func `a database says that its journal ends before what a node has read`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await Maker.postgres.store(place))
        let store = desk.desk.edges.store
        let head = try await store.head().next
        let news = try await store.shared!.news(head + 5, 100)
        #expect(news.next == head && news.versions.isEmpty)
        #expect(try await store.shared!.news(head, 100).next == head)
        await desk.desk.close()
    }
}

extension Journal.Entry {
    /// The same place of another story.
    fileprivate var toldOtherwise: Journal.Entry {
        Journal.Entry(
            position: position, stream: stream, version: version, occurred: occurred,
            recorded: recorded + Duration(milliseconds: 1), actor: actor, event: event, bound: bound)
    }
}
