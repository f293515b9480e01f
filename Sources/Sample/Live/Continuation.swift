import Desk
import Domain

/// What happens after a story was told up to now: its open tickets are worked on, and new requests come at the pace of a
/// busy morning, whatever the hour is where it is looked at.
///
/// The same seed and the same now go on alike. It ends by itself after a day: a demo that was forgotten grows no further.
public struct Continuation: Sequence, IteratorProtocol, Sendable {
    /// Each with what is added to its instants; the next step of each is at hand.
    private var strands: [Strand]

    private struct Strand: Sendable {
        var story: Story
        let shift: Duration
        let isNew: Bool
        var next: (at: Instant, request: Request)?

        mutating func step(after now: Instant) {
            while let told = story.next() {
                let at = told.at + shift
                // What was told before now was told; of the company itself all was said then.
                if at <= now && !isNew || isNew && told.request.isTold { continue }
                next = (at, told.request)
                return
            }
            next = nil
        }
    }

    private let now: Instant
    /// What else is told, the next first.
    private var others: ArraySlice<(at: Instant, request: Request)>

    /// - Parameters:
    ///   - story: what was told, from its beginning.
    ///   - now: up to when it was.
    ///   - aDay: requests that come in the day that follows.
    ///   - others: what else is told, in the order of time; up to now it was.
    public init(
        _ story: Story, seed: UInt64, until now: Instant, requests aDay: Int = Continuation.requests,
        with others: [(at: Instant, request: Request)] = []
    ) {
        self.now = now
        // A Monday at half past nine: a peak follows, and it is long until evening.
        let monday = now - .hours(24 * Int64(Local(now).day.weekday.rawValue))
        let begin = Instant(milliseconds: Local(monday).day.localMilliseconds) + .minutes(90)
        let more = Story(story.company, seed: seed &+ 1, tickets: aDay, from: begin, days: 1)
        // The same as the story's own.
        var arrivals = Arrivals(seed &+ 1, tickets: aDay, from: begin, days: 1)
        var received: [Instant] = []
        while let at = arrivals.next() { received.append(at + (now - begin)) }
        let contacts = AnsweredContacts.asTheyHappen(
            besides: received, from: now, Chance(seed &+ 1, "live contacts"))
        self.others =
            (others.filter { $0.at > now } + contacts).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)[...]
        strands = [
            Strand(story: story, shift: .zero, isNew: false), Strand(story: more, shift: now - begin, isNew: true),
        ]
        for index in strands.indices { strands[index].step(after: now) }
    }

    /// One in half a minute while it is busy.
    public static let requests = 1_500

    public mutating func next() -> (at: Instant, request: Request)? {
        var first: Int?
        for index in strands.indices {
            guard let at = strands[index].next?.at else { continue }
            if first.flatMap({ strands[$0].next?.at }).map({ at < $0 }) ?? true { first = index }
        }
        if let other = others.first, first.flatMap({ strands[$0].next?.at }).map({ other.at <= $0 }) ?? true {
            others.removeFirst()
            return other
        }
        guard let first, let told = strands[first].next else { return nil }
        strands[first].step(after: now)
        return told
    }
}

extension Request {
    /// Told already: of the company and its people at the beginning of a story, and of contacts that were answered at once as
    /// they happen. A story tells of those once a day, and till then each of a day would seem to have become a ticket.
    fileprivate var isTold: Bool {
        switch command {
        case .record(let kind, _, _): ![RecordKind.customer, .contact, .contract].contains(kind)
        case .answeredAtOnce: true
        default: false
        }
    }
}

/// Tells a story as it happens: each step when its time has come, by the commands that everybody uses.
public struct LiveTelling: Sendable {
    private let desk: ServiceDesk
    private let now: @Sendable () -> Instant
    /// Throws when it is to end.
    private let sleep: @Sendable (Duration) async throws -> Void

    /// People take a moment for everything, also where much came due while the machine slept.
    public static let breath = Duration(milliseconds: 250)

    public init(
        _ desk: ServiceDesk, now: @escaping @Sendable () -> Instant,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.desk = desk
        self.now = now
        self.sleep = sleep
    }

    /// Until the story ends, or sleep throws. What the desk refuses is left out: whoever looks at the demo may have done it
    /// before, or changed what it was about. What they have turned to is theirs: nobody made up touches it again.
    public func tell(_ steps: some Sequence<(at: Instant, request: Request)>) async throws {
        let store = desk.edges.store
        var hands = Hands(from: try await store.head().next)
        for step in steps {
            let wait = step.at - now()
            try await sleep(Swift.max(wait, Self.breath))
            if try await hands.areOff(step.request, store) { continue }
            do { hands.wrote(try await desk.perform(step.request).positions) } catch is Refusal {}
        }
    }
}
