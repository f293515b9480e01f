import Domain
import PolicyLanguage
import Support
import Testing

/// What a readable file comes to.
struct ReadingTests {
    /// A policy of one grade `g` on a calendar `c`; what is not said is the plainest.
    private static func text(calendar: String = "{open: {daily: \"09:00-18:00\"}}", head: String = "", grade: String)
        -> String
    {
        """
        policy: p
        version: "1"
        time-zone: Asia/Shanghai
        calendars:
          c: \(calendar)
        roles: {lead: 班组长, boss: {zh: 经理, en: manager}}
        \(head)
        grades:
          g:
            calendar: c
        """ + grade.split(separator: "\n").map { "\n    \($0)" }.joined() + "\n"
    }

    private func grade(_ text: String, head: String = "") throws -> Grade {
        try #require(try policy(Self.text(head: head, grade: text)).grade("g"))
    }

    private func commitment(_ fields: String, head: String = "", more: String = "") throws -> Commitment {
        let grade = try grade("commitments:\n  x: {\(fields)}\n\(more)", head: head)
        return try #require(grade.commitments.first { $0.id == "x" })
    }

    // MARK: Calendars

    private func calendar(_ text: String) throws -> CalendarTerms {
        let read = try policy(Self.text(calendar: text, grade: "commitments: {x: {needs: engaged, within: 1h}}"))
        return try #require(read.calendars.first)
    }

    @Test(arguments: [
        ("every day", "{daily: \"09:00-18:00\"}", ["mon-sun": "09:00-18:00"]),
        (
            "a word less wide wins, wherever it stands",
            "{sat: closed, mon-fri: \"09:00-17:00\", daily: \"10:00-12:00\"}",
            ["mon-fri": "09:00-17:00", "sun": "10:00-12:00"]
        ),
        ("a range of days", "{tue-thu: \"08:00-12:00\"}", ["tue-thu": "08:00-12:00"]),
        (
            "a day in a range", "{mon-fri: \"09:00-17:00\", wed: \"09:00-12:00\"}",
            ["mon-tue": "09:00-17:00", "wed": "09:00-12:00", "thu-fri": "09:00-17:00"]
        ),
        ("several intervals", "{mon-fri: [\"09:00-12:00\", \"13:00-18:00\"]}", ["mon-fri": "09:00-12:00 13:00-18:00"]),
        ("over midnight", "{fri: \"22:00-06:00\"}", ["fri": "22:00-06:00"]),
        ("the whole day", "{daily: \"00:00-24:00\"}", ["mon-sun": "00:00-24:00"]),
        ("closing at midnight", "{sun: \"12:00-24:00\"}", ["sun": "12:00-24:00"]),
        (
            "closed as a word and as an empty list", "{daily: \"09:00-18:00\", sat: closed, sun: []}",
            ["mon-fri": "09:00-18:00"]
        ),
        ("a list of one", "{mon: [\"09:00-18:00\"]}", ["mon": "09:00-18:00"]),
        ("overlapping", "{mon: [\"09:00-13:00\", \"12:00-18:00\"]}", ["mon": "09:00-13:00 12:00-18:00"]),
    ])
    func `hours of a week`(_ title: String, _ open: String, _ expected: [String: String]) throws {
        var week = [Hours](repeating: [], count: 7)
        for (days, text) in expected {
            let ends = days.split(separator: "-").map { Weekday(short: $0.description)!.rawValue }
            for day in ends.first!...ends.last! { week[day] = hours(text) }
        }
        #expect(try calendar("{open: \(open)}").week == week)
    }

    @Test func `holidays are dates and ranges, alone or in a list`() throws {
        #expect(try calendar("{open: {daily: \"09:00-18:00\"}, holidays: 2026-05-01}").holidays == [day("2026-05-01")])
        let list = try calendar("{open: {daily: \"09:00-18:00\"}, holidays: [2026-02-27..2026-03-02, 2026-12-31]}")
            .holidays
        #expect(list.map(\.text) == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-12-31"])
        #expect(try calendar("{open: {daily: \"09:00-18:00\"}, holidays: []}").holidays == [])
        #expect(try calendar("{open: {daily: \"09:00-18:00\"}, holidays: 2026-01-01..2026-01-01}").holidays.count == 1)
        #expect(
            try calendar("{open: {daily: \"09:00-18:00\"}, holidays: 2026-01-01..2027-01-02}").holidays.count == 367)
    }

    @Test func `made-up days have Monday's hours or their own`() throws {
        let list = try calendar(
            "{open: {mon: closed, tue: \"08:00-11:00\", wed: \"09:00-18:00\"}, workdays: [2026-02-14..2026-02-15]}")
        #expect(list.workdays == [day("2026-02-14"): nil, day("2026-02-15"): nil])
        #expect(
            list.exceptions(official: nil) == [
                day("2026-02-14"): hours("08:00-11:00"), day("2026-02-15"): hours("08:00-11:00"),
            ])
        let mapping = try calendar(
            "{open: {mon-fri: \"09:00-18:00\"}, holidays: 2026-02-14, workdays: {2026-02-14: \"10:00-12:00\", 2026-02-15: closed, 2026-02-16: [\"10:00-12:00\", \"22:00-02:00\"], 2026-02-17: []}}"
        )
        let own = [
            day("2026-02-14"): hours("10:00-12:00"), day("2026-02-15"): [],
            day("2026-02-16"): hours("10:00-12:00 22:00-02:00"),
            day("2026-02-17"): [],
        ]
        #expect(mapping.exceptions(official: nil) == own)
    }

    @Test func `dates of the file beat the official ones, working days beat holidays`() throws {
        let terms = try calendar(
            "{open: {mon-fri: \"09:00-18:00\"}, official: cn, holidays: [2026-02-14], workdays: {2026-02-17: \"10:00-11:00\"}}"
        )
        let exceptions = terms.exceptions(official: Shipped.official["cn"])
        #expect(exceptions[day("2026-02-14")] == [])  // made up by cn, closed by the file
        #expect(exceptions[day("2026-02-17")] == hours("10:00-11:00"))  // Spring Festival
        #expect(exceptions[day("2026-02-18")] == [])
        #expect(exceptions[day("2026-02-28")] == hours("09:00-18:00"))
        #expect(exceptions[day("2026-03-02")] == nil)
    }

    // MARK: Retention

    @Test(
        arguments: [
            ("", nil), ("retention: {texts: 36 months}", 36), ("retention: {texts: 1 month}", 1),
            ("retention:\n  texts: \"1200 months\"", 1200),
        ] as [(String, Int?)])
    func `personal texts are kept for months, or for ever`(_ head: String, _ months: Int?) throws {
        let read = try policy(Self.text(head: head, grade: "commitments: {x: {needs: engaged, within: 1h}}"))
        #expect(read.retention == Retention(textsMonths: months))
        #expect(read.explained().contains { if case .retention = $0 { true } else { false } } == (months != nil))
    }

    // MARK: Commitments

    @Test func `a promise is within, every or before`() throws {
        #expect(try commitment("needs: engaged, within: 1h").promise == .within([.service(.hours(1))]))
        #expect(
            try commitment("needs: engaged, within: [4h, next-day 09:00, 3 working-days, 2 months, agreed]").promise
                == .within([.service(.hours(4)), .nextDay(32_400_000), .workingDays(3), .months(2), .agreed]))
        #expect(
            try commitment("needs: reported, every: 90m, until: closed").promise == .every(.minutes(90), until: .closed)
        )
        #expect(try commitment("needs: mobilised, before: 360h, of: agreed").promise == .within([.ahead(.hours(360))]))
        let notice = try commitment(
            "needs: announced, before: 2h, of: late", more: "  late: {needs: closed, within: agreed}")
        #expect(notice.promise == .notice(.hours(2), of: "late"))
    }

    @Test func `what begins and ends it`() throws {
        #expect(try commitment("needs: engaged, within: 1h").trigger == .first(.received))
        #expect(
            try commitment("from: declined, needs: [reason-given, alternative-offered], within: 1h").needs == [
                .reasonGiven, .alternativeOffered,
            ])
        #expect(
            try commitment("from: escalated, each: true, needs: escalation-handled, within: 1h").trigger
                == .each(.escalated))
        #expect(
            try commitment("from: escalated, each: false, needs: escalation-handled, within: 1h").trigger
                == .first(.escalated))
        #expect(
            try commitment("reply: true, needs: agent-message, within: 1h").trigger == .unanswered(.customerMessage))
        #expect(
            try commitment("reply: true, from: declined, needs: agent-message, within: 1h").trigger
                == .unanswered(.declined))
    }

    @Test func `what the grade says once, a commitment may say anew`() throws {
        let text = """
            warn: [80%, 50%]
            escalate: l
            commitments:
              x: {needs: engaged, within: 1h}
              y: {needs: engaged, within: 1h, warn: [], escalate: [], calendar: other}
              z: {needs: engaged, within: 1h, warn: 33.3%, escalate: [{at: due-5m, tell: boss, wake: true}, {at: breach+1h elapsed, tell: lead, attach: q/up}]}
              n: {needs: announced, before: 10m, of: x}
            """
        let head = "ladders: {l: [{at: breach, tell: lead}]}"
        let read = try policy(
            Self.text(
                calendar: "{open: {daily: \"09:00-18:00\"}}\n  other: {open: {mon: \"09:00-10:00\"}}", head: head,
                grade: text))
        let commitments = try #require(read.grade("g")?.commitments)
        #expect(commitments.map(\.id) == ["x", "y", "z", "n"])
        #expect(commitments[0].warnings == [.percent(50), .percent(80)])
        #expect(commitments[0].ladder == [Rung(at: .init(anchor: .breach), tell: "lead")])
        #expect(commitments[1].warnings == [] && commitments[1].ladder == [] && commitments[1].calendar == "other")
        #expect(commitments[2].warnings == [Share(millionths: 333_000)])
        #expect(
            commitments[2].ladder == [
                Rung(at: .init(anchor: .due, offset: .minutes(5)), tell: "boss", wake: true),
                Rung(
                    at: .init(anchor: .breach, offset: .hours(1), elapsed: true), tell: "lead",
                    attach: .init(policy: "q", grade: "up")),
            ])
        #expect(commitments[3].warnings == [], "a notice warns at its due")
        #expect(commitments[3].ladder == commitments[0].ladder)
    }

    @Test func `pauses, kinds of matters, budgets`() throws {
        #expect(try commitment("needs: resolved, within: 1h, pause: waiting-supplier").pauses == [.supplier])
        #expect(
            try commitment("needs: resolved, within: 1h, pause: [waiting-customer, waiting-problem, waiting-evidence]")
                .pauses == [.customer, .problem, .evidence])
        #expect(try commitment("needs: resolved, within: 1h").pauses == [])
        #expect(try commitment("needs: resolved, within: 1h, only: simple").only == .simple)
        let budget = try commitment("needs: resolved, within: 1h, budget: {first: 20m, second: 40m}").budget
        #expect(budget == [.init(team: "first", budget: .minutes(20)), .init(team: "second", budget: .minutes(40))])
    }

    @Test func `words of a policy's own`() throws {
        let own = try commitment(
            "from: blessed, needs: [cursed, engaged], within: 1h", head: "events: {blessed: {zh: 祝福}, cursed: cursed}")
        #expect(own.trigger == .first("blessed"))
        #expect(own.needs == ["cursed", .engaged])
        let text = Self.text(
            head: "events: {blessed: blessed}", grade: "commitments: {x: {from: blessed, needs: engaged, within: 1h}}")
        let inForce = Shipped.force(try policy(text))
        let query = DueQuery(
            received: at("2026-03-02T10:00:00+08:00"), events: [("blessed", at("2026-03-02T17:30:00+08:00"))])
        #expect(query.answers(inForce.terms("g")).map(\.due) == [.at(at("2026-03-03T09:30:00+08:00"))])
    }

    // MARK: Grades

    @Test func `gates, duties and categories`() throws {
        let read = try grade(
            """
            title: {zh: 一, en: one, ja: 一つ, ko: 하나}
            for: [a, b-2]
            gates: {verify: [verified-technical, verified-customer], sign: closed}
            duties: {talk: {zh: 协商}, call: call them}
            commitments: {x: {needs: engaged, within: 1h}}
            """)
        #expect(read.title == Title([.zh: "一", .en: "one", .ja: "一つ", .ko: "하나"]))
        #expect(read.categories == ["a", "b-2"])
        #expect(
            read.gates == [
                .init(id: "verify", needs: [.verifiedTechnical, .verifiedCustomer]),
                .init(id: "sign", needs: [.closed]),
            ])
        #expect(
            read.duties == [
                .init(id: "talk", title: Title([.zh: "协商"])), .init(id: "call", title: Title([.en: "call them"])),
            ])
    }

    @Test func `variants change the limits they name`() throws {
        let text = """
            commitments:
              x: {needs: engaged, within: 1h}
              y: {needs: resolved, within: [4h, next-day 09:00]}
              r: {needs: reported, every: 1h, until: resolved}
            variants:
              gold: {title: 金, x: 10m, y: [2h, 1 working-day]}
              slow: {y: agreed}
            """
        let read = try policy(Self.text(grade: text))
        let variants = try #require(read.grade("g")?.variants)
        #expect(variants.map(\.id) == ["gold", "slow"])
        #expect(variants[0].limits == ["x": [.service(.minutes(10))], "y": [.service(.hours(2)), .workingDays(1)]])
        #expect(variants[0].title == Title([.en: "金"]))
        let query = DueQuery(received: at("2026-03-02T17:30:00+08:00"))
        let inForce = Shipped.force(read)
        func dues(_ variant: VariantID?) -> [String] {
            query.answers(inForce.terms("g", variant: variant)).map { $0.due.instant?.text(in: inForce.zone) ?? "none" }
        }
        #expect(dues(nil) == ["2026-03-03T09:30:00+08:00", "2026-03-03T09:00:00+08:00", "2026-03-03T09:30:00+08:00"])
        #expect(
            dues("gold") == ["2026-03-02T17:40:00+08:00", "2026-03-03T10:30:00+08:00", "2026-03-03T09:30:00+08:00"])
        #expect(
            dues("slow") == ["2026-03-03T09:30:00+08:00", "2026-03-03T09:30:00+08:00"], "agreed waits for its date")
        #expect(dues("silver") == [], "a variant that is not there has no clocks")
    }

    @Test(arguments: [
        ("{labour: 100%}", Grade.Compensation.labour(.whole)),
        ("{contract-per-hour: 0.5%}", .contractPerHour(Share(millionths: 5_000), .proRata)),
        ("{contract-per-hour: 1%, rounding: started-hour}", .contractPerHour(.percent(1), .startedHour)),
        ("{grant: gift, title: {zh: 礼物}}", .grant("gift", Title([.zh: "礼物"]))),
    ])
    func `what a breach owes`(_ text: String, _ owed: Grade.Compensation) throws {
        #expect(try grade("compensate: \(text)\ncommitments: {x: {needs: engaged, within: 1h}}").compensation == owed)
    }

    @Test func `a grade may promise nothing, and is remarked upon`() throws {
        let reading = reading(Self.text(grade: "commitments: {}"))
        #expect(reading.value?.grade("g")?.commitments == [])
        #expect(reading.notes.map(\.remark) == [.unusedRole("lead"), .unusedRole("boss"), .promisesNothing("g")])
    }

    @Test func `notes keep nothing from working`() throws {
        let text = Self.text(
            calendar: "{open: {mon-fri: \"09:00-18:00\"}, official: cn}",
            head: "ladders: {l: [{at: breach, tell: lead}], m: [{at: due, tell: boss}]}",
            grade: "escalate: l\ncommitments: {x: {needs: engaged, within: 1h}}")
        let reading = reading(text)
        #expect(reading.faults == [])
        #expect(
            reading.notes.map { "\($0.place.line):\($0.place.column) \($0.remark)" } == [
                "5:49 officialYears(\"cn\", ClosedRange(2019...2026))", "7:42 unusedLadder(\"m\")",
            ])
    }

    @Test func `guarantees and scorecards of the shipped policies`() throws {
        let after = try #require(Shipped.policies["after-sales"]).guarantees
        #expect(after.insuranceCeiling == Money(currency: "CNY", minor: 1_000_000_000))
        #expect(after.majorLoss == Money(currency: "CNY", minor: 50_000_000))
        #expect(after.responsibleShare == .percent(30) && after.disqualifyAfter == 3 && after.listedYears == 5)
        #expect(after.deposits.map(\.floor) == [.percent(10), .percent(5)])
        let rules = try #require(Shipped.policies["service-rules"])
        #expect(rules.guarantees.misuseFactor == 3 && rules.scorecard.bonus?.over == .percent(120))
        #expect(rules.scorecard.steps.count == 4 && rules.scorecard.targets.first?.within == .minutes(15))
        let standard = try #require(Shipped.policies["standard"])
        #expect(
            standard.scorecard.weights == [
                .timeliness: .percent(40), .quality: .percent(30), .satisfaction: .percent(30),
            ])
        #expect(
            standard.scorecard.cards.map(\.rule) == [
                .reaches(2, .breaches), .reaches(3, .complaints), .top(.percent(10), [.breaches, .complaints]),
            ])
        #expect(
            standard.grades.map { $0.compensation } == [.labour(.whole), .labour(.percent(50)), .labour(.percent(20))]
                + Array(repeating: nil, count: 7))
        let sales = try #require(Shipped.policies["after-sales"])
        #expect(sales.grade("level-1")?.compensation == .contractPerHour(Share(millionths: 5_000), .proRata))
        #expect(sales.grade("six-step")?.gates.map(\.needs) == [[.verifiedTechnical, .verifiedCustomer]])
        #expect(standard.grade("major-complaint")?.duties.count == 1)
    }

    /// POLICIES §3: what ends with answering, restoring, solving or closing waits for the customer; nothing else does.
    @Test func `only the promises that need the customer pause`() {
        let pausing: Set = ["answer", "restore", "resolve", "close", "complete", "locate"]
        for (id, policy) in Shipped.policies {
            for grade in policy.grades {
                for commitment in grade.commitments {
                    let name = commitment.id.rawValue
                    let pauses = pausing.contains(name) && (name != "answer" || grade.id == "level-4")
                    #expect(commitment.pauses == (pauses ? [.customer, .evidence] : []), "\(id)/\(grade.id)/\(name)")
                }
            }
        }
    }
}
