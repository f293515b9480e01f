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

    struct Past: Sendable {
        let tickets: [HistoryTicket]
        let mapping: HistoryMapping
    }

    /// What `serve --demo` begins with.
    static let demo = MadeUpDays(tickets: 300, days: 14)

    var text: String {
        "\(tickets) tickets of \(days) days" + (past.map { ", after \($0.tickets.count) real incidents" } ?? "")
    }

    /// - Parameter end: when the story ends; what runs then goes on running.
    func tell(
        _ desk: ServiceDesk, until end: Instant, _ progress: @escaping (Play.Played) -> Void = { _ in }
    ) async throws -> Play.Played {
        let real = past.map { RealIncidents($0.tickets, $0.mapping, before: begin(until: end)) }
        try await found(desk, at: real?.begin ?? begin(until: end))
        let policies = await desk.policies
        let company = self.company(policies)
        let story = self.story(company, until: end)
        let play = Play()
        guard let real else { return try await play.play(story, into: desk, until: end, progress: progress) }
        // Side by side in the order of time: what was open when the made-up days began is finished among them.
        let steps = real.requests(to: company, under: policies.map(\.policy)) + story.prefix { $0.at <= end }
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return try await play.play(ordered.map(\.element), ending: end, into: desk, until: end, progress: progress)
    }

    /// What happens from now on at the desk that the days were told to.
    func continuation(_ desk: ServiceDesk, after end: Instant) async -> Continuation {
        Continuation(story(company(await desk.policies), until: end), seed: seed, until: end)
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
