/// Part of the tickets that a figure is made of.
public enum FigurePart: String, CaseIterable, Hashable, Sendable {
    /// Every ticket that enters it.
    case all
    /// Those that count in the upper part of a share: promises kept, fixed at once, a complaint, at risk.
    case part
    /// Those that count in the whole beyond it. Who kept one promise and broke another is in both.
    case rest
}

extension Metric {
    /// Of the tickets behind the figure those that somebody should look at.
    public var leads: FigurePart {
        switch self {
        case .firstResponse, .resolution, .conversion, .emotion, .satisfaction, .owed: .all
        case .responseAttainment, .resolutionAttainment, .firstTimeFix: .rest
        case .redispatch, .complaints, .atRisk: .part
        }
    }

    /// What its tickets can be told apart by: a mean has no parts.
    public var parts: [FigurePart] {
        switch formula {
        case .mean, .ledgers: [.all]
        // Contacts that were answered at once are the rest, and no tickets.
        case .share: self == .conversion ? [.all] : FigurePart.allCases
        case .count: FigurePart.allCases
        }
    }
}

/// Which tickets of which figure are asked for.
public struct FigureListQuery: Hashable, Sendable {
    public var metric: Metric
    public var part: FigurePart
    /// Of which tickets; its metrics and its step are not looked at.
    public var figures: FiguresQuery
    /// The group, where the query has some.
    public var group: FiguresAnswer.Group.Key
    /// Where the page before ended.
    public var after: FigureListing.Place?
    public var limit: Int

    public init(
        _ metric: Metric, _ part: FigurePart? = nil, of figures: FiguresQuery = FiguresQuery(),
        group: FiguresAnswer.Group.Key = .all, after: FigureListing.Place? = nil, limit: Int = 50
    ) {
        self.metric = metric
        self.part = part ?? metric.leads
        self.figures = figures
        self.group = group
        self.after = after
        self.limit = limit
    }
}

/// The tickets that a figure is made of, each with what it gives: the figure is the sum of the list.
public struct FigureListing: Hashable, Sendable {
    public let at: Instant
    /// The first entry of the journal that is not in it.
    public let place: Int64
    /// Of all its tickets, without percentiles.
    public let figure: Figure
    /// How many tickets each part has.
    public let counts: [FigurePart: Int]
    /// Of the part that was asked for: what says most comes first.
    public let rows: [Row]
    public let next: Place?

    public struct Row: Hashable, Sendable {
        /// The position of the ticket's first entry.
        public let opened: Int64
        public let received: Instant
        /// What it adds to the upper part: milliseconds, promises kept, moods summed up.
        public let part: Int64
        /// And to the whole.
        public let of: Int64
        /// What stands on ledgers for it, where that is asked for.
        public let owed: [Money]
        public let place: Place

        public init(opened: Int64, received: Instant, part: Int64, of: Int64, owed: [Money], place: Place) {
            self.opened = opened
            self.received = received
            self.part = part
            self.of = of
            self.owed = owed
            self.place = place
        }
    }

    /// A row's place in the order, good for as long as nothing changes the ticket.
    public struct Place: Hashable, Comparable, Sendable {
        public let rank: Int64
        public let opened: Int64
        public init(rank: Int64, opened: Int64) {
            self.rank = rank
            self.opened = opened
        }
        /// Of the same rank the newer first.
        public static func < (a: Place, b: Place) -> Bool { (a.rank, b.opened) < (b.rank, a.opened) }
    }
}

extension FigureTable {
    /// The tickets of one cell of an answer: by the same selection, so that both say the same of the same instant.
    public func listing(_ asked: FigureListQuery, at now: Instant, in zone: Zone) throws(FiguresRefusal)
        -> FigureListing
    {
        var sum = FigureSum(asked)
        if let query = asked.narrowed {
            // A group stands for one filter more than somebody may ask for.
            let selection = try FigureSelection(query, self, zone, filtersAtMost: FiguresQuery.filtersAtMost + 1)
            let isKnown = asked.metric != .conversion || selection.knowsContacts && !contacts.isEmpty
            if isKnown, let slot = selection.keys.firstIndex(of: asked.group == .others ? .others : .all) {
                for (number, chunk) in chunks.enumerated() where selection.mayHold(chunk) {
                    for place in 0..<chunk.count where selection.takesAll || selection.passes(chunk, place, self) {
                        guard let entry = selection.entry(in: Int32(slot), chunk, place, self) else { continue }
                        sum.add(
                            row(chunk, place, first: number * Chunk.size, entry, asked.metric, at: now.milliseconds))
                    }
                }
                if asked.metric == .conversion {
                    for told in contacts where selection.passes(told) && selection.slot(of: told) == slot {
                        sum.whole += told.count
                    }
                }
            }
        }
        return sum.listing(at: now, place: place)
    }

    private func row(
        _ chunk: Chunk, _ place: Int, first: Int, _ entry: FigureSelection.Entry, _ metric: Metric, at now: Int64
    ) -> FigureListing.Row? {
        let number = Int32(first + place)
        let traits = FigureRow.Traits(rawValue: chunk.traits[place])
        var owed: [Money] = []
        if metric == .owed, entry.isHeld {
            owed = (self.owed[number] ?? []).map { Money(currency: words[.currency][$0.currency], minor: $0.minor) }
        }
        guard let share = share(of: metric, chunk, place, number, traits, entry, now), share.of > 0 || !owed.isEmpty
        else { return nil }
        return FigureListing.Row(
            opened: chunk.opened[place], received: Instant(milliseconds: chunk.received[place]), part: share.part,
            of: share.of, owed: owed.sorted { $0.currency < $1.currency },
            place: .init(rank: metric.rank(share, owed), opened: chunk.opened[place]))
    }

    /// What a ticket adds to a figure, as `FigureWalk` adds it; nil for one that does not enter.
    private func share(
        of metric: Metric, _ chunk: Chunk, _ place: Int, _ number: Int32, _ traits: FigureRow.Traits,
        _ entry: FigureSelection.Entry, _ now: Int64
    ) -> (part: Int64, of: Int64)? {
        func one(of trait: FigureRow.Traits, among all: Bool = true) -> (Int64, Int64)? {
            all ? (traits.contains(trait) ? 1 : 0, 1) : nil
        }
        func time(_ milliseconds: Int64) -> (Int64, Int64)? { milliseconds >= 0 ? (milliseconds, 1) : nil }
        // What its own breaches owe stays owed; all else counts where it was merged into.
        if metric == .owed { return (0, 0) }
        if traits.contains(.merged) { return nil }
        switch metric {
        case .responseAttainment: return (entry.responsesKept, entry.responsesKept + entry.responsesBroken)
        case .resolutionAttainment: return (entry.resolutionsKept, entry.resolutionsKept + entry.resolutionsBroken)
        case .firstResponse:
            return entry.isAnswered ? time(FigureTable.long(chunk.response[place], longResponses, number)) : nil
        default: break
        }
        guard entry.isHeld else { return nil }
        let resolution = FigureTable.long(chunk.resolution[place], longResolutions, number)
        switch metric {
        case .resolution: return time(resolution)
        case .firstTimeFix: return one(of: .fixedAtOnce, among: resolution >= 0)
        case .redispatch: return one(of: .redispatched, among: traits.contains(.dispatched))
        case .conversion: return traits.contains(.split) ? nil : (1, 1)
        case .emotion: return (Int64(chunk.moodSum[place]), Int64(chunk.moods[place]))
        case .satisfaction: return (Int64(chunk.markSum[place]), Int64(chunk.markCount[place]))
        case .complaints: return one(of: .complaint)
        case .atRisk:
            guard traits.contains(.open) else { return nil }
            return (risks[number]?.contains { $0.contains(now) } ?? false ? 1 : 0, 1)
        case .firstResponse, .responseAttainment, .resolutionAttainment, .owed: return nil
        }
    }
}

extension FigureListQuery {
    /// The query of the group alone; nil where the filters let nothing of it through. Groups that are not told are found by
    /// the grouping itself.
    fileprivate var narrowed: FiguresQuery? {
        var query = figures
        query.step = nil
        query.metrics = [metric]
        guard let by = query.by else { return group == .all ? query : nil }
        let word: String
        switch group {
        case .word(let text): word = text
        case .without: word = ""
        case .others: return query
        case .all:
            query.by = nil
            return query
        }
        query.by = nil
        if let index = query.filters.firstIndex(where: { $0.dimension == by }) {
            guard query.filters[index].words.contains(word) else { return nil }
            query.filters[index] = .init(by, [word])
        } else {
            query.filters.append(.init(by, [word]))
        }
        return query
    }
}

extension Metric {
    /// What is worst comes first: the longest time, the lowest mood and mark, the most that is broken or owed.
    fileprivate func rank(_ share: (part: Int64, of: Int64), _ owed: [Money]) -> Int64 {
        switch self {
        case .firstResponse, .resolution: -share.part
        case .responseAttainment, .resolutionAttainment: share.part - share.of
        case .emotion, .satisfaction: share.part * 1_000 / max(1, share.of)
        // Of several currencies the largest number: they can't be compared.
        case .owed: -(owed.map(\.minor).max() ?? 0)
        case .firstTimeFix, .redispatch, .conversion, .complaints, .atRisk: 0
        }
    }
}

/// Adds up a list, and keeps no more of it than is asked for.
private struct FigureSum {
    let asked: FigureListQuery
    var counts: [FigurePart: Int] = [:]
    var part: Int64 = 0
    var whole: Int64 = 0
    var owed: [String: Int64] = [:]
    /// In order; one more than fits says that there is a next page.
    var rows: [FigureListing.Row] = []

    init(_ asked: FigureListQuery) { self.asked = asked }

    mutating func add(_ row: FigureListing.Row?) {
        guard let row else { return }
        let own = asked.metric.parts.filter { row.isIn($0) }
        for part in own { counts[part, default: 0] += 1 }
        part += row.part
        whole += row.of
        for money in row.owed { owed[money.currency, default: 0] += money.minor }
        guard own.contains(asked.part), asked.after.map({ $0 < row.place }) ?? true else { return }
        if rows.count > asked.limit, let last = rows.last, last.place < row.place { return }
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].place < row.place { low = middle + 1 } else { high = middle }
        }
        rows.insert(row, at: low)
        if rows.count > asked.limit + 1 { rows.removeLast() }
    }

    func listing(at now: Instant, place: Int64) -> FigureListing {
        let shown = rows.prefix(asked.limit)
        return FigureListing(
            at: now, place: place, figure: figure, counts: counts, rows: Array(shown),
            next: rows.count > shown.count ? shown.last?.place : nil)
    }

    private var figure: Figure {
        switch asked.metric.formula {
        case .ledgers:
            let amounts = owed.map { Money(currency: $0.key, minor: $0.value) }.sorted { $0.currency < $1.currency }
            return amounts.isEmpty ? .absent : .money(amounts)
        case .mean: return whole > 0 ? .mean(sum: part, count: whole, nil) : .absent
        case .share: return whole > 0 ? .share(part, of: whole) : .absent
        case .count: return whole > 0 ? .count(part, of: whole) : .absent
        }
    }
}

extension FigureListing.Row {
    fileprivate func isIn(_ part: FigurePart) -> Bool {
        switch part {
        case .all: true
        case .part: self.part > 0
        case .rest: self.part < of
        }
    }
}
