import Domain
import Synchronization

/// The journal's last entries, kept as they were written for all who follow it.
///
/// Half a dozen read each entry within a second of its writing. An entry never changes, so nothing here can be out of date,
/// as long as nobody puts the whole journal back to an earlier day; which is why only a desk that has its file for itself
/// keeps a tail.
final class Tail: Sendable {
    private struct Kept {
        /// The position of the first.
        var from: Int64 = 0
        var entries: [Journal.Entry] = []
        var end: Int64 { from + Int64(entries.count) }
        /// Whether the journal ends where this does.
        var isWhole = false
        /// How far followers are, of those that moved.
        var places: [String: Int64] = [:]

        func read(_ position: Int64, _ limit: Int) -> [Journal.Entry]? {
            guard position >= from, position < end || isWhole && position == end else { return nil }
            let first = Int(position - from)
            return Array(entries[first..<min(entries.count, first + limit)])
        }

        /// What lies before the tail is somebody catching up, and is left to the store.
        mutating func keep(_ read: [Journal.Entry], atMost: Int) {
            guard let first = read.first, read.count <= atMost, first.position + Int64(read.count) > end else { return }
            if first.position > end || entries.isEmpty {
                (from, entries) = (first.position, read)
            } else if first.position >= from {
                entries += read.dropFirst(Int(end - first.position))
            }
            if entries.count > atMost + Tail.entriesOver {
                let gone = entries.count - atMost
                entries.removeFirst(gone)
                from += Int64(gone)
            }
        }
    }

    /// As many as come while the slowest follower takes a step: under load ten thousand come in a second, and whoever
    /// falls behind the tail reads the file until it has caught up.
    private static let entriesAtMost = 8_000
    /// So many more before it is cut, which moves what stays.
    fileprivate static let entriesOver = 500
    private let kept = Mutex(Kept())

    /// The store, of which the journal's end is read from memory.
    static func on(_ store: Store) -> Store {
        guard store.shared == nil else { return store }
        let (tail, read, commit, place) = (Tail(), store.follow, store.commit, store.place)
        var store = store
        store.commit = { batch throws(StoreError) in
            do throws(StoreError) {
                let results = try await commit(batch)
                tail.hear(batch, results)
                return results
            } catch {
                tail.doubt()
                throw error
            }
        }
        store.place = { follower throws(StoreError) in
            if let known = tail.kept.withLock({ $0.places[follower] }) { return known }
            return try await place(follower)
        }
        store.follow = { position, limit throws(StoreError) in
            if let entries = tail.kept.withLock({ $0.read(position, limit) }) { return entries }
            let entries = try await read(position, limit)
            tail.kept.withLock { $0.keep(entries, atMost: entriesAtMost) }
            return entries
        }
        return store
    }

    private func hear(_ batch: [Decision], _ results: [Committed]) {
        var written: [Journal.Entry] = []
        written.reserveCapacity(2 * batch.count)
        var places: [(follower: String, at: Int64?)] = []
        // By index: a copy of a decision has dozens of parts.
        for index in batch.indices {
            guard case .done(let positions) = results[index] else {
                // Should it ever be that its place is another, it is asked for again.
                if let step = batch[index].step { places.append((step.follower, nil)) }
                continue
            }
            batch[index].addEntries(from: positions.lowerBound, to: &written)
            if let step = batch[index].step { places.append((step.follower, step.to)) }
        }
        kept.withLock { kept in
            for (follower, place) in places { kept.places[follower] = place }
            guard let last = written.last else { return }
            kept.keep(written, atMost: Self.entriesAtMost)
            kept.isWhole = kept.end == last.position + 1
        }
    }

    /// A commit failed: whether it stands nobody knows.
    private func doubt() {
        kept.withLock { kept in
            kept.isWhole = false
            kept.places = [:]
        }
    }
}
