/// Which figures, of which tickets, told apart by what.
public struct FiguresQuery: Hashable, Sendable {
    public var metrics: [Metric]
    /// All of them must fit; three at most.
    public var filters: [Filter]
    public var by: Dimension?
    /// Of tickets received in [from, to); all that there are where one is not said.
    public var from: Instant?
    public var to: Instant?
    public var step: FiguresStep?
    /// The zone of days and hours; the desk's own where none is said.
    public var zone: String?
    /// Answers as the desk would have answered at that instant.
    public var asOf: Instant?
    /// Groups with the most tickets are told, the others together.
    public var groupsAtMost: Int

    public struct Filter: Hashable, Sendable {
        public let dimension: Dimension
        /// Any of these; the empty text for tickets that have none.
        public let words: [String]
        public init(_ dimension: Dimension, _ words: [String]) {
            self.dimension = dimension
            self.words = words
        }
    }

    public static let filtersAtMost = 3
    public static let groupsAtMost = 1_000
    /// Groups times stretches of time.
    public static let cellsAtMost = 20_000

    public init(
        _ metrics: [Metric] = Metric.allCases, filters: [Filter] = [], by: Dimension? = nil, from: Instant? = nil,
        to: Instant? = nil, step: FiguresStep? = nil, zone: String? = nil, asOf: Instant? = nil, groupsAtMost: Int = 100
    ) {
        self.metrics = metrics
        self.filters = filters
        self.by = by
        self.from = from
        self.to = to
        self.step = step
        self.zone = zone
        self.asOf = asOf
        self.groupsAtMost = groupsAtMost
    }
}

/// Why a query is not answered: for the person who asked.
public enum FiguresRefusal: Error, Hashable, Sendable {
    case tooManyFilters(Int)
    case filteredTwice(Dimension)
    case emptyRange(from: Instant, to: Instant)
    case tooManyCells(Int)
    case groupsOutOfRange(Int)
    case unknownZone(String)
    /// An instant that has not come yet.
    case ahead(Instant, now: Instant)
}

/// A figure with what it was made of: exact counts and sums, no rounding.
public enum Figure: Hashable, Sendable {
    /// Nothing was there to make it of.
    case absent
    case mean(sum: Int64, count: Int64, Percentiles?)
    case share(Int64, of: Int64)
    case count(Int64, of: Int64)
    /// By currency, ascending.
    case money([Money])

    /// Each right to 0.8 %: see `Histogram`.
    public struct Percentiles: Hashable, Sendable {
        public let p50, p90, p95, p99: Int64
        public init?(_ histogram: Histogram) {
            guard let p50 = histogram.percentile(50), let p90 = histogram.percentile(90),
                let p95 = histogram.percentile(95), let p99 = histogram.percentile(99)
            else { return nil }
            (self.p50, self.p90, self.p95, self.p99) = (p50, p90, p95, p99)
        }
    }

    /// As one number; nil where there is none, and for money of several currencies.
    public var value: Double? {
        switch self {
        case .absent: nil
        case .mean(let sum, let count, _): Double(sum) / Double(count)
        case .share(let part, let whole): Double(part) / Double(whole)
        case .count(let count, _): Double(count)
        case .money(let amounts): amounts.count == 1 ? Double(amounts[0].minor) : nil
        }
    }
}

public struct FiguresAnswer: Hashable, Sendable {
    /// The instant as of which it is.
    public let at: Instant
    /// The first entry of the journal that is not in it.
    public let place: Int64
    public let zone: String
    /// What counts as prompt (C2); nil where no policy names it.
    public let promptWithin: Duration?
    /// One without a word where nothing was asked to be told apart; else by tickets, most first.
    public let groups: [Group]

    public struct Group: Hashable, Sendable {
        public enum Key: Hashable, Sendable {
            case all
            case word(String)
            /// Tickets that have no word of it.
            case without
            /// All groups that are not told.
            case others
        }
        public let key: Key
        /// One without a step; ascending in time.
        public let points: [Point]
        public init(_ key: Key, _ points: [Point]) {
            self.key = key
            self.points = points
        }
    }

    public struct Point: Hashable, Sendable {
        /// Nil where the query named none.
        public let from: Instant?
        public let to: Instant?
        public let tickets: Int64
        public let figures: [Metric: Figure]
        /// First responses within `promptWithin`, of all first responses.
        public let prompt: Figure
        /// How many tickets behind each figure somebody should look at: those of `Metric.leads`.
        public let listed: [Metric: Int64]
        public init(
            from: Instant?, to: Instant?, tickets: Int64, figures: [Metric: Figure], prompt: Figure,
            listed: [Metric: Int64] = [:]
        ) {
            self.from = from
            self.to = to
            self.tickets = tickets
            self.figures = figures
            self.prompt = prompt
            self.listed = listed
        }
    }

    public init(at: Instant, place: Int64, zone: String, promptWithin: Duration?, groups: [Group]) {
        self.at = at
        self.place = place
        self.zone = zone
        self.promptWithin = promptWithin
        self.groups = groups
    }
}
