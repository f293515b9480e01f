/// "When would it be due?", asked of a grade without any ticket.
/// - Source: POLICIES §4.
public struct DueQuery: Sendable {
    public var received: Instant
    public var events: [(name: EventName, at: Instant)]
    /// What the latest `agreed` promises.
    public var agreed: Instant?
    /// They stop every clock of the query.
    public var pauses: Pauses
    public var complexity: Complexity

    public init(
        received: Instant, events: [(name: EventName, at: Instant)] = [], agreed: Instant? = nil,
        pauses: Pauses = .none, complexity: Complexity = .complex
    ) {
        self.received = received
        self.events = events
        self.agreed = agreed
        self.pauses = pauses
        self.complexity = complexity
    }

    public struct Answer: Sendable {
        public let term: Term
        /// Only where a commitment has several.
        public let occurrence: Int?
        public let start: Instant
        public let due: Due
    }

    /// Every clock whose start is known and whose limit needs no unknown date, in the policy's order.
    public func answers(_ terms: [Term]) -> [Answer] {
        var course = Course(received: received)
        let order = Dictionary(uniqueKeysWithValues: EventName.vocabulary.enumerated().map { ($1.name, $0) })
        let events = events.sorted { ($0.at, order[$0.name] ?? .max) < ($1.at, order[$1.name] ?? .max) }
        for event in events { course.evolve(.happened(event.name, at: event.at, .none)) }
        return terms.flatMap { term -> [Answer] in
            if let only = term.commitment.only, only != complexity { return [] }
            if case .notice(let span, let promised) = term.commitment.promise {
                guard let theirs = terms.first(where: { $0.commitment.id == promised }) else { return [] }
                return answers(theirs, course).map { answer in
                    let due = answer.due.ahead(by: span, on: term.calendar, notBefore: answer.start)
                    return Answer(term: term, occurrence: answer.occurrence, start: answer.start, due: due)
                }
            }
            return answers(term, course)
        }
    }

    private func answers(_ term: Term, _ course: Course) -> [Answer] {
        var occurrences = term.commitment.occurrences(in: course)
        if case .every = term.commitment.promise { occurrences = Array(occurrences.suffix(1)) }
        return occurrences.compactMap { occurrence in
            let due = term.due(from: occurrence.start.at, date: agreed, pauses: pauses)
            if due == .undated { return nil }
            let number = occurrences.count > 1 ? occurrence.number : nil
            return Answer(term: term, occurrence: number, start: occurrence.start.at, due: due)
        }
    }
}
