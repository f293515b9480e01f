import Domain

// Short words for the values that tests are made of. They trap on a misspelling: it is the test that is wrong.

/// `at("2026-02-14T20:30:00+08:00")`
public func at(_ text: String) -> Instant { try! Instant(text) }

/// `day("2026-02-14")`
public func day(_ text: String) -> Day { Day(text)! }

/// `span("2026-02-14T20:30:00Z", nil)`: open.
public func span(_ from: String, _ to: String?) -> Span { Span(from: at(from), to: to.map(at)) }

/// `hours("09:00-12:00 22:00-06:00")`; an empty text is a closed day.
public func hours(_ text: String) -> Hours {
    text.split(separator: " ").map { interval in
        let ends = interval.split(separator: "-")
        return try! WallInterval(ends[0], ends[1])
    }
}

extension Calendar {
    /// `Calendar("Europe/Berlin", ["mon-fri": "09:00-17:00", "sat": "10:00-14:00"], except: ["2026-12-25": ""])`;
    /// `daily` is every day, a day that is not named is closed.
    public init(_ zone: String, _ week: [String: String], except: [String: String] = [:]) {
        var days = [Hours](repeating: [], count: 7)
        for (key, text) in week {
            let ends = (key == "daily" ? "mon-sun" : key).split(separator: "-").map {
                Weekday(short: String($0))!.rawValue
            }
            for index in ends.first!...ends.last! { days[index] = Support.hours(text) }
        }
        let exceptions = except.map { (day($0), Support.hours($1)) }
        self.init(zone: .shipped(zone), week: days, exceptions: Dictionary(uniqueKeysWithValues: exceptions))
    }
}
