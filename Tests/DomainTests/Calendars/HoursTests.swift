import Domain
import Support
import Testing

/// POLICIES 1.2: the intervals of a day.
struct HoursTests {
    @Test(
        arguments: [
            ("09:00", "17:00", 540, 1020),
            ("00:00", "24:00", 0, 1440),
            ("00:00", "00:01", 0, 1),
            ("22:00", "06:00", 1320, 1800),
            ("22:00", "00:00", 1320, 1440),
            ("22:00", "24:00", 1320, 1440),
            ("23:59", "00:00", 1439, 1440),
            ("23:59", "23:58", 1439, 2878),
            ("00:01", "00:00", 1, 1440),
            ("06:00", "05:59", 360, 1799),
        ] as [(String, String, Int64, Int64)])
    func `an interval crosses midnight when it closes before it opens`(
        opening: String, closing: String, opens: Int64, closes: Int64
    ) throws {
        let interval = try WallInterval(opening, closing)
        #expect(interval.opens == opens * 60_000)
        #expect(interval.closes == closes * 60_000)
    }

    @Test(arguments: [
        ("09:00", "09:00", WallInterval.Fault.opensWhenItCloses("09:00")),
        ("00:00", "00:00", .opensWhenItCloses("00:00")),
        ("24:00", "06:00", .opensAtMidnightsEnd),
        ("24:00", "24:00", .opensAtMidnightsEnd),
        ("24:00", "00:00", .opensAtMidnightsEnd),
        ("9:00", "17:00", .notATime("9:00")),
        ("09:00", "17:60", .notATime("17:60")),
        ("09:00", "24:01", .notATime("24:01")),
        ("09:00", "25:00", .notATime("25:00")),
        ("09:00:00", "17:00", .notATime("09:00:00")),
        ("09.00", "17:00", .notATime("09.00")),
        ("09:00", "", .notATime("")),
        ("-9:00", "17:00", .notATime("-9:00")),
        ("+9:00", "17:00", .notATime("+9:00")),
        ("09:00 ", "17:00", .notATime("09:00 ")),
        ("０9:0", "17:00", .notATime("０9:0")),
    ])
    func `what is no interval says why`(opening: String, closing: String, fault: WallInterval.Fault) {
        #expect(throws: fault) { try WallInterval(opening, closing) }
    }

    @Test(arguments: [
        (["mon": "09:00-17:00", "tue": "10:00-16:00"], "09:00-17:00"),
        // All intervals, not only the first.
        (["mon": "09:00-12:00 13:00-17:00", "tue": "10:00-16:00"], "09:00-12:00 13:00-17:00"),
        // Monday closed: the first open weekday, not Sunday, not the longest.
        (["wed": "10:00-12:00", "thu": "08:00-20:00"], "10:00-12:00"),
        (["sat": "10:00-12:00 22:00-02:00", "sun": "08:00-20:00"], "10:00-12:00 22:00-02:00"),
        ([:], ""),
    ])
    func `a made-up day has Monday's hours, else the first open weekday's`(week: [String: String], made: String) {
        #expect(Calendar.madeUpHours(week: Calendar("UTC", week).week) == hours(made))
    }
}
