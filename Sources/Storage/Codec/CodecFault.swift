import Domain
import Evidence

/// Why an event can't be written to the journal, or read from it.
public enum CodecFault: Error, Hashable, Sendable {
    /// A later release wrote it.
    case unknownKind(StreamID.Kind, String)
    /// The payload is not what its kind says; the column counts bytes from 1.
    case malformed(kind: String, column: Int, reason: String)
    case tooLong(kind: String, bytes: Int)
    /// What binds a personal field has no plain name, stands twice, or is no hash.
    case bound(kind: String, field: String)

    /// What is wrong, for who says the cure.
    var cause: String {
        if case .malformed(let kind, let column, let reason) = self {
            return "the payload of \"\(kind)\" at column \(column): \(reason)"
        }
        return text
    }

    /// Cause and cure, in one line.
    public var text: String {
        switch self {
        case .unknownKind(let stream, let kind):
            "The kind \"\(kind)\" of a \(stream.rawValue) is unknown to this program. Use a later release."
        case .malformed(let kind, let column, let reason):
            "The payload of \"\(kind)\" is damaged at column \(column): \(reason). Restore the last backup."
        case .tooLong(let kind, let bytes):
            "The payload of \"\(kind)\" has \(bytes) bytes; \(JournalCodec.longest) fit. Keep long text in a personal field."
        case .bound(let kind, let field):
            "The personal field \"\(field)\" of \"\(kind)\" can't be bound. "
                + "Name it once, in plain ASCII without quotes, with a SHA-256 of 64 hex digits."
        }
    }
}

/// Why the bytes are no payload, and at which column (from 1).
struct PayloadFault: Error, Hashable {
    let column: Int
    let reason: String
}

extension Journal.Bound.Field {
    /// Whether it can be a member as it is, without escapes and in an order that everybody agrees on.
    var isPlain: Bool {
        // One name in the evidence log binds the entry itself.
        if name.isEmpty || hash.utf8.count != 64 || name == EvidenceEntry.payloadField { return false }
        for byte in name.utf8 where byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
        var hash = hash
        return hash.withUTF8 { digits in
            for digit in digits where !(0x30...0x39 ~= digit || 0x61...0x66 ~= digit) { return false }
            return true
        }
    }
}
