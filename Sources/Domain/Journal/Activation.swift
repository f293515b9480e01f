/// A policy version put in force, with all data that its answers rest on, each by the hash of its bytes.
///
/// Tickets name the version and edition they were opened under; the documents behind the hashes are kept, so a newer
/// program with newer zone tables judges them as before.
public struct Activation: Hashable, Sendable {
    public let version: PolicyVersion
    /// SHA-256 of the policy file.
    public let content: String
    /// SHA-256 of the zone table.
    public let zones: String
    /// SHA-256 of each official calendar's data, by its name.
    public let official: [String: String]
    public let at: Instant

    public init(version: PolicyVersion, content: String, zones: String, official: [String: String], at: Instant) {
        self.version = version
        self.content = content
        self.zones = zones
        self.official = official
        self.at = at
    }
}

/// What happens to the desk itself.
public enum DeskEvent: Hashable, Sendable {
    /// Its first entry; the zone tells when its months end.
    case founded(zone: String, at: Instant)
    /// A month is over: what is owed by the hour is posted (POLICIES §3).
    case monthEnded(at: Instant)
    /// The wall clock leapt against the clock that only counts; firing waits for a person.
    case clockLeapt(by: Duration, at: Instant)
    /// A person trusts the wall clock again.
    case clockTrusted(at: Instant)

    public var at: Instant {
        switch self {
        case .founded(_, let at), .monthEnded(let at), .clockLeapt(_, let at), .clockTrusted(let at): at
        }
    }
}
