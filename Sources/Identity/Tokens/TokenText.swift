import Crypto

/// `yinuo_<id>_<secret>`: the id finds it, the secret (160 bits) proves it. The desk keeps SHA-256 of the secret, which is
/// enough: nobody guesses so many bits, however fast they are hashed.
struct TokenText {
    static let secretBytes = 20
    static let prefix = "yinuo_"
    let id: String
    private let secret: String

    init(id: String, secret: [UInt8]) {
        self.id = id
        self.secret = PlainLetters.text(secret)
    }

    init?(_ text: String) {
        guard text.utf8.count <= 55, text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        // Ids of tokens that were made by an earlier release have a sign more.
        guard parts.count == 3, (15...16).contains(parts[1].count), parts[2].count == 32 else { return nil }
        (id, secret) = (String(Substring(parts[1])), String(Substring(parts[2])))
    }

    var text: String { Self.prefix + id + "_" + secret }

    /// 32 bytes.
    var verifier: [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}
