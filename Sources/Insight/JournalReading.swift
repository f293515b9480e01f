import Desk
import Domain

/// What entries of the journal change in the figures: tickets folded as far as it has read, and no further.
struct JournalReading {
    private let store: Store
    private let loadPolicies: @Sendable () async throws -> [PolicyInForce]
    private var book = Book()
    /// Two generations of tickets at hand, the older let go as a whole.
    private var young: [TicketID: Known] = [:]
    private var old: [TicketID: Known] = [:]
    private static let half = 20_000
    private var currencies: [String: String] = [:]

    /// By reference: a ticket is large, and would be carried about whenever a generation grows. Only the reading that made
    /// it has it, and that is used by one step at a time.
    private final class Known: @unchecked Sendable {
        var ticket: Ticket
        let opened: Int64
        /// Whether it has changed at the instant that is being read.
        var isTouched = false

        init(_ opening: Ticket.Opening, opened: Int64) {
            ticket = Ticket(opening)
            self.opened = opened
        }
    }

    init(_ store: Store, policies: @escaping @Sendable () async throws -> [PolicyInForce]) {
        self.store = store
        loadPolicies = policies
    }

    /// - Parameter entries: those that follow what was read last, without a gap.
    mutating func changes(
        _ entries: [Journal.Entry]
    ) async throws -> [(recorded: Instant, change: FigureChange)] {
        guard let first = entries.first else { return [] }
        let begun = try await prepare(entries, before: first.position)
        var nextBegun = 0
        var changes: [(recorded: Instant, change: FigureChange)] = []
        changes.reserveCapacity(entries.count)
        // In the order of their entries, each once.
        var touched: [Known] = []
        // Entries of one ticket mostly stand together.
        var last: (stream: StreamID, known: Known?)?
        // Of an entry only what is asked for is taken out: it is large, and there are thousands.
        for index in entries.indices {
            switch entries[index].event {
            case .ticket(let event):
                let known: Known?
                if case .opened = event {
                    known = begun[nextBegun]
                    nextBegun += 1
                } else {
                    let stream = entries[index].stream
                    known = last?.stream == stream ? last?.known : self.known(TicketID(rawValue: stream.id))
                    known?.ticket.evolve(event)
                }
                last = (entries[index].stream, known)
                if let known, !known.isTouched {
                    known.isTouched = true
                    touched.append(known)
                }
            case .ledger(let event):
                let entry = entries[index]
                if let change = try await posting(event, entry) { changes.append((entry.recorded, change)) }
            case .contacts(let told): changes.append((entries[index].recorded, .contacts(told)))
            case .record(.put(let values, _), _): take(values, entries[index], &changes)
            case .record, .desk, .policy, .incident, .access: break
            }
            // A row holds from the instant of its entries on; those of one commit have the same.
            let recorded = entries[index].recorded
            if index + 1 == entries.count || entries[index + 1].recorded != recorded {
                for known in touched {
                    known.isTouched = false
                    if !isKnown(known.ticket.course.strands) { try await learn(known.ticket.course.strands) }
                    let row = FigureRow(known.ticket, opened: known.opened, at: recorded, book)
                    changes.append((recorded, .row(row)))
                }
                touched.removeAll(keepingCapacity: true)
            }
        }
        return changes
    }

    /// Of an entry: so that another journal's is noticed.
    static func mark(_ entry: Journal.Entry) -> UInt64 {
        var bytes = Array("\(entry.stream) \(entry.version) \(entry.actor)".utf8)
        bytes += Segment.fixed(UInt64(bitPattern: entry.position), 8)
        bytes += Segment.fixed(UInt64(bitPattern: entry.recorded.milliseconds), 8)
        bytes += Segment.fixed(UInt64(bitPattern: entry.occurred.milliseconds), 8)
        return Segment.checkSum(bytes)
    }

    // MARK: Tickets

    /// Brings to hand the tickets that the entries go on with, as they were before.
    /// - Returns: those that begin in the entries, in that order, as they were opened.
    private mutating func prepare(_ entries: [Journal.Entry], before first: Int64) async throws -> [Known] {
        var begun: [Known] = []
        var missing: Set<StreamID> = []
        // Entries of one ticket mostly stand together.
        var last: StreamID?
        for index in entries.indices {
            switch entries[index].event {
            case .ticket(.opened(let opening)):
                let known = Known(opening, opened: entries[index].position)
                let stream = entries[index].stream
                begun.append(known)
                keep(TicketID(rawValue: stream.id), known)
                last = stream
            case .ticket:
                let stream = entries[index].stream
                if last == stream { continue }
                last = stream
                if !isAtHand(TicketID(rawValue: stream.id)) { missing.insert(stream) }
            case .ledger(.posted(let key, _, _)), .ledger(.reversed(let key, _, _)):
                if !isAtHand(key.ticket) { missing.insert(.ticket(key.ticket)) }
            default: break
            }
        }
        if missing.isEmpty { return begun }
        for (stream, all) in try await store.streams(missing.sorted()) {
            var known: Known?
            for entry in all.prefix(while: { $0.position < first }) {
                guard case .ticket(let event) = entry.event else { break }
                if case .opened(let opening) = event {
                    known = Known(opening, opened: entry.position)
                } else {
                    known?.ticket.evolve(event)
                }
            }
            if let known { keep(TicketID(rawValue: stream.id), known) }
        }
        return begun
    }

    /// In the younger generation from now on.
    private mutating func isAtHand(_ id: TicketID) -> Bool {
        if young[id] != nil { return true }
        guard let known = old[id] else { return false }
        keep(id, known)
        return true
    }

    private func known(_ id: TicketID) -> Known? { young[id] ?? old[id] }

    private mutating func keep(_ id: TicketID, _ known: Known) {
        if young.count >= Self.half, young[id] == nil {
            old = young
            young = Dictionary(minimumCapacity: Self.half)
        }
        young[id] = known
    }

    private func isKnown(_ strands: [[Course.Holding]]) -> Bool {
        strands.allSatisfy { $0.allSatisfy { book[$0.grade.policy] != nil } }
    }

    /// Policies that the journal named since they were loaded last.
    private mutating func learn(_ strands: [[Course.Holding]]) async throws {
        book = Book(try await loadPolicies())
        for holding in strands.joined() where book[holding.grade.policy] == nil {
            // It was in force when the ticket got it, so the journal names it.
            throw DeskError.defect("The journal has no \(holding.grade.policy), and a ticket was graded under it.")
        }
    }

    // MARK: Ledgers and records

    private mutating func posting(_ event: Ledger.Event, _ entry: Journal.Entry) async throws -> FigureChange? {
        let (key, minor) =
            switch event {
            case .posted(let key, let posting, _): (key, posting.minor)
            case .reversed(let key, let posting, _): (key, -posting.minor)
            }
        guard let known = known(key.ticket) else { return nil }
        let contract = entry.stream.id
        if currencies[contract] == nil {
            let stream = StreamID.record(.contract, RecordID(contract))
            for before in try await store.streams([stream])[stream] ?? [] where before.position < entry.position {
                if case .record(.put(let values, _), _) = before.event { note(values, contract) }
            }
        }
        guard let currency = currencies[contract] else { return nil }
        return .posting(opened: known.opened, Money(currency: currency, minor: minor))
    }

    private mutating func note(_ values: [String: String?], _ contract: String) {
        if let amount = values["amount"], let money = amount.flatMap({ Money($0) }) {
            currencies[contract] = money.currency
        }
    }

    private mutating func take(
        _ values: [String: String?], _ entry: Journal.Entry,
        _ changes: inout [(recorded: Instant, change: FigureChange)]
    ) {
        switch entry.stream.kind {
        case .record(.customer):
            guard let region = values["region"] else { return }
            changes.append((entry.recorded, .customerRegion(CustomerID(entry.stream.id), region)))
        case .record(.site):
            guard let region = values["region"] else { return }
            changes.append((entry.recorded, .siteRegion(entry.stream.id, region)))
        case .record(.contract):
            // Only of those that are at hand: others are read when they are asked for.
            if currencies[entry.stream.id] != nil { note(values, entry.stream.id) }
        default: break
        }
    }
}
