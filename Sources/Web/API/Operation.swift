import Domain
import HTTPTypes
import Wire

/// One thing that can be asked of the service: at once its route, its check of what comes in, its line in the published
/// document and what it does. A route that the document does not know can't be written.
///
/// A class, since every request hands it on again and again.
final class Operation: Sendable {
    let method: HTTPRequest.Method
    /// `/tickets/{ticket}/clocks`, below `/api/v1`.
    let path: String
    let id: String
    let tag: Tag
    /// A sentence.
    let summary: String
    let access: Access
    let parameters: [Parameter]
    let body: Body
    let success: Success
    /// Refusals of its own besides those that every operation may give.
    let alsoAnswers: [HTTPResponse.Status]
    /// Whether a request with an `Idempotency-Key` is done once, however often it is sent; others refuse the header.
    let isKeyed: Bool
    /// Whether it minds `If-Match`.
    let isVersioned: Bool
    /// Whether it never takes more than microseconds of a processor. All others leave the thread of their connection, since
    /// whoever shares it would wait for them.
    let isQuick: Bool
    let run: @Sendable (Call) async throws -> Answer

    enum Tag: String, CaseIterable, Sendable {
        case tickets, incidents, policies, records, compensation, journal, evidence, search, figures, identity, service

        var words: String {
            switch self {
            case .tickets: "Requests of customers, their clocks, and what is done about them."
            case .incidents: "Failures that many tickets share."
            case .policies: "What is promised: checked, explained, compared, put in force."
            case .records: "Customers, contracts, agents, teams and the other master data."
            case .compensation: "What broken promises owe."
            case .journal: "Every fact, as it happened and as it is told live."
            case .evidence: "What outsiders check the journal by."
            case .search: "Finding tickets and people by words."
            case .figures: "The twelve metrics, over any dimension."
            case .identity: "Who is asking: sessions, tokens, accounts."
            case .service: "The service itself."
            }
        }
    }

    enum Access: Sendable {
        case anybody
        /// Whoever is known.
        case signedIn
        case may(Permission)
        /// Customers too, as far as it is theirs; the operation looks.
        case mayOwn(Permission)

        var permission: Permission? {
            switch self {
            case .anybody, .signedIn: nil
            case .may(let permission), .mayOwn(let permission): permission
            }
        }
    }

    enum Body: Sendable {
        case none
        case json(Schema, atMost: Int = 1 << 20)
        /// Bytes of one of these types.
        case bytes([String], atMost: Int)
    }

    struct Success: Sendable {
        let status: HTTPResponse.Status
        let words: String
        let content: Content

        enum Content: Sendable {
            case nothing
            case json(Schema)
            case bytes(String)
        }

        static func ok(_ schema: Schema, _ words: String = "As asked for.") -> Success {
            Success(status: .ok, words: words, content: .json(schema))
        }
        static func created(_ schema: Schema) -> Success {
            Success(status: .created, words: "It is there, on disk.", content: .json(schema))
        }
        static func done(_ schema: Schema = .named("Receipt")) -> Success {
            Success(status: .ok, words: "It is done, on disk.", content: .json(schema))
        }
        static let nothing = Success(status: .noContent, words: "It is done.", content: .nothing)
        static func bytes(_ type: String, _ words: String) -> Success {
            Success(status: .ok, words: words, content: .bytes(type))
        }
    }

    init(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ tag: Tag, _ summary: String, _ access: Access,
        parameters: [Parameter] = [], body: Body = .none, _ success: Success,
        alsoAnswers: [HTTPResponse.Status] = [], isKeyed: Bool = true, isVersioned: Bool? = nil, isQuick: Bool = false,
        run: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.id = id
        self.tag = tag
        self.summary = summary
        self.access = access
        self.parameters = parameters
        self.body = body
        self.success = success
        self.alsoAnswers = alsoAnswers
        self.isKeyed = isKeyed
        self.isVersioned = isVersioned ?? isKeyed
        self.isQuick = isQuick
        self.run = run
    }

    /// A body above this is read, checked and hashed elsewhere, whatever is done with it then.
    static let quickBytes = 32 << 10

    /// Off the connections' threads.
    static func away<T>(_ work: () async throws -> T) async rethrows -> T {
        try await withTaskExecutorPreference(globalConcurrentExecutor, operation: work)
    }

    /// Whether a request without a body says too little.
    var needsBody: Bool {
        guard case .json(let schema, _) = body else { return false }
        let whole = if case .named(let name) = schema { Schema.all[name] ?? .any } else { schema }
        guard case .object(let properties) = whole else { return true }
        return properties.contains(where: \.isRequired)
    }

    /// Whether it changes anything, so that a key against repetition makes sense.
    var changes: Bool { method != .get }
}

/// A parameter of a path or a query, a text that is read as its schema says.
struct Parameter: Sendable {
    let name: String
    let schema: Schema
    let words: String
    var isRequired = false
    /// Of a path: what the sender names, rather than what is looked for.
    var isGiven = false

    init(_ name: String, _ schema: Schema, _ words: String, isRequired: Bool = false, isGiven: Bool = false) {
        self.name = name
        self.schema = schema
        self.words = words
        self.isRequired = isRequired
        self.isGiven = isGiven
    }

    /// - Returns: the value that the text stands for; what is none stays a text, and its schema refuses it.
    func value(_ text: String) -> JSONValue {
        switch schema {
        case .integer:
            let isPlain = Int64(text).map { String($0) == text } ?? false
            return isPlain ? .number(text) : .string(text)
        case .flag:
            return text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        default: return .string(text)
        }
    }

    static let limit = Parameter("limit", .integer(1...200), "How many at most, 50 if it is not said.")
    static let cursor = Parameter(
        "cursor", .text(atMost: 200), "Where the page before ended; its `Link` and `next` say so.")
}
