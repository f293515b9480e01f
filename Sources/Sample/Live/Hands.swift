import Desk
import Domain

/// Which tickets a demo's made-up people may touch: none that somebody of flesh and blood has turned to.
///
/// Whoever looks at the demo may sign in under any name, also that of a made-up colleague. So it goes by who wrote: an
/// agent's entry that the telling did not write is a visitor's, and the ticket is theirs from then on.
struct Hands: Sendable {
    /// Where the telling began: what stands before it is of the story.
    private let began: Int64
    /// Entries of its own since then; a demo ends after a day.
    private var own: Set<Int64> = []

    init(from began: Int64) { self.began = began }

    mutating func wrote(_ positions: Range<Int64>) { own.formUnion(positions) }

    /// Whether a visitor has had a hand in one of the tickets that a request changes.
    func areOff(_ request: Request, _ store: Store) async throws(StoreError) -> Bool {
        let streams = request.command.tickets.map(StreamID.ticket)
        guard !streams.isEmpty else { return false }
        return try await store.streams(streams).values.contains { $0.contains(where: isOfVisitor) }
    }

    private func isOfVisitor(_ entry: Journal.Entry) -> Bool {
        began <= entry.position && entry.actor.rawValue.hasPrefix("agent:") && !own.contains(entry.position)
    }
}

extension Command {
    /// Those that are there already.
    fileprivate var tickets: [TicketID] {
        switch self {
        case .ticket(let id, _), .split(let id, _, _), .settle(let id): [id]
        case .merge(let one, let other): [one, other]
        default: []
        }
    }
}
