import Domain
import Support
import Testing

/// POLICIES 1.4 and 1.5.
struct DueTests {
    static let office = Calendar(
        "Asia/Shanghai", ["mon-fri": "09:00-12:00 13:00-18:00"],
        except: ["2026-06-03": "", "2026-06-06": "10:00-12:00"])
    static let nights = Calendar("Europe/Berlin", ["daily": "22:00-06:00"], except: ["2026-06-02": ""])
    static let never = Calendar("UTC", [:])
    static let once = Calendar("UTC", [:], except: ["2026-06-06": "10:00-12:00"])
    static let always = Calendar.always(in: .utc)

    struct Case: CustomTestStringConvertible {
        let title: String
        let calendar: Calendar
        let start: Instant
        let limit: Duration
        let due: Instant?

        init(_ title: String, _ calendar: Calendar, _ start: String, _ limit: Duration, due: String?) {
            (self.title, self.calendar, self.start, self.limit, self.due) = (
                title, calendar, at(start), limit, due.map(at)
            )
        }

        var testDescription: String { title }
    }

    // 2026-06-01 is a Monday, the 3rd a holiday, the 6th a made-up Saturday.
    @Test(arguments: [
        Case("within one opening", office, "2026-06-01T09:00:00+08:00", .minutes(30), due: "2026-06-01T09:30:00+08:00"),
        Case(
            "to the millisecond", office, "2026-06-01T09:00:00.123+08:00", Duration(milliseconds: 7),
            due: "2026-06-01T09:00:00.130+08:00"),
        Case("over the break", office, "2026-06-01T11:50:00+08:00", .minutes(30), due: "2026-06-01T13:20:00+08:00"),
        Case(
            "exactly at a break is before it", office, "2026-06-01T11:30:00+08:00", .minutes(30),
            due: "2026-06-01T12:00:00+08:00"),
        Case(
            "a millisecond more is after it", office, "2026-06-01T11:30:00+08:00", Duration(milliseconds: 1_800_001),
            due: "2026-06-01T13:00:00.001+08:00"),
        Case(
            "exactly at closing, not the next opening", office, "2026-06-01T17:00:00+08:00", .hours(1),
            due: "2026-06-01T18:00:00+08:00"),
        Case(
            "exactly at Friday's closing", office, "2026-06-05T17:00:00+08:00", .hours(1),
            due: "2026-06-05T18:00:00+08:00"),
        Case("over night", office, "2026-06-01T17:00:00+08:00", .hours(2), due: "2026-06-02T10:00:00+08:00"),
        Case("over a holiday", office, "2026-06-02T17:30:00+08:00", .hours(1), due: "2026-06-04T09:30:00+08:00"),
        Case(
            "exactly before a holiday", office, "2026-06-02T17:30:00+08:00", .minutes(30),
            due: "2026-06-02T18:00:00+08:00"),
        Case(
            "into a made-up Saturday", office, "2026-06-05T17:30:00+08:00", .hours(1), due: "2026-06-06T10:30:00+08:00"),
        Case("past it", office, "2026-06-05T18:00:00+08:00", .hours(3), due: "2026-06-08T10:00:00+08:00"),
        Case(
            "two openings that touch are one", Calendar("UTC", ["daily": "09:00-12:00 12:00-17:00"]),
            "2026-06-01T11:00:00Z", .hours(2), due: "2026-06-01T13:00:00Z"),
        Case("weeks later", office, "2026-06-08T09:00:00+08:00", .hours(8 * 5 * 10), due: "2026-08-14T18:00:00+08:00"),
        Case("years later", always, "2026-06-01T00:00:00Z", .hours(24 * 365 * 100), due: "2126-05-08T00:00:00Z"),
        Case("start before opening", office, "2026-06-01T07:00:00+08:00", .hours(1), due: "2026-06-01T10:00:00+08:00"),
        Case("start at opening", office, "2026-06-01T09:00:00+08:00", .hours(1), due: "2026-06-01T10:00:00+08:00"),
        Case("start at closing", office, "2026-06-01T18:00:00+08:00", .hours(1), due: "2026-06-02T10:00:00+08:00"),
        Case("start on a holiday", office, "2026-06-03T10:00:00+08:00", .hours(1), due: "2026-06-04T10:00:00+08:00"),
        Case(
            "start at the weekend, told in another zone", office, "2026-06-07T12:00:00Z", .hours(1),
            due: "2026-06-08T10:00:00+08:00"),
        Case(
            "start in yesterday's tail, on a holiday", nights, "2026-06-02T05:00:00+02:00", .hours(2),
            due: "2026-06-03T23:00:00+02:00"),
        Case(
            "exactly at the tail's end", nights, "2026-06-02T05:00:00+02:00", .hours(1),
            due: "2026-06-02T06:00:00+02:00"),
        Case("zero while open", office, "2026-06-01T09:30:00+08:00", .zero, due: "2026-06-01T09:30:00+08:00"),
        Case("zero while closed", office, "2026-06-03T10:00:00+08:00", .zero, due: "2026-06-03T10:00:00+08:00"),
        Case(
            "zero on a calendar that never opens", never, "2026-06-03T10:00:00+08:00", .zero,
            due: "2026-06-03T10:00:00+08:00"),
        Case("one millisecond on it", never, "2026-06-03T10:00:00+08:00", Duration(milliseconds: 1), due: nil),
        Case("the last opening of all", once, "2026-01-01T00:00:00Z", .hours(2), due: "2026-06-06T12:00:00Z"),
        Case("more than is left", once, "2026-01-01T00:00:00Z", Duration(milliseconds: 7_200_001), due: nil),
        Case("after the last opening", once, "2026-06-06T12:00:00Z", Duration(milliseconds: 1), due: nil),
        Case("the last instant of 2199", always, "2199-12-31T23:00:00Z", .minutes(59), due: "2199-12-31T23:59:00Z"),
        Case("beyond the horizon", always, "2199-12-31T00:00:00Z", .hours(72), due: nil),
        Case("longer than all time", always, "2026-06-01T00:00:00Z", Duration(milliseconds: .max), due: nil),
        Case(
            "through spring's short night", Calendar.always(in: .shipped("Europe/Berlin")), "2026-03-29T01:30:00+01:00",
            .hours(1), due: "2026-03-29T03:30:00+02:00"),
        Case(
            "through autumn's long night", Calendar("Europe/Berlin", ["daily": "22:00-06:00"]),
            "2026-10-25T02:30:00+02:00", .hours(1), due: "2026-10-25T02:30:00+01:00"),
        Case(
            "at the closing that comes twice", Calendar("Europe/Berlin", ["sun": "01:00-02:30"]),
            "2026-10-25T00:00:00+02:00", .minutes(150), due: "2026-10-25T02:30:00+01:00"),
        Case(
            "at the gap, not an hour later by the wall", Calendar("Europe/Berlin", ["sun": "01:00-02:30"]),
            "2026-03-29T00:00:00+01:00", .minutes(60), due: "2026-03-29T03:00:00+02:00"),
    ])
    func `due is the earliest instant that reaches the limit`(_ c: Case) {
        #expect(c.calendar.due(after: c.limit, from: c.start) == c.due)
        #expect(c.calendar.due(after: c.limit, from: c.start, pauses: .none).instant == c.due)
    }

    @Test(
        arguments: [
            ("never", never, "2026-06-01T00:00:00Z", .never), ("once, before", once, "2026-06-06T11:00:00Z", .beyond),
            ("once, after", once, "2026-06-06T12:00:00Z", .never), ("always", always, "2026-06-01T00:00:00Z", .beyond),
        ] as [(String, Calendar, String, Due)])
    func `never is told from beyond`(title: String, calendar: Calendar, start: String, due: Due) {
        #expect(calendar.due(after: .hours(10_000_000), from: at(start), pauses: .none) == due)
    }

    @Test(arguments: [
        Case("within one opening", office, "2026-06-01T09:30:00+08:00", .minutes(30), due: "2026-06-01T10:00:00+08:00"),
        Case("from a closing", office, "2026-06-01T17:30:00+08:00", .minutes(30), due: "2026-06-01T18:00:00+08:00"),
        Case(
            "all of it before the break: it may begin at its end", office, "2026-06-01T13:00:00+08:00", .hours(1),
            due: "2026-06-01T14:00:00+08:00"),
        Case("over night", office, "2026-06-01T17:00:00+08:00", .hours(2), due: "2026-06-02T10:00:00+08:00"),
        Case(
            "exactly a day's worth, from opening, not last night", office, "2026-06-02T09:00:00+08:00", .hours(8),
            due: "2026-06-02T18:00:00+08:00"),
        Case("over a holiday", office, "2026-06-02T17:30:00+08:00", .hours(1), due: "2026-06-04T09:30:00+08:00"),
        Case("due while closed", office, "2026-06-01T17:00:00+08:00", .hours(1), due: "2026-06-01T22:00:00+08:00"),
        Case("zero", office, "2026-06-03T17:00:00+08:00", .zero, due: "2026-06-03T17:00:00+08:00"),
    ])
    func `the latest start that leaves a span`(_ c: Case) {
        #expect(c.calendar.start(leaving: c.limit, until: c.due!) == c.start)
    }

    @Test func `a span that hours never held begins with the tables`() {
        #expect(Self.once.start(leaving: .hours(3), until: at("2027-01-01T00:00:00Z")) == .tablesBegin)
        #expect(Self.never.start(leaving: .hours(1), until: at("2027-01-01T00:00:00Z")) == .tablesBegin)
        #expect(
            Self.always.start(leaving: Duration(milliseconds: .max), until: at("2027-01-01T00:00:00Z")) == .tablesBegin)
    }

    @Test(
        arguments: [
            // The start's day never counts, however early it is.
            ("office", office, "2026-06-01", 1, "2026-06-02T18:00:00+08:00"),
            ("the holiday does not count", office, "2026-06-01", 2, "2026-06-04T18:00:00+08:00"),
            ("the made-up Saturday does", office, "2026-06-01", 4, "2026-06-06T12:00:00+08:00"),
            ("the Sunday does not", office, "2026-06-01", 5, "2026-06-08T18:00:00+08:00"),
            ("from a closed day", office, "2026-06-07", 1, "2026-06-08T18:00:00+08:00"),
            ("from a holiday", office, "2026-06-03", 1, "2026-06-04T18:00:00+08:00"),
            ("a night's closing belongs to the day it opened", nights, "2026-06-02", 1, "2026-06-04T06:00:00+02:00"),
            ("a holiday with yesterday's tail is not open", nights, "2026-06-01", 1, "2026-06-04T06:00:00+02:00"),
            (
                "the last closing, not the last interval", Calendar("UTC", ["daily": "20:00-02:00 21:00-22:00"]),
                "2026-06-01", 1, "2026-06-03T02:00:00Z"
            ),
            (
                "intervals in disorder", Calendar("UTC", ["daily": "13:00-18:00 09:00-12:00"]), "2026-06-01", 1,
                "2026-06-02T18:00:00Z"
            ),
            (
                "a day that is open only in the gap is closed", Calendar("Europe/Berlin", ["sun": "02:00-03:00"]),
                "2026-03-28", 1, "2026-04-05T03:00:00+02:00"
            ),
            (
                "a closing that comes twice is the last", Calendar("Europe/Berlin", ["sun": "01:00-02:30"]),
                "2026-10-24", 1, "2026-10-25T02:30:00+01:00"
            ),
            (
                "a day that never was does not count", Calendar("Pacific/Apia", ["daily": "09:00-17:00"]), "2011-12-29",
                1, "2011-12-31T17:00:00+14:00"
            ),
            ("always", always, "2026-06-01", 3, "2026-06-05T00:00:00Z"),
            ("the only open day", once, "2026-06-05", 1, "2026-06-06T12:00:00Z"),
            ("not from that day itself", once, "2026-06-06", 1, nil),
            ("nor twice", once, "2026-06-05", 2, nil),
            ("never", never, "2026-06-01", 1, nil),
            ("more days than there are", always, "2026-06-01", .max, nil),
        ] as [(String, Calendar, String, Int, String?)])
    func `working days end with the last closing that belongs to the day`(
        title: String, calendar: Calendar, start: String, count: Int, due: String?
    ) {
        #expect(calendar.closing(ofOpenDay: count, after: day(start)) == due.map(at))
    }

    @Test(arguments: [
        ("Asia/Shanghai", "2026-06-01T23:59:59.999+08:00", "09:00", "2026-06-02T09:00:00+08:00"),
        ("Asia/Shanghai", "2026-06-02T00:00:00+08:00", "09:00", "2026-06-03T09:00:00+08:00"),
        // The day after is a calendar day of the zone, not of UTC, nor 24 hours on.
        ("Asia/Shanghai", "2026-06-01T20:00:00Z", "09:00", "2026-06-03T09:00:00+08:00"),
        ("America/New_York", "2026-06-02T01:00:00Z", "09:00", "2026-06-02T09:00:00-04:00"),
        ("Europe/Berlin", "2026-03-28T12:00:00+01:00", "02:30", "2026-03-29T03:00:00+02:00"),
        ("Europe/Berlin", "2026-10-24T12:00:00+02:00", "02:30", "2026-10-25T02:30:00+02:00"),
        ("Europe/Berlin", "2026-12-31T12:00:00+01:00", "00:00", "2027-01-01T00:00:00+01:00"),
        ("Pacific/Apia", "2011-12-29T12:00:00-10:00", "09:00", "2011-12-31T00:00:00+14:00"),
    ])
    func `a wall time of the next day is resolved like an opening`(
        zone: String, start: String, time: String, due: String
    ) throws {
        let zone = Zone.shipped(zone)
        let wall = try #require(WallInterval.time(time))
        #expect(zone.instant(of: zone.day(of: at(start)) + 1, millisecondsOfDay: wall, as: .opening) == at(due))
    }
}
