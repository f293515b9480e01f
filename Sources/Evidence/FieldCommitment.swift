import Crypto

/// Binds a field of an entry to its contents without telling them: SHA-256 of a domain word, the field's name, a
/// random salt and the payload.
///
/// Without the salt nobody can guess the payload from the hash, so erasing salt and payload erases the data while the
/// entry that holds the hash stays as it was.
/// - Source: C17; `svc-evidence/v1`.
public enum FieldCommitment {
    /// Bytes of a salt; drawn by the caller, anew for each field of each entry.
    public static let saltBytes = 32

    /// 32 bytes.
    public static func hash(field: String, salt: [UInt8], payload: [UInt8]) -> [UInt8] {
        var (field, sha) = (field, SHA256())
        // Pointer by pointer: what takes any kind of data costs half as much again.
        prefix.withUnsafeBytes { sha.update(bufferPointer: $0) }
        field.withUTF8 { sha.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        withUnsafeBytes(of: 0 as UInt8) { sha.update(bufferPointer: $0) }
        salt.withUnsafeBytes { sha.update(bufferPointer: $0) }
        payload.withUnsafeBytes { sha.update(bufferPointer: $0) }
        return Content.bytes(sha.finalize())
    }

    /// Begins what the hash is of; the payload comes behind it, so that both are in one piece.
    /// - Parameter room: what is in it goes.
    public static func begin(_ field: String, _ secret: EvidenceSecret, at position: Int64, in room: inout [UInt8]) {
        room.removeAll(keepingCapacity: true)
        room.append(contentsOf: prefix)
        room.append(contentsOf: field.utf8)
        room.append(0)
        secret.appendSalt(at: position, to: &room)
    }

    private static let prefix = Array("svc-evidence/v1".utf8) + [0]
}

/// What a document is called by: SHA-256 of its bytes.
public enum Content {
    /// 64 hex digits.
    public static func hash(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { sha256($0).withUnsafeBytes { hex($0) } }
    }

    /// The same as 32 bytes.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { Content.bytes(sha256($0)) }
    }

    static func sha256(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        var sha = SHA256()
        sha.update(bufferPointer: bytes)
        return sha.finalize()
    }

    static func bytes(_ digest: SHA256Digest) -> [UInt8] { digest.withUnsafeBytes { Array($0) } }

    public static func hex(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { hex($0) } }

    static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            write(hex: bytes, to: text)
            return bytes.count * 2
        }
    }

    static func append(hex digest: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digest.count * 2) { text in
            write(hex: digest, to: text)
            bytes.append(contentsOf: text)
        }
    }

    private static func write(hex bytes: UnsafeRawBufferPointer, to text: UnsafeMutableBufferPointer<UInt8>) {
        for (index, byte) in bytes.enumerated() {
            text[2 * index] = digit(byte >> 4)
            text[2 * index + 1] = digit(byte & 15)
        }
    }

    /// Nil for anything but pairs of lower-case digits: one value has one spelling.
    public static func bytes(hex: some StringProtocol) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
