extension Ticket {
    public init(_ opening: Opening) {
        // Beside the ticket: one that is changed while it is made is copied when it is handed over.
        var course = Course(received: opening.received)
        // Its arrival and its grade; room for more would be held as long as it is.
        course.facts.reserveCapacity(2)
        course.evolve(.happened(.received, at: opening.received, .none))
        course.firstAsked = opening.firstAsked
        id = opening.id
        customer = opening.customer
        self.course = course
        holder = opening.firstAsked
        attributes = opening.attributes
        splitFrom = opening.splitFrom
        promised = opening.promised
        firstTaken = opening.attributes[.agent] == nil ? nil : opening.received
        lastRecorded = opening.received
    }

    /// Rebuilds a ticket; nil unless the first event opens it.
    @inlinable public init?(replaying events: some Sequence<Event>) {
        var iterator = events.makeIterator()
        guard case .opened(let opening)? = iterator.next() else { return nil }
        self.init(opening)
        while let event = iterator.next() { evolve(event) }
    }

    /// Total: no event is refused, because it already happened.
    public mutating func evolve(_ event: Event) {
        if event.isRecorded { lastRecorded = max(event.at, lastRecorded ?? event.at) }
        switch event {
        case .opened: break
        case .course(let event):
            course.evolve(event)
            if case .happened(.assigned, _, .team(let team)) = event {
                holder = team
                if offered == team { offered = nil }
            }
            withdrawOffer()
        case .handOverOffered(let team, _):
            offered = team
            withdrawOffer()
        case .absorbed(let other, let starts, _):
            absorbed.append(other)
            course.earlierStarts.merge(starts, uniquingKeysWith: min)
        case .mergedInto(let other, let at):
            mergedInto = other
            course.evolve(.happened(.merged, at: at, .none))
            withdrawOffer()
        case .changed(let change, let at):
            evolve(change)
            if case .set(.agent, _?) = change { firstTaken = firstTaken ?? at }
        }
    }

    /// An offer ends with the work, for good: whoever reopens the ticket says anew whose it is. That follows from what
    /// happened and is no event, so journals from before this rule read the same.
    private mutating func withdrawOffer() {
        if offered != nil, course.state().isSettled { offered = nil }
    }

    /// What a change is without its instant.
    mutating func evolve(_ change: Change) {
        switch change {
        case .set(let attribute, let value):
            if attribute == .contract, let former = attributes[.contract], former != value {
                formerContracts.insert(former)
            }
            attributes[attribute] = value
        case .field(let name, let value): fields[name] = value
        case .add(let list, let value): add(value, to: list)
        case .remove(let list, let value):
            lists[list]?.removeAll { $0 == value }
            if lists[list]?.isEmpty ?? false { lists[list] = nil }
        case .note(let mentions):
            var known = Set(lists[.follower] ?? [])
            let new = mentions.filter { known.insert($0).inserted }
            if !new.isEmpty { lists[.follower, default: []] += new }
        case .split(let other):
            add(other.rawValue, to: .related)
            if !parts.contains(other) { parts.append(other) }
        case .eraseTexts: lastRecorded = nil
        case .rate(let rating): ratings[rating.side] = rating
        }
    }

    private mutating func add(_ value: String, to list: Listing) {
        if !(lists[list]?.contains(value) ?? false) { lists[list, default: []].append(value) }
    }
}

extension Ticket.Event {
    /// Whether it takes a place in the ticket's course.
    public var isOfCourse: Bool {
        switch self {
        case .opened, .course, .mergedInto: true
        case .handOverOffered, .absorbed, .changed: false
        }
    }

    /// Whether somebody recorded it; time and what follows by itself bring no texts.
    fileprivate var isRecorded: Bool {
        switch self {
        case .opened, .handOverOffered, .absorbed, .mergedInto, .changed: true
        case .course(let event):
            switch event {
            case .happened, .graded, .regraded, .corrected: true
            case .dutyCalled, .warned, .rungReached, .breached, .breachWithdrawn, .budgetSpent: false
            }
        }
    }
}
