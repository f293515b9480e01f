import Crypto

/// Ten codes to be written down, each good once in place of the app.
enum RecoveryCodes {
    static let count = 10
    /// 50 bits each: too many to be tried out, few enough to be typed.
    private static let bytes = 7

    /// `k3x9t-7q2mw`
    static func make(_ random: (Int) -> [UInt8]) -> [String] {
        (0..<count).map { _ in
            let letters = PlainLetters.text(random(bytes)).prefix(10)
            return letters.prefix(5) + "-" + letters.suffix(5)
        }
    }

    /// What is kept of a code, however it is typed.
    static func hash(_ code: String) -> String {
        let plain = code.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return Base64URL.text(Array(SHA256.hash(data: Array(("recovery/" + plain).utf8)).prefix(24)))
    }
}
