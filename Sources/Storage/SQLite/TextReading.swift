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
    /// Of several entries, in the order in which they are asked for.
    private let boxesOfSome: RawRows
    private let person: RawRows
    /// By number; nil for one whose key is gone.
    private var people: [Int64: Keyed?] = [:]
    /// Whether a person's key still stands.
    private var stands: [PersonID: Bool] = [:]

    /// Loops as they stand: the entries as they are asked for, and within each its parts by their number.
    private static let someSQL = """
        SELECT part, box, person, version, wanted.column1 FROM (VALUES \(RawRows.numberedMarks)) AS wanted
        CROSS JOIN text ON text.position = wanted.column2 CROSS JOIN entry ON entry.position = wanted.column2
        """

    init(_ db: Database) throws {
        self.db = db
        boxes = try RawRows(
            db,
            """
            SELECT part, box, person, version FROM text JOIN entry ON entry.position = text.position
            WHERE text.position = ? ORDER BY part
            """)
        boxesOfSome = try RawRows(db, Self.someSQL)
        person = try RawRows(db, "SELECT name, key FROM person WHERE id = ?")
    }

    /// Adds the texts of an entry; none where there are none, or their key is gone.
    func texts(_ place: TextAt, into texts: inout [OpenText]) throws {
        boxes.bind { $0.int(1, place.position) }
        var box: TextBox?
        try boxes.each { try take(boxes, place, &box) }
        try box?.open(into: &texts)
    }

    /// Adds those of several entries, one after the other.
    func texts(_ places: [TextAt], into texts: inout [OpenText]) throws {
        if places.count == 1 { return try self.texts(places[0], into: &texts) }
        for start in stride(from: 0, to: places.count, by: RawRows.atOnce) {
            boxesOfSome.bindAtOnce { start + $0 < places.count ? places[start + $0].position : nil }
            var box: TextBox?
            var current = start
            try boxesOfSome.each {
                let next = start + Int(boxesOfSome.int(4))
                if next != current {
                    try box?.open(into: &texts)
                    (box, current) = (nil, next)
                }
                try take(boxesOfSome, places[current], &box)
            }
            try box?.open(into: &texts)
        }
    }

    /// The next part of an entry's box.
    private func take(_ row: RawRows, _ place: TextAt, _ box: inout TextBox?) throws {
        if box != nil {
            box?.parts.append((Int(row.int(0)), row.withBytes(1) { Data($0) }))
        } else if let keyed = try keyed(row.int(2)) {
            box = TextBox(
                position: place.position,
                place: .init(stream: place.stream.description, version: Int(row.int(3)), person: keyed.person),
                key: keyed.key, parts: [(Int(row.int(0)), row.withBytes(1) { Data($0) })])
        }
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
