/// What figures can be told apart by, and filtered.
/// - Source: A36.
public enum Dimension: String, CaseIterable, Sendable {
    case category, channel, team, agent, site, customer, language
    /// Of the customer as its record says now, else of the site.
    case region
    /// `policy/grade`. A ticket may hold several and counts in each.
    case grade
    /// `policy version`, of the grades it holds.
    case policy

    /// Those that a ticket has one word of, kept as a column.
    static let columns: [Dimension] = [.category, .channel, .team, .agent, .site, .customer, .language]
    public static let columnIndices = 0..<7
}

/// A stretch of time that figures are told by, on the calendar of a zone.
public enum FiguresStep: String, CaseIterable, Sendable {
    case hour, day, week, month

    /// The beginning of the stretch that an instant lies in. Weeks begin on Monday.
    func begin(of instant: Instant, in zone: Zone) -> Instant {
        let day = zone.day(of: instant)
        switch self {
        case .hour:
            // Elapsed, so that an hour which comes twice in autumn is two.
            let local = zone.local(instant)
            let into = ((local % 3_600_000) + 3_600_000) % 3_600_000
            return Instant(milliseconds: instant.milliseconds - into)
        case .day: return zone.midnight(day)
        case .week: return zone.midnight(day - day.weekday.rawValue)
        case .month: return zone.midnight(Day(year: day.date.year, month: day.date.month, day: 1))
        }
    }

    /// The beginning of the next stretch.
    func next(after begin: Instant, in zone: Zone) -> Instant {
        switch self {
        case .hour: begin + .hours(1)
        case .day: zone.midnight(zone.day(of: begin) + 1)
        case .week: zone.midnight(zone.day(of: begin) + 7)
        case .month: zone.monthEnd(after: begin)
        }
    }
}

extension Zone {
    fileprivate func midnight(_ day: Day) -> Instant { instant(of: day, millisecondsOfDay: 0, as: .opening) }
}
