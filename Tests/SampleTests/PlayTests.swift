import Desk
import Domain
import Sample
import Storage
import Support
import Testing

/// A story told to a real desk: what the desk refuses is a fault of the story.
@Suite(.serialized) struct PlayTests {
    @Test(arguments: [UInt64(1), 2])
    func `a desk takes every request`(seed: UInt64) async throws {
        let sample = try await SampleDesk()
        let played = try await Play().play(StoryTests.story(seed, tickets: 300, days: 3), into: sample.desk)
        PlayTests.report(played)
        #expect(played.tickets >= 300)
        #expect(try await sample.edges.store.due(played.last!, 1) == [], "time has been told through the end")
        #expect(try await Followers(sample.desk).lags().allSatisfy { $0.entries == 0 })
        #expect(try await sample.edges.store.messages(.tablesEnd, 1) == [], "nobody is told of a story")

        let all = try await sample.journal()
        let own = await sample.desk.policies.flatMap(\.policy.events).map(\.id)
        let strange = Set(all.map(\.event.subject)).subtracting(Journal.Event.subjects(own: own))
        #expect(strange.isEmpty, "a subscription could not name them")
        let journal = all.filter { $0.stream.kind == .ticket }
        let perTicket = Double(journal.count) / Double(played.tickets)
        #expect((11...16).contains(perTicket), "\(perTicket) entries a ticket")
        let broken = Set(
            journal.compactMap { entry in
                if case .ticket(.course(.breached)) = entry.event { entry.stream } else { nil }
            })
        let share = broken.count * 100 / played.tickets
        #expect((8...24).contains(share), "\(share) % of the tickets broke a promise")
        #expect(played.fired < journal.count / 4, "time woke streams \(played.fired) times")
        await sample.desk.close()
    }

    @Test func `broken promises are posted, and no contract owes more than its amount`() async throws {
        var amounts: [ContractID: Int64] = [:]
        var ledgers: [ContractID: Ledger] = [:]
        var (corrected, withdrawn) = (0, 0)
        for entry in try await PlayTests.long.value {
            switch entry.event {
            case .record(.put(let values, _), _) where entry.stream.kind == .record(.contract):
                amounts[ContractID(entry.stream.id)] = values["amount"]?.flatMap { Money($0)?.minor }
            case .ledger(let event):
                let contract = ContractID(entry.stream.id)
                ledgers[contract, default: Ledger(contract: contract)].evolve(event)
            case .ticket(.course(.corrected)): corrected += 1
            case .ticket(.course(.breachWithdrawn)): withdrawn += 1
            default: break
            }
        }
        #expect(ledgers.values.reduce(0) { $0 + $1.standing.count } > 20)
        #expect(ledgers.values.contains { $0.totalMinor > 0 })
        for ledger in ledgers.values {
            let amount = try #require(amounts[ledger.contract])
            #expect(ledger.totalMinor <= amount)
        }
        #expect(corrected > 0 && withdrawn > 0, "\(corrected) corrected, \(withdrawn) withdrawn")
    }

    @Test func `of a shared failure each ticket hears once`() async throws {
        var linked: Set<StreamID> = []
        var restored: [StreamID: Int] = [:]
        var told = 0
        for entry in try await PlayTests.long.value {
            switch entry.event {
            case .incident(.linked(let ticket, _)): linked.insert(.ticket(ticket))
            case .ticket(.course(.happened(.restored, _, _))):
                restored[entry.stream, default: 0] += 1
                told += entry.actor == "follower:incidents" ? 1 : 0
            default: break
            }
        }
        #expect(linked.count > 10, "\(linked.count)")
        #expect(linked.allSatisfy { restored[$0] == 1 }, "\(linked.filter { restored[$0] != 1 })")
        #expect(told > linked.count / 2)
    }

    @Test func `the same seed writes the same journal`() async throws {
        let story = StoryTests.story(4, tickets: 200, days: 3)
        let (one, other) = (try await SampleDesk(), try await SampleDesk())
        for desk in [one.desk, other.desk] { _ = try await Play().play(story, into: desk) }
        let journals = (try await one.journal(), try await other.journal())
        #expect(journals.0.count > 2_000)
        #expect(journals.0 == journals.1)
        #expect(try await one.edges.store.projections() == other.edges.store.projections())
        await one.desk.close()
        await other.desk.close()
    }

    @Test func `a file and a database hold the same story, byte for byte`() async throws {
        let story = StoryTests.story(4, tickets: 100, days: 2)
        let (one, other) = (try await SampleDesk(), try await SampleDesk(isInPostgres: true))
        var exports: [[UInt8]] = []
        for sample in [one, other] {
            _ = try await Play().play(story, into: sample.desk, until: story.end)
            var bytes: [UInt8] = []
            try await DeskExport.write(sample.edges.store) { bytes += $0 }
            exports.append(bytes)
            await sample.desk.close()
        }
        #expect(exports[0].count > 500_000, "\(exports[0].count)")
        #expect(exports[0] == exports[1])
    }

    @Test func `a story told up to an instant leaves clocks running, and a rebuild finds the same`() async throws {
        let sample = try await SampleDesk()
        let story = StoryTests.story(6, tickets: 500, days: 3)
        PlayTests.report(try await Play().play(story, into: sample.desk, until: story.end))
        let head = try await sample.edges.store.head()
        #expect(head.recorded.map { $0 <= story.end } ?? false)
        let open = try await sample.edges.store.queue(QueueQuery(limit: 1_000))
        #expect(open.contains { $0.due.map { story.end < $0 } ?? false }, "a clock runs")
        let live = try await sample.edges.store.projections()
        try await ServiceDesk.rebuild(sample.edges)
        let rebuilt = try await sample.edges.store.projections()
        for (a, b) in zip(live, rebuilt).filter({ $0 != $1 }).prefix(3) { Issue.record("live  \(a)\nrebuilt \(b)") }
        #expect(live.count == rebuilt.count)
        await sample.desk.close()
    }

    /// An outage is one ticket in five hundred, and brings others.
    private static let long = Task {
        let sample = try await SampleDesk()
        report(try await Play().play(StoryTests.story(3, tickets: 1_500, days: 10), into: sample.desk))
        let journal = try await sample.journal()
        await sample.desk.close()
        return journal
    }

    private static func report(_ played: Play.Played) {
        for refusal in played.refusals {
            Issue.record("\(refusal.refusal)\n\(refusal.request.command.line)\n\(refusal.at.milliseconds)")
        }
        #expect(played.refused == 0)
    }
}
