/// Who tried to come in, whom a link was made for, and who read personal data: ids alone, never a name, an address or a
/// secret (C11, C17). A sign-in that succeeds is a session's own record.
public enum AccessEvent: Hashable, Sendable {
    /// - Parameter account: nil where nobody has such a name; that is told once an hour, however often it is tried.
    case failed(account: RecordID?, cause: Failure, at: Instant)
    /// Nobody is let in until then, from where it was tried too often.
    case locked(account: RecordID?, until: Instant, at: Instant)
    case linkMade(AccessLink, at: Instant)
    /// Once for each reader, person, purpose and hour.
    case read(by: Actor, person: PersonID, purpose: Purpose, of: StreamID?, at: Instant)

    public enum Failure: String, CaseIterable, Sendable {
        case unknown, password, code, disabled, provider
    }

    public var at: Instant {
        switch self {
        case .failed(_, _, let at), .locked(_, _, let at), .linkMade(_, let at), .read(_, _, _, _, let at): at
        }
    }

    /// Of those that are told once an hour: hours since 1970 began.
    public var hour: Int64 { AccessEvent.hour(of: at) }

    public static func hour(of at: Instant) -> Int64 { at.milliseconds / 3_600_000 }

    /// What makes two of them the same occasion: the text that its stream is named by.
    public var occasion: String {
        switch self {
        case .failed(let account, let cause, _): "failed/\(account?.rawValue ?? "")/\(cause.rawValue)/\(hour)"
        case .locked(let account, _, _): "locked/\(account?.rawValue ?? "")/\(hour)"
        case .linkMade(let link, _): "link/\(link.id)"
        case .read(let by, let person, let purpose, _, _): "read/\(by)/\(person)/\(purpose.rawValue)/\(hour)"
        }
    }

    /// Whether an occasion is told only once.
    public var isToldOnce: Bool {
        switch self {
        case .failed(let account, _, _), .locked(let account, _, _): account == nil
        case .linkMade, .read: true
        }
    }
}

/// A way in that is sent to somebody: it opens once, for one purpose, until an instant. The text of the link is made of
/// these facts and a secret of the desk when it is sent, so it lies nowhere.
public struct AccessLink: Hashable, Sendable {
    public let id: String
    public let purpose: Purpose
    /// `account/…`, `customer/…`, `contact/…`; `desk/desk` for its first administrator.
    public let whom: StreamID
    public let until: Instant

    public init(id: String, purpose: Purpose, whom: StreamID, until: Instant) {
        self.id = id
        self.purpose = purpose
        self.whom = whom
        self.until = until
    }

    public enum Purpose: String, CaseIterable, Sendable {
        /// Makes the first account of a desk.
        case administrator
        /// Chooses the first password of an account that somebody else made.
        case invitation
        case reset
        /// Lets a customer in.
        case entry
    }
}
