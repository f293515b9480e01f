import Crypto
import CryptoExtras

/// What is kept of a password: enough to know it again, and dear to guess from.
///
/// `scrypt$15$8$1$<salt>$<key>`: the cost stands beside, so that it can be raised and older ones are still known.
/// - Source: RFC 7914; OWASP's figure for scrypt is 2^15 · 8 · 3 or 2^17 · 8 · 1, and a sign-in here may cost 64 MB.
struct PasswordVerifier: Hashable, Sendable {
    struct Cost: Hashable, Sendable {
        /// The power of two.
        let rounds: Int
        let blocks: Int
        let lanes: Int
        /// 64 MB and about a fifth of a second.
        static let usual = Cost(rounds: 16, blocks: 8, lanes: 1)
    }
    let cost: Cost
    private let salt: [UInt8]
    private let key: [UInt8]

    /// - Parameter password: in its normal form. - Throws: only where the machine has no memory left.
    init(of password: String, salt: [UInt8], cost: Cost = .usual) throws {
        self.cost = cost
        self.salt = salt
        key = try PasswordVerifier.key(password, salt, cost)
    }

    /// One that no password is known to fit: it costs as much to try, and nothing to make.
    init(ofNobody random: (Int) -> [UInt8], cost: Cost) {
        self.cost = cost
        (salt, key) = (random(16), random(32))
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), (10...20).contains(rounds),
            let blocks = Int(parts[2]), (1...32).contains(blocks), let lanes = Int(parts[3]), (1...16).contains(lanes),
            let salt = Base64URL.bytes(parts[4]), let key = Base64URL.bytes(parts[5]), key.count == 32
        else { return nil }
        cost = Cost(rounds: rounds, blocks: blocks, lanes: lanes)
        self.salt = salt
        self.key = key
    }

    var text: String {
        "scrypt$\(cost.rounds)$\(cost.blocks)$\(cost.lanes)$\(Base64URL.text(salt))$\(Base64URL.text(key))"
    }

    func knows(_ password: String) throws -> Bool {
        isSame(try PasswordVerifier.key(password, salt, cost), key)
    }

    private static func key(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.rounds,
            blockSize: cost.blocks, parallelism: cost.lanes)
        return key.withUnsafeBytes { Array($0) }
    }
}
