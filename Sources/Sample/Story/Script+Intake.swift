import Desk
import Domain

extension Script {
    mutating func play() {
        open()
        greet()
        switch category.plot {
        case .desk: desk()
        case .call: call()
        case .consult: consult()
        case .emergency: emergency()
        case .failure: failure()
        case .feedback: feedback()
        case .majorComplaint: majorComplaint()
        case .complaint: complaint()
        case .visit: visit()
        case .sixStep: sixStep()
        case .remote: remote()
        case .unmet: unmet()
        case .engagement: engagement()
        case .crossTeam: crossTeam()
        case .booking: booking()
        case .repair: repair()
        case .device: device()
        case .suggestion: suggestion()
        case .holiday: holiday()
        }
    }

    /// The request as it reached us. Where nothing is added the category alone grades it.
    private mutating func open() {
        var attributes: [Attribute: String] = [
            .category: category.id.rawValue, .channel: channel.rawValue, .language: language.rawValue,
            .contact: contact, .queue: Team.queue(of: handler),
        ]
        if chance.percent(80) { attributes[.contract] = customer.contract }
        if chance.percent(30) { attributes[.urgency] = ["medium", "high", "low"][chance.weighted([50, 30, 20])] }
        if category.topic == .device || category.topic == .visit { attributes[.site] = site.id }
        let gradings = grade()
        place = company.promises.events(of: gradings.isEmpty ? company.promises.gradings[category.id] ?? [] : gradings)
        let opening = Ticket.Opening(
            id: id, customer: customer.id, received: .onReceipt, firstAsked: team, attributes: attributes)
        add(Actor("edge:\(channel)"), .open(opening, gradings, source: .edge), .matter)
    }

    /// How the door that it came through is graded besides, the category's own grade first, so that it is strand 0.
    private mutating func grade() -> [Grading] {
        let isSimple = category.plot == .engagement && chance.percent(35)
        let own = company.promises.gradings[category.id] ?? []
        guard let contact = channel.contact, let door = company.promises.gradings[contact] else {
            return isSimple ? own.map { Grading($0.policy, $0.grade, .simple) } : []
        }
        isComplex = chance.percent(25)
        let before = contact == category.id ? [] : own
        return before.map { Grading($0.policy, $0.grade, isSimple ? .simple : .complex) }
            + door.map { Grading($0.policy, $0.grade, isComplex ? .complex : .simple) }
    }

    /// Who will work on it: of the field teams the one of the customer's quarter.
    var handler: TeamID {
        if category.team != "field" { return category.team }
        return TeamID(rawValue: "field-\(customer.place.area)")
    }

    var site: Site { company.site(of: customer) }

    /// The first minute: a voice, a line in the chat, an automatic reply.
    private mutating func greet() {
        switch channel {
        case .hotline, .chat:
            if channel == .chat, chance.percent(25) {
                wait(seconds: 1...3)
                let answered = Ticket.Command.record(
                    .agentMessage, occurred: .onReceipt, detail: .robot(accepted: false), source: .edge)
                add("edge:robot", .ticket(id, [answered]), .agent)
                place += 1
            }
            let isSlow = isLate && chance.percent(35)
            wait(seconds: isSlow ? 31...150 : 4...24)
            if isSlow, chance.percent(20) { tellLate(.engaged) } else { tell(.engaged) }
            isEngaged = true
            let engaged = cursor
            if isComplex {
                wait(seconds: 8...28)
                tell(.estimated)
            }
            if !isSlow, chance.permille(15) { correct(place, from: engaged) }
        case .mail:
            wait(seconds: isLate && chance.percent(30) ? 610...1_900 : 40...420)
            acknowledge()
        case .web, .api, .device:
            wait(seconds: 1...5)
            if chance.percent(55) { acknowledge() }
        }
    }

    /// It was done in time, but nobody pressed the button: what time has told meanwhile is withdrawn.
    private mutating func tellLate(_ name: EventName) {
        let occurred = received + .seconds(chance.within(5...25))
        add(
            agent,
            .ticket(id, [.record(name, occurred: occurred, source: .backdating(reason: Script.slips[0]))]))
    }

    /// The fact at a place of the ticket's course was a little earlier than was told.
    private mutating func correct(_ place: Int, from told: Instant) {
        let occurred = told - .seconds(chance.within(1...3))
        wait(seconds: 15...200)
        add(agent, .ticket(id, [.correct(position: place, occurred: occurred, reason: chance.one(of: Script.slips))]))
    }

    private static let slips = ["接通时未及时点击，补录。", "按通话录音更正时间。", "电话系统时间有偏差，已核对。"]

    /// Our door answers by itself.
    private mutating func acknowledge() {
        add(Actor("edge:\(channel)"), .ticket(id, [.record(.acknowledged, occurred: .onReceipt, source: .edge)]))
    }

    /// To the team that will work on it; it accepts, and one of its people has it from then on.
    mutating func route() {
        let target = handler
        if target != team {
            move(4)
            add(agent, .ticket(id, [.offer(to: target)]))
            move(2)
            team = target
            takeAgent()
            accept()
        } else if chance.percent(30) {
            wait(seconds: 5...30)
            accept()
        }
    }

    private mutating func accept() {
        let assigned = Ticket.Command.record(
            .assigned, occurred: .onReceipt, detail: .team(team), source: .person)
        let named = chance.percent(75) ? [Ticket.Command.change(.set(.agent, agentID))] : []
        add(agent, .ticket(id, [assigned] + named))
    }

    /// Routed and engaged within the first limit; what is left of the second is then to be spent.
    mutating func intake() {
        let first = time(for: category.respond)
        left = max(1_000, first - (category.isDaytime ? 0 : (cursor - received).milliseconds))
        route()
        move()
        if !isEngaged { tell(.engaged) }
        isEngaged = true
        left = max(30_000, time(for: category.resolve) - first)
    }
}
