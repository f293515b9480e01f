// TZif, the compiled form of the IANA time zone database (RFC 8536), version 2 and later.
//
//     header   magic "TZif", version, 15 reserved bytes, six 32-bit counts:
//              ut/local flags, standard/wall flags, leap seconds, transitions, local time types, name bytes
//     data     transition times (64 bit) · their types (1 byte) · types (offset 32 bit, DST 1 byte, name index 1 byte)
//              · names · leap seconds · flags
//     footer   \n POSIX rule \n   what holds after the last transition, for ever
//
// A file begins with a version 1 part of 32-bit times, which is skipped when it is there. All numbers are big-endian.

/// Why the bytes of a zone can't be used.
public enum ZoneFault: Error, Hashable, Sendable {
    case unknown(name: String, nearest: String?)
    case malformed(name: String, reason: String)
}

extension Zone {
    /// Reads a zone from TZif bytes, with or without the version 1 part.
    public init(name: String, tzif bytes: [UInt8]) throws(ZoneFault) {
        func malformed(_ reason: String) -> ZoneFault { .malformed(name: name, reason: reason) }
        var reader = BigEndian(bytes: bytes)
        guard var counts = reader.header() else { throw malformed("it does not begin with a TZif header") }
        guard counts.version >= UInt8(ascii: "2") else { throw malformed("version 1 has no times after 2037") }
        if counts.isFirstPart(of: bytes) {
            reader.position += counts.dataBytes(timeSize: 4)
            guard let second = reader.header() else { throw malformed("its second part is missing") }
            counts = second
        }
        guard counts.leapSeconds == 0 else {
            throw malformed("it counts leap seconds; use the zone of the same name outside right/")
        }
        guard counts.types > 0, reader.position + counts.dataBytes(timeSize: 8) <= bytes.count else {
            throw malformed("it ends too early")
        }
        let times = (0..<counts.transitions).map { _ in reader.integer(8) }
        let kinds = (0..<counts.transitions).map { _ in Int(reader.integer(1) & 0xFF) }
        var typeOffsets: [Int64] = []
        for _ in 0..<counts.types {
            typeOffsets.append(reader.integer(4) * 1_000)
            reader.position += 2
        }
        reader.position += counts.nameBytes + counts.standardFlags + counts.utFlags
        guard kinds.allSatisfy({ $0 < typeOffsets.count }) else { throw malformed("a transition names no type") }
        guard typeOffsets.allSatisfy({ abs($0) < Zone.widest }) else { throw malformed("an offset exceeds 26 hours") }

        var changes: [Int64] = [.min]
        var offsets: [Int64] = [typeOffsets[0]]
        for (time, kind) in zip(times, kinds) {
            guard time < 1 << 40 else { throw malformed("a transition lies after the end of time") }
            // Older compilers write the beginning of time as a transition of its own.
            guard time > -(1 << 40) else {
                offsets[0] = typeOffsets[kind]
                continue
            }
            changes.append(time * 1_000)
            offsets.append(typeOffsets[kind])
        }
        guard zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw malformed("its transitions are not ascending")
        }

        let footer = reader.rest.drop { $0 == 0x0A }.prefix { $0 != 0x0A }
        if !footer.isEmpty {
            guard let rule = PosixRule(footer) else { throw malformed("its footer is no POSIX rule") }
            rule.extend(&changes, &offsets)
        }
        self.init(name: name, changes: changes, offsets: offsets)
    }
}

private struct BigEndian {
    let bytes: [UInt8]
    var position = 0

    struct Counts {
        var version: UInt8
        var utFlags, standardFlags, leapSeconds, transitions, types, nameBytes: Int

        func dataBytes(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + nameBytes + leapSeconds * (timeSize + 4) + standardFlags
                + utFlags
        }
        /// A second header follows the first part's data; the stored zones keep the second part only.
        func isFirstPart(of bytes: [UInt8]) -> Bool {
            let next = 44 + dataBytes(timeSize: 4)
            return next + 4 <= bytes.count && Array(bytes[next..<next + 4]) == Array("TZif".utf8)
        }
    }

    var rest: ArraySlice<UInt8> { bytes[min(position, bytes.count)...] }

    mutating func header() -> Counts? {
        guard position + 44 <= bytes.count, Array(bytes[position..<position + 4]) == Array("TZif".utf8) else {
            return nil
        }
        let version = bytes[position + 4]
        position += 20
        let fields = (0..<6).map { _ in Int(integer(4)) }
        guard fields.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
        return Counts(
            version: version, utFlags: fields[0], standardFlags: fields[1], leapSeconds: fields[2],
            transitions: fields[3], types: fields[4], nameBytes: fields[5])
    }

    /// A signed number; the caller has checked that the bytes are there.
    mutating func integer(_ size: Int) -> Int64 {
        var value: Int64 = bytes[position] & 0x80 == 0 ? 0 : -1
        for byte in bytes[position..<position + size] { value = value << 8 | Int64(byte) }
        position += size
        return value
    }
}
