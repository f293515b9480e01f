import Domain

/// Local wall time, `2026-02-14 20:30`; seconds only when they are not zero. What programs read beside it is exact.
func time(_ instant: Instant, in zone: Zone) -> String {
    let local = zone.local(instant)
    let day = Day(localMilliseconds: local)
    return day.text + " " + clock(local - day.localMilliseconds)
}

/// `2026-02-14 20:30 UTC+08:00`: to the minute and with its zone, for who reads it elsewhere and acts by it.
/// - Parameter isFrom: it may be acted on from then on, so that it is told rather late than early.
func zonedTime(_ instant: Instant, in zone: Zone, isFrom: Bool = false) -> String {
    let told = whole(60_000, instant, isFrom)
    return time(told, in: zone) + " " + zone.offsetName(at: told)
}

/// `2026-02-14 20:30:05`: to the second, for who reads it and types another.
/// - Parameter isFrom: what is typed has to be then or later.
func timeToSecond(_ instant: Instant, in zone: Zone, isFrom: Bool = false) -> String {
    time(whole(1_000, instant, isFrom), in: zone)
}

private func whole(_ unit: Int64, _ instant: Instant, _ isFrom: Bool) -> Instant {
    let past = ((instant.milliseconds % unit) + unit) % unit
    return Instant(milliseconds: instant.milliseconds - past + (isFrom && past > 0 ? unit : 0))
}

extension Zone {
    /// `UTC+08:00`
    public func offsetName(at instant: Instant) -> String {
        let minutes = offset(at: instant) / 60_000
        if minutes == 0 { return "UTC" }
        let size = abs(minutes)
        return "UTC" + (minutes < 0 ? "-" : "+") + twoDigits(size / 60) + ":" + twoDigits(size % 60)
    }
}

/// `20:30`, `20:30:05`: people have no use for a part of a second.
func clock(_ millisecondsOfDay: Int64) -> String {
    let seconds = millisecondsOfDay / 1_000
    let text = twoDigits(seconds / 3_600) + ":" + twoDigits(seconds / 60 % 60)
    return seconds % 60 == 0 ? text : text + ":" + twoDigits(seconds % 60)
}

/// `2026-02-14 20:30 → 21:00`; the second day only when it is another.
func stretch(_ from: Instant, _ to: Instant, in zone: Zone) -> String {
    let (start, end) = (time(from, in: zone), time(to, in: zone))
    return start + " → " + (zone.day(of: from) == zone.day(of: to) ? String(end.dropFirst(11)) : end)
}

private func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

extension Duration {
    /// Hours, minutes, seconds, milliseconds. Milliseconds are told of what would be nothing without them.
    var parts: (hours: Int64, minutes: Int64, seconds: Int64, milliseconds: Int64) {
        let total = abs(milliseconds)
        return (total / 3_600_000, total / 60_000 % 60, total / 1_000 % 60, total < 1_000 ? total : 0)
    }

    /// Its parts that are not zero, each with its unit; at least one.
    func spelled(_ units: (hour: String, minute: String, second: String, millisecond: String), _ space: String)
        -> String
    {
        let (hours, minutes, seconds, milliseconds) = parts
        let all = [
            (hours, units.hour), (minutes, units.minute), (seconds, units.second), (milliseconds, units.millisecond),
        ]
        let told = all.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }
        return told.isEmpty ? "0\(units.minute)" : told.joined(separator: space)
    }

    /// Days, where hours would be hard to grasp and the clock never stops.
    func wholeDays(_ isAlways: Bool) -> Int64? {
        isAlways && milliseconds >= 259_200_000 && milliseconds % 86_400_000 == 0 ? milliseconds / 86_400_000 : nil
    }
}

extension Money {
    /// `CNY 10,000,000`; decimals only when they are not zero.
    public var grouped: String {
        let words = text.split(separator: " ")
        let number = words[words.count - 1].split(separator: ".")
        var digits = ""
        for (index, digit) in number[0].enumerated() {
            if index > 0, (number[0].count - index) % 3 == 0, digits != "-" { digits += "," }
            digits.append(digit)
        }
        let cents = number.count > 1 && number[1].contains { $0 != "0" } ? "." + number[1] : ""
        return "\(currency) \(digits)\(cents)"
    }
}
