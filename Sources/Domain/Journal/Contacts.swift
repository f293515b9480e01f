/// Contacts that were answered at once and became no ticket (POLICIES' glossary: a contact becomes a ticket or is
/// answered at once). Only their number is kept, nothing of who asked.
///
/// A stream a day (UTC), so that none grows without end.
public struct AnsweredAtOnce: Hashable, Sendable {
    /// The door they came through, as a ticket's `channel`.
    public let channel: String
    public let language: String?
    public let count: Int
    public let at: Instant

    public init(channel: String, language: String?, count: Int, at: Instant) {
        self.channel = channel
        self.language = language
        self.count = count
        self.at = at
    }

    /// Told together; who answers more tells more often.
    public static let most = 1_000_000
    public var stream: StreamID { StreamID(.contacts, Day(localMilliseconds: at.milliseconds).text) }
}
