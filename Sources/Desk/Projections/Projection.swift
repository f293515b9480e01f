import Domain

/// What a stream's state shows: its row and when it wants to be woken. A pure function of the state, the policies it
/// names and the instant its last entry was recorded, so a rebuild gives the same.
struct Projection: Sendable {
    var row: ProjectionRow?
    var due: Instant?

    init(row: ProjectionRow? = nil, due: Instant? = nil) {
        self.row = row
        self.due = due
    }
}

extension Projection {
    init(_ held: Held, recorded: Instant, _ rules: Rules) {
        switch held.aggregate {
        case .ticket(let ticket):
            self.init(ticket, held.version - 1, recorded, rules.book)
            if let kept = rules.retention(ticket) { due = min(due ?? kept, kept) }
        case .incident(let incident): self.init(incident, held.version - 1, recorded, rules.book)
        case .desk(let desk): self.init(due: rules.monthEnd(desk))
        case .record(let record): self.init(row: .record(MasterRow(record, version: held.version - 1)))
        case .policy, .ledger, .contacts, .access: self.init()
        }
    }

    init(_ ticket: Ticket, _ version: Int, _ recorded: Instant, _ book: Book) {
        let judge = Judge(ticket.course, book: book, now: recorded)
        let clocks = judge.clocks()
        let row = TicketRow(
            id: ticket.id, customer: ticket.customer, state: ticket.course.state(), holder: ticket.holder,
            attributes: ticket.attributes, grades: ticket.course.grades, received: ticket.course.received,
            updated: recorded, due: judge.nearestDue(clocks), clocks: judge.rows(clocks), version: version)
        self.init(row: .ticket(row), due: judge.next(clocks))
    }

    init(_ incident: Incident, _ version: Int, _ recorded: Instant, _ book: Book) {
        let judge = Judge(incident.course, book: book, now: recorded)
        let clocks = judge.clocks()
        let row = IncidentRow(
            id: incident.id, state: incident.course.state(), received: incident.course.received, updated: recorded,
            due: judge.nearestDue(clocks), linked: incident.linked.count, version: version)
        self.init(row: .incident(row), due: judge.next(clocks))
    }
}

extension Judge {
    /// Of what runs and is not quiet.
    fileprivate func nearestDue(_ clocks: [Clock]) -> Instant? {
        var nearest: Instant?
        for clock in clocks {
            if case .running(let due?) = clock.progress, !isQuiet(clock) { nearest = min(nearest ?? due, due) }
        }
        return nearest
    }

    /// Of all but what is kept or void.
    fileprivate func rows(_ clocks: [Clock]) -> [ClockRow] {
        var rows: [ClockRow] = []
        rows.reserveCapacity(clocks.count)
        for clock in clocks { if let row = ClockRow(clock, self) { rows.append(row) } }
        return rows
    }
}

extension ClockRow {
    /// Nil for a clock that is kept or void.
    fileprivate init?(_ clock: Clock, _ judge: Judge) {
        guard let standing = Standing(clock.progress) else { return nil }
        self.init(key: clock.key, standing: standing, isQuiet: judge.isQuiet(clock))
    }
}
