import Domain

// A link is told at both its ends, in the one decision: whoever looks at the other ticket knows of it too.

extension Decider {
    /// Writes at the other ends which links of a ticket there are now. There it is a related ticket, whatever it is here;
    /// what the other lists by itself stays as it is.
    /// - Parameter commands: what was just done to the ticket.
    func linkBack(
        _ commands: [Ticket.Command], of ticket: Ticket, _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) {
        for other in commands.compactMap(\.linked) {
            guard other != ticket.id, let held = held(.ticket(other), sheet), case .ticket(var end) = held.aggregate
            else { continue }
            let back: Ticket.Change
            if ticket.isLinked(to: other) {
                if end.isLinked(to: ticket.id) { continue }
                back = .add(.related, ticket.id.rawValue)
            } else {
                guard end.lists[.related]?.contains(ticket.id.rawValue) ?? false else { continue }
                back = .remove(.related, ticket.id.rawValue)
            }
            var events = end.advance(to: sheet.now, rules.book)
            do throws(Ticket.Refusal) {
                events += try end.apply(.change(back), at: sheet.now, rules.book)
            } catch { throw .ticket(other, error) }
            write(end, held, events, actor, &sheet)
        }
    }
}

extension Ticket.Command {
    /// The ticket that it links to, or does no more.
    var linked: TicketID? {
        switch self {
        case .change(.add(let listing, let item)), .change(.remove(let listing, let item)):
            listing.isOfTickets ? TicketID(item) : nil
        default: nil
        }
    }
}

extension Ticket {
    fileprivate func isLinked(to other: TicketID) -> Bool {
        lists.contains { $0.key.isOfTickets && $0.value.contains(other.rawValue) }
    }
}
