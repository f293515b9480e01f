import Desk
import Domain
import Pages

extension Rooms {
    /// The twelve stations, with how long each took (B4).
    /// - Parameter taken: when it was first given to somebody.
    static func stations(_ ticket: Ticket, taken: Instant? = nil) -> [CustomerTicketPage.Station] {
        let instants = reached(ticket.course, taken)
        var before: Instant?
        return Node.allCases.map { node in
            let at = instants[node]
            // Stations may come in another order; then there is no time between them to tell.
            let took = at.flatMap { at in before.map { at - $0 } }.flatMap { $0 < .zero ? nil : $0 }
            before = at ?? before
            return CustomerTicketPage.Station(node: node, at: at, took: took)
        }
    }

    private static func reached(_ course: Course, _ taken: Instant?) -> [Node: Instant] {
        var reached: [Node: Instant] = [:]
        let reopened = course.facts.last { $0.name == .reopened }?.mark
        for fact in course.facts {
            guard let node = fact.name.node else { continue }
            // What was solved and signed before it was taken up again is so no more.
            if let reopened, fact.mark < reopened, node.rawValue >= Node.solved.rawValue { continue }
            reached[node] = reached[node] ?? fact.mark.at
        }
        reached[.submitted] = reached[.submitted] ?? course.received
        // Where a plan or a visit is told of, the work begins when that says so, and not with a word about it.
        let isPlanned = !plans.isDisjoint(with: reached.keys)
        for fact in course.facts {
            if case .robot = fact.detail { continue }
            for node in signs[fact.name] ?? [] where reached[node] == nil {
                if node == .atWork, isPlanned, fact.name != .resolved { continue }
                reached[node] = fact.mark.at
            }
        }
        if let taken { reached[.assigned] = min(taken, reached[.assigned] ?? taken) }
        return reached
    }

    /// What shows besides that a station was reached: the vocabulary has one event for each, and people go shorter ways.
    private static let signs: [EventName: [Node]] = [
        .engaged: [.assigned], .agentMessage: [.assigned, .atWork], .answered: [.assigned, .atWork],
        .located: [.assigned, .atWork], .restored: [.assigned, .atWork], .resolved: [.assigned, .atWork],
    ]

    private static let plans: Set<Node> = [.planReady, .resourcesReady, .onTheWay, .arrived]

    /// When it was first given to somebody, which its course does not tell; nil where nobody has it.
    func taken(_ ticket: Ticket) async throws -> Instant? {
        guard ticket.attributes[.agent] != nil else { return nil }
        let stream = StreamID.ticket(ticket.id)
        let entries = try await desk.edges.store.streams([stream])[stream] ?? []
        let first = entries.first { entry in
            switch entry.event {
            case .ticket(.opened(let opening)): opening.attributes[.agent] != nil
            case .ticket(.changed(.set(.agent, let agent), _)): agent != nil
            default: false
            }
        }
        return first?.occurred
    }

    /// What comes next, as the state and the stations that were reached have it.
    static func next(_ state: State, _ stations: [CustomerTicketPage.Station]) -> CustomerTicketPage.Next {
        switch state {
        case .waiting(.customer), .waiting(.evidence): return .awaitsYou
        case .waiting: return .awaitsOthers
        case .cancelled: return .cancelled
        case .merged: return .nothing
        case .resolved:
            // What is left of the end, if anything is.
            let left = [Node.verified, .followedUp].first { node in stations[node.rawValue - 1].at == nil }
            return left.map { .node($0) } ?? .nothing
        case .closed: return .nothing
        case .new, .open:
            let last = stations.last { $0.at != nil }?.node.rawValue ?? 0
            if last == Node.onTheWay.rawValue { return .node(.arrived) }
            // Stations on the way to somewhere are told only to those who are on it.
            let next = stations.first { $0.node.rawValue > last && !travels.contains($0.node) }?.node ?? .solved
            return .node(next.rawValue < Node.solved.rawValue ? next : .solved)
        }
    }

    private static let travels: Set<Node> = [.resourcesReady, .onTheWay, .arrived]
}
