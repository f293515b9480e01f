/// Plays a history through the engine: the same commands, decisions and clocks as in service, at the history's own time.
public struct Replay: Sendable {
    public let policies: [PolicyInForce]
    public let mapping: HistoryMapping
    /// The last instant of the history: what is open then is open in the report.
    public let end: Instant
    /// Whether each change of the grade column regrades; else the last value holds from the start.
    public let regrades: Bool
    private let book: Book

    public init(_ policies: [PolicyInForce], mapping: HistoryMapping, end: Instant, regrades: Bool = false) {
        self.policies = policies
        self.mapping = mapping
        self.end = end
        self.regrades = regrades
        book = Book(policies)
    }

    /// A ticket played to the end.
    public struct Played: Sendable {
        public let ticket: Ticket
        public let clocks: [Clock]
        public let judge: Judge
        /// Events of the history that are none: an agreement on a date that was past, for instance.
        public let ignored: Int
    }

    /// - Returns: nil for a ticket without any dated row.
    public func play(_ history: HistoryTicket) -> Played? {
        guard let received = history.received else { return nil }
        var ticket = Ticket(Ticket.Opening(id: TicketID(history.id), customer: "history", received: received))
        var ignored = 0
        var advanced: Instant?
        func perform(_ command: Ticket.Command, at now: Instant) {
            // Commands of one instant share the time that came before them.
            if now != advanced { _ = ticket.advance(to: now, book) }
            advanced = now
            do { _ = try ticket.apply(command, at: now, book) } catch { ignored += 1 }
        }
        // At one instant the grade comes first: the clocks of what follows are the new ones.
        var commands: [(at: Instant, order: Int, command: Ticket.Command)] = []
        for policy in policies {
            for (number, (at, grade)) in grades(history, policy, received).enumerated() {
                let reference = GradeRef(policy: policy.version, grade: grade)
                if number == 0 {
                    perform(.grade(reference), at: received)
                } else {
                    let strand = ticket.course.strands.count - 1
                    commands.append(
                        (at, number - 1_000_000, .regrade(strand: strand, to: reference, reason: "history")))
                }
            }
        }
        var (isResolved, labour) = (false, mapping.assumed.labourMinutes)
        for happening in history.happenings() {
            isResolved = isResolved || happening.name == .resolved
            if happening.name == .labourRecorded { labour = 0 }
            commands.append(
                (
                    happening.at, commands.count + 1,
                    .record(happening.name, occurred: happening.at, detail: happening.detail, source: .history)
                ))
        }
        commands.sort { ($0.at, $0.order) < ($1.at, $1.order) }
        for command in commands { perform(command.command, at: command.at) }
        if isResolved, labour > 0 {
            ticket.course.evolve(.happened(.labourRecorded, at: end, .labour(minutes: labour, by: "assumed")))
        }
        let (judge, clocks) = ticket.course.concluded(at: end, book)
        return Played(ticket: ticket, clocks: clocks, judge: judge, ignored: ignored)
    }

    /// The grades of a ticket under a policy: the first holds from the start, the others from their change.
    private func grades(
        _ history: HistoryTicket, _ policy: PolicyInForce, _ received: Instant
    ) -> [(at: Instant, grade: GradeID)] {
        var grades: [(at: Instant, grade: GradeID)] = []
        for (at, value) in regrades ? inOrder(history.grades, \.at) : history.latestGrades {
            guard let grade = mapping.grade(value, policy.policy), grade != grades.last?.grade else { continue }
            grades.append((at, grade))
        }
        return grades
    }

    /// What a played ticket owes under the assumed contract, by strand.
    func owed(_ played: Played, strand: Int) -> [Owed] {
        guard let contract = mapping.contract else { return [] }
        return played.judge.owed(played.clocks.filter { $0.key.strand == strand }, under: contract, book)
    }
}
