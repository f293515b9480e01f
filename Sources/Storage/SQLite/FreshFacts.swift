import Desk
import Synchronization

/// The journal's last entries as they were just written, for the one who seals them: to read them back costs more than
/// to keep them for that second. An entry never changes, whatever is erased, for personal texts lie elsewhere; and
/// nobody else writes to the file.
///
/// Each is handed out once. Whoever wants it again, or was not heard of for long, reads the file.
final class FreshFacts: Sendable {
    private struct Kept {
        /// One after the other without a gap.
        var facts: [PlainEntry] = []
        var bytes = 0
        /// Kept only where somebody asks.
        var isWanted = false

        mutating func clear() { (facts, bytes) = ([], 0) }
    }
    private static let factsAtMost = 20_000
    private static let bytesAtMost = 16 << 20
    private let kept = Mutex(Kept())

    var isWanted: Bool { kept.withLock { $0.isWanted } }

    /// To be called in the order of the commits, and once they stand.
    func put(_ written: [PlainEntry]) {
        guard let first = written.first else { return }
        kept.withLock { kept in
            guard kept.isWanted else { return }
            if let last = kept.facts.last, last.position + 1 != first.position { kept.clear() }
            if kept.facts.isEmpty { kept.facts = written } else { kept.facts += written }
            for index in written.indices { kept.bytes += written[index].payload.count }
            if kept.facts.count > Self.factsAtMost || kept.bytes > Self.bytesAtMost {
                kept.clear()
                kept.isWanted = false
            }
        }
    }

    /// A commit failed: whether it stands nobody knows.
    func forget() { kept.withLock { $0.clear() } }

    /// - Returns: nil where the file has to be asked.
    func take(_ from: Int64, _ limit: Int) -> [PlainEntry]? {
        kept.withLock { kept in
            kept.isWanted = true
            guard let first = kept.facts.first?.position, first <= from else { return nil }
            var taken: [PlainEntry] = []
            swap(&taken, &kept.facts)
            kept.bytes = 0
            let passed = from - first
            if passed >= Int64(taken.count) { return nil }
            if passed > 0 { taken.removeFirst(Int(passed)) }
            if taken.count > limit {
                kept.facts = Array(taken[limit...])
                for index in kept.facts.indices { kept.bytes += kept.facts[index].payload.count }
                taken.removeLast(taken.count - limit)
            }
            return taken
        }
    }
}
