import Domain

extension Follower {
    /// When an incident is over, each ticket that shares it hears of it and judges its own clocks (POLICIES 1.16).
    static let incidents = Follower(name: "incidents") { entries, desk in
        var requests: [Request] = []
        for entry in entries {
            guard case .incident(.course(.happened(let name, let at, _))) = entry.event,
                name == .restored || name == .resolved,
                case .incident(let incident)? = try await desk.engine.state(entry.stream)?.aggregate
            else { continue }
            for ticket in incident.linked {
                let command = Ticket.Command.record(
                    name, occurred: at, source: .backdating(reason: "incident \(incident.id)"))
                requests.append(Request("follower:incidents", .ticket(ticket, [command])))
            }
        }
        return Effects(requests: requests)
    }
}
