/// A column of a batch as the text of a PostgreSQL array, within the quotes of an SQL string.
struct Column {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "{")]

    private mutating func separate() {
        if bytes.count > 2 { bytes.append(UInt8(ascii: ",")) }
    }

    mutating func add(_ number: Int64) {
        separate()
        bytes += String(number).utf8
    }

    mutating func add(_ number: Int) { add(Int64(number)) }

    mutating func add(_ number: Int64?) {
        if let number { add(number) } else { addNull() }
    }

    mutating func add(_ flag: Bool) {
        separate()
        bytes.append(UInt8(ascii: flag ? "t" : "f"))
    }

    mutating func add(_ text: String?) {
        if let text { add(text) } else { addNull() }
    }

    mutating func add(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { Column.append($0, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// As `\x` and pairs of digits; the backslash is escaped for the array.
    mutating func add(hex blob: some Collection<UInt8>) {
        separate()
        bytes.reserveCapacity(bytes.count + 2 * blob.count + 8)
        bytes += "\"\\\\x".utf8
        for byte in blob {
            bytes.append(Column.digit(byte >> 4))
            bytes.append(Column.digit(byte & 15))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func addNull() {
        separate()
        bytes += "NULL".utf8
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// Escaped twice, for the array and for the string, and NUL as `PlainText` writes it.
    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        for byte in text {
            switch byte {
            case 0: bytes += [1, 0x30]
            case 1: bytes += [1, 0x31]
            case UInt8(ascii: "'"): bytes += [byte, byte]
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            default: bytes.append(byte)
            }
        }
    }

    var isEmpty: Bool { bytes.count == 2 }

    func write(to message: inout [UInt8]) {
        message += bytes
        message += "}'".utf8
    }
}
