import Domain
import Synchronization

/// Who looks at a ticket just now, as far as this node knows: nobody should take what somebody else has in front of them.
final class Viewers: Sendable {
    /// A page that is looked at is asked for again by each thing that happens; who asked for none so long is gone.
    static let stay = Duration.minutes(3)
    private static let ticketsAtMost = 20_000

    private let seen = Mutex<[TicketID: [Actor: Instant]]>([:])

    func come(_ actor: Actor, _ id: TicketID, at now: Instant) {
        seen.withLock { seen in
            if seen.count > Self.ticketsAtMost {
                seen = seen.filter { $0.value.values.contains { now - $0 < Self.stay } }
                if seen.count > Self.ticketsAtMost { seen = [:] }
            }
            seen[id, default: [:]][actor] = now
        }
    }

    /// The others.
    func others(than actor: Actor, _ id: TicketID, at now: Instant) -> [Actor] {
        seen.withLock { seen in
            (seen[id] ?? [:]).filter { $0.key != actor && now - $0.value < Self.stay }.keys
                .sorted { $0.rawValue < $1.rawValue }
        }
    }
}
