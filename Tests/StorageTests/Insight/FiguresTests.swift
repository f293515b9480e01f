import Desk
import Domain
import Foundation
import Insight
import Sample
import Storage
import Support
import Testing

/// The figures are what anybody finds who works them out from the journal by hand.
@Suite(.serialized) struct FiguresTests {
    /// Each also with the table written down after every step, and read instead of the segments.
    @Test(arguments: Maker.allCases, Seed.some(2))
    func `on any course of events every answer is the slow one, then and now`(maker: Maker, seed: Seed) async throws {
        let after = seed.number % 2 == 0 ? Figures.segmentBytesUnread : 0
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), policies: AnyCourseOfEvents.policies)
        var events = AnyCourseOfEvents(desk, seed)
        try await events.begin()
        let folder = place.folder.appending(path: "figures").path
        let figures = Figures(folder: folder, desk.desk, tableAfter: after)
        for _ in 0..<3 {
            try await events.go(60)
            try await figures.catchUp()
        }
        var chance = Seed(seed.number &+ 1_000)
        try await compare(figures, desk, &chance, questions: 14)

        // Opened anew, it goes on where it was.
        await figures.close()
        let again = Figures(folder: folder, desk.desk, tableAfter: after)
        #expect(try await again.lag() == 0)
        try await compare(again, desk, &chance, questions: 4)
        await again.close()

        // Cut off anywhere, it takes up from what stands; deleted, from the beginning.
        let file = folder + "/rows"
        for _ in 0..<3 {
            let size = try #require(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
            let handle = try #require(FileHandle(forWritingAtPath: file))
            try handle.truncate(atOffset: UInt64(chance.count(0...size)))
            try handle.close()
            let cut = Figures(folder: folder, desk.desk, tableAfter: after)
            try await cut.catchUp()
            try await compare(cut, desk, &chance, questions: 2)
            await cut.close()
        }
        for round in 0..<4 {
            try flip(after == 0 && round % 2 == 1 ? folder + "/table" : file, &chance)
            let damaged = Figures(folder: folder, desk.desk, tableAfter: after)
            try await damaged.catchUp()
            try await compare(damaged, desk, &chance, questions: 2)
            await damaged.close()
        }
        try FileManager.default.removeItem(atPath: folder)
        let anew = Figures(folder: folder, desk.desk)
        try await anew.catchUp()
        try await compare(anew, desk, &chance, questions: 5)
        await anew.close()
        await desk.desk.close()
    }

    @Test func `who waits for the figures beside others goes on with them`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let figures = Figures(folder: nil, desk.desk)
        for round in 0..<40 {
            try await desk.open(TicketID("t\(round)"))
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { _ = try await figures.step() }
                    group.addTask { try await figures.catchUp() }
                }
                try await group.waitForAll()
            }
        }
        #expect(try await figures.lag() == 0)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `on a story every answer is the slow one`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place), policies: AnyCourseOfEvents.policies)
        let company = Company(seed: 3, policies: await desk.desk.policies)
        let story = Story(company, seed: 3, tickets: 100, from: TestDesk.start + .hours(1), days: 3)
        let played = try await Play().play(story, into: desk.desk)
        desk.clock.pass((try #require(played.last)) - desk.clock.now + .minutes(1))
        let figures = Figures(folder: place.folder.appending(path: "figures").path, desk.desk)
        try await figures.catchUp()
        var chance = Seed(17)
        try await compare(figures, desk, &chance, questions: 10)
        await figures.close()
        await desk.desk.close()
    }

    private func compare(
        _ figures: Figures, _ desk: TestDesk, _ chance: inout Seed, questions: Int
    ) async throws {
        let journal = try await desk.journal()
        let book = Book(await desk.desk.policies)
        let last = max(desk.clock.now, journal.last?.recorded ?? desk.clock.now)
        for _ in 0..<questions {
            var query = AnyCourseOfEvents.query(&chance, from: TestDesk.start, to: last)
            if chance.once(in: 2) {
                // At the very instant of an entry, before it, or between.
                let recorded = chance.one(of: journal).recorded
                query.asOf =
                    chance.once(in: 2) ? recorded : recorded - Duration(milliseconds: chance.integer(1...9_999))
            }
            let answer = try await figures.answer(query)
            if let asOf = query.asOf {
                let first = journal.firstIndex { $0.recorded > asOf } ?? journal.count
                #expect(answer.place == Int64(first), "the first entry that is not in it")
            }
            let slow = SlowFigures(journal, book, asOf: query.asOf ?? answer.at)
            let zone = Zone.shipped(query.zone ?? "Asia/Shanghai")
            var expected = slow.answer(query, zone)
            let prompts = slow.prompts(query, zone)
            #expect(answer.promptWithin == slow.promptWithin)
            for group in answer.groups {
                for point in group.points {
                    #expect(
                        point.prompt == prompts[group.key]?[point.from] ?? .absent, "prompt of \(group.key) in \(query)"
                    )
                    let slow = expected[group.key]?.removeValue(forKey: point.from) ?? [:]
                    for metric in query.metrics {
                        #expect(
                            point.figures[metric] == slow[metric] ?? point.figures[metric]?.ifNothing,
                            "\(metric) of \(group.key) from \(point.from.map { "\($0.milliseconds)" } ?? "ever") in \(query)"
                        )
                    }
                }
            }
            let leftOut = expected.filter { !$0.value.isEmpty }
            #expect(leftOut.isEmpty, "left out: \(leftOut) in \(query)")
            try await compareLists(figures, slow, query, zone, journal, &chance)
        }
    }

    /// Whoever asks which tickets a figure is made of gets just those, page by page, and they add up to it.
    private func compareLists(
        _ figures: Figures, _ slow: SlowFigures, _ query: FiguresQuery, _ zone: Zone, _ journal: [Journal.Entry],
        _ chance: inout Seed
    ) async throws {
        var query = query
        query.step = nil
        // Some groups are told by themselves, the rest together.
        if query.by != nil, chance.once(in: 3) { query.groupsAtMost = 2 }
        let answer = try await figures.answer(query)
        // Where nothing is, nothing is told apart.
        if answer.groups.isEmpty { return }
        let group = chance.one(of: answer.groups)
        let told = Set(answer.groups.map(\.key))
        for metric in Metric.allCases {
            for part in metric.parts {
                let every = slow.tickets(query, zone, metric, part)
                let expected =
                    group.key == .others
                    ? every.filter { !told.contains($0.key) }.reduce(into: Set()) { $0.formUnion($1.value) }
                    : every[group.key] ?? []
                var asked = FigureListQuery(metric, part, of: query, group: group.key, limit: chance.count(1...20))
                var listed: [FigureListing.Row] = []
                var counts = 0
                repeat {
                    let page = try await figures.listing(asked)
                    #expect(page.rows.count <= asked.limit && page.rows.map(\.place) == page.rows.map(\.place).sorted())
                    listed += page.rows
                    counts = page.counts[part] ?? 0
                    asked.after = page.next
                    if part == .all {
                        let figure = group.points.first?.figures[metric] ?? .absent
                        #expect(page.figure == figure.withoutPercentiles, "\(metric) of \(group.key) in \(query)")
                    }
                } while asked.after != nil
                let ids = listed.map { TicketID(journal[Int($0.opened)].stream.id) }
                #expect(Set(ids) == expected, "\(metric) \(part) of \(group.key) in \(query)")
                // A ticket that holds grades of several groups that are told together stands once among them.
                #expect(ids.count == Set(ids).count && ids.count == counts)
                if part == metric.leads {
                    #expect(
                        Int64(counts) == group.points.first?.listed[metric], "\(metric) of \(group.key) in \(query)")
                }
                if part == .all, metric != .owed, metric != .conversion,
                    let figure = group.points.first?.figures[metric]
                {
                    #expect(figure.isMade(of: listed.reduce((0, 0)) { ($0.0 + $1.part, $0.1 + $1.of) }), "\(metric)")
                }
            }
        }
    }

    private func flip(_ file: String, _ chance: inout Seed) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let place = chance.count(0...bytes.count - 1)
        bytes[place] ^= UInt8(1 << chance.count(0...7))
        try bytes.write(to: URL(fileURLWithPath: file))
    }
}

extension Figure {
    /// Where the slow one has no cell the fast one may have an empty one.
    fileprivate var ifNothing: Figure { .absent }
}

extension Figure {
    fileprivate var withoutPercentiles: Figure {
        if case .mean(let sum, let count, _) = self { .mean(sum: sum, count: count, nil) } else { self }
    }

    /// Whether its parts are these.
    fileprivate func isMade(of sums: (Int64, Int64)) -> Bool {
        switch self {
        case .absent: sums == (0, 0)
        case .mean(let sum, let count, _): sums == (sum, count)
        case .share(let part, let whole), .count(let part, let whole): sums == (part, whole)
        case .money: false
        }
    }
}
