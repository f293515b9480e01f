import Domain
import Evidence

/// Where a store keeps the evidence log: its tiles, its entries and its checkpoint.
public struct SealStore: Sendable {
    /// Every log, the one that goes on last.
    public var logs: @Sendable () async throws(StoreError) -> [SealedLog]
    /// Begins a log after the newest, with what is sealed in it at once; from then on no other is sealed.
    /// - Returns: false if the newest is another, or longer, than `after` says.
    public var begin: @Sendable (_ log: SealedLog, _ first: Seal?, _ after: SealedLog?) async throws(StoreError) -> Bool
    /// Facts of the journal from a position on, as they are kept.
    public var facts: @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [PlainEntry]
    /// The same for whoever goes on from where it ended: some of them, and perhaps as they were at hand when they were
    /// written. Whoever asks what is kept by now asks for `facts`.
    public var follow: @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [PlainEntry]
    /// The facts of one stream, by version.
    public var factsOf: @Sendable (_ stream: StreamID) async throws(StoreError) -> [PlainEntry]
    /// The random ids of names that have one.
    public var aliases: @Sendable (_ names: [String]) async throws(StoreError) -> [String: String]
    /// Writes what was sealed in one transaction.
    /// - Returns: false if the log is no longer as long as the seal begins at, or no longer the newest.
    public var seal: @Sendable (_ seal: Seal) async throws(StoreError) -> Bool
    /// The bytes of a tile as far as they go; level nil for entries.
    public var tile: @Sendable (_ log: Int, _ level: Int?, _ number: Int64) async throws(StoreError) -> [UInt8]?
    /// 32 bytes that salts and ids are made of; made at the first asking, before anything is sealed.
    public var secret: @Sendable (_ fresh: [UInt8]) async throws(StoreError) -> [UInt8]
    /// Keeps what outsiders signed over a checkpoint.
    public var anchor: @Sendable (_ anchor: Anchor) async throws(StoreError) -> Void
    public var anchors: @Sendable (_ log: Int) async throws(StoreError) -> [Anchor]
    /// Whether the desk came out of a backup, and nobody has said since that its log goes on.
    public var isRestored: @Sendable () async throws(StoreError) -> Bool
    /// Takes that mark off.
    public var resume: @Sendable () async throws(StoreError) -> Void

    public init(
        logs: @escaping @Sendable () async throws(StoreError) -> [SealedLog],
        begin:
            @escaping @Sendable (_ log: SealedLog, _ first: Seal?, _ after: SealedLog?) async throws(StoreError) -> Bool,
        facts: @escaping @Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [PlainEntry],
        follow: (@Sendable (_ from: Int64, _ limit: Int) async throws(StoreError) -> [PlainEntry])? = nil,
        factsOf: @escaping @Sendable (_ stream: StreamID) async throws(StoreError) -> [PlainEntry],
        aliases: @escaping @Sendable (_ names: [String]) async throws(StoreError) -> [String: String],
        seal: @escaping @Sendable (_ seal: Seal) async throws(StoreError) -> Bool,
        tile: @escaping @Sendable (_ log: Int, _ level: Int?, _ number: Int64) async throws(StoreError) -> [UInt8]?,
        secret: @escaping @Sendable (_ fresh: [UInt8]) async throws(StoreError) -> [UInt8],
        anchor: @escaping @Sendable (_ anchor: Anchor) async throws(StoreError) -> Void,
        anchors: @escaping @Sendable (_ log: Int) async throws(StoreError) -> [Anchor],
        isRestored: @escaping @Sendable () async throws(StoreError) -> Bool,
        resume: @escaping @Sendable () async throws(StoreError) -> Void
    ) {
        self.logs = logs
        self.begin = begin
        self.facts = facts
        self.follow = follow ?? facts
        self.factsOf = factsOf
        self.aliases = aliases
        self.seal = seal
        self.tile = tile
        self.secret = secret
        self.anchor = anchor
        self.anchors = anchors
        self.isRestored = isRestored
        self.resume = resume
    }
}

/// A log as far as it goes.
public struct SealedLog: Hashable, Sendable {
    /// 1 for the first; another begins when the journal is no longer the one that was sealed.
    public let number: Int
    public let origin: String
    public var size: Int64
    /// Signed; empty for a log that has none yet.
    public var checkpoint: String

    public init(number: Int, origin: String, size: Int64, checkpoint: String) {
        self.number = number
        self.origin = origin
        self.size = size
        self.checkpoint = checkpoint
    }

    /// Entries before the journal's first: the one that says which log it goes on from.
    public var shift: Int64 { number == 1 ? 0 : 1 }
}

/// An entry of the journal, unread.
public struct PlainEntry: Sendable {
    public let position: Int64
    public let stream: String
    public let version: Int
    public let kind: String
    public let occurred: Int64
    public let recorded: Int64
    public let actor: String
    /// Canonical JSON.
    public let payload: [UInt8]
    /// The fields that it binds, ascending, with their hashes.
    public let commits: [(field: String, hash: String)]

    public init(
        position: Int64, stream: String, version: Int, kind: String, occurred: Int64, recorded: Int64, actor: String,
        payload: [UInt8], commits: [(field: String, hash: String)]
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.kind = kind
        self.occurred = occurred
        self.recorded = recorded
        self.actor = actor
        self.payload = payload
        self.commits = commits
    }

    /// What is shown to whoever may see it.
    public var shown: [UInt8] {
        EvidencePayload.bytes(
            stream: stream, version: version, kind: kind, occurred: occurred, recorded: recorded, actor: actor,
            payload: payload)
    }
}

/// A stretch of a log, put together and signed.
public struct Seal: Sendable {
    public let log: Int
    public let from: Int64
    public let to: Int64
    /// Tiles that changed, each with all it holds so far; level nil for entries.
    public let tiles: [(level: Int?, number: Int64, bytes: [UInt8])]
    /// Names that got an id.
    public let aliases: [String: String]
    /// Names whose ids lead back to nobody from now on.
    public let forgotten: [String]
    public let checkpoint: String

    public init(
        log: Int, from: Int64, to: Int64, tiles: [(level: Int?, number: Int64, bytes: [UInt8])],
        aliases: [String: String], forgotten: [String], checkpoint: String
    ) {
        self.log = log
        self.from = from
        self.to = to
        self.tiles = tiles
        self.aliases = aliases
        self.forgotten = forgotten
        self.checkpoint = checkpoint
    }
}

/// What an outsider signed over a checkpoint.
public struct Anchor: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// RFC 3161, DER.
        case timestamp = "tsr"
        /// What a time stamp is over.
        case stamped = "checkpoint"
        /// The note with the witness's signature under it.
        case witness
    }
    public let log: Int
    public let size: Int64
    public let kind: Kind
    /// Who.
    public let by: String
    public let bytes: [UInt8]

    public init(log: Int, size: Int64, kind: Kind, by: String, bytes: [UInt8]) {
        self.log = log
        self.size = size
        self.kind = kind
        self.by = by
        self.bytes = bytes
    }
}
