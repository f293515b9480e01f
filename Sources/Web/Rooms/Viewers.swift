import Domain
import Synchronization

/// Who looks at a ticket just now, as far as this node knows: nobody should take what somebody else has in front of them.
final class Viewers: Sendable {
    /// A page that is in front of somebody is asked for again at least every three quarters of a minute, and one that is left
    /// says so; where no script runs, who asked for none so long is gone.
    static let stay = Duration.seconds(90)
    private static let ticketsAtMost = 20_000

    private struct Look {
        /// The page that was opened last, or last was in front of them.
        let page: String
        let at: Instant
    }
    private let seen = Mutex<[TicketID: [Actor: Look]]>([:])

    /// - Parameter page: nil for one that its script asks for again without saying which: it goes on being the same.
    func come(_ actor: Actor, _ id: TicketID, page: String?, at now: Instant) {
        seen.withLock { seen in
            if seen.count > Self.ticketsAtMost {
                seen = seen.filter { $0.value.values.contains { now - $0.at < Self.stay } }
                if seen.count > Self.ticketsAtMost { seen = [:] }
            }
            let page = page ?? seen[id]?[actor]?.page ?? ""
            seen[id, default: [:]][actor] = Look(page: page, at: now)
        }
    }

    /// A page was left. One that was loaded again, or followed by another of the same ticket, says so after the newer one
    /// came: then they are still there.
    func go(_ actor: Actor, _ id: TicketID, page: String) {
        seen.withLock { seen in
            guard var looks = seen[id], looks[actor]?.page == page else { return }
            looks[actor] = nil
            seen[id] = looks.isEmpty ? nil : looks
        }
    }

    /// The others.
    func others(than actor: Actor, _ id: TicketID, at now: Instant) -> [Actor] {
        seen.withLock { seen in
            (seen[id] ?? [:]).filter { $0.key != actor && now - $0.value.at < Self.stay }.keys
                .sorted { $0.rawValue < $1.rawValue }
        }
    }
}
