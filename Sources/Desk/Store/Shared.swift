import Domain

/// What a store offers besides when several nodes write to it.
///
/// The journal stays the one truth: versions are checked where it is written, so whatever a node has not heard of yet
/// costs it a second judgement, never a wrong entry.
public struct Shared: Sendable {
    /// What to add to this machine's wall clock to have the store's, by which all nodes go.
    public var clockOffset: @Sendable () -> Duration
    /// Calls whenever somebody has written, this node included.
    public var onNews: @Sendable (_ tell: @escaping @Sendable () -> Void) -> Void
    /// The streams that were written from a position on, each with the version of its next entry, and where that ends:
    /// before that position where the journal was put back to an earlier day.
    public var news: @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> News
    /// Streams due by an instant, in order of (due, stream), that are this node's to fire: for some seconds no other node
    /// is handed them.
    public var claim: @Sendable (_ through: Instant, _ limit: Int) async throws(StoreError) -> [StreamID]
    /// Whether this node is the one that does a job. Another is, within seconds, when this one ends or stands still.
    public var leads: @Sendable (_ job: String) async -> Bool
    /// Why nothing can be written at present although the store answers, with the cure; nil if all is well.
    public var trouble: @Sendable () async throws(StoreError) -> String?

    public init(
        clockOffset: @escaping @Sendable () -> Duration,
        onNews: @escaping @Sendable (_ tell: @escaping @Sendable () -> Void) -> Void,
        news: @escaping @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> News,
        claim: @escaping @Sendable (_ through: Instant, _ limit: Int) async throws(StoreError) -> [StreamID],
        leads: @escaping @Sendable (_ job: String) async -> Bool,
        trouble: @escaping @Sendable () async throws(StoreError) -> String?
    ) {
        self.clockOffset = clockOffset
        self.onNews = onNews
        self.news = news
        self.claim = claim
        self.leads = leads
        self.trouble = trouble
    }

    public struct News: Sendable {
        public let versions: [StreamID: Int]
        public let next: Int64
        public init(versions: [StreamID: Int], next: Int64) {
            self.versions = versions
            self.next = next
        }
    }
}

extension Clocks {
    /// The machine's clocks with the wall clock set by a store's.
    func following(_ shared: Shared?) -> Clocks {
        guard let shared else { return self }
        let own = wall
        return Clocks(wall: { own() + shared.clockOffset() }, ticks: ticks)
    }
}

extension ServiceDesk {
    /// Whether a job that one node does for all is this one's.
    public func leads(_ job: String) async -> Bool { await edges.store.shared?.leads(job) ?? true }
}

/// A database was put back to an earlier day behind a node's back.
///
/// All that the node has at hand may be of another story by then: states, keys of people, pages, whose erasures it has
/// done. There is one cure that forgets nothing, which is to begin as a program begins.
public struct JournalPutBack: Error, CustomStringConvertible {
    /// The last entry that the node had read.
    public let position: Int64

    public var description: String {
        "The journal was put back to an earlier day: entry \(position), which was read before, is there no more, or is "
            + "another. The program ends, so that nothing is shown that is not there. Start it again: it reads everything "
            + "anew, and erases again whom it had erased."
    }
}

/// Keeps a node up with what the others write: forgets states that have moved on, wakes whatever waits for work.
public struct Neighbours: Sendable {
    private static let entriesAtMost = 10_000
    /// So often it is looked whether the journal is still the one that was read.
    private static let looksAgain = Duration.seconds(1)
    private let desk: ServiceDesk

    public init(_ desk: ServiceDesk) { self.desk = desk }

    /// Runs until the task is cancelled; returns at once where there are no neighbours.
    public func run() async throws(JournalPutBack) {
        guard let shared = desk.edges.store.shared else { return }
        let news = Signal()
        shared.onNews { news.raise() }
        var next: Int64?
        var known: Journal.Entry?
        var looked = Duration.zero
        var rulesMoved = false
        var outage = Outage("The other nodes can't be heard.", desk.edges)
        while !Task.isCancelled {
            do {
                var from: Int64
                // What was put in force since the rules were read is yet to be heard of.
                if let next {
                    from = next
                } else {
                    from = min(try await desk.edges.store.head().next, desk.engine.rulesInForce.through)
                }
                if known == nil || desk.edges.clocks.ticks() - looked >= Self.looksAgain {
                    looked = desk.edges.clocks.ticks()
                    // Read before the one known is looked at again: what is put back in between is then seen.
                    let nearest = try await entry(at: from - 1)
                    // It may have grown beyond its old end since: only what stands there says that it is another.
                    if let known, try await entry(at: known.position) != known {
                        throw JournalPutBack(position: known.position)
                    }
                    known = nearest
                }
                while case let heard = try await shared.news(from, Self.entriesAtMost), heard.next != from {
                    if heard.next < from { throw JournalPutBack(position: from - 1) }
                    if await desk.engine.hear(heard.versions) { rulesMoved = true }
                    from = heard.next
                    desk.wakeScheduler.raise()
                    desk.wakeFollowers.raise()
                    desk.wakeOutbox.raise()
                    desk.wakeSealer.raise()
                    desk.wakeLive.raise()
                    desk.wakeSearch.raise()
                    desk.wakeFigures.raise()
                }
                next = from
                if rulesMoved { try await desk.engine.learn() }
                rulesMoved = false
                outage.isOver()
                // Told at once; looked at now and then, should a notice be lost with its connection.
                await news.wait(atMost: Duration(milliseconds: 250))
            } catch let putBack as JournalPutBack {
                throw putBack
            } catch {
                if Task.isCancelled { return }
                outage.goesOn(error)
                await news.wait(atMost: .seconds(1))
            }
        }
    }

    private func entry(at position: Int64) async throws -> Journal.Entry? {
        position < 0 ? nil : try await desk.edges.store.read(position, 1).first
    }
}
