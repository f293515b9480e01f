import Domain

extension Decider {
    func openIncident(
        _ id: IncidentID, _ received: Instant, _ gradings: [Grading], _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) {
        let stream = StreamID.incident(id)
        try checkID(id.rawValue)
        guard held(stream, sheet) == nil else { throw .exists(stream) }
        let received = received == .onReceipt ? sheet.now : received
        guard received <= sheet.now else { throw .receivedAhead(received, now: sheet.now) }
        guard received >= .earliest else { throw .receivedTooFarBack(received, earliest: .earliest) }
        let opened = Incident.Event.opened(id, received: received)
        var incident = Incident(id: id, received: received)
        var events = [opened]
        for grading in gradings {
            let grade = try rules.reference(grading, variant: nil)
            let more = try outcome(incident, .grade(grade), sheet)
            for event in more { incident.evolve(event) }
            events += more
        }
        var held = Held(stream, opening: .incident(opened))!
        held.version = 0
        write(incident, held, events, actor, &sheet)
    }

    func incident(
        _ id: IncidentID, _ commands: [Incident.Command], _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) -> Int? {
        guard let held = held(.incident(id), sheet), case .incident(var incident) = held.aggregate else {
            throw .noSuch(.incident(id))
        }
        var events = try outcome(incident, .advance, sheet)
        for event in events { incident.evolve(event) }
        let first = sheet.decision.drafts.count + events.count
        for command in commands {
            var command = command
            if case .record(let name, .onReceipt, let detail, let source) = command {
                command = .record(name, occurred: sheet.now, detail: detail, source: source)
            }
            let more = try outcome(incident, command, sheet)
            for event in more { incident.evolve(event) }
            events += more
        }
        write(incident, held, events, actor, &sheet)
        return first
    }

    private func outcome(_ incident: Incident, _ command: Incident.Command, _ sheet: Sheet) throws(Refusal) -> [Incident
        .Event]
    {
        do throws(Incident.Refusal) {
            return try incident.decide(command, at: sheet.now, rules.book).events
        } catch { throw .incident(incident.id, error) }
    }

    func write(_ incident: Incident, _ held: Held, _ events: [Incident.Event], _ actor: Actor, _ sheet: inout Sheet) {
        var held = held
        held.aggregate = .incident(incident)
        held.version += events.count
        sheet.write(.incident(incident.id), events.map(Journal.Event.incident), held, by: actor)
    }
}
