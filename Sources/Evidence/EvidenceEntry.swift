import Crypto

/// One fact as the log tells it to everybody: that something happened, when, in which case, by whom, and hashes that
/// bind what it was; nothing that says who anybody is.
///
/// Canonical JSON: keys ASCII and ascending, no white space, values integers, texts and one object of hashes.
/// - Source: C17; `svc-evidence/v1`.
public struct EvidenceEntry: Sendable {
    /// Its place in the log.
    public let sequence: Int64
    /// Milliseconds since 1970.
    public let at: Int64
    /// A random id of what it is about.
    public let subject: String
    /// `ticket.graded`
    public let step: String
    /// A random id.
    public let actor: String
    /// Field and 64 hex digits, ascending by field.
    public let commits: [(field: String, hash: String)]
    /// The last checkpoint of the log that this one goes on from; only in a log's first entry.
    public let predecessor: String?

    public init(
        sequence: Int64, at: Int64, subject: String, step: String, actor: String,
        commits: [(field: String, hash: String)], predecessor: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.subject = subject
        self.step = step
        self.actor = actor
        self.commits = commits
        self.predecessor = predecessor
    }

    /// The field that binds a fact as the journal has it.
    public static let payloadField = "payload"

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + 80 * commits.count)
        EvidenceEntry.open(actor, subject, &bytes)
        for (field, hash) in commits { EvidenceEntry.commit(field, hash, &bytes) }
        bytes.append(UInt8(ascii: "}"))
        if let predecessor { CanonicalText.key(",\"predecessor", predecessor, &bytes) }
        EvidenceEntry.number(sequence, &bytes)
        CanonicalText.key(",\"step", step, &bytes)
        EvidenceEntry.close(at, &bytes)
        return bytes
    }

    /// Writes the entry of a fact behind what is there, without anything put together before: a desk does this for all
    /// that happens on it.
    /// - Parameters:
    ///   - stream: `ticket/t1`; up to its slash it is the first word of the step, and `kind` the second.
    ///   - commits: of what it binds besides the payload, ascending.
    ///   - bound: what `commit.payload` is the hash of.
    public static func append(
        sequence: Int64, at: Int64, subject: String, stream: String, kind: String, actor: String,
        commits: [(field: String, hash: String)], bound: [UInt8], to bytes: inout [UInt8]
    ) {
        open(actor, subject, &bytes)
        var isBound = false
        for index in commits.indices {
            let field = commits[index].field
            if !isBound, payloadField.utf8.lexicographicallyPrecedes(field.utf8) {
                commit(hashOf: bound, &bytes)
                isBound = true
            }
            commit(field, commits[index].hash, &bytes)
        }
        if !isBound { commit(hashOf: bound, &bytes) }
        bytes.append(UInt8(ascii: "}"))
        number(sequence, &bytes)
        CanonicalText.raw(",\"step\":\"", &bytes)
        CanonicalText.appendInner(stream, upTo: UInt8(ascii: "/"), &bytes)
        bytes.append(UInt8(ascii: "."))
        CanonicalText.appendInner(kind, &bytes)
        bytes.append(UInt8(ascii: "\""))
        close(at, &bytes)
    }

    private static func open(_ actor: String, _ subject: String, _ bytes: inout [UInt8]) {
        CanonicalText.key("{\"actor", actor, &bytes)
        CanonicalText.key(",\"case", subject, &bytes)
        CanonicalText.raw(",\"commit\":{", &bytes)
    }

    private static func commit(_ field: String, _ hash: String, _ bytes: inout [UInt8]) {
        separate(&bytes)
        CanonicalText.append(field, &bytes)
        bytes.append(UInt8(ascii: ":"))
        CanonicalText.append(hash, &bytes)
    }

    private static func commit(hashOf bound: [UInt8], _ bytes: inout [UInt8]) {
        separate(&bytes)
        CanonicalText.append(payloadField, &bytes)
        CanonicalText.raw(":\"", &bytes)
        bound.withUnsafeBytes { Content.sha256($0).withUnsafeBytes { Content.append(hex: $0, to: &bytes) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func separate(_ bytes: inout [UInt8]) {
        if bytes[bytes.count - 1] != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    }

    private static func number(_ sequence: Int64, _ bytes: inout [UInt8]) {
        CanonicalText.raw(",\"seq\":", &bytes)
        CanonicalText.append(sequence, &bytes)
    }

    private static func close(_ at: Int64, _ bytes: inout [UInt8]) {
        CanonicalText.raw(",\"ts\":\"", &bytes)
        UTC.append(at, &bytes)
        CanonicalText.raw("\",\"v\":1}", &bytes)
    }
}

/// A fact as the journal has it, spelled for everybody who is shown it: what `commit.payload` binds.
public enum EvidencePayload {
    /// - Parameters:
    ///   - payload: canonical JSON.
    ///   - occurred: milliseconds since 1970, as `recorded`.
    public static func bytes(
        stream: String, version: Int, kind: String, occurred: Int64, recorded: Int64, actor: String, payload: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 200)
        append(
            stream: stream, version: version, kind: kind, occurred: occurred, recorded: recorded, actor: actor,
            payload: payload, to: &bytes)
        return bytes
    }

    /// The same, behind what is there.
    public static func append(
        stream: String, version: Int, kind: String, occurred: Int64, recorded: Int64, actor: String, payload: [UInt8],
        to bytes: inout [UInt8]
    ) {
        CanonicalText.key("{\"actor", actor, &bytes)
        CanonicalText.key(",\"kind", kind, &bytes)
        CanonicalText.raw(",\"occurred\":", &bytes)
        CanonicalText.append(occurred, &bytes)
        CanonicalText.raw(",\"payload\":", &bytes)
        bytes.append(contentsOf: payload)
        CanonicalText.raw(",\"recorded\":", &bytes)
        CanonicalText.append(recorded, &bytes)
        CanonicalText.key(",\"stream", stream, &bytes)
        CanonicalText.raw(",\"version\":", &bytes)
        CanonicalText.append(Int64(version), &bytes)
        bytes.append(UInt8(ascii: "}"))
    }
}

/// What a desk keeps to itself so that its log tells nobody more than it says: salts and ids come from it.
///
/// The first half of SHA-512 over the secret and what is asked for: half of it is never shown, so that nothing shown can be
/// gone on from. HMAC does the same in four hashes instead of one, and this is done twice for every entry.
public struct EvidenceSecret: Sendable {
    public static let byteCount = 32
    private let key: [UInt8]
    /// - Parameter bytes: 32 of chance.
    public init(bytes: [UInt8]) { key = bytes }

    /// 32 bytes; shown with the fact of a position, they open its hash and no other.
    public func salt(at position: Int64) -> [UInt8] {
        var salt: [UInt8] = []
        appendSalt(at: position, to: &salt)
        return salt
    }

    func appendSalt(at position: Int64, to bytes: inout [UInt8]) {
        var digits = String(position)
        digits.withUTF8 { digits in
            code("salt/", "", digits).withUnsafeBytes { code in
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: code[..<FieldCommitment.saltBytes]))
            }
        }
    }

    /// 16 letters and digits that lead back to no name; always the same for one.
    public func id(of name: String) -> String { id(of: "", name) }

    /// The same of a name that is said in two parts.
    public func id(of beginning: StaticString, _ rest: String) -> String {
        var name = rest
        return name.withUTF8 { name in
            code("id/", beginning, name).withUnsafeBytes { Content.hex(UnsafeRawBufferPointer(rebasing: $0[..<8])) }
        }
    }

    private func code(
        _ use: StaticString, _ beginning: StaticString, _ rest: UnsafeBufferPointer<UInt8>
    ) -> SHA512Digest {
        let count = key.count + use.utf8CodeUnitCount + beginning.utf8CodeUnitCount + rest.count
        return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { message in
            var end = 0
            func add(_ bytes: UnsafeRawBufferPointer) {
                UnsafeMutableRawBufferPointer(rebasing: message[end...]).copyMemory(from: bytes)
                end += bytes.count
            }
            key.withUnsafeBytes { add($0) }
            add(UnsafeRawBufferPointer(start: use.utf8Start, count: use.utf8CodeUnitCount))
            add(UnsafeRawBufferPointer(start: beginning.utf8Start, count: beginning.utf8CodeUnitCount))
            add(UnsafeRawBufferPointer(rest))
            var sha = SHA512()
            sha.update(bufferPointer: UnsafeRawBufferPointer(message))
            return sha.finalize()
        }
    }
}
