import Domain

/// A command with who gives it and the personal texts that come with it.
public struct Request: Sendable {
    public var actor: Actor
    /// Sent again under the same key it is answered again, not done again.
    public var key: Key?
    public var command: Command
    /// Free text, names, contacts: bound to the entry that the command's own fact becomes.
    public var texts: [Text]
    /// The version that the sender saw of what the command changes; if it has another by now, nothing is done.
    public var expects: Int?
    /// The version that what is yet to be made has.
    public static let isNew = -1

    public struct Key: Hashable, Sendable {
        public let text: String
        /// Of all that the sender sent.
        public let requestHash: String
        public init(_ text: String, requestHash: String = "") {
            self.text = text
            self.requestHash = requestHash
        }
    }

    public struct Text: Hashable, Sendable {
        /// `subject`, `text`, `reason` …: ASCII, at most 64 bytes.
        public let field: String
        public let payload: [UInt8]
        public init(_ field: String, _ text: String) { self.init(field, bytes: Array(text.utf8)) }
        public init(_ field: String, bytes: [UInt8]) {
            self.field = field
            payload = bytes
        }
    }

    public init(_ actor: Actor, _ command: Command, key: Key? = nil, texts: [Text] = []) {
        self.actor = actor
        self.command = command
        self.key = key
        self.texts = texts
    }

    /// Of one text; what is longer is an attachment.
    public static let textBytesAtMost = 256 << 10
    /// Of a field whose name begins with `attachment.`: a picture, a recording. Kept in parts, under the same key as a text.
    public static let attachmentBytesAtMost = 25 << 20
    /// Of all texts and attachments of one request: they become one entry, and one line of an export.
    public static let bytesAtMost = 32 << 20

    static func bytesAtMost(_ field: String) -> Int {
        field.hasPrefix("attachment.") ? attachmentBytesAtMost : textBytesAtMost
    }
    public static let keyBytesAtMost = 200
}

/// What may be asked of the desk.
public enum Command: Sendable {
    /// Where no grade is named the category decides (POLICIES 1.18).
    case open(Ticket.Opening, [Grading] = [], source: Ticket.Source)
    /// All of them or none.
    case ticket(TicketID, [Ticket.Command])
    case merge(TicketID, into: TicketID)
    /// Part of a ticket becomes one of its own; it copies customer and `received` (POLICIES 1.16).
    case split(TicketID, into: TicketID, [Grading] = [])
    case openIncident(IncidentID, received: Instant, [Grading] = [])
    case incident(IncidentID, [Incident.Command])
    /// Of master data; what lets somebody in is refused.
    case record(RecordKind, RecordID, Record.Command)
    /// Of what lets somebody in (`RecordKind.isCredential`); no request from outside becomes one. What is told along with it
    /// is written with it or not at all.
    case credential(RecordKind, RecordID, Record.Command, telling: AccessEvent? = nil)
    /// Tells of somebody who came in, failed to, or read; told once where `isToldOnce` says so.
    case note(AccessEvent)
    /// Puts a policy in force; the same file with the same data again changes nothing.
    case activate(Policy.Files)
    /// Brings the ledger of the ticket's contract into line with what the ticket owes.
    case settle(TicketID)
    /// Time has come for a stream.
    case fire(StreamID)
    case found(zone: String)
    case clockLeapt(by: Duration)
    case clockTrusted
    /// Contacts that were answered at once and became no ticket.
    case answeredAtOnce(AnsweredAtOnce)
}

/// A grade of a policy as it is in force when the command is judged.
public struct Grading: Hashable, Sendable {
    public let policy: PolicyID
    public let grade: GradeID
    public let complexity: Complexity
    public init(_ policy: PolicyID, _ grade: GradeID, _ complexity: Complexity = .complex) {
        self.policy = policy
        self.grade = grade
        self.complexity = complexity
    }
}

extension Policy {
    /// A policy file and the data it is judged on, as bytes.
    public struct Files: Sendable {
        public let content: [UInt8]
        public let zones: [UInt8]
        public let official: [String: [UInt8]]
        public init(content: [UInt8], zones: [UInt8], official: [String: [UInt8]]) {
            self.content = content
            self.zones = zones
            self.official = official
        }
    }
}

/// How a request fared.
public enum Outcome: Sendable {
    case done(Receipt)
    case refused(Refusal)
}

/// What the desk answers when it could not even judge.
public enum DeskError: Error, Sendable {
    case store(StoreError)
    /// Others changed the stream again and again meanwhile.
    case stale(StreamID)
    /// A state that cannot be; logged with the request that led there.
    case defect(String)
}
