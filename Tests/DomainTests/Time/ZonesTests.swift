import Domain
import Support
import Testing

struct ZonesTests {
    @Test(
        arguments: [
            ("Asia/Shanghia", "Asia/Shanghai"), ("europe/berlin", "Europe/Berlin"),
            ("America/NewYork", "America/New_York"),
            ("Utc", "UTC"), ("Mars/Olympus_Mons", nil), ("../../etc/passwd", nil),
        ] as [(String, String?)])
    func `an unknown zone is refused with the nearest known`(name: String, nearest: String?) {
        #expect(throws: ZoneFault.unknown(name: name, nearest: nearest)) { try Zones.shipped.zone(name) }
        #expect(!Zones.shipped.contains(name))
    }

    @Test func `an endless name is refused at once`() {
        let name = String(repeating: "x", count: 200_000)
        #expect(throws: ZoneFault.unknown(name: name, nearest: nil)) { try Zones.shipped.zone(name) }
    }

    @Test func `the table tells its release`() {
        #expect(Zones.shipped.version.count == 5)
        #expect(Zones.shipped.version >= "2026a")
    }

    @Test func `links share their bytes and keep their names`() throws {
        #expect(try Zones.shipped.zone("Asia/Calcutta").name == "Asia/Calcutta")
        #expect(Fixture.tzif("Asia/Calcutta") == Fixture.tzif("Asia/Kolkata"))
    }

    @Test(arguments: [
        "", "\n", "YINUO-ZONES 1 2026f 0", "YINUO-ZONES 2 2026f 0\n\n", "YINUO-ZONES 1 2026f 1\n\n",
        "YINUO-ZONES 1 2026f\n\n", "ZONES 1 2026f 0\n\n", "YINUO-ZONES 1 2026f 1\nUTC 0 5\n\nTZif",
        "YINUO-ZONES 1 2026f 1\nUTC -1 2\n\nTZif", "YINUO-ZONES 1 2026f 1\nUTC 0 0\n\nTZif",
        "YINUO-ZONES 1 2026f 1\nUTC 0\n\nTZif", "YINUO-ZONES 1 2026f 1\nUTC 0 x\n\nTZif",
        "YINUO-ZONES 1 2026f 1\nUTC 9223372036854775807 1\n\nTZif",
        "YINUO-ZONES 1 2026f 1\nUTC 1 9223372036854775807\n\nTZif", "YINUO-ZONES 1 2026f 1\nUTC 0 4",
    ])
    func `a broken table is refused`(text: String) {
        #expect((try? Zones(Array(text.utf8)))?.names.isEmpty ?? true)
    }

    @Test func `an empty table knows nothing`() throws {
        let zones = try Zones(Array("YINUO-ZONES 1 2026f 0\n\n".utf8))
        #expect(zones.names.isEmpty)
        #expect(throws: ZoneFault.unknown(name: "UTC", nearest: nil)) { try zones.zone("UTC") }
    }

    @Test(arguments: Seed.some(60))
    func `no damage to the table ends the process`(_ seed: Seed) {
        var chance = seed
        var bytes = Array(Fixture.bytes("Sources/Assets/zones/zones.bin").prefix(chance.count(0...30_000)))
        for _ in 0..<chance.count(0...4) where !bytes.isEmpty {
            bytes[chance.count(0...min(bytes.count - 1, 200))] = UInt8(truncatingIfNeeded: chance.next())
        }
        _ = (try? Zones(bytes))?.names
    }
}
