import Crypto
import Desk
import Domain
import Foundation
import GRDB

/// Reads the texts of single entries, as a search and the index do, of which each wants many.
///
/// The statement is prepared once, and the rows are read where they lie.
struct TextReading {
    private let rows: RawRows

    init(_ db: Database) throws {
        rows = try RawRows(
            db,
            """
            SELECT part, box, person.name, key, stream.name, version FROM text
            JOIN person ON person.id = text.person JOIN entry ON entry.position = text.position
            JOIN stream ON stream.id = entry.stream
            WHERE text.position = ? AND key IS NOT NULL ORDER BY part
            """)
    }

    /// Adds the texts of an entry; none where there are none, or their key is gone.
    func texts(_ position: Int64, into texts: inout [OpenText]) throws {
        rows.bind { $0.int(1, position) }
        var box: TextBox?
        try rows.each {
            let part = (Int(rows.int(0)), rows.withBytes(1) { Data($0) })
            if box == nil {
                box = TextBox(
                    position: position,
                    place: .init(
                        stream: rows.text(4), version: Int(rows.int(5)), person: PersonID(rawValue: rows.text(2))),
                    key: rows.withBytes(3) { SymmetricKey(data: $0) }, parts: [part])
            } else {
                box?.parts.append(part)
            }
        }
        if let box { texts += try box.open() }
    }
}
