/// What was kept, what was broken and what it costs, by grade.
public struct ReplayReport: Sendable {
    public var tickets = 0
    /// Tickets that no policy grades: a legal state, shown as such.
    public var ungraded = 0
    /// Events that are none: an agreement on a date that was past, for instance.
    public var ignored = 0
    public var events = 0
    /// What the history tells at all: a promise that needs anything else can't be seen kept in it.
    public private(set) var recorded: Set<EventName> = []
    public private(set) var grades: [GradeRow]

    public struct GradeRow: Sendable {
        public let policy: PolicyID
        public let grade: GradeID
        public var tickets = 0
        public var commitments: [CommitmentRow]
        public var escalations = 0
        /// Minor units by currency.
        public var compensation: [String: Int64] = [:]
        /// Benefits in kind, by name.
        public var grants: [String: Int] = [:]
    }

    public struct CommitmentRow: Sendable {
        public let commitment: CommitmentID
        public var met = 0
        public var breached = 0
        public var void = 0
        public var running = 0
        /// Service time beyond the due, summed over the breached.
        public var lateTotal = Duration.zero
        public var lateMost = Duration.zero
        /// Service time that pauses took.
        public var paused = Duration.zero

        public var lateMean: Duration {
            breached == 0
                ? .zero : Duration(milliseconds: (lateTotal.milliseconds + Int64(breached) / 2) / Int64(breached))
        }
    }

    /// Empty rows for every grade of the policies, in their order.
    public init(_ policies: [PolicyInForce]) {
        grades = policies.flatMap { policy in
            policy.policy.grades.map { grade in
                GradeRow(
                    policy: policy.policy.id, grade: grade.id,
                    commitments: grade.commitments.map { CommitmentRow(commitment: $0.id) })
            }
        }
    }

    public mutating func add(_ played: Replay.Played, _ replay: Replay) {
        tickets += 1
        ignored += played.ignored
        events += played.ticket.course.facts.count
        for fact in played.ticket.course.facts where !recorded.contains(fact.name) { recorded.insert(fact.name) }
        let course = played.ticket.course
        if course.strands.isEmpty { ungraded += 1 }
        for (strand, holdings) in course.strands.enumerated() {
            guard let reference = holdings.last?.grade, let row = index(reference) else { continue }
            grades[row].tickets += 1
            for line in replay.owed(played, strand: strand) {
                if case .grant(let benefit) = line.basis {
                    grades[row].grants[benefit, default: 0] += 1
                } else if let currency = replay.mapping.contract?.amount.currency {
                    grades[row].compensation.merge([currency: line.minor], uniquingKeysWith: Ratio.sum)
                }
            }
        }
        for (clock, told) in course.told {
            guard let reference = course.strands[clock.strand].last?.grade, let row = index(reference) else { continue }
            grades[row].escalations += told.count { if case .rung = $0 { true } else { false } }
        }
        for clock in played.clocks { add(clock, played.judge) }
    }

    private mutating func add(_ clock: Clock, _ judge: Judge) {
        guard let row = index(clock.grade),
            let column = grades[row].commitments.firstIndex(where: { $0.commitment == clock.key.commitment })
        else { return }
        grades[row].commitments[column].paused += judge.paused(clock)
        switch clock.progress {
        case .met: grades[row].commitments[column].met += 1
        case .void: grades[row].commitments[column].void += 1
        case .running, .paused, .waiting: grades[row].commitments[column].running += 1
        case .breached(let breach):
            grades[row].commitments[column].breached += 1
            grades[row].commitments[column].lateTotal += breach.late
            grades[row].commitments[column].lateMost = max(grades[row].commitments[column].lateMost, breach.late)
        }
    }

    private func index(_ reference: GradeRef) -> Int? {
        grades.firstIndex { $0.grade == reference.grade && $0.policy == reference.policy.id }
    }

    /// Adds what another part of the same history gave.
    public mutating func merge(_ other: ReplayReport) {
        tickets += other.tickets
        ungraded += other.ungraded
        ignored += other.ignored
        events += other.events
        recorded.formUnion(other.recorded)
        for (row, theirs) in other.grades.enumerated() {
            grades[row].tickets += theirs.tickets
            grades[row].escalations += theirs.escalations
            grades[row].compensation.merge(theirs.compensation, uniquingKeysWith: Ratio.sum)
            grades[row].grants.merge(theirs.grants, uniquingKeysWith: +)
            for (column, clock) in theirs.commitments.enumerated() {
                grades[row].commitments[column].met += clock.met
                grades[row].commitments[column].breached += clock.breached
                grades[row].commitments[column].void += clock.void
                grades[row].commitments[column].running += clock.running
                grades[row].commitments[column].lateTotal += clock.lateTotal
                grades[row].commitments[column].lateMost = max(grades[row].commitments[column].lateMost, clock.lateMost)
                grades[row].commitments[column].paused += clock.paused
            }
        }
    }
}
