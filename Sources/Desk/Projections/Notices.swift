import Domain

/// Whom staff messages of an event go to. The event is the fact; a message only carries it to somebody.
struct Notice: Hashable {
    let target: String
    let subject: String
    /// For a role: whether it may wake people who are off duty; nil for what nobody is woken by.
    var role: RoleID?
    var mayWake = true
}

extension Notice {
    /// Whether anybody may be told of an event: of nearly all that is recorded nobody is, and no state is looked at.
    static func isToldOf(_ event: Journal.Event) -> Bool {
        switch event {
        case .ticket(.course(let event)), .incident(.course(let event)):
            switch event {
            case .warned, .breached, .breachWithdrawn, .rungReached, .dutyCalled, .budgetSpent: true
            case .happened, .graded, .regraded, .corrected: false
            }
        case .ticket(.handOverOffered), .ticket(.changed(.note, _)), .desk: true
        case .ticket, .incident, .policy, .ledger, .record, .contacts, .access: false
        }
    }

    static func of(_ event: Journal.Event, _ held: Held?) -> [Notice] {
        switch event {
        case .ticket(.course(let event)):
            guard case .ticket(let ticket)? = held?.aggregate else { return [] }
            return of(event, owner: ticket.owner)
        case .incident(.course(let event)): return of(event, owner: "desk")
        case .ticket(.handOverOffered(let team, _)): return [Notice(target: "team:\(team)", subject: "hand-over")]
        case .ticket(.changed(.note(let mentions), _)):
            return mentions.map { Notice(target: "agent:\($0)", subject: "mentioned") }
        case .ticket, .incident, .policy, .ledger, .record, .contacts, .access: return []
        case .desk(let event):
            if case .clockLeapt = event { return [Notice(target: "desk", subject: "clock-leapt")] }
            return []
        }
    }

    private static func of(_ event: Course.Event, owner: String) -> [Notice] {
        switch event {
        case .warned: [Notice(target: owner, subject: "warned")]
        case .breached: [Notice(target: owner, subject: "breached")]
        case .breachWithdrawn: [Notice(target: owner, subject: "breach-withdrawn")]
        case .rungReached(_, let rung, _):
            [Notice(target: "role:\(rung.tell)", subject: "escalated", role: rung.tell, mayWake: rung.wake)]
        case .dutyCalled: [Notice(target: owner, subject: "duty")]
        case .budgetSpent(_, let team, _): [Notice(target: "team:\(team)", subject: "budget-spent")]
        case .happened, .graded, .regraded, .corrected: []
        }
    }
}

extension Ticket {
    /// Who is told what concerns the ticket: its agent, else the team that holds it, else whoever runs the desk.
    fileprivate var owner: String {
        if let agent = attributes[.agent] { return "agent:\(agent)" }
        return holder.map { "team:\($0)" } ?? "desk"
    }
}
