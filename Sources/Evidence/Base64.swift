/// Base 64 with padding, of which every value has one spelling.
/// - Source: RFC 4648, section 4.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for anything that `text` would not have written.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3)
        for start in stride(from: 0, to: digits.count, by: 4) {
            var bits = 0
            var padding = 0
            for (place, digit) in digits[start..<start + 4].enumerated() {
                if digit == UInt8(ascii: "="), place >= 2, start + 4 == digits.count {
                    padding += 1
                    bits <<= 6
                } else if let value = values[Int(digit)], padding == 0 {
                    bits = bits << 6 | Int(value)
                } else {
                    return nil
                }
            }
            if bits & ((1 << (8 * padding)) - 1) != 0 { return nil }
            for place in 0..<(3 - padding) { bytes.append(UInt8(bits >> (16 - 8 * place) & 255)) }
        }
        return bytes
    }
}
