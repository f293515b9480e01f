import Domain
import Evidence

/// Facts on their way into the log: pure, given the edge of the tree and the ids of names.
struct SealedBatch {
    private(set) var leaves: [TreeHash] = []
    /// The bytes of the bundle that is not full yet.
    private(set) var open: [UInt8]
    private(set) var forgotten: [String] = []
    private var full: [(number: Int64, bytes: [UInt8])] = []
    private var size: Int64
    /// What a hash is of, its place used again.
    private var room: [UInt8] = []
    /// Of the entry before, which mostly is the next one's too.
    private var last: (stream: String, id: String) = ("", "")

    /// - Parameter open: the bytes of the bundle that is not full yet.
    init(size: Int64, open: [UInt8]) {
        self.size = size
        self.open = open
    }

    mutating func append(_ entry: [UInt8]) {
        let start = Bundle.begin(&open)
        open += entry
        end(start)
    }

    mutating func append(_ fact: PlainEntry, shift: Int64, _ secret: EvidenceSecret, _ ids: KnownIDs) {
        if last.stream != fact.stream {
            last = (fact.stream, ids.cases[fact.stream] ?? secret.id(of: "case/", fact.stream))
        }
        let actor = ids.actors[fact.actor] ?? secret.id(of: "actor/", fact.actor)
        let start = Bundle.begin(&open)
        fact.seal(at: fact.position + shift, secret, subject: last.id, actor: actor, room: &room, to: &open)
        end(start)
        if fact.isErasure { forgotten += [fact.caseName, "actor/" + fact.stream.replacing("/", with: ":")] }
    }

    private mutating func end(_ start: Int) {
        leaves.append(Bundle.end(start, &open))
        size += 1
        guard size % 256 == 0 else { return }
        full.append((size / 256 - 1, open))
        open = []
    }

    /// What it has changed, each bundle with all it holds so far.
    var written: [(level: Int?, number: Int64, bytes: [UInt8])] {
        let all = open.isEmpty ? full : full + [(size / 256, open)]
        return all.map { (nil, $0.number, $0.bytes) }
    }
}

/// Ids of chance: of streams that may be people, and of whoever acts.
struct KnownIDs {
    private(set) var cases: [String: String] = [:]
    private(set) var actors: [String: String] = [:]

    var count: Int { cases.count + actors.count }

    /// - Parameter name: `case/` and a stream, or `actor/` and an actor.
    subscript(name: String) -> String? {
        get { name.hasPrefix("case/") ? cases[String(name.dropFirst(5))] : actors[String(name.dropFirst(6))] }
        set {
            if name.hasPrefix("case/") {
                cases[String(name.dropFirst(5))] = newValue
            } else {
                actors[String(name.dropFirst(6))] = newValue
            }
        }
    }
}

extension PlainEntry {
    /// What its stream is called where random ids are given.
    var caseName: String { "case/" + stream }
    var actorName: String { "actor/" + actor }

    /// Whether it makes a person unknown.
    var isErasure: Bool { kind == "erased" && isOfRecord }

    /// Whether its stream's id is one of chance, which can be forgotten, as every actor's is; those of things come from
    /// the secret.
    ///
    /// Sessions and the like are things: nobody is made unknown by them, and a random id for each would only take room.
    var isOfRecord: Bool {
        var stream = stream
        return stream.withUTF8 { name in
            let kind = name[..<(name.firstIndex(of: UInt8(ascii: "/")) ?? name.count)]
            return PlainEntry.records.contains { $0.utf8.count == kind.count && $0.utf8.elementsEqual(kind) }
        }
    }

    private static let records = RecordKind.allCases.filter { !$0.isCredential }.map(\.rawValue)

    /// Appends it as the entry of the log at a place.
    /// - Parameter room: for what is hashed; its contents go.
    func seal(
        at sequence: Int64, _ secret: EvidenceSecret, subject: String, actor: String, room: inout [UInt8],
        to bytes: inout [UInt8]
    ) {
        FieldCommitment.begin(EvidenceEntry.payloadField, secret, at: position, in: &room)
        EvidencePayload.append(
            stream: stream, version: version, kind: kind, occurred: occurred, recorded: recorded, actor: self.actor,
            payload: payload, to: &room)
        let start = bytes.count
        EvidenceEntry.append(
            sequence: sequence, at: recorded, subject: subject, stream: stream, kind: kind, actor: actor,
            commits: commits, bound: room, to: &bytes)
        if bytes.count - start <= Bundle.entryBytesAtMost { return }
        // What binds so many fields that it has no room is bound by the payload alone, which holds their hashes too.
        bytes.removeLast(bytes.count - start)
        EvidenceEntry.append(
            sequence: sequence, at: recorded, subject: subject, stream: stream, kind: kind, actor: actor,
            commits: [], bound: room, to: &bytes)
    }

    func sealed(at sequence: Int64, _ secret: EvidenceSecret, subject: String, actor: String) -> [UInt8] {
        var (room, bytes): ([UInt8], [UInt8]) = ([], [])
        seal(at: sequence, secret, subject: subject, actor: actor, room: &room, to: &bytes)
        return bytes
    }
}
