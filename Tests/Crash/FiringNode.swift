import Desk
import Domain
import Edges
import Foundation
import Storage

/// A node that does nothing but what time and the journal ask of it, on a clock ahead of the wall clock.
struct FiringNode {
    private let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        alarm(900)
        guard let url = options.url else { throw Usage("name the database with --url") }
        let skew = Domain.Duration(milliseconds: options.skew)
        let wall: @Sendable () -> Instant = { Machine.clocks.wall() + skew }
        let store = try await Store.postgres(url, connections: 2, wall: wall)
        // For the parent, which knows how wrong this machine's clock is made.
        say("offset \(store.shared?.clockOffset().milliseconds ?? 0)")
        let desk = try await FiringNode.open(store, wall, ahead: options.ahead)
        if let count = options.firing {
            try await Desks.prepare(desk)
            try await FiringNode.fill(desk, count)
            say("filled")
            return
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Scheduler(desk).run() }
            group.addTask { await Followers(desk).run() }
            group.addTask { await Deliverer(desk).run() }
            group.addTask { try? await Neighbours(desk).run() }
        }
    }

    static func open(_ store: Store, _ wall: @escaping @Sendable () -> Instant, ahead: Int64) async throws
        -> ServiceDesk
    {
        let shipped = try Shipped()
        let clocks = Clocks(
            wall: { wall() + Domain.Duration(milliseconds: ahead) }, ticks: Machine.clocks.ticks)
        return try await ServiceDesk.open(
            Edges(
                store: store, clocks: clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
                zones: shipped.zones, official: shipped.official,
                deliver: { message, _ in
                    say(Told.sent(message.key).line)
                    return .delivered
                },
                log: { line in if line.level == .error { say("\(line.text) \(line.facts)", to: 2) } }))
    }

    private static func fill(_ desk: ServiceDesk, _ count: Int) async throws {
        _ = try await desk.perform(
            Request("edge:setup", .record(.customer, "c1", .put(["name": "Example Ltd"]))))
        var number = 0
        while number < count {
            let end = min(count, number + 2_000)
            let requests = (number..<end).map { number in
                Request(
                    "edge:web",
                    .open(
                        Ticket.Opening(id: TicketID(rawValue: "t\(number)"), customer: "c1", received: .onReceipt),
                        [Grading("standard", "tier-1")], source: .edge))
            }
            for case .refused(let refusal) in try await desk.performAll(requests) { throw refusal }
            number = end
        }
    }
}
