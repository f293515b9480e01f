import Domain
import Synchronization

/// What the desk needs of the world; made once, by the executable or by a test.
public struct Edges: Sendable {
    public var store: Store
    public var clocks: Clocks
    /// So many random bytes, from the machine's best source.
    public var random: @Sendable (Int) -> [UInt8]
    public var makePolicy: PolicyMaker
    /// The program's own tables, for what no policy pins: rosters, months.
    public var zones: Zones
    public var official: [String: OfficialCalendar]
    /// Sends a message; the entry it tells of comes along.
    public var deliver: @Sendable (Message, Journal.Entry) async -> Delivery
    /// For the operator; holds ids, never a person's data.
    public var log: @Sendable (LogLine) -> Void
    /// Whether news goes out by mail.
    public var mails: Bool
    /// Notes down, durably and outside the desk, who is about to be erased: a restored backup must not bring them back.
    public var registerErasures: @Sendable ([Erasure]) async throws -> Void

    public init(
        store: Store, clocks: Clocks, random: @escaping @Sendable (Int) -> [UInt8],
        makePolicy: @escaping PolicyMaker, zones: Zones, official: [String: OfficialCalendar],
        deliver: @escaping @Sendable (Message, Journal.Entry) async -> Delivery,
        log: @escaping @Sendable (LogLine) -> Void, mails: Bool = false,
        registerErasures: @escaping @Sendable ([Erasure]) async throws -> Void = { _ in }
    ) {
        self.store = store
        self.clocks = clocks
        self.random = random
        self.makePolicy = makePolicy
        self.zones = zones
        self.official = official
        self.deliver = deliver
        self.log = log
        self.mails = mails
        self.registerErasures = registerErasures
    }
}

public struct LogLine: Hashable, Sendable {
    public enum Level: String, Sendable { case info, warning, error }
    public let level: Level
    public let text: String
    public let facts: [String: String]
    public init(_ level: Level, _ text: String, _ facts: [String: String] = [:]) {
        self.level = level
        self.text = text
        self.facts = facts
    }
}

/// The running desk: takes requests, keeps what follows from them, and tells what time brings about.
public final class ServiceDesk: Sendable {
    public let edges: Edges
    let timekeeper: Timekeeper
    let inbox: Inbox
    let engine: Engine
    let wakeScheduler: Signal
    let nextFiring = NextFiring()
    let wakeFollowers: Signal
    let wakeOutbox: Signal
    let wakeSealer = Signal()
    /// Raised whenever the journal has grown.
    public let wakeLive = Signal()
    let wakeSearch = Signal()
    let wakeFigures = Signal()
    let watchers: Watchers
    /// Readings that stand in the journal already.
    let noted = Mutex(Shelf<Reading, Bool>(atMost: 10_000))

    /// Reads what is in force and takes up where the journal ends.
    /// - Parameter cached: streams whose state is kept at hand.
    public static func open(_ edges: Edges, cached: Int = 20_000) async throws -> ServiceDesk {
        let head = try await edges.store.head()
        let rules = try await Rules.load(edges)
        var edges = edges
        edges.store = Tail.on(edges.store)
        return ServiceDesk(edges, rules, head, cached)
    }

    private init(_ edges: Edges, _ rules: Rules, _ head: Head, _ cached: Int) {
        self.edges = edges
        let (scheduler, followers, outbox) = (Signal(), Signal(), Signal())
        let (sealer, live, search, figures) = (wakeSealer, wakeLive, wakeSearch, wakeFigures)
        (wakeScheduler, wakeFollowers, wakeOutbox) = (scheduler, followers, outbox)
        let watchers = Watchers()
        self.watchers = watchers
        timekeeper = Timekeeper(edges.clocks.following(edges.store.shared))
        inbox = Inbox()
        engine = Engine(
            store: edges.store, inbox: inbox, timekeeper: timekeeper, rules: rules, recorded: head.recorded,
            cached: cached, random: edges.random, makePolicy: edges.makePolicy,
            reload: { try await Rules.load(edges) },
            onCommit: { [nextFiring, timekeeper] positions, hasMessages, firstDue in
                if !positions.isEmpty {
                    followers.raise()
                    sealer.raise()
                    live.raise()
                    search.raise()
                    figures.raise()
                }
                if hasMessages { outbox.raise() }
                // Nearly everything is due later than what it sleeps for.
                if nextFiring.isEarlier(firstDue, now: timekeeper.read().now) { scheduler.raise() }
            }, onChange: { watchers.tell($0) })
    }

    /// Does what is asked; answers after it is on disk.
    /// - Throws: `Refusal` for the person who asked, `DeskError` for the operator.
    public func perform(_ request: Request) async throws -> Receipt {
        let erases = request.command.erasedPerson != nil
        if erases { try await noteErasures([request]) }
        switch try await submit(Work(requests: [request]))[0] {
        case .done(let receipt):
            if erases { try await forgetErased([request]) }
            return receipt
        case .refused(let refusal): throw refusal
        }
    }

    /// Each request in a transaction of its own, all on their way at once; outcomes in the same order.
    public func performAll(_ requests: [Request]) async throws -> [Outcome] {
        try await noteErasures(requests)
        let outcomes = try await submit(requests.map { Work(requests: [$0]) }).map { $0[0] }
        try await forgetErased(requests)
        return outcomes
    }

    private func erased(_ requests: [Request]) -> [PersonID] { requests.compactMap(\.command.erasedPerson) }

    /// Whoever is erased is found no more when that is answered. Of a request that was refused nobody is: then documents
    /// are only written anew.
    private func forgetErased(_ requests: [Request]) async throws {
        let people = erased(requests)
        if !people.isEmpty { try await edges.store.search.forget(people) }
    }

    /// Whoever is erased stands in the register first, whichever way it was asked for.
    private func noteErasures(_ requests: [Request]) async throws {
        let people = erased(requests)
        if people.isEmpty { return }
        let position = try await edges.store.head().next
        try await edges.registerErasures(
            people.map { Erasure(person: $0, at: timekeeper.read().now, position: position) })
    }

    /// As it happened elsewhere or in a story: each request at its own instant, never before the last one recorded;
    /// nobody is told.
    public func relive(_ requests: [(at: Instant, request: Request)]) async throws -> [Outcome] {
        try await submit(requests.map { Work(requests: [$0.request], now: $0.at, isQuiet: true) }).map { $0[0] }
    }

    func submit(_ works: [Work]) async throws(DeskError) -> [[Outcome]] {
        if works.isEmpty { return [] }
        let result: Result<[[Outcome]], DeskError> = await withCheckedContinuation { continuation in
            let gathering = Gathering(works.count) { continuation.resume(returning: $0) }
            let items = works.enumerated().map { index, work in
                Inbox.Item(work: work) { gathering.take($0, at: index) }
            }
            if inbox.put(items) { Task { [engine] in await engine.drain() } }
        }
        return try result.get()
    }

    func submit(_ work: Work) async throws(DeskError) -> [Outcome] {
        let result: Result<[Outcome], DeskError> = await withCheckedContinuation { continuation in
            let starts = inbox.put(Inbox.Item(work: work) { continuation.resume(returning: $0) })
            if starts { Task { [engine] in await engine.drain() } }
        }
        return try result.get()
    }

    /// Takes nothing more, finishes what was taken, closes the store.
    public func close() async {
        await inbox.close()
        await edges.store.close()
    }

    /// A ticket's clocks as of now: what time has brought about is in it, whether or not it has been written down.
    public func ticket(_ id: TicketID) async throws -> TicketView? {
        guard let held = try await engine.state(.ticket(id)), case .ticket(let ticket) = held.aggregate else {
            return nil
        }
        if isBehind(CollectionOfOne(held)) { try? await engine.learn() }
        return view(ticket, version: held.version - 1, engine.rulesInForce.book, at: timekeeper.read().now)
    }

    private func view(_ ticket: Ticket, version: Int, _ book: Book, at now: Instant) -> TicketView {
        var ticket = ticket
        let (judge, clocks) = ticket.standing(at: now, book)
        return TicketView(ticket: ticket, judge: judge, clocks: clocks, version: version)
    }

    /// Tickets as of now, as `ticket` tells each, in the order of their ids; what there is none of is left out.
    ///
    /// One reading of the store has all that are not at hand. Nothing of it is kept: whoever looks at all there is would
    /// drive out what is wanted again.
    public func tickets(_ ids: [TicketID]) async throws(StoreError) -> [TicketView] {
        let states = try await engine.states(ids.map(StreamID.ticket))
        // What this node can't read is told of where it hears the others; then it goes by what it knows.
        if isBehind(states.values) { try? await engine.learn() }
        let (book, now) = (engine.rulesInForce.book, timekeeper.read().now)
        return ids.compactMap { id in
            guard let held = states[.ticket(id)], case .ticket(let ticket) = held.aggregate else { return nil }
            return view(ticket, version: held.version - 1, book, at: now)
        }
    }

    /// Whether another node graded any by what was put in force a moment ago and has not been heard of yet.
    private func isBehind(_ states: some Sequence<Held>) -> Bool {
        if edges.store.shared == nil { return false }
        let book = engine.rulesInForce.book
        return states.contains { held in
            guard case .ticket(let ticket) = held.aggregate else { return false }
            return ticket.course.grades.contains { book[$0.policy] == nil }
        }
    }

    /// Whose a ticket is and how far its journal goes; nil if there is none.
    public func standing(of id: TicketID) async throws -> (customer: CustomerID, version: Int)? {
        guard let held = try await engine.state(.ticket(id)), case .ticket(let ticket) = held.aggregate else {
            return nil
        }
        return (ticket.customer, held.version - 1)
    }

    /// Whose a ticket is; nil if there is none.
    public func customer(of id: TicketID) async throws -> CustomerID? { try await standing(of: id)?.customer }

    /// An incident as it stands.
    public func incident(_ id: IncidentID) async throws -> IncidentView? {
        guard let held = try await engine.state(.incident(id)), case .incident(let incident) = held.aggregate else {
            return nil
        }
        let judge = Judge(incident.course, book: engine.rulesInForce.book, now: timekeeper.read().now)
        return IncidentView(incident: incident, judge: judge, clocks: judge.clocks(), version: held.version - 1)
    }

    /// What stands on a contract's ledger.
    public func ledger(_ id: ContractID) async throws -> Ledger? {
        if case .ledger(let ledger)? = try await engine.state(.ledger(id))?.aggregate { ledger } else { nil }
    }

    /// Now, as the desk's requests are dated: of several nodes, by the database's clock.
    public var now: Instant { timekeeper.read().now }

    /// Whether other nodes write to its store too.
    public var isShared: Bool { edges.store.shared != nil }

    /// By how much the wall clock is away while it is not believed.
    public var clockLeap: Duration? { timekeeper.read().leap }

    public func measures() async -> [Measure] {
        let counters = await engine.counters
        return [
            Measure("yinuo_requests_total", .counter, "Requests judged.", [], Double(counters.requests)),
            Measure("yinuo_refused_total", .counter, "Requests refused.", [], Double(counters.refused)),
            Measure("yinuo_failed_total", .counter, "Requests that the store failed.", [], Double(counters.failed)),
            Measure("yinuo_batches_total", .counter, "Transactions.", [], Double(counters.batches)),
            Measure("yinuo_stale_total", .counter, "Decisions judged again.", [], Double(counters.stale)),
            Measure("yinuo_waiting_requests", .gauge, "Requests that wait.", [], Double(inbox.depth)),
            Measure("yinuo_states_at_hand", .gauge, "Streams kept in memory.", [], Double(engine.cached)),
            Measure(
                "yinuo_clock_leap_seconds", .gauge, "How far the wall clock leapt; 0 while it is believed.", [],
                Double(clockLeap?.milliseconds ?? 0) / 1_000),
        ]
    }

    /// The policies in force, with the data they were activated on.
    public var policies: [PolicyInForce] { get async { engine.rulesInForce.book.all } }

    /// A new id, 15 letters and digits that can't be misread: the last 40 bits of the millisecond it was made in, 35 of
    /// chance. One sign more, and each copy of it in memory would be counted references to text that lies elsewhere.
    ///
    /// What is made together lies together in every index, so that a batch writes a few pages instead of one for each
    /// (the reason for UUIDv7, RFC 9562): with whole seconds, thousands of ids still lay scattered over one second.
    public func newID() -> String {
        let chance = edges.random(5).reduce(0) { $0 << 8 | UInt64($1) }
        return ServiceDesk.id(UInt64(bitPattern: timekeeper.read().now.milliseconds), chance)
    }

    /// Of both the last 40 bits, eight letters of the time and seven of chance.
    static func id(_ time: UInt64, _ chance: UInt64) -> String {
        String(unsafeUninitializedCapacity: 15) { text in
            for place in 0..<15 {
                let bits = place < 8 ? time >> (35 - 5 * place) : chance >> (75 - 5 * place)
                text.initializeElement(at: place, to: letters[Int(bits & 31)])
            }
            return 15
        }
    }

    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}

extension Command {
    /// Who is erased by it.
    fileprivate var erasedPerson: PersonID? {
        guard case .record(let kind, let id, .erase) = self else { return nil }
        return PersonID(rawValue: StreamID.record(kind, id).description)
    }
}

/// A ticket as it stands at an instant.
public struct TicketView: Sendable {
    public let ticket: Ticket
    public let judge: Judge
    public let clocks: [Clock]
    public let version: Int

    /// Until when it looks the same unless somebody does something; nil where it changes all the time.
    public var until: Instant? {
        let isGrowing = clocks.contains {
            if case .breached(let breach) = $0.progress { breach.ended == nil } else { false }
        }
        return isGrowing ? nil : judge.next(clocks) ?? Instant(milliseconds: .max)
    }
}

/// An incident as it stands at an instant.
public struct IncidentView: Sendable {
    public let incident: Incident
    public let judge: Judge
    public let clocks: [Clock]
    public let version: Int
}

extension Rules {
    /// Every policy version that was ever put in force, on the data it was activated with, in journal order.
    static func load(_ edges: Edges) async throws -> Rules {
        var rules = Rules(zones: edges.zones, official: edges.official)
        // First: what is written while they are read is read once more, never missed.
        if edges.store.shared != nil { rules.through = try await edges.store.head().next }
        for kind in commonKinds {
            var after: String?
            while case let names = try await edges.store.names(.record(kind), after, 500), !names.isEmpty {
                let streams = try await edges.store.streams(names.map { StreamID(.record(kind), $0) })
                rules.learn(
                    streams.values.compactMap { entries in
                        if case .record(let record)? = Held(replaying: entries)?.aggregate { record } else { nil }
                    })
                after = names.last
            }
        }
        var activations: [(position: Int64, activation: Activation)] = []
        var after: String?
        while true {
            let names = try await edges.store.names(.policy, after, 500)
            if names.isEmpty { break }
            for (_, entries) in try await edges.store.streams(names.map { StreamID(.policy, $0) }) {
                for entry in entries {
                    if case .policy(let activation) = entry.event { activations.append((entry.position, activation)) }
                }
            }
            after = names.last
        }
        activations.sort { $0.position < $1.position }
        var rest = activations[...]
        while !rest.isEmpty {
            // Some are read beside each other, since a start waits for all; they come into force one after the other.
            let some = rest.prefix(4).map(\.activation)
            rest = rest.dropFirst(some.count)
            let made = try await withThrowingTaskGroup(of: (Int, PolicyInForce).self) { group in
                for (index, activation) in some.enumerated() {
                    group.addTask { (index, try await policy(activation, edges)) }
                }
                return try await group.reduce(into: [Int: PolicyInForce]()) { $0[$1.0] = $1.1 }
            }
            for (index, activation) in some.enumerated() {
                if let policy = made[index] { rules.add(policy, activation) }
            }
        }
        return rules
    }

    private static func policy(_ activation: Activation, _ edges: Edges) async throws -> PolicyInForce {
        var official: [String: [UInt8]] = [:]
        for (name, hash) in activation.official { official[name] = try await document(hash, edges) }
        let files = Policy.Files(
            content: try await document(activation.content, edges),
            zones: try await document(activation.zones, edges), official: official)
        return try edges.makePolicy(files, activation.version.edition)
    }

    private static func document(_ hash: String, _ edges: Edges) async throws -> [UInt8] {
        guard let bytes = try await edges.store.document(hash) else {
            throw StoreError.damaged(path: "the desk", what: "the document \(hash) is missing")
        }
        return bytes
    }
}
