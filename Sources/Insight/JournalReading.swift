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

    private struct Known {
        var ticket: Ticket
        let opened: Int64
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
        try await fetch(entries, before: first.position)
        var changes: [(recorded: Instant, change: FigureChange)] = []
        // In the order of their entries, each once.
        var touched: [TicketID] = []
        var isTouched: Set<TicketID> = []
        for (index, entry) in entries.enumerated() {
            switch entry.event {
            case .ticket(let event):
                let id = TicketID(rawValue: entry.stream.id)
                if case .opened(let opening) = event {
                    keep(id, Known(ticket: Ticket(opening), opened: entry.position))
                } else {
                    evolve(id, event)
                }
                if isTouched.insert(id).inserted { touched.append(id) }
            case .ledger(let event):
                if let change = try await posting(event, entry) { changes.append((entry.recorded, change)) }
            case .contacts(let told): changes.append((entry.recorded, .contacts(told)))
            case .record(.put(let values, _), _): take(values, entry, &changes)
            case .record, .desk, .policy, .incident, .access: break
            }
            // A row holds from the instant of its entries on; those of one commit have the same.
            if index + 1 == entries.count || entries[index + 1].recorded != entry.recorded {
                for id in touched {
                    guard let known = young[id] ?? old[id] else { continue }
                    try await know(known.ticket.course.strands)
                    let row = FigureRow(known.ticket, opened: known.opened, at: entry.recorded, book)
                    changes.append((entry.recorded, .row(row)))
                }
                touched.removeAll(keepingCapacity: true)
                isTouched.removeAll(keepingCapacity: true)
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

    /// Tickets that the entries go on with, as they were before.
    private mutating func fetch(_ entries: [Journal.Entry], before first: Int64) async throws {
        var wanted: Set<StreamID> = []
        var begun: Set<StreamID> = []
        for entry in entries {
            switch entry.event {
            case .ticket(.opened): begun.insert(entry.stream)
            case .ticket where !begun.contains(entry.stream): wanted.insert(entry.stream)
            case .ledger(.posted(let key, _, _)), .ledger(.reversed(let key, _, _)): wanted.insert(.ticket(key.ticket))
            default: break
            }
        }
        let missing = wanted.filter { stream in
            let id = TicketID(rawValue: stream.id)
            if young[id] != nil { return false }
            if let known = old[id] {
                keep(id, known)
                return false
            }
            return true
        }
        if missing.isEmpty { return }
        for (stream, all) in try await store.streams(missing.sorted()) {
            var known: Known?
            for entry in all.prefix(while: { $0.position < first }) {
                guard case .ticket(let event) = entry.event else { break }
                if case .opened(let opening) = event {
                    known = Known(ticket: Ticket(opening), opened: entry.position)
                } else {
                    known?.ticket.evolve(event)
                }
            }
            if let known { keep(TicketID(rawValue: stream.id), known) }
        }
    }

    private mutating func keep(_ id: TicketID, _ known: Known) {
        if young.count >= Self.half, young[id] == nil {
            old = young
            young = [:]
        }
        young[id] = known
    }

    private mutating func evolve(_ id: TicketID, _ event: Ticket.Event) {
        // Touched in this stretch, and yet let go: a stretch is far smaller than a generation.
        if young[id] == nil, let known = old[id] { young[id] = known }
        young[id]?.ticket.evolve(event)
    }

    /// Policies that the journal named since they were loaded last.
    private mutating func know(_ strands: [[Course.Holding]]) async throws {
        let isKnown = strands.allSatisfy { $0.allSatisfy { book[$0.grade.policy] != nil } }
        if isKnown { return }
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
        guard let known = young[key.ticket] ?? old[key.ticket] else { return nil }
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
