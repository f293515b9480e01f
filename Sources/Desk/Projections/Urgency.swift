import Domain

/// What presses most of a ticket, and where that puts it in a queue: on a page and in the command line alike.
///
/// Broken promises stand first, by when they were due; then what runs, by its due; then what rests, by the time that is
/// left; then what nothing presses, longest waiting first.
public struct Urgency: Hashable, Sendable {
    /// Which of the clocks it is, by its place; nil where nothing presses.
    public let place: Int?
    /// The lower, the earlier. A number that a script's can hold exactly.
    public let rank: Int64

    /// - Parameters:
    ///   - clocks: those that are over press nobody, nor does one that is quiet: nil in its place.
    ///   - ungraded: its state where no grade was given. Such a one stands before all that runs, unless it waits: nothing
    ///     is promised before somebody has said what it is.
    public init(_ clocks: some Sequence<ClockRow.Standing?>, ungraded: State?, received: Instant) {
        let quiet: Int64 =
            switch ungraded {
            case .new, .open: 1
            case .waiting: 2
            case nil, .resolved, .closed, .cancelled, .merged: 3
            }
        var (best, first) = (quiet * Urgency.width + received.milliseconds, Int?.none)
        for (place, standing) in clocks.enumerated() {
            guard let standing, let rank = Urgency.rank(standing), rank < best else { continue }
            (best, first) = (rank, place)
        }
        (rank, place) = (best, first)
    }

    private static let width: Int64 = 100_000_000_000_000

    private static func rank(_ standing: ClockRow.Standing) -> Int64? {
        switch standing {
        case .breached(let due, nil): due.milliseconds
        case .running(let due?): width + due.milliseconds
        case .paused(let left): 2 * width + left.milliseconds
        case .running, .waiting, .breached: nil
        }
    }
}

extension TicketRow {
    public var urgency: Urgency {
        let standings = clocks.lazy.map { clock -> ClockRow.Standing? in clock.isQuiet ? nil : clock.standing }
        return Urgency(standings, ungraded: grades.isEmpty ? state : nil, received: received)
    }

    /// The clock that presses most, and what it is of.
    public var pressing: ClockRow? { urgency.place.map { clocks[$0] } }
}

extension ClockRow.Standing {
    /// Nil for a clock that is kept or void.
    public init?(_ progress: Progress) {
        switch progress {
        case .waiting: self = .waiting
        case .running(let due): self = .running(due: due)
        case .paused(_, let left): self = .paused(left: left)
        case .breached(let breach): self = .breached(due: breach.due, ended: breach.ended)
        case .met, .void: return nil
        }
    }
}
