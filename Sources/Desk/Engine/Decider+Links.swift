import Domain

// A link is told at both its ends, in the one decision: whoever looks at the other ticket knows of it too. It goes at
// both ends as well, whichever of them it is taken away at.

extension Decider {
    /// Writes at the other ends which links of a ticket there are now. There it is a related ticket, whatever it is
    /// here, unless the other lists it already. Once the last link to the other is gone here, the other lists this one
    /// no more, in whichever way it did: half a link would be told by one of them alone.
    /// - Parameter commands: what was just done to the ticket; of commands that changed nothing none.
    func linkBack(
        _ commands: [Ticket.Command], of ticket: Ticket, _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) {
        for command in commands {
            guard let other = command.linked else { continue }
            guard other != ticket.id, let held = held(.ticket(other), sheet), case .ticket(var end) = held.aggregate
            else { continue }
            var back: [Ticket.Change] = []
            // By what there is in the end: what was taken away again at once is no link.
            switch (command.links, ticket.isLinked(to: other)) {
            case (true, true):
                if !end.isLinked(to: ticket.id) { back = [.add(.related, ticket.id.rawValue)] }
            case (false, false):
                for listing in Listing.allCases where listing.isOfTickets {
                    guard end.lists[listing]?.contains(ticket.id.rawValue) ?? false else { continue }
                    back.append(.remove(listing, ticket.id.rawValue))
                }
            case (true, false), (false, true): break
            }
            if back.isEmpty { continue }
            var events = end.advance(to: sheet.now, rules.book)
            do throws(Ticket.Refusal) {
                for change in back { events += try end.apply(.change(change), at: sheet.now, rules.book) }
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

    /// Whether it adds to a list, rather than takes away from it.
    fileprivate var links: Bool { if case .change(.add) = self { true } else { false } }
}

extension Ticket {
    fileprivate func isLinked(to other: TicketID) -> Bool {
        lists.contains { $0.key.isOfTickets && $0.value.contains(other.rawValue) }
    }
}
