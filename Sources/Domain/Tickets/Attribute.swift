/// What is known of a ticket besides its clocks, one value each: ids and words of a list, never free text.
/// - Source: D3.
public enum Attribute: String, CaseIterable, Sendable {
    case category, queue, agent, site, provider, contract, contact
    /// The door it came through: `hotline`, `chat`, `mail`, `web`, `api`, `device`, `desk`.
    case channel
    case language
    /// The customer's wish, not our promise: `high`, `medium`, `low`.
    case urgency
    /// How far the matter reaches, as the customer says: a `Reach`.
    case reach

    /// What is decided among those who serve, and not told to customers.
    public static let ours: Set<Attribute> = [.queue, .agent, .provider]

    /// By its one byte: by its word, as enumerations with words have it, every look at a ticket's attributes costs more.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
    }
}

/// How far a matter reaches: the second of the three questions of a first contact.
/// - Source: A9.
public enum Reach: String, CaseIterable, Sendable {
    /// Whoever asks, and nobody else.
    case one
    /// Spelled `some`, which in code is an optional's.
    case several = "some"
    case all
}

/// What a ticket may have several of.
public enum Listing: String, CaseIterable, Sendable {
    case tag
    /// An agent or a contact who is told of what happens.
    case follower
    /// Another ticket.
    case related, duplicate, blocks

    /// Whether what it lists are tickets.
    public var isOfTickets: Bool {
        switch self {
        case .related, .duplicate, .blocks: true
        case .tag, .follower: false
        }
    }
}

/// The policy that a ticket was opened under, as the rollout decided it; told once, in its first event.
/// - Source: C15.
public struct Promised: Hashable, Sendable {
    public let policy: PolicyVersion
    /// SHA-256 of the policy file, 64 hex digits.
    public let content: String
    /// Where the customer falls in the rollout, in parts of ten thousand: the same customer always in the same place.
    public let arm: Int
    public init(policy: PolicyVersion, content: String, arm: Int) {
        self.policy = policy
        self.content = content
        self.arm = arm
    }
}

extension Ticket {
    /// A word about the ticket that starts and ends no clock.
    public enum Change: Hashable, Sendable {
        case set(Attribute, String?)
        /// A field that the company defined; nil clears it. A personal one keeps its text outside the journal.
        case field(String, FieldValue?)
        case add(Listing, String)
        case remove(Listing, String)
        /// An internal note; its text is personal. Who was mentioned follows the ticket from then on.
        case note(mentions: [String])
        /// Part of it became a ticket of its own.
        case split(into: TicketID)
        /// The texts of this ticket have been erased: its time was up.
        case eraseTexts
        /// What the customer, or we for it, thought of the service; again by the same giver it is revised.
        case rate(Rating)
    }

    public enum FieldValue: Hashable, Sendable {
        case word(String)
        case personal
    }
}
