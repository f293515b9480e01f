import Domain
import Synchronization

/// How many links somebody may have sent in an hour, whoever asks for them: nobody's mail box is filled from here.
final class Throttle: Sendable {
    static let anHour = 5
    /// From one address, behind which a company may be.
    static let anHourFromAddress = 50
    private static let keptAtMost = 20_000
    private let state = Mutex<(young: [String: [Instant]], old: [String: [Instant]])>(([:], [:]))

    /// - Returns: whether there is room for one more.
    func take(_ key: String, _ now: Instant, atMost most: Int = anHour) -> Bool {
        state.withLock { state in
            let recent = (state.young[key] ?? state.old[key] ?? []).filter { now - $0 < .hours(1) }
            guard recent.count < most else { return false }
            if state.young.count >= Self.keptAtMost, state.young[key] == nil { state = ([:], state.young) }
            state.young[key] = recent + [now]
            return true
        }
    }
}
