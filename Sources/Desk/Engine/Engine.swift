import Domain

/// Turns work into decisions, batch by batch: judged in order on the freshest states, written in one transaction,
/// answered after it is on disk.
///
/// Work that arrives while a batch is being written is the next batch, so the disk's own pace sets their size and
/// nobody waits for a window (group commit). One batch at a time: no decision is ever based on a state that may still
/// be taken back.
actor Engine {
    static let batchAtMost = 512
    private static let triesAtMost = 3

    private let store: Store
    private let inbox: Inbox
    private let timekeeper: Timekeeper
    private let random: @Sendable (Int) -> [UInt8]
    private let makePolicy: PolicyMaker
    private let onCommit: @Sendable (Range<Int64>, _ hasMessages: Bool, _ hasDues: Bool) -> Void
    private(set) var rules: Rules
    private var shelf: Shelf
    private var recorded: Instant
    private(set) var counters = Counters()

    struct Counters: Sendable {
        var requests = 0
        var refused = 0
        var batches = 0
        var stale = 0
        var failed = 0
    }

    init(
        store: Store, inbox: Inbox, timekeeper: Timekeeper, rules: Rules, recorded: Instant?, cached: Int,
        random: @escaping @Sendable (Int) -> [UInt8], makePolicy: @escaping PolicyMaker,
        onCommit: @escaping @Sendable (Range<Int64>, Bool, Bool) -> Void
    ) {
        self.store = store
        self.inbox = inbox
        self.timekeeper = timekeeper
        self.rules = rules
        self.recorded = recorded ?? Instant(milliseconds: .min)
        shelf = Shelf(atMost: cached)
        self.random = random
        self.makePolicy = makePolicy
        self.onCommit = onCommit
    }

    var cached: Int { shelf.count }

    /// Works until the inbox is empty; the inbox sees to it that only one drain runs.
    func drain() async {
        while let items = inbox.take(Self.batchAtMost) {
            for part in Self.parts(items) { await handle(part) }
        }
    }

    /// Cut where a key comes again: what the second leads to is known when the first is written, and nothing may be
    /// judged on it before.
    private static func parts(_ items: [Inbox.Item]) -> [[Inbox.Item]] {
        var parts: [[Inbox.Item]] = [[]]
        var keys: Set<Receipt.Key> = []
        for item in items {
            let own = item.work.requests.compactMap { $0.receipt?.key }
            if !keys.isDisjoint(with: own) {
                parts.append([])
                keys = []
            }
            keys.formUnion(own)
            parts[parts.count - 1].append(item)
        }
        return parts
    }

    private func handle(_ items: [Inbox.Item]) async {
        var items = items
        var tries = 1
        var isFirst = true
        while !items.isEmpty {
            do throws(StoreError) {
                let again = try await round(items, isFirst: isFirst, isLast: tries >= Self.triesAtMost)
                // What is stale because a neighbour was turned away is nobody's try; each round answers somebody.
                tries = again.count < items.count ? 1 : tries + 1
                items = again
                isFirst = false
            } catch {
                counters.failed += items.count
                for item in items { item.reply(.failure(.store(error))) }
                return
            }
        }
    }

    /// One transaction. - Returns: what was stale and has to be judged again.
    private func round(
        _ items: [Inbox.Item], isFirst: Bool, isLast: Bool
    ) async throws(StoreError) -> [Inbox.Item] {
        let known = try await receipts(of: items)
        let near = try await fetch(items, isFirst: isFirst)
        let time = max(timekeeper.read().now, recorded)
        var pending: [StreamID: Held] = [:]
        var batch: [Decision] = []
        var waiting: [(item: Inbox.Item, outcomes: [Judged], decision: Int?)] = []
        var sheets: [Written] = []
        let rulesBefore = rules
        var latest = recorded
        for item in items {
            let now = max(item.work.now ?? time, latest)
            var sheet = Sheet(now: now, isQuiet: item.work.isQuiet, erased: item.work.erased)
            sheet.decision.step = item.work.step
            sheet.decision.messages = item.work.messages
            sheet.decision.deliveries = item.work.deliveries
            var decider = Decider(rules: rules, random: random, makePolicy: makePolicy) { [shelf] stream in
                pending[stream] ?? near[stream] ?? shelf.peek(stream)
            }
            var outcomes: [Judged] = []
            for request in item.work.requests {
                counters.requests += 1
                if let known = request.receipt.flatMap({ known[$0.key] }) {
                    outcomes.append(
                        known.requestHash == request.receipt?.requestHash
                            ? .known(known.receipt) : .refused(.keyReused(request.receipt?.key.text ?? "")))
                    continue
                }
                let first = sheet.decision.drafts.count
                do throws(Refusal) {
                    try decider.decide(request, &sheet)
                    sheet.decision.receipt = request.receipt ?? sheet.decision.receipt
                    outcomes.append(.drafts(first..<sheet.decision.drafts.count))
                } catch {
                    counters.refused += 1
                    outcomes.append(.refused(error))
                }
            }
            rules = decider.rules
            finish(&sheet, near) { pending[$0] != nil }
            for stream in sheet.touched { pending[stream] = sheet[stream] }
            if sheet.decision.isEmpty {
                waiting.append((item, outcomes, nil))
            } else {
                latest = now
                waiting.append((item, outcomes, batch.count))
                batch.append(sheet.decision)
                sheets.append(
                    Written(states: sheet.touched.map { ($0, sheet[$0]!) }, activated: sheet.activated))
            }
        }
        let results: [Committed]
        do throws(StoreError) {
            results = batch.isEmpty ? [] : try await store.commit(batch)
        } catch {
            // Nothing of it stands: forget what was judged on.
            for stream in pending.keys { shelf.drop(stream) }
            rules = rulesBefore
            throw error
        }
        counters.batches += batch.isEmpty ? 0 : 1
        recorded = max(recorded, latest)
        return settle(waiting, results, batch, sheets, rulesBefore, isLast)
    }

    /// Keeps what stands, answers whom it concerns.
    private func settle(
        _ waiting: [(item: Inbox.Item, outcomes: [Judged], decision: Int?)], _ results: [Committed],
        _ batch: [Decision],
        _ sheets: [Written], _ rulesBefore: Rules, _ isLast: Bool
    ) -> [Inbox.Item] {
        var again: [Inbox.Item] = []
        var written: Range<Int64>?
        // What was judged on a change that did not come about, and wrote nothing a store could find stale.
        var undone: Set<StreamID> = []
        for (index, result) in results.enumerated() {
            if case .done = result { continue }
            undone.formUnion(sheets[index].states.map(\.stream))
        }
        if results.contains(where: { if case .done = $0 { false } else { true } }) {
            // Only what was written is a rule.
            rules = rulesBefore
            for (index, result) in results.enumerated() { if case .done = result { rules.take(sheets[index]) } }
        }
        for (item, outcomes, index) in waiting {
            guard let index else {
                if !isLast, !undone.isDisjoint(with: item.work.requests.flatMap(\.command.streams)) {
                    again.append(item)
                    continue
                }
                item.reply(.success(outcomes.map { $0.outcome(from: 0, recorded: recorded) }))
                continue
            }
            switch results[index] {
            case .done(let positions):
                for (stream, held) in sheets[index].states { shelf.put(stream, held) }
                if !positions.isEmpty { written = (written?.lowerBound ?? positions.lowerBound)..<positions.upperBound }
                item.reply(
                    .success(
                        outcomes.map { $0.outcome(from: positions.lowerBound, recorded: batch[index].recorded) }))
            case .repeated(let known):
                for (stream, _) in sheets[index].states { shelf.drop(stream) }
                let isSame = known.requestHash == batch[index].receipt?.requestHash
                let text = batch[index].receipt?.key.text ?? ""
                item.reply(.success(outcomes.map { _ in isSame ? .done(known.receipt) : .refused(.keyReused(text)) }))
            case .erased(let person):
                for (stream, _) in sheets[index].states { shelf.drop(stream) }
                let isFollowers =
                    item.work.step != nil || item.work.requests.allSatisfy { $0.actor.rawValue.hasPrefix("follower:") }
                if isFollowers, !item.work.erased.contains(person) {
                    // A follower that is refused would come back with the same for ever, and its other effects are
                    // not that person's: each time round one more person is left out.
                    var work = item.work
                    work.erased.insert(person)
                    again.append(Inbox.Item(work: work, reply: item.reply))
                } else {
                    item.reply(.success(outcomes.map { _ in .refused(.erased(person)) }))
                }
            case .refused(let refusal):
                counters.refused += 1
                for (stream, _) in sheets[index].states { shelf.drop(stream) }
                // A follower's place stays where it was, so to it this is no answer.
                item.reply(
                    item.work.step == nil
                        ? .success(outcomes.map { _ in .refused(refusal) }) : .failure(.defect("\(refusal)")))
            case .stale(let stream):
                counters.stale += 1
                shelf.drop(stream)
                for (stream, _) in sheets[index].states { shelf.drop(stream) }
                if isLast || item.work.step != nil {
                    item.reply(.failure(.stale(stream)))
                } else {
                    again.append(item)
                }
            }
        }
        let hasMessages = batch.contains { !$0.messages.isEmpty || !$0.deliveries.isEmpty }
        onCommit(written ?? 0..<0, hasMessages, batch.contains { !$0.dues.isEmpty })
        return again
    }

    /// The projections of what changed, and who is told of it.
    /// - Parameter isPending: whether the same batch has changed a stream before.
    private func finish(_ sheet: inout Sheet, _ near: [StreamID: Held], isPending: (StreamID) -> Bool) {
        if !sheet.isQuiet {
            for (index, draft) in sheet.decision.drafts.enumerated() {
                for (number, notice) in Notice.of(draft.event, sheet[draft.stream]).enumerated() {
                    sheet.decision.messages.append(
                        PendingMessage(
                            of: .draft(index), number: number, maker: .log, target: notice.target,
                            subject: notice.subject, notBefore: notBefore(notice, sheet[draft.stream], sheet.now)))
                }
            }
        }
        for stream in sheet.touched {
            guard let held = sheet[stream] else { continue }
            let projection = Projection(held, recorded: sheet.now, rules)
            if let row = projection.row { sheet.decision.rows.append(row) }
            if held.due != .some(projection.due) || sheet.woken.contains(stream) {
                sheet.decision.dues.append(DueRow(stream, projection.due))
                sheet.keep(due: projection.due, of: stream)
            }
        }
        // Nothing was told, so the next instant is asked of the state as it stands. What the batch has changed before
        // writes its own line, if it stands; if it does not, the old line must stay, since it has yet to fire.
        for stream in sheet.woken where sheet[stream] == nil && !isPending(stream) {
            let due = (near[stream] ?? shelf.peek(stream)).flatMap { Projection($0, recorded: sheet.now, rules).due }
            sheet.decision.dues.append(DueRow(stream, due))
        }
    }

    /// Nobody is woken off duty, unless the ladder says so.
    private func notBefore(_ notice: Notice, _ held: Held?, _ now: Instant) -> Instant {
        guard let role = notice.role, !notice.mayWake else { return now }
        var team: TeamID?
        if case .ticket(let ticket)? = held?.aggregate { team = ticket.holder }
        return rules.dutyInstant(role, team: team, from: now)
    }

    /// Brings to hand what the requests touch.
    /// - Returns: all of it, since the shelf lets go of some when it is more than the shelf holds.
    private func fetch(_ items: [Inbox.Item], isFirst: Bool) async throws(StoreError) -> [StreamID: Held] {
        var near: [StreamID: Held] = [:]
        try await fetch(first(items, isFirst), into: &near)
        var further: Set<StreamID> = []
        for item in items {
            for request in item.work.requests { further.formUnion(request.command.further({ near[$0] }, rules)) }
        }
        try await fetch(further, into: &near)
        return near
    }

    private func first(_ items: [Inbox.Item], _ isFirst: Bool) -> Set<StreamID> {
        var wanted: Set<StreamID> = []
        for item in items {
            for request in item.work.requests {
                var streams = request.command.streams
                if case .activate(let files) = request.command, let policy = try? makePolicy(files, 1) {
                    streams.append(.policy(policy.version.id))
                }
                // What begins is hardly ever there already; should it be, the store finds the decision stale, and the
                // second time it is looked for.
                let begun = isFirst ? request.command.begins : nil
                for stream in streams where stream != begun || shelf.peek(stream) != nil { wanted.insert(stream) }
            }
        }
        return wanted
    }

    private func fetch(_ wanted: Set<StreamID>, into near: inout [StreamID: Held]) async throws(StoreError) {
        var missing: [StreamID] = []
        for stream in wanted where near[stream] == nil {
            if shelf.refresh(stream) { near[stream] = shelf.peek(stream) } else { missing.append(stream) }
        }
        if missing.isEmpty { return }
        for (stream, entries) in try await store.streams(missing) {
            guard let held = Held(replaying: entries) else { continue }
            near[stream] = held
            shelf.put(stream, held)
        }
    }

    private func receipts(of items: [Inbox.Item]) async throws(StoreError) -> [Receipt.Key: Known] {
        let keys = items.flatMap { $0.work.requests.compactMap { $0.receipt?.key } }
        return keys.isEmpty ? [:] : try await store.receipts(keys)
    }

    /// What a stream looks like now, for views.
    func state(_ stream: StreamID) async throws(StoreError) -> Held? {
        if let held = shelf.peek(stream) { return held }
        return try await store.streams([stream])[stream].flatMap { Held(replaying: $0) }
    }
}

/// What a decision changes in memory once it is written.
struct Written {
    let states: [(stream: StreamID, held: Held)]
    let activated: [(policy: PolicyInForce, activation: Activation)]
}

extension Rules {
    fileprivate mutating func take(_ written: Written) {
        for (policy, activation) in written.activated { add(policy, activation) }
        for (_, held) in written.states { if case .record(let record) = held.aggregate { learn(record) } }
    }
}

/// A request's fate before it has positions.
enum Judged {
    /// Its drafts within the decision.
    case drafts(Range<Int>)
    case refused(Refusal)
    /// Done before, under the same key.
    case known(Receipt)

    func outcome(from first: Int64, recorded: Instant) -> Outcome {
        switch self {
        case .drafts(let range):
            .done(
                Receipt(
                    positions: first + Int64(range.lowerBound)..<first + Int64(range.upperBound), recorded: recorded))
        case .refused(let refusal): .refused(refusal)
        case .known(let receipt): .done(receipt)
        }
    }
}

extension Request {
    var receipt: Receipt.Claim? {
        key.map { Receipt.Claim(key: Receipt.Key(actor: actor, text: $0.text), requestHash: $0.requestHash) }
    }
}

extension Ticket.Opening {
    /// The records that it names.
    fileprivate var named: [StreamID] {
        [.record(.customer, RecordID(customer.rawValue))]
            + (firstAsked.map { [.record(.team, RecordID($0.rawValue))] } ?? [])
            + attributes.compactMap { name, value in name.refersTo.map { .record($0, RecordID(value)) } }
    }
}

extension Ticket.Command {
    /// The record that it names.
    fileprivate var named: StreamID? {
        switch self {
        case .offer(let team): .record(.team, RecordID(team.rawValue))
        case .change(.set(let attribute, let value?)): attribute.refersTo.map { .record($0, RecordID(value)) }
        default: nil
        }
    }
}

extension Command {
    /// The stream that the command begins.
    fileprivate var begins: StreamID? {
        switch self {
        case .open(let opening, _, _): .ticket(opening.id)
        case .openIncident(let id, _, _): .incident(id)
        case .split(_, let part, _): .ticket(part)
        default: nil
        }
    }

    /// What a state that is at hand says must be there too.
    func further(_ peek: (StreamID) -> Held?, _ rules: Rules) -> [StreamID] {
        switch self {
        case .settle(let id), .split(let id, _, _):
            guard case .ticket(let ticket)? = peek(.ticket(id))?.aggregate else { return [] }
            return ticket.formerContracts.union(ticket.attributes[.contract].map { [$0] } ?? []).flatMap {
                [.record(.contract, RecordID($0)), .ledger(ContractID($0))]
            }
        case .record(let kind, _, let command): return Decider.references(kind, command, rules)
        default: return []
        }
    }

    /// The streams whose states the command is judged on.
    var streams: [StreamID] {
        switch self {
        case .open(let opening, _, _): [.ticket(opening.id)] + opening.named
        case .ticket(let id, let commands): [.ticket(id)] + commands.compactMap(\.named)
        case .merge(let id, let other): [.ticket(id), .ticket(other)]
        case .split(let id, let part, _): [.ticket(id), .ticket(part)]
        case .openIncident(let id, _, _), .incident(let id, _): [.incident(id)]
        case .settle(let id): [.ticket(id)]
        case .record(let kind, let id, _): [.record(kind, id)]
        case .fire(let stream): [stream]
        case .activate, .found, .clockLeapt, .clockTrusted: [.desk]
        }
    }
}
