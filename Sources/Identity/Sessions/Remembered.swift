import Domain
import Synchronization

/// What was looked up of tokens and sessions, a bounded number of them, each dropped as soon as a record that it rests on
/// changes.
///
/// A change that comes while something is being looked up would be missed, so what was begun before a change is handed on
/// and not kept. Two generations, of which the older goes as a whole.
final class Remembered<Value: Sendable>: Sendable {
    /// A class, since each look copies it.
    private final class Kept: Sendable {
        let value: Value
        let rests: [StreamID]
        let at: Duration

        init(value: Value, rests: [StreamID], at: Duration) {
            self.value = value
            self.rests = rests
            self.at = at
        }
    }
    private struct State {
        var young: [String: Kept] = [:]
        var old: [String: Kept] = [:]
        var dependents: [StreamID: Set<String>] = [:]
        var changes = 0
    }
    private let state = Mutex(State())
    private let half: Int
    /// How long it is believed where news of changes comes over a network that may be cut.
    private let believed: Duration?

    init(atMost count: Int, believed: Duration?) {
        half = max(1, count / 2)
        self.believed = believed
    }

    var count: Int { state.withLock { $0.young.count + $0.old.count } }

    /// Before looking something up; `keep` takes it back.
    var changes: Int { state.withLock { $0.changes } }

    func find(_ key: String, ticks: Duration) -> Value? {
        state.withLock { state in
            if let kept = state.young[key] { return isBelieved(kept, ticks) ? kept.value : nil }
            guard let kept = state.old[key], isBelieved(kept, ticks) else { return nil }
            state.old[key] = nil
            put(key, kept, &state)
            return kept.value
        }
    }

    private func isBelieved(_ kept: Kept, _ ticks: Duration) -> Bool { believed.map { ticks - kept.at <= $0 } ?? true }

    /// - Parameter changes: as it was before it was looked up.
    func keep(_ key: String, _ value: Value, on rests: [StreamID], ticks: Duration, changes: Int) {
        state.withLock { state in
            if state.changes == changes { put(key, Kept(value: value, rests: rests, at: ticks), &state) }
        }
    }

    private func put(_ key: String, _ kept: Kept, _ state: inout State) {
        if state.young.count >= half, state.young[key] == nil {
            (state.old, state.young) = (state.young, [:])
            state.dependents = [:]
            for (key, kept) in state.old {
                for stream in kept.rests { state.dependents[stream, default: []].insert(key) }
            }
        }
        state.young[key] = kept
        for stream in kept.rests { state.dependents[stream, default: []].insert(key) }
    }

    func forget(_ streams: [StreamID]) {
        state.withLock { state in
            state.changes += 1
            for stream in streams {
                for key in state.dependents.removeValue(forKey: stream) ?? [] {
                    state.young[key] = nil
                    state.old[key] = nil
                }
            }
        }
    }
}
