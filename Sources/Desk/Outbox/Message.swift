import Domain

/// Something that has to leave the desk: written in the transaction of the fact it tells, delivered at least once.
public struct Message: Hashable, Sendable {
    /// The entry it tells of, and its number among that entry's messages: together the key that a receiver may use to
    /// see that it had this one before.
    public let position: Int64
    public let number: Int
    public let maker: Maker
    /// For a webhook its record's id, for a notice the role or the agent it is meant for, for a mail the person's record.
    public let target: String
    /// What it is, in a word: the kind of the entry, or of the notice.
    public let subject: String
    /// Not to be sent before: duty hours, or the next try.
    public var notBefore: Instant
    public var attempts: Int

    public var key: String { "\(position)-\(number)" }

    /// Who delivers it.
    public enum Maker: String, CaseIterable, Sendable {
        /// The structured log: who is to be told what, by ids alone.
        case log
        /// A POST to an address that somebody subscribed.
        case webhook
        /// A letter to a person's address, written when it is sent: the message names whom, never what.
        case mail
    }

    public init(
        position: Int64, number: Int, maker: Maker, target: String, subject: String, notBefore: Instant,
        attempts: Int = 0
    ) {
        self.position = position
        self.number = number
        self.maker = maker
        self.target = target
        self.subject = subject
        self.notBefore = notBefore
        self.attempts = attempts
    }
}

/// How a delivery went.
public enum Delivery: Hashable, Sendable {
    case delivered
    /// It may work later: tried again with growing waits.
    case failed(cause: String)
    /// It will never work: to the dead letters at once.
    case impossible(cause: String)
}
