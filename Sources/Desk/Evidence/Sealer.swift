import Domain
import Evidence

/// Puts every fact of the journal into the evidence log, each at its position, exactly once, and signs how far it is.
///
/// A checkpoint is told to nobody before it is in the store.
public actor Sealer {
    /// Facts a transaction.
    static let atMost = 2_048
    let store: Store
    let seals: SealStore
    let random: @Sendable (Int) -> [UInt8]
    let keys: LogKeys
    /// Keeps the newest checkpoint outside the store.
    private let publish: @Sendable (Note) async throws -> Void
    let published: @Sendable () async throws -> Note?
    var state: State?
    var fault: SealFault?
    /// What is in the store and not kept outside it yet.
    var unpublished: Note?
    private var publishing: SealFault?

    struct State {
        var log: SealedLog
        var signer: SignerKey
        var edge: TreeEdge
        var open: [UInt8]
        var secret: EvidenceSecret
        /// Ids of chance, by name; let go as a whole when there are too many.
        var ids = KnownIDs()
    }
    private static let idsAtMost = 50_000

    public init(
        store: Store, key: SignerKey, random: @escaping @Sendable (Int) -> [UInt8],
        published: @escaping @Sendable () async throws -> Note?,
        publish: @escaping @Sendable (Note) async throws -> Void
    ) {
        self.store = store
        seals = store.seals
        keys = LogKeys(key)
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
        let facts = try await seals.follow(first, Self.atMost)
        for index in facts.indices where facts[index].position != first + Int64(index) {
            let hole = SealFault.damaged(
                place: "position \(first + Int64(index))", cause: "the journal has no such entry")
            fault = hole
            throw hole
        }
        if facts.isEmpty, !state.log.checkpoint.isEmpty { return 0 }
        // Until it stands nothing is known; whatever became of it is read again. Nor is anything copied to be changed.
        self.state = nil
        let fresh = try await name(facts, &state)
        var batch = SealedBatch(size: state.log.size, open: state.open)
        state.open = []
        for index in facts.indices { batch.append(facts[index], shift: state.log.shift, state.secret, state.ids) }
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
        if try await seals.seal(seal) {
            self.state = state
            unpublished = note
            try await publishRest()
        }
        return facts.count
    }

    /// Keeps outside what stands in the store; tried again until it is.
    func publishRest() async throws {
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

    /// Sees to it that everybody in the facts has an id.
    /// - Returns: those that are new.
    private func name(_ facts: [PlainEntry], _ state: inout State) async throws -> [String: String] {
        if state.ids.count > Self.idsAtMost { state.ids = KnownIDs() }
        var unknown: Set<String> = []
        var last = ""
        for index in facts.indices {
            if facts[index].stream != last {
                last = facts[index].stream
                if facts[index].isOfRecord, state.ids.cases[last] == nil { unknown.insert(facts[index].caseName) }
            }
            if state.ids.actors[facts[index].actor] == nil { unknown.insert(facts[index].actorName) }
        }
        if unknown.isEmpty { return [:] }
        let known = try await seals.aliases(Array(unknown))
        var fresh: [String: String] = [:]
        for name in unknown.subtracting(known.keys) { fresh[name] = Content.hex(random(8)) }
        for (name, id) in known { state.ids[name] = id }
        for (name, id) in fresh { state.ids[name] = id }
        return fresh
    }
}

extension TreeEdge.Growth {
    var written: [(level: Int?, number: Int64, bytes: [UInt8])] {
        tiles.map { ($0.key.level, $0.key.number, $0.value.bytes) }
    }
}
