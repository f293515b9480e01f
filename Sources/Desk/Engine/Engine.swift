import Domain
import Synchronization

/// Turns work into decisions, batch by batch: judged in order on the freshest states, written in one transaction,
/// answered after it is on disk.
///
/// Work that arrives while a batch is being written is the next batch, so the disk's own pace sets their size and
/// nobody waits for a window (group commit). One batch at a time: no decision is ever based on a state that may still
/// be taken back.
actor Engine {
    static let batchAtMost = 512
    /// Of texts in one transaction, which everybody waits for; a request that is larger goes alone.
    private static let bytesAtMost = 8 << 20
    private static let triesAtMost = 3

    let store: Store
    /// Whether other nodes write too.
    let isShared: Bool
    private let inbox: Inbox
    private let timekeeper: Timekeeper
    private let random: @Sendable (Int) -> [UInt8]
    let makePolicy: PolicyMaker
    private let onCommit: @Sendable (Range<Int64>, _ hasMessages: Bool, _ firstDue: Instant?) -> Void
    private let onChange: @Sendable ([(stream: StreamID, next: Int)]) -> Void
    private(set) var rules: Rules { didSet { shown.withLock { $0 = rules } } }
    private let shown: Mutex<Rules>
    /// Reads the rules anew, after another node has changed them.
    private let reload: @Sendable () async throws -> Rules
    let shelf: States
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
        reload: @escaping @Sendable () async throws -> Rules,
        onCommit: @escaping @Sendable (Range<Int64>, Bool, Instant?) -> Void,
        onChange: @escaping @Sendable ([(stream: StreamID, next: Int)]) -> Void
    ) {
        self.store = store
        isShared = store.shared != nil
        self.inbox = inbox
        self.timekeeper = timekeeper
        self.rules = rules
        shown = Mutex(rules)
        self.recorded = recorded ?? Instant(milliseconds: .min)
        shelf = States(atMost: cached)
        self.random = random
        self.makePolicy = makePolicy
        self.reload = reload
        self.onCommit = onCommit
        self.onChange = onChange
    }

    nonisolated var cached: Int { shelf.count }

    /// The rules as they are in force, for those who look.
    nonisolated var rulesInForce: Rules { shown.withLock { $0 } }

    /// Works until the inbox is empty; the inbox sees to it that only one drain runs.
    func drain() async {
        while let items = inbox.take(Self.batchAtMost) {
            for part in Self.parts(items) { await handle(part) }
        }
    }

    /// Cut where a key comes again: what the second leads to is known when the first is written, and nothing may be
    /// judged on it before.
    private static func parts(_ items: [Inbox.Item]) -> [[Inbox.Item]] {
        var cuts = [0]
        var keys: Set<Receipt.Key> = []
        var bytes = 0
        for (index, item) in items.enumerated() {
            let own = item.work.keys
            let size = item.work.textBytes
            bytes += size
            if !keys.isDisjoint(with: own) || bytes > Self.bytesAtMost && bytes > size {
                cuts.append(index)
                keys = []
                bytes = size
            }
            if !own.isEmpty { keys.formUnion(own) }
        }
        if cuts.count == 1 { return [items] }
        return zip(cuts, cuts.dropFirst() + [items.count]).map { Array(items[$0..<$1]) }
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
        let rulesBefore = rules
        let judged = judge(items, known, consume near)
        let results: [Committed]
        shelf.begin(judged.sheets)
        defer { shelf.end() }
        do throws(StoreError) {
            results = judged.batch.isEmpty ? [] : try await store.commit(judged.batch)
        } catch {
            // Nothing of it stands: forget what was judged on.
            for written in judged.sheets { for (stream, _) in written.states { shelf.drop(stream) } }
            rules = rulesBefore
            throw error
        }
        counters.batches += judged.batch.isEmpty ? 0 : 1
        recorded = max(recorded, judged.latest)
        let again = settle(judged, results, rulesBefore, isLast)
        do throws(StoreError) { try await catchUp(results) } catch {
            // The others have their answers.
            for item in again { item.reply(.failure(.store(error))) }
            return []
        }
        return again
    }

    /// Takes notice of what other nodes wrote before this batch.
    private func catchUp(_ results: [Committed]) async throws(StoreError) {
        var rulesChanged = false
        for case .behind(let instant, let changed) in results {
            recorded = max(recorded, instant)
            rulesChanged = rulesChanged || changed
        }
        if rulesChanged { try await learn() }
    }

    /// Reads the rules anew, unless what is at hand by then is newer.
    func learn() async throws(StoreError) {
        do {
            let new = try await reload()
            if new.through >= rules.through { rules = new }
        } catch {
            throw error as? StoreError ?? .failed(operation: "reading the rules", cause: "\(error)")
        }
    }

    /// Forgets states that others have moved on.
    /// - Returns: whether rules are among them, which those who only look go by; a decision is told so by the store.
    func hear(_ versions: [StreamID: Int]) -> Bool {
        for (stream, version) in versions {
            if let held = shelf.peek(stream), held.version < version { shelf.drop(stream) }
        }
        onChange(versions.map { ($0.key, $0.value) })
        return versions.keys.contains(where: \.isRule)
    }

    /// A batch as it was judged and is yet to be written.
    private struct JudgedBatch {
        var batch: [Decision] = []
        /// One for each of the batch.
        var sheets: [Written] = []
        var waiting: [(item: Inbox.Item, outcomes: [Judged], decision: Int?)] = []
        var latest: Instant

        func changes(_ stream: StreamID) -> Bool { sheets.contains { $0.states.contains { $0.stream == stream } } }
    }

    /// Each on the states that the ones before it lead to.
    private func judge(
        _ items: [Inbox.Item], _ known: [Receipt.Key: Known], _ near: consuming [StreamID: Held]
    ) -> JudgedBatch {
        let time = max(timekeeper.read().now, recorded)
        var judged = JudgedBatch(latest: recorded)
        judged.batch.reserveCapacity(items.count)
        judged.sheets.reserveCapacity(items.count)
        judged.waiting.reserveCapacity(items.count)
        // As they were fetched, and as the batch leaves them.
        var hand = near
        hand.reserveCapacity(hand.count + items.count)
        var reads: [Read] = []
        // Changes of the rules within the batch: what comes after them is judged on them.
        var rulesRead: [Read] = []
        var decider = Decider(rules: rules, random: random, makePolicy: makePolicy) { [shelf] stream in
            let held = hand[stream] ?? shelf.peek(stream)
            reads.append(Read(stream, held?.version ?? 0))
            return held
        }
        for item in items {
            reads = []
            reads.reserveCapacity(4)
            let now = max(item.work.now ?? time, judged.latest)
            var sheet = Sheet(now: now, isQuiet: item.work.isQuiet, erased: item.work.erased)
            sheet.decision.step = item.work.step
            sheet.decision.messages = item.work.messages
            sheet.decision.deliveries = item.work.deliveries
            var outcomes: [Judged] = []
            outcomes.reserveCapacity(item.work.requests.count)
            for index in item.work.requests.indices {
                outcomes.append(outcome(item.work.requests[index], known, &decider, &sheet))
            }
            var resting: [(stream: StreamID, held: Held?)] = []
            // What the batch has changed before writes its own line, if it stands; if it does not, the old line must stay,
            // since it has yet to fire.
            for stream in sheet.woken where sheet[stream] == nil && !judged.changes(stream) {
                resting.append((stream, hand[stream] ?? shelf.peek(stream)))
            }
            finish(&sheet, resting, decider.rules)
            for (stream, held) in sheet.states { hand[stream] = held }
            // Where others write too, a refusal is only as good as what it was judged on: the store looks.
            let isJudged = isShared && outcomes.contains { if case .known = $0 { false } else { true } }
            if sheet.decision.isEmpty, !isJudged {
                judged.waiting.append((item, outcomes, nil))
            } else {
                judged.latest = now
                judged.waiting.append((item, outcomes, judged.batch.count))
                sheet.decision.rulesThrough = min(rules.through, item.work.rulesThrough)
                sheet.decision.reads = rulesRead.isEmpty ? reads : reads + rulesRead
                judged.batch.append(sheet.decision)
                judged.sheets.append(Written(states: sheet.states, activated: sheet.activated))
                if sheet.states.contains(where: { $0.stream.isRule }) {
                    rulesRead += judged.sheets[judged.sheets.count - 1].rulesRead
                }
            }
        }
        rules = decider.rules
        return judged
    }

    private func outcome(
        _ request: Request, _ known: [Receipt.Key: Known], _ decider: inout Decider, _ sheet: inout Sheet
    ) -> Judged {
        counters.requests += 1
        if let claim = request.receipt {
            if let known = known[claim.key] {
                let isSame = known.requestHash == claim.requestHash
                return isSame ? .known(known.receipt) : .refused(.keyReused(claim.key.text))
            }
        }
        let first = sheet.decision.drafts.count
        do throws(Refusal) {
            try decider.decide(request, &sheet)
            sheet.decision.receipt = request.receipt ?? sheet.decision.receipt
            return .drafts(first..<sheet.decision.drafts.count)
        } catch {
            counters.refused += 1
            return .refused(error)
        }
    }

    /// Keeps what stands, answers whom it concerns.
    private func settle(
        _ judged: JudgedBatch, _ results: [Committed], _ rulesBefore: Rules, _ isLast: Bool
    ) -> [Inbox.Item] {
        let (batch, sheets) = (judged.batch, judged.sheets)
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
        for (item, outcomes, index) in judged.waiting {
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
                shelf.put(sheets[index])
                // Before anybody is answered: who was told that a token is void may rely on it.
                if sheets[index].states.contains(where: \.stream.kind.isRecord) {
                    onChange(sheets[index].states.map { ($0.stream, $0.held.version) })
                }
                // The store found no change of the rules by others in between.
                if rules.through != .max, !sheets[index].rulesRead.isEmpty { rules.through = positions.upperBound }
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
            case .behind(_, let rulesChanged):
                counters.stale += 1
                for (stream, _) in sheets[index].states { shelf.drop(stream) }
                if rulesChanged, item.work.step != nil {
                    // What the follower read of the rules, webhooks say, has changed: it reads again.
                    item.reply(.failure(.stale(.desk)))
                } else {
                    again.append(item)
                }
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
        var hasMessages = false
        var firstDue: Instant?
        for index in batch.indices {
            hasMessages = hasMessages || !batch[index].messages.isEmpty || !batch[index].deliveries.isEmpty
            for due in batch[index].dues { if let at = due.at { firstDue = min(firstDue ?? at, at) } }
        }
        onCommit(written ?? 0..<0, hasMessages, firstDue)
        return again
    }

    /// The projections of what changed, and who is told of it.
    /// - Parameter resting: streams that were woken and had nothing to tell, as they stand.
    private func finish(_ sheet: inout Sheet, _ resting: [(stream: StreamID, held: Held?)], _ rules: Rules) {
        if !sheet.isQuiet {
            for index in sheet.decision.drafts.indices {
                let event = sheet.decision.drafts[index].event
                guard Notice.isToldOf(event) else { continue }
                let held = sheet[sheet.decision.drafts[index].stream]
                for (number, notice) in Notice.of(event, held).enumerated() {
                    sheet.decision.messages.append(
                        PendingMessage(
                            of: .draft(index), number: number, maker: .log, target: notice.target,
                            subject: notice.subject, notBefore: notBefore(notice, held, sheet.now, rules)))
                }
            }
        }
        for (index, (stream, held)) in sheet.states.enumerated() {
            var projection = Projection(held, recorded: sheet.now, rules)
            if let row = projection.row.take() { sheet.decision.rows.append(row) }
            if held.due != .some(projection.due) || sheet.woken.contains(stream) {
                sheet.decision.dues.append(DueRow(stream, projection.due))
                sheet.keep(due: projection.due, at: index)
            }
        }
        // Nothing was told, so the next instant is asked of the state as it stands.
        for (stream, held) in resting {
            let due = held.flatMap { Projection($0, recorded: sheet.now, rules).due }
            sheet.decision.dues.append(DueRow(stream, due))
        }
    }

    /// Nobody is woken off duty, unless the ladder says so.
    private func notBefore(_ notice: Notice, _ held: Held?, _ now: Instant, _ rules: Rules) -> Instant {
        guard let role = notice.role, !notice.mayWake else { return now }
        var team: TeamID?
        if case .ticket(let ticket)? = held?.aggregate { team = ticket.holder }
        return rules.dutyInstant(role, team: team, from: now)
    }
}
