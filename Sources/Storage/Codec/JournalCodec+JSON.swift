import Desk
import Domain
import Wire

extension JournalCodec {
    /// An entry as the service tells it, without anybody's texts: instants as RFC 3339 in UTC, `kind` and `payload` as the
    /// journal keeps them, `event` as subscriptions name it.
    /// - Throws: `CodecFault` for an entry that no journal holds.
    public static func json(_ entry: Journal.Entry) throws -> JSONValue {
        let (kind, payload) = try encode(entry.event, bound: entry.bound)
        return .members([
            "position": .int(entry.position), "stream": .string(entry.stream.description),
            "version": .int(entry.version), "occurred": .instant(entry.occurred), "recorded": .instant(entry.recorded),
            "actor": .string(entry.actor.rawValue), "kind": .string(kind), "event": .string(entry.event.subject),
            "payload": try JSONValue(payload),
        ])
    }
}
