import Crypto

/// A text with signatures under it.
/// - Source: C2SP, signed-note.
public struct Note: Hashable, Sendable {
    /// Ends with a line feed.
    public var text: String
    public var signatures: [Signature]

    public struct Signature: Hashable, Sendable {
        public let name: String
        /// Four bytes: which of a name's keys it may be of.
        public let keyID: [UInt8]
        /// What follows the key's id; its meaning is the key's.
        public let bytes: [UInt8]
        public init(name: String, keyID: [UInt8], bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }

        /// The line that stands under the text.
        public var line: String { "— \(name) \(Base64.text(keyID + bytes))\n" }
    }

    /// Larger ones are refused.
    public static let longest = 1 << 20
    private static let signaturesAtMost = 100

    public init(text: String, signatures: [Signature] = []) {
        self.text = text
        self.signatures = signatures
    }

    /// - Throws: `NoteFault` that names the line.
    public init(reading note: some StringProtocol) throws(NoteFault) {
        guard note.utf8.count <= Note.longest else { throw .malformed("it is longer than \(Note.longest) bytes") }
        guard note.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
            throw .malformed("it holds a control character")
        }
        let whole = String(note)
        // The last empty line parts text and signatures.
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
        guard whole.hasSuffix("\n"), let gap = lines.dropLast().lastIndex(where: \.isEmpty), gap > 0 else {
            throw .malformed("no empty line stands between text and signatures")
        }
        text = lines[..<gap].map { $0 + "\n" }.joined()
        signatures = []
        let signed = lines[(gap + 1)..<(lines.count - 1)]
        guard !signed.isEmpty, signed.count <= Note.signaturesAtMost else { throw .malformed("it is not signed") }
        for (offset, line) in signed.enumerated() {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "—", Note.isName(parts[1]), let bytes = Base64.bytes(parts[2]),
                bytes.count > 4
            else { throw .malformed("line \(gap + 2 + offset) is no signature") }
            signatures.append(
                Signature(name: String(parts[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4))))
        }
    }

    /// As it is published.
    public var whole: String { text + "\n" + signatures.map(\.line).joined() }

    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= 255
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" }
    }
}

public enum NoteFault: Error, Hashable, Sendable {
    case malformed(String)
    case badKey(String)
    /// Nobody with that key signed it.
    case unsigned(name: String)
    /// Somebody of that name did, with another key; ids in hex.
    case otherKey(name: String, expected: String, found: [String])
    /// Somebody says so and did not.
    case falseSignature(name: String)

    public var text: String {
        switch self {
        case .malformed(let what): "it is no signed note: \(what)"
        case .badKey(let what): what
        case .unsigned(let name): "\(name) has not signed it"
        case .otherKey(let name, let expected, let found):
            "it is signed with another key of \(name): \(found.joined(separator: ", ")), and the key at hand is \(expected)"
        case .falseSignature(let name): "the signature of \(name) is false"
        }
    }
}

/// The public key of a log or of a witness: `NAME+KEYID+KEY`.
/// - Source: C2SP, signed-note; types 01 (Ed25519) and 04 (cosignature/v1).
public struct VerifierKey: Hashable, Sendable {
    public enum Kind: UInt8, Sendable {
        case log = 1
        case witness = 4
    }
    public let name: String
    public let kind: Kind
    /// 32 bytes.
    public let key: [UInt8]

    public init(name: String, kind: Kind, key: [UInt8]) {
        self.name = name
        self.kind = kind
        self.key = key
    }

    public init(_ text: some StringProtocol) throws(NoteFault) {
        // Base 64 may hold a plus sign, a name may not.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Note.isName(parts[0]), let id = Content.bytes(hex: parts[1]),
            let bytes = Base64.bytes(parts[2])
        else { throw .badKey("it does not read NAME+ID+KEY") }
        guard let kind = bytes.first.flatMap(Kind.init), bytes.count == 33 else {
            throw .badKey("it is neither an Ed25519 key of a log (01) nor one of a witness (04)")
        }
        (name, self.kind, key) = (String(parts[0]), kind, Array(bytes.dropFirst()))
        guard id == self.id else { throw .badKey("its id is not that of its name and key") }
    }

    /// First four bytes of SHA-256 over name, line feed, type and key.
    public var id: [UInt8] {
        Array(Content.digest(Array(name.utf8) + [0x0A, kind.rawValue] + key).prefix(4))
    }

    public var text: String { "\(name)+\(Content.hex(id))+\(Base64.text([kind.rawValue] + key))" }

    /// The same key under another name, as later logs of one desk have it.
    public func named(_ name: String) -> VerifierKey { VerifierKey(name: name, kind: kind, key: key) }

    /// Whether it signed the note.
    /// - Returns: the second in which a witness saw it; nil for a log's signature.
    /// - Throws: `unsigned`, `otherKey`, or `falseSignature` if one that claims to be of this key is not.
    @discardableResult
    public func verify(_ note: Note) throws(NoteFault) -> UInt64? {
        let own = note.signatures.filter { $0.name == name && $0.keyID == id }
        guard let signature = own.first else {
            let others = note.signatures.filter { $0.name == name }.map { Content.hex($0.keyID) }
            throw others.isEmpty
                ? .unsigned(name: name) : .otherKey(name: name, expected: Content.hex(id), found: others)
        }
        guard own.count == 1, let verifier = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else {
            throw .falseSignature(name: name)
        }
        switch kind {
        case .log:
            guard signature.bytes.count == 64, verifier.isValidSignature(signature.bytes, for: Array(note.text.utf8))
            else { throw .falseSignature(name: name) }
            return nil
        case .witness:
            guard signature.bytes.count == 72 else { throw .falseSignature(name: name) }
            let time = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let message = VerifierKey.cosigned(note.text, at: time)
            guard verifier.isValidSignature(Array(signature.bytes.dropFirst(8)), for: Array(message.utf8)) else {
                throw .falseSignature(name: name)
            }
            return time
        }
    }

    public func hasSigned(_ note: Note) -> Bool {
        do throws(NoteFault) {
            try verify(note)
            return true
        } catch { return false }
    }

    /// What a witness signs.
    /// - Source: C2SP, tlog-cosignature.
    static func cosigned(_ text: String, at time: UInt64) -> String { "cosignature/v1\ntime \(time)\n" + text }
}

/// A key that signs: `PRIVATE+KEY+NAME+ID+KEY`, as other tools write it.
public struct SignerKey: Sendable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    public static let seedBytes = 32

    /// - Parameter seed: so many bytes of chance.
    public init(name: String, kind: VerifierKey.Kind, seed: [UInt8]) throws(NoteFault) {
        guard Note.isName(name) else { throw .badKey("a name has no white space and no plus sign, and is not empty") }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .badKey("a seed has 32 bytes")
        }
        self.key = key
        verifier = VerifierKey(name: name, kind: kind, key: Array(key.publicKey.rawRepresentation))
    }

    public init(_ text: some StringProtocol) throws(NoteFault) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", let bytes = Base64.bytes(parts[4]),
            bytes.count == 33, let kind = VerifierKey.Kind(rawValue: bytes[0])
        else { throw .badKey("it does not read PRIVATE+KEY+NAME+ID+KEY with a key of type 01 or 04") }
        try self.init(name: String(parts[2]), kind: kind, seed: Array(bytes.dropFirst()))
        guard Content.hex(verifier.id) == parts[3] else { throw .badKey("its id is not that of its name and key") }
    }

    /// The same key under another name.
    public func named(_ name: String) throws(NoteFault) -> SignerKey {
        try SignerKey(name: name, kind: verifier.kind, seed: Array(key.rawRepresentation))
    }

    /// Secret.
    public var text: String {
        let seed = Array(key.rawRepresentation)
        let bytes = Base64.text([verifier.kind.rawValue] + seed)
        return "PRIVATE+KEY+\(verifier.name)+\(Content.hex(verifier.id))+\(bytes)"
    }

    /// - Parameter time: seconds since 1970, for a witness.
    public func sign(_ text: String, at time: UInt64 = 0) -> Note.Signature {
        let message: String
        var head: [UInt8] = []
        switch verifier.kind {
        case .log: message = text
        case .witness:
            message = VerifierKey.cosigned(text, at: time)
            head = withUnsafeBytes(of: time.bigEndian) { Array($0) }
        }
        // It fails for want of memory alone.
        let signature = try! key.signature(for: Array(message.utf8))
        return Note.Signature(
            name: verifier.name, keyID: verifier.id, bytes: head + Array(signature))
    }
}
