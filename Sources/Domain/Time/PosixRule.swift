/// The footer of a zone: standard time, and when summer time begins and ends each year.
///
/// `CET-1CEST,M3.5.0,M10.5.0/3`: offsets are written west-positive, at most 24 hours; the hours of a change may run
/// from −167 to 167 (RFC 8536 §3.3.1).
struct PosixRule {
    private let standard: Int64
    private let summer: (offset: Int64, begins: YearDay, ends: YearDay)?

    init?(_ text: ArraySlice<UInt8>) {
        var scanner = Scanner(rest: text)
        guard scanner.name(), let west = scanner.time(hoursAtMost: 24) else { return nil }
        standard = -west
        guard !scanner.rest.isEmpty else {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = standard + 3_600_000
        if scanner.rest.first != UInt8(ascii: ",") {
            guard let west = scanner.time(hoursAtMost: 24) else { return nil }
            offset = -west
        }
        guard scanner.skip(","), let begins = scanner.yearDay(), scanner.skip(","), let ends = scanner.yearDay(),
            scanner.rest.isEmpty
        else { return nil }
        summer = (offset, begins, ends)
    }

    /// Appends what the rule says after the last change, until the tables end.
    func extend(_ changes: inout [Int64], _ offsets: inout [Int64]) {
        guard let summer else {
            if offsets.last != standard, changes.count == 1 { offsets[0] = standard }
            return
        }
        let last = changes.last!
        // A change told by hours past its day may fall into the next year, hence the year before.
        let firstYear = last == .min ? 1968 : Day(localMilliseconds: last).date.year - 1
        guard firstYear <= 2201 else { return }
        var written: [(at: Int64, offset: Int64)] = []
        for year in firstYear...2201 {
            // A beginning is told in standard time, an end in summer time.
            written.append((summer.begins.local(in: year) - standard, summer.offset))
            written.append((summer.ends.local(in: year) - summer.offset, standard))
        }
        written.sort { $0.at < $1.at }
        for (index, change) in written.enumerated() where change.at > last {
            // Summer time all year is written as an end that coincides with the next beginning.
            if index + 1 < written.count, written[index + 1].at == change.at { continue }
            if offsets.last == change.offset { continue }
            changes.append(change.at)
            offsets.append(change.offset)
        }
    }
}

/// A day of any year and a time on it: `M3.5.0/2`, `J60`, `59`.
private struct YearDay {
    enum Rule {
        case month(Int, week: Int, weekday: Int)
        case julian(Int)
        case zeroBased(Int)
    }
    var rule: Rule
    var time: Int64

    /// Its local time in milliseconds as if UTC.
    func local(in year: Int) -> Int64 {
        let january = Day(year: year, month: 1, day: 1)
        let day: Day
        switch rule {
        case .zeroBased(let n): day = january + n
        case .julian(let n):  // 29 February is never counted
            day = january + (n - 1 + (n >= 60 && Day.length(ofMonth: 2, year: year) == 29 ? 1 : 0))
        case .month(let month, let week, let weekday):
            let first = Day(year: year, month: month, day: 1)
            let ahead = (weekday - (first.weekday.rawValue + 1) % 7 + 7) % 7
            var candidate = first + ahead + (week - 1) * 7
            if candidate.date.month != month { candidate = candidate - 7 }
            day = candidate
        }
        return day.localMilliseconds + time
    }
}

private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func name() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func integer() -> Int? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        rest = rest.dropFirst(digits.count)
        return decimal(digits)
    }

    /// `[+-]h[h[h]][:mm[:ss]]` in milliseconds.
    mutating func time(hoursAtMost bound: Int) -> Int64? {
        let sign: Int64 = skip("-") ? -1 : 1
        if sign == 1 { _ = skip("+") }
        guard let hours = integer(), hours <= bound else { return nil }
        var seconds = hours * 3_600
        if skip(":") {
            guard let minutes = integer(), minutes < 60 else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let rest = integer(), rest < 60 else { return nil }
                seconds += rest
            }
        }
        return sign * Int64(seconds) * 1_000
    }

    mutating func yearDay() -> YearDay? {
        let rule: YearDay.Rule
        if skip("M") {
            guard let month = integer(), skip("."), let week = integer(), skip("."), let weekday = integer(),
                (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            rule = .month(month, week: week, weekday: weekday)
        } else if skip("J") {
            guard let day = integer(), (1...365).contains(day) else { return nil }
            rule = .julian(day)
        } else {
            guard let day = integer(), (0...365).contains(day) else { return nil }
            rule = .zeroBased(day)
        }
        guard skip("/") else { return YearDay(rule: rule, time: 2 * 3_600_000) }
        guard let time = time(hoursAtMost: 167) else { return nil }
        return YearDay(rule: rule, time: time)
    }
}
