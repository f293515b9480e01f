import Desk
import Domain
import Support

/// A desk on which a few people do what comes into their heads: everything that can change a figure happens.
struct AnyCourseOfEvents {
    let desk: TestDesk
    var chance: Seed
    private var tickets: [TicketID] = []
    private var last = 0

    init(_ desk: TestDesk, _ chance: Seed) {
        self.desk = desk
        self.chance = chance
    }

    static let policies = ["standard", "after-sales", "service-rules", "experience"]
    private static let categories = [
        "ordinary-fault", "complaint", "major-complaint", "device-fault", "phone-call", "consulting", "feedback",
        "mail",
    ]

    static func records() -> [(RecordKind, String, [String: String?])] {
        [
            (.team, "second-line", ["title.en": "Second line"]),
            (.site, "s1", ["title.en": "Site", "zone": "Asia/Shanghai", "region": "East"]),
            (.agent, "a1", ["name": "A", "role": "agent"]), (.agent, "a2", ["name": "B", "role": "agent"]),
            (.customer, "c2", ["name": "Two", "region": "North"]), (.customer, "c3", ["name": "Three"]),
            (.contract, "k2", ["customer": "c2", "amount": "JPY 900000", "hourly-rate": "JPY 5000"]),
        ]
    }

    mutating func begin() async throws {
        for (kind, id, fields) in Self.records() {
            _ = try await desk.desk.perform(Request("agent:boss", .record(kind, RecordID(id), .put(fields))))
        }
        for category in Self.categories {
            _ = try await desk.desk.perform(
                Request("agent:boss", .record(.category, RecordID(category), .put(["title.en": category]))))
        }
    }

    /// So many requests, of which the desk refuses some; time passes between them.
    mutating func go(_ count: Int) async throws {
        for _ in 0..<count {
            desk.clock.pass(Duration(milliseconds: chance.integer(0...2_400_000)))
            if chance.once(in: 3) { _ = try await Scheduler(desk.desk).fireDue() }
            do { _ = try await desk.desk.perform(request()) } catch is Refusal {}
            if chance.once(in: 10) { try await Followers(desk.desk).catchUp() }
        }
        try await Followers(desk.desk).catchUp()
    }

    private mutating func request() -> Request {
        let actor = Actor("agent:a1")
        if tickets.count < 3 || chance.once(in: 5) { return open() }
        let id = chance.one(of: tickets)
        switch chance.count(0...15) {
        case 0: return Request(actor, .merge(id, into: chance.one(of: tickets)))
        case 1:
            last += 1
            tickets.append(TicketID("t\(last)"))
            return Request(actor, .split(id, into: TicketID("t\(last)"), []))
        case 2:
            let marks = Dictionary(
                Rating.Dimension.allCases.filter { _ in chance.once(in: 2) }.map { ($0, chance.count(1...5)) }
            ) { $1 }
            let giver = chance.one(of: ["contact:p1", "contact:p1", "contact:p2"])
            guard let rating = Rating(chance.one(of: [.customer, .desk]), by: giver, marks) else { return open() }
            return Request(actor, .ticket(id, [.change(.rate(rating))]))
        case 3:
            return Request(
                "edge:web",
                .answeredAtOnce(
                    AnsweredAtOnce(
                        channel: chance.one(of: ["chat", "hotline", "robot"]),
                        language: chance.once(in: 3) ? nil : chance.one(of: ["zh", "en"]), count: chance.count(1...9),
                        at: desk.clock.now)))
        case 4, 5:
            return tell(id, .customerMessage, .mood(Mood(chance.count(-100...100))!))
        case 6:
            let grade = chance.one(of: [
                GradeRef(policy: PolicyVersion(id: "standard", version: "2026.1"), grade: "tier-1"),
                GradeRef(policy: PolicyVersion(id: "standard", version: "2026.1"), grade: "tier-2"),
                GradeRef(policy: PolicyVersion(id: "experience", version: "2026.1"), grade: "phone"),
                GradeRef(policy: PolicyVersion(id: "after-sales", version: "2026.1"), grade: "level-1"),
            ])
            if chance.once(in: 3) { return Request(actor, .ticket(id, [.grade(grade)])) }
            return Request(actor, .ticket(id, [.regrade(strand: chance.count(0...1), to: grade, reason: "because")]))
        case 7:
            let back = desk.clock.now - Duration(milliseconds: chance.integer(0...14_400_000))
            return Request(
                actor, .ticket(id, [.correct(position: chance.count(1...9), occurred: back, reason: "rang before")]))
        case 8:
            let change: Ticket.Change = chance.one(of: [
                .set(.category, chance.one(of: Self.categories)), .set(.agent, chance.one(of: ["a1", "a2"])),
                .set(.site, "s1"), .set(.site, nil), .set(.language, "ko"), .set(.contract, nil),
            ])
            return Request(actor, .ticket(id, [.change(change)]))
        case 9:
            return Request(
                actor,
                .record(
                    .customer, RecordID(chance.one(of: ["c2", "c3"])),
                    .put(["region": chance.one(of: ["North", "South", ""])])))
        case 10:
            let name: EventName = chance.one(of: [.engaged, .resolved, .restored])
            let back = desk.clock.now - Duration(milliseconds: chance.integer(0...10_800_000))
            return Request(
                actor,
                .ticket(id, [.record(name, occurred: back, source: .backdating(reason: "told late"))]))
        default:
            let name: EventName = chance.one(of: [
                .engaged, .engaged, .acknowledged, .contacted, .resolved, .resolved, .resolved, .closed, .closed,
                .reopened, .cancelled, .assigned, .assigned, .departed, .paused, .resumed, .labourRecorded, .answered,
                .agentMessage, .defectFound, .restored, .mobilised,
            ])
            switch name {
            case .assigned:
                let team: TeamID = chance.one(of: ["first-line", "second-line"])
                return Request(
                    actor,
                    .ticket(
                        id,
                        [
                            .offer(to: team),
                            .record(.assigned, occurred: .onReceipt, detail: .team(team), source: .person),
                        ]))
            case .paused: return tell(id, name, .waiting(chance.one(of: [.customer, .supplier])))
            case .labourRecorded: return tell(id, name, .labour(minutes: chance.count(1...240), by: "agent:a1"))
            case .agentMessage: return tell(id, name, chance.one(of: [.none, .robot(accepted: false)]))
            default: return tell(id, name)
            }
        }
    }

    private func tell(_ id: TicketID, _ name: EventName, _ detail: Fact.Detail = .none) -> Request {
        Request("agent:a1", .ticket(id, [.record(name, occurred: .onReceipt, detail: detail, source: .person)]))
    }

    private mutating func open() -> Request {
        last += 1
        let id = TicketID("t\(last)")
        tickets.append(id)
        let customer = chance.one(of: ["c1", "c1", "c2", "c3"])
        var attributes: [Attribute: String] = [:]
        if !chance.once(in: 6) { attributes[.category] = chance.one(of: Self.categories) }
        if !chance.once(in: 4) { attributes[.channel] = chance.one(of: ["chat", "hotline", "mail"]) }
        if !chance.once(in: 4) { attributes[.language] = chance.one(of: ["zh", "en"]) }
        if chance.once(in: 2) { attributes[.site] = "s1" }
        if customer == "c1" { attributes[.contract] = "k1" }
        if customer == "c2" { attributes[.contract] = "k2" }
        let opening = Ticket.Opening(
            id: id, customer: CustomerID(customer), received: .onReceipt,
            firstAsked: chance.once(in: 2) ? "first-line" : nil, attributes: attributes)
        return Request("edge:web", .open(opening, [], source: .edge))
    }

    /// A question of any kind about what is there.
    static func query(_ chance: inout Seed, from begin: Instant, to end: Instant) -> FiguresQuery {
        var query = FiguresQuery()
        func instant(_ chance: inout Seed) -> Instant {
            Instant(milliseconds: chance.integer(begin.milliseconds...end.milliseconds))
        }
        if chance.once(in: 2) {
            let (a, b) = (instant(&chance), instant(&chance))
            if a != b { (query.from, query.to) = (min(a, b), max(a, b)) }
        }
        if chance.once(in: 2) { query.by = chance.one(of: Dimension.allCases) }
        if chance.once(in: 2) { query.step = chance.one(of: FiguresStep.allCases) }
        if chance.once(in: 3) { query.zone = chance.one(of: ["UTC", "America/New_York", "Asia/Kathmandu"]) }
        let words: [Dimension: [String]] = [
            .category: categories + [""], .channel: ["chat", "hotline", "mail", "robot", ""],
            .team: ["first-line", ""],
            .agent: ["a1", "a2", ""], .site: ["s1", ""], .customer: ["c1", "c2", "c3", "c4"],
            .language: ["zh", "en", "ko", ""], .region: ["North", "South", "East", ""],
            .grade: ["standard/tier-1", "standard/tier-2", "experience/phone", "experience/complaint", ""],
            .policy: ["standard 2026.1", "experience 2026.1", ""],
        ]
        for dimension in chance.shuffled(Dimension.allCases).prefix(chance.count(0...3)) where chance.once(in: 2) {
            let some = words[dimension]!.filter { _ in chance.once(in: 2) }
            query.filters.append(.init(dimension, some.isEmpty ? words[dimension]! : some))
        }
        query.groupsAtMost = 1_000
        return query
    }
}
