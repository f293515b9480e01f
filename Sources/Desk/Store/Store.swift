import Domain

/// What the desk asks of a place that keeps things: few verbs, each durable when it answers.
///
/// Every maker passes the same suite of tests (`Tests/StorageContract`).
public struct Store: Sendable {
    /// Writes each decision whole or not at all, in order; answers after everything is on disk.
    ///
    /// A stale decision is left out and the others stand. An error means that none of them does.
    public var commit: @Sendable (_ batch: [Decision]) async throws(StoreError) -> [Committed]
    public var head: @Sendable () async throws(StoreError) -> Head
    /// Entries from a position on, ascending.
    public var read: @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [Journal.Entry]
    /// The same for whoever goes on from where it ended: some of them, and none only where there are none.
    public var follow: @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [Journal.Entry]
    /// All entries of each stream, by version; streams without any are left out.
    public var streams: @Sendable (_ ids: [StreamID]) async throws(StoreError) -> [StreamID: [Journal.Entry]]
    /// Ids of a kind, ascending, after one.
    public var names:
        @Sendable (_ kind: StreamID.Kind, _ after: String?, _ limit: Int) async throws(StoreError) -> [String]
    /// Whole streams, in the order in which they began, after a place in that order (0: from the first).
    ///
    /// What began together lies together, so that this reads a journal of any size in one pass.
    public var stretch: @Sendable (_ after: Int64, _ limit: Int) async throws(StoreError) -> Stretch
    /// Streams due by an instant, in order of (due, stream).
    public var due: @Sendable (_ through: Instant, _ limit: Int) async throws(StoreError) -> [StreamID]
    public var nextDue: @Sendable () async throws(StoreError) -> Instant?
    /// Messages that may be sent by an instant, oldest first.
    public var messages: @Sendable (_ through: Instant, _ limit: Int) async throws(StoreError) -> [Message]
    public var nextMessage: @Sendable () async throws(StoreError) -> Instant?
    public var deadLetters: @Sendable (_ limit: Int) async throws(StoreError) -> [DeadLetter]
    public var receipts: @Sendable (_ keys: [Receipt.Key]) async throws(StoreError) -> [Receipt.Key: Known]
    /// A follower's place: 0 for one that never was.
    public var place: @Sendable (_ follower: String) async throws(StoreError) -> Int64
    public var document: @Sendable (_ hash: String) async throws(StoreError) -> [UInt8]?
    /// The personal texts of entries; what was erased is left out.
    public var texts: @Sendable (_ positions: Range<Int64>) async throws(StoreError) -> [OpenText]
    public var queue: @Sendable (_ query: QueueQuery) async throws(StoreError) -> [TicketRow]
    public var ticket: @Sendable (_ id: TicketID) async throws(StoreError) -> TicketRow?
    /// Rows in an order, after a place in it.
    public var tickets: @Sendable (_ scan: TicketScan) async throws(StoreError) -> [TicketRow]
    /// Ids of records of a kind, ascending, after one; of one owner if that is named.
    public var records:
        @Sendable (_ kind: RecordKind, _ owner: String?, _ after: String?, _ limit: Int) async throws(StoreError) ->
            [RecordID]
    /// Clears every projection and writes it anew from batches of rows, in one transaction; the journal is not touched.
    public var rebuild: @Sendable (_ next: @Sendable () async throws -> Rebuilt?) async throws -> Void
    /// Whether a rebuild was begun and not finished: the projections are not to be trusted.
    public var isRebuildUnfinished: @Sendable () async throws(StoreError) -> Bool
    /// Every row of every projection, for comparisons: `table`, key, contents.
    public var projections: @Sendable () async throws(StoreError) -> [String]
    /// Keeps house: deletes receipts older than an instant, and what lies there of erased people that no key opens.
    public var forget: @Sendable (_ before: Instant) async throws(StoreError) -> Void
    public var measures: @Sendable () async throws(StoreError) -> [Measure]
    public var close: @Sendable () async -> Void
    /// The evidence log.
    public var seals: SealStore
    /// The search index.
    public var search: SearchStore
    /// For a store that several nodes write to; nil where one process has it for itself.
    public var shared: Shared?

    public init(
        commit: @escaping @Sendable (_ batch: [Decision]) async throws(StoreError) -> [Committed],
        head: @escaping @Sendable () async throws(StoreError) -> Head,
        read: @escaping @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [Journal.Entry],
        streams: @escaping @Sendable (_ ids: [StreamID]) async throws(StoreError) -> [StreamID: [Journal.Entry]],
        names:
            @escaping @Sendable (_ kind: StreamID.Kind, _ after: String?, _ limit: Int) async throws(StoreError) ->
            [String],
        stretch: @escaping @Sendable (_ after: Int64, _ limit: Int) async throws(StoreError) -> Stretch,
        due: @escaping @Sendable (_ through: Instant, _ limit: Int) async throws(StoreError) -> [StreamID],
        nextDue: @escaping @Sendable () async throws(StoreError) -> Instant?,
        messages: @escaping @Sendable (_ through: Instant, _ limit: Int) async throws(StoreError) -> [Message],
        nextMessage: @escaping @Sendable () async throws(StoreError) -> Instant?,
        deadLetters: @escaping @Sendable (_ limit: Int) async throws(StoreError) -> [DeadLetter],
        receipts: @escaping @Sendable (_ keys: [Receipt.Key]) async throws(StoreError) -> [Receipt.Key: Known],
        place: @escaping @Sendable (_ follower: String) async throws(StoreError) -> Int64,
        document: @escaping @Sendable (_ hash: String) async throws(StoreError) -> [UInt8]?,
        texts: @escaping @Sendable (_ positions: Range<Int64>) async throws(StoreError) -> [OpenText],
        queue: @escaping @Sendable (_ query: QueueQuery) async throws(StoreError) -> [TicketRow],
        ticket: @escaping @Sendable (_ id: TicketID) async throws(StoreError) -> TicketRow?,
        tickets: @escaping @Sendable (_ scan: TicketScan) async throws(StoreError) -> [TicketRow],
        records:
            @escaping @Sendable (_ kind: RecordKind, _ owner: String?, _ after: String?, _ limit: Int)
            async throws(StoreError) -> [RecordID],
        rebuild: @escaping @Sendable (_ next: @Sendable () async throws -> Rebuilt?) async throws -> Void,
        isRebuildUnfinished: @escaping @Sendable () async throws(StoreError) -> Bool,
        projections: @escaping @Sendable () async throws(StoreError) -> [String],
        forget: @escaping @Sendable (_ before: Instant) async throws(StoreError) -> Void,
        measures: @escaping @Sendable () async throws(StoreError) -> [Measure],
        close: @escaping @Sendable () async -> Void, seals: SealStore, search: SearchStore,
        shared: Shared? = nil
    ) {
        self.commit = commit
        self.head = head
        (self.read, follow) = (read, read)
        self.streams = streams
        self.names = names
        self.stretch = stretch
        self.due = due
        self.nextDue = nextDue
        self.messages = messages
        self.nextMessage = nextMessage
        self.deadLetters = deadLetters
        self.receipts = receipts
        self.place = place
        self.document = document
        self.texts = texts
        self.queue = queue
        self.ticket = ticket
        self.tickets = tickets
        self.records = records
        self.rebuild = rebuild
        self.isRebuildUnfinished = isRebuildUnfinished
        self.projections = projections
        self.forget = forget
        self.measures = measures
        self.close = close
        self.seals = seals
        self.search = search
        self.shared = shared
    }
}

public enum Committed: Hashable, Sendable {
    case done(Range<Int64>)
    /// A stream is no longer where the decision thought; decide again on its newest state.
    case stale(StreamID)
    /// Another's receipt stands under the key: the command was done before.
    case repeated(Known)
    /// The texts' person has been erased: nothing may be kept of them again.
    case erased(PersonID)
    /// The journal can't hold it; it never will.
    case refused(Refusal)
    /// Another node has written since: judge again, no earlier than that, and by newer rules if they have changed.
    case behind(Instant, rulesChanged: Bool)
}

/// A receipt that stands, with the hash of the request it answered.
public struct Known: Hashable, Sendable {
    public let requestHash: String
    public let receipt: Receipt
    public init(requestHash: String, receipt: Receipt) {
        self.requestHash = requestHash
        self.receipt = receipt
    }
}

/// Some streams, and the place of the last of them.
public struct Stretch: Sendable {
    public let streams: [[Journal.Entry]]
    public let last: Int64
    public init(streams: [[Journal.Entry]], last: Int64) {
        self.streams = streams
        self.last = last
    }
}

/// Where the journal ends.
public struct Head: Hashable, Sendable {
    /// The position that the next entry takes.
    public let next: Int64
    /// When the last entry was recorded; nil for an empty journal.
    public let recorded: Instant?
    public init(next: Int64, recorded: Instant?) {
        self.next = next
        self.recorded = recorded
    }
}

public struct DeadLetter: Hashable, Sendable {
    public let message: Message
    public let cause: String
    public init(message: Message, cause: String) {
        self.message = message
        self.cause = cause
    }
}

/// A personal text as it can be read while its person's key is there.
public struct OpenText: Hashable, Sendable {
    public let position: Int64
    public let person: PersonID
    public let field: String
    public let salt: [UInt8]
    public let payload: [UInt8]
    public init(position: Int64, person: PersonID, field: String, salt: [UInt8], payload: [UInt8]) {
        self.position = position
        self.person = person
        self.field = field
        self.salt = salt
        self.payload = payload
    }
}

/// A batch of projections made anew.
public struct Rebuilt: Sendable {
    public var rows: [ProjectionRow]
    public var dues: [DueRow]
    public init(rows: [ProjectionRow] = [], dues: [DueRow] = []) {
        self.rows = rows
        self.dues = dues
    }
}

/// The world failed the store: for the operator, with what to do about it.
public enum StoreError: Error, Hashable, Sendable {
    /// Another process writes there.
    case inUse(path: String, by: String)
    /// A later release wrote it.
    case newer(path: String, version: Int, known: Int)
    /// It is something else than a desk.
    case foreign(path: String, what: String)
    case damaged(path: String, what: String)
    case full(operation: String)
    case readOnly(path: String)
    case unreadable(path: String, cause: String)
    /// An entry that this release can't read.
    case unknownEntry(position: Int64, kind: String)
    case failed(operation: String, cause: String)
    case closed
    /// The database can't be reached; what was asked of it was not done.
    case unreachable(place: String, cause: String)
    /// The connection was lost after something was sent, and nobody could be asked what became of it.
    case uncertain(operation: String)
    /// The desk was moved away, or another has taken its place.
    case fenced(place: String, to: String)

    /// Cause and cure, in one line.
    public var text: String {
        switch self {
        case .inUse(let path, let by):
            "\(path) is in use by \(by). Stop that program first, or name another desk."
        case .newer(let path, let version, let known):
            "\(path) has schema \(version), this program knows up to \(known). Use the release that wrote it, or a later one."
        case .foreign(let path, let what):
            "\(path) is no desk: \(what). Name a desk, or a file that does not exist yet."
        case .damaged(let path, let what): "\(path) is damaged: \(what). Restore the last backup with yinuo restore."
        case .full(let operation): "The disk is full (\(operation)). Make room; nothing that was acknowledged is lost."
        case .readOnly(let path):
            "\(path) can't be written. Check the rights of the file, its folder and its disk; a standby only reads."
        case .unreadable(let path, let cause): "\(path) can't be opened: \(cause). Check the name and the rights."
        case .unknownEntry(let position, let kind):
            "Entry \(position) is of the kind \(kind), which this program does not know. Use a later release."
        case .failed(let operation, let cause):
            "\(operation) failed: \(cause). Try again; if it fails again, look at the disk, or at the database and its log."
        case .unreachable(let place, let cause):
            "\(place) can't be reached: \(cause). Check that it runs and lets this program in; nothing was changed."
        case .uncertain(let operation):
            "The connection was lost during \(operation), so nobody knows whether it was done. Send it again under the same key."
        case .fenced(let place, let to): "\(place) is a desk no more: it was moved to \(to). Use that one."
        case .closed: "The desk is shutting down. Try again when it is back."
        }
    }
}
