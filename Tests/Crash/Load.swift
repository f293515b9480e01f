import Desk
import Domain
import Foundation
import Storage

/// The child that works until it is killed: callers at once, scheduler, followers and outbox at a fast pace. Tells what
/// was acknowledged only after `perform` has returned.
struct Load {
    private let folder: String
    private let seed: UInt64
    private let url: String?

    init(_ options: Options) throws {
        folder = try options.named()
        seed = options.seed
        url = options.url
    }

    func run() async throws {
        if url == nil { PowerCut.watch(folder) }
        // Nobody is to be left over if the parent is gone.
        alarm(600)
        var chance = Chance(seed)
        let store = try await Desks.store(folder, url)
        // One pace for all nodes of a desk.
        let factor = url == nil ? chance.one(of: [200, 1_000, 5_000]) : 1_000
        var deliveries = chance
        let isFlaky = deliveries.once(in: 3)
        let desk = try await Desks.open(store, factor: Int64(factor)) { message in
            if isFlaky, message.attempts == 0, message.position % 5 == 0 { return .failed(cause: "no answer") }
            say(Told.sent(message.key).line)
            return .delivered
        }
        try await Desks.prepare(desk)
        let pool = Pool()
        try await fill(pool, store)
        let callers = 16 + chance.below(49)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Scheduler(desk).run() }
            group.addTask { await Followers(desk).run() }
            group.addTask { await Deliverer(desk).run() }
            group.addTask { try? await Neighbours(desk).run() }
            group.addTask { await Sealing(desk, Sealed.sealer(desk, folder, "\(getpid())")).run() }
            for caller in 0..<callers {
                group.addTask { await call(desk, Mix(seed: seed, caller: caller, pool: pool)) }
            }
        }
    }

    private func call(_ desk: ServiceDesk, _ mix: Mix) async {
        var mix = mix
        var chance = Chance(seed &+ 7)
        while true {
            let ask = mix.next()
            do {
                let receipt = try await desk.perform(ask.request)
                say(line(ask, receipt))
                mix.learn(ask)
                guard chance.once(in: 30) else { continue }
                let again = try await desk.perform(ask.request)
                guard again.isRepeated, again.positions == receipt.positions else {
                    fail("\(ask.request.key?.text ?? "") sent again was done again: \(receipt), \(again)")
                }
            } catch is Refusal {
                continue
            } catch DeskError.store(let error) where url != nil && error.mayHappen {
                continue
            } catch DeskError.stale where url != nil {
                continue
            } catch {
                fail("a command failed: \(error)")
            }
        }
    }

    private func line(_ ask: Ask, _ receipt: Receipt) -> String {
        Told.acknowledged(
            Told.Acknowledged(
                actor: ask.request.actor, key: ask.request.key?.text ?? "",
                requestHash: ask.request.key?.requestHash ?? "", positions: receipt.positions,
                recorded: receipt.recorded,
                streams: receipt.positions.isEmpty ? [] : ask.streams.map(\.description), textBytes: ask.textBytes)
        ).line
    }

    private func fail(_ text: String) -> Never {
        say("crash load: \(text)", to: 2)
        exit(2)
    }

    /// What earlier rounds have left, so that a round works on with it.
    private func fill(_ pool: Pool, _ store: Store) async throws {
        var after: RecordID?
        while case let ids = try await store.records(.customer, nil, after?.rawValue, 500), let last = ids.last {
            let streams = try await store.streams(ids.map { .record(.customer, $0) })
            for id in ids {
                let events = streams[.record(.customer, id)]?.map(\.event) ?? []
                if !events.contains(where: { if case .record(.erased, _) = $0 { true } else { false } }) {
                    pool.add(customer: id.rawValue)
                }
            }
            after = last
        }
        for row in try await store.queue(QueueQuery(limit: 100)) {
            pool.add(ticket: row.id, of: row.customer.rawValue)
        }
    }
}

extension StoreError {
    /// While a server is away.
    fileprivate var mayHappen: Bool {
        switch self {
        case .unreachable, .uncertain: true
        default: false
        }
    }
}
