import GRDB

/// The tables of a desk in SQLite.
///
/// `stream` and `entry` are the journal: append-only, never migrated in place. `text` and `person` hold what may be
/// erased. All else is made anew by a rebuild (tickets, incidents, postings, the due list) or is work in hand (messages,
/// receipts, followers' places). What begins with `search_` is the search index: a fold of the journal and the texts, of
/// which nothing leaves the file; a backup has these tables empty.
enum Schema {
    /// `PRAGMA application_id`, "YiNu": tells a desk from any other database.
    static let applicationID: Int32 = 0x5969_4E75
    /// "YiNb": a copy without keys, which may not be served as it is: everybody in it would count as erased.
    static let backupID: Int32 = 0x5969_4E62
    /// `PRAGMA user_version`; a later one is refused.
    static let version = 4

    /// One step a version, for ever: a file of any release is brought forward step by step.
    static let steps: [String] = [
        """
        CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY, stream INTEGER NOT NULL REFERENCES stream, version INTEGER NOT NULL,
            kind TEXT NOT NULL, occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, actor TEXT NOT NULL,
            payload TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX entry_stream ON entry (stream, version);

        CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key BLOB) STRICT;
        CREATE TABLE text (
            position INTEGER NOT NULL, part INTEGER NOT NULL, person INTEGER NOT NULL, box BLOB NOT NULL,
            PRIMARY KEY (position, part)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE document (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

        CREATE TABLE ticket (
            stream INTEGER PRIMARY KEY, id TEXT NOT NULL, customer TEXT NOT NULL, state TEXT NOT NULL,
            is_open INTEGER NOT NULL, holder TEXT, queue TEXT, attributes TEXT NOT NULL, grades TEXT NOT NULL,
            received INTEGER NOT NULL, updated INTEGER NOT NULL, due INTEGER, breached INTEGER NOT NULL,
            clocks TEXT NOT NULL, version INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ticket_due ON ticket (due, received) WHERE is_open = 1;
        CREATE INDEX ticket_queue ON ticket (queue, due, received) WHERE is_open = 1 AND queue IS NOT NULL;
        CREATE INDEX ticket_customer ON ticket (customer);
        CREATE TABLE incident (
            stream INTEGER PRIMARY KEY, id TEXT NOT NULL, state TEXT NOT NULL, received INTEGER NOT NULL,
            updated INTEGER NOT NULL, due INTEGER, linked INTEGER NOT NULL, version INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE record (
            stream INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT, state TEXT NOT NULL,
            contents TEXT NOT NULL, version INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX record_kind ON record (kind, id);
        CREATE INDEX record_owner ON record (owner, kind, id) WHERE owner IS NOT NULL;
        CREATE TABLE posting (
            contract TEXT NOT NULL, ticket TEXT NOT NULL, basis TEXT NOT NULL, owed INTEGER NOT NULL,
            minor INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (contract, ticket, basis)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE due (stream INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE INDEX due_at ON due (at, stream);

        CREATE TABLE message (
            position INTEGER NOT NULL, number INTEGER NOT NULL, maker TEXT NOT NULL, target TEXT NOT NULL,
            subject TEXT NOT NULL, not_before INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, cause TEXT,
            PRIMARY KEY (position, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX message_due ON message (not_before) WHERE cause IS NULL;
        CREATE TABLE receipt (
            actor TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
            recorded INTEGER NOT NULL, PRIMARY KEY (actor, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX receipt_recorded ON receipt (recorded);
        CREATE TABLE follower (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """,
        // The evidence log. A tile's level is −1 for entries; `alias` holds the random ids of people.
        """
        CREATE TABLE log (
            number INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, checkpoint TEXT NOT NULL
        ) STRICT;
        CREATE TABLE tile (
            log INTEGER NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (log, level, number)
        ) STRICT;
        CREATE TABLE alias (name TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE anchor (
            log INTEGER NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL, signer TEXT NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (log, size, kind, signer)
        ) STRICT;
        """,
        // The search index. Documents are numbered from 0 as they come; a list's key is term · 2²⁰ + block
        // (`Postings`). A document that an erasure emptied waits with `through` −1.
        """
        CREATE TABLE search_state (
            one INTEGER PRIMARY KEY CHECK (one = 1), place INTEGER NOT NULL, next INTEGER NOT NULL
        ) STRICT;
        \(searchTerms)
        \(searchTermIndexes)
        CREATE TABLE search_list (key INTEGER PRIMARY KEY, documents BLOB NOT NULL) STRICT;
        CREATE TABLE search_document (
            number INTEGER PRIMARY KEY, stream INTEGER NOT NULL UNIQUE, customer TEXT, is_open INTEGER,
            received INTEGER NOT NULL, through INTEGER NOT NULL, texts BLOB NOT NULL, terms BLOB NOT NULL
        ) STRICT;
        CREATE INDEX search_document_emptied ON search_document (number) WHERE through < 0;
        CREATE TABLE search_person (
            person INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (person, document)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE search_received (block INTEGER PRIMARY KEY, instants BLOB NOT NULL) STRICT;
        """,
        // Of a document which of its words are neighbours, where any are, and no term is a whole id or a number from
        // behind. The index is emptied, and its follower makes it anew. Rows of tickets mean something else by when they
        // are due: the next start makes them anew too.
        """
        DELETE FROM search_state;
        DELETE FROM search_list;
        DELETE FROM search_term;
        DELETE FROM search_person;
        DELETE FROM search_received;
        DELETE FROM search_document;
        \(searchPairs)
        INSERT INTO meta (name, value) SELECT 'rebuilding', '1' WHERE EXISTS (SELECT 1 FROM entry)
            ON CONFLICT DO NOTHING;
        """,
    ]

    /// Apart, since all of them are made anew after an erasure.
    static let searchTerms = """
        CREATE TABLE search_term (
            number INTEGER PRIMARY KEY, text TEXT NOT NULL, reversed TEXT, documents INTEGER NOT NULL
        ) STRICT;
        """
    static let searchTermIndexes = """
        CREATE UNIQUE INDEX search_term_text ON search_term (text);
        CREATE INDEX search_term_reversed ON search_term (reversed) WHERE reversed IS NOT NULL;
        """

    static let searchPairs = "CREATE TABLE search_pairs (document INTEGER PRIMARY KEY, pairs BLOB NOT NULL) STRICT;"

    static func migrate(_ db: Database) throws {
        var version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        while version < steps.count {
            try db.execute(sql: steps[version])
            version += 1
            // A pragma takes no arguments; both are numbers of this program.
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }
}
