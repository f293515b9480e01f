import Domain
import Phrases

/// One line of `calendar --batch`.
public struct CalendarLine: Sendable {
    public let calendar: Calendar
    public let start: Instant
    public let question: Question
    public let pauses: Pauses

    public enum Question: Hashable, Sendable {
        case due(Duration)
        case minutes(until: Instant)
    }

    static let keys = ["id", "timezone", "hours", "holidays", "workdays", "start", "duration_minutes", "end", "pauses"]

    /// - Parameter zone: looks a zone up by its name; the caller may keep those it has read.
    public init(_ value: JSONValue, zone: (String) throws(ZoneFault) -> Zone) throws(LineFault) {
        let fields = try LineFields(value, keys: CalendarLine.keys)
        let name = try fields.text("timezone")
        let found: Zone
        do { found = try zone(name) } catch { throw LineFault(wording(.en).words(for: error)) }
        guard let hours = fields["hours"] else {
            throw LineFault("The key \"hours\" is missing. Write {\"mon\": [[\"09:00\",\"17:00\"]]}.")
        }
        let week = try CalendarLine.week(hours)
        var exceptions: [Day: Hours] = [:]
        for day in try CalendarLine.holidays(fields["holidays"]) { exceptions[day] = [] }
        for (day, hours) in try CalendarLine.workdays(fields["workdays"], week) { exceptions[day] = hours }
        calendar = Calendar(zone: found, week: week, exceptions: exceptions)
        start = try fields.instant("start")
        pauses = try Line.pauses(fields["pauses"])
        switch (fields["duration_minutes"], fields["end"]) {
        case (nil, nil): throw LineFault("Neither \"duration_minutes\" nor \"end\" is there. Give one of them.")
        case (.some, .some): throw LineFault("\"duration_minutes\" and \"end\" stand together. Give one of them.")
        case (let value?, nil): question = .due(try CalendarLine.duration(value))
        case (nil, .some): question = .minutes(until: try fields.instant("end"))
        }
    }

    /// `{"due": …}` or `{"minutes": …}`, with the line's id in front.
    public func answer(id: JSONValue) -> JSONValue {
        switch question {
        case .minutes(let end):
            let time = calendar.serviceTime(from: start, to: end, without: pauses)
            return .members(["id": id, "minutes": .number(CalendarLine.minutes(time))])
        case .due(let limit):
            let due = calendar.due(after: limit, from: start, pauses: pauses)
            return .members(["id": id] as KeyValuePairs).appending(DueWords.members(due, in: calendar.zone))
        }
    }

    /// Minutes as a decimal number: 90, 123.5.
    static func minutes(_ time: Duration) -> String {
        let (whole, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 60_000)
        return rest == 0 ? String(whole) : "\(Double(time.milliseconds) / 60_000)"
    }

    private static func duration(_ value: JSONValue) throws(LineFault) -> Duration {
        guard let minutes = value.number else {
            throw LineFault("\"duration_minutes\" is \(value.kind). Write a number.")
        }
        guard minutes >= 0, minutes <= 525_960_000 else {
            throw LineFault("\"duration_minutes\" is out of range. Write 0 to 525960000 (a thousand years).")
        }
        return Duration(milliseconds: Int64((minutes * 60_000).rounded()))
    }

    private static func week(_ value: JSONValue) throws(LineFault) -> [Hours] {
        guard case .object(let members) = value else {
            throw LineFault("\"hours\" is \(value.kind). Write {\"mon\": [[\"09:00\",\"17:00\"]]}.")
        }
        var week = [Hours](repeating: [], count: 7)
        for member in members {
            guard let day = Weekday(short: member.key) else {
                throw LineFault("\"\(member.key)\" is no weekday. Use mon, tue, wed, thu, fri, sat, sun.")
            }
            week[day.rawValue] = try hours(member.value)
        }
        return week
    }

    private static func hours(_ value: JSONValue) throws(LineFault) -> Hours {
        let cure = "Write [[\"09:00\",\"17:00\"]]."
        guard case .array(let intervals) = value else { throw LineFault("Opening hours are \(value.kind). \(cure)") }
        var hours: Hours = []
        for interval in intervals {
            guard case .array(let ends) = interval, ends.count == 2, let opening = ends[0].string,
                let closing = ends[1].string
            else { throw LineFault("An interval is no pair of times. \(cure)") }
            do { hours.append(try WallInterval(opening, closing)) } catch {
                throw LineFault(wording(.en).words(for: error))
            }
        }
        return hours
    }

    private static func holidays(_ value: JSONValue?) throws(LineFault) -> [Day] {
        guard let value else { return [] }
        guard case .array(let dates) = value else {
            throw LineFault("\"holidays\" is \(value.kind). Write a list of dates.")
        }
        var days: [Day] = []
        for date in dates { days.append(try day(date.string ?? date.text)) }
        return days
    }

    private static func workdays(_ value: JSONValue?, _ week: [Hours]) throws(LineFault) -> [Day: Hours] {
        var days: [Day: Hours] = [:]
        switch value {
        case nil: break
        case .object(let members): for member in members { days[try day(member.key)] = try hours(member.value) }
        case .array(let dates):
            for date in dates { days[try day(date.string ?? date.text)] = Calendar.madeUpHours(week: week) }
        case let other?:
            throw LineFault("\"workdays\" is \(other.kind). Write {\"2026-02-14\": [[\"09:00\",\"18:00\"]]}.")
        }
        return days
    }

    private static func day(_ text: String) throws(LineFault) -> Day {
        guard let day = Day(text) else { throw LineFault("\"\(text.prefix(40))\" is no date. Write YYYY-MM-DD.") }
        return day
    }
}

/// How a due is written.
enum DueWords {
    /// `"due"`, and why there is none.
    static func members(_ due: Due, in zone: Zone) -> [JSONValue.Member] {
        func member(_ key: String, _ value: JSONValue) -> JSONValue.Member { JSONValue.Member(key: key, value: value) }
        switch due {
        case .at(let instant) where instant.isWritable(in: zone):
            return [member("due", .string(instant.text(in: zone)))]
        case .paused: return [member("due", .null), member("paused", .bool(true))]
        case .at, .beyond: return [member("due", .null), member("note", .string("beyond 2199"))]
        case .never: return [member("due", .null), member("note", .string("the calendar never opens again"))]
        case .undated: return [member("due", .null), member("note", .string("no date agreed"))]
        }
    }
}

extension JSONValue {
    public func appending(_ members: [Member]) -> JSONValue {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }
}
