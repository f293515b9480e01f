/// One failure that many tickets share: its own course and clocks, one ladder; linked tickets keep theirs.
/// - Source: POLICIES 1.16.
public struct Incident: Hashable, Sendable {
    public let id: IncidentID
    public internal(set) var course: Course
    public internal(set) var linked: [TicketID] = []

    public enum Command: Hashable, Sendable {
        case record(EventName, occurred: Instant, detail: Fact.Detail = .none, source: Ticket.Source)
        case grade(GradeRef)
        case link(TicketID)
        case unlink(TicketID)
        case advance
    }

    public enum Event: Hashable, Sendable {
        case opened(IncidentID, received: Instant)
        case course(Course.Event)
        case linked(TicketID, at: Instant)
        case unlinked(TicketID, at: Instant)

        /// When it occurred.
        public var at: Instant {
            switch self {
            case .opened(_, let at), .linked(_, let at), .unlinked(_, let at): at
            case .course(let event): event.at
            }
        }
    }

    public enum Refusal: Error, Hashable, Sendable {
        case ahead(occurred: Instant, now: Instant)
        case beforeReceived(occurred: Instant, received: Instant)
        case tooFarBack(occurred: Instant, earliest: Instant)
        case dateBackNeedsReason
        case notPermitted(EventName, State)
        case unknownGrade(GradeRef)
        case alreadyGraded(GradeRef)
        case alreadyLinked(TicketID)
        case notLinked(TicketID)
        case unknownEvent(EventName, nearest: String?)
    }

    /// What follows: events of the incident, and a command to each ticket that shares it.
    public struct Outcome: Hashable, Sendable {
        public var events: [Event]
        public var commands: [TicketCommand] = []
    }

    public struct TicketCommand: Hashable, Sendable {
        public let ticket: TicketID
        public let command: Ticket.Command
    }

    public init(id: IncidentID, received: Instant) {
        self.id = id
        course = Course(received: received)
        course.evolve(.happened(.received, at: received, .none))
    }

    /// Total, like every `evolve`.
    public mutating func evolve(_ event: Event) {
        switch event {
        case .opened: break
        case .course(let event): course.evolve(event)
        case .linked(let ticket, _): if !linked.contains(ticket) { linked.append(ticket) }
        case .unlinked(let ticket, _): linked.removeAll { $0 == ticket }
        }
    }

    /// What a command leads to; time comes first, as with tickets.
    public func decide(_ command: Command, at now: Instant, _ book: Book) throws(Refusal) -> Outcome {
        var after = self
        var events = after.course.advance(to: now, book).map(Event.course)
        var commands: [TicketCommand] = []
        func add(_ event: Event) {
            after.evolve(event)
            events.append(event)
        }
        switch command {
        case .advance: break
        case .grade(let grade):
            guard book.grade(grade) != nil else { throw .unknownGrade(grade) }
            guard !after.course.grades.contains(grade) else { throw .alreadyGraded(grade) }
            var given: [Course.Event] = []
            after.course.give(grade, .complex, at: now, book, &given)
            events += given.map(Event.course)
            events += after.course.settle(at: now, book).map(Event.course)
        case .link(let ticket):
            guard !after.linked.contains(ticket) else { throw .alreadyLinked(ticket) }
            add(.linked(ticket, at: now))
        case .unlink(let ticket):
            guard after.linked.contains(ticket) else { throw .notLinked(ticket) }
            add(.unlinked(ticket, at: now))
        case .record(let name, let occurred, let detail, let source):
            guard occurred <= now else { throw .ahead(occurred: occurred, now: now) }
            guard occurred >= after.course.received else {
                throw .beforeReceived(occurred: occurred, received: after.course.received)
            }
            if source == .backdating(reason: "") { throw .dateBackNeedsReason }
            if let earliest = source.earliest(now), occurred < earliest {
                throw .tooFarBack(occurred: occurred, earliest: earliest)
            }
            guard name.isShared else {
                throw .unknownEvent(
                    name, nearest: nearest(to: name.rawValue, among: EventName.vocabulary.map(\.name.rawValue)))
            }
            let state = after.course.state()
            let ended = state == .closed || state == .cancelled
            guard !ended || name == .reopened, name != .received else { throw .notPermitted(name, state) }
            add(.course(.happened(name, at: occurred, detail)))
            if occurred < now { events += after.course.settle(at: now, book).map(Event.course) }
            // The failure is over: each ticket hears of it and judges its own clocks.
            if name == .restored || name == .resolved {
                commands = after.linked.map {
                    TicketCommand(
                        ticket: $0, command: .record(name, occurred: occurred, source: .backdating(reason: id.rawValue))
                    )
                }
            }
        }
        return Outcome(events: events, commands: commands)
    }
}

public struct IncidentID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
