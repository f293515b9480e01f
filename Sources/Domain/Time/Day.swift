/// A day of the proleptic Gregorian calendar, without time zone: days since 1970-01-01.
public struct Day: Hashable, Comparable, Sendable {
    public let number: Int

    @inlinable public init(number: Int) { self.number = number }

    /// The day of a date that exists; see `init(checkedYear:month:day:)` for input.
    ///
    /// Counts from 1 March of year 0, so that the leap day is the last of its year.
    public init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// - Returns: nil when there is no such date.
    public init?(checkedYear year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that a local time, counted in milliseconds as if it were UTC, lies on.
    @inlinable public init(localMilliseconds local: Int64) {
        let (quotient, remainder) = local.quotientAndRemainder(dividingBy: 86_400_000)
        number = Int(remainder < 0 ? quotient - 1 : quotient)
    }

    /// Its midnight, counted in milliseconds as if it were UTC.
    @inlinable public var localMilliseconds: Int64 { Int64(number) * 86_400_000 }

    public var date: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1970-01-01 was a Thursday.
    @inlinable public var weekday: Weekday {
        let remainder = (number + 3) % 7
        return Weekday(rawValue: remainder < 0 ? remainder + 7 : remainder)!
    }

    /// The same day of the month `months` later, clamped to that month's end (31 January + 1 → 28 or 29 February).
    public func adding(months: Int) -> Day {
        let (year, month, day) = date
        // Three thousand years are beyond any horizon, and far from the end of `Int`.
        let index = year * 12 + (month - 1) + min(max(months, -36_000), 36_000)
        let newMonth = (index % 12 + 12) % 12 + 1
        let newYear = (index - newMonth + 1) / 12
        return Day(year: newYear, month: newMonth, day: min(day, Day.length(ofMonth: newMonth, year: newYear)))
    }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
    @inlinable public static func + (a: Self, days: Int) -> Self { Self(number: a.number + days) }
    @inlinable public static func - (a: Self, days: Int) -> Self { Self(number: a.number - days) }
}

/// Monday is 0, as in ISO 8601.
public enum Weekday: Int, CaseIterable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon` … `sun`, the words of policy files and of the calendar batch.
    public var short: String { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][rawValue] }

    public init?(short: String) {
        guard let found = Weekday.allCases.first(where: { $0.short == short }) else { return nil }
        self = found
    }
}

extension Day {
    /// `2026-02-14`; years outside 0–9999 do not occur.
    public var text: String {
        let (year, month, day) = date
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    /// - Returns: nil unless the text is exactly `YYYY-MM-DD` and names a day that exists.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]), let day = decimal(bytes[8..<10])
        else { return nil }
        self.init(checkedYear: year, month: month, day: day)
    }
}

/// Decimal digits only; nil for an empty slice or any other byte.
func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for byte in digits {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
    }
    return value
}

func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
}
