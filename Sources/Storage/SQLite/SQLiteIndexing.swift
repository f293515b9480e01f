import Desk
import Domain
import Foundation
import GRDB

/// The search index in SQLite, as it is written: within one transaction of the one writer.
struct SQLiteIndexing {
    private let db: Database
    private let findTerm: Prepared
    private let addTerm: Prepared
    private let countTerm: Prepared
    private let dropTerm: Prepared
    private let putList: Prepared
    private let dropList: Prepared
    private let putDocument: Prepared
    private let addPerson: Prepared
    private let stream: Prepared

    /// Documents emptied at once, so that nobody waits long behind an erasure.
    static let emptiedAtMost = 200

    init(_ db: Database) throws {
        self.db = db
        findTerm = try Prepared(db, "SELECT number FROM search_term WHERE text = ?")
        addTerm = try Prepared(db, "INSERT INTO search_term (text, reversed, documents) VALUES (?, ?, 0)")
        countTerm = try Prepared(
            db, "UPDATE search_term SET documents = documents + ? WHERE number = ? RETURNING documents")
        dropTerm = try Prepared(db, "DELETE FROM search_term WHERE number = ?")
        putList = try Prepared(
            db,
            """
            INSERT INTO search_list (key, documents) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET documents = excluded.documents
            """)
        dropList = try Prepared(db, "DELETE FROM search_list WHERE key = ?")
        putDocument = try Prepared(
            db,
            """
            INSERT INTO search_document (number, stream, customer, is_open, received, through, texts, terms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET customer = excluded.customer, is_open = excluded.is_open,
                received = excluded.received, through = excluded.through, texts = excluded.texts,
                terms = excluded.terms
            """)
        addPerson = try Prepared(
            db, "INSERT INTO search_person (person, document) VALUES (?, ?) ON CONFLICT DO NOTHING")
        stream = try Prepared(db, "SELECT id FROM stream WHERE name = ?")
    }

    /// - Returns: false where nothing may be written.
    func put(_ step: IndexStep) throws -> Bool {
        guard try SQLiteSearch.place(db) == step.from, let people = try people(step.documents) else { return false }
        var next = try Int64.fetchOne(db, sql: "SELECT next FROM search_state") ?? 0
        var edit = IndexEdit()
        var numbers: [String: Int64] = [:]
        var received: [Int64: [UInt8]] = [:]
        for document in step.documents {
            guard let stream = try stream.int({ $0.text(1, document.stream.description) }) else { continue }
            let known = try indexed(stream)
            let number = known?.number ?? next
            if known == nil { next += 1 }
            var terms: [Int64: UInt8] = [:]
            terms.reserveCapacity(document.terms.count)
            for (text, weight) in document.terms { terms[try self.number(of: text, &numbers)] = weight }
            edit.replace(number, old: known?.terms ?? [:], new: terms)
            try putDocument.run(blob: 8, Data(DocumentTerms.bytes(terms))) {
                $0.int(1, number)
                $0.int(2, stream)
                $0.text(3, document.customer?.rawValue)
                $0.int(4, document.isOpen.map { $0 ? 1 : 0 } as Int64?)
                $0.int(5, document.received.milliseconds)
                $0.int(6, document.through)
                $0.blob(7, TextPlace.bytes(document.texts))
            }
            for person in document.people {
                guard let person = people[person] else { continue }
                try addPerson.run {
                    $0.int(1, person)
                    $0.int(2, number)
                }
            }
            let block = number / Postings.blockDocuments
            if received[block] == nil { received[block] = try SQLiteSearch.received(block, db) }
            Received.put(
                document.received.milliseconds, Int(number % Postings.blockDocuments), in: &received[block]!)
        }
        for gone in step.gone {
            guard let stream = try stream.int({ $0.text(1, gone.description) }), let known = try indexed(stream) else {
                continue
            }
            edit.replace(known.number, old: known.terms, new: [:])
            try db.execute(sql: "DELETE FROM search_document WHERE number = ?", arguments: [known.number])
        }
        try write(edit)
        if step.erases { try Self.mark(db) }
        for (block, instants) in received {
            try db.cachedStatement(
                sql: """
                    INSERT INTO search_received (block, instants) VALUES (?, ?)
                    ON CONFLICT (block) DO UPDATE SET instants = excluded.instants
                    """
            ).execute(arguments: [block, Data(instants)])
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO search_state (one, place, next) VALUES (1, ?, ?)
                ON CONFLICT (one) DO UPDATE SET place = excluded.place, next = excluded.next
                """
        ).execute(arguments: [step.to, next])
        return true
    }

    /// Empties some documents that hold texts of people; they wait to be written anew.
    /// - Returns: whether there may be more.
    func forget(_ people: [PersonID]) throws -> Bool {
        for person in people {
            let documents = try Int64.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT document FROM search_person
                        WHERE person = (SELECT id FROM person WHERE name = ?) LIMIT ?
                        """), arguments: [person.rawValue, Self.emptiedAtMost])
            if documents.isEmpty { continue }
            var edit = IndexEdit()
            for number in documents {
                let terms = try Data.fetchOne(
                    db.cachedStatement(sql: "SELECT terms FROM search_document WHERE number = ?"), arguments: [number])
                edit.replace(number, old: DocumentTerms.terms(Array(terms ?? Data())), new: [:])
                try db.cachedStatement(
                    sql: "UPDATE search_document SET terms = x'', texts = x'', through = -1 WHERE number = ?"
                ).execute(arguments: [number])
                try db.cachedStatement(
                    sql: """
                        DELETE FROM search_person
                        WHERE person = (SELECT id FROM person WHERE name = ?) AND document = ?
                        """
                ).execute(arguments: [person.rawValue, number])
            }
            try write(edit)
            try Self.mark(db)
            return true
        }
        return false
    }

    private static func mark(_ db: Database) throws {
        try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('search-sweep', '1') ON CONFLICT DO NOTHING")
    }

    /// Writes the words anew if some have gone since it was done last.
    ///
    /// Deleted rows are overwritten, but where SQLite shares a page's rows out anew, copies of those that moved stay
    /// behind in what is unused of it. So all pages go, which are overwritten as a whole.
    /// - Returns: whether there was anything to do.
    static func sweep(_ db: Database) throws -> Bool {
        guard try Int.fetchOne(db, sql: "SELECT 1 FROM meta WHERE name = 'search-sweep'") != nil else { return false }
        try db.execute(sql: "DROP INDEX search_term_text; DROP INDEX search_term_reversed")
        try db.execute(sql: "ALTER TABLE search_term RENAME TO search_swept")
        try db.execute(sql: Schema.searchTerms)
        try db.execute(
            sql: """
                INSERT INTO search_term (number, text, reversed, documents)
                SELECT number, text, reversed, documents FROM search_swept ORDER BY number
                """)
        try db.execute(sql: "DROP TABLE search_swept")
        // Filled from sorted rows, which costs a third of filling them row by row.
        try db.execute(sql: Schema.searchTermIndexes)
        try db.execute(sql: "DELETE FROM meta WHERE name = 'search-sweep'")
        return true
    }

    static func clear(_ db: Database) throws {
        for table in ["list", "term", "document", "person", "received", "state"] {
            try db.execute(sql: "DELETE FROM search_\(table)")
        }
    }

    // MARK: Parts

    /// The numbers of everybody whose texts are in documents; nil if somebody has been erased.
    private func people(_ documents: [SearchDocument]) throws -> [PersonID: Int64]? {
        var people: [PersonID: Int64] = [:]
        for person in documents.lazy.flatMap(\.people) where people[person] == nil {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT id, key IS NULL FROM person WHERE name = ?"),
                arguments: [person.rawValue])
            guard let row, !(row[1] as Bool) else { return nil }
            people[person] = row[0]
        }
        return people
    }

    private func indexed(_ stream: Int64) throws -> (number: Int64, terms: [Int64: UInt8])? {
        let rows = try RawRows(db, "SELECT number, terms FROM search_document WHERE stream = ?")
        rows.bind { $0.int(1, stream) }
        defer { rows.end() }
        return try rows.next() ? (rows.int(0), DocumentTerms.terms(rows.bytes(1))) : nil
    }

    private func number(of text: String, _ numbers: inout [String: Int64]) throws -> Int64 {
        if let number = numbers[text] { return number }
        let number: Int64
        if let found = try findTerm.int({ $0.text(1, text) }) {
            number = found
        } else {
            try addTerm.run {
                $0.text(1, text)
                $0.text(2, SearchTerm.reversed(text))
            }
            number = db.lastInsertedRowID
        }
        numbers[text] = number
        return number
    }

    private func write(_ edit: IndexEdit) throws {
        let list = try RawRows(db, "SELECT documents FROM search_list WHERE key = ?")
        for key in edit.keys {
            var old: [UInt8] = []
            list.bind { $0.int(1, key) }
            try list.each { old = list.bytes(0) }
            let new = edit.changed(key, old)
            if new.isEmpty {
                try dropList.run { $0.int(1, key) }
            } else {
                try putList.run(blob: 2, Data(new)) { $0.int(1, key) }
            }
        }
        for (number, change) in edit.counts.sorted(by: { $0.key < $1.key }) where change != 0 {
            let left = try countTerm.int {
                $0.int(1, change)
                $0.int(2, number)
            }
            // What nothing holds any more may be a name that is to be forgotten.
            if left ?? 0 <= 0 { try dropTerm.run { $0.int(1, number) } }
        }
    }
}
