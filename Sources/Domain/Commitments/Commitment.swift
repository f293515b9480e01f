/// One promise of a grade: begins at an event, ends at an event, within a time, on a calendar.
/// - Source: POLICIES 1.5–1.15.
public struct Commitment: Hashable, Sendable {
    public let id: CommitmentID
    public var title: Title?
    public var trigger: Trigger
    /// Any of these ends it.
    public var needs: [EventName]
    public var promise: Promise
    public var calendar: CalendarID
    /// Waiting for these stops the clock.
    public var pauses: Set<Waiting>
    /// Only for matters of this kind; nil for all.
    public var only: Complexity?
    /// Shares of the time from start to due, ascending.
    public var warnings: [Share]
    public var ladder: [Rung]
    /// The limit split over the teams that hold the ticket in turn.
    public var budget: [TeamShare]

    public init(
        id: CommitmentID, title: Title? = nil, trigger: Trigger = .first(.received), needs: [EventName],
        promise: Promise, calendar: CalendarID, pauses: Set<Waiting> = [], only: Complexity? = nil,
        warnings: [Share] = [], ladder: [Rung] = [], budget: [TeamShare] = []
    ) {
        self.id = id
        self.title = title
        self.trigger = trigger
        self.needs = needs
        self.promise = promise
        self.calendar = calendar
        self.pauses = pauses
        self.only = only
        self.warnings = warnings
        self.ladder = ladder
        self.budget = budget
    }

    public enum Trigger: Hashable, Sendable {
        /// The first such event; later ones change nothing.
        case first(EventName)
        /// Every such event opens an occurrence of its own.
        case each(EventName)
        /// The first such message that nobody has answered yet.
        case unanswered(EventName)

        public var event: EventName {
            switch self {
            case .first(let event), .each(let event), .unanswered(let event): event
            }
        }
    }

    public enum Promise: Hashable, Sendable {
        /// The earliest of the limits counts.
        case within([Limit])
        /// A report each period, until an event ends the series.
        case every(Duration, until: EventName)
        /// A notice that long before another commitment's due; it judges only a broken promise.
        case notice(Duration, of: CommitmentID)
    }

    public struct TeamShare: Hashable, Sendable {
        public let team: TeamID
        public let budget: Duration
        public init(team: TeamID, budget: Duration) {
            self.team = team
            self.budget = budget
        }
    }

    public var limits: [Limit] { if case .within(let limits) = promise { limits } else { [] } }

    /// It is judged with the promise that it is a notice of, so its own time goes by without breaking anything.
    public var isNotice: Bool { if case .notice = promise { true } else { false } }
}

/// Whether a matter needs coordination; a fact of the ticket. Where nobody said so, it does.
public enum Complexity: String, CaseIterable, Sendable { case complex, simple }

/// Whom or what a waiting ticket waits for.
public enum Waiting: String, CaseIterable, Sendable {
    case customer, supplier, problem, evidence

    /// The state's name in policies, `waiting-customer`.
    public var state: String { "waiting-" + rawValue }
    public init?(state: some StringProtocol) {
        guard let found = Waiting.allCases.first(where: { $0.state == state }) else { return nil }
        self = found
    }
}
