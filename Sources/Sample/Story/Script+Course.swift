import Desk
import Domain

// What befalls most tickets on the way.
extension Script {
    /// Talks and turns, some of what is left spent on them.
    mutating func work() {
        let talks = chance.weighted([38, 42, 15, 5])
        for _ in 0..<talks {
            move(talks + 2)
            say()
            if chance.percent(48) {
                move(5)
                hear(.customerMessage, .customer)
            }
        }
        if chance.percent(20) { pause() }
        if chance.permille(120) { note() }
        if chance.permille(150) { change(.add(.tag, chance.hot(of: Company.tags).id)) }
        if chance.permille(40) { change(.field("serial", .word("SN-\(100_000 + chance.below(900_000))"))) }
        if chance.permille(30) { change(.set(.urgency, chance.percent(70) ? "high" : "low")) }
        if chance.permille(30) { regrade() }
        if isLate, chance.permille(110) { escalate() }
        if chance.permille(15) { duplicate() }
        if chance.permille(10) { split() }
    }

    /// Waiting: for the customer mostly, or for somebody else, which is our own matter.
    private mutating func pause() {
        let reason = [Waiting.customer, .evidence, .supplier, .problem][chance.weighted([58, 17, 19, 6])]
        move(4)
        if chance.percent(50) { say() }
        if reason == .supplier, let provider = company.providers.first, chance.percent(50) {
            change(.set(.provider, provider.id))
        }
        tell(.paused, .waiting(reason))
        switch reason {
        case .customer, .evidence:
            // No clock runs meanwhile that we could miss.
            let rest = left
            wait(minutes: chance.percent(30) ? 240...1_800 : 6...180)
            hear(.customerMessage, .customer)
            wait(seconds: 20...240)
            left = rest
            tell(.resumed)
        case .supplier, .problem:
            // What it takes is ours to bear: short, if the promise is to be kept.
            let parts = isLate ? 1 : 3
            pass(left / Int64(parts) / 2)
            left -= left / Int64(parts) / 2
            tell(.resumed)
        }
    }

    mutating func note() {
        move(6)
        var mentions: [String] = []
        for _ in 0..<chance.weighted([45, 45, 10]) {
            if let other = company.agent(team, language, hour: 10, &chance) { mentions.append(other.id) }
        }
        change(.note(mentions: mentions), .note)
    }

    /// A closer look: worse than it seemed, or not so bad.
    private mutating func regrade() {
        let beside = company.promises.beside(category.id)
        let goesUp = isLate || beside.down == nil || chance.percent(35)
        guard let grade = goesUp ? beside.up ?? beside.down : beside.down else { return }
        move(5)
        add(agent, .ticket(id, [.regrade(strand: 0, to: grade, reason: reason())]))
    }

    /// To somebody who can do more; it has a clock of its own where a policy has a grade for it.
    mutating func escalate() {
        var commands = company.promises.escalation.map { [Ticket.Command.grade($0)] } ?? []
        commands.append(.record(.escalated, occurred: .onReceipt, source: .person))
        add(agent, .ticket(id, commands))
        wait(minutes: chance.percent(15) ? 245...400 : 4...60)
        tell(.escalationHandled)
    }

    /// The customer asks again by another door; it becomes part of this ticket.
    private mutating func duplicate() {
        let other = TicketID(rawValue: chance.id())
        wait(seconds: 60...900)
        let opening = Ticket.Opening(
            id: other, customer: customer.id, received: .onReceipt, firstAsked: "mail-desk",
            attributes: [
                .category: category.id.rawValue, .channel: "web", .language: language.rawValue, .contact: contact,
            ])
        add("edge:web", .open(opening, source: .edge), .matter)
        wait(seconds: 90...600)
        change(.add(.duplicate, other.rawValue))
        add(agent, .merge(other, into: id))
    }

    /// A part of it is another's work: it becomes a ticket, with a short life of its own.
    private mutating func split() {
        guard category.plot != .sixStep else { return }
        let part = TicketID(rawValue: chance.id())
        wait(seconds: 30...300)
        // The part's own title: what was said of the whole is not the part's.
        add(agent, .split(id, into: part), .matter)
        let back = cursor
        wait(minutes: 3...20)
        tell(.engaged, of: part)
        wait(minutes: 10...90)
        tell(.agentMessage, .none, .agent, of: part)
        wait(minutes: 5...60)
        tell(.resolved, .none, .resolution, of: part)
        wait(minutes: 60...1_400)
        tell(.closed, of: part)
        cursor = back
    }
}

// How it ends.
extension Script {
    /// Solved or taken back.
    mutating func finish(
        bothSign: Bool = false, labour: ClosedRange<Int> = 10...180, closing: ClosedRange<Int64> = 60...2_400
    ) {
        if chance.permille(20), !bothSign {
            hear(.customerMessage, .customer)
            wait(seconds: 20...200)
            tell(.cancelled)
            isCancelled = true
            return
        }
        tell(.resolved, .none, .resolution)
        conclude(bothSign: bothSign, labour: labour, closing: closing)
    }

    /// What follows when it is solved.
    mutating func conclude(
        bothSign: Bool = false, labour: ClosedRange<Int> = 10...180, closing: ClosedRange<Int64> = 60...2_400
    ) {
        if chance.percent(66) { record(labour) }
        if bothSign || chance.percent(7) { verify(bothSign) }
        let isSurveyed = chance.percent(category.plot == .engagement ? 90 : 22)
        if isSurveyed {
            wait(minutes: isLate && chance.percent(15) ? 1_450...2_000 : 2...240)
            tell(.surveySent)
            rate()
        }
        let mustCall = bothSign || category.plot == .complaint
        if mustCall || chance.percent(8) {
            wait(minutes: isLate && chance.percent(30) ? 1_450...2_200 : 20...900)
            tell(.followedUp)
        }
        if chance.permille(35) { reopen(bothSign) }
        wait(minutes: closing)
        tell(.closed)
        if chance.permille(8) {
            wait(minutes: 30...4_000)
            reopen(bothSign)
            wait(minutes: closing)
            tell(.closed)
        }
    }

    private mutating func record(_ minutes: ClosedRange<Int>) {
        wait(seconds: 10...120)
        tell(.labourRecorded, .labour(minutes: chance.within(minutes), by: agentID))
    }

    private mutating func verify(_ both: Bool) {
        wait(minutes: 3...60)
        if both || chance.percent(50) { tell(.verifiedTechnical) }
        wait(minutes: 2...400)
        hear(.verifiedCustomer)
    }

    private mutating func reopen(_ bothSign: Bool) {
        wait(minutes: 10...600)
        hear(.customerMessage, .customer)
        wait(seconds: 5...60)
        tell(.reopened)
        wait(minutes: 2...25)
        tell(.engaged)
        wait(minutes: 8...80)
        tell(.resolved, .none, .resolution)
        if bothSign { verify(true) }
    }
}
