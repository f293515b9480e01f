import Desk
import Domain
import Foundation
import Language

/// The search index in PostgreSQL, as it is written: each step one transaction, which holds the row of the place, so
/// that steps and erasures follow each other.
enum PostgresIndexing {
    static let emptiedAtMost = 200

    /// - Returns: false where nothing may be written.
    static func put(_ step: IndexStep, _ link: Link) throws -> Bool {
        try link.transaction {
            _ = try link.ask("INSERT INTO search_state (place, next) VALUES (0, 0) ON CONFLICT DO NOTHING")
            let state = try link.ask("SELECT place, next FROM search_state FOR UPDATE")
            guard state.int(0, 0) == step.from, let people = try people(step.documents, link) else { return false }
            if let moved = try link.ask("SELECT moved FROM head").optionalText(0, 0) {
                throw StoreError.fenced(place: "The database", to: moved)
            }
            var next = state.int(0, 1)
            var known = try documents(step.documents.map(\.stream) + step.gone, link)
            let numbers = try numbers(step.documents, link)
            var edit = IndexEdit()
            var rows = DocumentRows()
            var received = try PostgresSearch.received(
                Array(Set(step.documents.map { (known[$0.stream]?.number ?? next) / Postings.blockDocuments })), link)
            for document in step.documents {
                let number = known[document.stream]?.number ?? next
                if known[document.stream] == nil { next += 1 }
                let terms = document.terms.compactMap { term in
                    numbers[term.key].map { TermWeight($0, term.weight) }
                }.sorted { $0.number < $1.number }
                edit.replace(number, old: known[document.stream]?.terms ?? [], new: terms)
                // The same stream twice would be a second document.
                known[document.stream] = (number, terms)
                rows.add(document, number, terms, people)
                Received.put(
                    document.received.milliseconds, Int(number % Postings.blockDocuments),
                    in: &received[number / Postings.blockDocuments, default: []])
            }
            var gone = Column()
            for stream in step.gone {
                guard let known = known[stream] else { continue }
                edit.replace(known.number, old: known.terms, new: [])
                gone.add(known.number)
            }
            try write(edit, link)
            try rows.write(link)
            if !gone.isEmpty {
                try run(
                    link,
                    [
                        .sql("DELETE FROM search_document WHERE number = ANY("), .column(gone, "bigint"), .sql(");"),
                        .sql("DELETE FROM search_pairs WHERE document = ANY("), .column(gone, "bigint"), .sql(")"),
                    ])
            }
            var (blocks, instants) = (Column(), Column())
            for (block, bytes) in received {
                blocks.add(block)
                instants.add(hex: bytes)
            }
            try run(
                link,
                [
                    .sql("INSERT INTO search_received (block, instants) SELECT * FROM unnest("),
                    .column(blocks, "bigint"), .sql(","), .column(instants, "bytea"),
                    .sql(") ON CONFLICT (block) DO UPDATE SET instants = excluded.instants"),
                ])
            if step.erases {
                // The words' old rows lie in the table's file until it is written anew: housekeeping does it.
                _ = try link.ask("INSERT INTO meta (name, value) VALUES ('search-sweep', '1') ON CONFLICT DO NOTHING")
            }
            _ = try link.ask(
                "UPDATE search_state SET place = $1::bigint, next = $2::bigint", [.int(step.to), .int(next)])
            return true
        }
    }

    /// Empties some documents that hold texts of people; they wait to be written anew.
    /// - Returns: whether there may be more.
    static func forget(_ people: [PersonID], _ link: Link) throws -> Bool {
        try link.transaction {
            // A step that read the texts before they were erased is through, or comes after and finds nobody.
            _ = try link.ask("SELECT 1 FROM search_state FOR UPDATE")
            let answer = try link.ask(
                """
                SELECT number, terms FROM search_document WHERE number IN (
                    SELECT document FROM search_person JOIN person ON person.id = search_person.person
                    WHERE person.name = ANY($1::text[]) LIMIT $2::bigint)
                """, [.list(people.map(\.rawValue)), .int(Int64(emptiedAtMost))])
            // What is left are rows of documents that are gone.
            let isMore = answer.count > 0
            var edit = IndexEdit()
            var numbers: [String] = []
            for row in 0..<answer.count {
                edit.replace(answer.int(row, 0), old: DocumentTerms.terms(answer.blob(row, 1)), new: [])
                numbers.append("\(answer.int(row, 0))")
            }
            _ = try link.ask(
                """
                UPDATE search_document SET terms = '', is_paired = false, texts = '', through = -1
                WHERE number = ANY($1::bigint[])
                """, [.list(numbers)])
            _ = try link.ask("DELETE FROM search_pairs WHERE document = ANY($1::bigint[])", [.list(numbers)])
            _ = try link.ask(
                """
                DELETE FROM search_person USING person WHERE person.id = search_person.person
                    AND person.name = ANY($1::text[]) AND (NOT $3::boolean OR document = ANY($2::bigint[]))
                """, [.list(people.map(\.rawValue)), .list(numbers), .text(isMore ? "t" : "f")])
            try write(edit, link)
            return isMore
        }
    }

    static func clear(_ link: Link) throws {
        _ = try link.transaction {
            try link.run(
                """
                TRUNCATE search_list, search_term, search_document, search_pairs, search_person, search_received;
                UPDATE search_state SET place = 0, next = 0;
                """)
        }
    }

    // MARK: Parts

    /// The numbers of everybody whose texts are in documents; nil if somebody has been erased. Nobody of them can be
    /// until the transaction ends.
    private static func people(_ documents: [SearchDocument], _ link: Link) throws -> [PersonID: Int64]? {
        let names = Set(documents.flatMap(\.people)).sorted()
        let answer = try link.ask(
            "SELECT id, name, key IS NULL FROM person WHERE name = ANY($1::text[]) ORDER BY id FOR SHARE",
            [.list(names.map(\.rawValue))])
        var people: [PersonID: Int64] = [:]
        for row in 0..<answer.count {
            if answer.text(row, 2) == "t" { return nil }
            people[PersonID(rawValue: answer.text(row, 1))] = answer.int(row, 0)
        }
        return people.count == names.count ? people : nil
    }

    private static func documents(
        _ streams: [StreamID], _ link: Link
    ) throws -> [StreamID: (number: Int64, terms: [TermWeight])] {
        let answer = try link.ask(
            "SELECT stream, number, terms FROM search_document WHERE stream = ANY($1::text[])",
            [.list(streams.map(\.description))])
        var known: [StreamID: (number: Int64, terms: [TermWeight])] = [:]
        for row in 0..<answer.count {
            guard let stream = StreamID(answer.text(row, 0)) else { continue }
            known[stream] = (answer.int(row, 1), DocumentTerms.terms(answer.blob(row, 2)))
        }
        return known
    }

    /// Of every term; those that are new get one.
    private static func numbers(_ documents: [SearchDocument], _ link: Link) throws -> [TermKey: Int64] {
        let keys = Set(documents.lazy.flatMap(\.terms).map(\.key))
        let texts = keys.map(\.text)
        var numbers: [TermKey: Int64] = [:]
        numbers.reserveCapacity(texts.count)
        func learn(_ answer: Answer) {
            for row in 0..<answer.count { numbers[TermKey(answer.text(row, 0))] = answer.int(row, 1) }
        }
        learn(try link.ask("SELECT text, number FROM search_term WHERE text = ANY($1::text[])", [.list(texts)]))
        let missing = texts.filter { numbers[TermKey($0)] == nil }.sorted()
        if missing.isEmpty { return numbers }
        var (words, reversed) = (Column(), Column())
        for text in missing {
            words.add(text)
            reversed.add(SearchTerm.reversed(text) as String?)
        }
        learn(
            try run(
                link,
                [
                    .sql("INSERT INTO search_term (text, reversed, documents) SELECT x.*, 0 FROM unnest("),
                    .column(words, "text"), .sql(","), .column(reversed, "text"),
                    .sql(") AS x (text, reversed) RETURNING text, number"),
                ])[0])
        return numbers
    }

    /// Terms whose lists are written with one message, so that none takes longer than a statement may.
    private static let termsAtOnce = 4_096

    private static func write(_ edit: IndexEdit, _ link: Link) throws {
        var rest = edit.terms()[...]
        while !rest.isEmpty {
            try write(rest.prefix(termsAtOnce), link)
            rest = rest.dropFirst(termsAtOnce)
        }
    }

    private static func write(_ edits: ArraySlice<TermEdit>, _ link: Link) throws {
        var asked = Column()
        for term in edits { for list in term.lists { asked.add(list.key) } }
        let answer = try run(
            link,
            [.sql("SELECT key, documents FROM search_list WHERE key = ANY("), .column(asked, "bigint"), .sql(")")])[0]
        var old: [Int64: [UInt8]] = [:]
        old.reserveCapacity(answer.count)
        for row in 0..<answer.count { old[answer.int(row, 0)] = answer.blob(row, 1) }
        var (put, lists, dropped) = (Column(), Column(), Column())
        var (terms, changes) = (Column(), Column())
        var new: [UInt8] = []
        for term in edits {
            for list in term.lists {
                (old[list.key] ?? []).withUnsafeBufferPointer { list.change($0, into: &new) }
                if new.isEmpty {
                    dropped.add(list.key)
                } else {
                    put.add(list.key)
                    lists.add(hex: new)
                }
            }
            if term.more != 0 {
                terms.add(term.number)
                changes.add(term.more)
            }
        }
        try run(
            link,
            [
                .sql("INSERT INTO search_list (key, documents) SELECT * FROM unnest("), .column(put, "bigint"),
                .sql(","),
                .column(lists, "bytea"), .sql(") ON CONFLICT (key) DO UPDATE SET documents = excluded.documents;"),
                .sql("DELETE FROM search_list WHERE key = ANY("), .column(dropped, "bigint"), .sql(");"),
                .sql("UPDATE search_term SET documents = documents + x.change FROM unnest("), .column(terms, "bigint"),
                .sql(","), .column(changes, "bigint"),
                .sql(") AS x (number, change) WHERE search_term.number = x.number;"),
                // What nothing holds any more may be a name that is to be forgotten.
                .sql("DELETE FROM search_term WHERE documents <= 0 AND number = ANY("), .column(terms, "bigint"),
                .sql(")"),
            ])
    }

    fileprivate enum Piece {
        case sql(String)
        case column(Column, String)
    }

    @discardableResult
    fileprivate static func run(_ link: Link, _ pieces: [Piece]) throws -> [Answer] {
        var message: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .sql(let text): message += text.utf8
            case .column(let column, let type):
                column.write(to: &message)
                message += "::\(type)[]".utf8
            }
        }
        message.append(0)
        return try link.run(message.map { CChar(bitPattern: $0) })
    }
}

/// Rows of documents on their way, as columns.
private struct DocumentRows {
    private var (number, stream, customer, isOpen) = (Column(), Column(), Column(), Column())
    private var (received, through, texts, isPaired, terms) = (Column(), Column(), Column(), Column(), Column())
    private var (paired, pairs) = (Column(), Column())
    private var (person, document) = (Column(), Column())

    mutating func add(
        _ added: SearchDocument, _ at: Int64, _ contents: [TermWeight], _ people: [PersonID: Int64]
    ) {
        number.add(at)
        stream.add(added.stream.description)
        customer.add(added.customer?.rawValue)
        if let open = added.isOpen { isOpen.add(open) } else { isOpen.addNull() }
        received.add(added.received.milliseconds)
        through.add(added.through)
        texts.add(hex: TextPlace.bytes(added.texts))
        isPaired.add(!added.pairs.isEmpty)
        if !added.pairs.isEmpty {
            paired.add(at)
            pairs.add(hex: added.pairs)
        }
        terms.add(hex: DocumentTerms.bytes(contents))
        for name in added.people {
            guard let id = people[name] else { continue }
            person.add(id)
            document.add(at)
        }
    }

    func write(_ link: Link) throws {
        if number.isEmpty { return }
        try PostgresIndexing.run(
            link,
            [
                .sql(
                    """
                    INSERT INTO search_document
                        (number, stream, customer, is_open, received, through, texts, is_paired, terms)
                        SELECT * FROM unnest(
                    """), .column(number, "bigint"), .sql(","), .column(stream, "text"), .sql(","),
                .column(customer, "text"), .sql(","), .column(isOpen, "boolean"), .sql(","),
                .column(received, "bigint"), .sql(","), .column(through, "bigint"), .sql(","),
                .column(texts, "bytea"), .sql(","), .column(isPaired, "boolean"), .sql(","),
                .column(terms, "bytea"),
                .sql(
                    """
                    ) ON CONFLICT (number) DO UPDATE SET customer = excluded.customer, is_open = excluded.is_open,
                        received = excluded.received, through = excluded.through, texts = excluded.texts,
                        is_paired = excluded.is_paired, terms = excluded.terms;
                    DELETE FROM search_pairs WHERE document = ANY(
                    """), .column(number, "bigint"),
                .sql("); INSERT INTO search_pairs (document, pairs) SELECT * FROM unnest("),
                .column(paired, "bigint"), .sql(","), .column(pairs, "bytea"),
                .sql(
                    """
                    );
                    INSERT INTO search_person (person, document) SELECT * FROM unnest(
                    """), .column(person, "bigint"), .sql(","), .column(document, "bigint"),
                .sql(") ON CONFLICT DO NOTHING"),
            ])
    }
}
