import Domain

extension Follower {
    /// Letters: a link to whom it was made for, what staff is told to those whom it concerns, a ticket's news to its
    /// customer. The outbox holds whom and what sort of news; address and words are looked up when it is sent.
    static let mail = Follower(name: "mail") { entries, desk in
        guard desk.edges.mails else { return Effects() }
        let rules = desk.engine.rulesInForce
        var messages: [PendingMessage] = []
        for entry in entries where desk.now - entry.recorded <= oldest {
            for (number, letter) in try await letters(of: entry, rules, desk).prefix(atMost).enumerated() {
                messages.append(
                    PendingMessage(
                        of: .entry(entry.position), number: firstLetter + number, maker: .mail,
                        target: letter.whom.description, subject: letter.subject, notBefore: letter.notBefore))
            }
        }
        return Effects(messages: messages)
    }

    /// Behind staff messages and webhooks.
    private static let firstLetter = 200_000
    /// Of one entry.
    private static let atMost = 200
    /// News that is older is none: nobody wants a year's letters on the day that mail is set up.
    private static let oldest = Duration.hours(24)

    private struct Addressed {
        let whom: StreamID
        let subject: String
        let notBefore: Instant
    }

    private static func letters(
        of entry: Journal.Entry, _ rules: Rules, _ desk: ServiceDesk
    ) async throws -> [Addressed] {
        switch entry.event {
        case .access(.linkMade(let link, _)) where link.whom != .desk:
            return [Addressed(whom: link.whom, subject: "link", notBefore: entry.recorded)]
        case .ticket(let event):
            let held = try await desk.engine.state(entry.stream)
            guard case .ticket(let ticket)? = held?.aggregate else { return [] }
            var letters: [Addressed] = []
            for notice in Notice.of(entry.event, held) {
                letters += await staff(notice, ticket.holder, entry, rules, desk)
            }
            if let news = event.newsForCustomer {
                letters.append(
                    Addressed(whom: ticket.reader, subject: "news." + news, notBefore: entry.recorded))
            }
            return try await reachable(letters, desk)
        case .incident, .desk:
            var letters: [Addressed] = []
            for notice in Notice.of(entry.event, try await desk.engine.state(entry.stream)) {
                letters += await staff(notice, nil, entry, rules, desk)
            }
            return try await reachable(letters, desk)
        case .policy, .ledger, .record, .access, .contacts: return []
        }
    }

    /// Whom a notice means, as people: an agent, a team's lead, whoever has a role and is on duty when it may be told.
    private static func staff(
        _ notice: Notice, _ team: TeamID?, _ entry: Journal.Entry, _ rules: Rules, _ desk: ServiceDesk
    ) async -> [Addressed] {
        var notBefore = entry.recorded
        var agents: [RecordID] = []
        if let role = notice.role {
            if !notice.mayWake { notBefore = rules.dutyInstant(role, team: team, from: entry.recorded) }
            agents = rules.duty?.onDuty(role: role, team: team, at: notBefore) ?? []
        } else if let id = notice.target.suffix(after: "agent:") {
            agents = [RecordID(id)]
        } else if let id = notice.target.suffix(after: "team:") {
            agents = (try? await desk.record(.team, RecordID(id)))??.id("lead").map { [$0] } ?? []
        }
        return agents.map {
            Addressed(whom: .record(.agent, $0), subject: "staff." + notice.subject, notBefore: notBefore)
        }
    }

    /// Those who have an address; the others are told at the desk.
    private static func reachable(_ letters: [Addressed], _ desk: ServiceDesk) async throws -> [Addressed] {
        var found: [Addressed] = []
        for letter in letters {
            guard case .record(let kind) = letter.whom.kind,
                let record = try await desk.record(kind, RecordID(letter.whom.id)),
                record.state == .live, record.personal.contains("email")
            else { continue }
            found.append(letter)
        }
        return found
    }
}

extension Ticket {
    /// The person at the customer's whom its news concerns.
    fileprivate var reader: StreamID {
        if let contact = attributes[.contact] { return .record(.contact, RecordID(contact)) }
        return .record(.customer, RecordID(customer.rawValue))
    }
}

extension Ticket.Event {
    fileprivate var newsForCustomer: String? {
        switch self {
        case .opened: "received"
        case .course(.happened(.agentMessage, _, _)): "answered"
        case .course(.happened(.resolved, _, _)): "resolved"
        case .course(.happened(.closed, _, _)): "closed"
        case .course(.happened(.reopened, _, _)): "reopened"
        case .course, .handOverOffered, .absorbed, .mergedInto, .changed: nil
        }
    }
}

extension String {
    fileprivate func suffix(after prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
