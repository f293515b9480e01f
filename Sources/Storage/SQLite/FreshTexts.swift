import Desk
import Domain
import Synchronization

/// The texts that were just written, as they came, for the one who makes them searchable within a second: to read and
/// open their boxes again costs as much as to find their words.
///
/// Each is handed out once. Whoever wants it again, or was not heard of for long, opens its box. After any erasure
/// nothing is left here; who takes texts looks nevertheless whether the person's key still stands.
final class FreshTexts: Sendable {
    /// The texts of one entry.
    struct Written: Sendable {
        let position: Int64
        let person: PersonID
        let texts: [SealedText]
    }
    private struct Kept {
        /// Ascending by position.
        var written: [Written] = []
        var bytes = 0
        /// Kept only where somebody asks.
        var isWanted = false

        mutating func clear() { (written, bytes) = ([], 0) }

        mutating func add(_ draft: Draft, _ position: Int64) {
            guard let person = draft.person, !draft.texts.isEmpty else { return }
            var count = 0
            for text in draft.texts { count += text.payload.count }
            if count > textBytesAtMost { return }
            written.append(Written(position: position, person: person, texts: draft.texts))
            bytes += count
        }
    }
    /// Of one entry; what is longer holds an attachment, or is rare.
    private static let textBytesAtMost = 32 << 10
    private static let bytesAtMost = 8 << 20
    private static let entriesAtMost = 20_000
    private let kept = Mutex(Kept())

    /// To be called in the writer's turn, once the batch stands.
    func put(_ batch: [Decision], _ results: [Committed]) {
        kept.withLock { kept in
            guard kept.isWanted else { return }
            // By index: a copy of a decision has dozens of parts.
            for place in batch.indices where !batch[place].erased.isEmpty { return kept.clear() }
            for place in results.indices {
                guard case .done(let positions) = results[place] else { continue }
                for index in batch[place].drafts.indices {
                    kept.add(batch[place].drafts[index], positions.lowerBound + Int64(index))
                }
            }
            if kept.bytes > Self.bytesAtMost || kept.written.count > Self.entriesAtMost {
                kept.clear()
                kept.isWanted = false
            }
        }
    }

    func forget() { kept.withLock { $0.clear() } }

    /// What is kept up to and with a position, ascending.
    func take(through position: Int64) -> [Written] {
        kept.withLock { kept in
            kept.isWanted = true
            let count = kept.written.firstPlace { $0 > position }
            let taken = Array(kept.written[..<count])
            kept.written.removeFirst(count)
            for written in taken { for text in written.texts { kept.bytes -= text.payload.count } }
            return taken
        }
    }
}

extension [FreshTexts.Written] {
    /// The texts of an entry; nil where they are not among them.
    func texts(at position: Int64) -> FreshTexts.Written? {
        let place = firstPlace { $0 >= position }
        return place < count && self[place].position == position ? self[place] : nil
    }

    /// - Parameter isBehind: false for the positions up to some, true for all after it.
    fileprivate func firstPlace(_ isBehind: (Int64) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle].position) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
