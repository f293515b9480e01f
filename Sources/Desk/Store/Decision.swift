import Domain

/// What one piece of work writes: all of it in one transaction or nothing.
public struct Decision: Sendable {
    public var recorded: Instant
    public var drafts: [Draft] = []
    public var rows: [ProjectionRow] = []
    public var dues: [DueRow] = []
    public var messages: [PendingMessage] = []
    public var receipt: Receipt.Claim?
    public var documents: [Document] = []
    public var erased: Erased = Erased()
    /// A follower's place moves in the transaction that holds its effects.
    public var step: Step?
    public var deliveries: [Attempt] = []
    /// What it was judged on, as it was looked at, some of it perhaps twice; where one has moved on, it is judged again.
    public var reads: [Read] = []
    /// The rules it was judged by are those of the journal up to there.
    public var rulesThrough: Int64 = .max

    public init(recorded: Instant) { self.recorded = recorded }

    public var isEmpty: Bool {
        drafts.isEmpty && rows.isEmpty && dues.isEmpty && messages.isEmpty && receipt == nil && documents.isEmpty
            && step == nil && deliveries.isEmpty
    }

    /// Its drafts as they stand in the journal once it is written.
    /// - Parameter position: of the first.
    public func entries(from position: Int64) -> [Journal.Entry] {
        var entries: [Journal.Entry] = []
        addEntries(from: position, to: &entries)
        return entries
    }

    /// The same for one who has a list of them.
    func addEntries(from position: Int64, to entries: inout [Journal.Entry]) {
        // By index: a copy of a draft has a dozen parts.
        for index in drafts.indices {
            let event = drafts[index].event
            entries.append(
                Journal.Entry(
                    position: position + Int64(index), stream: drafts[index].stream, version: drafts[index].version,
                    occurred: event.occurred, recorded: recorded, actor: drafts[index].actor, event: event,
                    bound: drafts[index].bound))
        }
    }
}

/// A stream as it was when it was looked at.
public struct Read: Hashable, Sendable {
    public let stream: StreamID
    /// Of its next entry; 0 for a stream without any.
    public let version: Int
    public init(_ stream: StreamID, _ version: Int) {
        self.stream = stream
        self.version = version
    }
}

/// An entry before it has its position.
public struct Draft: Sendable {
    public let stream: StreamID
    /// Its place in its stream; a store that finds another there answers `stale`.
    public let version: Int
    public let actor: Actor
    public let event: Journal.Event
    public var person: PersonID?
    public var texts: [SealedText] = []
    /// Of an entry that comes from another desk: what was bound there, of which some may be erased since.
    public var boundBefore: Journal.Bound?

    public init(_ stream: StreamID, _ version: Int, _ actor: Actor, _ event: Journal.Event) {
        self.stream = stream
        self.version = version
        self.actor = actor
        self.event = event
    }

    /// What the journal says of the texts.
    public var bound: Journal.Bound? {
        if let boundBefore { return boundBefore }
        guard let person, !texts.isEmpty else { return nil }
        return Journal.Bound(person: person, fields: texts.map { .init(name: $0.field, hash: $0.hash) })
    }
}

/// Personal text on its way to the store, which encrypts it under its person's key.
public struct SealedText: Hashable, Sendable {
    public let field: String
    public let salt: [UInt8]
    public let payload: [UInt8]
    /// Its commitment, 64 hex digits.
    public let hash: String
    public init(field: String, salt: [UInt8], payload: [UInt8], hash: String) {
        self.field = field
        self.salt = salt
        self.payload = payload
        self.hash = hash
    }
}

/// When a stream wants to be woken next; nil takes it off the list.
public struct DueRow: Hashable, Sendable {
    public let stream: StreamID
    public let at: Instant?
    public init(_ stream: StreamID, _ at: Instant?) {
        self.stream = stream
        self.at = at
    }
}

/// A message of the decision's n-th draft, or of an entry that stands already.
public struct PendingMessage: Hashable, Sendable {
    public enum Of: Hashable, Sendable {
        case draft(Int)
        case entry(Int64)
    }
    public let of: Of
    public let number: Int
    public let maker: Message.Maker
    public let target: String
    public let subject: String
    public let notBefore: Instant
    public init(
        of: Of, number: Int, maker: Message.Maker, target: String, subject: String, notBefore: Instant
    ) {
        self.of = of
        self.number = number
        self.maker = maker
        self.target = target
        self.subject = subject
        self.notBefore = notBefore
    }
}

/// Bytes called by their hash: a policy file, a zone table. Nothing personal.
public struct Document: Hashable, Sendable {
    public let hash: String
    public let bytes: [UInt8]
    public init(hash: String, bytes: [UInt8]) {
        self.hash = hash
        self.bytes = bytes
    }
}

/// What can never be read again once the transaction stands.
public struct Erased: Hashable, Sendable {
    /// Their keys go.
    public var people: [PersonID] = []
    /// The texts of these streams go, their people's keys stay.
    public var streams: [StreamID] = []
    public init() {}
    public var isEmpty: Bool { people.isEmpty && streams.isEmpty }
}

/// A follower has dealt with everything before `to`.
public struct Step: Hashable, Sendable {
    public let follower: String
    public let from: Int64
    public let to: Int64
    public init(follower: String, from: Int64, to: Int64) {
        self.follower = follower
        self.from = from
        self.to = to
    }
}

/// How the delivery of a message went, and what becomes of it.
public struct Attempt: Hashable, Sendable {
    public enum Fate: Hashable, Sendable {
        case done
        case again(at: Instant, cause: String)
        /// A dead letter: seen and retried by people.
        case dead(cause: String)
    }
    public let position: Int64
    public let number: Int
    public let fate: Fate
    public init(position: Int64, number: Int, fate: Fate) {
        self.position = position
        self.number = number
        self.fate = fate
    }
}

/// What a command led to, kept so that the same command sent again is answered and not done twice.
public struct Receipt: Hashable, Sendable {
    public struct Key: Hashable, Sendable {
        public let actor: Actor
        public let text: String
        public init(actor: Actor, text: String) {
            self.actor = actor
            self.text = text
        }
    }
    /// What is kept with a receipt; another request under the same key is a mistake of the sender.
    public struct Claim: Hashable, Sendable {
        public let key: Key
        public let requestHash: String
        public init(key: Key, requestHash: String) {
            self.key = key
            self.requestHash = requestHash
        }
    }
    /// The entries it wrote; empty when there was nothing to tell.
    public let positions: Range<Int64>
    public let recorded: Instant
    /// Whether it was done before, and is only answered again.
    public var isRepeated: Bool
    public init(positions: Range<Int64>, recorded: Instant, isRepeated: Bool = false) {
        self.positions = positions
        self.recorded = recorded
        self.isRepeated = isRepeated
    }

    /// Receipts are kept this long.
    public static let kept = Duration.hours(7 * 24)
}
