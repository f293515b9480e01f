import Crypto
import CryptoExtras
import Foundation
import Wire

/// A key that a provider signs with, as it publishes it.
/// - Source: RFC 7517, RFC 7518; of its algorithms the two that providers use: RS256 and ES256.
struct SigningKey: Sendable {
    enum Algorithm: String, Sendable {
        case rs256 = "RS256"
        case es256 = "ES256"
    }
    private enum Key: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }
    let id: String?
    let algorithm: Algorithm
    private let key: Key

    /// Nil for a key that is for something else, or of a kind that is not taken: a set may hold any.
    init?(_ json: JSONValue) {
        if let use = json["use"]?.string, use != "sig" { return nil }
        id = json["kid"]?.string
        func number(_ name: String) -> [UInt8]? { json[name]?.string.flatMap { Base64URL.bytes($0) } }
        switch json["kty"]?.string {
        case "RSA":
            // Less than 2048 bits can be broken.
            guard let n = number("n"), let e = number("e"), n.drop(while: { $0 == 0 }).count >= 256,
                n.count <= 1_024, let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            (algorithm, self.key) = (.rs256, .rsa(key))
        case "EC":
            guard json["crv"]?.string == "P-256", let x = number("x"), let y = number("y"), x.count == 32,
                y.count == 32, let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
            else { return nil }
            (algorithm, self.key) = (.es256, .p256(key))
        default: return nil
        }
        // What it says of itself has to be so.
        if let said = json["alg"]?.string, said != algorithm.rawValue { return nil }
    }

    func signed(_ text: [UInt8], _ signature: [UInt8]) -> Bool {
        switch key {
        case .rsa(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: SHA256.hash(data: text), padding: .insecurePKCS1v1_5)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: text)
        }
    }
}
