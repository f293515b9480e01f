extension Ticket {
    /// The stations that were reached, each with when it first was (B4).
    public var stations: [Node: Instant] { course.stations(taken: attributes[.agent] == nil ? nil : firstTaken) }
}

extension Course {
    /// Facts that by their own name tell of a station, in order: what a record can prove.
    public var stationFacts: [(node: Node, fact: Fact)] {
        facts.compactMap { fact in fact.name.node.map { (node: $0, fact: fact) } }
    }

    /// How far it has come, as its customer sees it, each station with when it was reached.
    ///
    /// The vocabulary has an event for each station, and people go shorter ways: whoever replies has the matter and works
    /// at it, though nobody said so.
    /// - Parameter taken: when it was first given to somebody; nil while nobody has it.
    func stations(taken: Instant?) -> [Node: Instant] {
        var reached: [Node: Instant] = [:]
        let reopened = facts.last { $0.name == .reopened }?.mark
        for (node, fact) in stationFacts {
            // What was solved and signed before it was taken up again is so no more.
            if let reopened, fact.mark < reopened, node.rawValue >= Node.solved.rawValue { continue }
            reached[node] = reached[node] ?? fact.mark.at
        }
        reached[.submitted] = reached[.submitted] ?? received
        // Where a plan or a visit is told of, the work begins when that says so, and not with a word about it.
        let isPlanned = !Node.plans.isDisjoint(with: reached.keys)
        for fact in facts {
            if case .robot = fact.detail { continue }
            for node in Node.shownBy[fact.name] ?? [] where reached[node] == nil {
                if node == .atWork, isPlanned, fact.name != .resolved { continue }
                reached[node] = fact.mark.at
            }
        }
        if let taken { reached[.assigned] = min(taken, reached[.assigned] ?? taken) }
        return reached
    }
}

extension Node {
    /// What shows that a station was reached besides the event that tells of it.
    fileprivate static let shownBy: [EventName: [Node]] = [
        .engaged: [.assigned], .agentMessage: [.assigned, .atWork], .answered: [.assigned, .atWork],
        .located: [.assigned, .atWork], .restored: [.assigned, .atWork], .resolved: [.assigned, .atWork],
    ]

    fileprivate static let plans: Set<Node> = [.planReady, .resourcesReady, .onTheWay, .arrived]
}
