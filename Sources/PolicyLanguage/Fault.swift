import Domain

/// Where in a file, from 1; columns count Unicode scalars.
public struct Place: Hashable, Comparable, Sendable {
    public let line: Int
    public let column: Int
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
    public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// Something that keeps a file from being used: where, and why. Phrases words its cause and cure.
public struct Fault: Error, Hashable, Sendable {
    public let place: Place
    public let problem: Problem
    public init(place: Place, problem: Problem) {
        self.place = place
        self.problem = problem
    }
}

public enum Problem: Hashable, Sendable {
    // The file as a whole
    case notText
    case tooLarge(bytes: Int)
    case tooDeep
    case syntax(String)
    case anchor(String)
    case empty
    case keyTwice(String)
    // Shapes
    case missing(key: String, in: String)
    case unknownKey(String, in: String, nearest: String?)
    case unreadable(String, Expected)
    case hours(WallInterval.Fault)
    // Names
    case unknownName(String, NameKind, nearest: String?)
    case notAnID(String)
    case declaredTwice(String)
    // Meaning
    case exactlyOne(of: [String], in: String)
    case onlyWith(key: String, other: String)
    case warningNotBeforeBreach(Share)
    case budgetOverLimit(sum: Duration, limit: Duration)
    case noticeOfNotice(String)
    case categoryTwice(String, other: String)
    case dayTwice(String)
    case variantOfSeries(String)
    case weightsDoNotAddUp(Share)
    case neverOpen(String)
    case severalCurrencies(String, String)

    /// What stands in a place where something else was read.
    public enum Expected: String, Hashable, Sendable {
        case text, list, fields, trueOrFalse, count, limit, duration, share, money, date, hours, moment, complexity
        case dimension, counted, window, rounding, base, attachment, timeFormat, months
    }

    public enum NameKind: String, Hashable, Sendable {
        case event, state, calendar, officialCalendar, zone, ladder, role, commitment, weekday, colour
    }
}

/// Something worth knowing that keeps nothing from working.
public struct Note: Hashable, Sendable {
    public let place: Place
    public let remark: Remark
    public enum Remark: Hashable, Sendable {
        /// The official calendar is known for these years; later dates count as ordinary weekdays.
        case officialYears(String, ClosedRange<Int>)
        /// A grade without commitments promises nothing.
        case promisesNothing(String)
        /// A role that no ladder tells.
        case unusedRole(String)
        /// A ladder that nothing uses.
        case unusedLadder(String)
    }
}

/// What reading a file found: a value when there is no fault.
public struct Reading<Value: Sendable>: Sendable {
    public let value: Value?
    public let faults: [Fault]
    public let notes: [Note]
}
