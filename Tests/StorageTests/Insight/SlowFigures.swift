import Support

@testable import Domain

/// The figures as anybody would work them out who has the journal and all day: fold everything, then count by hand.
struct SlowFigures {
    private let tickets: [SlowTicket]
    private let contacts: [AnsweredAtOnce]
    private let customerRegions: [String: String]
    private let siteRegions: [String: String]
    private let now: Instant
    let promptWithin: Duration?

    /// - Parameters:
    ///   - journal: all of it.
    ///   - asOf: what was recorded later is not looked at.
    init(_ journal: [Journal.Entry], _ book: Book, asOf now: Instant) {
        self.now = now
        let known = journal.filter { $0.recorded <= now }
        var streams: [StreamID: [Journal.Entry]] = [:]
        for entry in known { streams[entry.stream, default: []].append(entry) }
        var owed: [String: [String: Int64]] = [:]
        var amounts: [String: String] = [:]
        for entry in known {
            switch entry.event {
            case .record(.put(let values, _), _) where entry.stream.kind == .record(.contract):
                if let amount = values["amount"]?.flatMap({ Money($0) }) { amounts[entry.stream.id] = amount.currency }
            case .ledger(.posted(let key, let posting, _)):
                owed[key.ticket.rawValue, default: [:]][amounts[entry.stream.id]!, default: 0] += posting.minor
            case .ledger(.reversed(let key, let posting, _)):
                owed[key.ticket.rawValue, default: [:]][amounts[entry.stream.id]!, default: 0] -= posting.minor
            default: break
            }
        }
        tickets = streams.filter { $0.key.kind == .ticket }.map { stream, entries in
            SlowTicket(entries, owed: (owed[stream.id] ?? [:]).filter { $0.value != 0 }, book, now)
        }
        contacts = known.compactMap { if case .contacts(let told) = $0.event { told } else { nil } }
        var regions: [RecordKind: [String: String]] = [:]
        for entry in known {
            guard case .record(.put(let values, _), _) = entry.event, case .record(let kind) = entry.stream.kind,
                let region = values["region"]
            else { continue }
            regions[kind, default: [:]][entry.stream.id] = region
        }
        customerRegions = regions[.customer] ?? [:]
        siteRegions = regions[.site] ?? [:]
        var inForce: [(PolicyID, PolicyVersion)] = []
        for entry in known {
            guard case .policy(let activation) = entry.event else { continue }
            if let index = inForce.firstIndex(where: { $0.0 == activation.version.id }) {
                inForce[index].1 = activation.version
            } else {
                inForce.append((activation.version.id, activation.version))
            }
        }
        promptWithin = inForce.flatMap { book[$0.1]!.policy.scorecard.targets }.compactMap(\.within).first
    }

    /// By group and by the beginning of the stretch of time.
    func answer(_ query: FiguresQuery, _ zone: Zone) -> [FiguresAnswer.Group.Key: [Instant?: [Metric: Figure]]] {
        let hasContacts = knowsContacts(query) && !contacts.isEmpty
        return cells(query, zone).mapValues { $0.mapValues { $0.figures(query.metrics, hasContacts) } }
    }

    /// The part of first responses that came within C2's span.
    func prompts(_ query: FiguresQuery, _ zone: Zone) -> [FiguresAnswer.Group.Key: [Instant?: Figure]] {
        cells(query, zone).mapValues { $0.mapValues { $0.prompt(promptWithin) } }
    }

    /// The tickets behind a figure by group, whatever the step.
    func tickets(_ query: FiguresQuery, _ zone: Zone, _ metric: Metric, _ part: FigurePart)
        -> [FiguresAnswer.Group.Key: Set<TicketID>]
    {
        var query = query
        query.step = nil
        let hasContacts = knowsContacts(query) && !contacts.isEmpty
        return cells(query, zone).mapValues { cells in
            Set(cells.values.flatMap { $0.tickets(behind: metric, part, hasContacts) })
        }
    }

    /// Contacts that became no ticket are known by channel and language alone.
    private func knowsContacts(_ query: FiguresQuery) -> Bool {
        (query.filters.map(\.dimension) + [query.by].compactMap(\.self)).allSatisfy {
            $0 == .channel || $0 == .language
        }
    }

    private func cells(_ query: FiguresQuery, _ zone: Zone) -> [FiguresAnswer.Group.Key: [Instant?: SlowCell]] {
        var cells: [FiguresAnswer.Group.Key: [Instant?: SlowCell]] = [:]
        for ticket in tickets {
            if let from = query.from, ticket.received < from { continue }
            if let to = query.to, ticket.received >= to { continue }
            var words = ticket.words
            words[.region] =
                words[.customer].flatMap { customerRegions[$0] } ?? words[.site].flatMap { siteRegions[$0] }
            let asksGrades = (query.filters.map(\.dimension) + [query.by].compactMap(\.self)).contains {
                $0 == .grade || $0 == .policy
            }
            let simple = query.filters.filter { $0.dimension != .grade && $0.dimension != .policy }
            guard simple.allSatisfy({ $0.words.contains(words[$0.dimension] ?? "") }) else { continue }
            // A ticket without grades is one with a nameless one.
            let all = ticket.grades.isEmpty ? [SlowTicket.Grade()] : ticket.grades
            let grades = all.filter { grade in
                query.filters.allSatisfy { filter in
                    switch filter.dimension {
                    case .grade: filter.words.contains(grade.name ?? "")
                    case .policy: filter.words.contains(grade.policy ?? "")
                    default: true
                    }
                }
            }
            var groups: [FiguresAnswer.Group.Key: [SlowTicket.Grade]] = [:]
            for grade in grades {
                let word: String? =
                    switch query.by {
                    case nil: nil
                    case .grade: grade.name
                    case .policy: grade.policy
                    case let by?: words[by]
                    }
                let key: FiguresAnswer.Group.Key = query.by == nil ? .all : word.map { .word($0) } ?? .without
                groups[key, default: []].append(grade)
            }
            for (key, grades) in groups {
                let counts = !asksGrades || grades.contains(where: \.isHeld)
                let responds = !asksGrades || grades.contains(where: \.isAnswered)
                let begin = begin(ticket.received, query, zone)
                cells[key, default: [:]][begin, default: SlowCell()].add(ticket, grades, counts, responds)
            }
        }
        if knowsContacts(query) {
            for told in contacts {
                if let from = query.from, told.at < from { continue }
                if let to = query.to, told.at >= to { continue }
                let words: [Dimension: String] = [.channel: told.channel, .language: told.language ?? ""]
                guard query.filters.allSatisfy({ $0.words.contains(words[$0.dimension]!) }) else { continue }
                let word = query.by.map { words[$0]! } ?? ""
                let key: FiguresAnswer.Group.Key = query.by == nil ? .all : word.isEmpty ? .without : .word(word)
                cells[key, default: [:]][begin(told.at, query, zone), default: SlowCell()].answered += told.count
            }
        }
        return cells
    }

    private func begin(_ instant: Instant, _ query: FiguresQuery, _ zone: Zone) -> Instant? {
        guard let step = query.step else { return query.from }
        let local = zone.local(instant)
        let day = zone.day(of: instant)
        let begin: Instant =
            switch step {
            case .hour: Instant(milliseconds: instant.milliseconds - local % 3_600_000)
            case .day: zone.instant(of: day, millisecondsOfDay: 0, as: .opening)
            case .week: zone.instant(of: day - day.weekday.rawValue, millisecondsOfDay: 0, as: .opening)
            case .month:
                zone.instant(
                    of: Day(year: day.date.year, month: day.date.month, day: 1), millisecondsOfDay: 0, as: .opening)
            }
        let first = query.from ?? (tickets.map(\.received) + contacts.map(\.at)).min()!
        return max(begin, first)
    }
}

/// One ticket, read fact by fact.
private struct SlowTicket {
    struct Grade {
        var name: String?
        var policy: String?
        var isHeld = true
        var isAnswered = true
        var verdicts: [(isResponse: Bool, isKept: Bool)] = []
    }

    let id: TicketID
    let received: Instant
    var words: [Dimension: String] = [:]
    var grades: [Grade] = []
    let state: State
    let isSplit, isComplaint, isDispatched, isRedispatched, isDoneAgain, isAtRisk: Bool
    let response, resolution: Int64?
    let moods: [Int]
    let marks: [Int]
    let owed: [String: Int64]

    init(_ entries: [Journal.Entry], owed: [String: Int64], _ book: Book, _ now: Instant) {
        let ticket = Ticket(
            replaying: entries.compactMap { if case .ticket(let event) = $0.event { event } else { nil } })!
        let course = ticket.course
        id = ticket.id
        self.owed = owed
        received = course.received
        state = course.state()
        isSplit = ticket.splitFrom != nil
        for (dimension, word) in [
            (Dimension.category, ticket.attributes[.category]), (.channel, ticket.attributes[.channel]),
            (.agent, ticket.attributes[.agent]), (.site, ticket.attributes[.site]),
            (.language, ticket.attributes[.language]), (.team, ticket.holder?.rawValue),
            (.customer, ticket.customer.rawValue),
        ] { words[dimension] = word }
        let complaints = (course.grades.map(\.policy) + (ticket.promised.map { [$0.policy] } ?? []))
            .flatMap { book[$0]!.policy.scorecard.complaints.map(\.rawValue) }
        isComplaint = complaints.contains(ticket.attributes[.category] ?? "?")
        func times(_ name: EventName) -> Int { course.facts.count { $0.name == name } }
        isDispatched = times("assigned") + times("departed") > 0
        isRedispatched = times("assigned") >= 2 || times("departed") >= 2
        isDoneAgain = times("reopened") + times("defect-found") > 0
        let answers: [EventName] = [
            "acknowledged", "confirmed", "engaged", "contacted", "accepted", "mobilised", "answered", "restored",
            "resolved", "closed", "handled", "agent-message",
        ]
        let first = course.facts.first { answers.contains($0.name) && $0.detail != .robot(accepted: false) }
        response = first.map { ($0.mark.at - course.received).milliseconds }
        var settled: Instant?
        for fact in course.facts {
            // As the state stood right after it.
            let after = course.state(before: Mark(fact.mark.at, fact.mark.position + 1))
            if after == .resolved || after == .closed { settled = settled ?? fact.mark.at } else { settled = nil }
        }
        resolution = settled.map { ($0 - course.received).milliseconds }
        moods = course.facts.compactMap { if case .mood(let mood) = $0.detail { mood.value } else { nil } }
        marks = (ticket.ratings[.customer] ?? ticket.ratings[.desk]).map { Array($0.marks.values) } ?? []
        // Judged now, not when it was last touched: so whatever time alone changes is in it.
        let judge = Judge(course, book: book, now: now)
        let isOpen = state != .closed && state != .cancelled && state != .merged
        var isAtRisk = false
        for grade in course.grades {
            grades.append(
                Grade(name: "\(grade.policy.id)/\(grade.grade)", policy: "\(grade.policy)", isAnswered: false))
        }
        // By each strand the grade that held when somebody first answered: the one before the next was given.
        for strand in course.strands where first != nil {
            var holding = strand[0]
            for next in strand.dropFirst() where next.from < first!.mark { holding = next }
            let (name, policy) = ("\(holding.grade.policy.id)/\(holding.grade.grade)", "\(holding.grade.policy)")
            if let index = grades.firstIndex(where: { $0.name == name && $0.policy == policy }) {
                grades[index].isAnswered = true
            } else {
                grades.append(Grade(name: name, policy: policy, isHeld: false))
            }
        }
        for clock in judge.clocks() {
            if case .running(.some) = clock.progress, let share = clock.term.commitment.warnings.first,
                let warned = judge.instant(of: share, clock), warned <= now, isOpen
            {
                isAtRisk = true
            }
        }
        self.isAtRisk = isAtRisk
        // Verdicts stand as of the last entry: what nobody has told yet is not on record.
        for clock in Judge(course, book: book, now: entries.last!.recorded).clocks() {
            guard let isResponse = SlowTicket.isResponse(clock.term.commitment) else { continue }
            let isKept: Bool
            switch clock.progress {
            case .met: isKept = true
            case .breached: isKept = false
            default: continue
            }
            let (name, policy) = ("\(clock.grade.policy.id)/\(clock.grade.grade)", "\(clock.grade.policy)")
            if !grades.contains(where: { $0.name == name && $0.policy == policy }) {
                grades.append(Grade(name: name, policy: policy, isHeld: false, isAnswered: false))
            }
            let index = grades.firstIndex { $0.name == name && $0.policy == policy }!
            grades[index].verdicts.append((isResponse, isKept))
        }
    }

    private static func isResponse(_ commitment: Commitment) -> Bool? {
        guard case .within = commitment.promise else { return nil }
        if case .unanswered = commitment.trigger { return true }
        guard commitment.trigger.event == .received else { return nil }
        let responds: [EventName] = ["acknowledged", "confirmed", "engaged", "contacted", "accepted", "mobilised"]
        let settles: [EventName] = ["answered", "restored", "resolved", "closed", "handled"]
        if commitment.needs.contains(where: responds.contains) { return true }
        return commitment.needs.contains(where: settles.contains) ? false : nil
    }
}

private struct SlowCell {
    var tickets: [SlowTicket] = []
    /// Those whose first response counts.
    var responding: [SlowTicket] = []
    var verdicts: [(isResponse: Bool, isKept: Bool)] = []
    var owed: [String: Int64] = [:]
    var answered = 0
    var all: [(ticket: SlowTicket, grades: [SlowTicket.Grade], counts: Bool, responds: Bool)] = []

    /// Ticket by ticket, whether it would change the figure.
    func tickets(behind metric: Metric, _ part: FigurePart, _ hasContacts: Bool) -> [TicketID] {
        all.filter { ticket, grades, counts, responds in
            if metric == .owed { return part == .all && counts && !ticket.owed.isEmpty }
            if ticket.state == .merged { return false }
            let verdicts = grades.flatMap(\.verdicts).filter { $0.isResponse == (metric == .responseAttainment) }
            switch metric {
            case .responseAttainment, .resolutionAttainment:
                switch part {
                case .all: return !verdicts.isEmpty
                case .part: return verdicts.contains(where: \.isKept)
                case .rest: return verdicts.contains { !$0.isKept }
                }
            case .firstResponse: return responds && part == .all && ticket.response != nil
            default: break
            }
            guard counts else { return false }
            let isOpen = ticket.state != .closed && ticket.state != .cancelled
            let (enters, isPart): (Bool, Bool?) =
                switch metric {
                case .resolution: (ticket.resolution != nil, nil)
                case .firstTimeFix: (ticket.resolution != nil, !ticket.isDoneAgain && !ticket.isRedispatched)
                case .redispatch: (ticket.isDispatched, ticket.isRedispatched)
                case .conversion: (hasContacts && !ticket.isSplit, nil)
                case .emotion: (!ticket.moods.isEmpty, nil)
                case .satisfaction: (!ticket.marks.isEmpty, nil)
                case .complaints: (true, ticket.isComplaint)
                case .atRisk: (isOpen, ticket.isAtRisk)
                case .firstResponse, .owed, .responseAttainment, .resolutionAttainment: (false, nil)
                }
            switch part {
            case .all: return enters
            case .part: return enters && isPart == true
            case .rest: return enters && isPart == false
            }
        }.map(\.ticket.id)
    }

    mutating func add(_ ticket: SlowTicket, _ grades: [SlowTicket.Grade], _ counts: Bool, _ responds: Bool) {
        all.append((ticket, grades, counts, responds))
        if counts { for (currency, minor) in ticket.owed { owed[currency, default: 0] += minor } }
        if ticket.state == .merged { return }
        verdicts += grades.flatMap(\.verdicts)
        if counts { tickets.append(ticket) }
        if responds { responding.append(ticket) }
    }

    func prompt(_ within: Duration?) -> Figure {
        guard let within else { return .absent }
        let waits = responding.compactMap(\.response)
        return share(waits.count { $0 <= within.milliseconds }, waits.count)
    }

    func figures(_ metrics: [Metric], _ hasContacts: Bool) -> [Metric: Figure] {
        Dictionary(uniqueKeysWithValues: metrics.map { ($0, figure($0, hasContacts)) })
    }

    private func share(_ part: Int, _ whole: Int) -> Figure {
        whole == 0 ? .absent : .share(Int64(part), of: Int64(whole))
    }

    private func mean(_ values: [Int64], percentiles: Bool) -> Figure {
        if values.isEmpty { return .absent }
        var histogram = Histogram()
        for value in values { histogram.add(value) }
        let sorted = values.sorted()
        for percent in [50, 90, 95, 99] where percentiles {
            let rank = (sorted.count * percent + 99) / 100
            let told = histogram.percentile(percent)!
            precondition(told == Histogram.rounded(sorted[rank - 1]), "\(percent) % of \(sorted.count) values")
        }
        return .mean(
            sum: values.reduce(0, +), count: Int64(values.count),
            percentiles ? Figure.Percentiles(histogram) : nil)
    }

    private func attainment(response: Bool) -> Figure {
        let own = verdicts.filter { $0.isResponse == response }
        return share(own.count(where: \.isKept), own.count)
    }

    private func figure(_ metric: Metric, _ hasContacts: Bool) -> Figure {
        switch metric {
        case .firstResponse: return mean(responding.compactMap(\.response), percentiles: true)
        case .responseAttainment: return attainment(response: true)
        case .resolution: return mean(tickets.compactMap(\.resolution), percentiles: true)
        case .resolutionAttainment: return attainment(response: false)
        case .firstTimeFix:
            let resolved = tickets.filter { $0.resolution != nil }
            return share(resolved.count { !$0.isDoneAgain && !$0.isRedispatched }, resolved.count)
        case .redispatch:
            let dispatched = tickets.filter(\.isDispatched)
            return share(dispatched.count(where: \.isRedispatched), dispatched.count)
        case .conversion:
            let arrived = tickets.count { !$0.isSplit }
            return hasContacts ? share(arrived, arrived + answered) : .absent
        case .emotion: return mean(tickets.flatMap(\.moods).map(Int64.init), percentiles: false)
        case .satisfaction: return mean(tickets.flatMap(\.marks).map(Int64.init), percentiles: false)
        case .complaints: return share(tickets.count(where: \.isComplaint), tickets.count)
        case .owed:
            let amounts = owed.sorted { $0.key < $1.key }.map { Money(currency: $0.key, minor: $0.value) }
            return amounts.isEmpty ? .absent : .money(amounts)
        case .atRisk:
            let open = tickets.filter { $0.state != .closed && $0.state != .cancelled }
            return open.isEmpty ? .absent : .count(Int64(open.count(where: \.isAtRisk)), of: Int64(open.count))
        }
    }
}
