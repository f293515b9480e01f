import Desk
import Domain

// One for each way that a matter goes. Each ends in `finish`.
extension Script {
    mutating func desk() {
        intake()
        work()
        if chance.permille(40) { agree() }
        move()
        finish()
    }

    /// Done in the first talk, mostly.
    mutating func call() {
        if category.id == "first-contact" || chance.percent(20) { tell(.confirmed) }
        intake()
        if chance.percent(50) { say() }
        if chance.percent(15) { work() }
        move()
        finish(labour: 3...20, closing: 2...400)
    }

    mutating func consult() {
        intake()
        work()
        move()
        tell(.answered, .none, .agent)
        wait(minutes: 3...60)
        finish(labour: 5...30)
    }

    /// Of an outage a ticket is linked and hears when it is over; a local failure is its own matter.
    mutating func failure() {
        intake()
        guard let outage else {
            move(2)
            if chance.percent(50) { tell(.located) }
            work()
            move()
            if chance.percent(50) { tell(.restored) }
            finish()
            return
        }
        cursor = max(cursor, outage.opened + .seconds(chance.within(5...120)))
        let linked = cursor
        add(agent, .incident(outage.id, [.link(id)]))
        tell(.mobilised)
        if linked < outage.restored {
            wait(seconds: 60...600)
            say()
            if cursor < outage.restored { tell(.announced) }
            left = max(0, min(outage.restored - cursor, .minutes(150)).milliseconds)
            move(2)
            tell(.located)
        } else {
            // Reported when it was over already.
            tell(.located)
            tell(.restored)
        }
        guard linked < outage.resolved else { return finish(labour: 5...40) }
        // Whoever is linked hears from the incident when it is restored and when it is resolved.
        cursor = max(cursor, outage.resolved)
        wait(minutes: 5...40)
        conclude(labour: 5...40)
    }

    mutating func feedback() {
        intake()
        tell(.accepted)
        if chance.percent(30) { note() }
        move()
        tell(.handled, .none, .agent)
        wait(minutes: 30...400)
        let handled = cursor
        finish(labour: 10...60)
        // What came of it, within three months mostly; of some nothing.
        guard chance.percent(88), !isCancelled else { return }
        cursor = handled + .hours(chance.within(Int64(120)...(isLate && chance.percent(30) ? 2_700 : 1_900)))
        tell(.improved)
    }

    mutating func majorComplaint() {
        left = time(for: 15)
        route()
        move()
        tell(.contacted)
        isEngaged = true
        left = time(for: 40)
        move()
        tell(.mobilised)
        left = time(for: 45)
        move()
        tell(.reconfirmed)
        if chance.percent(40) { askLegal() }
        left = time(for: 600)
        work()
        if chance.percent(30) { visitSite() }
        move()
        finish(labour: 60...400, closing: isLate ? 300...1_800 : 20...200)
    }

    private mutating func askLegal() {
        guard let lawyer = company.agent("legal", language, hour: 10, &chance) else { return }
        change(.note(mentions: [lawyer.id]), .note)
    }

    mutating func complaint() {
        intake()
        work()
        if chance.percent(35) { askLegal() }
        move()
        finish(labour: 20...120)
    }

    mutating func unmet() {
        intake()
        move(2)
        tell(.declined, .none, .agent)
        left = time(for: 120)
        move()
        if chance.percent(70) { tell(.alternativeOffered, .none, .agent) } else { tell(.reasonGiven, .none, .agent) }
        wait(minutes: 10...300)
        hear(.customerMessage, .customer)
        wait(minutes: 5...100)
        finish(labour: 10...60)
    }

    mutating func crossTeam() {
        intake()
        left = max(60_000, time(for: 120) - (cursor - received).milliseconds)
        move()
        tell(.planned, .none, .agent)
        left = Int64(chance.within(120...2_400)) * 60_000
        work()
        if chance.percent(30) { agree() }
        move()
        finish(labour: 60...600)
    }

    mutating func booking() {
        left = time(for: 60)
        route()
        move()
        tell(.confirmed)
        if !isEngaged { tell(.engaged) }
        wait(seconds: 30...300)
        if chance.percent(70) { agree() }
        wait(minutes: 10...600)
        finish(labour: 5...20)
    }

    mutating func suggestion() {
        intake()
        if chance.percent(40) { note() }
        move()
        tell(.answered, .none, .agent)
        wait(minutes: 10...600)
        finish(labour: 5...30)
    }
}
