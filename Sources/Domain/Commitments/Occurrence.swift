/// One run of a clock, before any limit is applied to it.
struct Occurrence {
    let number: Int
    let start: Mark
    /// The first event that ends it, whenever that came.
    let end: Mark?
    /// The event that ends a series of reports without a verdict on the running period.
    var until: Mark?
}

extension Occurrence {
    /// The promised date as it counts for this run: a reopened matter needs one agreed anew, the old has been judged.
    func date(_ agreed: Instant?) -> Instant? { number > 1 ? agreed.flatMap { $0 > start.at ? $0 : nil } : agreed }
}

extension Commitment {
    /// The runs of this commitment's clock that a course has seen so far, in order.
    /// - Parameter earlier: the start of a like clock of a ticket that was merged into this one.
    /// - Source: POLICIES 1.6, 1.9.
    func occurrences(in course: Course, earlier: Instant? = nil) -> [Occurrence] {
        if case .every(_, let until) = promise { return reports(course, earlier: earlier, until: until) }
        switch trigger {
        case .first(let event): return runs(course, event, earlier: earlier)
        case .each(let event): return pairs(course, event, earlier: earlier)
        case .unanswered(let event): return replies(course, event)
        }
    }

    /// The run of a clock that begins once and that no reopening can begin anew, as `occurrences` has it; nil where there
    /// may be none or several. Nearly every clock is such a one, and is asked for at every judgement.
    func onlyRun(in course: Course) -> Occurrence? {
        guard case .within = promise, case .first(let event) = trigger,
            let start = start(course, event, earlier: nil)
        else { return nil }
        for fact in course.facts where needs.contains(fact.name) {
            if fact.name == .resolved || fact.name == .closed { return nil }
            return Occurrence(number: 1, start: start, end: fact.mark)
        }
        return Occurrence(number: 1, start: start, end: nil)
    }

    private func start(_ course: Course, _ event: EventName, earlier: Instant?) -> Mark? {
        let own = event == .received ? Mark(course.received, -1) : course.facts.first { $0.name == event }?.mark
        guard let own, let earlier, earlier < own.at else { return own }
        return Mark(earlier, -1)
    }

    /// One run, and another for each reopening of what resolving had ended. An end that came before the start counts.
    private func runs(_ course: Course, _ event: EventName, earlier: Instant?) -> [Occurrence] {
        guard var start = start(course, event, earlier: earlier) else { return [] }
        var runs: [Occurrence] = []
        var index = 0
        while true {
            var end: Fact?
            while index < course.facts.count, end == nil {
                if needs.contains(course.facts[index].name) { end = course.facts[index] }
                index += 1
            }
            runs.append(Occurrence(number: runs.count + 1, start: start, end: end?.mark))
            guard let end, end.name == .resolved || end.name == .closed,
                let reopened = course.facts[index...].firstIndex(where: { $0.name == .reopened })
            else { return runs }
            start = course.facts[reopened].mark
            index = reopened + 1
        }
    }

    /// Every start opens a run; each end ends the oldest that is open, and never one that began later.
    private func pairs(_ course: Course, _ event: EventName, earlier: Instant?) -> [Occurrence] {
        var starts: [Mark] = event == .received ? [start(course, event, earlier: earlier)].compactMap { $0 } : []
        var ends: [Mark] = []
        for fact in course.facts {
            if fact.name == event, event != .received { starts.append(fact.mark) }
            if needs.contains(fact.name), ends.count < starts.count { ends.append(fact.mark) }
        }
        return starts.enumerated().map { index, start in
            Occurrence(number: index + 1, start: start, end: index < ends.count ? ends[index] : nil)
        }
    }

    /// From the first unanswered message to an answer by a person, or by the answer engine if it was accepted.
    private func replies(_ course: Course, _ event: EventName) -> [Occurrence] {
        var runs: [Occurrence] = []
        var asked: Mark?
        for fact in course.facts {
            if let start = asked, needs.contains(fact.name), fact.detail != .robot(accepted: false) {
                runs.append(Occurrence(number: runs.count + 1, start: start, end: fact.mark))
                asked = nil
            } else if asked == nil, fact.name == event {
                asked = fact.mark
            }
        }
        if let asked { runs.append(Occurrence(number: runs.count + 1, start: asked, end: nil)) }
        return runs
    }

    /// Each report ends a period and begins the next, until the series ends; a reopening begins it anew.
    private func reports(_ course: Course, earlier: Instant?, until: EventName) -> [Occurrence] {
        guard var period = start(course, trigger.event, earlier: earlier) else { return [] }
        var runs: [Occurrence] = []
        var facts = course.facts[...]
        while true {
            let ended = facts.firstIndex { $0.name == until && period < $0.mark }
            // A report at the very instant of the end counts, whichever was written down first.
            let last = ended.map { facts[$0].mark }
            let before = runs.count
            for fact in facts where needs.contains(fact.name) && period < fact.mark {
                if let last, fact.mark.at > last.at || period.at >= last.at { break }
                runs.append(Occurrence(number: runs.count + 1, start: period, end: fact.mark, until: last))
                period = fact.mark
            }
            if runs.count == before || last.map({ period.at < $0.at }) ?? true {
                runs.append(Occurrence(number: runs.count + 1, start: period, end: nil, until: last))
            }
            guard let ended, until == .resolved || until == .closed,
                let reopened = facts[ended...].firstIndex(where: { $0.name == .reopened })
            else { return runs }
            period = facts[reopened].mark
            facts = facts[(reopened + 1)...]
        }
    }
}
