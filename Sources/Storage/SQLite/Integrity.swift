import Desk
import Domain
import Evidence
import GRDB

extension Store {
    /// Walks a whole desk: the file's structure, the journal's order, every entry and every text against what binds it,
    /// and whatever refers to an entry. Slow on a large desk; beside a running one it sees a snapshot.
    /// - Returns: what is wrong, a sentence each; empty for a sound desk.
    /// - Throws: what stands in the way of looking at all.
    public static func integrity(_ path: String) throws(StoreError) -> [String] { try DeskFile.integrity(path) }
}

extension DeskFile {
    static func integrity(_ path: String) throws(StoreError) -> [String] {
        let file = try DeskFile(path, .read, readers: 1)
        defer { file.shut() }
        return try storing(path, "walking the desk") {
            try file.pool.read { db in
                var walk = Integrity()
                try walk.run(db)
                return walk.faults
            }
        }
    }
}

private struct Integrity {
    private(set) var faults: [String] = []
    private var missing: [(position: Int64, stream: StreamID, person: PersonID, field: String)] = []
    private var erasedStreams: Set<StreamID> = []
    /// More would only repeat the first ones.
    private static let faultsAtMost = 50
    private static let entriesAtOnce: Int64 = 1_000

    mutating func run(_ db: Database) throws {
        try attempt("The file's structure") { walk in
            let answers = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
            if answers != ["ok"] { for answer in answers { walk.add("The file's structure: \(answer).") } }
        }
        for (sql, sentence) in Self.rules {
            try attempt(sentence) { walk in
                if let found = try Row.fetchOne(db, sql: sql) {
                    walk.add("\(sentence): \(found.databaseValues.map { "\($0)" }.joined(separator: ", ")).")
                }
            }
        }
        try attempt("The journal") { walk in
            let next = try Int64.fetchOne(db, sql: "SELECT coalesce(max(position) + 1, 0) FROM entry") ?? 0
            for from in stride(from: 0, to: next, by: Int(Self.entriesAtOnce)) {
                if walk.faults.count >= Self.faultsAtMost { return }
                try walk.entries(from..<min(next, from + Self.entriesAtOnce), db)
            }
            try walk.settleMissing(db)
        }
    }

    /// Each finds a first row that breaks the rule.
    private static let rules = [
        (
            "SELECT position FROM entry WHERE stream NOT IN (SELECT id FROM stream) LIMIT 1",
            "An entry belongs to no stream (position)"
        ),
        (
            "SELECT count(*), max(position) FROM entry HAVING count(*) <> coalesce(max(position) + 1, 0)",
            "Positions have a gap (entries, last position)"
        ),
        (
            """
            SELECT name, count(*), max(version) FROM entry JOIN stream ON stream.id = entry.stream GROUP BY entry.stream
            HAVING count(*) <> max(version) + 1 LIMIT 1
            """, "A stream's versions have a gap (stream, entries, last version)"
        ),
        (
            """
            SELECT b.position FROM entry a JOIN entry b ON b.position = a.position + 1
            WHERE b.recorded < a.recorded LIMIT 1
            """, "An entry was recorded before the one in front of it (position)"
        ),
        (
            "SELECT name FROM stream WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.stream = stream.id) LIMIT 1",
            "A stream has no entries (stream)"
        ),
        (
            """
            SELECT actor, key FROM receipt
            WHERE first < 0 OR count < 0 OR first + count > (SELECT coalesce(max(position) + 1, 0) FROM entry) LIMIT 1
            """, "A receipt names entries that are not there (actor, key)"
        ),
        (
            """
            SELECT position FROM message
            WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.position = message.position) LIMIT 1
            """, "A message tells of an entry that is not there (position)"
        ),
        (
            """
            SELECT position FROM text
            WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.position = text.position) LIMIT 1
            """, "A text belongs to an entry that is not there (position)"
        ),
        (
            """
            SELECT name, position FROM follower
            WHERE position > (SELECT coalesce(max(position) + 1, 0) FROM entry) LIMIT 1
            """, "A follower is past the journal's end (follower, place)"
        ),
    ]

    private mutating func add(_ fault: String) { if faults.count < Self.faultsAtMost { faults.append(fault) } }

    /// A damaged page ends one look, not the walk.
    private mutating func attempt(_ what: String, _ body: (inout Integrity) throws -> Void) throws {
        do { try body(&self) } catch let error as DatabaseError where Self.isDamage(error) {
            add("\(what) can't be read: \(error.message ?? "\(error.resultCode)").")
        } catch let error as StoreError { add(error.text) }
    }

    private static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR].contains(error.resultCode)
    }

    /// Entries one by one where a stretch of them can't be read, so that the fault names its entry.
    private mutating func entries(_ positions: Range<Int64>, _ db: Database) throws {
        var entries: [Journal.Entry] = []
        do { entries = try Reader.entries(from: positions.lowerBound, limit: positions.count, db) } catch {
            guard error is StoreError || (error as? DatabaseError).map(Self.isDamage) ?? false else { throw error }
            for position in positions {
                try attempt("Entry \(position)") { walk in
                    try walk.texts(
                        of: Reader.entries(from: position, limit: 1, db).filter { $0.position == position }, db)
                }
            }
            return
        }
        try texts(of: entries, db)
    }

    private mutating func texts(of entries: [Journal.Entry], _ db: Database) throws {
        guard let first = entries.first?.position, let last = entries.last?.position else { return }
        let bound = entries.filter { $0.bound != nil }
        for entry in entries {
            if case .ticket(.changed(.eraseTexts, _)) = entry.event { erasedStreams.insert(entry.stream) }
        }
        if bound.isEmpty { return }
        var open: [OpenText] = []
        do { open = try Vault.texts(first..<last + 1, db) } catch {
            if error is DatabaseError { throw error }
            // A box that does not open: its key, its place or its bytes are not what they were.
            for entry in bound {
                if let texts = try? Vault.texts(entry.position..<entry.position + 1, db) {
                    open += texts
                } else {
                    add("The texts of entry \(entry.position) can't be decrypted.")
                }
            }
        }
        let found = Dictionary(grouping: open, by: \.position)
        for entry in bound { check(entry, found[entry.position] ?? []) }
    }

    private mutating func check(_ entry: Journal.Entry, _ texts: [OpenText]) {
        guard let bound = entry.bound else { return }
        for field in bound.fields {
            guard let text = texts.first(where: { $0.field == field.name }) else {
                missing.append((entry.position, entry.stream, bound.person, field.name))
                continue
            }
            let hash = FieldCommitment.hash(field: text.field, salt: text.salt, payload: text.payload)
            if Content.hex(hash) != field.hash {
                add("The text \(field.name) of entry \(entry.position) is not the one that the journal binds.")
            }
        }
    }

    /// Only what was erased may be missing: a person's key is gone, or a ticket's time was up.
    private mutating func settleMissing(_ db: Database) throws {
        let erased = Set(try String.fetchAll(db, sql: "SELECT name FROM person WHERE key IS NULL"))
        for (position, stream, person, field) in missing
        where !erased.contains(person.rawValue) && !erasedStreams.contains(stream) {
            let sentence = "The text \(field) of entry \(position) is missing."
            if !faults.contains("The texts of entry \(position) can't be decrypted.") { add(sentence) }
        }
    }
}
