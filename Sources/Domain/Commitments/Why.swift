/// Why a due is what it is, as a value that can be checked by hand.
/// - Source: POLICIES 1.19.
public struct Why: Hashable, Sendable {
    public let commitment: CommitmentID
    public let policy: PolicyVersion
    public let calendar: CalendarID
    /// The zone data and official calendar that the answer rests on.
    public let data: PolicyInForce.DataVersion
    public let start: Instant
    public let due: Due
    public let limits: [LimitWhy]
    /// From the start to the due (to the pause or to now, where there is none), without gaps.
    public let pieces: [Piece]
    /// Pieces left out of the middle of a long account.
    public let omitted: Int

    public struct LimitWhy: Hashable, Sendable {
        public let limit: Limit
        /// Before pauses moved it.
        public let base: Due
        public let due: Due
        public let decides: Bool
    }

    public struct Piece: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            /// Service time, counted.
            case counted
            /// Outside opening hours.
            case closed
            /// Opening hours inside a pause.
            case paused
            /// After the clock had become void.
            case void
        }
        public let kind: Kind
        public let from: Instant
        public let to: Instant
    }

    /// Pieces kept at each end of a long account.
    static let kept = 200
}

extension Term {
    /// - Parameters:
    ///   - now: where the account ends when there is no due.
    ///   - void: when the clock became void, if it did.
    public func why(
        from start: Instant, date: Instant?, dated: Instant? = nil, pauses: Pauses, due: Due, void: Instant? = nil,
        now: Instant, _ policy: PolicyInForce
    ) -> Why {
        var promised = commitment.limits
        if case .every(let period, _) = commitment.promise { promised = [.service(period)] }
        let limits: [Why.LimitWhy] = promised.map { limit in
            let moved = self.due(of: limit, from: start, date: date, dated: dated, pauses: pauses)
            let base = base(of: limit, from: start, date: date, dated: dated)
            return Why.LimitWhy(limit: limit, base: base, due: moved, decides: moved == due)
        }
        let end: Instant =
            switch due {
            case .at(let instant): instant
            case .paused(let since, _): max(since, now)
            case .never, .beyond, .undated: max(start, now)
            }
        var pieces: [Why.Piece] = []
        var position = start
        func add(_ kind: Why.Piece.Kind, to: Instant) {
            guard position < to else { return }
            if let void, position < void, void < to { add(kind, to: void) }
            let kind = void.map { position >= $0 } ?? false ? .void : kind
            if let last = pieces.last, last.kind == kind {
                pieces[pieces.count - 1] = Why.Piece(kind: kind, from: last.from, to: to)
            } else {
                pieces.append(Why.Piece(kind: kind, from: position, to: to))
            }
            position = to
        }
        for opening in calendar.openings(from: start, to: end) {
            let closing = opening.to ?? end
            add(.closed, to: opening.from)
            for pause in pauses.spans where pause.from < closing && pause.to.map({ $0 > position }) ?? true {
                add(.counted, to: min(pause.from, closing))
                add(.paused, to: min(pause.to ?? closing, closing))
            }
            add(.counted, to: closing)
        }
        add(.closed, to: end)
        let omitted = max(0, pieces.count - 2 * Why.kept)
        if omitted > 0 { pieces.removeSubrange(Why.kept..<Why.kept + omitted) }
        return Why(
            commitment: commitment.id, policy: policy.version, calendar: commitment.calendar, data: policy.data,
            start: start, due: due, limits: limits, pieces: pieces, omitted: omitted)
    }
}

extension Judge {
    /// The policy whose terms judge a clock, for its titles.
    public func policy(of clock: Clock) -> Policy? { book[clock.grade.policy]?.policy }

    /// Why a clock of this course is due when it is.
    public func why(_ clock: Clock) -> Why? {
        guard let policy = book[clock.grade.policy] else { return nil }
        var void: Instant?
        if case .void(let at, _) = clock.progress { void = at }
        return clock.term.why(
            from: clock.start, date: clock.date, dated: clock.dated, pauses: clock.pauses, due: clock.due, void: void,
            now: now, policy)
    }
}
