/// Which clocks a course has, and how each stands at an instant: a pure function of facts and terms.
///
/// A clock is judged in *windows*: stretches in which its terms and its promised date stayed the same. Within a window
/// the facts decide; a clock that ended keeps its verdict, one that did not is judged again in the next window from its
/// original start (POLICIES 1.12). Most clocks have one window.
public struct Judge: Sendable {
    public let course: Course
    public let now: Instant
    let book: Book
    /// When the ticket waited, and for whom.
    private let waits: [(reason: Waiting, span: Span)]
    /// Cancelled or merged: what still runs becomes void.
    private let stopped: (mark: Mark, reason: VoidReason)?

    /// - Parameter now: not before the last fact.
    public init(_ course: Course, book: Book, now: Instant) {
        self.course = course
        self.book = book
        self.now = now
        var waits: [(reason: Waiting, span: Span)] = []
        var state = State.new
        var since = course.received
        var stopped: (mark: Mark, reason: VoidReason)?
        for fact in course.facts {
            let next = state.after(fact)
            guard next != state else { continue }
            if case .waiting(let reason) = state { waits.append((reason, Span(from: since, to: fact.mark.at))) }
            if case .waiting = next { since = fact.mark.at }
            if stopped == nil, next == .cancelled { stopped = (fact.mark, .cancelled) }
            if stopped == nil, next == .merged { stopped = (fact.mark, .merged) }
            state = next
        }
        if case .waiting(let reason) = state { waits.append((reason, Span(from: since, to: nil))) }
        self.waits = waits
        self.stopped = stopped
    }

    /// All clocks, by strand and in the policy's order, occurrences ascending.
    public func clocks() -> [Clock] {
        var clocks: [Clock] = []
        for (strand, holdings) in course.strands.enumerated() {
            if holdings.count == 1 {
                let terms = terms(holdings[0])
                // Mostly each has one run, and it is the only strand.
                if strand == 0 { clocks.reserveCapacity(terms.count) }
                for term in terms { append(strand, term, to: &clocks) }
                continue
            }
            var ids: [CommitmentID] = []
            for holding in holdings {
                for term in terms(holding) where !ids.contains(term.commitment.id) { ids.append(term.commitment.id) }
            }
            for id in ids { clocks += regraded(strand, id) }
        }
        return clocks
    }

    /// The pauses that stop a commitment's clocks.
    func pauses(_ commitment: Commitment) -> Pauses {
        guard !commitment.pauses.isEmpty, !waits.isEmpty else { return .none }
        return Pauses(waits.lazy.filter { commitment.pauses.contains($0.reason) }.map(\.span))
    }

    /// The same for a strand that was regraded: each grade's terms decide which waits of its own time were pauses, so
    /// what was earned stays earned (POLICIES 1.12). A grade without the commitment leaves it to the one judged.
    private func pauses(_ commitment: Commitment, _ holdings: ArraySlice<Course.Holding>) -> Pauses {
        if holdings.count == 1 || waits.isEmpty { return pauses(commitment) }
        var spans: [Span] = []
        for (index, holding) in holdings.enumerated() {
            let named = (term(holding, commitment.id)?.commitment ?? commitment).pauses
            let from = index == 0 ? nil : holding.from.at
            let to = index + 1 < holdings.count ? holdings[holdings.startIndex + index + 1].from.at : nil
            for wait in waits where named.contains(wait.reason) {
                let ends = [wait.span.to, to].compactMap { $0 }.min()
                spans.append(Span(from: max(wait.span.from, from ?? wait.span.from), to: ends))
            }
        }
        return Pauses(spans)
    }

    /// The service time that pauses took from a clock while it still mattered: up to its end or its due.
    public func paused(_ clock: Clock) -> Duration {
        let end =
            switch clock.progress {
            case .met(let at), .void(let at, _): at
            case .breached(let breach): breach.due
            case .running, .paused, .waiting: now
            }
        return clock.term.calendar.pausedTime(from: clock.start, to: end, in: clock.pauses)
    }

    // MARK: Windows

    private struct Window {
        let term: Term
        let pauses: Pauses
        /// The date in force, for limits that are one, and when it was agreed.
        var date: Instant?
        var dated: Instant?
        /// A due before this is broken at this: the regrade or the new date made it a past one.
        var floor: Instant?
        /// From here on another window holds.
        var until: Mark?
    }

    private func terms(_ holding: Course.Holding) -> [Term] {
        book.terms(holding.grade, complexity: holding.complexity)
    }

    private func term(_ holding: Course.Holding, _ id: CommitmentID) -> Term? {
        terms(holding).first { $0.commitment.id == id }
    }

    /// The clocks of a grade that was never changed.
    private func append(_ strand: Int, _ term: Term, to clocks: inout [Clock]) {
        if term.commitment.isNotice {
            clocks += notices(strand, term)
        } else if term.needsDate {
            clocks += regraded(strand, term.commitment.id)
        } else {
            let window = Window(term: term, pauses: pauses(term.commitment))
            if course.earlierStarts.isEmpty, let only = term.commitment.onlyRun(in: course) {
                return clocks.append(judged(only, strand, window))
            }
            for occurrence in occurrences(window) { clocks.append(judged(occurrence, strand, window)) }
        }
    }

    /// The clocks of a commitment through all grades of a strand and all dates that were agreed.
    func regraded(_ strand: Int, _ id: CommitmentID) -> [Clock] {
        let holdings = course.strands[strand]
        var settled: [Int: Clock] = [:]
        var running: [Int: Clock] = [:]
        for (index, holding) in holdings.enumerated() {
            let until = index + 1 < holdings.count ? holdings[index + 1].from : nil
            guard let term = term(holding, id) else {
                for clock in running.values {
                    settled[clock.key.occurrence] = clock.voided(at: holding.from.at, .regraded)
                }
                running = [:]
                continue
            }
            if term.commitment.isNotice {
                // A notice follows its own promise's clock; it is told by the last grade that has both.
                running = [:]
                for clock in notices(strand, term) where settled[clock.key.occurrence] == nil {
                    let ended = clock.progress.verdictInstant
                    let isKept = ended.map { ended in until.map { ended <= $0.at } ?? true } ?? false
                    if isKept { settled[clock.key.occurrence] = clock } else { running[clock.key.occurrence] = clock }
                }
                continue
            }
            let floor = index == 0 ? nil : holding.from.at
            var whole = Window(term: term, pauses: pauses(term.commitment, holdings[...index]))
            (whole.floor, whole.until) = (floor, until)
            for window in windows(whole, from: index == 0 ? nil : holding.from) {
                // All that runs is judged anew; what has not begun under these terms is no clock of theirs yet.
                running = [:]
                for occurrence in occurrences(window) where settled[occurrence.number] == nil {
                    let clock = judged(occurrence, strand, window)
                    if clock.progress.isVerdict {
                        settled[occurrence.number] = clock
                    } else {
                        running[occurrence.number] = clock
                    }
                }
            }
        }
        return (Array(settled.values) + Array(running.values)).sorted { $0.key.occurrence < $1.key.occurrence }
    }

    /// A promised date splits a holding wherever another one was agreed.
    private func windows(_ whole: Window, from: Mark?) -> [Window] {
        guard whole.term.needsDate else { return [whole] }
        var windows = [whole]
        for (mark, date) in agreedDates {
            if let until = whole.until, until < mark { break }
            if let from, mark < from {
                (windows[0].date, windows[0].dated) = (date, mark.at)
                continue
            }
            windows[windows.count - 1].until = mark
            var window = whole
            (window.date, window.dated, window.floor) = (date, mark.at, mark.at)
            windows.append(window)
        }
        return windows
    }

    var agreedDates: [(mark: Mark, date: Instant)] {
        course.facts.compactMap {
            if $0.name == .agreed, case .date(let date) = $0.detail { ($0.mark, date) } else { nil }
        }
    }

    private func occurrences(_ window: Window) -> [Occurrence] {
        let commitment = window.term.commitment
        var earlier: Instant?
        if !course.earlierStarts.isEmpty {
            earlier = course.earlierStarts[.init(policy: window.term.grade.policy.id, commitment: commitment.id)]
        }
        let all = commitment.occurrences(in: course, earlier: earlier)
        guard let until = window.until else { return all }
        return all.filter { $0.start < until }
    }

    // MARK: Verdicts

    private func judged(_ occurrence: Occurrence, _ strand: Int, _ window: Window) -> Clock {
        let term = window.term
        let start = occurrence.start.at
        let date = occurrence.date(window.date)
        let dated = date == nil ? nil : window.dated
        let due = term.due(from: start, date: date, dated: dated, pauses: window.pauses)
        let key = ClockKey(strand: strand, commitment: term.commitment.id, occurrence: occurrence.number)
        let progress = progress(of: occurrence, due: due, window)
        return Clock(
            key: key, term: term, start: start, date: date, dated: dated, pauses: window.pauses,
            due: due, progress: progress)
    }

    private func progress(of occurrence: Occurrence, due: Due, _ window: Window) -> Progress {
        let start = occurrence.start.at
        var stop: (mark: Mark, reason: VoidReason)? = occurrence.until.map { ($0, .seriesEnded) }
        if let stopped, stop.map({ stopped.mark < $0.mark }) ?? true { stop = stopped }

        var end = occurrence.end
        if let stopped, let mark = end, stopped.mark < mark { end = nil }
        let endsHere = end.map { mark in window.until.map { mark < $0 } ?? true } ?? false

        guard let instant = due.instant else {
            if let end, endsHere { return .met(at: max(end.at, start)) }
            if let stop, window.until.map({ stop.mark < $0 }) ?? true {
                return .void(at: max(stop.mark.at, start), stop.reason)
            }
            switch due {
            case .paused(let since, let left): return .paused(since: since, left: left)
            case .undated: return .waiting
            case .never, .beyond, .at: return .running(due: nil)
            }
        }
        // An end event exactly at due is in time (POLICIES 1.6).
        if let end, endsHere, end.at <= instant { return .met(at: max(end.at, start)) }
        let broken = max(instant.next, window.floor ?? instant.next)
        if let stop, stop.mark.at < broken, window.until.map({ stop.mark < $0 }) ?? true {
            return .void(at: max(stop.mark.at, start), stop.reason)
        }
        // Time comes first: what breaks by the instant of a change breaks under the old terms.
        guard broken <= (window.until?.at ?? now) else { return .running(due: instant) }
        let ended = end ?? stop?.mark
        return .breached(
            breach(due: instant, at: broken, floor: window.floor, end: ended, came: end != nil, window.term))
    }

    private func breach(due: Instant, at broken: Instant, floor: Instant?, end: Mark?, came: Bool, _ term: Term)
        -> Breach
    {
        let from = max(due, floor ?? due)
        let to = end.map { max($0.at, from) } ?? max(now, from)
        // After a breach pauses stop neither rungs nor lateness (POLICIES 1.8).
        let late = term.calendar.serviceTime(from: from, to: to)
        var missed = 1
        if case .every(let period, _) = term.commitment.promise, period > .zero {
            // As many dues as have passed; a report exactly at one is in time for it.
            let beyond = term.calendar.serviceTime(from: due, to: to)
            missed += Int(max(0, beyond.milliseconds - 1) / period.milliseconds)
        }
        return Breach(due: due, at: broken, since: from, ended: end?.at, came: came, late: late, missed: missed)
    }
}

extension Progress {
    /// A verdict is kept whatever grade follows.
    fileprivate var isVerdict: Bool {
        switch self {
        case .met, .breached, .void: true
        case .waiting, .running, .paused: false
        }
    }

    var verdictInstant: Instant? {
        switch self {
        case .met(let at), .void(let at, _): at
        case .breached(let breach): breach.at
        case .waiting, .running, .paused: nil
        }
    }
}

extension Clock {
    fileprivate func voided(at instant: Instant, _ reason: VoidReason) -> Clock {
        Clock(
            key: key, term: term, start: start, date: date, dated: dated, pauses: pauses, due: due,
            progress: .void(at: max(instant, start), reason))
    }
}
