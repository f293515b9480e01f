import Domain

/// Which figures are shown: an address, so a view that is worth keeping is a link.
public struct FiguresView: Hashable, Sendable {
    public enum Period: Hashable, Sendable {
        /// Since midnight.
        case today
        /// So many days, today the last of them.
        case days(Int)
        case all
        /// From the first to the last, both whole.
        case between(Day, Day)
        /// As somebody wrote it, where it is no stretch of time: nothing is shown of it but what is wrong.
        case unclear(from: String, to: String)

        /// Those that have a name.
        public static let named: [Period] = [.today, .days(7), .days(30), .days(90), .all]
    }

    public var period = Period.days(7)
    public var by: Dimension?
    public var filters: [FiguresQuery.Filter] = []
    /// As the desk would have answered then; nil for now.
    public var at: Instant?
    public init() {}

    /// Words of a filter.
    static let wordsAtMost = 20
    static let daysAtMost = 3_660
    /// Of a day that is none.
    static let writtenAtMost = 40

    public func with(_ change: (inout FiguresView) -> Void) -> FiguresView {
        var view = self
        change(&view)
        return view
    }
}

// In an address.
extension FiguresView {
    var query: [(String, String)] {
        var pairs: [(String, String)] = []
        switch period {
        case .today: pairs.append(("period", "today"))
        case .days(7): break
        case .days(let days): pairs.append(("period", "\(days)d"))
        case .all: pairs.append(("period", "all"))
        case .between(let first, let last): pairs += [("from", first.text), ("to", last.text)]
        case .unclear(let first, let last):
            pairs += [("from", first), ("to", last)].filter { !$0.1.isEmpty }
        }
        for filter in filters {
            for word in filter.words { pairs.append(("where.\(filter.dimension.rawValue)", word)) }
        }
        if let by { pairs.append(("by", by.rawValue)) }
        if let at { pairs.append(("at", at.text(in: .utc))) }
        return pairs
    }

    /// What an address says besides it leaves out. Of more filters than there may be all are taken: the desk says so.
    /// - Returns: nil for a period, a filter, a grouping or an instant that there is not: without it something else would be
    ///   shown than was asked for.
    init?(_ fields: Fields) {
        guard let period = Period(fields) else { return nil }
        self.period = period
        if let word = fields.filled("by") {
            guard let known = Dimension(rawValue: word) else { return nil }
            by = known
        }
        for (name, word) in fields.pairs where name.hasPrefix("where.") {
            guard let dimension = Dimension(rawValue: String(name.dropFirst(6))), word.utf8.count <= 200 else {
                return nil
            }
            if let index = filters.firstIndex(where: { $0.dimension == dimension }) {
                let words = filters[index].words
                if words.contains(word) { continue }
                guard words.count < Self.wordsAtMost else { return nil }
                filters[index] = .init(dimension, words + [word])
            } else {
                filters.append(.init(dimension, [word]))
            }
        }
        if let text = fields.filled("at") {
            guard let instant = try? Instant(text) else { return nil }
            at = instant
        }
    }
}

extension FiguresView.Period {
    /// - Returns: nil for a name that none has.
    fileprivate init?(_ fields: Fields) {
        let (from, to) = (fields.filled("from"), fields.filled("to"))
        if from != nil || to != nil {
            let (from, to) = (from ?? "", to ?? "")
            guard max(from.utf8.count, to.utf8.count) <= FiguresView.writtenAtMost else { return nil }
            if let first = Day(from), let last = Day(to), first <= last,
                last.number - first.number < FiguresView.daysAtMost
            {
                self = .between(first, last)
            } else {
                self = .unclear(from: from, to: to)
            }
            return
        }
        switch fields.filled("period") {
        case nil: self = .days(7)
        case "today": self = .today
        case "all": self = .all
        case let text?:
            guard text.last == "d", let days = Int(text.dropLast()), (1...FiguresView.daysAtMost).contains(days) else {
                return nil
            }
            self = .days(days)
        }
    }
}

// In time.
extension FiguresView {
    /// The stretch of time that a view is about, on the calendar of a zone.
    /// - Returns: no end where it lasts until now; nothing at all for all there is.
    public func span(at now: Instant, in zone: Zone) -> (from: Instant?, to: Instant?) {
        let now = at ?? now
        func midnight(_ day: Day) -> Instant { zone.instant(of: day, millisecondsOfDay: 0, as: .opening) }
        let today = zone.day(of: now)
        switch period {
        case .today: return (midnight(today), nil)
        case .days(let days): return (midnight(today - (days - 1)), nil)
        case .all, .unclear: return (nil, nil)
        case .between(let first, let last): return (midnight(first), midnight(last + 1))
        }
    }

    /// As long, right before, and up to the same time of day: what it is compared with.
    public func spanBefore(at now: Instant, in zone: Zone) -> Range<Instant>? {
        let (from, to) = span(at: now, in: zone)
        guard let from, let days else { return nil }
        func back(_ instant: Instant) -> Instant {
            let local = zone.local(instant) - Int64(days) * 86_400_000
            let day = Day(localMilliseconds: local)
            return zone.instant(of: day, millisecondsOfDay: local - day.localMilliseconds, as: .opening)
        }
        let (begin, end) = (back(from), back(to ?? at ?? now))
        return begin < end ? begin..<end : nil
    }

    /// Nil for all there is.
    public var days: Int? {
        switch period {
        case .today: 1
        case .days(let days): days
        case .all, .unclear: nil
        case .between(let first, let last): last.number - first.number + 1
        }
    }

    /// What its pictures are drawn by: some dozens of stretches at most.
    public var step: FiguresStep {
        switch days {
        case 1?: .hour
        case let days? where days <= 31: .day
        case let days? where days <= 200: .week
        default: .month
        }
    }

    /// What is asked of the desk.
    public func query(at now: Instant, in zone: Zone) -> FiguresQuery {
        let (from, to) = span(at: now, in: zone)
        return FiguresQuery(filters: filters, from: from, to: to, zone: nil, asOf: at)
    }
}

/// One figure with the tickets behind it.
public struct FigureView: Hashable, Sendable {
    public var metric: Metric
    public var view: FiguresView
    /// Nil for those that somebody should look at.
    public var part: FigurePart?
    /// The group of `view.by` alone, where no filter can say so.
    public var group: FiguresAnswer.Group.Key = .all
    public var after: FigureListing.Place?

    public init(_ metric: Metric, _ view: FiguresView = FiguresView(), part: FigurePart? = nil) {
        self.metric = metric
        self.view = view
        self.part = part
    }

    public static let rowsOfPage = 50

    public var listed: FigurePart { part ?? metric.leads }

    public func with(_ change: (inout FigureView) -> Void) -> FigureView {
        var view = self
        view.after = nil
        change(&view)
        return view
    }

    /// The tickets that stand in one group: a filter, where one more is allowed.
    public init(_ metric: Metric, _ view: FiguresView, part: FigurePart? = nil, in group: FiguresAnswer.Group.Key) {
        self.init(metric, view, part: part)
        if let narrower = view.narrowed(to: group) { self.view = narrower } else { self.group = group }
    }
}

extension FiguresView {
    /// The same of one group alone; nil where no filter says so.
    public func narrowed(to group: FiguresAnswer.Group.Key) -> FiguresView? {
        guard let by else { return group == .all ? self : nil }
        let word: String
        switch group {
        case .all: return with { $0.by = nil }
        case .word(let text): word = text
        case .without: word = ""
        case .others: return nil
        }
        var view = with { $0.by = nil }
        if let index = filters.firstIndex(where: { $0.dimension == by }) {
            view.filters[index] = .init(by, [word])
        } else {
            guard filters.count < FiguresQuery.filtersAtMost else { return nil }
            view.filters.append(.init(by, [word]))
        }
        return view
    }
}

extension FigureView {
    var query: [(String, String)] {
        var pairs = view.query
        if let part, part != metric.leads { pairs.append(("part", part.rawValue)) }
        switch group {
        case .all: break
        case .word(let word): pairs.append(("word", word))
        case .without: pairs.append(("group", "without"))
        case .others: pairs.append(("group", "others"))
        }
        if let after { pairs.append(("after", "\(after.rank).\(after.opened)")) }
        return pairs
    }

    /// - Returns: nil for a part, a group or a place that there is not.
    init?(_ metric: Metric, _ fields: Fields) {
        guard let view = FiguresView(fields) else { return nil }
        self.init(metric, view)
        if let word = fields.filled("part") {
            guard let known = FigurePart(rawValue: word), metric.parts.contains(known) else { return nil }
            part = known == metric.leads ? nil : known
        }
        if view.by != nil {
            switch fields.filled("group") {
            case "without": group = .without
            case "others": group = .others
            case nil: if let word = fields.filled("word"), word.utf8.count <= 200 { group = .word(word) }
            default: return nil
            }
        }
        if let text = fields.filled("after") {
            let place = text.split(separator: ".").map { Int64($0) }
            guard place.count == 2, let rank = place[0], let opened = place[1] else { return nil }
            after = .init(rank: rank, opened: opened)
        }
    }
}
