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

    mutating func emergency() {
        intake()
        move(4)
        tell(.mobilised)
        if chance.percent(60) {
            move(3)
            tell(.located)
        }
        work()
        if chance.percent(40) { visitSite(quick: true) }
        move()
        tell(.restored)
        wait(minutes: 20...300)
        tell(.reported)
        finish(labour: 60...600)
        if chance.percent(40) {
            wait(minutes: 500...3_000)
            tell(.reviewed)
        }
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
        add(agent, .incident(outage.id, [.link(id)]))
        tell(.mobilised)
        wait(seconds: 60...600)
        say()
        if cursor < outage.restored { tell(.announced) }
        left = max(0, (outage.restored - cursor).milliseconds)
        move(2)
        tell(.located)
        cursor = max(cursor, outage.restored) + .seconds(chance.within(1...20))
        tell(.restored)
        wait(minutes: 5...40)
        finish(labour: 5...40)
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
        guard chance.percent(88) else { return }
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
        if chance.percent(40) { change(.note(mentions: legal), .note) }
        left = time(for: 600)
        work()
        if chance.percent(30) { visitSite() }
        move()
        finish(labour: 60...400, closing: isLate ? 300...1_800 : 20...200)
    }

    private var legal: [String] {
        mutating get { company.agent("legal", language, hour: 10, &chance).map { [$0.id] } ?? [] }
    }

    mutating func complaint() {
        intake()
        work()
        if chance.percent(35) { change(.note(mentions: legal), .note) }
        move()
        finish(labour: 20...120)
    }

    mutating func visit() {
        wait(seconds: isLate && chance.percent(40) ? 61...400 : 1...6)
        tell(.confirmed)
        wait(seconds: isLate && chance.percent(30) ? 280...600 : 30...190)
        left = 60_000
        route()
        tell(.planned)
        if !isEngaged { tell(.engaged) }
        wait(seconds: 20...100)
        tell(.departed)
        wait(seconds: isLate && chance.percent(50) ? 600...2_400 : 90...360)
        tell(.arrived)
        wait(seconds: 60...400)
        tell(.started)
        left = Int64(chance.within(25...150)) * 60_000
        work()
        move()
        finish(labour: 30...240)
    }

    mutating func sixStep() {
        left = time(for: 30)
        route()
        move()
        if !isEngaged { tell(.engaged) }
        tell(.confirmed)
        left = time(for: 60)
        move()
        tell(.planned, .none, .agent)
        left = time(for: 15)
        move()
        tell(.resourcesReady)
        if chance.percent(60) { agree() }
        wait(minutes: 60...1_500)
        visitSite()
        left = Int64(chance.within(60...400)) * 60_000
        work()
        move()
        finish(bothSign: true, labour: 60...480)
    }

    mutating func remote() {
        wait(seconds: isLate && chance.percent(50) ? 185...600 : 15...140)
        if !isEngaged { tell(.engaged) }
        isEngaged = true
        left = time(for: category.resolve)
        route()
        if chance.percent(50) { tell(.located) }
        work()
        move()
        finish(labour: 10...60)
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

    /// Work over days: reported daily or weekly, to a date, with defects set right.
    mutating func engagement() {
        left = time(for: 30)
        route()
        move()
        if !isEngaged { tell(.engaged) }
        tell(.started)
        let hours = chance.within(30...150)
        wait(minutes: 20...200)
        let date = cursor + .hours(Int64(hours))
        tell(.agreed, .date(date))
        var report = cursor + .minutes(chance.within(800...1_150))
        if chance.percent(50) { note() }
        while report < date - .hours(2) {
            cursor = max(cursor, report)
            tell(.reported, .none, .agent)
            if chance.percent(20) { defect() }
            report = report + .minutes(chance.within(isLate ? 1_200...1_900 : 1_000...1_420))
        }
        if hours > 100, chance.percent(60) { tell(.weeklyMailed) }
        if isLate, chance.percent(60) {
            cursor = max(cursor, date - .hours(chance.within(18...30)))
            tell(.delayAnnounced, .none, .agent)
            cursor = max(cursor, date) + .hours(chance.within(1...20))
        } else {
            cursor = max(cursor, date - .minutes(chance.within(20...600)))
        }
        finish(labour: 240...2_400)
    }

    private mutating func defect() {
        wait(minutes: 5...60)
        tell(.defectFound, .none, .agent)
        wait(minutes: isLate && chance.percent(40) ? 245...500 : 20...200)
        tell(.correctionStarted)
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

    /// A word every half hour until it runs again.
    mutating func repair() {
        intake()
        let parts = chance.within(1...4)
        var last = received
        for index in 0..<parts {
            last = last + .minutes(isLate && index == 0 ? chance.within(31...70) : chance.within(14...28))
            cursor = max(cursor, last)
            last = cursor
            tell(.reported, .none, .agent)
            if index == 0, chance.percent(45) { visitSite(quick: true) }
        }
        if isLate { work() }
        wait(minutes: 2...20)
        finish(labour: 20...180)
    }

    mutating func device() {
        intake()
        if chance.percent(35) {
            move(5)
            tell(.located)
        }
        work()
        if chance.percent(40) { visitSite(quick: category.resolve <= 240) }
        move()
        finish(
            labour: 30...240,
            closing: category.plot == .device && category.resolve > 600 && !isLate ? 20...200 : 60...2_400)
    }

    mutating func suggestion() {
        intake()
        if chance.percent(40) { note() }
        move()
        tell(.answered, .none, .agent)
        wait(minutes: 10...600)
        finish(labour: 5...30)
    }

    mutating func holiday() {
        intake()
        let ahead = chance.within(18...45)
        tell(.agreed, .date(cursor + .hours(Int64(ahead) * 24)))
        wait(minutes: 200...(isLate ? 9_000 : 3_000))
        tell(.mobilised)
        wait(minutes: 100...1_000)
        tell(.planned, .none, .agent)
        wait(minutes: 600...3_000)
        finish(labour: 120...900)
    }

    /// A date for what comes next, well ahead.
    private mutating func agree() {
        tell(.agreed, .date(cursor + .hours(chance.within(20...120))))
    }

    /// An engineer goes there.
    private mutating func visitSite(quick: Bool = false) {
        change(.set(.site, site.id))
        wait(minutes: quick ? 1...5 : 5...90)
        tell(.departed)
        wait(minutes: quick ? 4...14 : 10...90)
        tell(.arrived)
        wait(minutes: 1...8)
        tell(.started)
    }
}
