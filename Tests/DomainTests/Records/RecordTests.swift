import Domain
import Support
import Testing

struct RecordTests {
    private static let contract: [String: String?] = [
        "customer": "c1", "amount": "CNY 100000", "hourly-rate": "CNY 300", "variant": "premium",
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let kind: RecordKind
        let put: [String: String?]
        let faults: [FieldFault]
        init(_ title: String, _ kind: RecordKind, _ put: [String: String?], _ faults: [FieldFault]) {
            (self.title, self.kind, self.put, self.faults) = (title, kind, put, faults)
        }
        var testDescription: String { title }
    }

    @Test(arguments: [
        Case(
            "an unknown field, with the nearest", .tag, ["title.zh": "标签", "titel.en": "Tag"],
            [FieldFault("titel.en", .unknown(nearest: "title.en"))]),
        Case("what is required", .customer, ["level": "gold"], [FieldFault("name", .missing)]),
        Case("a blank is no name", .customer, ["name": " "], [FieldFault("name", .missing)]),
        Case(
            "some title", .tag, [:],
            [FieldFault("title.zh", .needsOneOf(["title.zh", "title.en", "title.ja", "title.ko"]))]),
        Case(
            "a title with a fault of its own is not missing too", .tag,
            ["title.en": String(repeating: "a", count: 121)], [FieldFault("title.en", .tooLong(atMost: 120))]),
        Case(
            "an amount that can't be read has no currency to differ from", .contract,
            contract.merging(["amount": "much", "hourly-rate": "USD 40"]) { $1 },
            [FieldFault("amount", .unreadable(.money))]),
        Case(
            "a long name is cut", .tag, ["title.zh": "标签", String(repeating: "z", count: 99): "1"],
            [FieldFault(String(repeating: "z", count: 40), .unknown(nearest: nil))]),
        Case(
            "every fault at once, each field once, in the order of the table", .contract,
            ["customer": "no-1", "amount": "much", "from": "2026-02-30", "zzz": "1"],
            [
                FieldFault("zzz", .unknown(nearest: nil)), FieldFault("customer", .noSuch(.customer, "no-1")),
                FieldFault("amount", .unreadable(.money)), FieldFault("from", .unreadable(.day)),
                FieldFault("hourly-rate", .missing),
            ]),
        Case(
            "one currency a contract", .contract, contract.merging(["hourly-rate": "USD 40"]) { $1 },
            [FieldFault("hourly-rate", .otherCurrency(than: "amount"))]),
        Case(
            "a contract ends on its first day or later", .contract,
            contract.merging(["from": "2026-02-02", "until": "2026-02-01"]) { $1 },
            [FieldFault("until", .notAfter("from"))]),
        Case(
            "a shift lasts", .shift,
            ["agent": "a", "kind": "on", "from": "2026-02-14T20:30:00Z", "to": "2026-02-14T20:30:00Z"],
            [FieldFault("to", .notAfter("from"))]),
        Case(
            "a place has both coordinates", .site, ["title.en": "HQ", "zone": "Asia/Tokyo", "latitude": "1"],
            [FieldFault("longitude", .missing)]),
        Case(
            "a choice needs its choices", .field, ["title.en": "Colour", "kind": "choice", "applies-to": "ticket"],
            [FieldFault("choices", .missing)]),
        Case(
            "no category is its own parent", .category, ["title.en": "A", "parent": "x"],
            [FieldFault("parent", .itself)]),
    ])
    func `a put with faults`(_ c: Case) {
        #expect(throws: Record.Refusal.faults(c.faults)) { try Record(c.kind, "x", .put(c.put)) }
    }

    @Test func `a put is told as what it changes`() throws {
        let contract = try Record(.contract, "k1", .put(Self.contract))
        let decision = try contract.decide(
            .put(["amount": "CNY 100000.00", "variant": nil, "number": "一号"]), book())
        #expect(decision == .init([.put(values: ["variant": nil, "number": "一号"], personal: [:])]))
        #expect(try contract.decide(.put(Self.contract), book()).events.isEmpty)
        #expect(try contract.decide(.put([:]), book()).events.isEmpty)
    }

    @Test func `personal texts are handed over beside the events`() throws {
        let customer = Record(kind: .customer, id: "c1")
        let decision = try customer.decide(.put(["name": " 王小明 ", "phone": "138 0013 8000", "level": "gold"]), book())
        #expect(
            decision
                == .init(
                    [.put(values: ["level": "gold"], personal: ["name": true, "phone": true])],
                    texts: [.init(field: "name", text: "王小明"), .init(field: "phone", text: "13800138000")]))
        var known = customer
        for event in decision.events { known.evolve(event) }
        #expect(known.personal == ["name", "phone"])
        #expect(try known.decide(.put(["name": "王小明"]), book()).events.count == 1, "nobody can compare it")
        #expect(try known.decide(.put(["note": nil]), book()).events.isEmpty, "there was none")
        #expect(
            try known.decide(.put(["phone": ""]), book()) == .init([.put(values: [:], personal: ["phone": false])]))
        #expect(throws: Record.Refusal.faults([FieldFault("name", .missing)])) {
            try known.decide(.put(["name": nil]), book())
        }
    }

    @Test func `a reference that stands is not asked again`() throws {
        let contract = try Record(.contract, "k1", .put(Self.contract))
        let empty = RecordBook(zones: .shipped) { _, _ in false }
        #expect(try contract.decide(.put(Self.contract), empty).events.isEmpty)
        #expect(throws: Record.Refusal.faults([FieldFault("customer", .noSuch(.customer, "c2"))])) {
            try contract.decide(.put(["customer": "c2"]), empty)
        }
    }

    @Test func `of several references those that stand are not asked again`() throws {
        let put: [String: String?] = ["name": "Ada", "role": "agent", "teams": "gone red"]
        let agent = try Record(.agent, "a1", .put(put))
        let later = RecordBook(zones: .shipped) { _, id in id != "gone" }
        #expect(try agent.decide(.put(["teams": "gone red blue"]), later).events.count == 1)
        #expect(throws: Record.Refusal.faults([FieldFault("teams", .noSuch(.team, "gone"))])) {
            try Record(.agent, "a2", .put(put.merging(["teams": "red"]) { $1 }))
                .decide(.put(["teams": "red gone"]), later)
        }
    }

    /// State × command, the whole table.
    @Test func `retiring, restoring, erasing`() throws {
        let put = Record.Command.put(["name": "王小明"])
        let states: [(name: String, record: Record)] = [
            ("absent", Record(kind: .customer, id: "c1")), ("live", try Record(.customer, "c1", put)),
            ("retired", try Record(.customer, "c1", put, .retire)),
            ("erased", try Record(.customer, "c1", put, .erase)),
        ]
        let commands: [(name: String, command: Record.Command)] = [
            ("put", put), ("retire", .retire), ("restore", .restore), ("erase", .erase),
        ]
        let table = states.map { state in
            state.name + ":"
                + commands.map { command in
                    do {
                        let events = try state.record.decide(command.command, book()).events
                        return " \(command.name) \(events.isEmpty ? "nothing" : "granted")"
                    } catch Record.Refusal.noSuchRecord { return " \(command.name) unknown" } catch Record.Refusal
                        .retired
                    {
                        return " \(command.name) retired"
                    } catch { return " \(command.name) erased" }
                }.joined(separator: ",")
        }
        #expect(
            table == [
                "absent: put granted, retire unknown, restore unknown, erase unknown",
                "live: put granted, retire granted, restore nothing, erase granted",
                "retired: put retired, retire nothing, restore granted, erase granted",
                "erased: put erased, retire nothing, restore erased, erase nothing",
            ])
    }

    @Test func `erasing leaves what is not personal`() throws {
        let erased = try Record(.customer, "c1", .put(["name": "王小明", "level": "gold"]), .erase)
        #expect(erased.isErased)
        #expect(erased.personal.isEmpty)
        #expect(erased.values == ["level": "gold"])
        #expect(throws: Record.Refusal.nothingPersonal(.tag)) {
            try Record(.tag, "t", .put(["title.en": "Tag"]), .erase)
        }
    }

    @Test(arguments: [
        ("a", true), ("A-1.b_c", true), ("", false), (".", false), ("..", false), ("-a", false), ("=a", false),
        ("a/b", false), ("团", false), (String(repeating: "a", count: 64), true),
        (String(repeating: "a", count: 65), false),
    ])
    func `what is an id`(text: String, isID: Bool) { #expect((RecordID(checking: text) != nil) == isID) }

    @Test(arguments: RecordKind.allCases)
    func `tables are sound`(kind: RecordKind) {
        let names = kind.fields.map(\.name)
        #expect(!names.isEmpty)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name != "id" && !name.hasPrefix("custom.")) }
    }

    @Test func `views speak the rules' types`() throws {
        let contract = try #require(Contract(try Record(.contract, "k1", .put(Self.contract))))
        #expect(contract.amount == Money(currency: "CNY", minor: 10_000_000))
        #expect(contract.hourlyRateMinor == 30_000)
        #expect(contract.variant == "premium")
        #expect(Contract(Record(kind: .tag, id: "t")) == nil)

        let put = Record.Command.put(["url": "https://example.com", "secret": "s", "kinds": "ticket-opened"])
        let hook = try Record(.webhook, "w", put)
        #expect(Webhook(hook)?.wants("ticket-opened") == true)
        #expect(Webhook(hook)?.wants("other") == false)
        #expect(Webhook(try Record(.webhook, "w", put, .retire)) == nil)
        #expect(Webhook(try Record(.webhook, "w", put, .put(["active": "no"]))) == nil)
        #expect(hook.values["secret"] == nil)
    }

    @Test func `a company's own fields are put like the table's`() throws {
        let colour = try Record(
            .field, "colour",
            .put(["title.zh": "颜色", "kind": "choice", "choices": "红; 黄", "applies-to": "customer ticket"]))
        let hobby = try Record(
            .field, "hobby", .put(["title.zh": "爱好", "kind": "text", "personal": "是", "applies-to": "customer"]))
        let custom = RecordField.custom([hobby, colour])
        #expect(custom[.customer]?.map(\.name) == ["custom.colour", "custom.hobby"])
        let decision = try Record(kind: .customer, id: "c1").decide(
            .put(["name": "王", "custom.colour": "红", "custom.hobby": "棋"]), book(custom: custom))
        #expect(
            decision.events == [
                .put(values: ["custom.colour": "红"], personal: ["name": true, "custom.hobby": true])
            ])
    }
}
