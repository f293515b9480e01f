import Domain

extension Decider {
    /// The contract a ticket names, if it is known.
    func contract(_ id: String?, _ sheet: Sheet) -> Contract? {
        guard let id, case .record(let record)? = held(.record(.contract, RecordID(id)), sheet)?.aggregate else {
            return nil
        }
        return Contract(record)
    }

    /// Posts what a ticket's breaches owe and is final, and reverses what no longer holds (A2, B22).
    func settle(_ id: TicketID, _ actor: Actor, _ sheet: inout Sheet) throws(Refusal) {
        let (ticket, _) = try ticket(id, sheet)
        // What a ticket owes it owes once: under the contract that it names now.
        for former in ticket.formerContracts.sorted() where former != ticket.attributes[.contract] {
            guard let contract = contract(former, sheet) else { continue }
            settle(ticket, under: contract, owing: false, actor, &sheet)
        }
        if let contract = contract(ticket.attributes[.contract], sheet) {
            settle(ticket, under: contract, owing: true, actor, &sheet)
        }
    }

    private func settle(
        _ ticket: Ticket, under contract: Contract, owing: Bool, _ actor: Actor, _ sheet: inout Sheet
    ) {
        let id = ticket.id
        let stream = StreamID.ledger(contract.id)
        let before = held(stream, sheet)
        var ledger = Ledger(contract: contract.id)
        if case .ledger(let known)? = before?.aggregate { ledger = known }
        if ticket.course.breaches.isEmpty, !ledger.standing.keys.contains(where: { $0.ticket == id }) { return }
        let judge = Judge(ticket.course, book: rules.book, now: sheet.now)
        let owed = owing ? judge.owed(judge.clocks(), under: contract, rules.book) : []
        let ceiling = ticket.course.grades.compactMap { rules.book[$0.policy]?.policy.guarantees.ceiling }.min()
        let events = ledger.under(ceilingMinor: ceiling.map { $0.of(contract.amount.minor) })
            .decide(settle: owed, of: id, at: sheet.now)
        if events.isEmpty { return }
        for event in events { ledger.evolve(event) }
        var after = before ?? Held(stream, opening: .ledger(events[0]))!
        after.aggregate = .ledger(ledger)
        after.version = (before?.version ?? 0) + events.count
        sheet.write(stream, events.map(Journal.Event.ledger), after, by: actor)
        sheet.decision.rows += events.map { event in
            switch event {
            case .posted(let key, let posting, let at):
                .posting(PostingRow(contract: contract.id, key: key, posting: posting, at: at))
            case .reversed(let key, _, let at):
                .posting(PostingRow(contract: contract.id, key: key, posting: nil, at: at))
            }
        }
    }
}
