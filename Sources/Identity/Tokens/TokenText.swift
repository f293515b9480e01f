import Crypto

/// `yinuo_<id>_<secret>`: the id finds it, the secret (160 bits) proves it. The desk keeps SHA-256 of the secret, which is
/// enough: nobody guesses so many bits, however fast they are hashed.
struct TokenText {
    static let secretBytes = 20
    static let prefix = "yinuo_"
    let id: String
    /// Its letters.
    private let secret: [UInt8]

    init(id: String, secret: [UInt8]) {
        self.id = id
        self.secret = Array(PlainLetters.text(secret).utf8)
    }

    init?(_ text: String) {
        var text = text
        let read = text.withUTF8 { bytes -> (id: String, secret: [UInt8])? in
            guard bytes.count <= 55, bytes.starts(with: Self.prefix.utf8) else { return nil }
            let line = UInt8(ascii: "_")
            let rest = bytes[Self.prefix.utf8.count...]
            // Ids of tokens that were made by an earlier release have a sign more.
            guard let end = rest.firstIndex(of: line), (15...16).contains(end - rest.startIndex),
                bytes.count - end - 1 == 32, !rest[(end + 1)...].contains(line)
            else { return nil }
            return (String(decoding: rest[..<end], as: UTF8.self), Array(rest[(end + 1)...]))
        }
        guard let read else { return nil }
        (id, secret) = read
    }

    var text: String { Self.prefix + id + "_" + String(decoding: secret, as: UTF8.self) }

    /// 32 bytes.
    var verifier: [UInt8] { Array(SHA256.hash(data: secret)) }
}
