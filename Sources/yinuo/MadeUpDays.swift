import Desk
import Domain
import Edges
import Sample

/// A company's made-up days, told to a desk: nobody in them exists, and nobody is told of them.
struct MadeUpDays: Sendable {
    var tickets: Int
    /// Over how many days they arrive.
    var days: Int
    var size = Company.Size.small
    var seed: UInt64 = 1
    /// Real incidents of another desk that lie behind them, with how their grades are read.
    var past: Past?
    /// Whether much presses at their end.
    var isBusy = false

    struct Past: Sendable {
        let tickets: [HistoryTicket]
        let mapping: HistoryMapping
    }

    /// What `serve --demo` begins with: days enough for the alarm to know what is usual.
    static let demo = MadeUpDays(tickets: 750, days: 30, isBusy: true)

    /// How long before the made-up days the last real incident came in: most have come to their end, and a month is not
    /// compared with them.
    private static let settling = Domain.Duration.hours(6 * 7 * 24)

    var text: String {
        "\(tickets) tickets of \(days) days" + (past.map { ", after \($0.tickets.count) real incidents" } ?? "")
    }

    /// - Parameter end: when the story ends; what runs then goes on running.
    func tell(
        _ desk: ServiceDesk, until end: Instant, _ progress: @escaping (Play.Played) -> Void = { _ in }
    ) async throws -> Play.Played {
        let begin = self.begin(until: end)
        let real = past.map { RealIncidents($0.tickets, $0.mapping, before: begin - Self.settling, over: begin) }
        try await found(desk, at: real?.begin ?? begin)
        let policies = await desk.policies
        let company = self.company(policies)
        let story = self.story(company, until: end)
        let play = Play()
        if real == nil, !isBusy { return try await play.play(story, into: desk, until: end, progress: progress) }
        var steps = real?.requests(to: company, under: policies.map(\.policy)) ?? []
        steps += story.prefix { $0.at <= end }
        steps += busyHour(company, at: end).prefix { $0.at <= end }
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return try await play.play(ordered.map(\.element), ending: end, into: desk, until: end, progress: progress)
    }

    /// What happens from now on at the desk that the days were told to.
    func continuation(_ desk: ServiceDesk, after end: Instant) async -> Continuation {
        let company = self.company(await desk.policies)
        return Continuation(
            story(company, until: end), seed: seed, until: end, with: busyHour(company, at: end))
    }

    private func busyHour(_ company: Company, at end: Instant) -> [(at: Instant, request: Request)] {
        isBusy ? BusyHour(company, around: end).steps : []
    }

    private func begin(until end: Instant) -> Instant { end - .hours(Int64(days) * 24) }

    /// The same whatever its story, so that more is told of the same people.
    private func company(_ policies: [PolicyInForce]) -> Company { Company(seed: 1, size: size, policies: policies) }

    private func story(_ company: Company, until end: Instant) -> Story {
        Story(company, seed: seed, tickets: tickets, from: begin(until: end), days: days)
    }

    /// As of the story's beginning, so that nothing of it has to be dated later.
    private func found(_ desk: ServiceDesk, at instant: Instant) async throws {
        var requests = [(at: instant, request: Request("desk", .found(zone: "Asia/Shanghai")))]
        if await desk.policies.isEmpty {
            for id in Shipped.policyIDs {
                let files = Shipped.files(policy: Shipped.bytes("policies/\(id).yaml") ?? [])
                requests.append((instant, Request("desk", .activate(files))))
            }
        }
        for case .refused(let refusal) in try await desk.relive(requests) {
            throw Complaint("The desk refused what a story needs: \(refusal).")
        }
    }
}
