import Desk
import Domain

// Matters that take somebody to the place, or to the device.
extension Script {
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
        if chance.percent(40), !isCancelled {
            wait(minutes: 500...3_000)
            tell(.reviewed)
        }
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
    mutating func agree() {
        tell(.agreed, .date(cursor + .hours(chance.within(20...120))))
    }

    /// An engineer goes there.
    mutating func visitSite(quick: Bool = false) {
        change(.set(.site, site.id))
        wait(minutes: quick ? 1...5 : 5...90)
        tell(.departed)
        wait(minutes: quick ? 4...14 : 10...90)
        tell(.arrived)
        wait(minutes: 1...8)
        tell(.started)
    }
}
