import Domain
import Evidence

/// What was promised for one finished ticket, how it went, and proof of it that a stranger can check (B21).
///
/// It stands by itself: words of the policy in all four languages, times as instants, and the records with their places
/// in the signed log. What it cannot prove: that nothing was recorded after its last record; and, unless the checker has
/// the policies too, that a due follows from them. Its issuer's name, the words of the policy and what was credited are
/// the issuer's own statement.
public struct Certificate: Hashable, Sendable {
    public internal(set) var ticket: TicketID
    /// Who issues it; a plain text, escaped wherever it is shown.
    public internal(set) var company: String
    /// IANA name of the zone that its times are shown in.
    public internal(set) var zone: String
    /// The instant that clocks are judged at.
    public internal(set) var made: Instant
    public internal(set) var state: State
    /// The grades in force at the end, in the order they were given.
    public internal(set) var grades: [Given]
    /// Those that an event of their own tells of, in the order of B4. Pages show more: what follows from a reply, or from
    /// who has the ticket, has no record that proves it.
    public internal(set) var nodes: [Reached]
    /// By strand and in the policy's order.
    public internal(set) var commitments: [Judged]
    public internal(set) var compensation: [Line]
    public internal(set) var evidence: CertificateEvidence

    public struct Given: Hashable, Sendable {
        public let grade: GradeRef
        public let title: Title
    }

    public struct Reached: Hashable, Sendable {
        public let node: Node
        /// The event that lit it first, and when.
        public let event: EventName
        public let at: Instant
        /// When it was lit last; nil if it was lit once.
        public let again: Instant?
    }

    public struct Judged: Hashable, Sendable {
        public let key: ClockKey
        /// Whose terms judged it.
        public let grade: GradeRef
        public let title: Title
        /// The promise as a sentence.
        public let promise: Title
        /// Nil where there is none: the date was not agreed, or hours never came.
        public let due: Instant?
        public let progress: Progress
        /// What ended it, as the promise names it; nil while nothing did.
        public let by: EventName?
    }

    /// One line of compensation.
    public struct Line: Hashable, Sendable {
        public let worth: Worth
        public let isEstimate: Bool
        /// What stands on the contract's ledger, in the same currency.
        public let credited: Credited?
        public var basis: Owed.Basis {
            switch worth {
            case .labour: .labour
            case .lateness(let month, _): .lateness(month: month)
            case .grant(let benefit, _): .grant(benefit)
            }
        }
        /// What the rule gives; nil for a benefit in kind.
        public var money: Money? {
            switch worth {
            case .labour(let money, _), .lateness(_, let money): money
            case .grant: nil
            }
        }
        public var labour: Labour? { if case .labour(_, let labour) = worth { labour } else { nil } }
    }

    public enum Worth: Hashable, Sendable {
        /// With what the money is counted from, so that a checker counts again.
        case labour(Money, Labour)
        /// The n-th month that it was late in, from 0.
        case lateness(month: Int, Money)
        /// In kind; nil where the policy has no words for it.
        case grant(String, Title?)
    }

    public struct Labour: Hashable, Sendable {
        public let minutes: Int
        public let hourlyRateMinor: Int64
        public let share: Share
    }

    public struct Credited: Hashable, Sendable {
        public let minor: Int64
        public let at: Instant
    }
}

/// The records of a ticket, each with its place in a log, under one checkpoint.
public struct CertificateEvidence: Hashable, Sendable {
    /// By version, from the opening on.
    public internal(set) var entries: [EvidencedEntry]
    public internal(set) var checkpoint: Note
    public internal(set) var key: VerifierKey

    public init(entries: [EvidencedEntry], checkpoint: Note, key: VerifierKey) {
        self.entries = entries
        self.checkpoint = checkpoint
        self.key = key
    }
}

/// A record, the log's entry that binds it, and the proof that the entry is in the log.
public struct EvidencedEntry: Hashable, Sendable {
    /// The entry's place in the log.
    public internal(set) var index: Int64
    /// Canonical JSON, the leaf as the log holds it.
    public internal(set) var entry: [UInt8]
    /// From the leaf to the root.
    public internal(set) var receipt: [TreeHash]
    /// Canonical JSON of the journal entry, which the leaf's `commit.payload` binds.
    public internal(set) var payload: [UInt8]
    /// 32 bytes.
    public internal(set) var salt: [UInt8]

    public init(index: Int64, entry: [UInt8], receipt: [TreeHash], payload: [UInt8], salt: [UInt8]) {
        self.index = index
        self.entry = entry
        self.receipt = receipt
        self.payload = payload
        self.salt = salt
    }
}
