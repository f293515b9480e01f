/// What one contract is owed, line by line. Nothing is ever deleted: what was posted wrongly is reversed.
public struct Ledger: Hashable, Sendable {
    public let contract: ContractID
    /// All that may be owed, in minor units (C16); nil for no ceiling.
    public let ceilingMinor: Int64?
    /// What stands, per ticket and basis.
    public internal(set) var standing: [Key: Posting] = [:]

    public struct Key: Hashable, Sendable {
        public let ticket: TicketID
        public let basis: Owed.Basis
        public init(ticket: TicketID, basis: Owed.Basis) {
            self.ticket = ticket
            self.basis = basis
        }
    }

    public struct Posting: Hashable, Sendable {
        /// What the rule gives.
        public let owed: Int64
        /// What the ceiling left of it.
        public let minor: Int64
        public init(owed: Int64, minor: Int64) {
            self.owed = owed
            self.minor = minor
        }
    }

    public enum Event: Hashable, Sendable {
        case posted(Key, Posting, at: Instant)
        case reversed(Key, Posting, at: Instant)

        /// When it occurred.
        public var at: Instant {
            switch self {
            case .posted(_, _, let at), .reversed(_, _, let at): at
            }
        }
    }

    public init(contract: ContractID, ceilingMinor: Int64? = nil) {
        self.contract = contract
        self.ceilingMinor = ceilingMinor
    }

    /// The same lines under a ceiling as it stands now.
    public func under(ceilingMinor: Int64?) -> Ledger {
        var ledger = Ledger(contract: contract, ceilingMinor: ceilingMinor)
        ledger.standing = standing
        return ledger
    }

    /// What stands, in a fixed order.
    public var lines: [(key: Key, posting: Posting)] {
        standing.map { (key: $0.key, posting: $0.value) }
            .sorted { ($0.key.ticket, "\($0.key.basis)") < ($1.key.ticket, "\($1.key.basis)") }
    }

    public var totalMinor: Int64 { standing.values.reduce(0) { Ratio.sum($0, $1.minor) } }

    /// Brings the ledger into line with what a ticket owes now: posts what is new and final, reverses what no longer
    /// holds. Settling twice changes nothing.
    public func decide(settle owed: [Owed], of ticket: TicketID, at now: Instant) -> [Event] {
        let final = owed.filter { !$0.isEstimate }
        var events: [Event] = []
        var total = totalMinor
        for (key, posting) in standing where key.ticket == ticket {
            guard !final.contains(where: { $0.basis == key.basis && $0.minor == posting.owed }) else { continue }
            events.append(.reversed(key, posting, at: now))
            total -= posting.minor
        }
        events.sort { $0.order < $1.order }
        for line in final {
            let key = Key(ticket: ticket, basis: line.basis)
            guard standing[key]?.owed != line.minor else { continue }
            let minor = ceilingMinor.map { max(0, min(line.minor, $0 - total)) } ?? line.minor
            events.append(.posted(key, Posting(owed: line.minor, minor: minor), at: now))
            total = Ratio.sum(total, minor)
        }
        return events
    }

    public mutating func evolve(_ event: Event) {
        switch event {
        case .posted(let key, let posting, _): standing[key] = posting
        case .reversed(let key, _, _): standing[key] = nil
        }
    }
}

extension Ledger.Event {
    fileprivate var order: String {
        switch self {
        case .posted(let key, _, _), .reversed(let key, _, _):
            switch key.basis {
            case .labour: "labour"
            case .lateness(let month): "lateness \(padded(month, 6))"
            case .grant(let benefit): "grant \(benefit)"
            }
        }
    }
}
