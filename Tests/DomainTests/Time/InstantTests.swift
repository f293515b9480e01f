import Domain
import Support
import Testing

/// POLICIES 1.1.
struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01 00:00:00Z", 0),
            ("1970-01-01t00:00:00z", 0),
            ("1970-01-01T00:00:00-00:00", 0),
            ("1970-01-01T08:00:00+08:00", 0),
            ("1970-01-01T00:00:00+08:00", -28_800_000),
            ("1970-01-01T00:00:00-03:30", 12_600_000),
            ("1970-01-01T00:00:00+23:59", -86_340_000),
            ("1970-01-01T00:00:00.1Z", 100),
            ("1970-01-01T00:00:00.12Z", 120),
            ("1970-01-01T00:00:00.123Z", 123),
            ("1970-01-01T00:00:00.1239Z", 123),
            ("1970-01-01T00:00:00.9999999999999999999999Z", 999),
            ("1970-01-01T00:00:00.0009+00:00", 0),
            ("1969-12-31T23:59:59Z", nil),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2026-02-14T20:30:00+08:00", 1_771_072_200_000),
            ("2199-12-31T23:59:59.999Z", 7_258_118_399_999),
            ("2199-12-31T23:59:59.999-23:59", 7_258_204_739_999),
            ("2200-01-01T00:00:00+08:00", nil),
        ] as [(String, Int64?)])
    func `a text is read to the millisecond`(text: String, milliseconds: Int64?) {
        #expect((try? Instant(text))?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        ("2026-06-30T23:59:60Z", InstantFault.secondSixty("2026-06-30T23:59:60Z")),
        ("2026-06-30T12:00:60+08:00", .secondSixty("2026-06-30T12:00:60+08:00")),
        ("2026-06-30T12:00:61Z", .noSuchTime("2026-06-30T12:00:61Z")),
        ("2026-06-30T24:00:00Z", .noSuchTime("2026-06-30T24:00:00Z")),
        ("2026-06-30T12:60:00Z", .noSuchTime("2026-06-30T12:60:00Z")),
        ("2026-02-29T12:00:00Z", .noSuchDate("2026-02-29T12:00:00Z")),
        ("2026-13-01T12:00:00Z", .noSuchDate("2026-13-01T12:00:00Z")),
        ("1969-12-31T23:59:59Z", .year("1969-12-31T23:59:59Z")),
        ("1969-12-31T23:59:59-01:00", .year("1969-12-31T23:59:59-01:00")),
        ("2200-01-01T00:00:00+23:59", .year("2200-01-01T00:00:00+23:59")),
        ("0000-01-01T00:00:00Z", .year("0000-01-01T00:00:00Z")),
        ("2026-06-30T12:00:00", .noOffset("2026-06-30T12:00:00")),
        ("2026-06-30T12:00:00.5", .noOffset("2026-06-30T12:00:00.5")),
        ("2026-06-30T12:00Z", .shape("2026-06-30T12:00Z")),
        ("2026-06-30T12:00+08:00", .shape("2026-06-30T12:00+08:00")),
        ("2026-06-30", .shape("2026-06-30")),
        ("2026-06-30T12:00:00.Z", .shape("2026-06-30T12:00:00.Z")),
        ("2026-06-30T12:00:00.", .shape("2026-06-30T12:00:00.")),
        ("2026-06-30T12:00:00,5Z", .shape("2026-06-30T12:00:00,5Z")),
        ("2026-06-30T12:00:00+08", .shape("2026-06-30T12:00:00+08")),
        ("2026-06-30T12:00:00+0800", .shape("2026-06-30T12:00:00+0800")),
        ("2026-06-30T12:00:00+24:00", .shape("2026-06-30T12:00:00+24:00")),
        ("2026-06-30T12:00:00+08:60", .shape("2026-06-30T12:00:00+08:60")),
        ("2026-06-30T12:00:00+08:0", .shape("2026-06-30T12:00:00+08:0")),
        ("2026-06-30T12:00:00+", .shape("2026-06-30T12:00:00+")),
        ("2026-06-30T12:00:00Z ", .shape("2026-06-30T12:00:00Z ")),
        (" 2026-06-30T12:00:00Z", .shape(" 2026-06-30T12:00:00Z")),
        ("2026-06-30_12:00:00Z", .shape("2026-06-30_12:00:00Z")),
        ("2026-06-30T12:00:00 Z", .shape("2026-06-30T12:00:00 Z")),
        ("2026-06-30  12:00:00Z", .shape("2026-06-30  12:00:00Z")),
        ("+2026-06-30T12:00:00Z", .shape("+2026-06-30T12:00:00Z")),
        ("２０２６-06-30T12:00:00Z", .shape("２０２６-06-30T12:00:00Z")),
        ("2026-06-30T12:00:00−08:00", .shape("2026-06-30T12:00:00−08:00")),
        ("2026-W27-2T12:00:00Z", .shape("2026-W27-2T12:00:00Z")),
        ("tomorrow", .shape("tomorrow")),
        ("", .shape("")),
    ])
    func `a text that is no instant says why`(text: String, fault: InstantFault) {
        #expect(throws: fault) { try Instant(text) }
    }

    @Test func `a refusal quotes no more than forty characters`() {
        #expect(throws: InstantFault.shape(String(repeating: "x", count: 40))) {
            try Instant(String(repeating: "x", count: 100_000))
        }
    }

    @Test(arguments: [
        ("2026-02-14T12:30:00Z", "Asia/Shanghai", "2026-02-14T20:30:00+08:00"),
        ("2026-02-14T12:30:00Z", "UTC", "2026-02-14T12:30:00+00:00"),
        ("2026-02-14T20:00:00Z", "Asia/Shanghai", "2026-02-15T04:00:00+08:00"),
        ("2026-02-14T00:00:00Z", "America/St_Johns", "2026-02-13T20:30:00-03:30"),
        ("2026-02-14T00:00:00Z", "Asia/Kathmandu", "2026-02-14T05:45:00+05:45"),
        ("2026-07-01T00:00:00Z", "Australia/Lord_Howe", "2026-07-01T10:30:00+10:30"),
        ("2026-12-01T00:00:00Z", "Australia/Lord_Howe", "2026-12-01T11:00:00+11:00"),
        ("2026-11-01T05:30:00Z", "America/New_York", "2026-11-01T01:30:00-04:00"),
        ("2026-11-01T06:30:00Z", "America/New_York", "2026-11-01T01:30:00-05:00"),
        ("2026-02-14T12:30:00.5Z", "UTC", "2026-02-14T12:30:00.500+00:00"),
        ("2026-02-14T12:30:00.007Z", "UTC", "2026-02-14T12:30:00.007+00:00"),
        ("2026-02-14T12:30:00.0004Z", "UTC", "2026-02-14T12:30:00+00:00"),
        ("1972-01-07T00:44:29.999Z", "Africa/Monrovia", "1972-01-07T00:44:29.999+00:00"),
        ("1971-06-01T12:00:00Z", "Africa/Monrovia", "1971-06-01T12:00:00+00:00"),
        ("1972-01-07T00:44:30Z", "Africa/Monrovia", "1972-01-07T00:44:30+00:00"),
        ("2199-12-31T20:00:00Z", "Pacific/Apia", "2200-01-01T09:00:00+13:00"),
    ])
    func `an instant is told in the zone asked for`(instant: String, zone: String, text: String) {
        #expect(at(instant).text(in: .shipped(zone)) == text)
    }

    @Test(arguments: [
        ("2199-12-31T15:59:59.999Z", "Asia/Shanghai", true),
        ("2199-12-31T16:00:00Z", "Asia/Shanghai", false),
        ("2199-12-31T23:59:59.999-05:00", "America/New_York", true),
        ("1970-01-01T00:00:00Z", "UTC", true),
        // Told in UTC, where 1970 has begun, though Monrovia's clocks lag by 44 minutes and 30 seconds.
        ("1970-01-01T00:10:00Z", "Africa/Monrovia", true),
    ])
    func `an instant can be written while its year can be read`(instant: String, zone: String, can: Bool) {
        #expect(at(instant).isWritable(in: .shipped(zone)) == can)
    }

    @Test(arguments: Seed.some(100))
    func `what is written is read as the same instant`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<20 {
            let instant = Instant(milliseconds: chance.integer(86_400_000...7_258_000_000_000))
            let zone = Zone.shipped(
                chance.one(of: ["Africa/Monrovia", "Asia/Kathmandu", "Pacific/Apia", "Europe/Dublin"]))
            let text = instant.text(in: zone)
            #expect(try Instant(text) == instant, "\(text)")
            #expect(try Instant(text.replacing("T", with: " ")) == instant)
        }
    }

    @Test(arguments: Seed.some(200))
    func `no text ends the process`(_ seed: Seed) {
        var chance = seed
        var bytes = Array("2026-06-30T12:00:00.123+08:00".utf8)
        for _ in 0..<chance.count(1...4) {
            switch chance.count(0...2) {
            case 0 where !bytes.isEmpty: bytes.remove(at: chance.count(0...bytes.count - 1))
            case 1: bytes.insert(chance.one(of: Array("0129:-+.TZ é\0".utf8)), at: chance.count(0...bytes.count))
            default: bytes = Array(bytes.prefix(chance.count(0...bytes.count)))
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if let read = try? Instant(text) {
            #expect((try? Instant(read.text(in: .utc))) == read || text.hasPrefix("1970"))
        }
        _ = Day(text)
    }
}
