import Crypto

/// One fact as the log tells it to everybody: that something happened, when, in which case, by whom, and hashes that
/// bind what it was; nothing that says who anybody is.
///
/// Canonical JSON: keys ASCII and ascending, no white space, values integers, texts and one object of hashes.
/// - Source: C17; `svc-evidence/v1`.
public struct EvidenceEntry: Sendable {
    /// Its place in the log.
    public let sequence: Int64
    /// Milliseconds since 1970.
    public let at: Int64
    /// A random id of what it is about.
    public let subject: String
    /// `ticket.graded`
    public let step: String
    /// A random id.
    public let actor: String
    /// Field and 64 hex digits, ascending by field.
    public let commits: [(field: String, hash: String)]
    /// The last checkpoint of the log that this one goes on from; only in a log's first entry.
    public let predecessor: String?

    public init(
        sequence: Int64, at: Int64, subject: String, step: String, actor: String,
        commits: [(field: String, hash: String)], predecessor: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.subject = subject
        self.step = step
        self.actor = actor
        self.commits = commits
        self.predecessor = predecessor
    }

    /// The field that binds a fact as the journal has it.
    public static let payloadField = "payload"

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + 80 * commits.count)
        CanonicalText.key("{\"actor", actor, &bytes)
        CanonicalText.key(",\"case", subject, &bytes)
        bytes += ",\"commit\":{".utf8
        for (index, (field, hash)) in commits.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            CanonicalText.append(field, &bytes)
            bytes.append(UInt8(ascii: ":"))
            CanonicalText.append(hash, &bytes)
        }
        bytes += "}".utf8
        if let predecessor { CanonicalText.key(",\"predecessor", predecessor, &bytes) }
        bytes += ",\"seq\":".utf8
        bytes += String(sequence).utf8
        CanonicalText.key(",\"step", step, &bytes)
        bytes += ",\"ts\":\"".utf8
        UTC.append(at, &bytes)
        bytes += "\",\"v\":1}".utf8
        return bytes
    }
}

/// A fact as the journal has it, spelled for everybody who is shown it: what `commit.payload` binds.
public enum EvidencePayload {
    /// - Parameters:
    ///   - payload: canonical JSON.
    ///   - occurred: milliseconds since 1970, as `recorded`.
    public static func bytes(
        stream: String, version: Int, kind: String, occurred: Int64, recorded: Int64, actor: String, payload: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 200)
        CanonicalText.key("{\"actor", actor, &bytes)
        CanonicalText.key(",\"kind", kind, &bytes)
        bytes += ",\"occurred\":".utf8
        bytes += String(occurred).utf8
        bytes += ",\"payload\":".utf8
        bytes += payload
        bytes += ",\"recorded\":".utf8
        bytes += String(recorded).utf8
        CanonicalText.key(",\"stream", stream, &bytes)
        bytes += ",\"version\":".utf8
        bytes += String(version).utf8
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

/// What a desk keeps to itself so that its log tells nobody more than it says: salts and ids come from it.
///
/// The first half of SHA-512 over the secret and what is asked for: half of it is never shown, so that nothing shown can be
/// gone on from. HMAC does the same in four hashes instead of one, and this is done twice for every entry.
public struct EvidenceSecret: Sendable {
    public static let byteCount = 32
    private let key: [UInt8]
    /// - Parameter bytes: 32 of chance.
    public init(bytes: [UInt8]) { key = bytes }

    /// 32 bytes; shown with the fact of a position, they open its hash and no other.
    public func salt(at position: Int64) -> [UInt8] { code("salt/", String(position), 32) }

    /// 16 letters and digits that lead back to no name; always the same for one.
    public func id(of name: String) -> String { Content.hex(code("id/", name, 8)) }

    private func code(_ use: String, _ what: String, _ count: Int) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(key.count + use.utf8.count + what.utf8.count)
        message += key
        message += use.utf8
        message += what.utf8
        return SHA512.hash(data: message).withUnsafeBytes { [UInt8]($0.prefix(count)) }
    }
}

/// Texts as JSON has them, with one spelling, in the journal and in the log: escaped are the quote, the backslash and
/// control characters, `\n`, `\r`, `\t` by their letters and the others as `\u00xx`.
public enum CanonicalText {
    @inlinable @inline(__always) public static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C
    }

    public static func append(_ text: String, _ bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if !utf8.contains(where: needsEscape) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { append(byte, &bytes) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
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
        bytes += UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        bytes += "\":".utf8
        append(value, &bytes)
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
        func digits(_ value: Int64, _ count: Int) {
            var power: Int64 = 1
            for _ in 1..<count { power *= 10 }
            while power > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / power % 10))
                power /= 10
            }
        }
        digits(year, 4)
        for (sign, value) in [
            ("-", month), ("-", day), ("T", rest / 3_600_000), (":", rest / 60_000 % 60), (":", rest / 1_000 % 60),
        ] as [(Unicode.Scalar, Int64)] {
            bytes.append(UInt8(ascii: sign))
            digits(value, 2)
        }
        bytes.append(UInt8(ascii: "."))
        digits(rest % 1_000, 3)
        bytes.append(UInt8(ascii: "Z"))
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
