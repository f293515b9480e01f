import Domain

extension Ticket.Opening {
    /// Its own, and those of the records that it names.
    fileprivate func forEachStream(_ body: (StreamID) -> Void) {
        body(.ticket(id))
        body(.record(.customer, RecordID(rawValue: customer.rawValue)))
        if let firstAsked { body(.record(.team, RecordID(rawValue: firstAsked.rawValue))) }
        if let category { body(category) }
        for (name, value) in attributes {
            if let kind = name.refersTo { body(.record(kind, RecordID(rawValue: value))) }
        }
    }

    fileprivate var streams: [StreamID] {
        var streams: [StreamID] = []
        forEachStream { streams.append($0) }
        return streams
    }

    /// Its category's record, if it says whose the ticket is.
    fileprivate var category: StreamID? {
        guard firstAsked == nil else { return nil }
        return attributes[.category].map { .record(.category, RecordID(rawValue: $0)) }
    }
}

extension Ticket.Command {
    /// The record or the other ticket that it names.
    fileprivate var named: StreamID? {
        switch self {
        case .change(.add), .change(.remove): linked.map { StreamID.ticket($0) }
        case .offer(let team): .record(.team, RecordID(team.rawValue))
        case .change(.set(let attribute, let value?)): attribute.refersTo.map { .record($0, RecordID(value)) }
        case .take(let agent): .record(.agent, RecordID(agent))
        default: nil
        }
    }
}

extension Ticket.Command {
    /// Whether it says what kind of matter the ticket is, and with it perhaps what is promised.
    var setsCategory: Bool {
        switch self {
        case .categorise, .change(.set(.category, _?)): true
        default: false
        }
    }

    /// The team that takes it over by this, as it happens; what is imported was not decided here.
    var acceptance: TeamID? {
        guard case .record(.assigned, _, .team(let team), let source) = self, source != .history else { return nil }
        return team
    }

    /// Whether the grades that the ticket has already follow the category.
    fileprivate var movesGrades: Bool { if case .categorise = self { true } else { false } }
}

extension Command {
    /// The stream that the command begins.
    var begins: StreamID? {
        switch self {
        case .open(let opening, _, _): .ticket(opening.id)
        case .openIncident(let id, _, _): .incident(id)
        case .split(_, let part, _): .ticket(part)
        default: nil
        }
    }

    /// What a state that is at hand says must be there too.
    func further(_ peek: (StreamID) -> Held?, _ rules: Rules) -> [StreamID] {
        switch self {
        case .open(let opening, _, _):
            guard let category = opening.category, case .record(let record)? = peek(category)?.aggregate,
                let team = record.id("team")
            else { return [] }
            return [.record(.team, team)]
        case .settle(let id), .split(let id, _, _):
            guard case .ticket(let ticket)? = peek(.ticket(id))?.aggregate else { return [] }
            return ticket.formerContracts.union(ticket.attributes[.contract].map { [$0] } ?? []).flatMap {
                [.record(.contract, RecordID($0)), .ledger(ContractID($0))]
            }
        case .ticket(let id, let commands):
            let (categorises, accepts) = (
                commands.contains(where: \.setsCategory), commands.contains { $0.acceptance != nil }
            )
            guard categorises || accepts, case .ticket(let ticket)? = peek(.ticket(id))?.aggregate else { return [] }
            var further: [StreamID] = []
            // Which variant of a grade it gets, its contract says.
            if categorises, ticket.course.strands.isEmpty || commands.contains(where: \.movesGrades),
                let contract = ticket.attributes[.contract]
            {
                further.append(.record(.contract, RecordID(contract)))
            }
            // Whether it stays whose it is, their teams say.
            if accepts, let agent = ticket.attributes[.agent] { further.append(.record(.agent, RecordID(agent))) }
            return further
        case .record(let kind, _, let command), .credential(let kind, _, let command, _):
            return Decider.references(kind, command, rules)
        default: return []
        }
    }

    /// The streams whose states the command is judged on, without a list of them for the one that comes most.
    func forEachStream(_ body: (StreamID) -> Void) {
        guard case .open(let opening, _, _) = self else { return streams.forEach(body) }
        opening.forEachStream(body)
    }

    /// The streams whose states the command is judged on.
    var streams: [StreamID] {
        switch self {
        case .open(let opening, _, _): opening.streams
        case .ticket(let id, let commands): [.ticket(id)] + commands.compactMap(\.named)
        case .merge(let id, let other): [.ticket(id), .ticket(other)]
        case .split(let id, let part, _): [.ticket(id), .ticket(part)]
        case .openIncident(let id, _, _), .incident(let id, _): [.incident(id)]
        case .settle(let id): [.ticket(id)]
        case .record(let kind, let id, _): [.record(kind, id)]
        case .credential(let kind, let id, _, let event): [.record(kind, id)] + [event?.stream].compactMap(\.self)
        case .note(let event): [event.stream]
        case .fire(let stream): [stream]
        case .answeredAtOnce(let told): [told.stream]
        case .activate, .found, .clockLeapt, .clockTrusted: [.desk]
        }
    }
}
