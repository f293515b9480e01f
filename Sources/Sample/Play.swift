import Desk
import Domain

/// Plays a story into a desk: everything at its own instant, time itself as it passes, and what the desk does by itself.
public struct Play: Sendable {
    /// How a play went.
    public struct Played: Sendable {
        public var requests = 0
        public var refused = 0
        /// Opened, duplicates and split parts among them.
        public var tickets = 0
        /// Streams that time woke.
        public var fired = 0
        public var entries: Int64 = 0
        /// The first ten.
        public var refusals: [(at: Instant, request: Request, refusal: Refusal)] = []
        public var last: Instant?
    }

    /// A batch covers so much of the story's time at most, so that nothing that was due is noticed later than that.
    private let span: Duration
    private let batch: Int
    private var played = Played()
    /// Batches since the followers were at the end.
    private var unfollowed = 0
    private static let unfollowedAtMost = 8

    /// - Parameter batch: requests handed over together.
    public init(span: Duration = .minutes(10), batch: Int = 512) {
        self.span = span
        self.batch = batch
    }

    /// - Parameters:
    ///   - end: what would happen later is left untold, so that what is open then stays open; nil for all of the story.
    ///   - progress: called after every batch.
    public func play(
        _ story: Story, into desk: ServiceDesk, until end: Instant? = nil, progress: (Played) -> Void = { _ in }
    ) async throws -> Played {
        try await play(story, ending: story.end, into: desk, until: end, progress: progress)
    }

    /// Any requests in the order of time.
    /// - Parameter last: up to when time passes at least, where nobody says until when it is told.
    public func play(
        _ story: some Sequence<(at: Instant, request: Request)>, ending last: Instant, into desk: ServiceDesk,
        until end: Instant? = nil, progress: (Played) -> Void = { _ in }
    ) async throws -> Played {
        var play = self
        let before = try await desk.edges.store.head().next
        var gathered: [(at: Instant, request: Request)] = []
        gathered.reserveCapacity(batch)
        for step in story {
            if let end, end < step.at { break }
            if let first = gathered.first, gathered.count >= batch || first.at + span < step.at {
                try await play.hand(&gathered, to: desk)
                progress(play.played)
            }
            gathered.append(step)
            if step.request.isHeardElsewhere {
                // Nobody speaks of a restored failure before all have heard of it.
                try await play.hand(&gathered, to: desk)
                try await play.follow(desk)
            }
        }
        try await play.hand(&gathered, to: desk)
        try await play.fire(desk, through: end ?? max(last, play.played.last ?? last))
        try await play.follow(desk)
        play.played.entries = try await desk.edges.store.head().next - before
        progress(play.played)
        return play.played
    }

    private mutating func hand(
        _ requests: inout [(at: Instant, request: Request)], to desk: ServiceDesk
    ) async throws {
        guard let first = requests.first, let last = requests.last else { return }
        try await fire(desk, through: first.at)
        for (step, outcome) in zip(requests, try await desk.relive(requests)) { count(step, outcome) }
        played.last = last.at
        requests.removeAll(keepingCapacity: true)
        unfollowed += 1
        if unfollowed == Play.unfollowedAtMost { try await follow(desk) }
    }

    private mutating func count(_ step: (at: Instant, request: Request), _ outcome: Outcome) {
        played.requests += 1
        switch outcome {
        case .refused(let refusal):
            played.refused += 1
            if played.refusals.count < 10 { played.refusals.append((step.at, step.request, refusal)) }
        case .done(let receipt):
            played.entries += Int64(receipt.positions.count)
            switch step.request.command {
            case .open, .split: played.tickets += 1
            default: break
            }
        }
    }

    /// What follows from the entries so far: postings, and tickets that hear of their incident.
    private mutating func follow(_ desk: ServiceDesk) async throws {
        try await Followers(desk).catchUp(story: true)
        unfollowed = 0
    }

    /// What is due, by and by, so that also in a quiet night everything is written down soon after it happened.
    private mutating func fire(_ desk: ServiceDesk, through end: Instant) async throws {
        let scheduler = Scheduler(desk)
        var reached: Instant?
        while let due = try await desk.edges.store.nextDue(), due <= end {
            // Should a stream stay due, its time still passes.
            let through = min(end, max(due, reached ?? due) + span)
            while true {
                let count = try await scheduler.fire(through: through, story: true)
                played.fired += count
                if count < Scheduler.atMost { break }
            }
            if through == end { break }
            reached = through
        }
    }
}

extension Request {
    /// An incident's end, of which each ticket that shares it is told.
    fileprivate var isHeardElsewhere: Bool {
        guard case .incident(_, let commands) = command else { return false }
        return commands.contains { command in
            if case .record(let name, _, _, _) = command { name == .restored || name == .resolved } else { false }
        }
    }
}
