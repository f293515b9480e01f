import Desk
import Domain
import Foundation
import Insight
import Storage
import Support
import Testing

/// What a manager may rely on, one promise at a time.
@Suite(.serialized) struct FiguresCasesTests {
    private func figure(_ metric: Metric, _ figures: Figures, _ query: FiguresQuery = FiguresQuery()) async throws
        -> Figure?
    {
        try await figures.answer(query).groups.first?.points.first?.figures[metric]
    }

    @Test(arguments: Maker.allCases)
    func `tickets at risk are told as of now, though nobody has told a warning`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let figures = Figures(folder: nil, desk.desk)
        desk.clock.pass(.hours(10))
        // Tier 2 warns at half of 45 minutes and at half of two hours.
        try await desk.open("t1")
        try await figures.catchUp()
        let half = Duration(milliseconds: 45 * 60_000 / 2)
        for (pass, atRisk) in [
            (half - Duration(milliseconds: 1), Int64(0)), (Duration(milliseconds: 1), 1), (.minutes(45) - half, 1),
            (Duration(milliseconds: 1), 0), (.minutes(15), 1), (.minutes(60) - Duration(milliseconds: 1), 1),
            (Duration(milliseconds: 1), 0),
        ] {
            desk.clock.pass(pass)
            let told = try await figure(.atRisk, figures)
            #expect(
                told == .count(atRisk, of: 1), "\((desk.clock.now - TestDesk.start).milliseconds) ms after the start")
        }
        // The scheduler comes late, and says nothing new.
        _ = try await Scheduler(desk.desk).fireDue()
        try await figures.catchUp()
        #expect(try await figure(.atRisk, figures) == .count(0, of: 1))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a merged ticket counts once, and a past answer does not know of it yet`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let figures = Figures(folder: place.folder.appending(path: "figures").path, desk.desk)
        desk.clock.pass(.hours(10))
        try await desk.open("t1")
        try await desk.open("t2")
        let before = desk.clock.now
        desk.clock.pass(.minutes(5))
        _ = try await desk.desk.perform(Request("agent:a1", .merge("t1", into: "t2")))
        try await figures.catchUp()
        #expect(try await figure(.complaints, figures) == .share(0, of: 1))
        #expect(try await figure(.complaints, figures, FiguresQuery(asOf: before)) == .share(0, of: 2))
        #expect(try await figure(.complaints, figures, FiguresQuery(asOf: TestDesk.start)) == .absent)
        await desk.desk.close()
    }

    @Test func `an answer counts with the grade that held when it was given, as its promise does`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await Maker.sqlite.store(place))
        let figures = Figures(folder: nil, desk.desk)
        desk.clock.pass(.hours(10))
        // Tier 2 promises 45 minutes.
        try await desk.open("t1")
        desk.clock.pass(.minutes(60))
        let engaged = Ticket.Command.record(.engaged, occurred: .onReceipt, source: .person)
        _ = try await desk.desk.perform(Request("agent:a1", .ticket("t1", [engaged])))
        let lower = GradeRef(policy: PolicyVersion(id: "standard", version: "2026.1"), grade: "tier-3")
        desk.clock.pass(.minutes(5))
        _ = try await desk.desk.perform(
            Request("agent:a1", .ticket("t1", [.regrade(strand: 0, to: lower, reason: "no fault after all")])))
        try await figures.catchUp()
        func point(_ grade: String) async throws -> FiguresAnswer.Point {
            let query = FiguresQuery(filters: [.init(.grade, ["standard/\(grade)"])])
            return try #require(try await figures.answer(query).groups.first?.points.first)
        }
        let (before, now) = (try await point("tier-2"), try await point("tier-3"))
        #expect(before.tickets == 0 && now.tickets == 1)
        #expect(before.figures[.responseAttainment] == .share(0, of: 1))
        #expect(before.figures[.firstResponse]?.value == 3_600_000 && before.listed[.firstResponse] == 1)
        #expect(now.figures[.responseAttainment] == .absent)
        #expect(now.figures[.firstResponse] == .absent)
        await desk.desk.close()
    }

    @Test func `nothing is never told as zero`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await Maker.sqlite.store(place))
        let figures = Figures(folder: nil, desk.desk)
        try await figures.catchUp()
        let point = try #require(try await figures.answer(FiguresQuery()).groups.first?.points.first)
        #expect(point.figures.count == Metric.allCases.count)
        #expect(point.figures.values.allSatisfy { $0 == .absent } && point.prompt == .absent)
        await desk.desk.close()
    }

    @Test func `a rating is revised by its giver alone, and the customer's own goes before ours`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await Maker.sqlite.store(place))
        let figures = Figures(folder: nil, desk.desk)
        try await desk.open("t1")
        func rate(_ side: Rating.Side, _ giver: String, _ mark: Int) async throws {
            let rating = try #require(Rating(side, by: giver, [.result: mark]))
            _ = try await desk.desk.perform(Request("edge:web", .ticket("t1", [.change(.rate(rating))])))
            try await figures.catchUp()
        }
        try await rate(.desk, "agent:a1", 2)
        #expect(try await figure(.satisfaction, figures) == .mean(sum: 2, count: 1, nil))
        try await rate(.customer, "contact:p1", 3)
        try await rate(.customer, "contact:p1", 5)
        #expect(try await figure(.satisfaction, figures) == .mean(sum: 5, count: 1, nil))
        await #expect(throws: Refusal.ticket("t1", .ratedByAnother(.customer))) {
            try await rate(.customer, "contact:p2", 1)
        }
        #expect(Rating(.customer, by: "x", [:]) == nil && Rating(.customer, by: "x", [.result: 6]) == nil)
        #expect(Mood(101) == nil && Mood(-100) != nil)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `contacts are counted by the minute, never ahead and never long after`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let figures = Figures(folder: nil, desk.desk)
        desk.clock.pass(.hours(1))
        let now = desk.clock.now
        func tell(_ channel: String, _ count: Int, _ at: Instant) async throws {
            let told = AnsweredAtOnce(channel: channel, language: nil, count: count, at: at)
            _ = try await desk.desk.perform(Request("edge:chat", .answeredAtOnce(told)))
        }
        try await desk.open("t1")
        try await figures.catchUp()
        #expect(try await figure(.conversion, figures) == .absent)
        try await tell("chat", 3, now)
        await #expect(throws: Refusal.badContacts) { try await tell("chat", 0, now) }
        await #expect(throws: Refusal.badContacts) { try await tell("", 1, now) }
        await #expect(throws: Refusal.receivedAhead(now + .minutes(1), now: now)) {
            try await tell("chat", 1, now + .minutes(1))
        }
        await #expect(throws: Refusal.receivedTooFarBack(now - .minutes(6), earliest: now - .minutes(5))) {
            try await tell("chat", 1, now - .minutes(6))
        }
        try await figures.catchUp()
        #expect(try await figure(.conversion, figures) == .share(1, of: 4))
        let mail = FiguresQuery(filters: [.init(.channel, ["mail"])])
        #expect(try await figure(.conversion, figures, mail) == .absent)
        let graded = FiguresQuery(filters: [.init(.grade, ["standard/tier-2"])])
        #expect(try await figure(.conversion, figures, graded) == .absent)
        await desk.desk.close()
    }

    @Test func `another journal's folder is begun anew, and a second reader leaves the writer's alone`() async throws {
        let (place, other) = (try Place(), try Place())
        let folder = place.folder.appending(path: "figures").path
        let desk = try await TestDesk(try await Maker.sqlite.store(place))
        let figures = Figures(folder: folder, desk.desk)
        try await desk.open("t1")
        try await figures.catchUp()
        // Beside the writer: reads what is there, keeps what follows to itself.
        let beside = Figures(folder: folder, desk.desk.edges)
        try await desk.open("t2")
        try await beside.catchUp()
        #expect(try await figure(.complaints, beside) == .share(0, of: 2))
        let size = try FileManager.default.attributesOfItem(atPath: folder + "/rows")[.size] as? Int
        try await desk.open("t3")
        try await figures.catchUp()
        #expect(try FileManager.default.attributesOfItem(atPath: folder + "/rows")[.size] as? Int != size)
        // The writer gone, the reader takes its place.
        await figures.close()
        try await beside.catchUp()
        try await beside.catchUp()
        try await desk.open("t4")
        try await beside.catchUp()
        await beside.close()
        let next = Figures(folder: folder, desk.desk)
        #expect(try await next.lag() == 0)
        await next.close()

        let foreign = try await TestDesk(try await Maker.sqlite.store(other))
        for number in 0..<9 { try await foreign.open(TicketID("t\(number)")) }
        let moved = Figures(folder: folder, foreign.desk)
        #expect(try await moved.lag() == (try await foreign.journal().count))
        try await moved.catchUp()
        #expect(try await figure(.complaints, moved) == .share(0, of: 9))
        await moved.close()
        await foreign.desk.close()
        await desk.desk.close()
    }

    @Test func `questions that make no sense are refused with what is wrong`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try await Maker.sqlite.store(place))
        let figures = Figures(folder: nil, desk.desk)
        try await desk.open("t1")
        try await figures.catchUp()
        let now = desk.clock.now
        let four = [Dimension.channel, .team, .site, .agent].map { FiguresQuery.Filter($0, ["x"]) }
        let cases: [(FiguresQuery, FiguresRefusal)] = [
            (FiguresQuery(filters: four), .tooManyFilters(4)),
            (
                FiguresQuery(filters: [.init(.site, ["a"]), .init(.site, ["b"])]), .filteredTwice(.site)
            ),
            (FiguresQuery(from: now, to: now), .emptyRange(from: now, to: now)),
            (FiguresQuery(groupsAtMost: 0), .groupsOutOfRange(0)),
            (FiguresQuery(zone: "Asia/Peking"), .unknownZone("Asia/Peking")),
            (FiguresQuery(asOf: now + .hours(1)), .ahead(now + .hours(1), now: now)),
            (
                FiguresQuery(from: Instant(milliseconds: 0), to: now, step: .hour),
                .tooManyCells(FiguresQuery.cellsAtMost + 1)
            ),
        ]
        for (query, refusal) in cases {
            await #expect(throws: refusal) { try await figures.answer(query) }
        }
        await desk.desk.close()
    }
}
