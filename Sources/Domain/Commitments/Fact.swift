/// A place in the order of what happened: by instant, and at equal instants by the journal (POLICIES 1.6, 1.13).
public struct Mark: Hashable, Comparable, Sendable {
    public let at: Instant
    public let position: Int

    public init(_ at: Instant, _ position: Int) {
        self.at = at
        self.position = position
    }

    @inlinable public static func < (a: Self, b: Self) -> Bool {
        a.at == b.at ? a.position < b.position : a.at < b.at
    }
}

/// Something that happened, dated when it occurred.
public struct Fact: Hashable, Sendable {
    public let name: EventName
    public let mark: Mark
    public let detail: Detail
    /// The state that the vocabulary gives its name; looked up once, asked for at every judgement.
    let state: State?
    /// Whether the customer first hears of us by such a fact; looked up with the state.
    let isFirstWord: Bool

    public init(_ name: EventName, _ mark: Mark, _ detail: Detail = .none) {
        self.name = name
        self.mark = mark
        self.detail = detail
        if name == .paused, case .waiting(let reason) = detail {
            state = .waiting(reason)
            isFirstWord = false
            return
        }
        let meaning = name == .received ? Fact.received : name == .graded ? Fact.graded : EventName.meanings[name]
        state = meaning?.state
        isFirstWord = meaning?.isFirstWord ?? false
    }

    // What every ticket begins with is told again by whoever folds it: looked up once.
    private static let received = EventName.meanings[.received]
    private static let graded = EventName.meanings[.graded]

    public enum Detail: Hashable, Sendable {
        case none
        /// `paused`: what the ticket waits for.
        case waiting(Waiting)
        /// `agreed`: the date promised.
        case date(Instant)
        /// `assigned`: the team that accepted.
        case team(TeamID)
        case labour(minutes: Int, by: String)
        /// A message of the answer engine; it ends a reply clock only when the customer accepted it.
        case robot(accepted: Bool)
        /// `customer-message`: how it felt.
        case mood(Mood)
    }
}
