import Crypto

/// Codes that an app shows for thirty seconds.
/// - Source: RFC 6238 with SHA-1 and six digits, which is what every app takes; RFC 4226.
enum TOTP {
    static let seedBytes = 20
    static let period: Int64 = 30

    /// Six digits.
    static func code(_ seed: [UInt8], step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: seed)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// - Parameter second: since 1970.
    /// - Returns: the step that the code is of; nil unless that is the present one or one beside it.
    static func step(of code: String, _ seed: [UInt8], second: Int64) -> Int64? {
        let typed = Array(code.utf8)
        var found: Int64?
        // All three are looked at, so that the time tells nothing.
        for step in second / period - 1...second / period + 1 {
            if isSame(Array(self.code(seed, step: step).utf8), typed) { found = step }
        }
        return found
    }

    /// What an app reads from a picture.
    static func uri(seed: [UInt8], issuer: String, account: String) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account))
        return "otpauth://totp/\(issuer):\(account)?secret=\(Base32.text(seed))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=\(period)"
    }

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
