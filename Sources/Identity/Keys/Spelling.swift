/// Base 64 for addresses, without padding; every value has one spelling.
/// - Source: RFC 4648, section 5.
enum Base64URL {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values = reversed(letters)

    static func text(_ bytes: [UInt8]) -> String { spell(bytes, 6, letters) }
    static func bytes(_ text: some StringProtocol) -> [UInt8]? { read(text, 6, values) }
}

/// The letters that authenticator apps read a seed in.
/// - Source: RFC 4648, section 6.
enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    private static let values = reversed(letters)

    static func text(_ bytes: [UInt8]) -> String { spell(bytes, 5, letters) }
    static func bytes(_ text: some StringProtocol) -> [UInt8]? { read(text, 5, values) }
}

/// Letters and digits that can't be misread for one another, as the desk's ids have them.
enum PlainLetters {
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let values = reversed(letters)

    static func text(_ bytes: [UInt8]) -> String { spell(bytes, 5, letters) }
    static func bytes(_ text: some StringProtocol) -> [UInt8]? { read(text, 5, values) }
}

private func reversed(_ letters: [UInt8]) -> [UInt8?] {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
}

private func spell(_ bytes: [UInt8], _ width: Int, _ letters: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 8 + width - 1) / width)
    var (bits, value) = (0, 0)
    for byte in bytes {
        (value, bits) = (value << 8 | Int(byte), bits + 8)
        while bits >= width {
            bits -= width
            text.append(letters[value >> bits])
            value &= (1 << bits) - 1
        }
    }
    if bits > 0 { text.append(letters[value << (width - bits)]) }
    return String(decoding: text, as: UTF8.self)
}

/// Nil for anything that `spell` would not have written.
private func read(_ text: some StringProtocol, _ width: Int, _ values: [UInt8?]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * width / 8)
    var (bits, value) = (0, 0)
    for letter in text.utf8 {
        guard let digit = values[Int(letter)] else { return nil }
        (value, bits) = (value << width | Int(digit), bits + width)
        if bits >= 8 {
            bits -= 8
            bytes.append(UInt8(value >> bits))
            value &= (1 << bits) - 1
        }
    }
    // What is left over is padding: less than a letter, and zero.
    return bits < width && value == 0 ? bytes : nil
}
