import Domain
import Synchronization

/// The states at hand, for the engine and for those who look: these may keep what they read, and never over what the
/// engine has put meanwhile.
final class States: Sendable {
    private struct Kept {
        var shelf: Shelf<StreamID, Held>
        var changes = 0
        /// Being written: the store may know more of them than the shelf, and who heard of it there may be looking.
        var moving: Set<StreamID> = []
    }
    private let kept: Mutex<Kept>

    init(atMost count: Int) { kept = Mutex(Kept(shelf: Shelf(atMost: count))) }

    var count: Int { kept.withLock { $0.shelf.count } }
    /// How often the engine has put or dropped anything.
    var changes: Int { kept.withLock { $0.changes } }

    func peek(_ stream: StreamID) -> Held? { kept.withLock { $0.shelf.peek(stream) } }
    func take(_ stream: StreamID) -> Held? { kept.withLock { $0.shelf.take(stream) } }
    /// For those who only look: nothing that may be behind the store.
    func look(_ stream: StreamID) -> Held? {
        kept.withLock { $0.moving.contains(stream) ? nil : $0.shelf.take(stream) }
    }
    func begin(_ sheets: [Written]) {
        kept.withLock { kept in
            for sheet in sheets { for (stream, _) in sheet.states { kept.moving.insert(stream) } }
        }
    }
    func end() { kept.withLock { $0.moving.removeAll(keepingCapacity: true) } }
    func put(_ stream: StreamID, _ held: Held) {
        kept.withLock { kept in
            kept.changes += 1
            kept.shelf.put(stream, held)
        }
    }
    func put(_ stream: StreamID, _ held: Held, unlessChangedSince changes: Int) {
        kept.withLock { kept in
            if kept.changes == changes, !kept.moving.contains(stream) { kept.shelf.put(stream, held) }
        }
    }
    /// All that was written, in one go.
    func put(_ written: Written) {
        kept.withLock { kept in
            for (stream, held) in written.states {
                kept.changes += 1
                kept.shelf.put(stream, held)
            }
        }
    }
    func drop(_ stream: StreamID) {
        kept.withLock { kept in
            kept.changes += 1
            kept.shelf.drop(stream)
        }
    }
}
