import Synchronization

/// Whether something is told by its id whose name, or whose policy, was not at hand: it may be so in a moment, and what was told
/// without it is not kept.
final class Gaps: Sendable {
    private let isFound = Atomic(false)

    var isEmpty: Bool { !isFound.load(ordering: .relaxed) }

    func note() { isFound.store(true, ordering: .relaxed) }
}
