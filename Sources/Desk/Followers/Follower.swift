import Domain

/// A named reader of the journal. What it does about a stretch of entries is written in one transaction with its new
/// place, so it neither skips nor repeats, whenever the program ends.
public struct Follower: Sendable {
    public let name: String
    /// What the entries lead to; reads nothing but what it is handed.
    let follow: @Sendable (_ entries: [Journal.Entry], _ desk: ServiceDesk) async throws -> Effects

    struct Effects: Sendable {
        var requests: [Request] = []
        var messages: [PendingMessage] = []
    }

    static let entriesAtMost = 500

    /// A stretch of entries, and what it leads to.
    struct Stretch: Sendable {
        let work: Work
        let entries: Int
    }

    /// The next stretch; nil at the journal's end.
    /// - Parameter story: for a desk made from a story: acts as of the stretch's last entry and tells nobody.
    func stretch(_ desk: ServiceDesk, story: Bool) async throws -> Stretch? {
        let place = try await desk.edges.store.place(name)
        let entries = try await desk.edges.store.follow(place, Self.entriesAtMost)
        guard let last = entries.last else { return nil }
        let through = desk.engine.rulesInForce.through
        let effects = try await follow(entries, desk)
        let work = Work(
            requests: effects.requests, step: Step(follower: name, from: place, to: last.position + 1),
            messages: story ? [] : effects.messages, now: story ? last.recorded : nil, rulesThrough: through,
            isQuiet: story)
        return Stretch(work: work, entries: entries.count)
    }
}

/// Keeps every follower at the journal's end.
public struct Followers: Sendable {
    private static let staleAtMost = 30
    /// What comes together is dealt with together: each step is a transaction that everybody's commits wait beside.
    private static let pause = Duration(milliseconds: 25)
    private let desk: ServiceDesk
    private let all: [Follower]

    public init(_ desk: ServiceDesk, _ all: [Follower] = Follower.all) {
        self.desk = desk
        self.all = all
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage("The followers could not go on.", desk.edges)
        var staleInARow = 0
        while !Task.isCancelled {
            do {
                var count = 0
                if await desk.leads("followers") {
                    count = try await stepAll()
                    outage.isOver()
                    staleInARow = 0
                }
                if count == 0 {
                    await desk.wakeFollowers.wait(atMost: .seconds(1))
                } else if count < Follower.entriesAtMost {
                    try? await Task.sleep(for: .milliseconds(Self.pause.milliseconds))
                }
            } catch {
                if Task.isCancelled { return }
                // Another node has gone on from there, and leads by now; or one step was left out, and with it what was
                // judged on it. Unless that is said again and again.
                if case DeskError.stale = error, staleInARow < Self.staleAtMost {
                    staleInARow += 1
                    await desk.wakeFollowers.wait(atMost: Duration(milliseconds: 100))
                    continue
                }
                outage.goesOn(error)
                await desk.wakeFollowers.wait(atMost: .seconds(1))
            }
        }
    }

    /// One stretch for each, handed in together, so that one transaction has them all. Those of a story are told one
    /// after the other, each at its own instant.
    /// - Returns: entries dealt with, all followers together.
    /// - Throws: what kept the first of them from going on; the others went on.
    public func stepAll(story: Bool = false) async throws -> Int {
        var stretches: [Follower.Stretch] = []
        var names: [String] = []
        var failure: (any Error)?
        for follower in all {
            do {
                guard let stretch = try await follower.stretch(desk, story: story) else { continue }
                stretches.append(stretch)
                names.append(follower.name)
                if story { log(try await desk.submit([stretch.work]), [follower.name]) }
            } catch {
                failure = failure ?? error
            }
        }
        if !story { log(try await desk.submit(stretches.map(\.work)), names) }
        if let failure { throw failure }
        return stretches.reduce(0) { $0 + $1.entries }
    }

    private func log(_ outcomes: [[Outcome]], _ names: [String]) {
        for (name, outcomes) in zip(names, outcomes) {
            for case .refused(let refusal) in outcomes {
                desk.edges.log(
                    LogLine(.info, "A follower's command was refused.", ["follower": name, "refusal": refusal.word]))
            }
        }
    }

    /// Until nothing is left to follow.
    public func catchUp(story: Bool = false) async throws {
        while try await stepAll(story: story) > 0 {}
    }

    /// How far behind the slowest and each of them is, in entries.
    public func lags() async throws -> [(name: String, entries: Int64)] {
        let next = try await desk.edges.store.head().next
        var lags: [(name: String, entries: Int64)] = []
        for follower in all { lags.append((follower.name, next - (try await desk.edges.store.place(follower.name)))) }
        return lags
    }
}

extension Refusal {
    /// Its kind, without the facts.
    public var word: String { String("\(self)".prefix { $0 != "(" }) }
}
