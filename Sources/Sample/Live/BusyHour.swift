import Desk
import Domain

/// What presses when a demo begins, whatever the hour is where it is looked at.
///
/// Those who answer in writing have fallen behind: their answers of this hour and the next come hours after the
/// requests, so that slow responses raise their alarm. Around the clock some matters are late by minutes, some nearly,
/// some rest, most are in time. All of it goes on after now, and ends within hours. Some who asked meanwhile were answered
/// at once: else every contact of today would seem to have become a ticket.
public struct BusyHour: Sendable {
    /// In the order of time, some before now and some after.
    public let steps: [(at: Instant, request: Request)]

    /// - Parameter company: its own records are told before.
    public init(_ company: Company, around now: Instant) {
        var told: [(at: Instant, request: Request)] = []
        for (number, matter) in (Matter.written + Matter.aroundTheClock).enumerated() {
            var telling = Telling(company, matter, number, now)
            telling.tell()
            told += telling.steps
        }
        let received = told.compactMap { step -> Instant? in
            if case .open = step.request.command { step.at } else { nil }
        }
        let chance = Chance(company.seed, "busy hour's contacts")
        // The first of it came less than six hours ago.
        told += AnsweredContacts.asTheyHappen(besides: received, from: now - .hours(6), chance)
        let ordered = told.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        steps = ordered.map(\.element)
    }
}

/// A matter by what happens to it, in minutes from now.
private struct Matter {
    let category: CategoryID
    let channel: String
    let received: Int64
    let engaged: Int64
    /// It waits for its customer.
    let rests: (from: Int64, to: Int64)?
    let resolved: Int64

    init(
        _ category: CategoryID, _ channel: String, _ received: Int64, engaged: Int64,
        rests: (from: Int64, to: Int64)? = nil, resolved: Int64
    ) {
        self.category = category
        self.channel = channel
        self.received = received
        self.engaged = engaged
        self.rests = rests
        self.resolved = resolved
    }

    /// One is answered every other minute, nearly four hours after it came: the promise is four hours.
    static let written: [Matter] = (0..<60).map { number in
        let engaged = -58 + 2 * Int64(number)
        return Matter(
            number % 3 == 0 ? "policy-question" : "information-look-up", number % 2 == 0 ? "mail" : "web",
            engaged - 225 - Int64(number * 7 % 11), engaged: engaged, resolved: engaged + 9 + Int64(number * 5 % 17))
    }

    static let aroundTheClock: [Matter] = late + nearly + resting + inTime

    private static let late = [
        Matter("major-fault", "hotline", -38, engaged: -30, resolved: 6),
        Matter("system-operations", "device", -22, engaged: 9, resolved: 25),
        Matter("device-fault", "hotline", -255, engaged: -240, resolved: 20),
        Matter("key-business-down", "web", -34, engaged: 5, resolved: 60),
    ]
    private static let nearly = [
        Matter("data-security", "chat", -20, engaged: -16, resolved: 7),
        Matter("device-fault", "device", -150, engaged: -140, resolved: 50),
        Matter("device-fault", "hotline", -200, engaged: -185, resolved: 30),
        Matter("key-business-down", "hotline", -130, engaged: -118, resolved: 80),
        Matter("minor-malfunction", "web", -53, engaged: 4, resolved: 180),
        Matter("major-fault", "hotline", -10, engaged: 3, resolved: 16),
    ]
    private static let resting = [
        Matter("device-fault", "hotline", -120, engaged: -110, rests: (-90, 44), resolved: 120),
        Matter("major-fault", "chat", -40, engaged: -35, rests: (-30, 28), resolved: 40),
        Matter("minor-malfunction", "web", -300, engaged: -270, rests: (-200, 70), resolved: 160),
        Matter("key-business-down", "hotline", -90, engaged: -80, rests: (-70, 24), resolved: 100),
    ]
    private static let inTime = [
        Matter("minor-malfunction", "web", -31, engaged: -12, resolved: 150),
        Matter("minor-malfunction", "hotline", -75, engaged: -60, resolved: 200),
        Matter("device-fault", "hotline", -24, engaged: -14, resolved: 90),
        Matter("device-fault", "device", -48, engaged: -30, resolved: 70),
        Matter("device-fault", "chat", -9, engaged: 6, resolved: 110),
        Matter("key-business-down", "hotline", -19, engaged: -8, resolved: 65),
        Matter("failure-local", "device", -140, engaged: -95, resolved: 240),
        Matter("minor-malfunction", "chat", -6, engaged: 21, resolved: 230),
    ]
}

/// Tells one matter as requests.
private struct Telling {
    private(set) var steps: [(at: Instant, request: Request)] = []
    private let company: Company
    private let matter: Matter
    private let customer: Customer
    private let topic: Topic
    private let team: TeamID
    private let id: TicketID
    private let contact: String
    private let agent: String?
    private let now: Instant
    private var chance: Chance

    init(_ company: Company, _ matter: Matter, _ number: Int, _ now: Instant) {
        var chance = Chance(company.seed, "busy hour", number)
        let category = Category.all.first { $0.id == matter.category }
        (topic, team) = (category?.topic ?? .lookUp, category?.team ?? "hotline")
        customer = company.customer(chance.skewed(company.size.customers))
        contact = customer.contact(chance.below(customer.contacts), company.seed)
        id = TicketID(rawValue: chance.id())
        agent = company.agent(team, customer.language, hour: 10, &chance)?.id
        // Nothing happens on the full minute.
        self.now = now - .seconds(chance.within(Int64(0)...29))
        self.company = company
        self.matter = matter
        self.chance = chance
    }

    mutating func tell() {
        let book = Phrasebook.of(customer.language)
        for record in company.records(customer: customer.number) { add(matter.received, record.request) }
        let subject = book.subject(topic, &chance)
        let words = book.matter(subject, &chance)
        let opening = Ticket.Opening(
            id: id, customer: customer.id, received: .onReceipt, firstAsked: team,
            attributes: [
                .category: matter.category.rawValue, .channel: matter.channel, .language: customer.language.rawValue,
                .contact: contact, .contract: customer.contract, .queue: Team.queue(of: team),
            ])
        add(
            matter.received,
            Request(
                Actor("edge:\(matter.channel)"), .open(opening, source: .edge),
                texts: [.init("subject", subject), .init("text", words)]))
        let taken = agent.map { Ticket.Command.change(.set(.agent, $0)) }
        add(matter.engaged, record(.engaged, more: [taken].compactMap(\.self)))
        let reply = book.line(.agent, topic, &chance)
        add(matter.engaged + 1, record(.agentMessage, text: reply))
        if let rests = matter.rests {
            add(rests.from, record(.paused, .waiting(.customer)))
            let answer = book.line(.customer, topic, &chance)
            let heard = Ticket.Command.record(.customerMessage, occurred: .onReceipt, source: .edge)
            add(
                rests.to,
                Request(Actor("customer:\(contact)"), .ticket(id, [heard]), texts: [.init("text", answer)]))
            add(rests.to + 1, record(.resumed))
        }
        let resolution = book.line(.resolution, topic, &chance)
        add(matter.resolved, record(.resolved, text: resolution))
        let rest: Int64 = chance.within(Int64(45)...150)
        add(matter.resolved + rest, record(.closed))
    }

    private mutating func add(_ minutes: Int64, _ request: Request) {
        steps.append((now + .minutes(minutes), request))
    }

    private func record(
        _ name: EventName, _ detail: Fact.Detail = .none, text: String? = nil, more: [Ticket.Command] = []
    ) -> Request {
        let fact = Ticket.Command.record(name, occurred: .onReceipt, detail: detail, source: .person)
        return Request(
            Actor("agent:\(agent ?? "office")"), .ticket(id, [fact] + more),
            texts: text.map { [Request.Text("text", $0)] } ?? [])
    }
}
