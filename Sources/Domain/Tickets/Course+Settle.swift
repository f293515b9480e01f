extension Course {
    /// Time comes first: tells every timed fact up to `now`, in order (POLICIES 1.7).
    ///
    /// - Returns: the events, already folded into the course.
    mutating func advance(to now: Instant, _ book: Book) -> [Event] {
        if strands.isEmpty { return [] }
        let judge = Judge(self, book: book, now: now)
        return tell(judge, judge.clocks(), book)
    }

    /// How its clocks stand at `now`, with every timed fact up to then told. Mostly there is none that is not, and then they
    /// are judged once.
    mutating func standing(at now: Instant, _ book: Book) -> (judge: Judge, clocks: [Clock]) {
        let judge = Judge(self, book: book, now: now)
        let clocks = judge.clocks()
        if tell(judge, clocks, book).isEmpty { return (judge, clocks) }
        let told = Judge(self, book: book, now: now)
        return (told, told.clocks())
    }

    /// The same for a course that is at its end: how its clocks stand then.
    mutating func concluded(at end: Instant, _ book: Book) -> (judge: Judge, clocks: [Clock]) {
        let judge = Judge(self, book: book, now: end)
        let clocks = judge.clocks()
        let grades = strands.count
        _ = tell(judge, clocks, book)
        // What was told changes no clock, unless a rung attached a grade.
        guard strands.count != grades || facts.count != judge.course.facts.count else { return (judge, clocks) }
        let last = Judge(self, book: book, now: end)
        return (last, last.clocks())
    }

    /// After facts that were late, corrected or changed the terms: withdraws what they refuted and tells what they
    /// brought to light.
    mutating func settle(at now: Instant, _ book: Book) -> [Event] {
        if strands.isEmpty { return [] }
        var events: [Event] = []
        let judge = Judge(self, book: book, now: now)
        let clocks = judge.clocks()
        if !breaches.isEmpty {
            var broken: [ClockKey: Instant] = [:]
            for clock in clocks { if case .breached(let breach) = clock.progress { broken[clock.key] = breach.at } }
            // One that holds, but of another date, is withdrawn and told anew: journal and view agree.
            let refuted = breaches.filter { broken[$0.key] != $0.value }.keys
            for key in refuted.sorted(by: ClockKey.inOrder) { append(.breachWithdrawn(key, at: now), to: &events) }
        }
        return events + tell(events.isEmpty ? judge : Judge(self, book: book, now: now), clocks, book)
    }

    /// A rung may attach a grade whose own clocks have something to tell, hence the loop; each turn tells more of a
    /// finite list.
    private mutating func tell(_ first: Judge, _ clocks: [Clock], _ book: Book) -> [Event] {
        var events: [Event] = []
        var timed = first.untold(clocks)
        while !timed.isEmpty {
            var hasAttached = false
            for fact in timed {
                append(fact.event, to: &events)
                guard let attach = fact.attach, let policy = book.current(attach.policy),
                    policy.policy.grade(attach.grade) != nil
                else { continue }
                let grade = GradeRef(policy: policy.version, grade: attach.grade)
                // One escalation at an instant: ladders that attach each other must not climb for ever on the spot.
                if grades.contains(grade), facts.contains(where: { $0.name == .escalated && $0.mark.at == fact.at }) {
                    continue
                }
                if !grades.contains(grade) { give(grade, .complex, at: fact.at, book, &events) }
                append(.happened(.escalated, at: fact.at, .none), to: &events)
                hasAttached = true
                break
            }
            guard hasAttached else { return events }
            let judge = Judge(self, book: book, now: first.now)
            timed = judge.untold(judge.clocks())
        }
        return events
    }

    /// A grade, and the duties that come with it (POLICIES 1.17).
    mutating func give(_ grade: GradeRef, _ complexity: Complexity, at: Instant, _ book: Book, _ events: inout [Event])
    {
        let strand = strands.count
        append(.graded(grade, complexity, at: at), to: &events)
        for duty in book.duties(grade) {
            append(.dutyCalled(strand: strand, duty: duty.id, at: at), to: &events)
        }
    }

    mutating func append(_ event: Event, to events: inout [Event]) {
        events.append(event)
        evolve(event)
    }
}

extension ClockKey {
    static func inOrder(_ a: ClockKey, _ b: ClockKey) -> Bool {
        (a.strand, a.commitment.rawValue, a.occurrence) < (b.strand, b.commitment.rawValue, b.occurrence)
    }
}
