/// A commitment running on a ticket.
public struct Clock: Sendable {
    public let key: ClockKey
    /// The grade whose terms judge it.
    public var grade: GradeRef { term.grade }
    public let term: Term
    public let start: Instant
    /// What an `agreed` event promised, if the limit is a date.
    public let date: Instant?
    /// When that was agreed: nothing asked ahead of the date is due earlier.
    var dated: Instant?
    /// What stopped it: the waits that its terms, and those it had before a regrade, name.
    public let pauses: Pauses
    public let due: Due
    public let progress: Progress
    /// When the notice that it asks for was given, if that was in time (only notices).
    var given: Instant?

    /// Whether it still runs, and such an event would end it.
    public func awaits(_ event: EventName) -> Bool { !progress.isOver && term.commitment.needs.contains(event) }
}

extension Clock {
    /// How a notice stands while the promise that it is a notice of is open.
    public enum Notice: Hashable, Sendable {
        /// Nobody has given it yet. Without a due while its promise rests, or where hours never come.
        case awaited(due: Instant?)
        /// In time: whatever becomes of its promise, nothing is left to do about it.
        case given(at: Instant)

        /// Whether its time went by: from its due on, when it warns, though whoever gives it right then is in time.
        public func isPast(at now: Instant) -> Bool {
            if case .awaited(let due?) = self { due <= now } else { false }
        }
    }

    /// Nil for any other promise, and for a notice that was judged or waits for a date.
    public var notice: Notice? {
        guard term.commitment.isNotice else { return nil }
        switch (progress, given) {
        case (.running, let at?), (.paused, let at?): return .given(at: at)
        case (.running(let due), nil): return .awaited(due: due)
        case (.paused, nil): return .awaited(due: nil)
        case (.waiting, _), (.met, _), (.breached, _), (.void, _): return nil
        }
    }
}

/// Which clock of a ticket.
public struct ClockKey: Hashable, Sendable {
    /// The grade's place among those the ticket was given; a regrade keeps it.
    public let strand: Int
    public let commitment: CommitmentID
    /// From 1: a run of a clock that may run again.
    public let occurrence: Int

    public init(strand: Int, commitment: CommitmentID, occurrence: Int) {
        self.strand = strand
        self.commitment = commitment
        self.occurrence = occurrence
    }
}

/// How far a clock has come.
public enum Progress: Hashable, Sendable {
    /// Its limit waits for a date nobody has agreed yet.
    case waiting
    /// `due` is nil when it lies beyond the horizon or hours never come.
    case running(due: Instant?)
    case paused(since: Instant, left: Duration)
    case met(at: Instant)
    case breached(Breach)
    case void(at: Instant, VoidReason)

    public var isOver: Bool {
        switch self {
        case .met, .void: true
        case .breached(let breach): breach.ended != nil
        case .waiting, .running, .paused: false
        }
    }
}

/// A promise broken: a fact that stays, whatever comes later (POLICIES 1.6).
public struct Breach: Hashable, Sendable {
    public let due: Instant
    /// Due + 1 ms, or the regrade that made the due a past one.
    public let at: Instant
    /// From here lateness counts: the due, or the regrade that dated the breach.
    public let since: Instant
    /// When it came to an end; nil while it is open.
    public let ended: Instant?
    /// Whether the promised thing came after all; else the matter was cancelled, merged or its series ended.
    public let came: Bool
    /// Service time from `since` to the end or to now.
    public let late: Duration
    /// Whole periods of silence, for a series of reports; else 1.
    public let missed: Int

    public init(
        due: Instant, at: Instant, since: Instant, ended: Instant?, came: Bool, late: Duration, missed: Int
    ) {
        self.due = due
        self.at = at
        self.since = since
        self.ended = ended
        self.came = came
        self.late = late
        self.missed = missed
    }
}

public enum VoidReason: String, Hashable, Sendable {
    /// The new grade does not have the commitment.
    case regraded
    /// The event that ends a series of reports.
    case seriesEnded = "series-ended"
    case cancelled, merged
    /// A notice whose date was replaced by another.
    case superseded
    /// A notice that was not needed: the promise was kept.
    case promiseKept = "promise-kept"
}
