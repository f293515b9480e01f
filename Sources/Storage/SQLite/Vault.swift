import Crypto
import Desk
import Domain
import Foundation
import GRDB

/// Personal texts, each person's under a key of their own. Without the key neither text nor salt can be had again.
///
/// All texts of an entry lie in one box.
final class Vault {
    private struct Keyed {
        let id: Int64
        let key: SymmetricKey
    }
    /// Keys at hand, for the writer alone; let go as a whole when there are too many.
    private var keys: [PersonID: Keyed] = [:]
    private static let keysAtMost = 20_000
    /// Looked up last, since it is wanted again at once.
    private var last: (person: PersonID, keyed: Keyed)?
    private var nonces = Nonces()

    struct ErasedPerson: Error { let person: PersonID }

    func forget() {
        keys = [:]
        last = nil
    }

    /// - Throws: `ErasedPerson` for one whose key is gone for good.
    private func keyed(_ person: PersonID, _ db: Database) throws -> Keyed {
        if let last, last.person == person { return last.keyed }
        let keyed = try keys[person] ?? find(person, db)
        last = (person, keyed)
        return keyed
    }

    private func find(_ person: PersonID, _ db: Database) throws -> Keyed {
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

    /// The texts of the entry at a position.
    /// - Parameter stream: the stream's name, spelled.
    func put(_ draft: Draft, _ stream: String, at position: Int64, _ add: Prepared, _ db: Database) throws {
        guard let person = draft.person, !draft.texts.isEmpty else { return }
        let keyed = try keyed(person, db)
        let place = TextBox.Place(stream: stream, version: draft.version, person: person)
        try TextBox.seal(draft.texts, place, keyed.key, &nonces) { part, box in
            try add.run(blob: 4, box) {
                $0.int(1, position)
                $0.int(2, part)
                $0.int(3, keyed.id)
            }
        }
    }

    /// The texts of entries whose keys are still there, by position and field.
    static func texts(_ positions: Range<Int64>, _ db: Database) throws -> [OpenText] {
        var texts: [OpenText] = []
        var current: TextBox?
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT text.position, part, person.name, key, box, stream.name, version FROM text
                    JOIN person ON person.id = text.person JOIN entry ON entry.position = text.position
                    JOIN stream ON stream.id = entry.stream
                    WHERE text.position >= ? AND text.position < ? AND key IS NOT NULL ORDER BY text.position, part
                    """), arguments: [positions.lowerBound, positions.upperBound])
        while let row = try rows.next() {
            let position: Int64 = row[0]
            if current?.position == position {
                current?.parts.append((row[1], row[4]))
                continue
            }
            if let current { texts += try current.open() }
            current = TextBox(
                position: position,
                place: .init(stream: row[5], version: row[6], person: PersonID(rawValue: row[2])),
                key: SymmetricKey(data: row[3] as Data), parts: [(row[1], row[4])])
        }
        if let current { texts += try current.open() }
        return texts
    }

    /// The key is overwritten, with which the texts are gone; their boxes are swept away later.
    func erase(_ person: PersonID, _ db: Database) throws {
        keys[person] = nil
        last = nil
        try db.execute(
            sql: "INSERT INTO person (name, key) VALUES (?, NULL) ON CONFLICT (name) DO UPDATE SET key = NULL",
            arguments: [person.rawValue])
        try db.execute(
            sql: "INSERT INTO meta (name, value) VALUES ('sweep', '0') ON CONFLICT (name) DO UPDATE SET value = '0'")
    }

    /// Deletes boxes that no key opens, a stretch of the journal at a time.
    ///
    /// An index by person would find them at once, but a random page of it would be written with nearly every text.
    /// - Returns: whether there is more to sweep.
    static func sweep(_ db: Database) throws -> Bool {
        guard let from = try Int64.fetchOne(db, sql: "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'sweep'")
        else { return false }
        let to = from + 20_000
        try db.execute(
            sql: """
                DELETE FROM text WHERE position >= ? AND position < ?
                AND person IN (SELECT id FROM person WHERE key IS NULL)
                """, arguments: [from, to])
        let isMore = try Int.fetchOne(db, sql: "SELECT 1 FROM text WHERE position >= ? LIMIT 1", arguments: [to]) != nil
        try db.execute(
            sql: isMore ? "UPDATE meta SET value = ? WHERE name = 'sweep'" : "DELETE FROM meta WHERE name = 'sweep'",
            arguments: isMore ? ["\(to)"] : [])
        return isMore
    }

    static func erase(texts stream: StreamID, _ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM text WHERE position IN
                (SELECT position FROM entry WHERE stream = (SELECT id FROM stream WHERE name = ?))
                """, arguments: [stream.description])
    }
}
