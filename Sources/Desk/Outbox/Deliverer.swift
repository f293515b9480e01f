import Domain

/// Sends what waits in the outbox: at least once each, again with growing waits, given up as a dead letter.
public struct Deliverer: Sendable {
    static let atMost = 64
    private let desk: ServiceDesk

    public init(_ desk: ServiceDesk) { self.desk = desk }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage("The outbox could not be sent.", desk.edges)
        while !Task.isCancelled {
            do {
                guard await desk.leads("outbox") else {
                    await desk.wakeOutbox.wait(atMost: .seconds(1))
                    continue
                }
                let count = try await deliverDue()
                outage.isOver()
                if count == Self.atMost { continue }
                let next = try await desk.edges.store.nextMessage()
                let wait = next.map { max(.zero, $0 - desk.timekeeper.read().now) } ?? .minutes(1)
                // A message that another node wrote comes with no entry that would tell of it.
                let longest = desk.edges.store.shared == nil ? Duration.minutes(1) : .seconds(1)
                await desk.wakeOutbox.wait(atMost: min(wait, longest))
            } catch {
                if Task.isCancelled { return }
                outage.goesOn(error)
                await desk.wakeOutbox.wait(atMost: .seconds(1))
            }
        }
    }

    /// Sends one batch, all at once, and writes down how it went.
    /// - Returns: how many messages.
    public func deliverDue() async throws -> Int {
        let messages = try await desk.edges.store.messages(desk.timekeeper.read().now, Self.atMost)
        if messages.isEmpty { return 0 }
        var entries: [Int64: Journal.Entry] = [:]
        for position in Set(messages.map(\.position)) {
            entries[position] = try await desk.edges.store.read(position, 1).first
        }
        let attempts = await withTaskGroup(of: Attempt.self) { group in
            for message in messages {
                let entry = entries[message.position]
                group.addTask { await attempt(message, entry) }
            }
            return await group.reduce(into: [Attempt]()) { $0.append($1) }
        }
        _ = try await desk.submit([
            Work(deliveries: attempts.sorted { ($0.position, $0.number) < ($1.position, $1.number) })
        ])
        return messages.count
    }

    private func attempt(_ message: Message, _ entry: Journal.Entry?) async -> Attempt {
        let delivery =
            if let entry { await desk.edges.deliver(message, entry) } else {
                Delivery.impossible(cause: "the entry it tells of is not there")
            }
        let fate: Attempt.Fate
        switch delivery {
        case .delivered: fate = .done
        case .impossible(let cause): fate = .dead(cause: cause)
        case .failed(let cause) where message.attempts + 1 >= Backoff.attemptsAtMost: fate = .dead(cause: cause)
        case .failed(let cause):
            let chance = desk.edges.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let wait = Backoff.delay(attempt: message.attempts + 1, chance: chance)
            fate = .again(at: desk.timekeeper.read().now + wait, cause: cause)
        }
        return Attempt(position: message.position, number: message.number, fate: fate)
    }
}
