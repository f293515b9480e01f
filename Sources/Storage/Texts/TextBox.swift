import Crypto
import Desk
import Domain
import Foundation

/// The texts of one entry as they lie in a desk: AES-256-GCM over field, salt and payload of each.
///
/// What is authenticated beside them are stream, version, part and person, so that a box can't be moved to another place
/// and yet is the same in every store. What is long (attachments) is cut into parts.
struct TextBox {
    let position: Int64
    let place: Place
    let key: SymmetricKey
    var parts: [(number: Int, box: Data)]

    /// What a box is good for.
    struct Place {
        let stream: String
        let version: Int
        let person: PersonID

        func bytes(_ part: Int, isLast: Bool) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(32 + stream.utf8.count + person.rawValue.utf8.count)
            bytes += stream.utf8
            bytes.append(UInt8(ascii: "/"))
            Self.put(version, to: &bytes)
            bytes.append(UInt8(ascii: "/"))
            Self.put(part, to: &bytes)
            bytes += (isLast ? "/end/" : "/more/").utf8
            bytes += person.rawValue.utf8
            return bytes
        }

        private static func put(_ number: Int, to bytes: inout [UInt8]) {
            if 0..<10 ~= number {
                bytes.append(UInt8(ascii: "0") + UInt8(number))
            } else {
                bytes += String(number).utf8
            }
        }
    }

    static let partBytes = 256 << 10

    /// - Parameter put: takes each part with its number: nonce, cipher text and tag in one piece.
    static func seal(
        _ texts: [SealedText], _ place: Place, _ key: SymmetricKey, _ nonces: inout Nonces,
        put: (Int, Data) throws -> Void
    ) throws {
        var plain: [UInt8] = []
        plain.reserveCapacity(texts.reduce(0) { $0 + $1.field.utf8.count + $1.salt.count + $1.payload.count + 12 })
        for text in texts { append(text, to: &plain) }
        var part = 0
        var from = 0
        repeat {
            let to = min(plain.count, from + partBytes)
            let box = try AES.GCM.seal(
                plain[from..<to], using: key, nonce: nonces.next(),
                authenticating: place.bytes(part, isLast: to == plain.count))
            // A nonce of the usual length, so all three lie together.
            try put(part, box.combined!)
            (part, from) = (part + 1, to)
        } while from < plain.count
    }

    /// Three pieces, each after its length in four bytes, the highest first.
    private static func append(_ text: SealedText, to plain: inout [UInt8]) {
        func piece(_ count: Int, _ bytes: some Sequence<UInt8>) {
            withUnsafeBytes(of: UInt32(count).bigEndian) { plain += $0 }
            plain += bytes
        }
        piece(text.field.utf8.count, text.field.utf8)
        piece(text.salt.count, text.salt)
        piece(text.payload.count, text.payload)
    }

    func open() throws -> [OpenText] {
        var texts: [OpenText] = []
        try open(into: &texts)
        return texts
    }

    /// Adds the texts that are in it.
    func open(into texts: inout [OpenText]) throws {
        if parts.count == 1 {
            // Nearly always: then they are read where they were opened.
            try opened(0).withUnsafeBytes { try read($0, into: &texts) }
        } else {
            var plain: [UInt8] = []
            for index in parts.indices { plain += try opened(index) }
            try plain.withUnsafeBytes { try read($0, into: &texts) }
        }
    }

    private func opened(_ index: Int) throws -> Data {
        guard parts[index].number == index,
            let opened = try? AES.GCM.open(
                AES.GCM.SealedBox(combined: parts[index].box), using: key,
                authenticating: place.bytes(index, isLast: index == parts.count - 1))
        else { throw damaged }
        return opened
    }

    private func read(_ plain: UnsafeRawBufferPointer, into texts: inout [OpenText]) throws {
        var done = 0
        func piece() throws -> UnsafeRawBufferPointer {
            guard plain.count - done >= 4 else { throw damaged }
            let count = Int(UInt32(bigEndian: plain.loadUnaligned(fromByteOffset: done, as: UInt32.self)))
            let from = done + 4
            guard plain.count - from >= count else { throw damaged }
            done = from + count
            return UnsafeRawBufferPointer(rebasing: plain[from..<done])
        }
        while done < plain.count {
            let field = String(decoding: try piece(), as: UTF8.self)
            let salt = Array(try piece())
            let payload = Array(try piece())
            texts.append(
                OpenText(position: position, person: place.person, field: field, salt: salt, payload: payload))
        }
    }

    private var damaged: StoreError {
        .damaged(path: "the desk", what: "the texts of entry \(position) are not as they were written")
    }
}

/// Nonces for sealing, never the same twice under one key, also after a transaction that was rolled back.
///
/// Fetched many at a time: a call into the kernel for each would cost as much as the sealing.
struct Nonces {
    private var chance: [UInt8] = []

    mutating func next() throws -> AES.GCM.Nonce {
        if chance.count < 12 {
            chance = [UInt8](unsafeUninitializedCapacity: 3_072) { buffer, filled in
                arc4random_buf(buffer.baseAddress!, 3_072)
                filled = 3_072
            }
        }
        defer { chance.removeLast(12) }
        return try AES.GCM.Nonce(data: chance.suffix(12))
    }
}
