import Desk
import Domain

/// A real service desk's history as requests to ours: who asked and who worked is made up, what happened when is real.
///
/// Moved by whole weeks, so that it leads up to an instant and every weekday stays what it was.
public struct RealIncidents: Sendable {
    private let tickets: [HistoryTicket]
    private let mapping: HistoryMapping
    public let shift: Duration
    private let over: Instant?

    /// - Parameters:
    ///   - end: the last of them was received in the week before; what happened to it later may reach beyond.
    ///   - over: what is open then is closed, and nothing happens later; nil for as long as the history goes on.
    public init(_ tickets: [HistoryTicket], _ mapping: HistoryMapping, before end: Instant, over: Instant? = nil) {
        self.over = over
        self.tickets = tickets
        self.mapping = mapping
        let last = tickets.compactMap(\.received).max() ?? end
        let week: Int64 = 7 * 86_400_000
        let gap = (end - last).milliseconds
        shift = Duration(milliseconds: (gap >= 0 ? gap : gap - week + 1) / week * week)
    }

    /// When the first of them was received.
    public var begin: Instant? { tickets.compactMap(\.received).min().map { $0 + shift } }

    /// All of it in the order of time: the company's own records first, a customer's just before its first request.
    /// - Parameter policies: the first that the mapping names grades of grades the tickets.
    public func requests(to company: Company, under policies: [Policy]) -> [(at: Instant, request: Request)] {
        guard let begin else { return [] }
        let policy = policies.first { mapping.grades[$0.id] != nil }
        var numbers: [CustomerID: Int] = [:]
        var steps: [(at: Instant, request: Request)] = []
        for ticket in tickets {
            var chance = chance(company, ticket)
            let number = chance.skewed(company.size.customers)
            let customer = company.customer(number)
            numbers[customer.id] = number
            steps += requests(of: ticket, customer, company, policy, &chance)
        }
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        var known: Set<CustomerID> = []
        var told = company.staff(from: begin, days: 1).map { (at: begin, request: $0.request) }
        for (_, step) in ordered {
            if case .open(let opening, _, _) = step.request.command, known.insert(opening.customer).inserted,
                let number = numbers[opening.customer]
            {
                told += company.records(customer: number).map { (step.at, $0.request) }
            }
            told.append(step)
        }
        return told
    }

    /// The same of every ticket, however often it is asked.
    private func chance(_ company: Company, _ ticket: HistoryTicket) -> Chance {
        Chance(company.seed, "incident", Int(ticket.id.filter(\.isNumber).prefix(12)) ?? 0)
    }

    private func requests(
        of ticket: HistoryTicket, _ customer: Customer, _ company: Company, _ policy: Policy?, _ chance: inout Chance
    ) -> [(at: Instant, request: Request)] {
        guard let received = ticket.received else { return [] }
        let team: TeamID = chance.one(of: ["systems", "applications", "devices"])
        let agent =
            company.agent(team, customer.language, hour: 10, &chance).map { Actor("agent:" + $0.id) } ?? "agent:office"
        let id = TicketID(rawValue: ticket.id.lowercased())
        let opening = Ticket.Opening(
            id: id, customer: customer.id, received: .onReceipt, firstAsked: team,
            attributes: [
                .category: "ordinary-fault", .channel: chance.percent(80) ? "hotline" : "web",
                .language: customer.language.rawValue,
                .agent: String(agent.rawValue.drop { $0 != ":" }.dropFirst()),
            ])
        // Where the mapping knows no grade the category decides, as it would have.
        var grades: [Grading] = []
        if let policy, let value = ticket.lastGrade?.value, let grade = mapping.grade(value, policy) {
            grades = [Grading(policy.id, grade)]
        }
        var steps: [(at: Instant, request: Request)] = [
            (
                received + shift,
                Request(
                    "edge:hotline", .open(opening, grades, source: .edge),
                    texts: [.init("subject", ticket.id), .init("text", ticket.id)])
            )
        ]
        var names: [EventName] = []
        func tell(_ name: EventName, _ detail: Fact.Detail, at instant: Instant) {
            let fact = Ticket.Command.record(name, occurred: .onReceipt, detail: detail, source: .person)
            steps.append((instant, Request(agent, .ticket(id, [fact]))))
            names.append(name)
        }
        for happening in ticket.happenings() {
            let at = Swift.max(happening.at, received) + shift
            if let over, over < at { break }
            tell(happening.name, happening.detail, at: at)
        }
        if let over { for name in Self.end(after: names) { tell(name, .none, at: over) } }
        return steps
    }

    /// What closes a ticket that so much happened to; nothing where it is closed.
    private static func end(after names: [EventName]) -> [EventName] {
        let since = names.lastIndex(of: .reopened).map { names[$0...] } ?? names[...]
        if since.contains(.closed) { return [] }
        var end: [EventName] = names.contains(.engaged) ? [] : [.engaged]
        let last = names.last { $0 == .paused || $0 == .resumed }
        if last == .paused { end.append(.resumed) }
        return end + [EventName.restored, .resolved, .closed].filter { !since.contains($0) }
    }
}
