/// What one ticket gives to every figure, as of an instant.
///
/// A pure function of the ticket's facts and the policies it names, so a row that is made anew is the same. Nothing in it
/// is personal: ids only, and those of people are made by chance.
public struct FigureRow: Hashable, Sendable {
    /// The journal position of the ticket's first entry: by it the ticket is known here.
    public let opened: Int64
    public let received: Instant
    public var traits = Traits()
    /// Elapsed from `received`; nil while there was none.
    public var response: Duration?
    /// Elapsed from `received` to the resolution that stands; nil when there is none, or it was reopened.
    public var resolution: Duration?
    public var words = ColumnWords()
    /// By grade, ascending.
    public var promises: [Promise] = []
    /// Messages that say how they felt.
    public var moods = 0
    public var moodSum = 0
    /// Marks of the rating that counts.
    public var markCount = 0
    public var markSum = 0
    /// When it is at risk if nothing happens any more: half open, ascending, apart from each other.
    public var risks: [Range<Instant>] = []

    /// Its word in each of `Dimension.columns`.
    public struct ColumnWords: Hashable, Sendable {
        public var category, channel, team, agent, site, customer, language: String?
        public init() {}
    }

    /// What is true of it.
    public struct Traits: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// It counts where it was merged into.
        public static let merged = Traits(rawValue: 1)
        /// A part of another ticket.
        public static let split = Traits(rawValue: 2)
        /// Somebody still has to do something.
        public static let open = Traits(rawValue: 4)
        public static let complaint = Traits(rawValue: 8)
        public static let dispatched = Traits(rawValue: 16)
        public static let redispatched = Traits(rawValue: 32)
        /// Resolved, and nothing had to be done again.
        public static let fixedAtOnce = Traits(rawValue: 64)
    }

    /// What a grade promised, and how that went.
    public struct Promise: Hashable, Sendable {
        public let policy: PolicyVersion
        public let grade: GradeID
        /// The ticket holds it now; one that it held before is kept for its verdicts.
        public var isHeld: Bool
        /// It held when the ticket was first responded to, so that the response counts with it as its verdict does.
        public var isAnswered = false
        public var responsesKept = 0
        public var responsesBroken = 0
        public var resolutionsKept = 0
        public var resolutionsBroken = 0

        init(_ grade: GradeRef, isHeld: Bool) {
            policy = grade.policy
            self.grade = grade.grade
            self.isHeld = isHeld
        }

        /// As `Dimension.grade` has it.
        var gradeWord: String { "\(policy.id)/\(grade)" }

        static func inOrder(_ a: Promise, _ b: Promise) -> Bool {
            (a.gradeWord, a.policy.version, a.policy.edition) < (b.gradeWord, b.policy.version, b.policy.edition)
        }
    }

    init(opened: Int64, received: Instant) {
        self.opened = opened
        self.received = received
    }
}

extension FigureRow {
    /// - Parameters:
    ///   - opened: the position of the ticket's first entry.
    ///   - now: when its last entry was recorded.
    ///   - book: with every policy version that the ticket names.
    public init(_ ticket: Ticket, opened: Int64, at now: Instant, _ book: Book) {
        self.init(opened: opened, received: ticket.course.received)
        words = ticket.figureWords
        if ticket.splitFrom != nil { traits.insert(.split) }
        if ticket.isComplaint(book) { traits.insert(.complaint) }
        let responded = take(ticket.course)
        let judge = Judge(ticket.course, book: book, now: now)
        take(judge.clocks(), ticket.course, judge)
        for grade in responded.map({ ticket.course.grades(holdingAt: $0) }) ?? [] {
            let index = place(of: grade)
            promises[index].isAnswered = true
        }
        if promises.count > 1 { promises.sort(by: Promise.inOrder) }
        if let rating = ticket.ratings[.customer] ?? ticket.ratings[.desk] {
            markCount = rating.marks.count
            markSum = rating.marks.values.reduce(0, +)
        }
    }

    /// - Returns: the first response.
    private mutating func take(_ course: Course) -> Mark? {
        var state = State.new
        var (settled, responded): (Instant?, Mark?) = (nil, nil)
        var (assigned, departed) = (0, 0)
        var isDoneAgain = false
        for fact in course.facts {
            state = state.after(fact)
            switch state {
            case .resolved, .closed: settled = settled ?? fact.mark.at
            case .new, .open, .waiting, .cancelled, .merged: settled = nil
            }
            if responded == nil, fact.isFirstWord, fact.detail != .robot(accepted: false) {
                responded = fact.mark
            }
            switch fact.name {
            case .assigned: assigned += 1
            case .departed: departed += 1
            case .reopened, .defectFound: isDoneAgain = true
            default: break
            }
            if case .mood(let mood) = fact.detail {
                moods += 1
                moodSum += mood.value
            }
        }
        response = responded.map { $0.at - course.received }
        resolution = settled.map { $0 - course.received }
        if state == .merged { traits.insert(.merged) }
        switch state {
        case .new, .open, .waiting, .resolved: traits.insert(.open)
        case .closed, .cancelled, .merged: break
        }
        if assigned + departed > 0 { traits.insert(.dispatched) }
        if assigned > 1 || departed > 1 { traits.insert(.redispatched) }
        if settled != nil, !isDoneAgain, !traits.contains(.redispatched) { traits.insert(.fixedAtOnce) }
        return responded
    }

    private mutating func take(_ clocks: [Clock], _ course: Course, _ judge: Judge) {
        promises.reserveCapacity(course.strands.count)
        for holdings in course.strands {
            if let grade = holdings.last?.grade { promises.append(Promise(grade, isHeld: true)) }
        }
        var spans: [Range<Instant>] = []
        for clock in clocks {
            if traits.contains(.open), let span = clock.risk(judge) { spans.append(span) }
            guard let role = clock.term.role else { continue }
            let isKept: Bool
            switch clock.progress {
            case .met: isKept = true
            case .breached: isKept = false
            case .running, .paused, .waiting, .void: continue
            }
            let index = place(of: clock.grade)
            promises[index].count(role, isKept)
        }
        guard spans.count > 1 else {
            risks = spans
            return
        }
        spans.sort { $0.lowerBound < $1.lowerBound }
        for span in spans {
            if let last = risks.last, span.lowerBound <= last.upperBound {
                risks[risks.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                risks.append(span)
            }
        }
    }

    /// Where what a grade promised stands; of one that is not held now it is begun.
    private mutating func place(of grade: GradeRef) -> Int {
        if let index = promises.firstIndex(where: { $0.policy == grade.policy && $0.grade == grade.grade }) {
            return index
        }
        promises.append(Promise(grade, isHeld: false))
        return promises.count - 1
    }
}

extension Course {
    /// The grades that held when something happened, as clocks are judged by them: of what was graded only later the first.
    fileprivate func grades(holdingAt mark: Mark) -> [GradeRef] {
        strands.compactMap { holdings in (holdings.last { $0.from < mark } ?? holdings.first)?.grade }
    }
}

extension FigureRow.Promise {
    fileprivate mutating func count(_ role: Commitment.Role, _ isKept: Bool) {
        switch (role, isKept) {
        case (.response, true): responsesKept += 1
        case (.response, false): responsesBroken += 1
        case (.resolution, true): resolutionsKept += 1
        case (.resolution, false): resolutionsBroken += 1
        }
    }
}

extension Clock {
    /// From its first warning to its due, the due included, while nothing but time passes.
    ///
    /// A warning that was told under other terms is not asked: the share of the terms that hold now decides.
    public func risk(_ judge: Judge) -> Range<Instant>? {
        guard case .running(let due?) = progress, let first = term.commitment.warnings.first,
            let from = judge.instant(of: first, self), from <= due
        else { return nil }
        return from..<due.next
    }
}

extension Ticket {
    fileprivate var figureWords: FigureRow.ColumnWords {
        var words = FigureRow.ColumnWords()
        words.customer = customer.rawValue
        words.team = holder?.rawValue
        for (attribute, value) in attributes {
            switch attribute {
            case .category: words.category = value
            case .channel: words.channel = value
            case .agent: words.agent = value
            case .site: words.site = value
            case .language: words.language = value
            case .queue, .provider, .contract, .contact, .urgency, .reach: break
            }
        }
        return words
    }

    /// By the policies that it was opened under and holds, so that what they are called later changes nothing.
    fileprivate func isComplaint(_ book: Book) -> Bool {
        guard let category = attributes[.category] else { return false }
        func isOne(_ version: PolicyVersion) -> Bool {
            book[version]?.policy.scorecard.complaints.contains { $0.rawValue == category } ?? false
        }
        if let promised, isOne(promised.policy) { return true }
        return course.strands.contains { $0.last.map { isOne($0.grade.policy) } ?? false }
    }
}
