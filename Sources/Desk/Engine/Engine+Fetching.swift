import Domain

extension Engine {
    /// Brings to hand what the requests touch.
    /// - Returns: all of it, since the shelf lets go of some when it is more than the shelf holds.
    func fetch(_ items: [Inbox.Item], isFirst: Bool) async throws(StoreError) -> [StreamID: Held] {
        var near: [StreamID: Held] = [:]
        var missing: Set<StreamID> = []
        for item in items {
            for request in item.work.requests.indices {
                take(item.work.requests[request].command, isFirst, &near, &missing)
            }
        }
        if !missing.isEmpty { try await fetch(missing, into: &near) }
        missing = []
        for item in items {
            for request in item.work.requests.indices {
                for stream in item.work.requests[request].command.further({ near[$0] }, rules) {
                    take(stream, &near, &missing)
                }
            }
        }
        if !missing.isEmpty { try await fetch(missing, into: &near) }
        return near
    }

    private func take(
        _ command: Command, _ isFirst: Bool, _ near: inout [StreamID: Held], _ missing: inout Set<StreamID>
    ) {
        // What begins is hardly ever there already. Should it be, whoever judges finds it on the shelf, or the store finds
        // the decision stale, and the second time it is looked for.
        let begun = isFirst ? command.begins : nil
        command.forEachStream { stream in if stream != begun { take(stream, &near, &missing) } }
        if case .activate(let files) = command, let policy = try? makePolicy(files, 1) {
            take(.policy(policy.version.id), &near, &missing)
        }
    }

    /// From the shelf, or notes that it is not there.
    private func take(_ stream: StreamID, _ near: inout [StreamID: Held], _ missing: inout Set<StreamID>) {
        if near[stream] != nil { return }
        if let held = shelf.take(stream) { near[stream] = held } else { missing.insert(stream) }
    }

    private func fetch(_ missing: Set<StreamID>, into near: inout [StreamID: Held]) async throws(StoreError) {
        for (stream, entries) in try await store.streams(Array(missing)) {
            guard let held = Held(replaying: entries) else { continue }
            near[stream] = held
            shelf.put(stream, held)
        }
    }

    func receipts(of items: [Inbox.Item]) async throws(StoreError) -> [Receipt.Key: Known] {
        let keys = items.flatMap(\.work.keys)
        return keys.isEmpty ? [:] : try await store.receipts(keys)
    }
}
