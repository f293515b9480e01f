import Domain

extension Follower {
    /// A message for each subscription that wants an entry (B26). It carries ids and facts; texts are asked for over the
    /// API, by whoever may see them.
    static let webhooks = Follower(name: "webhooks") { entries, desk in
        let webhooks = desk.engine.rulesInForce.webhooks
        if webhooks.isEmpty { return Effects() }
        var messages: [PendingMessage] = []
        for entry in entries {
            let subject = entry.event.subject
            for (number, webhook) in webhooks.enumerated() where webhook.wants(subject) {
                messages.append(
                    PendingMessage(
                        of: .entry(entry.position), number: firstNumber + number, maker: .webhook,
                        target: webhook.id.rawValue, subject: subject, notBefore: entry.recorded))
            }
        }
        return Effects(messages: messages)
    }

    /// An entry's staff messages are numbered from 0, its webhooks from here: an entry has no room for so many mentions.
    private static let firstNumber = 100_000
}

extension ServiceDesk {
    /// A webhook as it stands, with its secret.
    public func webhook(_ id: RecordID) async throws -> (webhook: Webhook, secret: [UInt8])? {
        let stream = StreamID.record(.webhook, id)
        guard case .record(let record)? = try await engine.state(stream)?.aggregate, let webhook = Webhook(record),
            let secret = try await sealed(stream)["secret"]
        else { return nil }
        return (webhook, secret)
    }

    /// A record's sealed texts as they were put last, by field; what was cleared or erased is left out.
    public func sealed(_ stream: StreamID) async throws -> [String: [UInt8]] {
        var latest: [String: Int64] = [:]
        for entry in try await edges.store.streams([stream])[stream] ?? [] {
            for field in entry.bound?.fields ?? [] { latest[field.name] = entry.position }
            if case .record(.put(_, let personal), _) = entry.event {
                for (name, isThere) in personal where !isThere { latest[name] = nil }
            }
        }
        var texts: [String: [UInt8]] = [:]
        for (field, position) in latest {
            for text in try await edges.store.texts(position..<position + 1) where text.field == field {
                texts[field] = text.payload
            }
        }
        return texts
    }
}
