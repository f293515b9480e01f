/// One entry of master data: a customer, a team, a contract.
///
/// Its state is what its events add up to. Personal and secret texts are no part of it: it only knows which there are.
public struct Record: Hashable, Sendable {
    public let kind: RecordKind
    public let id: RecordID
    /// Canonical texts by field.
    public internal(set) var values: [String: String] = [:]
    /// Personal and secret fields that have a value; the value itself lives encrypted outside the journal.
    public internal(set) var personal: Set<String> = []
    public internal(set) var state = State.absent

    public enum State: Sendable {
        /// Nothing has been put yet.
        case absent
        case live
        /// Kept for what refers to it, not offered for anything new.
        case retired
        /// Its personal texts are gone for good; what is not personal remains.
        case erased
    }

    /// A record of which nothing is known yet.
    public init(kind: RecordKind, id: RecordID) {
        self.kind = kind
        self.id = id
    }

    public var isRetired: Bool { state == .retired }
    public var isErased: Bool { state == .erased }

    public enum Command: Hashable, Sendable {
        /// Texts as typed, by field; nil or a blank clears. A field that is not named stays as it is.
        case put([String: String?])
        case retire
        case restore
        case erase
    }

    public enum Event: Hashable, Sendable {
        /// Canonical texts (nil: cleared), and which sealed fields have a value now.
        case put(values: [String: String?], personal: [String: Bool])
        case retired
        case restored
        case erased
    }

    /// What a command leads to.
    public struct Decision: Hashable, Sendable {
        public let events: [Event]
        /// What goes beside the journal, encrypted, in the order of the table.
        public let texts: [PersonalText]

        public init(_ events: [Event], texts: [PersonalText] = []) {
            self.events = events
            self.texts = texts
        }
    }

    /// A text that the journal never sees.
    public struct PersonalText: Hashable, Sendable {
        public let field: String
        public let text: String
        public init(field: String, text: String) {
            self.field = field
            self.text = text
        }
    }

    public enum Refusal: Error, Hashable, Sendable {
        /// Every fault of one put, in the order of the table; never empty.
        case faults([FieldFault])
        case noSuchRecord(RecordKind, RecordID)
        case retired(RecordKind, RecordID)
        case erased(RecordKind, RecordID)
        /// Nothing of this kind is personal, so nothing can be erased.
        case nothingPersonal(RecordKind)
        /// What lets somebody in is not put as a record.
        case credential(RecordKind)
    }
}

/// Why one field can't be put. It never repeats the text, since that may be personal.
public struct FieldFault: Error, Hashable, Sendable {
    public let field: String
    public let cause: Cause

    public init(_ field: String, _ cause: Cause) {
        self.field = field
        self.cause = cause
    }

    public enum Cause: Error, Hashable, Sendable {
        case unknown(nearest: String?)
        case missing
        case needsOneOf([String])
        case tooLong(atMost: Int)
        case tooMany(atMost: Int)
        case unreadable(FieldType)
        case notOneOf([String], nearest: String?)
        case outOfRange(ClosedRange<Int64>)
        case instant(InstantFault)
        case zone(ZoneFault)
        case noSuch(RecordKind, RecordID)
        /// It refers to its own record.
        case itself
        /// Before the field named, or at the same instant.
        case notAfter(String)
        case otherCurrency(than: String)
    }
}

/// What a record is checked against.
public struct RecordBook: Sendable {
    /// Whether a record may be referred to.
    public let exists: @Sendable (RecordKind, RecordID) -> Bool
    public let zones: Zones
    /// The fields that a company adds to a kind.
    public let custom: [RecordKind: [RecordField]]
    /// What a subscription may name.
    public let subjects: [String]

    public init(
        zones: Zones, custom: [RecordKind: [RecordField]] = [:], subjects: [String] = Journal.Event.subjects(),
        exists: @escaping @Sendable (RecordKind, RecordID) -> Bool
    ) {
        self.exists = exists
        self.zones = zones
        self.custom = custom
        self.subjects = subjects
    }

    public func fields(of kind: RecordKind) -> [RecordField] { kind.fields + (custom[kind] ?? []) }
}
