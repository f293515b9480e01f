/// The append-only record of every fact: the source of truth, of which all else is a fold.
public enum Journal {
    /// One fact, as it stands in the journal.
    ///
    /// One reference: each entry is handed on to half a dozen readers, in lists that are copied and cut.
    public struct Entry: Hashable, Sendable, CustomStringConvertible {
        @usableFromInline let shared: Shared

        /// 0, 1, 2 … without a gap, in commit order: at once the place in the evidence log and the id of a live event.
        @inlinable public var position: Int64 { shared.facts.position }
        @inlinable public var stream: StreamID { shared.facts.stream }
        /// The entry's place in its stream, from 0.
        @inlinable public var version: Int { shared.facts.version }
        /// When it happened.
        @inlinable public var occurred: Instant { shared.facts.occurred }
        /// When we wrote it down; never decreases along the journal.
        @inlinable public var recorded: Instant { shared.facts.recorded }
        @inlinable public var actor: Actor { shared.facts.actor }
        @inlinable public var event: Event { shared.facts.event }
        /// Whose personal data belongs to the entry, and what it is bound to.
        @inlinable public var bound: Bound? { shared.facts.bound }

        public init(
            position: Int64, stream: StreamID, version: Int, occurred: Instant, recorded: Instant, actor: Actor,
            event: Event, bound: Bound? = nil
        ) {
            shared = Shared(
                Facts(
                    position: position, stream: stream, version: version, occurred: occurred, recorded: recorded,
                    actor: actor, event: event, bound: bound))
        }

        public static func == (a: Self, b: Self) -> Bool { a.shared === b.shared || a.shared.facts == b.shared.facts }

        public func hash(into hasher: inout Hasher) { shared.facts.hash(into: &hasher) }

        /// What it says, and not where it lies.
        public var description: String { "\(shared.facts)" }

        @usableFromInline struct Facts: Hashable, Sendable {
            @usableFromInline let position: Int64
            @usableFromInline let stream: StreamID
            @usableFromInline let version: Int
            @usableFromInline let occurred: Instant
            @usableFromInline let recorded: Instant
            @usableFromInline let actor: Actor
            @usableFromInline let event: Event
            @usableFromInline let bound: Bound?
        }

        @usableFromInline final class Shared: Sendable {
            @usableFromInline let facts: Facts

            init(_ facts: Facts) { self.facts = facts }
        }
    }

    public indirect enum Event: Hashable, Sendable {
        case desk(DeskEvent)
        case policy(Activation)
        case ticket(Ticket.Event)
        case incident(Incident.Event)
        case ledger(Ledger.Event)
        case record(Record.Event, at: Instant)
        case contacts(AnsweredAtOnce)
        case access(AccessEvent)

        public var occurred: Instant {
            switch self {
            case .desk(let event): event.at
            case .policy(let activation): activation.at
            case .ticket(let event): event.at
            case .incident(let event): event.at
            case .ledger(let event): event.at
            case .record(_, let at): at
            case .contacts(let answered): answered.at
            case .access(let event): event.at
            }
        }
    }

    /// Personal data of an entry: kept elsewhere under the person's key, here only what binds it.
    public struct Bound: Hashable, Sendable {
        public let person: PersonID
        /// By field, ascending: SHA-256 as `Evidence.FieldCommitment` makes it, 64 hex digits.
        public let fields: [Field]

        public struct Field: Hashable, Sendable {
            public let name: String
            public let hash: String
            public init(name: String, hash: String) {
                self.name = name
                self.hash = hash
            }
        }

        public init(person: PersonID, fields: [Field]) {
            self.person = person
            self.fields = fields
        }
    }
}

/// Whose history an entry continues.
public struct StreamID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let kind: Kind
    public let id: String

    public enum Kind: Hashable, CaseIterable, Sendable {
        case desk, policy, ticket, incident, ledger, contacts
        /// One occasion of somebody coming in or reading, named by a hash.
        case access
        case record(RecordKind)

        public static let allCases: [Kind] =
            [.desk, .policy, .ticket, .incident, .ledger, .contacts, .access] + RecordKind.allCases.map(Kind.record)

        public var rawValue: String {
            switch self {
            case .desk: "desk"
            case .policy: "policy"
            case .ticket: "ticket"
            case .incident: "incident"
            case .ledger: "ledger"
            case .contacts: "contacts"
            case .access: "access"
            case .record(let kind): kind.rawValue
            }
        }

        public init?(rawValue: String) {
            switch rawValue {
            case "ticket": self = .ticket
            case "desk": self = .desk
            case "policy": self = .policy
            case "incident": self = .incident
            case "ledger": self = .ledger
            case "contacts": self = .contacts
            case "access": self = .access
            default:
                guard let kind = RecordKind(rawValue: rawValue) else { return nil }
                self = .record(kind)
            }
        }
    }

    public init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// Streams of two kinds hardly ever share an id, and every step of a command looks one up.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    public static let desk = StreamID(.desk, "desk")
    public static func ticket(_ id: TicketID) -> StreamID { StreamID(.ticket, id.rawValue) }
    public static func incident(_ id: IncidentID) -> StreamID { StreamID(.incident, id.rawValue) }
    public static func policy(_ id: PolicyID) -> StreamID { StreamID(.policy, id.rawValue) }
    public static func record(_ kind: RecordKind, _ id: RecordID) -> StreamID { StreamID(.record(kind), id.rawValue) }
    public static func ledger(_ id: ContractID) -> StreamID { StreamID(.ledger, id.rawValue) }

    public static func < (a: Self, b: Self) -> Bool {
        a.kind == b.kind ? a.id < b.id : a.kind.rawValue < b.kind.rawValue
    }

    /// `ticket/3k9x…`
    public var description: String { kind.rawValue + "/" + id }

    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    public init?(_ text: String) {
        var text = text
        // Bytes: an accent that follows the slash makes one character with it.
        let parts = text.withUTF8 { bytes -> (kind: String, id: String)? in
            guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            return (
                String(decoding: bytes[..<slash], as: UTF8.self), String(decoding: bytes[(slash + 1)...], as: UTF8.self)
            )
        }
        guard let parts, let kind = Kind(rawValue: parts.kind) else { return nil }
        self.init(kind, parts.id)
    }
}

/// Who did it: `agent:7f3k`, `customer:…`, `edge:mail`, `follower:ledger`, `desk`. An id, never a name.
public struct Actor: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Time itself, and what the program does of its own accord.
    public static let desk: Actor = "desk"
}

/// Whose data it is: `customer/…`, `contact/…`, `agent/…`. One key encrypts all of a person's texts.
public struct PersonID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
