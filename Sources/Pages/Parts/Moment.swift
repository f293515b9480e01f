import Domain
import Phrases

/// An instant as pages write it: short, in the desk's zone, the same width for all.
struct Moment {
    let day: Day
    /// `20:30`
    let clock: String
    /// `02-14 20:30`
    var short: String { String(day.text.dropFirst(5)) + " " + clock }
    /// `2026-02-14 20:30`
    var long: String { day.text + " " + clock }

    init(_ instant: Instant, in zone: Zone) {
        let local = zone.local(instant)
        day = Day(localMilliseconds: local)
        let minutes = (local - day.localMilliseconds) / 60_000
        clock = Moment.twoDigits(minutes / 60) + ":" + Moment.twoDigits(minutes % 60)
    }

    static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension Reader {
    /// Today's by the clock, others by their day too.
    public func moment(_ instant: Instant) -> String {
        let moment = Moment(instant, in: zone)
        if moment.day == today { return moment.clock }
        return moment.day.text.prefix(4) == today.text.prefix(4) ? moment.short : moment.long
    }

    /// `<time>`, the whole of it in what programs read.
    func time(_ html: inout Markup, _ instant: Instant) {
        html.element("time", .text("datetime", instant.text(in: .utc)), text: moment(instant))
    }
}

/// A span as a countdown shows it, the same as the script does: `4:09`, `1:04:09`, from two days on `3d 4h`.
enum Countdown {
    static func text(_ span: Duration, days: String, hours: String) -> String {
        var html = Markup(capacity: 16)
        html.count(span, days: days, hours: hours)
        return html.text
    }
}

extension Markup {
    /// A countdown.
    mutating func count(_ span: Duration, _ reader: Reader) {
        count(span, days: reader(.days), hours: reader(.hoursUnit))
    }

    fileprivate mutating func count(_ span: Duration, days: @autoclosure () -> String, hours: @autoclosure () -> String)
    {
        let seconds = max(0, span.milliseconds / 1_000)
        if seconds >= 172_800 {
            digits(seconds / 86_400)
            text(days())
            raw(" ")
            digits(seconds % 86_400 / 3_600)
            text(hours())
            return
        }
        if seconds >= 3_600 {
            digits(seconds / 3_600)
            raw(":")
            digits(seconds / 60 % 60, width: 2)
        } else {
            digits(seconds / 60)
        }
        raw(":")
        digits(seconds % 60, width: 2)
    }
}
