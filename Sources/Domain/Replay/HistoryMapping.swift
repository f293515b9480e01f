/// How the columns of somebody else's history become tickets and facts.
public struct HistoryMapping: Hashable, Sendable {
    public var id: String
    /// A file whose header has all of these is read with this mapping, if nobody names one.
    public var headers: [String]
    /// IANA name: how times without an offset are read.
    public var zone: String
    public var times: TimeFormat
    /// Texts that mean "not known".
    public var unknown: Set<String>
    public var columns: Columns
    /// What a value of the state column means.
    public var states: [String: Meaning]
    /// Words of the event column that are not in the shared vocabulary.
    public var events: [String: EventName]
    /// Per policy, what a value of the grade column means.
    public var grades: [PolicyID: [String: GradeID]]
    public var assumed: Assumed

    public init(id: String, zone: String, times: TimeFormat, columns: Columns) {
        self.id = id
        self.zone = zone
        self.times = times
        self.columns = columns
        headers = []
        unknown = [""]
        states = [:]
        events = [:]
        grades = [:]
        assumed = Assumed()
    }

    /// Column names; `state` or `event` must be there.
    public struct Columns: Hashable, Sendable {
        public var ticket: String
        public var at: String
        public var state: String?
        public var event: String?
        public var opened: String?
        public var resolved: String?
        public var grade: String?
        /// With an event column: whom a pause waits for, the date of an agreement, minutes of labour, an accepting team.
        public var waiting: String?
        public var date: String?
        public var minutes: String?
        public var team: String?
        public init(ticket: String, at: String) {
            self.ticket = ticket
            self.at = at
        }
    }

    public enum Meaning: Hashable, Sendable {
        case new, work
        case waiting(Waiting)
        case resolved, closed
    }

    public enum TimeFormat: String, CaseIterable, Sendable {
        case rfc3339 = "RFC 3339"
        case dayFirst = "DD-MM-YYYY HH:MM"
        case yearFirst = "YYYY-MM-DD HH:MM:SS"
    }

    /// Stand-ins for what the history does not have; reports say "assumed".
    public struct Assumed: Hashable, Sendable {
        public var labourMinutes = 0
        public var labourRate: Money?
        public var contractAmount: Money?
        public init() {}
    }

    /// The contract that stands in for the customer's; nil when nothing is assumed.
    public var contract: Contract? {
        guard let amount = assumed.contractAmount else { return nil }
        return Contract(id: "assumed", amount: amount, hourlyRateMinor: assumed.labourRate?.minor ?? 0)
    }

    /// The grade of a ticket: what the mapping says, else a grade of that name or category, else none.
    public func grade(_ value: String, _ policy: Policy) -> GradeID? {
        if let grades = grades[policy.id] { return grades[value] }
        return policy.grades.first { $0.id.rawValue == value || $0.categories.contains(CategoryID(value)) }?.id
    }
}

extension HistoryMapping.TimeFormat {
    /// The instant that a text names; nil when it names none.
    public func instant(_ text: UnsafeBufferPointer<UInt8>, in zone: Zone) -> Instant? {
        func digits(_ from: Int, _ count: Int) -> Int? {
            var value = 0
            for index in from..<from + count {
                let byte = text[index]
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func local(_ year: Int?, _ month: Int?, _ day: Int?, _ hour: Int?, _ minute: Int?, _ second: Int?) -> Instant? {
            guard let year, let month, let day, let hour, let minute, let second, hour < 24, minute < 60, second < 60,
                (1970...2199).contains(year), let date = Day(checkedYear: year, month: month, day: day)
            else { return nil }
            let time = Int64((hour * 60 + minute) * 60 + second) * 1_000
            return zone.instant(of: date, millisecondsOfDay: time, as: .opening)
        }
        switch self {
        case .rfc3339: return try? Instant(String(decoding: text, as: UTF8.self))
        case .dayFirst:
            guard text.count == 16, text[2] == 0x2D, text[5] == 0x2D, text[10] == 0x20, text[13] == 0x3A else {
                return nil
            }
            return local(digits(6, 4), digits(3, 2), digits(0, 2), digits(11, 2), digits(14, 2), 0)
        case .yearFirst:
            guard text.count == 19, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x20 || text[10] == 0x54,
                text[13] == 0x3A,
                text[16] == 0x3A
            else { return nil }
            return local(digits(0, 4), digits(5, 2), digits(8, 2), digits(11, 2), digits(14, 2), digits(17, 2))
        }
    }
}
