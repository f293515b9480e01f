import Desk
import Domain
import Synchronization

/// The end of a journal that nobody else writes, at hand: a queue asks for it with every page.
final class Tip: Sendable {
    private struct Known {
        var head: Head?
        /// Rises with each failure: what was read before is not kept.
        var turn = 0
    }
    private let state = Mutex(Known())

    var known: Head? { state.withLock { $0.head } }
    var turn: Int { state.withLock { $0.turn } }

    /// Commits may be told of in another order than they were made.
    func put(_ head: Head, _ turn: Int? = nil) {
        state.withLock { state in
            if let turn, turn != state.turn { return }
            guard head.next > state.head?.next ?? -1 else { return }
            state.head = head
        }
    }

    func put(_ batch: [Decision], _ results: [Committed]) {
        // By index: a copy of a decision has dozens of parts.
        for index in results.indices.reversed() {
            guard case .done(let positions) = results[index], !positions.isEmpty else { continue }
            return put(Head(next: positions.upperBound, recorded: batch[index].recorded))
        }
    }

    func forget() {
        state.withLock { state in
            state.head = nil
            state.turn += 1
        }
    }
}
