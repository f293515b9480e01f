import Domain
import Support
import Testing

/// POLICIES 1.2 and 1.3: when a calendar is open.
struct OpeningTests {
    struct Case: CustomTestStringConvertible {
        let title: String
        let calendar: Calendar
        let from, to: Instant
        let minutes: Double

        init(_ title: String, _ calendar: Calendar, _ from: String, _ to: String, minutes: Double) {
            (self.title, self.calendar, self.from, self.to, self.minutes) = (title, calendar, at(from), at(to), minutes)
        }

        /// The whole days of the calendar's own zone, the last not included.
        init(_ title: String, _ calendar: Calendar, days from: String, _ to: String, minutes: Double) {
            let ends = [from, to].map { calendar.zone.instant(of: day($0), millisecondsOfDay: 0, as: .opening) }
            (self.title, self.calendar, self.from, self.to, self.minutes) = (title, calendar, ends[0], ends[1], minutes)
        }

        var testDescription: String { title }
    }

    func check(_ c: Case) {
        let time = c.calendar.serviceTime(from: c.from, to: c.to)
        #expect(Double(time.milliseconds) / 60_000 == c.minutes, "\(c.title)")
        let openings = c.calendar.openings(from: c.from, to: c.to)
        #expect(openings.reduce(Duration.zero) { $0 + ($1.to! - $1.from) } == time, "\(openings)")
    }

    // 2026-06-01 is a Monday.
    @Test(arguments: [
        Case(
            "overlap counts once", Calendar("UTC", ["mon": "09:00-13:00 12:00-17:00"]), days: "2026-06-01",
            "2026-06-02", minutes: 480),
        Case(
            "one interval within another", Calendar("UTC", ["mon": "09:00-17:00 10:00-11:00"]), days: "2026-06-01",
            "2026-06-02", minutes: 480),
        Case(
            "the same interval twice", Calendar("UTC", ["mon": "09:00-10:00 09:00-10:00"]), days: "2026-06-01",
            "2026-06-02", minutes: 60),
        Case(
            "intervals that touch", Calendar("UTC", ["mon": "12:00-13:00 09:00-12:00"]), days: "2026-06-01",
            "2026-06-02", minutes: 240),
        Case(
            "five a day, in any order",
            Calendar("UTC", ["mon": "20:00-20:01 08:00-08:01 12:00-12:01 16:00-16:01 10:00-10:01"]),
            days: "2026-06-01", "2026-06-02", minutes: 5),
        Case(
            "a night overlaps the next morning once", Calendar("UTC", ["mon": "22:00-08:00", "tue": "06:00-09:00"]),
            days: "2026-06-01", "2026-06-03", minutes: 11 * 60),
        Case(
            "Sunday's night reaches Monday", Calendar("UTC", ["sun": "22:00-06:00"]), days: "2026-06-01", "2026-06-02",
            minutes: 360),
        Case(
            "Monday's night is not Sunday's", Calendar("UTC", ["mon": "22:00-06:00"]), days: "2026-06-07", "2026-06-08",
            minutes: 0),
        Case("until 24:00", Calendar("UTC", ["mon": "22:00-24:00"]), days: "2026-06-01", "2026-06-03", minutes: 120),
        Case(
            "until 00:00 is until 24:00", Calendar("UTC", ["mon": "22:00-00:00"]), days: "2026-06-01", "2026-06-03",
            minutes: 120),
        Case(
            "nearly a day, from before midnight", Calendar("UTC", ["mon": "23:59-23:58"]), days: "2026-06-01",
            "2026-06-03", minutes: 1439),
    ])
    func `opening is the union of the intervals`(_ c: Case) { check(c) }

    @Test(arguments: [
        Case(
            "a holiday is closed", Calendar("UTC", ["daily": "09:00-17:00"], except: ["2026-06-02": ""]),
            days: "2026-06-01", "2026-06-04", minutes: 960),
        Case(
            "it removes the part after midnight too",
            Calendar("UTC", ["daily": "22:00-06:00"], except: ["2026-06-02": ""]),
            "2026-06-02T12:00:00Z", "2026-06-03T12:00:00Z", minutes: 0),
        Case(
            "it leaves yesterday's tail", Calendar("UTC", ["daily": "22:00-06:00"], except: ["2026-06-02": ""]),
            "2026-06-01T12:00:00Z", "2026-06-02T12:00:00Z", minutes: 480),
        Case(
            "the night after is whole", Calendar("UTC", ["daily": "22:00-06:00"], except: ["2026-06-02": ""]),
            "2026-06-03T12:00:00Z", "2026-06-04T12:00:00Z", minutes: 480),
        Case(
            "a Sunday's holiday takes Monday morning",
            Calendar("UTC", ["sun": "22:00-06:00"], except: ["2026-06-07": ""]),
            days: "2026-06-07", "2026-06-10", minutes: 0),
        Case(
            "yesterday's tail may cover the whole holiday morning and more",
            Calendar("UTC", ["daily": "23:59-23:00"], except: ["2026-06-02": ""]), days: "2026-06-02", "2026-06-03",
            minutes: 23 * 60),
        Case(
            "a made-up Saturday", Calendar("UTC", ["mon-fri": "09:00-17:00"], except: ["2026-06-06": "10:00-12:00"]),
            days: "2026-06-06", "2026-06-08", minutes: 120),
        Case(
            "its hours replace the weekday's",
            Calendar("UTC", ["daily": "09:00-17:00"], except: ["2026-06-06": "16:00-18:00"]),
            days: "2026-06-06", "2026-06-07", minutes: 120),
        Case(
            "its night reaches the next day", Calendar("UTC", [:], except: ["2026-06-06": "22:00-06:00"]),
            days: "2026-06-07", "2026-06-08", minutes: 360),
        Case(
            "a night into another made-up day counts once",
            Calendar("UTC", [:], except: ["2026-06-06": "22:00-06:00", "2026-06-07": "05:00-07:00"]),
            days: "2026-06-07", "2026-06-08", minutes: 420),
        Case(
            "a date of the zone, not of UTC",
            Calendar("Asia/Shanghai", ["daily": "00:00-24:00"], except: ["2026-06-02": ""]),
            "2026-06-01T16:00:00Z", "2026-06-02T16:00:00Z", minutes: 0),
        Case(
            "the first and last years may have exceptions",
            Calendar("UTC", ["daily": "00:00-24:00"], except: ["1970-01-01": "", "2199-12-31": ""]),
            "1970-01-01T00:00:00Z", "1970-01-03T00:00:00Z", minutes: 1440),
        Case(
            "and the last", Calendar("UTC", ["daily": "00:00-24:00"], except: ["1970-01-01": "", "2199-12-31": ""]),
            "2199-12-30T00:00:00Z", "2199-12-31T23:59:00Z", minutes: 1440),
    ])
    func `holidays and made-up days replace the hours that open on them`(_ c: Case) { check(c) }

    @Test(arguments: [
        Case(
            "nothing when the end is not later", Calendar("UTC", ["daily": "00:00-24:00"]),
            "2026-06-02T00:00:00Z", "2026-06-01T00:00:00Z", minutes: 0),
        Case(
            "nor when it is the same", Calendar("UTC", ["daily": "00:00-24:00"]),
            "2026-06-02T00:00:00Z", "2026-06-02T00:00:00Z", minutes: 0),
        Case(
            "a millisecond is a millisecond", Calendar("UTC", ["daily": "09:00-17:00"]),
            "2026-06-02T08:59:59.999Z", "2026-06-02T09:00:00.003Z", minutes: 0.00005),
        // America/New_York: 02:00 → 03:00 on 2026-03-08, 02:00 → 01:00 on 2026-11-01.
        Case(
            "a night of spring is shorter", Calendar("America/New_York", ["sat": "22:00-06:00"]), days: "2026-03-07",
            "2026-03-09", minutes: 420),
        Case(
            "a night of autumn is longer", Calendar("America/New_York", ["sat": "22:00-06:00"]), days: "2026-10-31",
            "2026-11-02", minutes: 540),
        Case(
            "an opening in the gap moves forward", Calendar("America/New_York", ["sun": "02:30-04:00"]),
            days: "2026-03-08", "2026-03-09", minutes: 60),
        Case(
            "a closing in the gap moves forward", Calendar("America/New_York", ["sun": "01:00-02:30"]),
            days: "2026-03-08", "2026-03-09", minutes: 60),
        Case(
            "both in the gap leave nothing", Calendar("America/New_York", ["sun": "02:00-02:59"]), days: "2026-03-08",
            "2026-03-09", minutes: 0),
        Case(
            "the whole gap leaves nothing", Calendar("America/New_York", ["sun": "02:00-03:00"]), days: "2026-03-08",
            "2026-03-09", minutes: 0),
        Case(
            "an opening that comes twice is the first", Calendar("America/New_York", ["sun": "01:30-03:00"]),
            days: "2026-11-01", "2026-11-02", minutes: 150),
        Case(
            "a closing that comes twice is the last", Calendar("America/New_York", ["sun": "00:00-01:30"]),
            days: "2026-11-01", "2026-11-02", minutes: 150),
        Case(
            "both come twice", Calendar("America/New_York", ["sun": "01:15-01:45"]), days: "2026-11-01", "2026-11-02",
            minutes: 90),
        Case(
            "the hour that begins after the second", Calendar("America/New_York", ["sun": "02:00-03:00"]),
            days: "2026-11-01", "2026-11-02", minutes: 60),
        Case(
            "the hour that ends when the first begins", Calendar("America/New_York", ["sun": "00:00-01:00"]),
            days: "2026-11-01", "2026-11-02", minutes: 120),
        Case(
            "the day after the change is ordinary", Calendar("America/New_York", ["mon": "01:00-03:00"]),
            days: "2026-11-02", "2026-11-03", minutes: 120),
        // Europe/Berlin: 02:00 → 03:00 on 2026-03-29, 03:00 → 02:00 on 2026-10-25.
        Case(
            "Berlin, spring", Calendar("Europe/Berlin", ["daily": "00:00-24:00"]), days: "2026-03-29", "2026-03-30",
            minutes: 23 * 60),
        Case(
            "Berlin, autumn", Calendar("Europe/Berlin", ["daily": "00:00-24:00"]), days: "2026-10-25", "2026-10-26",
            minutes: 25 * 60),
        Case(
            "Berlin, autumn's night", Calendar("Europe/Berlin", ["sun": "02:30-02:45"]), days: "2026-10-25",
            "2026-10-26", minutes: 75),
        // Lord Howe: half an hour, 02:00 → 02:30 on 2026-10-04, 02:00 → 01:30 on 2026-04-05.
        Case(
            "Lord Howe, spring", Calendar("Australia/Lord_Howe", ["sun": "01:00-04:00"]), days: "2026-10-04",
            "2026-10-05", minutes: 150),
        Case(
            "Lord Howe, in the gap", Calendar("Australia/Lord_Howe", ["sun": "02:10-02:40"]), days: "2026-10-04",
            "2026-10-05", minutes: 10),
        Case(
            "Lord Howe, autumn", Calendar("Australia/Lord_Howe", ["sun": "01:00-04:00"]), days: "2026-04-05",
            "2026-04-06", minutes: 210),
        Case(
            "Lord Howe, twice", Calendar("Australia/Lord_Howe", ["sun": "01:45-01:50"]), days: "2026-04-05",
            "2026-04-06", minutes: 35),
        // São Paulo: no midnight on 2018-11-04, and 23:00 twice on 2018-02-17.
        Case(
            "São Paulo, no midnight", Calendar("America/Sao_Paulo", ["sun": "00:00-02:00"]), days: "2018-11-04",
            "2018-11-05", minutes: 60),
        Case(
            "São Paulo, a closing at no midnight", Calendar("America/Sao_Paulo", ["sat": "23:00-24:00"]),
            days: "2018-11-03", "2018-11-05", minutes: 60),
        Case(
            "São Paulo, a night over no midnight", Calendar("America/Sao_Paulo", ["sat": "23:00-00:30"]),
            days: "2018-11-03", "2018-11-05", minutes: 60),
        Case(
            "São Paulo, the hour before midnight twice", Calendar("America/Sao_Paulo", ["sat": "23:00-24:00"]),
            days: "2018-02-17", "2018-02-19", minutes: 120),
        Case(
            "São Paulo, until it comes twice", Calendar("America/Sao_Paulo", ["sat": "22:00-23:00"]),
            days: "2018-02-17", "2018-02-19", minutes: 120),
        // Casablanca turns back for Ramadan: 03:00 → 02:00 on 2026-02-15, 02:00 → 03:00 on 2026-03-22.
        Case(
            "Casablanca, Ramadan begins", Calendar("Africa/Casablanca", ["daily": "02:00-04:00"]), days: "2026-02-15",
            "2026-02-16", minutes: 180),
        Case(
            "Casablanca, Ramadan ends", Calendar("Africa/Casablanca", ["daily": "02:00-04:00"]), days: "2026-03-22",
            "2026-03-23", minutes: 60),
        // Apia left out 2011-12-30, a Friday.
        Case(
            "Apia, a day that never was", Calendar("Pacific/Apia", ["fri": "09:00-17:00"]), "2011-12-29T12:00:00-10:00",
            "2011-12-31T23:00:00+14:00", minutes: 0),
        Case(
            "Apia, Thursday to Saturday", Calendar("Pacific/Apia", ["daily": "00:00-24:00"]),
            "2011-12-29T00:00:00-10:00", "2012-01-01T00:00:00+14:00", minutes: 2_880),
        Case(
            "Apia, Thursday's night ends at no morning", Calendar("Pacific/Apia", ["thu": "22:00-06:00"]),
            "2011-12-29T00:00:00-10:00", "2012-01-01T00:00:00+14:00", minutes: 120),
        Case(
            "Apia, Friday's night is Saturday's morning", Calendar("Pacific/Apia", ["fri": "22:00-06:00"]),
            "2011-12-29T12:00:00-10:00", "2011-12-31T23:00:00+14:00", minutes: 360),
        // St John's changed at 00:01: 00:01 → 01:01 on 2000-04-02, 00:01 → 23:01 the day before on 2000-10-29.
        Case(
            "St John's, spring", Calendar("America/St_Johns", ["sun": "00:00-02:00"]), days: "2000-04-02", "2000-04-03",
            minutes: 60),
        Case(
            "St John's, a night of spring", Calendar("America/St_Johns", ["sat": "23:00-00:30"]), days: "2000-04-01",
            "2000-04-03", minutes: 61),
        Case(
            "St John's, midnight comes twice", Calendar("America/St_Johns", ["sat": "23:00-24:00"]),
            "2000-10-28T12:00:00-02:30", "2000-10-30T12:00:00-03:30", minutes: 120),
        Case(
            "St John's, Sunday from the first midnight", Calendar("America/St_Johns", ["sun": "00:00-01:00"]),
            "2000-10-28T12:00:00-02:30", "2000-10-30T12:00:00-03:30", minutes: 120),
        Case(
            "St John's, late on Saturday, twice", Calendar("America/St_Johns", ["sat": "23:30-23:45"]),
            "2000-10-28T12:00:00-02:30", "2000-10-30T12:00:00-03:30", minutes: 75),
        Case(
            "St John's, Friday's day ends on Sunday's second Saturday",
            Calendar("America/St_Johns", ["fri": "23:59-23:30"]), "2000-10-27T12:00:00-02:30",
            "2000-10-30T12:00:00-03:30", minutes: 1 + 23.5 * 60 + 60),
        // Gaza: 02:00 → 03:00 on 2026-03-28, 02:00 → 01:00 on 2026-10-24, both Saturdays.
        Case(
            "Gaza, spring", Calendar("Asia/Gaza", ["sat": "01:00-04:00"]), days: "2026-03-28", "2026-03-29",
            minutes: 120),
        Case(
            "Gaza, autumn", Calendar("Asia/Gaza", ["sat": "01:30-04:00"]), days: "2026-10-24", "2026-10-25",
            minutes: 210),
        // Monrovia's clocks gained 44 minutes and 30 seconds.
        Case(
            "Monrovia, a gap with seconds", Calendar("Africa/Monrovia", ["fri": "00:00-01:00"]), "1972-01-06T12:00:00Z",
            "1972-01-08T00:00:00Z", minutes: 15.5),
    ])
    func `hours are wall times, each resolved on its own date`(_ c: Case) { check(c) }

    @Test func `a calendar answers which hours a date has`() {
        let calendar = Calendar(
            "UTC", ["mon-fri": "09:00-17:00", "sun": "10:00-11:00"],
            except: ["2026-06-02": "", "2026-06-06": "08:00-09:00"])
        #expect(calendar.hours(on: day("2026-06-01")) == hours("09:00-17:00"))
        #expect(calendar.hours(on: day("2026-06-02")).isEmpty)
        #expect(calendar.hours(on: day("2026-06-06")) == hours("08:00-09:00"))
        #expect(calendar.hours(on: day("2026-06-07")) == hours("10:00-11:00"))
        #expect(calendar.hours(on: day("2026-06-13")).isEmpty)
    }

    /// A page a person can check against a wall clock: the nights about each change, as the calendar sees them.
    @Test func `the nights about a change of clocks read as on the wall`() throws {
        let changes = [
            ("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"), ("Europe/Berlin", "2026-03-29"),
            ("Europe/Berlin", "2026-10-25"), ("Australia/Lord_Howe", "2026-04-05"), ("America/Sao_Paulo", "2018-11-04"),
            ("America/Sao_Paulo", "2018-02-18"), ("America/St_Johns", "2000-10-29"), ("Pacific/Apia", "2011-12-30"),
            ("Asia/Gaza", "2026-03-28"), ("Africa/Casablanca", "2026-02-15"), ("Africa/Monrovia", "1972-01-07"),
        ]
        var page = ""
        for (name, date) in changes {
            let calendar = Calendar(name, ["daily": "22:30-02:15 09:00-17:00"], except: [(day(date) + 1).text: ""])
            let zone = calendar.zone
            page += "\(name) \(date), the day after closed\n"
            let ends = [-1, 2].map { zone.instant(of: day(date) + $0, millisecondsOfDay: 0, as: .opening) }
            for opening in calendar.openings(from: ends[0], to: ends[1]) {
                let minutes = Double((opening.to! - opening.from).milliseconds) / 60_000
                page += "    \(opening.from.text(in: zone)) – \(opening.to!.text(in: zone))  \(minutes) min\n"
            }
        }
        try expectGolden(page, "nights-of-change.txt")
    }
}
