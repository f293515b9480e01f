import Domain
import Wire

/// What a provider says of who signed in, signed by it.
/// - Source: RFC 7519, RFC 7515; OpenID Connect Core 1.0, 3.1.3.7.
struct IDToken {
    static let bytesAtMost = 64 << 10
    /// Clocks differ.
    static let skew = Duration.minutes(1)

    let algorithm: SigningKey.Algorithm
    /// Of the key; nil where the provider has but one.
    let key: String?
    let claims: JSONValue
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Nil for what is none, and for an algorithm that is not taken: `none` is an algorithm too.
    init?(_ text: String) {
        guard text.utf8.count <= Self.bytesAtMost else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.bytes(parts[0]).flatMap({ JSONValue(reading: $0) }),
            let claims = Base64URL.bytes(parts[1]).flatMap({ JSONValue(reading: $0) }),
            let signature = Base64URL.bytes(parts[2]),
            let algorithm = header["alg"]?.string.flatMap(SigningKey.Algorithm.init(rawValue:)), header["crit"] == nil
        else { return nil }
        self.algorithm = algorithm
        key = header["kid"]?.string
        self.claims = claims
        signed = Array("\(parts[0]).\(parts[1])".utf8)
        self.signature = signature
    }

    /// Whether one of the keys signed it: the one it names, else the only one of its algorithm.
    func isSigned(by keys: [SigningKey]) -> Bool {
        let fitting = keys.filter { $0.algorithm == algorithm && (key == nil || $0.id == key) }
        return fitting.count == 1 && fitting[0].signed(signed, signature)
    }

    /// Whether it was made for us, for this sign-in, and is good now.
    func isFor(_ terms: ProviderTerms, nonce: String, at now: Instant) -> Bool {
        guard claims["iss"]?.string == terms.issuer, audiences.contains(terms.client) else { return false }
        if let party = claims["azp"]?.string, party != terms.client { return false }
        if audiences.count > 1, claims["azp"] == nil { return false }
        guard let said = claims["nonce"]?.string, isSame(Array(said.utf8), Array(nonce.utf8)) else { return false }
        guard let expires = instant("exp"), now < expires + Self.skew, let issued = instant("iat"),
            issued <= now + Self.skew
        else { return false }
        if let begins = instant("nbf"), begins > now + Self.skew { return false }
        return true
    }

    /// What the provider calls the person; nil where it does not say, or has not verified it.
    func name(_ claim: String) -> String? {
        if claim == "email", claims["email_verified"] != .bool(true) { return nil }
        return claims[claim]?.string
    }

    private var audiences: [String] {
        switch claims["aud"] {
        case .string(let one)?: [one]
        case .array(let several)?: several.compactMap(\.string)
        default: []
        }
    }

    private func instant(_ claim: String) -> Instant? {
        guard let seconds = claims[claim]?.number, seconds.magnitude < 1e11 else { return nil }
        return Instant(milliseconds: Int64(seconds * 1_000))
    }
}

extension JSONValue {
    init?(reading bytes: [UInt8]) {
        let read = bytes.withUnsafeBufferPointer { try? JSONValue($0) }
        guard let read else { return nil }
        self = read
    }
}
