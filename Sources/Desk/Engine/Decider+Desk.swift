import Domain
import Evidence

/// Reads a policy file on the data it is to be judged on.
/// - Throws: `PolicyFault` with the first fault.
public typealias PolicyMaker = @Sendable (_ files: Policy.Files, _ edition: Int) throws -> PolicyInForce

public struct PolicyFault: Error, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
}

extension Decider {
    mutating func activate(_ files: Policy.Files, _ actor: Actor, _ sheet: inout Sheet) throws(Refusal) {
        func make(_ edition: Int) throws(Refusal) -> PolicyInForce {
            do { return try makePolicy(files, edition) } catch {
                throw .policyUnreadable((error as? PolicyFault)?.text ?? "\(error)")
            }
        }
        let policy = try make(1)
        let content = Content.hash(files.content)
        let zones = Content.hash(files.zones)
        let named = Set(policy.policy.calendars.compactMap(\.official))
        let official = files.official.filter { named.contains($0.key) }
        let hashes = official.mapValues { Content.hash($0) }
        let stream = StreamID.policy(policy.version.id)
        var past: [Activation] = []
        if case .policy(let activations)? = held(stream, sheet)?.aggregate { past = activations }
        let same = past.filter { $0.version.version == policy.version.version }
        if let other = same.first, other.content != content { throw .versionTaken(other.version) }
        if let last = past.last, last.content == content, last.zones == zones, last.official == hashes { return }
        let edition = (same.map(\.version.edition).max() ?? 0) + 1
        let version = PolicyVersion(id: policy.version.id, version: policy.version.version, edition: edition)
        let activation = Activation(
            version: version, content: content, zones: zones, official: hashes, at: sheet.now)
        let event = Journal.Event.policy(activation)
        var after = held(stream, sheet)
        if after == nil { after = Held(stream, opening: event) } else { after?.evolve(event) }
        sheet.write(stream, [event], after!, by: actor)
        sheet.decision.documents.append(Document(hash: content, bytes: files.content))
        sheet.decision.documents.append(Document(hash: zones, bytes: files.zones))
        for (name, bytes) in official.sorted(by: { $0.key < $1.key }) {
            sheet.decision.documents.append(Document(hash: hashes[name]!, bytes: bytes))
        }
        let inForce = edition == 1 ? policy : try make(edition)
        rules.add(inForce, activation)
        sheet.activated.append((inForce, activation))
    }

    func desk(_ event: DeskEvent, _ actor: Actor, _ sheet: inout Sheet) {
        var after = held(.desk, sheet)
        if after == nil { after = Held(.desk, opening: .desk(event)) } else { after?.evolve(.desk(event)) }
        sheet.write(.desk, [.desk(event)], after!, by: actor)
    }

    /// Counts contacts that became no ticket, dated like whatever an edge tells: five minutes back at most, never ahead.
    func answer(_ told: AnsweredAtOnce, _ actor: Actor, _ sheet: inout Sheet) throws(Refusal) {
        let words = [told.channel] + [told.language].compactMap(\.self)
        guard (1...AnsweredAtOnce.most).contains(told.count), words.allSatisfy({ (1...64).contains($0.utf8.count) })
        else { throw .badContacts }
        let earliest = sheet.now - Ticket.Source.trustedBackdating
        guard told.at <= sheet.now else { throw .receivedAhead(told.at, now: sheet.now) }
        guard earliest <= told.at else { throw .receivedTooFarBack(told.at, earliest: earliest) }
        let event = Journal.Event.contacts(told)
        var after = held(told.stream, sheet)
        if after == nil { after = Held(told.stream, opening: event) } else { after?.evolve(event) }
        sheet.write(told.stream, [event], after!, by: actor)
    }

    /// Once: a desk that stands is not founded again.
    func found(_ zone: String, _ actor: Actor, _ sheet: inout Sheet) {
        guard held(.desk, sheet) == nil else { return }
        desk(.founded(zone: zone, at: sheet.now), actor, &sheet)
    }

    /// What time has brought about for a stream.
    func fire(_ stream: StreamID, _ sheet: inout Sheet) {
        guard let held = held(stream, sheet) else {
            // Its line must not be found due again and again.
            sheet.woken.append(stream)
            return
        }
        switch held.aggregate {
        case .ticket(var ticket):
            var events = ticket.advance(to: sheet.now, rules.book)
            if let at = rules.retention(ticket), at <= sheet.now {
                // Nothing stands in its way: it starts and ends no clock.
                events += (try? ticket.apply(.change(.eraseTexts), at: sheet.now, rules.book)) ?? []
            }
            write(ticket, held, events, .desk, &sheet)
        case .incident(var incident):
            // To advance is never refused.
            let events = (try? incident.decide(.advance, at: sheet.now, rules.book))?.events ?? []
            for event in events { incident.evolve(event) }
            write(incident, held, events, .desk, &sheet)
        case .desk(let state):
            // Each month's end is a fact of its own, also after weeks of standing still.
            var state = state
            while let at = rules.monthEnd(state), at <= sheet.now {
                desk(.monthEnded(at: at), .desk, &sheet)
                state.evolve(.monthEnded(at: at))
            }
        case .ledger, .policy, .record, .contacts, .access: break
        }
        // Whatever woke it has been dealt with, even if there was nothing to tell.
        sheet.woken.append(stream)
    }
}
