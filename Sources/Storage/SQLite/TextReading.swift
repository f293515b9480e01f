import Crypto
import Desk
import Domain
import Foundation
import GRDB

/// Reads the texts of single entries on one view of the desk, as a search and the index do, of which each wants many.
///
/// Whoever asks knows the stream, and a person's key is looked up once: what is left of each text is its box and its
/// entry's version. The statements are prepared once, and the rows are read where they lie.
final class TextReading {
    private struct Keyed {
        let person: PersonID
        let key: SymmetricKey
    }
    private let db: Database
    private let boxes: RawRows
    private let person: RawRows
    /// By number; nil for one whose key is gone.
    private var people: [Int64: Keyed?] = [:]
    /// Whether a person's key still stands.
    private var stands: [PersonID: Bool] = [:]

    init(_ db: Database) throws {
        self.db = db
        boxes = try RawRows(
            db,
            """
            SELECT part, box, person, version FROM text JOIN entry ON entry.position = text.position
            WHERE text.position = ? ORDER BY part
            """)
        person = try RawRows(db, "SELECT name, key FROM person WHERE id = ?")
    }

    /// Adds the texts of an entry; none where there are none, or their key is gone.
    func texts(_ place: TextAt, into texts: inout [OpenText]) throws {
        boxes.bind { $0.int(1, place.position) }
        var box: TextBox?
        try boxes.each {
            let part = (Int(boxes.int(0)), boxes.withBytes(1) { Data($0) })
            if box != nil {
                box?.parts.append(part)
            } else if let keyed = try keyed(boxes.int(2)) {
                box = TextBox(
                    position: place.position,
                    place: .init(
                        stream: place.stream.description, version: Int(boxes.int(3)), person: keyed.person),
                    key: keyed.key, parts: [part])
            }
        }
        try box?.open(into: &texts)
    }

    /// Adds what was written as an entry's texts, with nothing opened; none where their key is gone.
    func texts(_ written: FreshTexts.Written, into texts: inout [OpenText]) throws {
        guard try isKeyed(written.person) else { return }
        for text in written.texts {
            texts.append(
                OpenText(
                    position: written.position, person: written.person, field: text.field, salt: text.salt,
                    payload: text.payload))
        }
    }

    private func isKeyed(_ name: PersonID) throws -> Bool {
        if let known = stands[name] { return known }
        let key = try RawRows(db, "SELECT key IS NOT NULL FROM person WHERE name = ?")
        var found = false
        key.bind { $0.text(1, name.rawValue) }
        try key.each { found = key.int(0) == 1 }
        stands[name] = found
        return found
    }

    private func keyed(_ number: Int64) throws -> Keyed? {
        if let known = people[number] { return known }
        person.bind { $0.int(1, number) }
        var found: Keyed?
        try person.each {
            if person.isNull(1) { return }
            found = Keyed(
                person: PersonID(rawValue: person.text(0)), key: person.withBytes(1) { SymmetricKey(data: $0) })
        }
        people[number] = .some(found)
        return found
    }
}
