/// One ticket of a history, its rows in the order of the file.
public struct HistoryTicket: Sendable {
    public let id: String
    public var rows: [Row] = []
    public var opened: Instant?
    public var resolved: Instant?
    /// The grade column of each change, in the order of the file; the latest counts unless regrading is asked for.
    public var grades: [(at: Instant, value: String)] = []

    public init(id: String) { self.id = id }

    public struct Row: Sendable {
        public let at: Instant
        public let what: What
        public init(at: Instant, what: What) {
            self.at = at
            self.what = what
        }
        public enum What: Hashable, Sendable {
            case state(HistoryMapping.Meaning)
            /// Boxed, so that the rows of a state history are plain numbers.
            indirect case event(EventName, Fact.Detail)
        }
    }
}

extension HistoryTicket {
    /// When our first edge saw it: the earlier of its opening and its first row.
    public var received: Instant? {
        var first = opened
        for row in rows { first = min(first ?? row.at, row.at) }
        return first
    }

    /// The grade column of the latest row; the file's order breaks ties.
    public var lastGrade: (at: Instant, value: String)? {
        grades.reduce(nil) { last, next in last.map { next.at < $0.at } ?? false ? last : next }
    }

    /// That grade alone, or none.
    var latestGrades: [(at: Instant, value: String)] { lastGrade.map { [$0] } ?? [] }

    /// What happened, in order. A row's state holds from its time to the next row's; the file's order breaks ties.
    ///
    /// Engaged is the first row that is not new. A return to work after Resolved reopens. Each resolution is also the
    /// restoring and the closing, since a desk's automatic close days later says nothing about the service; the last
    /// one is dated by the resolution column if there is one.
    public func happenings() -> [(name: EventName, at: Instant, detail: Fact.Detail)] {
        let rows = inOrder(self.rows, \.at)
        var found: [(name: EventName, at: Instant, detail: Fact.Detail)] = []
        found.reserveCapacity(rows.count + 4)
        var isEngaged = false
        var waiting: Waiting?
        var resolved: Instant?
        var episodeBegan: Instant?
        func wait(for next: Waiting?, at: Instant) {
            guard next != waiting else { return }
            if let next { found.append((.paused, at, .waiting(next))) } else { found.append((.resumed, at, .none)) }
            waiting = next
        }
        func resolve(at: Instant) {
            for name in [EventName.restored, .resolved, .closed] { found.append((name, at, .none)) }
        }
        for row in rows {
            switch row.what {
            case .event(let name, let detail): found.append((name, row.at, detail))
            case .state(let meaning):
                if meaning != .new, !isEngaged {
                    isEngaged = true
                    found.append((.engaged, row.at, .none))
                }
                switch meaning {
                case .new, .closed: wait(for: nil, at: row.at)
                case .resolved:
                    wait(for: nil, at: row.at)
                    if resolved == nil { resolved = row.at }
                case .work, .waiting:
                    if let at = resolved {
                        resolve(at: at)
                        found.append((.reopened, row.at, .none))
                        (resolved, episodeBegan) = (nil, row.at)
                    }
                    if case .waiting(let reason) = meaning {
                        wait(for: reason, at: row.at)
                    } else {
                        wait(for: nil, at: row.at)
                    }
                }
            }
        }
        // A resolution before our first edge saw the ticket meets its clocks at their start.
        if let dated = self.resolved.map({ max($0, received ?? $0) }), episodeBegan.map({ dated >= $0 }) ?? true {
            resolved = dated
        }
        if let resolved { resolve(at: resolved) }
        return inOrder(found, \.at)
    }
}

/// Stably sorted; exports are mostly in order already.
func inOrder<Element>(_ elements: [Element], _ at: (Element) -> Instant) -> [Element] {
    if zip(elements, elements.dropFirst()).allSatisfy({ at($0) <= at($1) }) { return elements }
    return elements.enumerated().sorted { (at($0.element), $0.offset) < (at($1.element), $1.offset) }.map(\.element)
}
