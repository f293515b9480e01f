import Domain
import Support
import Testing

struct ZoneTests {
    @Test func `every shipped zone can be read`() throws {
        let zones = Zones.shipped
        #expect(zones.names.count > 500)
        #expect(zones.names == zones.names.sorted())
        for name in zones.names { #expect(throws: Never.self, "\(name)") { try zones.zone(name) } }
    }

    @Test func `offsets are those that Python's zoneinfo reads`() throws {
        let lines = Fixture.lines("Tests/DomainTests/Time/Golden/zoneinfo.txt")
        #expect(lines.count == 540)
        var zone = Zone.utc
        for line in lines {
            let words = line.split(separator: " ")
            let (name, seconds, offset) = (String(words[0]), Int64(words[1])!, Int64(words[2])!)
            if zone.name != name { zone = .shipped(name) }
            #expect(zone.offset(at: Instant(milliseconds: seconds * 1_000)) == offset * 1_000, "\(line)")
        }
    }

    struct Wall: CustomTestStringConvertible {
        let zone, time, opening, closing: String
        init(_ zone: String, _ time: String, opens opening: String, closes closing: String? = nil) {
            (self.zone, self.time, self.opening, self.closing) = (zone, time, opening, closing ?? opening)
        }
        var testDescription: String { "\(zone) \(time)" }
    }

    /// POLICIES 1.3: of a wall time that exists twice the first opens and the last closes; one that does not exist
    /// moves forward to the first that does.
    @Test(arguments: [
        Wall("Asia/Shanghai", "2026-02-14T09:00", opens: "2026-02-14T09:00:00+08:00"),
        // Spring forward, an hour.
        Wall("America/New_York", "2026-03-08T01:59", opens: "2026-03-08T01:59:00-05:00"),
        Wall("America/New_York", "2026-03-08T02:00", opens: "2026-03-08T03:00:00-04:00"),
        Wall("America/New_York", "2026-03-08T02:30", opens: "2026-03-08T03:00:00-04:00"),
        Wall("America/New_York", "2026-03-08T02:59", opens: "2026-03-08T03:00:00-04:00"),
        Wall("America/New_York", "2026-03-08T03:00", opens: "2026-03-08T03:00:00-04:00"),
        // Fall back: 01:00 to 01:59 exist twice, 02:00 does not.
        Wall("America/New_York", "2026-11-01T00:59", opens: "2026-11-01T00:59:00-04:00"),
        Wall(
            "America/New_York", "2026-11-01T01:00", opens: "2026-11-01T01:00:00-04:00",
            closes: "2026-11-01T01:00:00-05:00"),
        Wall(
            "America/New_York", "2026-11-01T01:59", opens: "2026-11-01T01:59:00-04:00",
            closes: "2026-11-01T01:59:00-05:00"),
        Wall("America/New_York", "2026-11-01T02:00", opens: "2026-11-01T02:00:00-05:00"),
        Wall("Europe/Berlin", "2026-03-29T02:30", opens: "2026-03-29T03:00:00+02:00"),
        Wall(
            "Europe/Berlin", "2026-10-25T02:30", opens: "2026-10-25T02:30:00+02:00", closes: "2026-10-25T02:30:00+01:00"
        ),
        Wall("Europe/Berlin", "2026-10-25T03:00", opens: "2026-10-25T03:00:00+01:00"),
        // Ireland's winter is its summer time in the database, minus an hour.
        Wall("Europe/Dublin", "2150-03-29T01:30", opens: "2150-03-29T02:00:00+01:00"),
        Wall(
            "Europe/Dublin", "2150-10-25T01:30", opens: "2150-10-25T01:30:00+01:00", closes: "2150-10-25T01:30:00+00:00"
        ),
        // Half an hour, and two hours.
        Wall("Australia/Lord_Howe", "2026-10-04T02:15", opens: "2026-10-04T02:30:00+11:00"),
        Wall("Australia/Lord_Howe", "2026-04-05T01:29", opens: "2026-04-05T01:29:00+11:00"),
        Wall(
            "Australia/Lord_Howe", "2026-04-05T01:30", opens: "2026-04-05T01:30:00+11:00",
            closes: "2026-04-05T01:30:00+10:30"),
        Wall("Antarctica/Troll", "2026-03-29T01:00", opens: "2026-03-29T03:00:00+02:00"),
        Wall(
            "Antarctica/Troll", "2026-10-25T01:00", opens: "2026-10-25T01:00:00+02:00",
            closes: "2026-10-25T01:00:00+00:00"),
        // No midnight, and two of them.
        Wall("America/Sao_Paulo", "2018-11-04T00:00", opens: "2018-11-04T01:00:00-02:00"),
        Wall(
            "America/Sao_Paulo", "2018-02-17T23:30", opens: "2018-02-17T23:30:00-02:00",
            closes: "2018-02-17T23:30:00-03:00"),
        Wall("America/Sao_Paulo", "2018-02-18T00:00", opens: "2018-02-18T00:00:00-03:00"),
        Wall("Asia/Pyongyang", "2018-05-04T23:45", opens: "2018-05-05T00:00:00+09:00"),
        Wall("Asia/Pyongyang", "2018-05-05T00:00", opens: "2018-05-05T00:00:00+09:00"),
        Wall("Asia/Gaza", "2026-03-28T02:30", opens: "2026-03-28T03:00:00+03:00"),
        Wall("Asia/Kathmandu", "1986-01-01T00:10", opens: "1986-01-01T00:15:00+05:45"),
        // One minute past midnight.
        Wall("America/St_Johns", "2000-04-02T00:00", opens: "2000-04-02T00:00:00-03:30"),
        Wall("America/St_Johns", "2000-04-02T00:01", opens: "2000-04-02T01:01:00-02:30"),
        Wall(
            "America/St_Johns", "2000-10-29T00:00", opens: "2000-10-29T00:00:00-02:30",
            closes: "2000-10-29T00:00:00-03:30"),
        Wall(
            "America/St_Johns", "2000-10-28T23:30", opens: "2000-10-28T23:30:00-02:30",
            closes: "2000-10-28T23:30:00-03:30"),
        Wall("America/St_Johns", "2000-10-29T00:01", opens: "2000-10-29T00:01:00-03:30"),
        // The fast of Ramadan, and permanent summer time after the table's last change.
        Wall(
            "Africa/Casablanca", "2026-02-15T02:30", opens: "2026-02-15T02:30:00+01:00",
            closes: "2026-02-15T02:30:00+00:00"),
        Wall("Africa/Casablanca", "2026-03-22T02:30", opens: "2026-03-22T03:00:00+01:00"),
        // A day that never was.
        Wall("Pacific/Apia", "2011-12-29T23:59", opens: "2011-12-29T23:59:00-10:00"),
        Wall("Pacific/Apia", "2011-12-30T00:00", opens: "2011-12-31T00:00:00+14:00"),
        Wall("Pacific/Apia", "2011-12-30T12:00", opens: "2011-12-31T00:00:00+14:00"),
        Wall("Pacific/Apia", "2011-12-30T23:59", opens: "2011-12-31T00:00:00+14:00"),
        Wall("Pacific/Apia", "2011-12-31T00:00", opens: "2011-12-31T00:00:00+14:00"),
        // Seven hours twice, and an offset with seconds.
        Wall(
            "Antarctica/Vostok", "1994-01-31T20:00", opens: "1994-01-31T20:00:00+07:00",
            closes: "1994-01-31T20:00:00+00:00"),
        Wall("Africa/Monrovia", "1972-01-07T00:10", opens: "1972-01-07T00:44:30+00:00"),
        Wall("Africa/Monrovia", "1972-01-06T00:10", opens: "1972-01-06T00:54:30+00:00"),
    ])
    func `a wall time is an instant`(_ wall: Wall) {
        let zone = Zone.shipped(wall.zone)
        let local = at(wall.time + ":00Z").milliseconds
        let (opening, closing) = (
            zone.instant(ofLocal: local, as: .opening), zone.instant(ofLocal: local, as: .closing)
        )
        #expect(opening == at(wall.opening), "opens at \(opening.text(in: zone))")
        #expect(closing == at(wall.closing), "closes at \(closing.text(in: zone))")
    }

    @Test(arguments: Seed.some(60))
    func `the instant of a local time has that local time, or is the first after a gap`(_ seed: Seed) {
        var chance = seed
        let zone = Zone.shipped(chance.one(of: Zones.shipped.names))
        for _ in 0..<20 {
            let local = chance.integer(0...7_258_000_000_000)
            let (first, last) = (zone.instant(ofLocal: local, as: .opening), zone.instant(ofLocal: local, as: .closing))
            #expect(first <= last)
            #expect(zone.local(first) == local || first == last && zone.local(first) > local)
            #expect(zone.local(last) == zone.local(first))
            if zone.local(first) > local { #expect(zone.local(Instant(milliseconds: first.milliseconds - 1)) < local) }
            // And back: an instant is among those of its own local time.
            let instant = Instant(milliseconds: local)
            let own = [Zone.Edge.opening, .closing].map { zone.instant(ofLocal: zone.local(instant), as: $0) }
            #expect(own.contains(instant))
        }
    }
}
