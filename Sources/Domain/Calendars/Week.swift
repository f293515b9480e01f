// A week's hours in one line, for a cell of a table or a form: `mon-fri: 09:00-12:00 13:00-18:00; sat: 22:00-06:00`.
// Days are named as in policy files, and as there what names fewer days beats what names more. A day that is not named
// is closed.

/// Reads and writes a week of opening hours; Monday first.
public enum Week {
    /// - Returns: nil for a text that can't be read, for a day named twice, and for a week that never opens.
    public static func read(_ text: some StringProtocol) -> [Hours]? {
        var entries: [(days: [Weekday], hours: Hours)] = []
        for entry in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) where !entry.allSatisfy(\.isWhitespace) {
            let entry = entry.drop(while: \.isWhitespace)
            let word = entry.prefix { !$0.isWhitespace && $0 != ":" }
            guard let days = Weekday.days(word), let hours = hours(entry.dropFirst(word.count)) else { return nil }
            let isTwice = entries.contains { other in
                other.days.count == days.count && other.days.contains(where: days.contains)
            }
            guard !isTwice else { return nil }
            entries.append((days, hours))
        }
        var week = [Hours](repeating: [], count: 7)
        for entry in entries.sorted(by: { $0.days.count > $1.days.count }) {
            for day in entry.days { week[day.rawValue] = entry.hours }
        }
        return week.allSatisfy(\.isEmpty) ? nil : week
    }

    private static func hours(_ text: some StringProtocol) -> Hours? {
        let words = text.split { $0.isWhitespace || $0 == "," }.map { $0.drop { $0 == ":" } }.filter { !$0.isEmpty }
        if words == ["closed"] { return [] }
        guard !words.isEmpty else { return nil }
        var hours: Set<WallInterval> = []
        for word in words {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let interval = try? WallInterval(ends[0], ends[1]) else { return nil }
            hours.insert(interval)
        }
        return hours.sorted { ($0.opens, $0.closes) < ($1.opens, $1.closes) }
    }

    /// The one spelling of a week: days with the same hours stand together, closed ones are left out.
    public static func text(_ week: [Hours]) -> String {
        var entries: [String] = []
        var first = 0
        while first < week.count {
            let after = week[first...].firstIndex { $0 != week[first] } ?? week.count
            if !week[first].isEmpty {
                entries.append("\(name(first, after - 1)): \(week[first].map(\.text).joined(separator: " "))")
            }
            first = after
        }
        return entries.joined(separator: "; ")
    }

    private static func name(_ first: Int, _ last: Int) -> String {
        let names = Weekday.allCases.map(\.short)
        if first == 0, last == 6 { return "daily" }
        return first == last ? names[first] : "\(names[first])-\(names[last])"
    }
}

extension Weekday {
    /// `sat`, `mon-fri` or `daily`.
    public static func days(_ text: some StringProtocol) -> [Weekday]? {
        if text == "daily" { return allCases }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(short: String($0)) }
        switch ends.count {
        case 1: return ends[0].map { [$0] }
        case 2:
            guard let from = ends[0], let to = ends[1], from.rawValue < to.rawValue else { return nil }
            return allCases.filter { (from.rawValue...to.rawValue).contains($0.rawValue) }
        default: return nil
        }
    }
}

extension WallInterval {
    /// `22:00-06:00`
    public var text: String {
        func clock(_ time: Int64) -> String {
            padded(Int(time / 3_600_000), 2) + ":" + padded(Int(time / 60_000 % 60), 2)
        }
        return "\(clock(opens))-\(clock(closes > WallInterval.day ? closes - WallInterval.day : closes))"
    }
}
