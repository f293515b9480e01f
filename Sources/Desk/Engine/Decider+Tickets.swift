import Domain
import Evidence

extension Decider {
    mutating func open(
        _ opening: Ticket.Opening, _ gradings: [Grading], _ source: Ticket.Source, _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) {
        let now = sheet.now
        let received = opening.received == .onReceipt ? now : opening.received
        guard received <= now else { throw .receivedAhead(received, now: now) }
        let earliest = max(.earliest, source.earliestReceived(now) ?? .earliest)
        if received < earliest {
            throw .receivedTooFarBack(received, earliest: earliest)
        }
        try require(.customer, opening.customer.rawValue, sheet)
        try require(.team, opening.firstAsked?.rawValue, sheet)
        for (attribute, value) in opening.attributes {
            if let kind = attribute.refersTo { try require(kind, value, of: opening.customer, sheet) }
        }
        try start(
            Ticket.Opening(
                id: opening.id, customer: opening.customer, received: received,
                firstAsked: opening.firstAsked ?? asked(about: opening.attributes[.category], sheet),
                attributes: opening.attributes),
            gradings, actor, &sheet)
    }

    /// The team that a category's record names; nil where there is none to be asked.
    private func asked(about category: String?, _ sheet: Sheet) -> TeamID? {
        guard let category, isHere(.category, category, sheet),
            case .record(let record)? = held(.record(.category, RecordID(category)), sheet)?.aggregate,
            let team = record.id("team"), isHere(.team, team.rawValue, sheet)
        else { return nil }
        return TeamID(team.rawValue)
    }

    /// A ticket's first entries: opened, and graded as asked for or as its category says.
    private mutating func start(
        _ opening: Ticket.Opening, _ gradings: [Grading], _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) {
        let stream = StreamID.ticket(opening.id)
        try checkID(opening.id.rawValue)
        guard held(stream, sheet) == nil else { throw .exists(stream) }
        let variant = contract(opening.attributes[.contract], sheet)?.variant
        var grades: [(GradeRef, Complexity)] = []
        for grading in gradings { grades.append((try rules.reference(grading, variant: variant), grading.complexity)) }
        if gradings.isEmpty, let category = opening.attributes[.category] {
            grades = rules.book.grades(category: category, variant: variant).map { ($0, Complexity.complex) }
        }
        var opening = opening
        if let policy = grades.first?.0.policy, let activation = rules.activations[policy] {
            opening.promised = Promised(
                policy: policy, content: activation.content,
                arm: Decider.arm(opening.customer, rollout: policy.id.rawValue))
        }
        var ticket = Ticket(opening)
        var events = [Journal.Event.ticket(.opened(opening))]
        events.reserveCapacity(1 + grades.count)
        for (grade, complexity) in grades {
            do throws(Ticket.Refusal) {
                for event in try ticket.give(grade, complexity, at: sheet.now, rules.book) {
                    events.append(.ticket(event))
                }
            } catch { throw .ticket(opening.id, error) }
        }
        // A request that comes late may have missed something already.
        if opening.received < sheet.now {
            for event in ticket.advance(to: sheet.now, rules.book) { events.append(.ticket(event)) }
        }
        sheet.write(stream, events, Held(.ticket(consume ticket), version: events.count), by: actor)
    }

    /// A customer's place in a rollout, in parts of ten thousand (C15): the same for ever, and evenly spread.
    static func arm(_ customer: CustomerID, rollout: String) -> Int {
        var named: [UInt8] = []
        named.reserveCapacity(customer.rawValue.utf8.count + 1 + rollout.utf8.count)
        named.append(contentsOf: customer.rawValue.utf8)
        named.append(0)
        named.append(contentsOf: rollout.utf8)
        let hash = Content.digest(named)
        return Int(hash.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000)
    }

    func ticket(_ id: TicketID, _ sheet: Sheet) throws(Refusal) -> (Ticket, Held) {
        guard let held = held(.ticket(id), sheet), case .ticket(let ticket) = held.aggregate else {
            throw .noSuch(.ticket(id))
        }
        return (ticket, held)
    }

    func ticket(
        _ id: TicketID, _ commands: [Ticket.Command], _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) -> Int? {
        var (ticket, held) = try ticket(id, sheet)
        var events = ticket.advance(to: sheet.now, rules.book)
        var own: Int?
        var reasons: [(index: Int, reason: String)] = []
        var receiver: TeamID?
        var links: [Ticket.Command] = []
        for command in commands {
            let command = command.dated(sheet.now)
            // Whoever can't be given it may answer all the same.
            if case .take(let agent) = command, !isHere(.agent, agent, sheet) { continue }
            try check(command, ticket.customer, sheet)
            if let team = command.acceptance, team == ticket.offered { receiver = team }
            let index = events.count
            do throws(Ticket.Refusal) {
                events += try ticket.apply(
                    command, at: sheet.now, rules.book, variant: variant(for: command, ticket, sheet))
            } catch { throw .ticket(id, error) }
            guard index < events.count else { continue }
            own = own ?? index
            if command.linked != nil { links.append(command) }
            if case .record(_, _, _, .backdating(let reason)) = command { reasons.append((index, reason)) }
        }
        events += try given(by: commands, &ticket, sheet)
        if let receiver { events += try released(to: receiver, &ticket, actor, sheet) }
        let first = sheet.decision.drafts.count
        write(ticket, held, events, actor, &sheet)
        for (index, reason) in reasons { seal([Request.Text("reason", reason)], first + index, &sheet) }
        try linkBack(links, of: ticket, actor, &sheet)
        return own.map { first + $0 }
    }

    /// The grades of a category that is set before anybody gave one, as if the ticket had been opened with it: else it
    /// would be known what the matter is, and nothing be promised. What is settled is promised nothing any more. What an
    /// opening says of the contents of a promise (C15) is not among it.
    private func given(
        by commands: [Ticket.Command], _ ticket: inout Ticket, _ sheet: Sheet
    ) throws(Refusal) -> [Ticket.Event] {
        guard commands.contains(where: \.setsCategory), ticket.course.strands.isEmpty,
            !ticket.course.state().isSettled, let category = ticket.attributes[.category]
        else { return [] }
        let variant = contract(ticket.attributes[.contract], sheet)?.variant
        var events: [Ticket.Event] = []
        for grade in rules.book.grades(category: category, variant: variant) {
            do throws(Ticket.Refusal) {
                events += try ticket.apply(.grade(grade), at: sheet.now, rules.book)
            } catch { throw .ticket(ticket.id, error) }
        }
        return events
    }

    /// Whoever had it has given it away once a team took it over, and has it no more unless they are of that team, or
    /// of none, or took it over themselves: else it would be the team's, and in nobody's hands (C5). Nor does anybody
    /// keep it who is gone.
    private func released(
        to team: TeamID, _ ticket: inout Ticket, _ actor: Actor, _ sheet: Sheet
    ) throws(Refusal) -> [Ticket.Event] {
        guard let agent = ticket.attributes[.agent],
            case .record(let record)? = held(.record(.agent, RecordID(agent)), sheet)?.aggregate
        else { return [] }
        if record.state == .live {
            let teams = record.words("teams")
            if actor == Actor("agent:" + agent) || teams.isEmpty || teams.contains(team.rawValue) { return [] }
        }
        do throws(Ticket.Refusal) {
            return try ticket.apply(.change(.set(.agent, nil)), at: sheet.now, rules.book)
        } catch { throw .ticket(ticket.id, error) }
    }

    /// For a change of category: what the ticket's contract names by then.
    private func variant(for command: Ticket.Command, _ ticket: Ticket, _ sheet: Sheet) -> VariantID? {
        guard case .categorise = command else { return nil }
        return contract(ticket.attributes[.contract], sheet)?.variant
    }

    /// What a command names has to be there.
    private func check(_ command: Ticket.Command, _ customer: CustomerID, _ sheet: Sheet) throws(Refusal) {
        switch command {
        case .offer(let team): try require(.team, team.rawValue, sheet)
        case .change(.set(let attribute, let value?)):
            if let kind = attribute.refersTo { try require(kind, value, of: customer, sheet) }
        default: break
        }
    }

    func write(_ ticket: Ticket, _ held: Held, _ events: [Ticket.Event], _ actor: Actor, _ sheet: inout Sheet) {
        var held = held
        held.aggregate = .ticket(ticket)
        held.version += events.count
        if events.contains(where: { if case .changed(.eraseTexts, _) = $0 { true } else { false } }) {
            sheet.decision.erased.streams.append(.ticket(ticket.id))
        }
        sheet.write(.ticket(ticket.id), events.map(Journal.Event.ticket), held, by: actor)
    }

    func merge(_ id: TicketID, into other: TicketID, _ actor: Actor, _ sheet: inout Sheet) throws(Refusal) -> Int? {
        var (merged, mergedHeld) = try ticket(id, sheet)
        var (survivor, survivorHeld) = try ticket(other, sheet)
        let timed = survivor.advance(to: sheet.now, rules.book)
        let mergedTimed = merged.advance(to: sheet.now, rules.book)
        let absorbed: [Ticket.Event]
        let gone: [Ticket.Event]
        do throws(Ticket.Refusal) {
            absorbed = try survivor.apply(.absorb(merged), at: sheet.now, rules.book)
        } catch {
            // Whoever merges knows whose the one is; that of the other is what they are told.
            if case .otherCustomer = error { throw .ticket(id, .otherCustomer(other)) }
            throw .ticket(other, error)
        }
        do throws(Ticket.Refusal) {
            gone = try merged.apply(.mergeInto(other), at: sheet.now, rules.book)
        } catch { throw .ticket(id, error) }
        let own = sheet.decision.drafts.count + timed.count
        write(survivor, survivorHeld, timed + absorbed, actor, &sheet)
        write(merged, mergedHeld, mergedTimed + gone, actor, &sheet)
        return own
    }

    mutating func split(
        _ id: TicketID, _ part: TicketID, _ gradings: [Grading], _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) -> Int? {
        let (whole, _) = try ticket(id, sheet)
        let first = sheet.decision.drafts.count
        try start(
            Ticket.Opening(
                id: part, customer: whole.customer, received: whole.course.received, firstAsked: whole.holder,
                attributes: whole.attributes, splitFrom: id),
            gradings, actor, &sheet)
        _ = try ticket(id, [.change(.split(into: part))], actor, &sheet)
        return first
    }
}

extension Ticket.Source {
    /// How far back a request's own arrival may be dated.
    fileprivate func earliestReceived(_ now: Instant) -> Instant? {
        switch self {
        case .history, .backdating: nil
        case .edge, .person: now - .minutes(5)
        }
    }
}

extension Ticket.Command {
    /// What is told as it happens is dated by the desk.
    fileprivate func dated(_ now: Instant) -> Ticket.Command {
        guard case .record(let name, .onReceipt, let detail, let source) = self else { return self }
        return .record(name, occurred: now, detail: detail, source: source)
    }
}
