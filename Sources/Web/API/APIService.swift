import Desk
import Domain
import Evidence
import Identity
import Pages
import Phrases
import Wire

/// What the API is handed of the program, made once by the executable.
public struct APIService: Sendable {
    public var desk: ServiceDesk
    public var authenticator: Authenticator
    public var identity: Identity
    public var live: Live
    /// An entry of the journal as JSON, as the document's `Entry` has it.
    public var entry: @Sendable (Journal.Entry) throws -> JSONValue
    /// Everything of the desk as lines (`yinuo export`), bit by bit.
    public var export: @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void
    public var policies: PolicyDesk
    public var evidence: EvidenceDesk
    public var figures: FiguresDesk
    /// The certificate of a finished ticket; throws a `ServiceFault` where there is none yet.
    public var certificate: @Sendable (TicketID) async throws -> JSONValue
    /// Notes who read whose data and why (C17).
    public var noteReading: @Sendable (Principal, PersonID, Purpose) async throws -> Void
    /// Of the desk's own zone, for words about instants.
    public var zone: Zone
    public var version: String
    /// Whether the desk was filled with made-up data: then pages say so, and show their own parts.
    public var isDemo = false
    /// The same certificate as a page that checks itself; nil where none is made.
    public var certificatePage: (@Sendable (TicketID, Language) async throws -> String)?
    /// A text as squares that a phone reads: how many a side has, and the dark ones as a path of SVG; nil for what is too
    /// long.
    public var picture: @Sendable (_ text: String) -> (side: Int, path: String)? = { _ in nil }
    /// What people reach the desk at, `https://desk.example.com`; empty where nobody has said so: then a link that is
    /// handed on begins at its path.
    public var base = ""
    let written = WrittenTickets()
    let document: DocumentText

    public init(
        desk: ServiceDesk, authenticator: Authenticator, identity: Identity, live: Live,
        entry: @escaping @Sendable (Journal.Entry) throws -> JSONValue,
        export: @escaping @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void,
        policies: PolicyDesk, evidence: EvidenceDesk, figures: FiguresDesk,
        certificate: @escaping @Sendable (TicketID) async throws -> JSONValue,
        noteReading: @escaping @Sendable (Principal, PersonID, Purpose) async throws -> Void,
        zone: Zone, version: String
    ) {
        self.desk = desk
        self.authenticator = authenticator
        self.identity = identity
        self.live = live
        self.entry = entry
        self.export = export
        self.policies = policies
        self.evidence = evidence
        self.figures = figures
        self.certificate = certificate
        self.noteReading = noteReading
        self.zone = zone
        self.version = version
        document = DocumentText(version)
    }

    /// A link to choose a password by, as somebody opens it.
    func whole(link text: String) -> String { base + Address.link(text).text }
    /// A link that reads a ticket.
    func whole(ticketLink text: String) -> String { base + Address.ticketLink(text).text }

    /// Says whose data was read (C17). All at once, so that one commit holds what a whole page has to note.
    /// - Throws: `StoreError`, `DeskError`: then nothing may be shown.
    func noteReadings(_ principal: Principal, _ people: [PersonID], _ purpose: Purpose) async throws {
        let unnoted = desk.unnoted(principal, people, purpose)
        if unnoted.isEmpty { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for person in unnoted { group.addTask { try await noteReading(principal, person, purpose) } }
            try await group.waitForAll()
        }
    }
}

/// The same for all who hand it on: it has so much that to copy it takes longer than many an answer.
final class SharedService: Sendable {
    let service: APIService
    init(_ service: APIService) { self.service = service }
}

/// What is done with the texts of policies.
public struct PolicyDesk: Sendable {
    /// A file with the data it would be judged on.
    public var files: @Sendable (_ content: [UInt8]) throws -> Policy.Files
    /// Every fault and note.
    public var check: @Sendable (_ content: [UInt8], Language) -> JSONValue
    /// In plain words; throws `Faulty`.
    public var explain: @Sendable (_ content: [UInt8], Language) throws(Faulty) -> [JSONValue]
    public var changes: @Sendable (_ old: [UInt8], _ new: [UInt8], Language) throws(Faulty) -> [JSONValue]

    public init(
        files: @escaping @Sendable (_ content: [UInt8]) throws -> Policy.Files,
        check: @escaping @Sendable (_ content: [UInt8], Language) -> JSONValue,
        explain: @escaping @Sendable (_ content: [UInt8], Language) throws(Faulty) -> [JSONValue],
        changes: @escaping @Sendable (_ old: [UInt8], _ new: [UInt8], Language) throws(Faulty) -> [JSONValue]
    ) {
        self.files = files
        self.check = check
        self.explain = explain
        self.changes = changes
    }

    /// The file is no policy.
    public struct Faulty: Error, Sendable {
        /// Each with its `line:column`, in the asker's language.
        public let faults: [(place: String, cause: String, cure: String)]
        public init(_ faults: [(place: String, cause: String, cure: String)]) { self.faults = faults }

        func problem(in language: Language) -> Problem {
            ServiceFault.policy(faults: faults.count).problem(
                in: language, faults: faults.map { .init($0.place, ($0.cause, $0.cure)) })
        }
    }
}

/// What is asked of the evidence log.
public struct EvidenceDesk: Sendable {
    public var status: @Sendable () async throws -> JSONValue
    /// The proof that an entry is in the log, as text (C2SP tlog-proof); nil while it is not sealed.
    public var receipt: @Sendable (_ position: Int64) async throws -> String?
    /// The log's name, and the position of the first fact that is not in it yet; nil where none is kept.
    public var sealed: @Sendable () async throws -> (origin: String, through: Int64)?

    public init(
        status: @escaping @Sendable () async throws -> JSONValue,
        receipt: @escaping @Sendable (_ position: Int64) async throws -> String?,
        sealed: @escaping @Sendable () async throws -> (origin: String, through: Int64)? = { nil }
    ) {
        self.status = status
        self.receipt = receipt
        self.sealed = sealed
    }
}

/// What is asked of the figures.
public struct FiguresDesk: Sendable {
    public var answer: @Sendable (FiguresQuery) async throws -> FiguresAnswer
    /// The tickets behind a figure.
    public var listing: @Sendable (FigureListQuery) async throws -> FigureListing
    public var alarms: @Sendable (_ byGrade: Bool, _ asOf: Instant?) async throws -> [FiguresAlarm]

    public init(
        answer: @escaping @Sendable (FiguresQuery) async throws -> FiguresAnswer,
        listing: @escaping @Sendable (FigureListQuery) async throws -> FigureListing,
        alarms: @escaping @Sendable (_ byGrade: Bool, _ asOf: Instant?) async throws -> [FiguresAlarm]
    ) {
        self.answer = answer
        self.listing = listing
        self.alarms = alarms
    }
}
