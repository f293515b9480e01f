import Domain
import Support
import Testing

/// What holds of every ticket, whatever happens to it.
struct TicketLaws {
    @Test(arguments: Seed.some(120))
    func `the journal rebuilds the ticket`(_ seed: Seed) {
        var chance = seed
        let desk = AnyDesk(&chance, late: true)
        var stage = desk.stage()
        for (at, command) in desk.commands {
            // Refused or not, both ways of asking leave the same ticket.
            var performed = stage.ticket
            _ = try? performed.perform(command, at: at, desk.book)
            try? stage.perform(command, at: at)
            #expect(performed == stage.ticket)
        }
        #expect(Ticket(replaying: stage.journal) == stage.ticket)
        #expect(Ticket(replaying: stage.journal.dropFirst()) == nil)
    }

    @Test(arguments: Seed.some(120))
    func `a met or broken clock stays so, whatever follows`(_ seed: Seed) {
        var chance = seed
        let desk = AnyDesk(&chance)
        var stage = desk.stage()
        var verdicts: [ClockKey: String] = [:]
        func look(at now: Instant, after what: String) {
            let clocks = stage.clocks(at: now)
            for (key, verdict) in verdicts {
                let now = clocks.first { $0.key == key }.flatMap(\.verdict)
                #expect(now == verdict, "\(key.words) after \(what)")
            }
            for clock in clocks { if let verdict = clock.verdict { verdicts[clock.key] = verdict } }
        }
        for (at, command) in desk.commands {
            look(at: at, after: "time")
            try? stage.perform(command, at: at)
            look(at: at, after: "\(command) at \(at.words)")
        }
        look(at: desk.end, after: "the end")
    }

    @Test(arguments: Seed.some(120))
    func `time is told once and in order, and nothing is withdrawn that came in order`(_ seed: Seed) throws {
        var chance = seed
        let desk = AnyDesk(&chance)
        var stage = desk.stage()
        for (at, command) in desk.commands + [(desk.end, .advance)] {
            let known = stage.journal.count
            try stage.perform(.advance, at: at)
            let instants = stage.journal[known...].map(\.at)
            #expect(instants == instants.sorted() && instants.allSatisfy { $0 <= at })
            try? stage.perform(command, at: at)
        }
        let told = stage.journal.compactMap(\.toldKey)
        #expect(Set(told).count == told.count)
        #expect(!stage.told.contains { $0.contains("withdrawn") })
    }

    @Test(arguments: Seed.some(120))
    func `many small steps tell what one big step tells`(_ seed: Seed) throws {
        var chance = seed
        let desk = AnyDesk(&chance, late: chance.once(in: 2))
        let played = desk.played()
        var (big, small) = (played, played)
        try big.perform(.advance, at: desk.end)
        var now = played.now
        while now < desk.end {
            now = min(desk.end, now + .minutes(chance.integer(1...240)) + Duration(milliseconds: chance.integer(0...1)))
            try small.perform(.advance, at: now)
        }
        #expect(small.told == big.told)
        #expect(small.clocks(at: desk.end).map(\.words) == big.clocks(at: desk.end).map(\.words))
    }

    @Test(arguments: Seed.some(100))
    func `nothing is told before the instant that was named as the next`(_ seed: Seed) throws {
        var chance = seed
        let desk = AnyDesk(&chance)
        var stage = desk.played()
        for _ in 0..<20 {
            let next = stage.judge().next(stage.clocks())
            if let next, next <= stage.now {
                let before = stage.journal.count
                try stage.perform(.advance, at: stage.now)
                #expect(stage.journal.count > before, "nothing was to be told at \(next.words)")
                continue
            }
            let before = stage.journal.count
            try stage.perform(.advance, at: next.map { $0 - Duration(milliseconds: 1) } ?? stage.now + .hours(10_000))
            #expect(stage.journal.count == before, "\(stage.journal.last!)")
            guard let next else { return }
            try stage.perform(.advance, at: next)
        }
    }

    @Test(arguments: Seed.some(120))
    func `the order in which dated facts arrive does not matter`(_ seed: Seed) throws {
        var chance = seed
        let desk = AnyDesk(&chance)
        let settling: Set<EventName> = [.resolved, .reopened, .closed]  // refused or not by what is known at the time
        var facts: [Ticket.Command] = []
        for (index, (at, command)) in desk.commands.enumerated() {
            guard case .record(let name, _, let detail, _) = command, !settling.contains(name) else { continue }
            // Distinct instants: at equal ones the journal's order decides.
            let occurred = at + Duration(milliseconds: Int64(index) * 10)
            if case .date(let date) = detail, date < occurred { continue }
            facts.append(.record(name, occurred: occurred, detail: detail, source: .history))
        }
        let heard = desk.end + .hours(1)
        func play(_ facts: [Ticket.Command]) throws -> Stage {
            var stage = desk.stage()
            try stage.perform(.grade(.of("g")), at: t("10:00"))
            for fact in facts { try stage.perform(fact, at: heard) }
            try stage.perform(.advance, at: heard)
            return stage
        }
        let (one, other) = (try play(facts), try play(chance.shuffled(facts)))
        #expect(one.clocks(at: heard).map(\.words) == other.clocks(at: heard).map(\.words))
        #expect(one.ticket.course.breaches == other.ticket.course.breaches)
        var live = desk.stage()
        try live.perform(.grade(.of("g")), at: t("10:00"))
        for fact in facts { if case .record(_, let at, _, _) = fact { try live.perform(fact, at: at) } }
        try live.perform(.advance, at: heard)
        #expect(live.clocks(at: heard).map(\.words) == one.clocks(at: heard).map(\.words), "told in time or late")
    }

    @Test(arguments: Seed.some(120))
    func `whoever looks at an instant sees what the ticket is once time is told up to then`(_ seed: Seed) {
        var chance = seed
        let desk = AnyDesk(&chance)
        var stage = desk.stage()
        for (at, command) in desk.commands + [(desk.end, .advance)] {
            var (looked, told) = (stage.ticket, stage.ticket)
            let standing = looked.standing(at: at, desk.book)
            _ = told.advance(to: at, desk.book)
            let judge = Judge(told.course, book: desk.book, now: at)
            #expect(looked == told)
            #expect(standing.judge.course == told.course)
            #expect(standing.clocks.map(\.words) == judge.clocks().map(\.words))
            try? stage.perform(command, at: at)
        }
    }

    @Test(arguments: Seed.some(120))
    func `no event is refused, because it already happened`(_ seed: Seed) {
        var chance = seed
        let desk = AnyDesk(&chance)
        var stage = desk.stage()
        for _ in 0..<chance.count(1...30) { stage.ticket.evolve(anyEvent(&chance)) }
        let last = stage.ticket.course.facts.map(\.mark.at).max()!
        let judge = stage.judge(at: last + .hours(chance.integer(0...40)))
        for clock in judge.clocks() {
            _ = judge.why(clock)
            _ = judge.budgets(clock)
            _ = judge.paused(clock)
        }
        _ = judge.next(judge.clocks())
        _ = stage.ticket.course.state()
        _ = try? stage.ticket.decide(.advance, at: judge.now, desk.book)
        let marks = stage.ticket.course.facts.map(\.mark)
        #expect(marks == marks.sorted())
    }

    private func anyEvent(_ chance: inout Seed) -> Ticket.Event {
        let at = t("10:00") + .minutes(chance.integer(0...3_000))
        let key = ClockKey(
            strand: chance.count(0...3), commitment: chance.one(of: ["a", "b", "z"]), occurrence: chance.count(1...3))
        let grade = GradeRef.of(chance.one(of: ["g", "other", "nobody"]))
        switch chance.count(0...13) {
        case 0: return .course(.graded(grade, .complex, at: at))
        case 1: return .course(.regraded(strand: chance.count(0...4), grade, .simple, at: at, reason: nil, down: true))
        case 2: return .course(.corrected(position: chance.count(0...40), occurred: at - .hours(1), at: at, reason: ""))
        case 3: return .course(.breached(key, due: at, at: at))
        case 4: return .course(.breachWithdrawn(key, at: at))
        case 5: return .course(.warned(key, .percent(50), at: at))
        case 6: return .course(.budgetSpent(key, "team", at: at))
        case 7: return .handOverOffered("team", at: at)
        case 8: return .absorbed("T9", starts: [.init(policy: "p", commitment: "a"): at - .hours(20)], at: at)
        case 9:
            return chance.once(in: 4) ? .mergedInto("T9", at: at) : .course(.happened(.assigned, at: at, .team("team")))
        case 10:
            return .course(
                .happened(chance.one(of: [.cancelled, .received, .merged, .graded, "unheard-of"]), at: at, .none))
        default:
            let (name, detail) = AnyDesk.fact(at, &chance)
            // A detail that does not belong to its event is ignored, not fatal.
            return .course(.happened(name, at: at, chance.once(in: 4) ? .labour(minutes: 5, by: "x") : detail))
        }
    }
}

extension Clock {
    /// How it was judged; nil for one that was not, or that became void.
    fileprivate var verdict: String? {
        switch progress {
        case .met(let at): "met \(at.words)"
        case .breached(let breach): "breached \(breach.at.words)"
        default: nil
        }
    }
}

extension Ticket.Event {
    /// What may be told only once.
    fileprivate var toldKey: String? {
        guard case .course(let event) = self else { return nil }
        switch event {
        case .warned(let key, let share, _): return "\(key) \(share.text)"
        case .rungReached(let key, let rung, _): return "\(key) \(rung.at.spelled)"
        case .breached(let key, _, _): return "\(key)"
        default: return nil
        }
    }
}
