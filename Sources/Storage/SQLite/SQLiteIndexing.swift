import Desk
import Domain
import Foundation
import GRDB
import Language

/// The search index in SQLite, as it is written: within one transaction of the one writer.
struct SQLiteIndexing {
    private let db: Database
    private let findTerm: Prepared
    private let addTerm: Prepared
    private let countTerm: Prepared
    private let countFewer: Prepared
    private let dropTerm: Prepared
    private let addList: Prepared
    private let putList: Prepared
    private let dropList: Prepared
    private let putDocument: Prepared
    private let putPairs: Prepared
    private let dropPairs: Prepared
    private let addPerson: Prepared
    private let stream: Prepared

    /// Documents emptied at once, so that nobody waits long behind an erasure.
    static let emptiedAtMost = 200

    init(_ database: Database) throws {
        db = database
        // A step comes every quarter of a second, and to prepare its statements costs as much as some documents.
        func prepared(_ sql: String) throws -> Prepared { try Prepared(database, sql, isKept: true) }
        findTerm = try prepared("SELECT number FROM search_term WHERE text = ?")
        addTerm = try prepared("INSERT INTO search_term (number, text, reversed, documents) VALUES (?, ?, ?, ?)")
        countTerm = try prepared("UPDATE search_term SET documents = documents + ? WHERE number = ?")
        countFewer = try prepared(
            "UPDATE search_term SET documents = documents + ? WHERE number = ? RETURNING documents")
        dropTerm = try prepared("DELETE FROM search_term WHERE number = ?")
        addList = try prepared("INSERT INTO search_list (key, documents) VALUES (?, ?)")
        putList = try prepared("UPDATE search_list SET documents = ? WHERE key = ?")
        dropList = try prepared("DELETE FROM search_list WHERE key = ?")
        putDocument = try prepared(
            """
            INSERT INTO search_document (number, stream, customer, is_open, received, through, texts, terms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET customer = excluded.customer, is_open = excluded.is_open,
                received = excluded.received, through = excluded.through, texts = excluded.texts,
                terms = excluded.terms
            """)
        putPairs = try prepared(
            """
            INSERT INTO search_pairs (document, pairs) VALUES (?, ?)
            ON CONFLICT (document) DO UPDATE SET pairs = excluded.pairs
            """)
        dropPairs = try prepared("DELETE FROM search_pairs WHERE document = ?")
        addPerson = try prepared("INSERT INTO search_person (person, document) VALUES (?, ?) ON CONFLICT DO NOTHING")
        stream = try prepared("SELECT id FROM stream WHERE name = ?")
    }

    /// - Returns: false where nothing may be written.
    func put(_ step: IndexStep) throws -> Bool {
        guard try SQLiteSearch.place(db) == step.from, let people = try people(step.documents) else { return false }
        var next = try Int64.fetchOne(db.cachedStatement(sql: "SELECT next FROM search_state")) ?? 0
        var edit = IndexEdit()
        var numbers = TermNumbers(
            after: try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(number) FROM search_term")) ?? 0)
        // A stream that is numbered above it has no document.
        var last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(stream) FROM search_document")) ?? -1
        var terms: [TermWeight] = []
        var received: (block: Int64, instants: [UInt8])?
        for index in step.documents.indices {
            let name = step.documents[index].stream.description
            guard let stream = try stream.int({ $0.text(1, name) }) else { continue }
            let known = stream > last ? nil : try indexed(stream)
            last = max(last, stream)
            let number = known?.number ?? next
            if known == nil { next += 1 }
            try numbers.weigh(step.documents[index].terms, findTerm, into: &terms)
            edit.replace(number, old: known?.terms ?? [], new: terms)
            try put(step.documents[index], number, stream, terms, isNew: known == nil, people)
            let block = number / Postings.blockDocuments
            if received?.block != block {
                if let received { try put(received.instants, of: received.block) }
                received = (block, try SQLiteSearch.received(block, db))
            }
            Received.put(
                step.documents[index].received.milliseconds, Int(number % Postings.blockDocuments),
                in: &received!.instants)
        }
        if let received { try put(received.instants, of: received.block) }
        for gone in step.gone {
            guard let stream = try stream.int({ $0.text(1, gone.description) }), let known = try indexed(stream) else {
                continue
            }
            edit.replace(known.number, old: known.terms, new: [])
            try db.cachedStatement(sql: "DELETE FROM search_document WHERE number = ?")
                .execute(arguments: [known.number])
            try dropPairs.run { $0.int(1, known.number) }
        }
        try write(edit, numbers)
        if step.erases { try Self.mark(db) }
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
                edit.replace(number, old: DocumentTerms.terms(Array(terms ?? Data())), new: [])
                try db.cachedStatement(
                    sql: "UPDATE search_document SET terms = x'', texts = x'', through = -1 WHERE number = ?"
                ).execute(arguments: [number])
                try dropPairs.run { $0.int(1, number) }
                try db.cachedStatement(
                    sql: """
                        DELETE FROM search_person
                        WHERE person = (SELECT id FROM person WHERE name = ?) AND document = ?
                        """
                ).execute(arguments: [person.rawValue, number])
            }
            try write(edit, TermNumbers(after: .max))
            try Self.mark(db)
            return true
        }
        return false
    }

    private static func mark(_ db: Database) throws {
        try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('search-sweep', '1') ON CONFLICT DO NOTHING")
    }

    /// Writes the words, and which of them are neighbours, anew if some have gone since it was done last.
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
        try db.execute(sql: "ALTER TABLE search_pairs RENAME TO search_swept")
        try db.execute(sql: Schema.searchPairs)
        try db.execute(
            sql: """
                INSERT INTO search_pairs (document, pairs)
                SELECT document, pairs FROM search_swept ORDER BY document
                """)
        try db.execute(sql: "DROP TABLE search_swept")
        try db.execute(sql: "DELETE FROM meta WHERE name = 'search-sweep'")
        return true
    }

    static func clear(_ db: Database) throws {
        for table in ["list", "term", "document", "pairs", "person", "received", "state"] {
            try db.execute(sql: "DELETE FROM search_\(table)")
        }
    }

    // MARK: Parts

    private func put(
        _ document: SearchDocument, _ number: Int64, _ stream: Int64, _ terms: [TermWeight], isNew: Bool,
        _ people: [PersonID: Int64]
    ) throws {
        try putDocument.run(blob: 8, DocumentTerms.bytes(terms)) {
            $0.int(1, number)
            $0.int(2, stream)
            $0.text(3, document.customer?.rawValue)
            $0.int(4, document.isOpen.map { $0 ? 1 : 0 } as Int64?)
            $0.int(5, document.received.milliseconds)
            $0.int(6, document.through)
            $0.blob(7, TextPlace.bytes(document.texts))
        }
        if !document.pairs.isEmpty {
            try putPairs.run(blob: 2, document.pairs) { $0.int(1, number) }
        } else if !isNew {
            try dropPairs.run { $0.int(1, number) }
        }
        for person in document.people {
            guard let person = people[person] else { continue }
            try addPerson.run {
                $0.int(1, person)
                $0.int(2, number)
            }
        }
    }

    /// When the documents of a block were received.
    private func put(_ instants: [UInt8], of block: Int64) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO search_received (block, instants) VALUES (?, ?)
                ON CONFLICT (block) DO UPDATE SET instants = excluded.instants
                """
        ).execute(arguments: [block, Data(instants)])
    }

    /// The numbers of everybody whose texts are in documents; nil if somebody has been erased.
    private func people(_ documents: [SearchDocument]) throws -> [PersonID: Int64]? {
        var people: [PersonID: Int64] = [:]
        for index in documents.indices {
            for person in documents[index].people where people[person] == nil {
                let row = try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT id, key IS NULL FROM person WHERE name = ?"),
                    arguments: [person.rawValue])
                guard let row, !(row[1] as Bool) else { return nil }
                people[person] = row[0]
            }
        }
        return people
    }

    private func indexed(_ stream: Int64) throws -> (number: Int64, terms: [TermWeight])? {
        let rows = try RawRows(db, "SELECT number, terms FROM search_document WHERE stream = ?")
        rows.bind { $0.int(1, stream) }
        defer { rows.end() }
        return try rows.next() ? (rows.int(0), DocumentTerms.terms(rows.bytes(1))) : nil
    }

    private func write(_ edit: IndexEdit, _ numbers: TermNumbers) throws {
        let list = try RawRows(db, "SELECT documents FROM search_list WHERE key = ?")
        var (new, wasThere) = ([UInt8](), false)
        for term in edit.terms() {
            let key = numbers.new(term.number)
            for edit in term.lists {
                wasThere = false
                // A new term has none.
                if key == nil {
                    list.bind { $0.int(1, edit.key) }
                    try list.each {
                        wasThere = true
                        list.withBytes(0) { edit.change($0, into: &new) }
                    }
                }
                if !wasThere { edit.change(UnsafeBufferPointer(start: nil, count: 0), into: &new) }
                switch (wasThere, new.isEmpty) {
                case (true, true): try dropList.run { $0.int(1, edit.key) }
                case (true, false): try putList.run(blob: 1, new) { $0.int(2, edit.key) }
                case (false, true): break
                case (false, false): try addList.run(blob: 2, new) { $0.int(1, edit.key) }
                }
            }
            try count(term, key)
        }
    }

    private func count(_ term: TermEdit, _ new: TermKey?) throws {
        if let new {
            let text = new.text
            try addTerm.run {
                $0.int(1, term.number)
                $0.text(2, text)
                $0.text(3, SearchTerm.reversed(text))
                $0.int(4, term.more)
            }
        } else if term.more > 0 {
            try countTerm.run {
                $0.int(1, term.more)
                $0.int(2, term.number)
            }
        } else if term.more < 0 {
            let left = try countFewer.int {
                $0.int(1, term.more)
                $0.int(2, term.number)
            }
            // What nothing holds any more may be a name that is to be forgotten.
            if left ?? 0 <= 0 { try dropTerm.run { $0.int(1, term.number) } }
        }
    }
}

/// The numbers of a step's terms. Those that no document has had get theirs here, and their rows at the end, when it is
/// known how many have them.
private struct TermNumbers {
    private var terms = TermTable()
    /// By a term's number in the table.
    private var numbers: [Int64] = []
    /// Likewise numbered there.
    private var added: [Int] = []
    private let last: Int64
    /// Numbers with weights of one document: a number has 43 bits, since it stands in the key of a list.
    private var both: [Int64] = []

    /// - Parameter last: the highest number in the index.
    init(after last: Int64) { self.last = last }

    /// - Parameter weights: become those of a document, ascending by number; their room is used again.
    mutating func weigh(_ terms: [SearchDocument.Term], _ find: Prepared, into weights: inout [TermWeight]) throws {
        both.removeAll(keepingCapacity: true)
        for index in terms.indices {
            both.append(try number(of: terms[index].key, find) << 3 | Int64(terms[index].weight))
        }
        both.sort()
        weights.removeAll(keepingCapacity: true)
        for both in both { weights.append(TermWeight(both >> 3, UInt8(truncatingIfNeeded: both & 7))) }
    }

    private mutating func number(of key: TermKey, _ find: Prepared) throws -> Int64 {
        let place = terms.number(of: key)
        if place < numbers.count { return numbers[place] }
        if let found = try find.int({ $0.text(1, key.text) }) {
            numbers.append(found)
        } else {
            added.append(place)
            numbers.append(last + Int64(added.count))
        }
        return numbers[place]
    }

    /// The term, if it is to be added.
    func new(_ number: Int64) -> TermKey? { number > last ? terms.keys[added[Int(number - last - 1)]] : nil }
}
