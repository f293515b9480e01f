import Domain
import Synchronization

/// Work that waits for the engine, in the order it came. The first to put something in starts the drain.
final class Inbox: Sendable {
    /// By reference: it is handed on a dozen times before it is answered.
    final class Item: Sendable {
        let work: Work
        let reply: @Sendable (Result<[Outcome], DeskError>) -> Void

        init(work: Work, reply: @escaping @Sendable (Result<[Outcome], DeskError>) -> Void) {
            self.work = work
            self.reply = reply
        }
    }

    private struct State {
        var items: [Item] = []
        var isDraining = false
        var isClosed = false
        /// Told when the last drain has ended.
        var onEmpty: [CheckedContinuation<Void, Never>] = []

        /// - Returns: whether a drain has to be started; nil, and nothing is put in, once it is closed.
        mutating func put(_ add: (inout [Item]) -> Void) -> Bool? {
            if isClosed { return nil }
            add(&items)
            defer { isDraining = true }
            return !isDraining
        }
    }
    private let state = Mutex(State())

    /// - Returns: whether the caller has to start a drain.
    func put(_ items: [Item]) -> Bool {
        let starts = state.withLock { $0.put { $0 += items } }
        if starts == nil { for item in items { item.reply(.failure(.store(.closed))) } }
        return starts ?? false
    }

    /// The same of one, which needs no list.
    func put(_ item: Item) -> Bool {
        let starts = state.withLock { $0.put { $0.append(item) } }
        if starts == nil { item.reply(.failure(.store(.closed))) }
        return starts ?? false
    }

    /// The next batch; nil, and the drain is over, when nothing waits.
    func take(_ count: Int) -> [Item]? {
        let (taken, waiting) = state.withLock { state -> ([Item]?, [CheckedContinuation<Void, Never>]) in
            if state.items.isEmpty {
                state.isDraining = false
                defer { state.onEmpty = [] }
                return (nil, state.onEmpty)
            }
            var taken: [Item] = []
            if state.items.count <= count {
                swap(&taken, &state.items)
            } else {
                taken = Array(state.items.prefix(count))
                state.items.removeFirst(count)
            }
            return (taken, [])
        }
        for continuation in waiting { continuation.resume() }
        return taken
    }

    var depth: Int { state.withLock { $0.items.count } }

    /// Takes nothing more; returns when all that was taken has been answered.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isDraining { state.onEmpty.append(continuation) }
                return !state.isDraining
            }
            if isIdle { continuation.resume() }
        }
    }
}
