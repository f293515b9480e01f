import Domain

/// A row of a projection: what a fold of the journal says, kept for speed. `yinuo rebuild` makes all of them anew.
public enum ProjectionRow: Hashable, Sendable {
    case ticket(TicketRow)
    case incident(IncidentRow)
    case posting(PostingRow)
    case record(MasterRow)
}

/// A record as lists need it; its personal texts are not in it.
public struct MasterRow: Hashable, Sendable {
    public let record: Record
    /// The version of its last entry.
    public let version: Int
    public init(_ record: Record, version: Int) {
        self.record = record
        self.version = version
    }

    /// The record it belongs to: a contact's and a contract's customer.
    public var owner: String? {
        switch record.kind {
        case .account: record.values["agent"]
        case .token: record.values["account"]
        case .session: record.values["account"] ?? record.values["contact"] ?? record.values["customer"]
        default: record.values["customer"]
        }
    }
}

/// A ticket as lists and queues need it.
public struct TicketRow: Hashable, Sendable {
    public let id: TicketID
    public let customer: CustomerID
    public let state: State
    public let holder: TeamID?
    public let attributes: [Attribute: String]
    public let grades: [GradeRef]
    public let received: Instant
    /// When its last entry was recorded.
    public let updated: Instant
    /// The nearest due of its running clocks, but of a quiet one.
    public let due: Instant?
    /// Every clock that is not kept or void.
    public let clocks: [ClockRow]
    /// The version of its last entry.
    public let version: Int

    /// Somebody still has to do something.
    public var isOpen: Bool {
        switch state {
        case .new, .open, .waiting, .resolved: true
        case .closed, .cancelled, .merged: false
        }
    }
    public var breached: Int {
        clocks.count { if case .breached = $0.standing { true } else { false } }
    }

    public init(
        id: TicketID, customer: CustomerID, state: State, holder: TeamID?, attributes: [Attribute: String],
        grades: [GradeRef], received: Instant, updated: Instant, due: Instant?, clocks: [ClockRow], version: Int
    ) {
        self.id = id
        self.customer = customer
        self.state = state
        self.holder = holder
        self.attributes = attributes
        self.grades = grades
        self.received = received
        self.updated = updated
        self.due = due
        self.clocks = clocks
        self.version = version
    }
}

/// How one clock stands, as far as that needs no wall clock.
public struct ClockRow: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        case waiting
        case running(due: Instant?)
        case paused(left: Duration)
        /// `ended` is nil while the promised thing has not come.
        case breached(due: Instant, ended: Instant?)
    }
    public let key: ClockKey
    public let standing: Standing
    /// It runs or rests, and asks for nothing any more (`Judge.isQuiet`).
    public let isQuiet: Bool
    public init(key: ClockKey, standing: Standing, isQuiet: Bool = false) {
        self.key = key
        self.standing = standing
        self.isQuiet = isQuiet
    }
}

public struct IncidentRow: Hashable, Sendable {
    public let id: IncidentID
    public let state: State
    public let received: Instant
    public let updated: Instant
    public let due: Instant?
    public let linked: Int
    public let version: Int
    public init(
        id: IncidentID, state: State, received: Instant, updated: Instant, due: Instant?, linked: Int, version: Int
    ) {
        self.id = id
        self.state = state
        self.received = received
        self.updated = updated
        self.due = due
        self.linked = linked
        self.version = version
    }
}

/// A line that stands on a contract's ledger; `minor` is nil when it was reversed and the row goes.
public struct PostingRow: Hashable, Sendable {
    public let contract: ContractID
    public let key: Ledger.Key
    public let posting: Ledger.Posting?
    public let at: Instant
    public init(contract: ContractID, key: Ledger.Key, posting: Ledger.Posting?, at: Instant) {
        self.contract = contract
        self.key = key
        self.posting = posting
        self.at = at
    }
}

/// Which tickets of the queue, nearest due first.
public struct QueueQuery: Hashable, Sendable {
    public var queue: String?
    public var customer: CustomerID?
    public var onlyBreached = false
    public var limit: Int
    public init(queue: String? = nil, customer: CustomerID? = nil, limit: Int = 50) {
        self.queue = queue
        self.customer = customer
        self.limit = limit
    }
}
