import Desk
import Domain
import Sample
import Storage
import Support
import Synchronization
import Testing

/// A demo goes on: what was told up to now is taken up, and people keep coming.
@Suite(.serialized) struct LiveTests {
    private static let now = StoryTests.monday + .hours(75)

    private static func continuation(_ seed: UInt64, requests: Int = Continuation.requests) -> Continuation {
        Continuation(StoryTests.story(seed, tickets: 80, days: 3), seed: seed, until: now, requests: requests)
    }

    @Test func `whenever it is looked at, somebody asks within two minutes, and it ends within days`() {
        for hours in [0, 5, 11, 17, 23] {
            let now = Self.now + .hours(Int64(hours))
            let story = StoryTests.story(1, tickets: 40, days: 3)
            let steps = Array(Continuation(story, seed: 1, until: now))
            let opened = steps.filter { if case .open = $0.request.command { true } else { false } }.map(\.at)
            let morning = opened.prefix { $0 < now + .hours(8) }
            #expect(zip(morning, morning.dropFirst()).allSatisfy { $1 - $0 < .minutes(10) }, "at \(hours)")
            #expect(
                opened.first.map { $0 - now < .minutes(2) } ?? false && morning.count > 400,
                "at \(hours): \(morning.count)")
            #expect(opened.last.map { $0 - now < .hours(24 * 4) } ?? false, "it grows no further")
        }
    }

    @Test(arguments: Seed.some(3))
    func `it goes on where the story stopped, in the order of time, and says nothing of the house again`(seed: Seed) {
        var last = Self.now
        var old: [TicketID] = []
        for (at, request) in Self.continuation(seed.number, requests: 60) {
            #expect(last <= at)
            last = at
            switch request.command {
            case .record(let kind, _, _): #expect([.customer, .contact, .contract].contains(kind), "\(kind)")
            case .ticket(let id, _): old.append(id)
            default: break
            }
        }
        let told = StoryTests.story(seed.number, tickets: 80, days: 3).filter { $0.at > Self.now }
        let rest = told.compactMap { if case .ticket(let id, _) = $0.request.command { id } else { nil } }
        #expect(Set(rest).isSubset(of: old), "its open tickets are worked on")
        #expect(
            Array(Self.continuation(seed.number, requests: 60)).map(\.at)
                == Array(Self.continuation(seed.number, requests: 60)).map(\.at))
    }

    @Test func `the desk takes what it is told as it happens, and what somebody did before is let be`() async throws {
        let clock = Mutex(Self.now)
        let sample = try await SampleDesk(now: { clock.withLock { $0 } })
        _ = try await Play().play(StoryTests.story(3, tickets: 80, days: 3), into: sample.desk, until: Self.now)
        let before = try await sample.edges.store.head().next
        let telling = LiveTelling(
            sample.desk, now: { clock.withLock { $0 } },
            sleep: { span in
                #expect(span >= LiveTelling.breath)
                clock.withLock { $0 = $0 + span }
            })
        // An hour and a half of it: the desk's own time passes meanwhile.
        let steps = Self.continuation(3).prefix { $0.at < Self.now + .minutes(90) }
        try await telling.tell(steps)
        let entries = try await sample.edges.store.read(before, 100_000)
        let opened = entries.count { if case .ticket(.opened) = $0.event { true } else { false } }
        let asked = steps.count { if case .open = $0.request.command { true } else { false } }
        #expect(asked > 60 && opened >= asked, "\(opened) of \(asked)")
        #expect(entries.allSatisfy { $0.recorded > Self.now - .minutes(1) })
        // Told again, every ticket is there already: refused, and the telling goes on to its end.
        try await telling.tell(steps.prefix(30))
        await sample.desk.close()
    }
}

/// Whoever looks at a demo works in it too.
@Suite(.serialized) struct VisitorTests {
    @Test func `nobody made up touches what a visitor has turned to, and the others are worked on`() async throws {
        let now = StoryTests.monday + .hours(75)
        let clock = Mutex(now)
        let sample = try await SampleDesk(now: { clock.withLock { $0 } })
        let story = StoryTests.story(3, tickets: 80, days: 3)
        _ = try await Play().play(story, into: sample.desk, until: now)
        let steps = Continuation(story, seed: 3, until: now).prefix { $0.at < now + .minutes(90) }
        var planned: [TicketID] = []
        for step in steps {
            if case .ticket(let id, _) = step.request.command, try await sample.desk.ticket(id) != nil,
                !planned.contains(id)
            {
                planned.append(id)
            }
        }
        try #require(planned.count > 1)
        let taken = planned[0]
        let visited = Mutex(false)
        let telling = LiveTelling(
            sample.desk, now: { clock.withLock { $0 } },
            sleep: { span in
                if visited.withLock({ $0 }) == false {
                    // Before the first step.
                    visited.withLock { $0 = true }
                    let note = Request(
                        "agent:visitor", .ticket(taken, [.change(.note(mentions: []))]), texts: [.init("text", "Mine.")]
                    )
                    _ = try await sample.desk.perform(note)
                }
                clock.withLock { $0 = $0 + span }
            })
        let before = try await sample.edges.store.head().next
        try await telling.tell(steps)
        let entries = try await sample.edges.store.read(before, 100_000)
        let people = entries.filter { entry in
            ["agent:", "customer:", "edge:"].contains { entry.actor.rawValue.hasPrefix($0) }
        }
        #expect(people.filter { $0.stream == .ticket(taken) }.map(\.actor) == ["agent:visitor"])
        #expect(people.contains { entry in planned.dropFirst().contains { entry.stream == .ticket($0) } })
        await sample.desk.close()
    }
}

/// The history of a real desk on ours.
@Suite struct RealIncidentsTests {
    private static let mapping: HistoryMapping = {
        var mapping = HistoryMapping(
            id: "test", zone: "UTC", times: .rfc3339, columns: .init(ticket: "t", at: "a"))
        mapping.grades = ["standard": ["2": "tier-2"]]
        return mapping
    }()

    private static func tickets() -> [HistoryTicket] {
        let begin = at("2016-02-29T01:16:00+08:00")
        return (0..<40).map { number in
            let opened = begin + .hours(Int64(number) * 5)
            var ticket = HistoryTicket(id: "INC\(1_000 + number)")
            ticket.opened = opened
            ticket.grades = [(opened, number % 2 == 0 ? "2" : "?")]
            ticket.rows = [
                .init(at: opened, what: .state(.new)), .init(at: opened + .minutes(20), what: .state(.work)),
                .init(at: opened + .minutes(50), what: .state(.waiting(.customer))),
                .init(at: opened + .hours(3), what: .state(.work)),
                .init(at: opened + .hours(4), what: .state(.resolved)),
            ]
            return ticket
        }
    }

    @Test func `the last was received in the week before, and every weekday stays`() {
        for hours in [0, 1, 100, 167, 168, 10_000] {
            let end = StoryTests.monday + .hours(Int64(hours))
            let real = RealIncidents(Self.tickets(), Self.mapping, before: end)
            #expect(real.shift.milliseconds % (7 * 86_400_000) == 0)
            let company = Company(seed: 1, policies: StoryTests.policies)
            let last = real.requests(to: company, under: StoryTests.policies.map(\.policy)).filter { step in
                if case .open = step.request.command { true } else { false }
            }.map(\.at).max()!
            #expect(last <= end && end - last < .hours(7 * 24))
        }
    }

    @Test func `the desk takes all of it, in order, with the grades that the mapping names`() async throws {
        let sample = try await SampleDesk()
        // The desk itself began on a Monday before.
        let end = StoryTests.monday + .hours(24 * 21)
        let real = RealIncidents(Self.tickets(), Self.mapping, before: end)
        let policies = await sample.desk.policies
        let company = Company(seed: 1, policies: policies)
        let requests = real.requests(to: company, under: policies.map(\.policy))
        #expect(zip(requests, requests.dropFirst()).allSatisfy { $0.at <= $1.at })
        let played = try await Play().play(requests, ending: end, into: sample.desk)
        #expect(played.tickets == 40)
        #expect(played.refused == 0, "\(played.refusals.map { ($0.request.actor, $0.refusal) })")
        let ticket = try #require(try await sample.desk.ticket("inc1000"))
        #expect(ticket.ticket.course.grades.first?.grade == "tier-2")
        #expect(ticket.ticket.course.facts.map(\.name).contains("resolved"))
        await sample.desk.close()
    }

    @Test func `nothing of it is open once it is over, whatever the history leaves open`() async throws {
        var tickets = Self.tickets()
        // Some that nobody has touched, some at work, some that wait, some that came back.
        for number in tickets.indices {
            switch number % 5 {
            case 0: tickets[number].rows.removeLast(4)
            case 1: tickets[number].rows.removeLast(3)
            case 2: tickets[number].rows.removeLast(2)
            case 3:
                let last = tickets[number].rows[tickets[number].rows.count - 1].at
                tickets[number].rows.append(.init(at: last + .hours(1), what: .state(.work)))
            default: break
            }
        }
        let sample = try await SampleDesk()
        let (end, over) = (StoryTests.monday + .hours(24 * 21), StoryTests.monday + .hours(24 * 22))
        let real = RealIncidents(tickets, Self.mapping, before: end, over: over)
        let policies = await sample.desk.policies
        let requests = real.requests(to: Company(seed: 1, policies: policies), under: policies.map(\.policy))
        #expect(requests.allSatisfy { $0.at <= over })
        let played = try await Play().play(requests, ending: over, into: sample.desk)
        #expect(played.refused == 0, "\(played.refusals.map { ($0.request.actor, $0.refusal) })")
        for number in tickets.indices {
            let ticket = try #require(try await sample.desk.ticket(TicketID("inc\(1_000 + number)")))
            #expect(ticket.ticket.course.state() == .closed, "\(number): \(ticket.ticket.course.facts.map(\.name))")
        }
        await sample.desk.close()
    }
}
