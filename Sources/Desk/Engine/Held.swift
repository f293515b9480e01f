import Domain

/// The state of one stream as the desk keeps it at hand.
struct Held: Sendable {
    var aggregate: Aggregate
    /// The version that the next entry takes.
    var version: Int
    /// Its line of the due list as it was last written; nil when that is not at hand.
    var due: Instant??

    indirect enum Aggregate: Sendable {
        case ticket(Ticket)
        case incident(Incident)
        case ledger(Ledger)
        case policy([Activation])
        case desk(DeskState)
        case record(Record)
        /// Nothing of it is asked but how far it goes.
        case contacts
        /// What was told stands in its entries; nothing is judged on it but that it was.
        case access
    }

    /// A state that was put together outside.
    init(_ aggregate: Aggregate, version: Int) {
        self.aggregate = aggregate
        self.version = version
        due = nil
    }

    /// What a stream's first entry makes; nil for one that nothing begins with.
    init?(_ stream: StreamID, opening event: Journal.Event) {
        version = 1
        due = nil
        switch event {
        case .ticket(.opened(let opening)): aggregate = .ticket(Ticket(opening))
        case .incident(.opened(let id, let received)): aggregate = .incident(Incident(id: id, received: received))
        case .ledger(let event):
            var ledger = Ledger(contract: ContractID(rawValue: stream.id))
            ledger.evolve(event)
            aggregate = .ledger(ledger)
        case .policy(let activation): aggregate = .policy([activation])
        case .desk(let event):
            var desk = DeskState()
            desk.evolve(event)
            aggregate = .desk(desk)
        case .record(let event, _):
            guard case .record(let kind) = stream.kind else { return nil }
            var record = Record(kind: kind, id: RecordID(rawValue: stream.id))
            record.evolve(event)
            aggregate = .record(record)
        case .contacts: aggregate = .contacts
        case .access: aggregate = .access
        case .ticket, .incident: return nil
        }
    }

    /// Rebuilds a stream's state; nil unless its first entry opens it.
    init?(replaying entries: some Sequence<Journal.Entry>) {
        var held: Held?
        // Folded outside the box that holds it: each entry would put it into another one.
        var ticket: Ticket?
        for entry in entries {
            if ticket != nil {
                held?.version += 1
                if case .ticket(let event) = entry.event { ticket?.evolve(event) }
            } else if held != nil {
                held?.evolve(entry.event)
            } else if case .ticket(.opened(let opening)) = entry.event {
                held = Held(.contacts, version: 1)
                ticket = Ticket(opening)
            } else {
                held = Held(entry.stream, opening: entry.event)
            }
        }
        guard var held else { return nil }
        if let ticket { held.aggregate = .ticket(ticket) }
        self = held
    }

    /// Total; an event of another kind of stream changes nothing.
    mutating func evolve(_ event: Journal.Event) {
        version += 1
        switch (aggregate, event) {
        case (.ticket(var ticket), .ticket(let event)):
            aggregate = .contacts  // so that the ticket's storage has one owner while it changes
            ticket.evolve(event)
            aggregate = .ticket(ticket)
        case (.incident(var incident), .incident(let event)):
            incident.evolve(event)
            aggregate = .incident(incident)
        case (.ledger(var ledger), .ledger(let event)):
            ledger.evolve(event)
            aggregate = .ledger(ledger)
        case (.record(var record), .record(let event, _)):
            record.evolve(event)
            aggregate = .record(record)
        case (.policy(let activations), .policy(let activation)): aggregate = .policy(activations + [activation])
        case (.desk(var desk), .desk(let event)):
            desk.evolve(event)
            aggregate = .desk(desk)
        default: break
        }
    }
}

/// What the desk knows of itself.
struct DeskState: Hashable, Sendable {
    var zone: String?
    var monthsEndedThrough: Instant?
    var isClockTrusted = true

    mutating func evolve(_ event: DeskEvent) {
        switch event {
        case .founded(let name, let at):
            zone = name
            monthsEndedThrough = at
        case .monthEnded(let at): monthsEndedThrough = at
        case .clockLeapt: isClockTrusted = false
        case .clockTrusted: isClockTrusted = true
        }
    }
}
