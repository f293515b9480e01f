import Domain
import Evidence

/// Why a log is not gone on with.
public enum SealFault: Error, Hashable, Sendable {
    /// The log that the store has is not the one that was published: shorter, or another.
    case otherLog(String)
    case damaged(place: String, cause: String)
    /// Neither the desk nor anybody else has a log that another could go on from.
    case nothingBefore
    /// The newest checkpoint could not be kept outside the desk.
    case notKept(String)
    /// The store's log is of another key.
    case otherKey(expected: String, found: String)

    public var text: String {
        switch self {
        case .otherLog(let what):
            "\(what) Nothing is sealed: find out why. If the desk was restored from a backup, begin another log with "
                + "yinuo evidence new-epoch."
        case .damaged(let place, let cause):
            "The evidence log is damaged at \(place): \(cause). Nothing is sealed; restore the last backup."
        case .nothingBefore: "There is no log yet that another could go on from. It begins with yinuo serve."
        case .notKept(let cause): "The newest checkpoint can't be kept outside the desk: \(cause)"
        case .otherKey(let expected, let found):
            "The desk's log is of the key \(found), and the key at hand is \(expected). Name the right one."
        }
    }
}

/// Puts every fact of the journal into the evidence log, each at its position, exactly once, and signs how far it is.
///
/// A checkpoint is told to nobody before it is in the store.
public actor Sealer {
    /// Facts a transaction.
    static let atMost = 2_048
    let store: Store
    private let seals: SealStore
    let random: @Sendable (Int) -> [UInt8]
    private let key: SignerKey
    /// Keeps the newest checkpoint outside the store.
    private let publish: @Sendable (Note) async throws -> Void
    private let published: @Sendable () async throws -> Note?
    private var state: State?
    private var fault: SealFault?
    /// What is in the store and not kept outside it yet.
    private var unpublished: Note?
    private var publishing: SealFault?

    private struct State {
        var log: SealedLog
        var signer: SignerKey
        var edge: TreeEdge
        var open: [UInt8]
        var secret: EvidenceSecret
        /// Ids of chance, by name; let go as a whole when there are too many.
        var ids: [String: String] = [:]
    }
    private static let idsAtMost = 50_000

    public init(
        store: Store, key: SignerKey, random: @escaping @Sendable (Int) -> [UInt8],
        published: @escaping @Sendable () async throws -> Note?,
        publish: @escaping @Sendable (Note) async throws -> Void
    ) {
        self.store = store
        seals = store.seals
        self.key = key
        self.random = random
        self.published = published
        self.publish = publish
    }

    /// Seals what there is.
    /// - Returns: how many facts; 0 at the journal's end, or where another node sealed meanwhile.
    /// - Throws: `SealFault`, after which nothing is sealed until it is seen to, unless the checkpoint could only not be
    ///   kept outside; `StoreError`.
    public func step() async throws -> Int {
        if let fault { throw fault }
        try await publishRest()
        var state = try await opened()
        try await publishRest()
        let first = state.log.size - state.log.shift
        let facts = try await seals.facts(first, Self.atMost)
        for (offset, fact) in facts.enumerated() where fact.position != first + Int64(offset) {
            let hole = SealFault.damaged(
                place: "position \(first + Int64(offset))", cause: "the journal has no such entry")
            fault = hole
            throw hole
        }
        if facts.isEmpty, !state.log.checkpoint.isEmpty { return 0 }
        let fresh = try await name(facts, &state)
        var batch = SealedBatch(size: state.log.size, open: state.open)
        let (ids, secret) = (state.ids, state.secret)
        for fact in facts { batch.append(fact, shift: state.log.shift, secret) { ids[$0] ?? secret.id(of: $0) } }
        let from = state.log.size
        let growth = state.edge.append(batch.leaves)
        state.log.size = state.edge.size
        state.open = batch.open
        let checkpoint = Checkpoint(origin: state.log.origin, size: state.edge.size, root: state.edge.root)
        let note = checkpoint.signed(by: state.signer)
        state.log.checkpoint = note.whole
        let seal = Seal(
            log: state.log.number, from: from, to: state.edge.size, tiles: growth.written + batch.written,
            aliases: fresh, forgotten: batch.forgotten, checkpoint: note.whole)
        for name in batch.forgotten { state.ids[name] = nil }
        // Until it stands nothing is known; whatever became of it is read again.
        self.state = nil
        if try await seals.seal(seal) {
            self.state = state
            unpublished = note
            try await publishRest()
        }
        return facts.count
    }

    /// Keeps outside what stands in the store; tried again until it is.
    private func publishRest() async throws {
        guard let note = unpublished else { return }
        do {
            try await publish(note)
            (unpublished, publishing) = (nil, nil)
        } catch {
            let fault = SealFault.notKept("\(error)")
            publishing = fault
            throw fault
        }
    }

    /// Why nothing is sealed, with the cure; nil if all is well.
    public var trouble: String? { (fault ?? publishing)?.text }

    /// Seals nothing more.
    public func stop(_ fault: SealFault) { self.fault = fault }

    /// Forgets what is at hand: another node may seal meanwhile.
    public func rest() { state = nil }

    /// Begins another log, whose first entry holds the last checkpoint of the one before.
    /// - Returns: the new log's public key.
    public func beginEpoch(reason: String, at now: Instant) async throws -> VerifierKey {
        let last = try await seals.logs().last
        let before = try await newest(of: last, try await published())
        // A desk may be older than its log: what was told of is never begun again.
        let number = max(last?.number ?? 0, try self.number(of: before)) + 1
        let signer = try signer(number)
        let secret = EvidenceSecret(bytes: try await seals.secret(random(EvidenceSecret.byteCount)))
        let salt = secret.salt(at: -Int64(number))
        let hash = FieldCommitment.hash(field: "reason", salt: salt, payload: Array(reason.utf8))
        let entry = EvidenceEntry(
            sequence: 0, at: now.milliseconds, subject: secret.id(of: "case/log"), step: "log.epoch",
            actor: secret.id(of: "actor/edge:command-line"), commits: [("reason", Content.hex(hash))],
            predecessor: before.whole)
        var (edge, batch) = (TreeEdge(), SealedBatch(size: 0, open: []))
        batch.append(entry.bytes)
        let growth = edge.append(batch.leaves)
        let note = Checkpoint(origin: signer.verifier.name, size: 1, root: edge.root).signed(by: signer)
        let log = SealedLog(number: number, origin: signer.verifier.name, size: 0, checkpoint: "")
        let first = Seal(
            log: number, from: 0, to: 1, tiles: growth.written + batch.written, aliases: [:], forgotten: [],
            checkpoint: note.whole)
        guard try await seals.begin(log, first, last) else {
            throw SealFault.otherLog("Somebody else has sealed or begun a log meanwhile.")
        }
        (state, fault, unpublished) = (nil, nil, note)
        try await publishRest()
        return signer.verifier
    }

    /// The later one of what the desk has and what was published; one contradicts the other only where facts were lost,
    /// and then both are signed.
    private func newest(of log: SealedLog?, _ outside: Note?) async throws -> Note {
        var notes: [(number: Int, size: Int64, note: Note)] = []
        let own = try log.flatMap { $0.checkpoint.isEmpty ? nil : try Note(reading: $0.checkpoint) }
        for note in [own, outside].compactMap(\.self) {
            let number = try number(of: note)
            let key = try signer(number).verifier
            do throws(NoteFault) {
                let checkpoint = try Checkpoint(note, by: key)
                // Its log's own signature is all that is needed of it.
                let signatures = note.signatures.filter { $0.name == key.name && $0.keyID == key.id }
                notes.append((number, checkpoint.size, Note(text: checkpoint.text, signatures: signatures)))
            } catch { throw SealFault.damaged(place: "the published checkpoint", cause: error.text) }
        }
        guard let newest = notes.max(by: { ($0.number, $0.size) < ($1.number, $1.size) }) else {
            throw SealFault.nothingBefore
        }
        return newest.note
    }

    /// The key of a log: the same bytes under the log's own name.
    private func signer(_ number: Int) throws -> SignerKey {
        number == 1 ? key : try key.named("\(key.verifier.name)/\(number)")
    }

    /// Which of the key's logs a checkpoint is of.
    private func number(of note: Note) throws(SealFault) -> Int {
        let origin = note.text.prefix { $0 != "\n" }
        if origin == key.verifier.name { return 1 }
        guard origin.hasPrefix(key.verifier.name + "/"),
            let number = Int(origin.dropFirst(key.verifier.name.count + 1)), (2...1_000_000).contains(number)
        else { throw .otherLog("\(note.firstLines) was published, which is no log of \(key.verifier.name).") }
        return number
    }

    // MARK: Taking up a log

    private func opened() async throws -> State {
        if let state { return state }
        do {
            let state = try await open()
            self.state = state
            return state
        } catch let fault as SealFault {
            self.fault = fault
            throw fault
        }
    }

    private func open() async throws -> State {
        let outside = try await published()
        var log = try await seals.logs().last
        if log == nil {
            if let outside { throw SealFault.otherLog("The desk has no log, and \(outside.firstLines) was published.") }
            let first = SealedLog(number: 1, origin: key.verifier.name, size: 0, checkpoint: "")
            // Before anything is sealed with it.
            _ = try await seals.secret(random(EvidenceSecret.byteCount))
            _ = try await seals.begin(first, nil, nil)
            log = try await seals.logs().last
        }
        guard let log else { throw SealFault.damaged(place: "log", cause: "it can't be begun") }
        let signer = try signer(log.number)
        guard log.origin == signer.verifier.name else {
            throw SealFault.otherKey(expected: signer.verifier.name, found: log.origin)
        }
        let size = log.size
        var tiles: [Tile: [UInt8]] = [:]
        for tile in Tile.edge(of: size) { tiles[tile] = try await seals.tile(log.number, tile.level, tile.number) }
        let edge: TreeEdge
        do {
            edge = try TreeEdge(size: size) { tile in tiles[tile].flatMap { [TreeHash](bytes: $0) } }
        } catch let fault as TreeFault { throw SealFault.damaged(place: "tiles", cause: fault.text) }
        try await check(log, edge, signer.verifier, outside)
        let open = try await openBundle(log)
        let secret = EvidenceSecret(bytes: try await seals.secret(random(EvidenceSecret.byteCount)))
        // The program may have ended, or another node have sealed, before it was kept here.
        if !log.checkpoint.isEmpty, outside?.whole != log.checkpoint { unpublished = try Note(reading: log.checkpoint) }
        return State(log: log, signer: signer, edge: edge, open: open, secret: secret)
    }

    private func openBundle(_ log: SealedLog) async throws -> [UInt8] {
        let count = Int(log.size % 256)
        if count == 0 { return [] }
        let bytes = try await seals.tile(log.number, nil, log.size / 256) ?? []
        guard Bundle.entries(bytes, count: count) != nil else {
            throw SealFault.damaged(
                place: Tile(level: nil, number: log.size / 256, count: count).path, cause: "it is not whole")
        }
        return bytes
    }

    /// The head, the edge and the checkpoint have to fit one another, and what was published.
    private func check(_ log: SealedLog, _ edge: TreeEdge, _ key: VerifierKey, _ outside: Note?) async throws {
        if !log.checkpoint.isEmpty {
            do {
                let checkpoint = try Checkpoint(Note(reading: log.checkpoint), by: key)
                guard checkpoint.size == log.size, checkpoint.root == edge.root else {
                    throw SealFault.damaged(place: "checkpoint", cause: "its root is not that of the tiles")
                }
            } catch let fault as NoteFault { throw SealFault.damaged(place: "checkpoint", cause: fault.text) }
        }
        let next = try await store.head().next
        guard next + log.shift >= log.size else {
            throw SealFault.otherLog("The journal has \(next) entries, and \(log.size - log.shift) were sealed.")
        }
        guard let outside else { return }
        // Of an older log, where another was begun and this could not be told of.
        let number = try number(of: outside)
        let told = try await seals.logs().first { $0.number == number }
        guard let told, let seen = try? Checkpoint(outside, by: signer(number).verifier) else {
            throw SealFault.otherLog("\(outside.firstLines) was published, and the desk's log is \(log.origin).")
        }
        guard seen.size <= told.size else {
            throw SealFault.otherLog("The desk's log has \(told.size) entries, and one of \(seen.size) was published.")
        }
        guard try await root(of: seen.size, told) == seen.root else {
            throw SealFault.otherLog("The first \(seen.size) entries of the log are not those that were published.")
        }
    }

    private func root(of size: Int64, _ log: SealedLog) async throws -> TreeHash {
        if size == 0 { return .empty }
        var tiles: [Tile: [TreeHash]] = [:]
        for tile in Tile.edge(of: size) {
            let bytes = try await seals.tile(log.number, tile.level, tile.number) ?? []
            tiles[tile] = [TreeHash](bytes: bytes)
        }
        do { return try TreeEdge(size: size) { tiles[$0] }.root } catch let fault as TreeFault {
            throw SealFault.damaged(place: "tiles", cause: fault.text)
        }
    }

    /// Sees to it that everybody in the facts has an id.
    /// - Returns: those that are new.
    private func name(_ facts: [PlainEntry], _ state: inout State) async throws -> [String: String] {
        if state.ids.count > Self.idsAtMost { state.ids = [:] }
        var unknown: Set<String> = []
        for fact in facts {
            for name in [fact.caseName, fact.actorName] where PlainEntry.isKept(name) && state.ids[name] == nil {
                unknown.insert(name)
            }
        }
        if unknown.isEmpty { return [:] }
        let known = try await seals.aliases(Array(unknown))
        var fresh: [String: String] = [:]
        for name in unknown.subtracting(known.keys) { fresh[name] = Content.hex(random(8)) }
        state.ids.merge(known) { $1 }
        state.ids.merge(fresh) { $1 }
        return fresh
    }
}

extension Note {
    /// Which log, and how long.
    fileprivate var firstLines: String {
        text.split(separator: "\n").prefix(2).joined(separator: " at ")
    }
}

extension TreeEdge.Growth {
    var written: [(level: Int?, number: Int64, bytes: [UInt8])] {
        tiles.map { ($0.key.level, $0.key.number, $0.value.bytes) }
    }
}

extension SealedBatch {
    var written: [(level: Int?, number: Int64, bytes: [UInt8])] { bundles.map { (nil, $0.key, $0.value) } }
}
