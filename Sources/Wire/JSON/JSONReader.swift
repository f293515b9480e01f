// A reader of our own, because input lines are judged by their place: a message must name the column,
// a key given twice is a fault, and a hostile line may not exhaust the stack.

extension JSONValue {
    private static let deepest = 64

    /// Reads one JSON text; anything but white space behind it is a fault.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
        var reader = Reader(bytes: bytes)
        self = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.fault("nothing may follow the value") }
    }

    public init(_ text: String) throws(JSONFault) {
        var text = text
        let read: Result<JSONValue, JSONFault> = text.withUTF8 { bytes in
            do throws(JSONFault) { return .success(try JSONValue(bytes)) } catch { return .failure(error) }
        }
        self = try read.get()
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        func fault(_ reason: String) -> JSONFault { JSONFault(column: position + 1, reason: reason) }

        var current: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func skipSpace() {
            while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard current == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
            guard depth < deepest else { throw fault("more than \(deepest) levels of nesting") }
            skipSpace()
            switch current {
            case nil: throw fault("a value is missing")
            case UInt8(ascii: "{"): return try object(depth: depth)
            case UInt8(ascii: "["): return try array(depth: depth)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return try number()
            }
        }

        mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
            let count = word.utf8CodeUnitCount
            guard position + count <= bytes.count,
                (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
            else { throw fault("a value is missing") }
            position += count
            return value
        }

        mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
            position += 1
            var members: [Member] = []
            skipSpace()
            if take("}") { return .object([]) }
            // The room for a request; a body may hold a million small objects, which take none ahead.
            if depth == 0 { members.reserveCapacity(8) }
            repeat {
                skipSpace()
                guard current == UInt8(ascii: "\"") else { throw fault("a key in quotes is missing") }
                let key = try string()
                if members.contains(where: { $0.key == key }) { throw fault("the key \"\(key)\" stands twice") }
                skipSpace()
                guard take(":") else { throw fault("a colon is missing") }
                members.append(Member(key: key, value: try value(depth: depth + 1)))
                guard members.count <= 10_000 else { throw fault("more than 10000 keys") }
                skipSpace()
            } while take(",")
            guard take("}") else { throw fault("a comma or } is missing") }
            return .object(members)
        }

        mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
            position += 1
            var values: [JSONValue] = []
            skipSpace()
            if take("]") { return .array([]) }
            repeat {
                values.append(try value(depth: depth + 1))
                skipSpace()
            } while take(",")
            guard take("]") else { throw fault("a comma or ] is missing") }
            return .array(values)
        }

        mutating func number() throws(JSONFault) -> JSONValue {
            let start = position
            func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
            _ = take("-")
            guard isDigit(current) else {
                position = start
                throw fault("a value is missing")
            }
            if take("0") {
                guard !isDigit(current) else { throw fault("a number may not begin with 0") }
            } else {
                while isDigit(current) { position += 1 }
            }
            if take(".") {
                guard isDigit(current) else { throw fault("a digit is missing") }
                while isDigit(current) { position += 1 }
            }
            if take("e") || take("E") {
                if !take("+") { _ = take("-") }
                guard isDigit(current) else { throw fault("a digit is missing") }
                while isDigit(current) { position += 1 }
            }
            return .number(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self))
        }

        mutating func string() throws(JSONFault) -> String {
            position += 1
            var text: [UInt8] = []
            var run = position
            skipPlain()
            while let byte = current {
                let before = UnsafeBufferPointer(rebasing: bytes[run..<position])
                switch byte {
                case UInt8(ascii: "\""):
                    position += 1
                    // Most texts have no escape, and are read where they stand.
                    let string: String?
                    if text.isEmpty {
                        string = Reader.text(before)
                    } else {
                        text += before
                        string = text.withUnsafeBufferPointer(Reader.text)
                    }
                    guard let string else { throw fault("the text is not UTF-8") }
                    return string
                case UInt8(ascii: "\\"):
                    text += before
                    position += 1
                    text += Array(String(try escape()).utf8)
                    run = position
                default: throw fault("a control character must be escaped")
                }
                skipPlain()
            }
            throw fault("a closing quote is missing")
        }

        /// Goes on to what ends a text, or a run of what stands for itself in it.
        private mutating func skipPlain() {
            var place = position
            while place < bytes.count {
                let byte = bytes[place]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
                place += 1
            }
            position = place
        }

        /// - Returns: nil for what is no UTF-8.
        private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
            // `String(validating:)` looks up generic types at each call, which costs more than a short text itself.
            guard let utf8 = try? UTF8Span(validating: bytes.span) else { return nil }
            return String(copying: utf8)
        }

        mutating func escape() throws(JSONFault) -> Unicode.Scalar {
            guard let byte = current else { throw fault("an escape is cut off") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return "\""
            case UInt8(ascii: "\\"): return "\\"
            case UInt8(ascii: "/"): return "/"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"):
                let high = try hex()
                guard (0xD800...0xDBFF).contains(high) else {
                    guard let scalar = Unicode.Scalar(high) else {
                        throw fault("half of a surrogate pair stands alone")
                    }
                    return scalar
                }
                guard take("\\"), take("u") else { throw fault("half of a surrogate pair stands alone") }
                let low = try hex()
                guard (0xDC00...0xDFFF).contains(low),
                    let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
                else { throw fault("half of a surrogate pair stands alone") }
                return scalar
            default: throw fault("unknown escape")
            }
        }

        mutating func hex() throws(JSONFault) -> UInt32 {
            guard position + 4 <= bytes.count else { throw fault("an escape is cut off") }
            var value: UInt32 = 0
            for byte in bytes[position..<position + 4] {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                    throw fault("four hex digits are missing")
                }
                value = value << 4 | UInt32(digit)
            }
            position += 4
            return value
        }
    }
}
