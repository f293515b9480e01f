/// One matter handled for one customer.
///
/// Its state is what its events add up to; clocks are not stored but asked of `Judge`.
public struct Ticket: Hashable, Sendable {
    public let id: TicketID
    public let customer: CustomerID
    public internal(set) var course: Course
    /// The team that accepted it last; whoever was asked first until then (C5).
    public internal(set) var holder: TeamID?
    /// A hand-over that has not been accepted yet. It ends with the work: nobody can accept what is solved.
    public internal(set) var offered: TeamID?
    public internal(set) var mergedInto: TicketID?
    public internal(set) var absorbed: [TicketID] = []
    public internal(set) var attributes: [Attribute: String] = [:]
    /// Contracts it named before, on whose ledgers something of it may stand.
    public internal(set) var formerContracts: Set<String> = []
    /// Fields that the company defined.
    public internal(set) var fields: [String: FieldValue] = [:]
    /// In the order they were added.
    public internal(set) var lists: [Listing: [String]] = [:]
    public internal(set) var ratings: [Rating.Side: Rating] = [:]
    public internal(set) var promised: Promised?
    public internal(set) var splitFrom: TicketID?
    /// Tickets that were parts of it, in the order they were split off.
    public internal(set) var parts: [TicketID] = []
    /// When it was first given to somebody; nil if it never was.
    public internal(set) var firstTaken: Instant?
    /// When somebody last recorded anything: what is kept of texts counts from here. Nil from the erasure of its texts to
    /// the next entry, whose texts then have their own time to stay.
    public internal(set) var lastRecorded: Instant?

    public struct Opening: Hashable, Sendable {
        public let id: TicketID
        public let customer: CustomerID
        /// Our own first edge, never a sender's header (POLICIES 1.13); a split copies it.
        public let received: Instant
        public let firstAsked: TeamID?
        public let attributes: [Attribute: String]
        public let splitFrom: TicketID?
        public var promised: Promised?
        public init(
            id: TicketID, customer: CustomerID, received: Instant, firstAsked: TeamID? = nil,
            attributes: [Attribute: String] = [:], splitFrom: TicketID? = nil, promised: Promised? = nil
        ) {
            self.id = id
            self.customer = customer
            self.received = received
            self.firstAsked = firstAsked
            self.attributes = attributes
            self.splitFrom = splitFrom
            self.promised = promised
        }
    }

    /// Who says that something happened, and how far back they may date it.
    public enum Source: Hashable, Sendable {
        /// A telephone, a mail server, a device: five minutes.
        case edge
        /// A person without the right to date back.
        case person
        /// A person with that right; a reason is needed.
        case backdating(reason: String)
        /// Imported history: any instant since `received`.
        case history
    }

    public enum Command: Hashable, Sendable {
        case record(EventName, occurred: Instant, detail: Fact.Detail = .none, source: Source)
        case grade(GradeRef, Complexity = .complex)
        case regrade(strand: Int, to: GradeRef, Complexity = .complex, reason: String?)
        /// Hand it over; it stays the giver's until `assigned` says that the team accepted.
        case offer(to: TeamID)
        case correct(position: Int, occurred: Instant, reason: String)
        /// Take another ticket of the same customer into this one.
        case absorb(Ticket)
        /// Become part of another ticket.
        case mergeInto(TicketID)
        case change(Change)
        /// Make it a matter of another category, and let the grades that it has follow: one decision, so that they
        /// follow from the category that it really had before.
        ///
        /// One without a grade gets none by it alone: the desk grades that where it ends a decision that sets a
        /// category, and a grade that the decision names goes before. In which variant they follow no command says:
        /// the desk reads it from the ticket's contract as it decides. `reason` is why it is promised less, if it is.
        case categorise(String, reason: String?)
        /// What waits for the customer goes on, since they have spoken; nothing, if nothing does.
        case endWait
        /// Record `engaged` if a clock still runs until then: somebody of ours has turned to the customer.
        case engage
        /// Give it to an agent, since they turned to the customer; nothing, if somebody has it.
        case take(by: String)
        /// Nothing but time.
        case advance
    }

    public enum Event: Hashable, Sendable {
        case opened(Opening)
        case course(Course.Event)
        case handOverOffered(TeamID, at: Instant)
        case absorbed(TicketID, starts: [Course.Origin: Instant], at: Instant)
        case mergedInto(TicketID, at: Instant)
        case changed(Change, at: Instant)

        /// When it occurred.
        public var at: Instant {
            switch self {
            case .opened(let opening): opening.received
            case .course(let event): event.at
            case .handOverOffered(_, let at), .absorbed(_, _, let at), .mergedInto(_, let at),
                .changed(_, let at):
                at
            }
        }
    }

    public enum Refusal: Error, Hashable, Sendable {
        /// Facts are never dated ahead.
        case ahead(occurred: Instant, now: Instant)
        case beforeReceived(occurred: Instant, received: Instant)
        case tooFarBack(occurred: Instant, earliest: Instant)
        case dateBackNeedsReason
        case notPermitted(EventName, State)
        case detailMissing(EventName)
        case agreedDatePast(Instant)
        case handOverNotOffered(to: TeamID)
        case gateClosed(gate: String, missing: [EventName])
        case unknownGrade(GradeRef)
        case alreadyGraded(GradeRef)
        case noSuchStrand(Int)
        case goingDownNeedsReason(GradeRef)
        case noSuchFact(position: Int)
        case otherCustomer(TicketID)
        case cannotMergeWithItself
        case cannotLinkToItself
        case alreadyEnded(State)
        /// It lives on in another ticket, where the same can be done.
        case mergedInto(TicketID)
        case unknownEvent(EventName, nearest: String?)
        /// Somebody else has rated it for this side; only they may revise that.
        case ratedByAnother(Rating.Side)
    }
}

public struct TicketID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
public struct CustomerID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
