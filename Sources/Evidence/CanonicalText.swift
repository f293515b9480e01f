/// Texts as JSON has them, with one spelling, in the journal and in the log: escaped are the quote, the backslash and
/// control characters, `\n`, `\r`, `\t` by their letters and the others as `\u00xx`.
public enum CanonicalText {
    @inlinable @inline(__always) public static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C
    }

    public static func append(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        appendInner(text, &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A text without its quotes.
    /// - Parameter end: leave out what is from the first such byte on.
    static func appendInner(_ text: String, upTo end: UInt8? = nil, _ bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            let utf8 =
                end.flatMap { utf8.firstIndex(of: $0) }.map { UnsafeBufferPointer(rebasing: utf8[..<$0]) } ?? utf8
            if isPlain(utf8) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { append(byte, &bytes) }
            }
        }
    }

    /// Eight bytes at a time: nearly all texts are plain, and each is gone through before it is copied.
    private static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        let (ones, tops) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let raw = UnsafeRawBufferPointer(utf8)
        var place = 0
        while place + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let (quote, backslash) = (word ^ (0x22 * ones), word ^ (0x5C * ones))
            // A byte's top bit is set where the byte is below 0x20, or is zero; above such a byte it may be set too.
            let control = (word &- 0x20 * ones) & ~word
            let found = control | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
            if found & tops != 0 { return false }
            place += 8
        }
        while place < raw.count {
            if needsEscape(raw[place]) { return false }
            place += 1
        }
        return true
    }

    private static func append(_ byte: UInt8, _ bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case ..<0x20: bytes += "\\u00\(Content.hex([byte]))".utf8
        default: bytes.append(byte)
        }
    }

    /// - Parameter key: with what stands before it, without its closing quote.
    static func key(_ key: StaticString, _ value: String, _ bytes: inout [UInt8]) {
        raw(key, &bytes)
        raw("\":", &bytes)
        append(value, &bytes)
    }

    static func raw(_ text: StaticString, _ bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    static func append(_ number: Int64, _ bytes: inout [UInt8]) {
        var digits = String(number)
        digits.withUTF8 { bytes.append(contentsOf: $0) }
    }
}

/// `2026-02-14T09:30:00.125Z`
enum UTC {
    /// Four digits of a year are all there are; what lies outside is shown as the first or the last instant.
    private static let writable: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    static func append(_ instant: Int64, _ bytes: inout [UInt8]) {
        let milliseconds = min(max(instant, writable.lowerBound), writable.upperBound)
        let days = (milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000
        let rest = milliseconds - days * 86_400_000
        let (year, month, day) = date(days)
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { text in
            func put(_ value: Int64, _ range: Range<Int>, _ after: Unicode.Scalar) {
                var rest = value
                for place in range.reversed() {
                    text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                text[range.upperBound] = UInt8(ascii: after)
            }
            put(year, 0..<4, "-")
            put(month, 5..<7, "-")
            put(day, 8..<10, "T")
            put(rest / 3_600_000, 11..<13, ":")
            put(rest / 60_000 % 60, 14..<16, ":")
            put(rest / 1_000 % 60, 17..<19, ".")
            put(rest % 1_000, 20..<23, "Z")
            bytes.append(contentsOf: text)
        }
    }

    /// The Gregorian date of a day since 1970, counted in years that begin in March.
    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let isNext = month >= 10
        return (year + era * 400 + (isNext ? 1 : 0), isNext ? month - 9 : month + 3, ofYear - (153 * month + 2) / 5 + 1)
    }
}
