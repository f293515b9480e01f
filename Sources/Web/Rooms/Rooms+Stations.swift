import Domain
import Pages

extension Rooms {
    /// The twelve stations, with how long each took (B4).
    static func stations(_ ticket: Ticket) -> [CustomerTicketPage.Station] {
        let reached = ticket.stations
        var before: Instant?
        return Node.allCases.map { node in
            let at = reached[node]
            // Stations may come in another order; then there is no time between them to tell.
            let took = at.flatMap { at in before.map { at - $0 } }.flatMap { $0 < .zero ? nil : $0 }
            before = at ?? before
            return CustomerTicketPage.Station(node: node, at: at, took: took)
        }
    }

    /// What comes next, as the state and the stations that were reached have it.
    /// - Parameter isRated: whether the customer has said how it went, so that nobody asks them once more.
    static func next(
        _ state: State, _ stations: [CustomerTicketPage.Station], isRated: Bool = false
    ) -> CustomerTicketPage.Next {
        switch state {
        case .waiting(.customer), .waiting(.evidence): return .awaitsYou
        case .waiting: return .awaitsOthers
        case .cancelled: return .cancelled
        case .merged: return .merged
        case .resolved:
            // What is left of the end, if anything is.
            let left = [Node.verified, .followedUp].first { node in stations[node.rawValue - 1].at == nil }
            if isRated, left != .verified { return .rated }
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
