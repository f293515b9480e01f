import Domain

/// Requests that stand or fall as one transaction, and what a loop of the desk writes along with them.
///
/// A refused request takes nothing back from the others: it adds nothing.
struct Work: Sendable {
    var requests: [Request] = []
    var step: Step?
    /// Of entries that stand already.
    var messages: [PendingMessage] = []
    var deliveries: [Attempt] = []
    /// For a desk that is made from a story: the instant it tells; else the desk's clock.
    var now: Instant?
    /// What it was made from was read by the rules of the journal up to there.
    var rulesThrough: Int64 = .max
    /// Nobody is told of what is history.
    var isQuiet = false
    /// People who were found to be erased when it was tried: nothing is written of them, the facts stand without it.
    var erased: Set<PersonID> = []
}

/// A decision as it is put together: the states it touches, changed but not yet kept.
struct Sheet {
    let now: Instant
    let isQuiet: Bool
    let erased: Set<PersonID>
    var decision: Decision
    /// The streams it touches, in that order. Hardly ever more than three, so a walk finds them fastest.
    private(set) var states: [(stream: StreamID, held: Held)] = []
    /// Streams whose due has passed and must be set anew.
    var woken: [StreamID] = []
    /// Policies it puts in force.
    var activated: [(policy: PolicyInForce, activation: Activation)] = []

    init(now: Instant, isQuiet: Bool, erased: Set<PersonID> = []) {
        self.now = now
        self.isQuiet = isQuiet
        self.erased = erased
        decision = Decision(recorded: now)
    }

    /// Whether no request has added anything yet.
    var isBlank: Bool {
        states.isEmpty && woken.isEmpty && activated.isEmpty && decision.drafts.isEmpty && decision.rows.isEmpty
            && decision.documents.isEmpty && decision.erased.isEmpty
    }

    /// Takes off it what requests added; what the work brought along stays.
    mutating func clear() {
        (states, woken, activated) = ([], [], [])
        (decision.drafts, decision.rows, decision.documents, decision.erased) = ([], [], [], Erased())
    }

    subscript(_ stream: StreamID) -> Held? { states.first { $0.stream == stream }?.held }

    mutating func keep(due: Instant?, at index: Int) { states[index].held.due = .some(due) }

    mutating func write(_ stream: StreamID, _ events: [Journal.Event], _ held: Held, by actor: Actor) {
        if events.isEmpty { return }
        var version = held.version - events.count
        if decision.drafts.isEmpty { decision.drafts.reserveCapacity(events.count) }
        for event in events {
            decision.drafts.append(Draft(stream, version, actor, event))
            version += 1
        }
        if let index = states.firstIndex(where: { $0.stream == stream }) {
            states[index].held = held
        } else {
            states.append((stream, held))
        }
    }
}
