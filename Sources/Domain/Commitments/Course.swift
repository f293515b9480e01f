/// What happened to a ticket or an incident, in order, and what has been said about it so far.
///
/// A course only remembers. Which clocks that means is asked of `Judge`, afresh each time: so a late fact, a pause or a
/// new grade is no special case, and nothing has to be kept right.
public struct Course: Hashable, Sendable {
    /// The first edge of ours that the request reached.
    public internal(set) var received: Instant
    /// Whose it is until a team accepts it (C5).
    public internal(set) var firstAsked: TeamID?
    /// Ascending by mark.
    public internal(set) var facts: [Fact] = []
    /// The grades given, each with its later changes; a clock's `strand` is an index here.
    public internal(set) var strands: [[Holding]] = []
    /// Starts taken over from tickets that were merged into this one.
    public internal(set) var earlierStarts: [Origin: Instant] = [:]
    /// Breaches on record, by the instant they are dated.
    public internal(set) var breaches: [ClockKey: Instant] = [:]
    /// Warnings, rungs and spent budgets that have been told, each once for ever.
    public internal(set) var told: [ClockKey: [Told]] = [:]
    /// The journal position that the next event of this course takes.
    public internal(set) var nextPosition = 0

    public init(received: Instant) { self.received = received }

    /// A grade that holds from a mark on, until the next of its strand.
    public struct Holding: Hashable, Sendable {
        public let from: Mark
        public let grade: GradeRef
        public let complexity: Complexity
    }

    /// A commitment of a policy, whichever version: like clocks of two tickets have the same origin.
    public struct Origin: Hashable, Sendable {
        public let policy: PolicyID
        public let commitment: CommitmentID
        public init(policy: PolicyID, commitment: CommitmentID) {
            self.policy = policy
            self.commitment = commitment
        }
    }

    public enum Told: Hashable, Sendable {
        case warning(Share)
        case rung(Rung.Moment, RoleID)
        case budget(TeamID)
    }

    /// The grades in force, in the order they were given.
    public var grades: [GradeRef] { strands.compactMap { $0.last?.grade } }
}

extension Course {
    /// What is written down of a course. Every case is a past fact.
    public enum Event: Hashable, Sendable {
        case happened(EventName, at: Instant, Fact.Detail)
        case graded(GradeRef, Complexity, at: Instant)
        /// `down`: a promise became later or went away; such regrades have a reason and are listed.
        case regraded(strand: Int, GradeRef, Complexity, at: Instant, reason: String?, down: Bool)
        case dutyCalled(strand: Int, duty: String, at: Instant)
        /// The fact at a position occurred at another instant than was thought.
        case corrected(position: Int, occurred: Instant, at: Instant, reason: String)
        case warned(ClockKey, Share, at: Instant)
        case rungReached(ClockKey, Rung, at: Instant)
        case breached(ClockKey, due: Instant, at: Instant)
        /// A late or corrected fact refuted a breach; its posting is reversed.
        case breachWithdrawn(ClockKey, at: Instant)
        case budgetSpent(ClockKey, TeamID, at: Instant)

        /// When it occurred.
        public var at: Instant {
            switch self {
            case .happened(_, let at, _), .graded(_, _, let at), .regraded(_, _, _, let at, _, _),
                .dutyCalled(_, _, let at), .corrected(_, _, let at, _), .warned(_, _, let at),
                .rungReached(_, _, let at), .breached(_, _, let at), .breachWithdrawn(_, let at),
                .budgetSpent(_, _, let at):
                at
            }
        }
    }

    /// Total: no event is refused, because it already happened.
    public mutating func evolve(_ event: Event) {
        let position = nextPosition
        nextPosition += 1
        switch event {
        case .happened(let name, let at, let detail):
            insert(Fact(name, Mark(at, position), detail))
        case .graded(let grade, let complexity, let at):
            strands.append([Holding(from: Mark(at, position), grade: grade, complexity: complexity)])
            insert(Fact(.graded, Mark(at, position)))
        case .regraded(let strand, let grade, let complexity, let at, _, _):
            guard strands.indices.contains(strand) else { return }
            strands[strand].append(Holding(from: Mark(at, position), grade: grade, complexity: complexity))
            insert(Fact(.regraded, Mark(at, position)))
        case .corrected(let corrected, let occurred, _, _):
            guard let index = facts.firstIndex(where: { $0.mark.position == corrected }) else { return }
            let fact = facts.remove(at: index)
            insert(Fact(fact.name, Mark(occurred, corrected), fact.detail))
        case .breached(let key, _, let at): breaches[key] = at
        case .breachWithdrawn(let key, _): breaches[key] = nil
        case .warned(let key, let share, _): told[key, default: []].append(.warning(share))
        case .rungReached(let key, let rung, _): told[key, default: []].append(.rung(rung.at, rung.tell))
        case .budgetSpent(let key, let team, _): told[key, default: []].append(.budget(team))
        case .dutyCalled: break
        }
    }

    private mutating func insert(_ fact: Fact) {
        var index = facts.endIndex
        // Mostly it is told as it happens.
        if index == 0 || !(fact.mark < facts[index - 1].mark) { return facts.append(fact) }
        while index > 0, fact.mark < facts[index - 1].mark { index -= 1 }
        facts.insert(fact, at: index)
    }

    /// The state after all facts before the mark.
    public func state(before mark: Mark? = nil) -> State {
        var state = State.new
        for fact in facts {
            if let mark, mark < fact.mark { break }
            state = state.after(fact)
        }
        return state
    }

    /// The places of facts that ended a wait by taking the matter up, though `resumed` was not said (POLICIES §2): whoever
    /// engages, say. A wait that was said to go on in the same breath did not end.
    public var resumptions: Set<Int> {
        var places: Set<Int> = []
        var state = State.new
        for (index, fact) in facts.enumerated() {
            let next = state.after(fact)
            if case .waiting = state, next == .open, fact.name != .resumed {
                let following = facts.dropFirst(index + 1).first
                let goesOn = following?.state == state && following?.mark.at == fact.mark.at
                if !goesOn { places.insert(fact.mark.position) }
            }
            state = next
        }
        return places
    }

    /// What happened since it was last reopened, or at all: what was solved and signed before then counts no more.
    public var sinceReopening: ArraySlice<Fact> { facts[(facts.lastIndex { $0.name == .reopened } ?? 0)...] }

    /// Whether the customer has written since one of us last turned to them, or an answer of the engine was accepted.
    public var customerSpokeLast: Bool {
        for fact in facts.reversed() {
            if fact.name == .customerMessage { return true }
            if EventName.replies.contains(fact.name), fact.detail != .robot(accepted: false) { return false }
        }
        return false
    }

    /// Minutes of labour recorded.
    public var labourMinutes: Int {
        facts.reduce(0) { if case .labour(let minutes, _) = $1.detail { $0 + minutes } else { $0 } }
    }
}

extension State {
    /// - Source: POLICIES §2. A resolved ticket is taken up again only by `reopened`.
    func after(_ fact: Fact) -> State {
        switch fact.state {
        case nil, .new: return self
        case .open where fact.name != .reopened && isSettled: return self
        case .waiting where isSettled: return self
        case let next?: return next
        }
    }

    /// Whether it is the customer's turn: nothing goes on before they have said or shown something.
    public var awaitsCustomer: Bool { self == .waiting(.customer) || self == .waiting(.evidence) }

    /// Nothing is being worked on any more.
    public var isSettled: Bool {
        switch self {
        case .resolved, .closed, .cancelled, .merged: true
        case .new, .open, .waiting: false
        }
    }
}
