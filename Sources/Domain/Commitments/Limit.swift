/// How long a promise may take.
/// - Source: POLICIES 1.5, 1.10.
public enum Limit: Hashable, Sendable {
    /// Service time on the commitment's calendar: `30s`, `15m`, `2h`.
    case service(Duration)
    /// `3 working-days`: the last closing of the n-th open day after the day of the start.
    case workingDays(Int)
    /// `3 months`: same local time, day clamped to the month's end.
    case months(Int)
    /// `next-day 09:00`: milliseconds after midnight of the calendar day after the start's.
    case nextDay(Int64)
    /// `agreed`: the date that the latest `agreed` event carries.
    case agreed
    /// `360h before agreed`: that much service time ahead of the date.
    case ahead(Duration)

    public var needsDate: Bool {
        switch self {
        case .agreed, .ahead: true
        default: false
        }
    }

    /// Reads a limit as policies spell it.
    public init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        switch words.count {
        case 1:
            if words[0] == "agreed" {
                self = .agreed
            } else if let span = Duration(spelled: words[0]) {
                self = .service(span)
            } else {
                return nil
            }
        case 2:
            if words[0] == "next-day", let time = WallInterval.time(words[1]), time < WallInterval.day {
                self = .nextDay(time)
            } else if let count = Int(words[0]), (1...10_000).contains(count),
                ["working-days", "working-day"].contains(words[1])
            {
                self = .workingDays(count)
            } else if let count = Int(words[0]), (1...1_200).contains(count), ["months", "month"].contains(words[1]) {
                self = .months(count)
            } else {
                return nil
            }
        case 3:
            guard words[1] == "before", words[2] == "agreed", let span = Duration(spelled: words[0]) else { return nil }
            self = .ahead(span)
        default: return nil
        }
    }

    public var spelled: String {
        switch self {
        case .service(let span): span.spelled
        case .workingDays(let n): "\(n) working-days"
        case .months(let n): "\(n) months"
        case .nextDay(let time):
            "next-day " + padded(Int(time / 3_600_000), 2) + ":" + padded(Int(time / 60_000 % 60), 2)
        case .agreed: "agreed"
        case .ahead(let span): "\(span.spelled) before agreed"
        }
    }
}

extension Duration {
    /// The longest a limit may be: a hundred years.
    static let longest = Duration.hours(876_600)

    /// Reads `30s`, `15m`, `2h`; a day is `24h`, a week `168h`.
    public init?(spelled text: some StringProtocol) {
        guard let unit = text.last, let count = decimal(Array(text.dropLast().utf8)[...]) else { return nil }
        switch unit {
        case "s": self = .seconds(Int64(count))
        case "m": self = .minutes(Int64(count))
        case "h": self = .hours(Int64(count))
        default: return nil
        }
        guard self <= .longest else { return nil }
    }

    /// The largest unit that divides it; milliseconds never occur in policies.
    public var spelled: String {
        if milliseconds % 3_600_000 == 0, milliseconds != 0 { return "\(milliseconds / 3_600_000)h" }
        if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000)m" }
        return "\(milliseconds / 1_000)s"
    }
}
