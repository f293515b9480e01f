import Desk
import Domain
import Foundation
import Insight
import Storage
import Support
import Synchronization
import Testing

/// A database may be put back to an earlier day behind a node's back; what the node has at hand is then no more.
@Suite struct PutBackTests {
    /// A store that several nodes write to, of which one alone is there.
    private static func shared(_ news: @escaping @Sendable (Int64) -> Int64 = { $0 }) -> Shared {
        Shared(
            clockOffset: { .zero }, onNews: { _ in },
            news: { from, _ in Shared.News(versions: [:], next: news(from)) }, claim: { _, _ in [] },
            leads: { _ in true }, trouble: { nil })
    }

    /// One store, and from some moment on another in its place.
    private static func replaced(
        _ first: Store, by second: Store, _ isReplaced: @escaping @Sendable () -> Bool
    ) -> Store {
        var store = first
        store.head = { () throws(StoreError) in try await (isReplaced() ? second : first).head() }
        store.read = { from, limit throws(StoreError) in
            try await (isReplaced() ? second : first).read(from, limit)
        }
        store.follow = store.read
        store.streams = { ids throws(StoreError) in try await (isReplaced() ? second : first).streams(ids) }
        store.names = { kind, after, limit throws(StoreError) in
            try await (isReplaced() ? second : first).names(kind, after, limit)
        }
        store.document = { hash throws(StoreError) in try await (isReplaced() ? second : first).document(hash) }
        store.shared = shared()
        return store
    }

    /// Also where as much was written since as there was before: only what stands there says that it is another.
    @Test(arguments: [1, 9])
    func `figures begin anew, whether the journal is shorter or longer by now`(tickets: Int) async throws {
        let (place, other) = (try Place(), try Place())
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 0..<4 { try await desk.open(TicketID("a\(number)")) }
        let later = try await TestDesk(try .sqlite(other.path), clock: desk.clock)
        desk.clock.pass(.minutes(1))
        for number in 0..<tickets { try await later.open(TicketID("b\(number)")) }
        let isReplaced = Mutex(false)
        let store = Self.replaced(desk.desk.edges.store, by: later.desk.edges.store) { isReplaced.withLock { $0 } }
        let edges = TestDesk.edges(store, desk.clock, desk.diary)
        let figures = Figures(folder: place.folder.appending(path: "figures").path, edges)
        try await figures.catchUp()
        let before = try await desk.desk.edges.store.head().next
        #expect(await figures.place == before)
        isReplaced.withLock { $0 = true }
        try await figures.catchUp()
        let anew = Figures(folder: nil, edges)
        try await anew.catchUp()
        let query = FiguresQuery()
        #expect(try await figures.answer(query) == anew.answer(query))
        let after = try await later.desk.edges.store.head().next
        #expect(await figures.place == after)
        await figures.close()
        await desk.desk.close()
        await later.desk.close()
    }

    @Test func `a node lets go of every state it has at hand`() async throws {
        let place = try Place()
        let putBack = Mutex<Int64?>(nil)
        var store = try Store.sqlite(place.path)
        store.shared = Self.shared { from in
            putBack.withLock { to in
                defer { to = nil }
                return to ?? from
            }
        }
        let desk = try await TestDesk(store)
        try await desk.open("t1")
        #expect(try await atHand(desk) > 0)
        let neighbours = Task { await Neighbours(desk.desk).run() }
        putBack.withLock { $0 = 1 }
        for _ in 0..<3_000 {
            if try await atHand(desk) == 0 { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await atHand(desk) == 0)
        let lines = desk.diary.lines.withLock { $0 }
        #expect(lines.contains { $0.text.contains("put back to an earlier day") })
        // By the rules as they are there.
        try await desk.open("t2")
        neighbours.cancel()
        await neighbours.value
        await desk.desk.close()
    }

    private func atHand(_ desk: TestDesk) async throws -> Double {
        try #require(await desk.desk.measures().first { $0.name == "yinuo_states_at_hand" }).value
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
