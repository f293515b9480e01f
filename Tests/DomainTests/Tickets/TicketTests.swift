import Domain
import Support
import Testing

/// POLICIES 1.15, 1.16 (merging), 1.17, 1.18 and §2: who holds a ticket, what its state allows, what joins it.
struct TicketTests {
    // MARK: Gates and duties

    static let gated = Grade(
        id: "g", commitments: [promise("resolve", "resolved", within: "1h")],
        gates: [Grade.Gate(id: "verify", needs: [.verifiedTechnical, .verifiedCustomer])])

    @Test func `two signatures are a gate between resolved and closed`() throws {
        var stage = Stage([Self.gated])
        #expect(throws: Ticket.Refusal.notPermitted(.closed, .new)) { try stage.play("10:05 closed") }
        try stage.play("10:10 resolved")
        #expect(
            throws: Ticket.Refusal.gateClosed(gate: "verify", missing: [.verifiedTechnical, .verifiedCustomer])
        ) { try stage.play("10:11 closed") }
        try stage.play("10:12 verified-technical")
        #expect(throws: Ticket.Refusal.gateClosed(gate: "verify", missing: [.verifiedCustomer])) {
            try stage.play("10:13 closed")
        }
        try stage.play(["10:14 verified-customer", "10:15 closed"])
        #expect(stage.ticket.course.state() == .closed)
        #expect(stage.clocks().map(\.words) == ["resolve met 10:10"], "a gate is no clock")
    }

    @Test func `signatures before a reopening do not count`() throws {
        var stage = Stage([Self.gated])
        try stage.play([
            "10:10 resolved", "10:12 verified-technical", "10:13 verified-customer", "10:14 reopened", "10:20 resolved",
        ])
        #expect(
            throws: Ticket.Refusal.gateClosed(gate: "verify", missing: [.verifiedTechnical, .verifiedCustomer])
        ) { try stage.play("10:21 closed") }
    }

    @Test func `a duty is called with the grading, and with a regrading`() throws {
        var stage = Stage([grade("g", duties: ["compensation-talks"]), grade("other", duties: ["visit", "apology"])])
        func duties() -> [String] {
            stage.journal.compactMap {
                if case .course(.dutyCalled(let strand, let duty, let at)) = $0 {
                    "\(at.words) \(strand) \(duty)"
                } else {
                    nil
                }
            }
        }
        #expect(duties() == ["10:00 0 compensation-talks"])
        try stage.play("10:30 regrade 0 other because so")
        #expect(duties() == ["10:00 0 compensation-talks", "10:30 0 visit", "10:30 0 apology"])
        #expect(stage.clocks().isEmpty, "a duty is no clock")
    }

    // MARK: Variants

    @Test func `a contract names a variant of a grade's limits`() throws {
        let gold = Grade.Variant(id: "gold", title: nil, limits: ["respond": [.service(.minutes(5))]])
        let both = grade(
            "v", promise("respond", "engaged", within: "15m"), promise("resolve", "resolved", within: "1h"),
            variants: [gold])
        var stage = Stage([both])
        let version = PolicyVersion(id: "p", version: "1")
        try stage.perform(.grade(GradeRef(policy: version, grade: "v", variant: "gold")), at: t("10:00"))
        #expect(stage.clocks().map(\.words) == ["respond due 10:05", "resolve due 11:00"])
        try stage.perform(
            .regrade(strand: 0, to: GradeRef(policy: version, grade: "v"), reason: "no contract"), at: t("10:01"))
        #expect(stage.clocks().map(\.words) == ["respond due 10:15", "resolve due 11:00"])
        let unknown = GradeRef(policy: version, grade: "v", variant: "silver")
        try stage.perform(.regrade(strand: 0, to: unknown, reason: "?"), at: t("10:02"))
        #expect(stage.clocks().filter { !$0.progress.isOver }.isEmpty, "a variant nobody wrote promises nothing")
    }

    // MARK: Teams

    static let split = grade(
        "g", promise("resolve", "resolved", within: "3h", budget: [("desk", "1h"), ("field", "1h")]))

    struct Budget: CustomTestStringConvertible {
        let title: String
        let given: [String]
        let at: String
        let spent: [String]
        let told: [String]
        var testDescription: String { title }
    }

    @Test(arguments: [
        Budget(
            title: "from the acceptance to the next",
            given: ["10:00 assigned desk", "10:30 offer field", "10:40 assigned field"],
            at: "10:50", spent: ["desk 40m", "field 10m"], told: []),
        Budget(
            title: "waiting for acceptance is the giver's", given: ["10:00 assigned desk", "10:10 offer field"],
            at: "11:05",
            spent: ["desk 65m", "field 0m"], told: ["11:00 spent resolve by desk"]),
        Budget(
            title: "the last is not blamed for the first",
            given: ["10:00 assigned desk", "11:50 offer field", "11:50 assigned field"], at: "12:20",
            spent: ["desk 110m", "field 30m"], told: ["11:00 spent resolve by desk"]),
        Budget(
            title: "what comes back adds up",
            given: [
                "10:00 assigned desk", "10:40 offer field", "10:40 assigned field", "11:00 offer desk",
                "11:00 assigned desk",
            ], at: "11:30", spent: ["desk 70m", "field 20m"], told: ["11:20 spent resolve by desk"]),
        Budget(
            title: "the end of the clock ends it", given: ["10:00 assigned desk", "10:30 resolved"], at: "15:00",
            spent: ["desk 30m", "field 0m"], told: []),
        Budget(
            title: "whoever was asked first holds it until another accepts",
            given: ["10:30 offer field", "10:45 assigned field"],
            at: "11:00", spent: ["desk 45m", "field 15m"], told: []),
    ])
    func `a team's part of a limit`(_ c: Budget) throws {
        var stage = Stage([Self.split], firstAsked: "desk")
        try stage.play(c.given + ["\(c.at) advance"])
        let budgets = stage.judge().budgets(stage.clock("resolve"))
        #expect(budgets.map { "\($0.team) \($0.spent.words)" } == c.spent)
        #expect(stage.told.filter { $0.contains("spent") } == c.told)
        #expect(Ticket(replaying: stage.journal) == stage.ticket)
    }

    @Test func `it stays the giver's until the offer is accepted`() throws {
        var stage = Stage([Self.split], firstAsked: "desk")
        #expect(throws: Ticket.Refusal.handOverNotOffered(to: "field")) { try stage.play("10:10 assigned field") }
        try stage.play("10:10 offer field")
        #expect(stage.ticket.holder == "desk")
        try stage.play("10:20 assigned field")
        #expect(stage.ticket.holder == "field")
        #expect(stage.ticket.offered == nil)
    }

    @Test(
        arguments: [
            (["10:20 engaged"], "field"), (["10:20 paused customer"], "field"), (["10:20 assigned desk"], "field"),
            (["10:20 resolved"], nil), (["10:20 resolved", "10:30 closed"], nil), (["10:20 cancelled"], nil),
            (["10:20 resolved", "10:30 reopened"], nil),
        ] as [([String], TeamID?)])
    func `an offer waits for an answer until the work ends, and no reopening brings it back`(
        _ lines: [String], _ open: TeamID?
    ) throws {
        var stage = Stage([Self.split], firstAsked: "desk")
        try stage.play(["10:10 offer field"] + lines)
        #expect(stage.ticket.offered == open)
        #expect(stage.ticket.holder == "desk")
        #expect(Ticket(replaying: stage.journal) == stage.ticket)
    }

    @Test func `a merged ticket is offered to nobody`() throws {
        var stage = Stage([Self.split], firstAsked: "desk")
        try stage.play("10:10 offer field")
        try stage.perform(.mergeInto("other"), at: t("10:20"))
        #expect(stage.ticket.offered == nil)
    }

    @Test(arguments: [State.resolved, .closed])
    func `what is solved is offered to nobody, and an old journal in which it was has no offer either`(
        _ state: State
    ) throws {
        var stage = Stage([Self.split], firstAsked: "desk")
        try stage.play(state == .closed ? ["10:10 resolved", "10:11 closed"] : ["10:10 resolved"])
        #expect(throws: Ticket.Refusal.notPermitted(.assigned, state)) { try stage.play("10:20 offer field") }
        stage.journal.append(.handOverOffered("field", at: t("10:20")))
        let rebuilt = try #require(Ticket(replaying: stage.journal))
        #expect(rebuilt.offered == nil)
    }

    // MARK: Merging

    static let twins = [
        grade(
            "g", promise("respond", "engaged", within: "1h"),
            promise("plan", "planned", within: "1h", from: .first(.confirmed)),
            promise("progress", "reported", every: "1h")),
        grade("calm", promise("respond", "engaged", within: "4h")),
    ]

    /// What a survivor received at 10:40 shows at 10:45, once a twin received at 10:00 has joined it.
    @Test(arguments: [
        ("the earlier start of like clocks", [], [], "respond due 11:00, progress due 11:00"),
        (
            "also of clocks with another start", ["10:10 confirmed"], ["10:42 confirmed"],
            "respond due 11:00, plan due 11:10, progress due 11:00"
        ),
        ("like clocks only", ["10:10 confirmed"], [], "respond due 11:00, progress due 11:00"),
        ("what was over there begins here as it did", ["10:20 engaged"], [], "respond due 11:40, progress due 11:00"),
        ("what is over here keeps its verdict", [], ["10:42 engaged"], "respond met 10:42, progress due 11:00"),
    ])
    func `merging`(_ title: String, _ theirs: [String], _ ours: [String], _ shown: String) throws {
        let book = Book([policy(Self.twins)])
        var twin = Stage(book, id: "T0")
        try twin.play(["10:00 grade g"] + theirs)
        var survivor = Stage(book, received: "10:40")
        try survivor.play(["10:40 grade g"] + ours)
        try survivor.perform(.absorb(twin.ticket), at: t("10:45"))
        #expect(survivor.clocks().map(\.words).joined(separator: ", ") == shown, "\(title)")
        try twin.perform(.mergeInto("T1"), at: t("10:45"))
        #expect(twin.clocks(at: t("3/10:00")).allSatisfy { $0.progress.isOver }, "the other's running clocks are void")
        #expect(twin.ticket.mergedInto == "T1")
        #expect(Ticket(replaying: survivor.journal) == survivor.ticket)
        #expect(Ticket(replaying: twin.journal) == twin.ticket)
    }

    @Test func `a verdict here stays, though an earlier start would have broken it`() throws {
        let book = Book([policy(Self.twins)])
        var twin = Stage(book, id: "T0")
        try twin.play("10:00 grade calm")
        var survivor = Stage(book, received: "11:30")
        try survivor.play(["11:30 grade g", "11:40 engaged"])
        try survivor.perform(.absorb(twin.ticket), at: t("11:45"))
        #expect(survivor.clock("respond").words == "respond met 11:40")
        #expect(survivor.told == [])
    }

    @Test func `recorded breaches stay where they are`() throws {
        let book = Book([policy(Self.twins)])
        var twin = Stage(book, id: "T0")
        try twin.play(["10:00 grade g", "11:10 advance"])
        var survivor = Stage(book, received: "10:40")
        try survivor.play("10:40 grade g")
        try survivor.perform(.absorb(twin.ticket), at: t("11:10"))
        try twin.perform(.mergeInto("T1"), at: t("11:10"))
        #expect(twin.clock("respond", at: t("12:00")).words == "respond breached 11:00:00.001 ended 11:10 late 10m")
        #expect(survivor.clock("respond").words == "respond due 11:40", "a breach is not counted twice")
    }

    @Test(arguments: [Listing.related, .duplicate, .blocks])
    func `a ticket is not linked to itself`(listing: Listing) throws {
        var stage = Stage(Self.twins)
        #expect(throws: Ticket.Refusal.cannotLinkToItself) {
            try stage.perform(.change(.add(listing, "T1")), at: t("10:01"))
        }
        try stage.perform(.change(.add(listing, "T2")), at: t("10:01"))
        try stage.perform(.change(.add(.tag, "T1")), at: t("10:01"))
    }

    @Test func `what may not be merged is refused`() throws {
        var stage = Stage(Self.twins)
        #expect(throws: Ticket.Refusal.cannotMergeWithItself) {
            try stage.perform(.absorb(stage.ticket), at: t("10:01"))
        }
        #expect(throws: Ticket.Refusal.cannotMergeWithItself) { try stage.perform(.mergeInto("T1"), at: t("10:01")) }
        let stranger = Ticket(Ticket.Opening(id: "T2", customer: "D", received: t("10:00")))
        #expect(throws: Ticket.Refusal.otherCustomer("T2")) { try stage.perform(.absorb(stranger), at: t("10:01")) }
    }

    @Test func `a ticket knows the parts that were split off, once each`() throws {
        var stage = Stage(Self.twins)
        for part in ["T2", "T3", "T2"] as [TicketID] {
            try stage.perform(.change(.split(into: part)), at: t("10:01"))
        }
        #expect(stage.ticket.parts == ["T2", "T3"])
        #expect(stage.ticket.lists[.related] == ["T2", "T3"])
        // Who takes the link away has not joined them again.
        try stage.perform(.change(.remove(.related, "T2")), at: t("10:02"))
        #expect(stage.ticket.parts == ["T2", "T3"])
        #expect(Ticket(replaying: stage.journal) == stage.ticket)
    }

    @Test func `a merged ticket refuses by naming the one that it lives on in`() throws {
        var stage = Stage(Self.twins)
        try stage.perform(.mergeInto("T3"), at: t("10:02"))
        let rating = try #require(Rating(.customer, by: "C", [.result: 5]))
        let elsewhere = Ticket.Refusal.mergedInto("T3")
        #expect(throws: elsewhere) { try stage.play("10:03 engaged") }
        #expect(throws: elsewhere) { try stage.play("10:03 agent-message") }
        #expect(throws: elsewhere) { try stage.perform(.mergeInto("T4"), at: t("10:03")) }
        #expect(throws: elsewhere) { try stage.perform(.offer(to: "team"), at: t("10:03")) }
        #expect(throws: elsewhere) { try stage.perform(.change(.rate(rating)), at: t("10:03")) }
        // What is noted about it stays with it.
        try stage.perform(.change(.note(mentions: [])), at: t("10:03"))
    }

    // MARK: States

    @Test(arguments: [
        (["10:01 engaged"], State.open), (["10:01 confirmed"], .new), (["10:01 paused evidence"], .waiting(.evidence)),
        (["10:01 paused supplier", "10:02 resumed"], .open),
        (["10:01 paused supplier", "10:02 customer-message"], .waiting(.supplier)),
        (["10:01 resolved"], .resolved), (["10:01 resolved", "10:02 followed-up"], .resolved),
        (["10:01 resolved", "10:02 closed", "10:03 survey-sent"], .closed),
        (["10:01 resolved", "10:02 engaged"], .resolved),
        (["10:01 resolved", "10:02 closed", "10:03 engaged"], .closed),
        (["10:01 resolved", "10:02 reopened"], .open), (["10:01 restored"], .open), (["10:01 cancelled"], .cancelled),
    ])
    func `an event leads to its state`(_ lines: [String], _ state: State) throws {
        var stage = Stage([grade("g")])
        try stage.play(lines)
        #expect(stage.ticket.course.state() == state)
    }

    @Test(arguments: [
        (["10:01 resolved"], "10:02 started", Ticket.Refusal.notPermitted(.started, .resolved)),
        (["10:01 resolved"], "10:02 paused customer", .notPermitted(.paused, .resolved)),
        (["10:01 resolved", "10:02 closed"], "10:03 resolved", .notPermitted(.resolved, .closed)),
        ([], "10:02 reopened", .notPermitted(.reopened, .new)),
        ([], "10:02 paused", .detailMissing(.paused)),
        ([], "10:02 reslved", .unknownEvent("reslved", nearest: "resolved")),
        (["10:01 cancelled"], "10:02 engaged", .alreadyEnded(.cancelled)),
    ])
    func `a state refuses what it does not allow`(_ given: [String], _ line: String, _ refusal: Ticket.Refusal) throws {
        var stage = Stage([grade("g")])
        try stage.play(given)
        #expect(throws: refusal) { try stage.play(line) }
    }

    // MARK: What follows from words

    static let answered = grade(
        "g", promise("respond", "engaged", within: "1h"),
        promise("resolve", "resolved", within: "2h", pause: [.customer, .evidence]))

    @Test(arguments: [
        (["10:01 paused customer"], State.open), (["10:01 paused evidence"], .open),
        (["10:01 paused supplier"], .waiting(.supplier)), ([], .new), (["10:01 resolved"], .resolved),
    ])
    func `an answer ends a wait for the customer, and no other`(_ given: [String], _ state: State) throws {
        var stage = Stage([Self.answered])
        try stage.play(given)
        let known = stage.journal.count
        try stage.perform(.endWait, at: t("10:10"))
        #expect(stage.ticket.course.state() == state)
        #expect(stage.journal.count == known + (state == .open ? 1 : 0), "what changes nothing leaves no trace")
    }

    @Test(arguments: [
        (["10:01 paused customer"], State.waiting(.customer)), ([], .open), (["10:01 resolved"], .resolved),
        (["10:01 resolved", "10:02 closed"], .closed),
    ])
    func `whoever turns to the customer has engaged, once, and a wait or the end stays`(
        _ given: [String], _ state: State
    ) throws {
        var stage = Stage([Self.answered])
        try stage.play(given)
        try stage.perform(.engage, at: t("10:10"))
        #expect(stage.clock("respond").progress == .met(at: t("10:10")))
        #expect(stage.ticket.course.state() == state)
        let known = stage.journal.count
        try stage.perform(.engage, at: t("10:20"))
        #expect(stage.journal.count == known)
    }

    @Test(arguments: [
        (["10:05 engaged"], 1), (["10:05 resumed"], 0), (["10:05 customer-message"], 0), (["10:05 resolved"], 0),
        (["10:05 resumed", "10:06 engaged"], 0), (["10:05 resumed", "10:06 paused supplier", "10:07 engaged"], 1),
    ])
    func `what ends a wait without saying so is known, and what goes on is not taken for it`(
        _ lines: [String], _ count: Int
    ) throws {
        var stage = Stage([Self.answered])
        try stage.play(["10:01 paused customer"] + lines)
        #expect(stage.ticket.course.resumptions.count == count)
        var going = Stage([Self.answered])
        try going.play("10:01 paused customer")
        try going.perform(.engage, at: t("10:05"))
        #expect(going.ticket.course.resumptions == [], "whoever turns to the customer ends no wait")
    }

    @Test func `whoever turns to the customer takes what nobody has, and nothing else`() throws {
        var stage = Stage([Self.answered])
        try stage.perform(.take(by: "a1"), at: t("10:10"))
        #expect(stage.ticket.attributes[.agent] == "a1" && stage.ticket.firstTaken == t("10:10"))
        let known = stage.journal.count
        try stage.perform(.take(by: "a2"), at: t("10:20"))
        #expect(stage.ticket.attributes[.agent] == "a1" && stage.journal.count == known)
    }

    @Test func `a wait in which somebody engages goes on as one, and late is still engaged`() throws {
        var stage = Stage([Self.answered])
        try stage.play("10:30 paused customer")
        try stage.perform(.engage, at: t("11:10"))
        try stage.perform(.endWait, at: t("11:20"))
        #expect(stage.clock("resolve").words == "resolve due 12:50")
        #expect(stage.clock("respond").words == "respond breached 11:00:00.001 ended 11:10 late 10m")
    }

    @Test func `where nothing runs until somebody engages, turning to the customer is told by nothing more`() throws {
        var stage = Stage([Self.gated])
        let known = stage.journal.count
        try stage.perform(.engage, at: t("10:10"))
        #expect(stage.journal.count == known)
    }

    @Test func `history is not asked whether it was allowed to happen`() throws {
        var stage = Stage([DatingTests.respond])
        try stage.play(["10:01 resolved history", "10:02 closed history", "10:05 engaged history"])
        #expect(stage.ticket.course.state() == .closed)
        #expect(stage.clocks().first?.progress == .met(at: t("10:05")))
    }
}
