import Domain
import Evidence

/// Facts on their way into the log: pure, given the edge of the tree and the ids of names.
struct SealedBatch {
    private(set) var leaves: [TreeHash] = []
    private(set) var bundles: [Int64: [UInt8]] = [:]
    private(set) var forgotten: [String] = []
    private var size: Int64
    /// Of the entry before, which mostly is the next one's too.
    private var last: (name: String, id: String) = ("", "")

    /// - Parameter open: the bytes of the bundle that is not full yet.
    init(size: Int64, open: [UInt8]) {
        self.size = size
        if !open.isEmpty { bundles[size / 256] = open }
    }

    /// Of the bundle that is not full after it.
    var open: [UInt8] { size % 256 == 0 ? [] : bundles[size / 256] ?? [] }

    mutating func append(_ entry: [UInt8]) {
        Bundle.append(entry, to: &bundles[size / 256, default: []])
        leaves.append(TreeHash(leaf: entry))
        size += 1
    }

    mutating func append(_ fact: PlainEntry, shift: Int64, _ secret: EvidenceSecret, _ id: (String) -> String) {
        if last.name != fact.stream { last = (fact.stream, id(fact.caseName)) }
        append(fact.sealed(at: fact.position + shift, secret, subject: last.id, actor: id(fact.actorName)))
        if fact.isErasure { forgotten += [fact.caseName, "actor/" + fact.stream.replacing("/", with: ":")] }
    }
}

extension PlainEntry {
    /// What its stream is called where random ids are given.
    var caseName: String { "case/" + stream }
    var actorName: String { "actor/" + actor }

    /// Whether it makes a person unknown.
    var isErasure: Bool { kind == "erased" && StreamID.Kind.isRecord(stream) }

    /// Names of people get ids of chance, which can be forgotten; those of things come from the secret.
    static func isKept(_ name: String) -> Bool {
        guard name.hasPrefix("case/") else { return true }
        return StreamID.Kind.isRecord(name.dropFirst(5))
    }

    func commit(_ secret: EvidenceSecret) -> String {
        Content.hex(
            FieldCommitment.hash(
                field: EvidenceEntry.payloadField, salt: secret.salt(at: position), payload: shown))
    }

    private var step: String {
        String(decoding: stream.utf8.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self) + "." + kind
    }

    func sealed(at sequence: Int64, _ secret: EvidenceSecret, subject: String, actor: String) -> [UInt8] {
        func entry(_ commits: [(field: String, hash: String)]) -> [UInt8] {
            EvidenceEntry(
                sequence: sequence, at: recorded, subject: subject, step: step, actor: actor, commits: commits
            ).bytes
        }
        let own = (EvidenceEntry.payloadField, commit(secret))
        var all = commits
        let place = all.firstIndex { EvidenceEntry.payloadField.utf8.lexicographicallyPrecedes($0.field.utf8) }
        all.insert(own, at: place ?? all.count)
        let bytes = entry(all)
        // What binds so many fields that it has no room is bound by the payload alone, which holds their hashes too.
        return bytes.count <= Bundle.entryBytesAtMost ? bytes : entry([own])
    }
}

extension StreamID.Kind {
    /// Whether a stream's name is that of a record which may be a person. Sessions and the like are things: nobody is made
    /// unknown by them, and a random id for each would only take room.
    fileprivate static func isRecord(_ name: some StringProtocol) -> Bool {
        RecordKind(rawValue: String(name.prefix { $0 != "/" })).map { !$0.isCredential } ?? false
    }
}
