/// A versioned file of promises, as read: names are checked, calendars not yet compiled.
public struct Policy: Hashable, Sendable {
    public let id: PolicyID
    public let version: String
    public var title: Title?
    /// An IANA name.
    public var zone: String
    public var calendars: [CalendarTerms]
    /// Words that the policy adds to the vocabulary.
    public var events: [Word<EventName>]
    /// Whom its ladders tell.
    public var roles: [Word<RoleID>]
    public var grades: [Grade]
    public var guarantees: Guarantees
    public var scorecard: ScorecardTerms
    public var retention: Retention
    /// Titles for ids that have no place for one of their own: a category, a target, a team. Nothing is judged by them.
    public var words: [String: Title]

    public init(
        id: PolicyID, version: String, title: Title? = nil, zone: String, calendars: [CalendarTerms],
        events: [Word<EventName>] = [], roles: [Word<RoleID>] = [], grades: [Grade],
        guarantees: Guarantees = Guarantees(),
        scorecard: ScorecardTerms = ScorecardTerms(), retention: Retention = Retention(), words: [String: Title] = [:]
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.zone = zone
        self.calendars = calendars
        self.events = events
        self.roles = roles
        self.grades = grades
        self.guarantees = guarantees
        self.scorecard = scorecard
        self.retention = retention
        self.words = words
    }

    public func grade(_ id: GradeID) -> Grade? { grades.first { $0.id == id } }
}

/// How long personal data is kept (C17).
public struct Retention: Hashable, Sendable {
    /// The texts of a ticket that is over go so many months after its last entry; nil: they are kept.
    public var textsMonths: Int?
    public init(textsMonths: Int? = nil) { self.textsMonths = textsMonths }
}

/// A name that a policy declares, with its titles.
public struct Word<ID: Name>: Hashable, Sendable {
    public let id: ID
    public let title: Title?
    public init(id: ID, title: Title?) {
        self.id = id
        self.title = title
    }
}

/// A calendar as the file states it.
/// - Source: POLICIES 1.2.
public struct CalendarTerms: Hashable, Sendable {
    public let id: CalendarID
    public var title: Title?
    /// Seven entries, Monday first.
    public var week: [Hours]
    public var holidays: [Day]
    /// Hours of a made-up day; nil for Monday's.
    public var workdays: [Day: Hours?]
    /// A named calendar below these dates: `cn`.
    public var official: String?

    public init(
        id: CalendarID, title: Title? = nil, week: [Hours], holidays: [Day] = [], workdays: [Day: Hours?] = [:],
        official: String? = nil
    ) {
        self.id = id
        self.title = title
        self.week = week
        self.holidays = holidays
        self.workdays = workdays
        self.official = official
    }

    /// Dates with hours of their own, both layers laid over each other: the file beats the named calendar, and on one
    /// layer working days beat holidays.
    public func exceptions(official: OfficialCalendar?) -> [Day: Hours] {
        let madeUp = Calendar.madeUpHours(week: week)
        var exceptions: [Day: Hours] = [:]
        for day in official?.holidays ?? [] { exceptions[day] = [] }
        for day in official?.workdays ?? [] { exceptions[day] = madeUp }
        for day in holidays { exceptions[day] = [] }
        for (day, hours) in workdays { exceptions[day] = hours ?? madeUp }
        return exceptions
    }
}

/// A country's holidays and made-up working days, as its government announced them.
public struct OfficialCalendar: Hashable, Sendable {
    public let name: String
    /// The years that are known; beyond them a date is an ordinary weekday.
    public let years: ClosedRange<Int>
    public let holidays: Set<Day>
    public let workdays: Set<Day>

    public init(name: String, years: ClosedRange<Int>, holidays: Set<Day>, workdays: Set<Day>) {
        self.name = name
        self.years = years
        self.holidays = holidays
        self.workdays = workdays
    }
}
