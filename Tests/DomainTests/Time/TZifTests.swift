import Domain
import Support
import Testing

struct TZifTests {
    /// A zone's bytes: transitions as (seconds UTC, index of the type), types by their offset in seconds, footer.
    static func tzif(
        version: String = "2", _ transitions: [(Int64, UInt8)] = [], types: [Int32] = [0], leapSeconds: Int = 0,
        footer: String
    ) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
        let counts = [0, 0, Int32(leapSeconds), Int32(transitions.count), Int32(types.count), 4]
        var data = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap(bytes)
        data += transitions.flatMap { bytes($0.0) } + transitions.map(\.1)
        data += types.flatMap { bytes($0) + [0, 0] } + Array("LMT\0".utf8)
        data += [UInt8](repeating: 0, count: leapSeconds * 12)
        return data + Array("\n\(footer)\n".utf8)
    }

    struct Footer: CustomTestStringConvertible {
        let rule, instant: String
        let hours: Double
        init(_ rule: String, _ instant: String, _ hours: Double) {
            (self.rule, self.instant, self.hours) = (rule, instant, hours)
        }
        var testDescription: String { "\(rule) at \(instant)" }
    }

    @Test(arguments: [
        Footer("UTC0", "2026-01-01T00:00:00Z", 0),
        Footer("CST-8", "2026-01-01T00:00:00Z", 8),
        Footer("<-03>3", "2026-01-01T00:00:00Z", -3),
        Footer("<+1245>-12:45", "2026-01-01T00:00:00Z", 12.75),
        Footer("<X>+1:30:36", "2026-01-01T00:00:00Z", -1.51),
        // Berlin's rule; the last Sunday is the 29th and the 25th.
        Footer("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59.999Z", 1),
        Footer("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 2),
        Footer("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59.999Z", 2),
        Footer("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 1),
        Footer("CET-1CEST,M3.5.0,M10.5.0/3", "1970-01-01T00:00:00+20:00", 1),
        Footer("CET-1CEST,M3.5.0,M10.5.0/3", "2199-07-01T00:00:00Z", 2),
        // South of the equator the year begins in summer.
        Footer("AEST-10AEDT,M10.1.0,M4.1.0/3", "1970-01-15T00:00:00Z", 11),
        Footer("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 10),
        Footer("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-12-01T00:00:00Z", 11),
        // Ireland: winter is the exception.
        Footer("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0),
        Footer("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 1),
        // Hours past the day and before it: Nuuk, Gaza.
        Footer("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -2),
        Footer("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -1),
        Footer("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27T23:59:59Z", 2),
        Footer("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 3),
        // An end 167 hours after the year's last Sunday lies in the next year.
        Footer("AAA0BBB,M11.5.0,M12.5.0/167", "2026-12-31T12:00:00Z", 1),
        Footer("AAA0BBB,M11.5.0,M12.5.0/167", "2027-01-02T21:59:59Z", 1),
        Footer("AAA0BBB,M11.5.0,M12.5.0/167", "2027-01-02T22:00:00Z", 0),
        // Days without leap days, and with them.
        Footer("AAA0BBB,J60/0,J300/0", "2028-02-29T12:00:00Z", 0),
        Footer("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00Z", 1),
        Footer("AAA0BBB,J60/0,J300/0", "2027-03-01T00:00:00Z", 1),
        Footer("AAA0BBB,59/0,300/0", "2028-02-29T00:00:00Z", 1),
        Footer("AAA0BBB,59/0,300/0", "2027-02-28T23:59:59Z", 0),
        // Summer time all year.
        Footer("EST5EDT,0/0,J365/25", "2026-01-01T04:59:59.999Z", -4),
        Footer("EST5EDT,0/0,J365/25", "2026-01-01T05:00:00Z", -4),
        Footer("EST5EDT,0/0,J365/25", "2026-07-01T00:00:00Z", -4),
        // No rule: what was last, for ever.
        Footer("", "2100-07-01T00:00:00Z", 0),
    ])
    func `the footer says what holds after the last change`(_ footer: Footer) throws {
        let zone = try Zone(name: "Test", tzif: Self.tzif(types: [0], footer: footer.rule))
        #expect(Double(zone.offset(at: at(footer.instant))) / 3_600_000 == footer.hours)
    }

    @Test(arguments: [
        "X", "XX0", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M0.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5,M10.5.0", "CET-1CEST,J0,J10", "CET-1CEST,J366,J10", "CET-1CEST,366,10",
        "CET-1CEST,M3.5.0/168,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1:60", "CET-1:00:60", "<CET-1", "CET--1", "CET-99999999999", "CET-25",
        "CET25",
        "CET-1CEST-25,M3.5.0,M10.5.0", "CET-1CEST,M99999999999999999999.5.0,M10.5.0", "CET-1 ", "\0",
    ])
    func `a footer that is no rule is refused`(rule: String) {
        #expect(throws: ZoneFault.self) { try Zone(name: "Test", tzif: Self.tzif(footer: rule)) }
    }

    @Test func `changes hold from their instant, the first type before them`() throws {
        let zone = try Zone(
            name: "Test", tzif: Self.tzif([(1_000, 1), (2_000, 2)], types: [-60, 3_600, 7_200], footer: "<X>-2"))
        let seconds: [Int64] = [-86_400, 999, 1_000, 1_999, 2_000, 4_000_000_000]
        #expect(
            seconds.map { zone.offset(at: Instant(milliseconds: $0 * 1_000)) / 1_000 } == [
                -60, -60, 3_600, 3_600, 7_200, 7_200,
            ])
    }

    @Test func `a change at the big bang replaces the first type`() throws {
        let zone = try Zone(name: "Test", tzif: Self.tzif([(-(1 << 59), 1), (0, 0)], types: [0, 3_600], footer: ""))
        #expect(zone.offset(at: at("1970-01-01T00:00:00+01:00")) == 3_600_000)
        #expect(zone.offset(at: at("1970-01-01T00:00:00Z")) == 0)
    }

    @Test func `a rule begins after the last change, wherever that lies`() throws {
        let rule = "CET-1CEST,M3.5.0,M10.5.0/3"
        for year in [1900, 1969, 1970, 2037, 2199, 2200, 2201, 2202, 5_000, 30_000] {
            let last = Day(year: year, month: 5, day: 1).localMilliseconds / 1_000
            let zone = try Zone(name: "Test", tzif: Self.tzif([(last, 1)], types: [3_600, 7_200], footer: rule))
            #expect(zone.offset(at: Instant(milliseconds: last * 1_000 - 1)) == 3_600_000, "\(year)")
            #expect(zone.offset(at: Instant(milliseconds: last * 1_000)) == 7_200_000, "\(year)")
            guard year <= 2199 else { continue }
            let december = Day(year: max(year, 1969), month: 12, day: 31).localMilliseconds
            #expect(zone.offset(at: Instant(milliseconds: december)) == 3_600_000, "\(year)")
        }
    }

    @Test(
        arguments: [
            ("no header", []), ("another magic", Array("TZix2".utf8) + [UInt8](repeating: 0, count: 60)),
            ("version 1", tzif(version: "\0", footer: "")),
            ("leap seconds", tzif(leapSeconds: 1, footer: "UTC0")),
            ("no types", tzif(types: [], footer: "UTC0")),
            ("a type that is not there", tzif([(0, 1)], types: [0], footer: "UTC0")),
            ("the same instant twice", tzif([(5, 0), (5, 0)], footer: "UTC0")),
            ("changes in disorder", tzif([(5, 0), (4, 0)], footer: "UTC0")),
            ("a change after the end of time", tzif([(.max, 0)], footer: "UTC0")),
            ("an offset of two days", tzif(types: [172_800], footer: "")),
            ("an offset of sixty years to the west", tzif(types: [.min], footer: "")),
        ] as [(String, [UInt8])])
    func `bytes that are no zone are refused`(what: String, bytes: [UInt8]) {
        #expect(throws: ZoneFault.self) { try Zone(name: "Test", tzif: bytes) }
    }

    @Test func `a rule may end in the year after the one it is told for`() throws {
        // Summer time ends 167 hours after the last Sunday of 2026, that is on 2 January 2027 at 22:00 UTC.
        let last = at("2027-01-01T00:00:00Z").milliseconds / 1_000
        let rule = "AAA0BBB,M11.5.0,M12.5.0/167"
        let zone = try Zone(name: "Test", tzif: Self.tzif([(last, 1)], types: [0, 3_600], footer: rule))
        #expect(zone.offset(at: at("2027-01-02T21:59:59Z")) == 3_600_000)
        #expect(zone.offset(at: at("2027-01-02T22:00:00Z")) == 0)
    }

    @Test func `the 32-bit part is skipped when it is there`() throws {
        let second = Self.tzif([(1_000, 1)], types: [0, 3_600], footer: "<X>-1")
        var first = Self.tzif(types: [7_200], footer: "")
        first.removeLast(2)
        let zone = try Zone(name: "Test", tzif: first + second)
        #expect(zone.offset(at: Instant(milliseconds: 999_999)) == 0)
        #expect(zone.offset(at: Instant(milliseconds: 1_000_000)) == 3_600_000)
        #expect(throws: ZoneFault.self) { try Zone(name: "Test", tzif: first + Array("TZif".utf8)) }
    }

    @Test func `a zone cut short anywhere is refused or read, never fatal`() {
        let bytes = Fixture.tzif("America/St_Johns")
        for count in 0..<bytes.count { _ = try? Zone(name: "Test", tzif: Array(bytes.prefix(count))) }
    }

    @Test(arguments: Seed.some(150))
    func `no damage to a zone ends the process`(_ seed: Seed) {
        var chance = seed
        var bytes = Fixture.tzif(
            chance.one(of: ["America/St_Johns", "Africa/Casablanca", "Europe/Berlin", "Asia/Tokyo", "UTC"]))
        for _ in 0..<chance.count(1...6) {
            // Counts and footer break more than the middle does.
            let place = chance.one(of: [
                chance.count(0...43), chance.count(0...bytes.count - 1), bytes.count - chance.count(1...20),
            ])
            bytes[place] =
                chance.once(in: 3)
                ? bytes[place] ^ (1 << UInt8(chance.count(0...7))) : UInt8(truncatingIfNeeded: chance.next())
        }
        if chance.once(in: 4) { bytes.removeLast(chance.count(0...bytes.count)) }
        guard let zone = try? Zone(name: "Test", tzif: bytes) else { return }
        for _ in 0..<20 {
            let instant = Instant(milliseconds: chance.integer(-2_000_000_000_000...9_000_000_000_000))
            #expect(abs(zone.offset(at: instant)) < 26 * 3_600_000)
            _ = zone.instant(ofLocal: instant.milliseconds, as: chance.one(of: [.opening, .closing]))
        }
        guard chance.once(in: 8) else { return }
        let calendar = Calendar(zone: zone, week: Array(repeating: hours("22:00-06:00 09:00-17:00"), count: 7))
        for _ in 0..<20 {
            let instant = Instant(milliseconds: chance.integer(0...7_258_000_000_000))
            _ = calendar.due(after: .minutes(chance.integer(0...1_000_000)), from: instant)
            _ = calendar.start(leaving: .minutes(chance.integer(0...1_000_000)), until: instant)
            _ = calendar.openings(from: instant, to: instant + .hours(100))
            _ = calendar.closing(ofOpenDay: chance.count(1...10), after: zone.day(of: instant))
        }
    }
}
