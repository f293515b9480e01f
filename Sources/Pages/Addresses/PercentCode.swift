/// RFC 3986, section 2.1.
public enum PercentCode {
    /// - Returns: nil for what is no code or no UTF-8, and for the bytes 0 and `/`, which no name of ours holds.
    public static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
        // Most that is sent stands for itself.
        if text.utf8.allSatisfy({ isItself($0, plusIsBlank) }) { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            if byte == UInt8(ascii: "+"), plusIsBlank {
                bytes.append(0x20)
                continue
            }
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
            bytes.append(high << 4 | low)
        }
        if bytes.contains(0) || !plusIsBlank && bytes.contains(UInt8(ascii: "/")) { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// As a segment of a path or a value of a query: all but what is unreserved is coded.
    public static func encoded(_ text: String) -> String {
        // Most that is named stands for itself.
        if text.utf8.allSatisfy(isUnreserved) { return text }
        var coded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) {
                coded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                coded += "%" + String(byte >> 4, radix: 16, uppercase: true)
                coded += String(byte & 15, radix: 16, uppercase: true)
            }
        }
        return coded
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func isItself(_ byte: UInt8, _ plusIsBlank: Bool) -> Bool {
        switch byte {
        case 0, UInt8(ascii: "%"): false
        case UInt8(ascii: "+"): !plusIsBlank
        case UInt8(ascii: "/"): plusIsBlank
        default: true
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

/// The pairs of a query or of a form that was sent (`application/x-www-form-urlencoded`).
public struct Fields: Sendable {
    public let pairs: [(name: String, value: String)]
    public static let atMost = 200

    public init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// - Returns: nil for what is no UTF-8.
    public init?(_ text: String) {
        var pairs: [(name: String, value: String)] = []
        for pair in text.split(separator: "&", maxSplits: Self.atMost, omittingEmptySubsequences: true) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCode.decoded(parts[0], plusIsBlank: true),
                let value = PercentCode.decoded(parts.count > 1 ? parts[1] : "", plusIsBlank: true)
            else { return nil }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// Nil where it is empty too: a browser sends every field of a form.
    public func filled(_ name: String) -> String? {
        self[name].flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
    }
}
