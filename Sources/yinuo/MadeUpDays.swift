import Desk
import Domain
import Edges
import Sample

/// A company's made-up days, told to a desk: nobody in them exists, and nobody is told of them.
struct MadeUpDays {
    var tickets: Int
    /// Over how many days they arrive.
    var days: Int
    var size = Company.Size.small
    var seed: UInt64 = 1

    /// What `serve --demo` begins with.
    static let demo = MadeUpDays(tickets: 300, days: 14)

    var text: String { "\(tickets) tickets of \(days) days" }

    /// - Parameter end: when the story ends; what runs then goes on running.
    func tell(
        _ desk: ServiceDesk, until end: Instant, _ progress: @escaping (Play.Played) -> Void = { _ in }
    ) async throws -> Play.Played {
        let from = end - .hours(Int64(days) * 24)
        try await found(desk, at: from)
        // The company stays the same whatever its story, so that more is told of the same people.
        let company = Company(seed: 1, size: size, policies: await desk.policies)
        let story = Story(company, seed: seed, tickets: tickets, from: from, days: days)
        return try await Play().play(story, into: desk, until: end, progress: progress)
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
