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
        let bytes = text.utf8
        guard bytes.count == 55, text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count == 16, parts[2].utf8.count == 32 else { return nil }
        (id, secret) = (String(parts[1]), String(parts[2]))
    }

    var text: String { Self.prefix + id + "_" + secret }

    /// 32 bytes.
    var verifier: [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}
