import Domain

/// Which rows a store is to read: what its indexes can tell.
public struct TicketScan: Hashable, Sendable {
    public enum Order: String, CaseIterable, Sendable {
        /// Open tickets: the nearest due first, then those that nothing presses, longest waiting first.
        case due
        /// By id; those that the desk draws ascend with time.
        case id
        case newest = "-id"
    }

    /// Where a page ended.
    public struct Place: Hashable, Sendable {
        public let id: TicketID
        public let due: Instant?
        public let received: Instant
        public init(id: TicketID, due: Instant?, received: Instant) {
            self.id = id
            self.due = due
            self.received = received
        }
        public init(_ row: TicketRow) { self.init(id: row.id, due: row.due, received: row.received) }
    }

    public var order: Order
    public var customer: CustomerID?
    /// Of open tickets only.
    public var queue: String?
    public var onlyOpen: Bool
    public var after: Place?
    public var limit: Int

    public init(
        _ order: Order, customer: CustomerID? = nil, queue: String? = nil, onlyOpen: Bool = false, after: Place? = nil,
        limit: Int
    ) {
        self.order = order
        self.customer = customer
        self.queue = queue
        self.onlyOpen = onlyOpen || order == .due
        self.after = after
        self.limit = limit
    }
}

/// Which tickets somebody wants to see.
public struct TicketFilter: Hashable, Sendable {
    public var customer: CustomerID?
    public var states: Set<String> = []
    public var attributes: [Attribute: String] = [:]
    public var holder: TeamID?
    public var grade: GradeID?
    public var onlyOpen = false
    public var onlyBreached = false
    public var received: Range<Instant>?
    public init() {}

    func holds(_ row: TicketRow) -> Bool {
        (customer.map { $0 == row.customer } ?? true) && (!onlyOpen || row.isOpen)
            && (states.isEmpty || states.contains(row.state.word)) && (!onlyBreached || row.breached > 0)
            && attributes.allSatisfy { row.attributes[$0.key] == $0.value } && (holder.map { $0 == row.holder } ?? true)
            && (grade.map { grade in row.grades.contains { $0.grade == grade } } ?? true)
            && (received?.contains(row.received) ?? true)
    }
}

extension ServiceDesk {
    /// Rows that one page may cost: who filters for what hardly any ticket has gets a page that is not full, and goes on.
    private static let rowsAtMost = 20_000
    private static let rowsAtOnce = 500

    /// A page of tickets.
    /// - Returns: the rows, and where the page ended; nil when there is nothing more.
    public func tickets(
        _ filter: TicketFilter, by order: TicketScan.Order, after: TicketScan.Place?, atMost limit: Int
    ) async throws -> (rows: [TicketRow], last: TicketScan.Place?) {
        var rows: [TicketRow] = []
        var place = after
        var read = 0
        while read < Self.rowsAtMost {
            // What is filtered by an index alone needs no more than the page.
            let wanted = read == 0 ? limit - rows.count + 1 : Self.rowsAtOnce
            let scan = TicketScan(
                order, customer: filter.customer, queue: filter.onlyOpen ? filter.attributes[.queue] : nil,
                onlyOpen: filter.onlyOpen, after: place, limit: wanted)
            let found = try await edges.store.tickets(scan)
            for row in found {
                if filter.holds(row) {
                    if rows.count == limit { return (rows, place) }
                    rows.append(row)
                }
                place = TicketScan.Place(row)
            }
            read += found.count
            if found.count < wanted { return (rows, nil) }
        }
        return (rows, place)
    }
}
