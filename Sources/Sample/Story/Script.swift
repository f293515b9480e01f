import Desk
import Domain

/// Writes down what will happen to one ticket, from its arrival to its end.
///
/// A cursor moves through time; each act is a step at the cursor. Every order of acts here is one that the desk
/// permits, and all facts happen as they are told.
struct Script {
    let company: Company
    let category: Category
    let customer: Customer
    let id: TicketID
    let received: Instant
    let channel: Channel
    let language: Language
    let outage: Outage?
    var chance: Chance
    /// Of moods and marks.
    var feeling: Chance
    var cursor: Instant
    /// Who has it now.
    var team: TeamID
    var agent: Actor
    let contact: String
    /// Of what is left until it should be done, in milliseconds.
    var left: Int64 = 0
    /// Something of it will come too late.
    let isLate: Bool
    var isEngaged = false
    /// Where the next fact stands in the ticket's course, while time has told nothing of it.
    var place = 0
    /// The contact asks for more than a quick answer.
    var isComplex = false
    /// The customer took it back: nothing more can be told of it.
    var isCancelled = false
    private var steps: [Life.Step] = []

    enum Channel: String, CaseIterable { case hotline, chat, mail, web, api, device }

    init(
        _ company: Company, _ category: Category, _ customer: Customer, at received: Instant, outage: Outage?,
        _ chance: Chance
    ) {
        var chance = chance
        // Drawn from a copy, so that the rest of the story does not hang on who felt what.
        var other = chance
        feeling = Chance(other.next(), "feeling")
        self.company = company
        self.category = category
        self.customer = customer
        self.outage = outage
        self.received = received
        id = TicketID(rawValue: chance.id())
        language = customer.language
        cursor = received
        channel = Script.channel(category, &chance)
        contact = customer.contact(chance.below(customer.contacts), company.seed)
        team = channel.firstAsked
        isLate = chance.percent(17)
        agent = "desk"
        self.chance = chance
        takeAgent()
    }

    func life(number: Int) -> Life {
        // Acts of a split part are written after those of the whole.
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return Life(
            number: number, language: language, topic: category.topic, steps: ordered.reversed().map(\.element),
            chance: chance)
    }

    private static func channel(_ category: Category, _ chance: inout Chance) -> Channel {
        switch category.id {
        case "phone-call", "first-contact": return .hotline
        case "chat": return .chat
        case "mail": return .mail
        default: break
        }
        let weights =
            switch category.topic {
            case .visit where category.plot == .visit: [55, 25, 0, 15, 5, 0]
            case .device, .danger: [35, 10, 5, 10, 10, 30]
            case .operations, .failure, .security: [32, 18, 6, 12, 14, 18]
            case .visit: [45, 20, 10, 20, 5, 0]
            case .opinion: [10, 22, 20, 48, 0, 0]
            default: [40, 27, 14, 14, 5, 0]
            }
        return Channel.allCases[chance.weighted(weights)]
    }
}

extension Script.Channel {
    var firstAsked: TeamID {
        switch self {
        case .hotline: "hotline"
        case .chat: "chat"
        case .mail, .web: "mail-desk"
        case .api, .device: "monitoring"
        }
    }

    /// The category that grades such a contact besides.
    var contact: CategoryID? {
        switch self {
        case .hotline: "phone-call"
        case .chat: "chat"
        case .mail: "mail"
        case .web, .api, .device: nil
        }
    }
}

// Time.
extension Script {
    /// Service time passes; it stands still at night where the team works by day.
    mutating func pass(_ milliseconds: Int64) {
        guard category.isDaytime else {
            cursor = cursor + Duration(milliseconds: milliseconds)
            return
        }
        let hour: Int64 = 3_600_000
        var left = milliseconds
        while true {
            let time = Local(cursor).sinceMidnight
            if time < 9 * hour {
                cursor = cursor + Duration(milliseconds: 9 * hour - time)
            } else if time >= 21 * hour {
                cursor = cursor + Duration(milliseconds: 33 * hour - time)
            } else if left < 21 * hour - time {
                cursor = cursor + Duration(milliseconds: left)
                return
            } else {
                left -= 21 * hour - time
                cursor = cursor + Duration(milliseconds: 21 * hour - time)
            }
        }
    }

    /// Time passes, day or night.
    mutating func wait(seconds: ClosedRange<Int64>) {
        let time = chance.within(seconds.lowerBound * 1_000...seconds.upperBound * 1_000)
        left = max(0, left - time)
        cursor = cursor + Duration(milliseconds: time)
    }
    mutating func wait(minutes: ClosedRange<Int64>) { wait(seconds: minutes.lowerBound * 60...minutes.upperBound * 60) }

    /// What a promise of so many minutes is given: well within it, or, of a late ticket, half of the times beyond.
    mutating func time(for minutes: Int) -> Int64 {
        let share = isLate && chance.percent(50) ? chance.within(104...240) : chance.within(10...78)
        return Int64(minutes) * 600 * Int64(share)
    }

    /// One of so many parts of what is left.
    mutating func move(_ parts: Int = 1) {
        let part = parts == 1 ? left : left / Int64(parts) * Int64(chance.within(50...100)) / 100
        left -= part
        pass(part)
    }
}

// Acts.
extension Script {
    mutating func add(_ actor: Actor, _ command: Command, _ word: Word? = nil) {
        steps.append(Life.Step(at: cursor, actor: actor, command: command, word: word))
    }

    mutating func tell(
        _ name: EventName, _ detail: Fact.Detail = .none, _ word: Word? = nil, of other: TicketID? = nil
    ) {
        add(
            agent, .ticket(other ?? id, [.record(name, occurred: .onReceipt, detail: detail, source: .person)]), word)
    }

    mutating func hear(_ name: EventName, _ word: Word? = nil) {
        let mood = name == .customerMessage ? mood() : nil
        add(
            Actor("customer:\(contact)"),
            .ticket(
                id, [.record(name, occurred: .onReceipt, detail: mood.map(Fact.Detail.mood) ?? .none, source: .edge)]),
            word)
    }

    mutating func change(_ change: Ticket.Change, _ word: Word? = nil) {
        add(agent, .ticket(id, [.change(change)]), word)
    }

    /// How a message felt, where somebody or something took it down: worse of a ticket that is late.
    private mutating func mood() -> Mood? {
        guard feeling.percent(70) else { return nil }
        return Mood(feeling.within(isLate ? -80...25 : -25...70))
    }

    /// The customer's marks, some minutes after they were asked for.
    mutating func rate() {
        guard feeling.percent(55) else { return }
        var marks: [Rating.Dimension: Int] = [:]
        for dimension in Rating.Dimension.allCases { marks[dimension] = feeling.within(isLate ? 1...4 : 3...5) }
        guard let rating = Rating(.customer, by: contact, marks) else { return }
        let at = cursor + .minutes(Int64(feeling.within(2...300)))
        steps.append(
            Life.Step(
                at: at, actor: Actor("customer:\(contact)"), command: .ticket(id, [.change(.rate(rating))]), word: nil))
    }

    mutating func say() { tell(.agentMessage, .none, .agent) }

    /// Somebody of the team who is on duty takes it up.
    mutating func takeAgent() {
        if let found = company.agent(team, language, hour: Local(cursor).hour, &chance) {
            agent = Actor("agent:\(found.id)")
        }
    }

    /// `agent:…` without its kind.
    var agentID: String { String(agent.rawValue.dropFirst("agent:".count)) }

    mutating func reason() -> String { Phrasebook.chinese.line(.reason, category.topic, &chance) }
}
