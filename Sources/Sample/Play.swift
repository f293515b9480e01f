import Desk
import Domain

/// Plays a story into a desk: everything at its own instant, and time itself as it passes.
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
    private var played = Played()

    public init(span: Duration = .minutes(10)) { self.span = span }

    /// - Parameters:
    ///   - batch: requests handed over together.
    ///   - progress: called after every batch.
    public func play(
        _ story: Story, into desk: ServiceDesk, batch: Int = 512,
        progress: @Sendable (Played) -> Void = { _ in }
    ) async throws -> Played {
        var play = self
        let before = try await desk.edges.store.head().next
        var gathered: [(at: Instant, request: Request)] = []
        gathered.reserveCapacity(batch)
        for step in story {
            if let first = gathered.first, gathered.count >= batch || first.at + span < step.at {
                try await play.hand(gathered, to: desk)
                progress(play.played)
                gathered.removeAll(keepingCapacity: true)
            }
            gathered.append(step)
        }
        try await play.hand(gathered, to: desk)
        try await play.fire(desk, through: max(story.end, play.played.last ?? story.end))
        play.played.entries = try await desk.edges.store.head().next - before
        progress(play.played)
        return play.played
    }

    private mutating func hand(_ requests: [(at: Instant, request: Request)], to desk: ServiceDesk) async throws {
        guard let first = requests.first else { return }
        try await fire(desk, through: first.at)
        for (step, outcome) in zip(requests, try await desk.relive(requests)) {
            played.requests += 1
            switch (outcome, step.request.command) {
            case (.refused(let refusal), _):
                played.refused += 1
                if played.refusals.count < 10 { played.refusals.append((step.at, step.request, refusal)) }
            case (.done, .open), (.done, .split): played.tickets += 1
            case (.done, _): break
            }
        }
        played.last = requests.last?.at
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
