import Desk
import Domain
import Sample
import Support
import Synchronization
import Testing

/// What presses when a demo begins.
@Suite(.serialized) struct BusyHourTests {
    private static func busyHour(around now: Instant) -> BusyHour {
        BusyHour(Company(seed: 1, policies: StoryTests.policies), around: now)
    }

    @Test func `it is told in the order of time, before now and after, and is over within hours`() {
        let now = StoryTests.monday + .hours(75)
        let times = Self.busyHour(around: now).steps.map(\.at)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(times.first.map { now - .hours(6) < $0 } ?? false)
        #expect(times.contains { $0 <= now } && times.contains { $0 > now })
        #expect(times.last.map { $0 < now + .hours(8) } ?? false)
        #expect(Self.busyHour(around: now).steps.map(\.at) == times)
    }

    @Test(arguments: [0, 5, 11, 17, 23] as [Int64])
    func `at whatever hour some is late by minutes, some nearly, some rests, and most is in time`(
        hour: Int64
    ) async throws {
        let now = StoryTests.monday + .hours(72 + hour)
        let clock = Mutex(StoryTests.monday)
        let sample = try await SampleDesk(now: { clock.withLock { $0 } })
        let began = now - .hours(8)
        let company = Company(seed: 1, policies: await sample.desk.policies)
        var steps = company.staff(from: began, days: 1).map { (at: began, request: $0.request) }
        steps += BusyHour(company, around: now).steps.filter { $0.at <= now }
        let played = try await Play().play(steps, ending: now, into: sample.desk, until: now)
        #expect(played.refused == 0, "\(played.refusals.map { ($0.request.actor, $0.refusal) })")
        clock.withLock { $0 = now }

        var (late, nearly, resting, others) = (0, 0, 0, 0)
        // Of those answered in the last hour.
        var waits: [Domain.Duration] = []
        for step in steps {
            guard case .open(let opening, _, _) = step.request.command else { continue }
            let view = try #require(try await sample.desk.ticket(opening.id))
            #expect(!view.ticket.course.grades.isEmpty, "\(opening.attributes)")
            let received = view.ticket.course.received
            if let engaged = view.ticket.course.facts.first(where: { $0.name == .engaged })?.mark.at,
                now - .hours(1) <= engaged
            {
                waits.append(engaged - received)
            }
            let open = view.clocks.filter { !$0.progress.isOver }
            let breached = open.compactMap { clock -> Instant? in
                if case .breached(let breach) = clock.progress { breach.due } else { nil }
            }
            let rests = open.contains { clock in
                if case .paused = clock.progress { true } else { false }
            }
            if let due = breached.min() {
                late += 1
                #expect(now - due < .minutes(20), "late by \(now - due)")
            } else if open.contains(where: { $0.risk(view.judge)?.contains(now) ?? false }) {
                nearly += 1
            } else if rests {
                resting += 1
            } else {
                others += 1
            }
        }
        #expect((3...6).contains(late) && nearly >= 5 && resting >= 3, "\(late), \(nearly), \(resting)")
        #expect(others >= 20)
        // Enough of them for the alarm to conclude something, and slow enough for it to be raised.
        #expect(waits.count >= 25, "\(waits.count)")
        let mean = waits.reduce(0) { $0 + $1.milliseconds } / Int64(max(1, waits.count))
        #expect(mean > 2 * 3_600_000, "\(mean)")
        await sample.desk.close()
    }

    @Test func `some who asked were answered at once, about half as many as became tickets, before now and after`() {
        let now = StoryTests.monday + .hours(75)
        func share(_ steps: some Sequence<(at: Instant, request: Request)>) -> Double {
            var (opened, answered) = (0, 0)
            for step in steps {
                switch step.request.command {
                case .open: opened += 1
                case .answeredAtOnce(let told):
                    answered += told.count
                    #expect(told.at < step.at && step.at - told.at < .minutes(5))
                default: break
                }
            }
            return Double(answered) / Double(max(1, opened))
        }
        let busy = share(Self.busyHour(around: now).steps.filter { $0.at <= now })
        #expect((0.3...0.7).contains(busy), "\(busy)")
        let story = StoryTests.story(1, tickets: 40, days: 3)
        for hours in [2, 4, 8] {
            let end = now + .hours(Int64(hours)) + .minutes(1)
            let live = share(Array(Continuation(story, seed: 1, until: now)).filter { $0.at <= end })
            #expect((0.25...0.75).contains(live), "\(live) of \(hours) hours")
        }
    }

    @Test func `what presses goes on beside the story, in the order of time`() {
        let now = StoryTests.monday + .hours(75)
        let busy = Self.busyHour(around: now).steps
        let story = StoryTests.story(1, tickets: 40, days: 3)
        let alone = Array(Continuation(story, seed: 1, until: now))
        let both = Array(Continuation(story, seed: 1, until: now, with: busy))
        #expect(zip(both, both.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(both.count == alone.count + busy.count { $0.at > now })
    }
}
