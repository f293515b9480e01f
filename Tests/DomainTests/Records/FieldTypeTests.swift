import Domain
import Support
import Testing

/// What is kept of what is typed, type by type.
struct FieldTypeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let type: FieldType
        let typed: String
        let kept: String
        init(_ type: FieldType, _ typed: String, _ kept: String) {
            (self.type, self.typed, self.kept) = (type, typed, kept)
        }
        var testDescription: String { "\(type) »\(typed)«" }
    }

    @Test(arguments: [
        Case(.text(atMost: 9), "  一 诺　", "一 诺"),
        Case(.text(atMost: 9), "a\r\nb\rc", "a\nb\nc"),
        Case(.text(atMost: 9), "ＡＢ", "ＡＢ"),
        Case(.texts(atMost: 9), "红; 黄；蓝;;红", "红; 黄; 蓝"),
        Case(.choice(["on", "off"]), "ＯＮ", "on"),
        Case(.choice(["红色"]), " 红色", "红色"),
        Case(.languages, "zh、en,zh", "zh en"),
        Case(.id, "road-crew", "road-crew"),
        Case(.ids, "lead; manager", "lead manager"),
        Case(.reference(.team), "Team_1.a", "Team_1.a"),
        Case(.references(.team), "a,b  a", "a b"),
        Case(.integer(-5...5), "-５", "-5"),
        Case(.integer(0...100), "007", "7"),
        Case(.money, "cny 10.5", "CNY 10.50"),
        Case(.money, "JPY 100", "JPY 100"),
        Case(.share, "0.50%", "0.5%"),
        Case(.instant, "2026-02-14T20:30:00+08:00", "2026-02-14T12:30:00+00:00"),
        Case(.instant, "2026-02-14 12:30:00.25Z", "2026-02-14T12:30:00.250+00:00"),
        Case(.day, "2026-02-14", "2026-02-14"),
        Case(.flag, "是", "yes"), Case(.flag, "False", "no"), Case(.flag, "いいえ", "no"), Case(.flag, "예", "yes"),
        Case(.zone, "Asia/Shanghai", "Asia/Shanghai"),
        Case(.hours, "Mon-Fri 09：00-18：00", "mon-fri: 09:00-18:00"),
        Case(.url, "HTTPS://Example.COM:8443/A?b=C", "https://example.com:8443/A?b=C"),
        Case(.email, "Ada@Example.COM", "Ada@example.com"),
        Case(.phone, "+86 (138) 0013-8000", "+8613800138000"),
        Case(.phone, "400 800 1234", "4008001234"),
    ])
    func `kept`(_ c: Case) throws {
        #expect(try keep(c.typed, c.type) == c.kept)
        #expect(try keep(c.kept, c.type) == c.kept, "the kept spelling is kept")
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let type: FieldType
        let typed: String
        let cause: FieldFault.Cause
        init(_ type: FieldType, _ typed: String, _ cause: FieldFault.Cause? = nil) {
            (self.type, self.typed, self.cause) = (type, typed, cause ?? .unreadable(type))
        }
        var testDescription: String { "\(type) »\(typed.prefix(40))«" }
    }

    @Test(arguments: [
        Refused(.text(atMost: 3), "一二三四", .tooLong(atMost: 3)),
        Refused(.text(atMost: 3), "e\u{301}\u{301}\u{301}", .tooLong(atMost: 3)),
        Refused(.text(atMost: 9), "a\u{0}b"),
        Refused(.text(atMost: 100_000), String(repeating: "a", count: 70_000), .tooLong(atMost: 16_384)),
        Refused(
            .references(.team), (0...200).map { "t\($0)" }.joined(separator: " "), .tooMany(atMost: 200)),
        Refused(.choice(["on", "off"]), "of", .notOneOf(["on", "off"], nearest: "on")),
        Refused(.choice(["on", "off"]), "maybe", .notOneOf(["on", "off"], nearest: nil)),
        Refused(.languages, "zh fr", .notOneOf(["zh", "en", "ja", "ko"], nearest: nil)),
        Refused(.id, "Road Crew"), Refused(.id, "-a"), Refused(.ids, "a B"),
        Refused(.reference(.team), "../x"), Refused(.reference(.team), "团队"),
        Refused(.reference(.team), String(repeating: "a", count: 65)),
        Refused(.reference(.team), "no-1", .noSuch(.team, "no-1")),
        Refused(.references(.team), "a no-1", .noSuch(.team, "no-1")),
        Refused(.integer(0...5), "6", .outOfRange(0...5)), Refused(.integer(0...5), "1.5"),
        Refused(.integer(0...5), "99999999999999999999"),
        Refused(.money, "10"), Refused(.money, "CNY -1"), Refused(.money, "JPY 1.5"), Refused(.share, "5"),
        Refused(.instant, "2026-02-14T20:30:00", .instant(.noOffset("2026-02-14T20:30:00"))),
        Refused(.instant, "1970-01-01T00:00:00+08:00", .instant(.year("1969-12-31T16:00:00+00:00"))),
        Refused(.day, "2026-02-30"), Refused(.flag, "perhaps"),
        Refused(.zone, "Asia/Shanghia", .zone(.unknown(name: "Asia/Shanghia", nearest: "Asia/Shanghai"))),
        Refused(.hours, "always"),
        Refused(.url, "ftp://example.com"), Refused(.url, "https://"), Refused(.url, "https://a@b.com/"),
        Refused(.url, "https://例.com"), Refused(.url, "https://example.com/a b"), Refused(.url, "javascript:alert(1)"),
        Refused(.email, "a@b"), Refused(.email, "a@@b.com"), Refused(.email, "a b@c.com"),
        Refused(.email, "a@b.com,c@d.com"), Refused(.email, "a@b.com\nBcc: c@d.com"), Refused(.email, "a@-b.com"),
        Refused(.phone, "12"), Refused(.phone, "1+2345"), Refused(.phone, "call me"),
        Refused(.phone, "1234567890123456"), Refused(.phone, "+"),
    ])
    func `refused`(_ c: Refused) {
        #expect(throws: Record.Refusal.faults([FieldFault("custom.it", c.cause)])) { try keep(c.typed, c.type) }
    }

    @Test func `a blank of any type is none`() throws {
        for type in [FieldType.text(atMost: 3), .texts(atMost: 3), .money, .references(.team), .phone, .hours] {
            for blank in ["", " ", "　\n"] { #expect(try keep(blank, type) == nil) }
        }
        #expect(try keep(" , ;", .references(.team)) == nil)
    }

    private func keep(_ typed: String, _ type: FieldType) throws -> String? {
        let book = book(custom: [.tag: [RecordField("custom.it", type)]])
        return try Record(.tag, "t", .put(["title.zh": "标签", "custom.it": typed]), in: book).values["custom.it"]
    }
}
