import Crypto
import Desk
import Domain
import Foundation
import GRDB

/// Personal texts, each person's under a key of their own. Without the key neither text nor salt can be had again.
///
/// A box is AES-256-GCM over salt and payload; what is authenticated beside it are position, field and part, so a box
/// can't be moved to another place. Long payloads (attachments) are cut into parts.
final class Vault {
    private struct Keyed {
        let id: Int64
        let key: SymmetricKey
    }
    /// Keys at hand, for the writer alone; let go as a whole when there are too many.
    private var keys: [PersonID: Keyed] = [:]
    private static let keysAtMost = 20_000
    static let partBytes = 256 << 10

    /// Random bytes for nonces, fetched many at a time: a call into the kernel for each would cost as much as the sealing.
    private var chance: [UInt8] = []

    /// Never the same twice under one key, also after a transaction that was rolled back.
    private func nonce() throws -> AES.GCM.Nonce {
        if chance.count < 12 {
            chance = [UInt8](unsafeUninitializedCapacity: 3_072) { buffer, filled in
                arc4random_buf(buffer.baseAddress!, 3_072)
                filled = 3_072
            }
        }
        defer { chance.removeLast(12) }
        return try AES.GCM.Nonce(data: chance.suffix(12))
    }

    struct ErasedPerson: Error { let person: PersonID }

    func forget() { keys = [:] }

    /// - Throws: `ErasedPerson` for one whose key is gone for good.
    private func keyed(_ person: PersonID, _ db: Database) throws -> Keyed {
        if let known = keys[person] { return known }
        let keyed: Keyed
        if let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, key FROM person WHERE name = ?"), arguments: [person.rawValue])
        {
            guard let bytes: Data = row[1] else { throw ErasedPerson(person: person) }
            keyed = Keyed(id: row[0], key: SymmetricKey(data: bytes))
        } else {
            let key = SymmetricKey(size: .bits256)
            let bytes = key.withUnsafeBytes { Data($0) }
            try db.cachedStatement(sql: "INSERT INTO person (name, key) VALUES (?, ?)")
                .execute(arguments: [person.rawValue, bytes])
            keyed = Keyed(id: db.lastInsertedRowID, key: key)
        }
        if keys.count >= Vault.keysAtMost { keys = [:] }
        keys[person] = keyed
        return keyed
    }

    /// Makes sure of the key before anything of a decision is written.
    func prepare(_ person: PersonID, _ db: Database) throws { _ = try keyed(person, db) }

    func put(_ text: SealedText, of person: PersonID, at position: Int64, _ add: Prepared, _ db: Database) throws {
        let keyed = try keyed(person, db)
        let plain = text.salt + text.payload
        var part = 0
        var from = 0
        repeat {
            let to = min(plain.count, from + Vault.partBytes)
            let box = try AES.GCM.seal(
                plain[from..<to], using: keyed.key, nonce: nonce(),
                authenticating: Vault.place(position, text.field, part, isLast: to == plain.count, person))
            let combined = Array(box.nonce) + box.ciphertext + box.tag
            try add.run {
                $0.int(1, position)
                $0.text(2, text.field)
                $0.int(3, part)
                $0.int(4, keyed.id)
                $0.blob(5, combined)
            }
            (part, from) = (part + 1, to)
        } while from < plain.count
    }

    /// What a box is good for: this place, this person, and whether it is the text's end.
    private static func place(
        _ position: Int64, _ field: String, _ part: Int, isLast: Bool, _ person: PersonID
    ) -> Data {
        Data("\(position)/\(field)/\(part)/\(isLast ? "end" : "more")/\(person)".utf8)
    }

    /// A text as it lies there, in parts.
    private struct Boxes {
        let position: Int64
        let field: String
        let person: PersonID
        let key: SymmetricKey
        var parts: [(number: Int, box: Data)]

        func open() throws -> OpenText {
            var plain: [UInt8] = []
            for (index, part) in parts.enumerated() {
                let isLast = index == parts.count - 1
                guard part.number == index,
                    let opened = try? AES.GCM.open(
                        AES.GCM.SealedBox(combined: part.box), using: key,
                        authenticating: place(position, field, index, isLast: isLast, person))
                else {
                    throw StoreError.damaged(
                        path: "the desk", what: "\"\(field)\" of entry \(position) is not as it was written")
                }
                plain += opened
            }
            return OpenText(
                position: position, person: person, field: field, salt: Array(plain.prefix(32)),
                payload: Array(plain.dropFirst(32)))
        }
    }

    /// The texts of entries whose keys are still there, by position and field.
    static func texts(_ positions: Range<Int64>, _ db: Database) throws -> [OpenText] {
        var texts: [OpenText] = []
        var current: Boxes?
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT text.position, field, part, name, key, box FROM text JOIN person ON person.id = text.person
                    WHERE text.position >= ? AND text.position < ? AND key IS NOT NULL
                    ORDER BY text.position, field, part
                    """), arguments: [positions.lowerBound, positions.upperBound])
        while let row = try rows.next() {
            let (position, field): (Int64, String) = (row[0], row[1])
            if current?.position == position, current?.field == field {
                current?.parts.append((row[2], row[5]))
                continue
            }
            if let current { texts.append(try current.open()) }
            current = Boxes(
                position: position, field: field, person: PersonID(rawValue: row[3]),
                key: SymmetricKey(data: row[4] as Data), parts: [(row[2], row[5])])
        }
        if let current { texts.append(try current.open()) }
        return texts
    }

    /// The key is overwritten, the boxes and what search made of them are deleted.
    func erase(_ person: PersonID, _ db: Database) throws {
        keys[person] = nil
        try db.execute(
            sql: "DELETE FROM text WHERE person = (SELECT id FROM person WHERE name = ?)",
            arguments: [person.rawValue])
        try db.execute(
            sql: "INSERT INTO person (name, key) VALUES (?, NULL) ON CONFLICT (name) DO UPDATE SET key = NULL",
            arguments: [person.rawValue])
    }

    static func erase(texts stream: StreamID, _ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM text WHERE position IN
                (SELECT position FROM entry WHERE stream = (SELECT id FROM stream WHERE name = ?))
                """, arguments: [stream.description])
    }
}
