import Domain
import Wire

/// What a webhook is sent: the entry as it stands in the journal, without anybody's texts.
///
/// The message's key is part of the body, so the signature covers it and a receiver may trust it.
public enum WebhookBody {
    /// - Parameters:
    ///   - key: the message's; the same at every try.
    ///   - payload: the entry's, as canonical JSON.
    public static func json(_ entry: Journal.Entry, key: String, payload: String) -> [UInt8] {
        let head = JSONValue.members([
            "key": .string(key), "position": .int(entry.position), "stream": .string(entry.stream.description),
            "version": .int(entry.version), "subject": .string(entry.event.subject),
            "occurred": .string(entry.occurred.text(in: .utc)), "recorded": .string(entry.recorded.text(in: .utc)),
            "actor": .string(entry.actor.rawValue),
        ]).text
        return Array((head.dropLast() + ",\"payload\":" + payload + "}").utf8)
    }
}
