extension Ticket.Source {
    /// Edges we trust may date a fact back this far (POLICIES 1.13).
    public static let trustedBackdating = Duration.minutes(5)

    /// How far back it may date what is recorded now; nil for no bound of its own.
    func earliest(_ now: Instant) -> Instant? {
        switch self {
        case .history, .backdating: nil
        case .edge: now - Self.trustedBackdating
        case .person: now
        }
    }
}

extension Ticket {
    /// What a command leads to at an instant.
    ///
    /// Time comes first: warnings, rungs and breaches up to `now` stand before what the command adds, so nobody beats
    /// the scheduler by a second.
    /// - Parameters:
    ///   - now: never before an earlier command's.
    ///   - book: every policy version the ticket or the command refers to.
    /// - Returns: events in journal order; none when nothing was to be told.
    public func decide(_ command: Command, at now: Instant, _ book: Book) throws(Refusal) -> [Event] {
        var after = self
        return after.advance(to: now, book) + (try after.apply(command, at: now, book))
    }

    /// The same, and folds the events as it goes: for a shell that keeps the ticket.
    ///
    /// A refusal leaves the ticket as it was, since nobody is handed the events; what time brought about is told by the
    /// next command.
    public mutating func perform(_ command: Command, at now: Instant, _ book: Book) throws(Refusal) -> [Event] {
        var after = self
        let events = after.advance(to: now, book) + (try after.apply(command, at: now, book))
        self = after
        return events
    }

    /// Tells every timed fact up to `now`.
    public mutating func advance(to now: Instant, _ book: Book) -> [Event] {
        course.advance(to: now, book).map(Event.course)
    }

    /// How it stands at `now`, what time brought about by then included.
    public mutating func standing(at now: Instant, _ book: Book) -> (judge: Judge, clocks: [Clock]) {
        course.standing(at: now, book)
    }

    /// What the command itself adds. The caller has advanced the ticket to `now`.
    /// - Parameter variant: what the ticket's contract names, in which the grades of another category follow.
    public mutating func apply(
        _ command: Command, at now: Instant, _ book: Book, variant: VariantID? = nil
    ) throws(Refusal) -> [Event] {
        switch command {
        case .advance:
            return []
        case .record(let name, let occurred, let detail, let source):
            try checkDate(occurred, source, now)
            try check(name, occurred, detail, source, book)
            let events = append(.course(.happened(name, at: occurred, detail)))
            // Told in its own time a fact can refute nothing.
            return occurred == now ? events : events + settled(now, book)
        case .grade(let grade, let complexity):
            return try give(grade, complexity, at: now, book)
        case .regrade(let strand, let grade, let complexity, let reason):
            return try regrade(strand, grade, complexity, reason, now, book)
        case .offer(let team):
            try checkNotEnded()
            let state = course.state()
            if state.isSettled { throw .notPermitted(.assigned, state) }
            return append(.handOverOffered(team, at: now))
        case .correct(let position, let occurred, let reason):
            guard course.facts.contains(where: { $0.mark.position == position }), position > 0 else {
                throw .noSuchFact(position: position)
            }
            try checkDate(occurred, .backdating(reason: reason), now)
            let events = append(.course(.corrected(position: position, occurred: occurred, at: now, reason: reason)))
            return events + settled(now, book)
        case .absorb(let other):
            guard other.id != id else { throw .cannotMergeWithItself }
            guard other.customer == customer else { throw .otherCustomer(other.id) }
            try checkNotEnded()
            // What is finished here keeps its verdict, whenever the other began.
            let starts = other.starts(now, book) { $0.isUndecided }
                .filter { [finished = starts(now, book) { !$0.isUndecided }] in finished[$0.key] == nil }
            return append(.absorbed(other.id, starts: starts, at: now)) + settled(now, book)
        case .change(let change):
            try check(change)
            // What changes nothing leaves no trace; a note and a personal text always do.
            var after = self
            after.evolve(change)
            if case .note = change {} else if case .field(_, .personal?) = change {} else if after == self { return [] }
            return append(.changed(change, at: now))
        case .categorise(let category, let reason):
            return try categorise(category, variant, reason, now, book)
        case .endWait:
            return course.state().awaitsCustomer ? append(.course(.happened(.resumed, at: now, .none))) : []
        case .engage:
            return engage(now, book)
        case .take(let agent):
            return attributes[.agent] == nil ? append(.changed(.set(.agent, agent), at: now)) : []
        case .mergeInto(let other):
            guard other != id else { throw .cannotMergeWithItself }
            try checkNotEnded()
            return append(.mergedInto(other, at: now))
        }
    }

    /// What the command `grade` adds, without the command: every ticket that is opened is given its grades.
    public mutating func give(
        _ grade: GradeRef, _ complexity: Complexity, at now: Instant, _ book: Book
    ) throws(Refusal) -> [Event] {
        guard book.has(grade) else { throw .unknownGrade(grade) }
        guard !course.grades.contains(grade) else { throw .alreadyGraded(grade) }
        try checkNotEnded()
        var events: [Course.Event] = []
        course.give(grade, complexity, at: now, book, &events)
        // At the very beginning no time has passed that could have brought anything about.
        return now == course.received ? events.map(Event.course) : events.map(Event.course) + settled(now, book)
    }

    private mutating func engage(_ now: Instant, _ book: Book) -> [Event] {
        guard Judge(course, book: book, now: now).clocks().contains(where: { $0.awaits(.engaged) }) else { return [] }
        let state = course.state()
        var events = append(.course(.happened(.engaged, at: now, .none)))
        // Nobody said that the wait is over, and `engaged` by itself would end it.
        if case .waiting(let reason) = state {
            events += append(.course(.happened(.paused, at: now, .waiting(reason))))
        }
        return events
    }

    private mutating func append(_ event: Event) -> [Event] {
        evolve(event)
        return [event]
    }

    private mutating func settled(_ now: Instant, _ book: Book) -> [Event] {
        course.settle(at: now, book).map(Event.course)
    }

    private func check(_ change: Change) throws(Refusal) {
        if case .add(let listing, id.rawValue) = change, listing.isOfTickets { throw .cannotLinkToItself }
        guard case .rate(let rating) = change else { return }
        try checkNotEnded()
        if let given = ratings[rating.side], given.giver != rating.giver { throw .ratedByAnother(rating.side) }
    }

    private func checkNotEnded() throws(Refusal) {
        let state = course.state()
        if state == .cancelled || state == .merged { throw ended(state) }
    }

    /// Whoever is refused is told where the matter goes on, if it does.
    private func ended(_ state: State) -> Refusal {
        if state == .merged, let mergedInto { return .mergedInto(mergedInto) }
        return .alreadyEnded(state)
    }

    private func checkDate(_ occurred: Instant, _ source: Source, _ now: Instant) throws(Refusal) {
        guard occurred <= now else { throw .ahead(occurred: occurred, now: now) }
        guard occurred >= course.received else { throw .beforeReceived(occurred: occurred, received: course.received) }
        if source == .backdating(reason: "") { throw .dateBackNeedsReason }
        if let earliest = source.earliest(now), occurred < earliest {
            throw .tooFarBack(occurred: occurred, earliest: earliest)
        }
    }

    private func check(
        _ name: EventName, _ occurred: Instant, _ detail: Fact.Detail, _ source: Source, _ book: Book
    ) throws(Refusal) {
        if EventName.effects[name] == nil {
            let own = course.grades.flatMap { book[$0.policy]?.policy.events ?? [] }
            guard own.contains(where: { $0.id == name }) else {
                throw .unknownEvent(
                    name, nearest: nearest(to: name.rawValue, among: EventName.effects.keys.map(\.rawValue).sorted()))
            }
        }
        switch (name, detail) {
        case (.received, _), (.merged, _), (.graded, _), (.regraded, _): throw .notPermitted(name, course.state())
        // Nineteen years; what is added up may not run over.
        case (.labourRecorded, .labour(let minutes, _)) where minutes.magnitude > 10_000_000:
            throw .detailMissing(name)
        case (.paused, .waiting), (.agreed, .date), (.labourRecorded, .labour), (.assigned, .team): break
        case (.paused, _), (.agreed, _), (.labourRecorded, _): throw .detailMissing(name)
        default: break
        }
        if case (.agreed, .date(let date)) = (name, detail), date < occurred { throw .agreedDatePast(date) }
        // History is not asked whether it was allowed to happen.
        if source != .history { try checkPermitted(name, occurred, detail, book) }
    }

    /// Whether the state, the hand-over and the gates let it happen.
    private func checkPermitted(
        _ name: EventName, _ occurred: Instant, _ detail: Fact.Detail, _ book: Book
    ) throws(Refusal) {
        let next = EventName.effects[name]?.state
        let state = course.state(before: Mark(occurred, .max))
        switch state {
        case .cancelled, .merged: throw ended(state)
        // Else a clock that runs until then would be late for ever; the state stays as it is.
        case .resolved where name == .engaged, .closed where name == .engaged: break
        case .closed: if next != nil || name == .paused, name != .reopened { throw .notPermitted(name, state) }
        case .resolved:
            let goesOn = next == nil || next == .closed || next == .cancelled || name == .reopened
            if !goesOn || name == .paused { throw .notPermitted(name, state) }
        case .new, .open, .waiting: if name == .reopened || name == .closed { throw .notPermitted(name, state) }
        }
        if case (.assigned, .team(let team)) = (name, detail), let holder, holder != team, offered != team {
            throw .handOverNotOffered(to: team)
        }
        if name == .closed { try checkGates(book) }
    }

    /// Two signatures, say: all since the last reopening.
    private func checkGates(_ book: Book) throws(Refusal) {
        let happened = Set(course.sinceReopening.map(\.name))
        for reference in course.grades {
            for gate in book.gates(reference) {
                let missing = gate.needs.filter { !happened.contains($0) }
                if !missing.isEmpty { throw .gateClosed(gate: gate.id, missing: missing) }
            }
        }
    }

    private mutating func regrade(
        _ strand: Int, _ grade: GradeRef, _ complexity: Complexity, _ reason: String?, _ now: Instant, _ book: Book
    ) throws(Refusal) -> [Event] {
        guard let terms = book.grade(grade) else { throw .unknownGrade(grade) }
        guard course.strands.indices.contains(strand), let old = course.strands[strand].last else {
            throw .noSuchStrand(strand)
        }
        let isHeld = old.grade == grade ? old.complexity == complexity : course.grades.contains(grade)
        guard !isHeld else { throw .alreadyGraded(grade) }
        try checkNotEnded()
        let before = Judge(course, book: book, now: now).clocks().filter { $0.key.strand == strand }
        var changed = course
        changed.evolve(.regraded(strand: strand, grade, complexity, at: now, reason: reason, down: false))
        let after = Judge(changed, book: book, now: now).clocks().filter { $0.key.strand == strand }
        let down = before.contains { clock in
            !clock.progress.isOver && !(after.first { $0.key == clock.key }.map { $0.isNoLater(than: clock) } ?? false)
        }
        if down, reason?.isEmpty ?? true { throw .goingDownNeedsReason(grade) }
        var events = append(.course(.regraded(strand: strand, grade, complexity, at: now, reason: reason, down: down)))
        for duty in terms.duties { events += append(.course(.dutyCalled(strand: strand, duty: duty.id, at: now))) }
        return events + settled(now, book)
    }

    /// Starts of clocks; a survivor takes over those that still run. A breach stays where it is recorded.
    private func starts(_ now: Instant, _ book: Book, where chosen: (Progress) -> Bool) -> [Course.Origin: Instant] {
        var starts: [Course.Origin: Instant] = [:]
        for clock in Judge(course, book: book, now: now).clocks()
        where clock.key.occurrence == 1 && chosen(clock.progress) {
            let origin = Course.Origin(policy: clock.grade.policy.id, commitment: clock.key.commitment)
            starts[origin] = min(clock.start, starts[origin] ?? clock.start)
        }
        return starts
    }
}

extension Progress {
    fileprivate var isUndecided: Bool {
        switch self {
        case .running, .paused, .waiting: true
        case .met, .breached, .void: false
        }
    }
}

extension Clock {
    /// Whether it promises at least as much as another: still judged, and due no later.
    fileprivate func isNoLater(than other: Clock) -> Bool {
        if case .void = progress { return false }
        switch (due, other.due) {
        case (.at(let mine), .at(let theirs)): return mine <= theirs
        case (.paused(_, let mine), .paused(_, let theirs)): return mine <= theirs
        case (.at, _): return true
        case (_, .at), (_, .paused): return false
        default: return true
        }
    }
}
