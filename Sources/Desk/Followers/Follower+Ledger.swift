import Domain

extension Follower {
    /// Posts what broken promises owe, and reverses what facts refuted (A2, B22).
    static let ledger = Follower(name: "ledger") { entries, desk in
        var tickets: [TicketID] = []
        var seen: Set<TicketID> = []
        func settle(_ id: TicketID) { if seen.insert(id).inserted { tickets.append(id) } }
        for entry in entries {
            switch entry.event {
            case .ticket(let event) where event.mayChangeWhatIsOwed: settle(TicketID(rawValue: entry.stream.id))
            case .desk(.monthEnded):
                // What is owed by the hour is posted when the month ends, also while the clock still runs.
                // They may be many, and to settle twice changes nothing: in transactions of their own.
                var late = try await desk.lateTickets()[...]
                while !late.isEmpty {
                    _ = try await desk.performAll(
                        late.prefix(entriesAtMost).map { Request("follower:ledger", .settle($0)) })
                    late = late.dropFirst(entriesAtMost)
                }
            default: break
            }
        }
        return Effects(requests: tickets.map { Request("follower:ledger", .settle($0)) })
    }
}

extension Ticket.Event {
    fileprivate var mayChangeWhatIsOwed: Bool {
        switch self {
        case .course(.breached), .course(.breachWithdrawn), .course(.corrected), .course(.regraded): true
        // An end of a broken clock makes what it owes final; labour changes the amount.
        case .course(.happened): true
        case .changed(.set(.contract, _), _), .absorbed: true
        default: false
        }
    }
}

extension ServiceDesk {
    /// Tickets with a broken promise that is still open.
    func lateTickets() async throws -> [TicketID] {
        var late: [TicketID] = []
        var query = QueueQuery(limit: 1_000_000)
        query.onlyBreached = true
        for row in try await edges.store.queue(query) {
            let isOpen = row.clocks.contains {
                if case .breached(_, nil) = $0.standing { true } else { false }
            }
            if isOpen { late.append(row.id) }
        }
        return late
    }
}
