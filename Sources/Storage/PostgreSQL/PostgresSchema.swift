import Desk
import Foundation

/// The tables of a desk in PostgreSQL, in a schema of their own.
///
/// The same parts as in SQLite: `entry` is the journal, `text` and `person` hold what may be erased, all else is made
/// anew by a rebuild or is work in hand. `head` is the one row that every batch locks, so that positions are gapless and
/// in commit order; `node` tells whether a batch that was sent has been written. The head's `moved` keeps everybody from
/// writing: it says where the desk has gone, or is empty while `filler`, a node, fills it and alone may write.
enum PostgresSchema {
    /// A later one is refused.
    static let version = 4
    /// Held while tables are made, so that two nodes that start together don't.
    static let lock: Int64 = 0x5969_4E75

    /// One step a version, for ever.
    static let steps: [String] = [
        """
        CREATE TABLE head (
            one boolean PRIMARY KEY DEFAULT true CHECK (one), next bigint NOT NULL, recorded bigint,
            rules bigint NOT NULL, moved text, filler text
        );
        INSERT INTO head (next, rules) VALUES (0, 0);
        CREATE TABLE node (
            id text PRIMARY KEY, batch bigint NOT NULL, first bigint NOT NULL,
            seen timestamptz NOT NULL DEFAULT now()
        ) WITH (fillfactor = 50);
        CREATE TABLE entry (
            position bigint PRIMARY KEY, stream text COLLATE "C" NOT NULL, version integer NOT NULL, kind text NOT NULL,
            occurred bigint NOT NULL, recorded bigint NOT NULL, actor text NOT NULL, payload text NOT NULL
        );
        CREATE UNIQUE INDEX entry_stream ON entry (stream, version);
        CREATE INDEX entry_begun ON entry (position) WHERE version = 0;
        CREATE INDEX entry_name ON entry (stream) WHERE version = 0;

        CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, key bytea);
        CREATE TABLE text (
            position bigint NOT NULL, part integer NOT NULL, person bigint NOT NULL, box bytea NOT NULL,
            PRIMARY KEY (position, part)
        );
        ALTER TABLE text ALTER box SET STORAGE EXTERNAL;
        CREATE TABLE document (hash text PRIMARY KEY, bytes bytea NOT NULL);

        CREATE TABLE ticket (
            id text COLLATE "C" PRIMARY KEY, customer text NOT NULL, state text NOT NULL, is_open boolean NOT NULL,
            holder text, queue text, attributes text NOT NULL, grades text NOT NULL, received bigint NOT NULL,
            updated bigint NOT NULL, due bigint, breached integer NOT NULL, clocks text NOT NULL,
            version integer NOT NULL
        ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
        CREATE INDEX ticket_due ON ticket (due, received) WHERE is_open;
        CREATE INDEX ticket_queue ON ticket (queue, due, received) WHERE is_open AND queue IS NOT NULL;
        CREATE INDEX ticket_customer ON ticket (customer);
        CREATE TABLE incident (
            id text COLLATE "C" PRIMARY KEY, state text NOT NULL, received bigint NOT NULL, updated bigint NOT NULL,
            due bigint, linked integer NOT NULL, version integer NOT NULL
        );
        CREATE TABLE record (
            kind text COLLATE "C", id text COLLATE "C", owner text COLLATE "C", state text NOT NULL,
            contents text NOT NULL, version integer NOT NULL, PRIMARY KEY (kind, id)
        );
        CREATE INDEX record_owner ON record (owner, kind, id) WHERE owner IS NOT NULL;
        CREATE TABLE posting (
            contract text COLLATE "C", ticket text COLLATE "C", basis text COLLATE "C", owed bigint NOT NULL,
            minor bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY (contract, ticket, basis)
        );
        CREATE TABLE due (stream text COLLATE "C" PRIMARY KEY, at bigint NOT NULL, claimed bigint NOT NULL DEFAULT 0)
            WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
        CREATE INDEX due_at ON due (at, stream);

        CREATE TABLE message (
            position bigint, number integer, maker text NOT NULL, target text NOT NULL, subject text NOT NULL,
            not_before bigint NOT NULL, attempts integer NOT NULL DEFAULT 0, cause text,
            PRIMARY KEY (position, number)
        ) WITH (autovacuum_vacuum_scale_factor = 0.02);
        CREATE INDEX message_due ON message (not_before, position, number) WHERE cause IS NULL;
        CREATE TABLE receipt (
            actor text, key text, hash text NOT NULL, first bigint NOT NULL, count bigint NOT NULL,
            recorded bigint NOT NULL, PRIMARY KEY (actor, key)
        );
        CREATE INDEX receipt_recorded ON receipt (recorded);
        CREATE TABLE follower (name text PRIMARY KEY, position bigint NOT NULL) WITH (fillfactor = 50);
        """ + PostgresCommit.function,
        """
        CREATE TABLE log (
            number integer PRIMARY KEY, origin text NOT NULL, size bigint NOT NULL, checkpoint text NOT NULL
        ) WITH (fillfactor = 50);
        CREATE TABLE tile (
            log integer, level integer, number bigint, bytes bytea NOT NULL, PRIMARY KEY (log, level, number)
        ) WITH (autovacuum_vacuum_scale_factor = 0.02);
        ALTER TABLE tile ALTER bytes SET STORAGE EXTERNAL;
        CREATE TABLE alias (name text COLLATE "C" PRIMARY KEY, id text NOT NULL);
        CREATE TABLE anchor (
            log integer, size bigint, kind text, signer text, bytes bytea NOT NULL, PRIMARY KEY (log, size, kind, signer)
        );
        """,
        // The search index, as in SQLite. Lists change with nearly every step, each in a page of its own.
        """
        CREATE TABLE search_state (
            one boolean PRIMARY KEY DEFAULT true CHECK (one), place bigint NOT NULL, next bigint NOT NULL
        ) WITH (fillfactor = 50);
        INSERT INTO search_state (place, next) VALUES (0, 0);
        CREATE TABLE search_term (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text COLLATE "C" NOT NULL UNIQUE,
            reversed text COLLATE "C", documents bigint NOT NULL
        ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
        CREATE INDEX search_term_reversed ON search_term (reversed) WHERE reversed IS NOT NULL;
        CREATE TABLE search_list (key bigint PRIMARY KEY, documents bytea NOT NULL)
            WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
        ALTER TABLE search_list ALTER documents SET STORAGE EXTERNAL;
        CREATE TABLE search_document (
            number bigint PRIMARY KEY, stream text COLLATE "C" NOT NULL UNIQUE, customer text, is_open boolean,
            received bigint NOT NULL, through bigint NOT NULL, texts bytea NOT NULL, terms bytea NOT NULL
        ) WITH (autovacuum_vacuum_scale_factor = 0.05);
        ALTER TABLE search_document ALTER terms SET STORAGE EXTERNAL;
        CREATE INDEX search_document_emptied ON search_document (number) WHERE through < 0;
        CREATE TABLE search_person (person bigint, document bigint, PRIMARY KEY (person, document));
        CREATE TABLE search_received (block bigint PRIMARY KEY, instants bytea NOT NULL) WITH (fillfactor = 50);
        """,
        // As in SQLite. Without a default, since an older node must not write documents and leave their pairs alone.
        """
        TRUNCATE search_list, search_term, search_document, search_person, search_received;
        UPDATE search_state SET place = 0, next = 0;
        ALTER TABLE search_document ADD is_paired boolean NOT NULL;
        CREATE TABLE search_pairs (document bigint PRIMARY KEY, pairs bytea NOT NULL)
            WITH (autovacuum_vacuum_scale_factor = 0.05);
        ALTER TABLE search_pairs ALTER pairs SET STORAGE EXTERNAL;
        INSERT INTO meta (name, value) SELECT 'rebuilding', '1' WHERE EXISTS (SELECT 1 FROM entry)
            ON CONFLICT DO NOTHING;
        """,
    ]

    /// Brings a database to this release's tables; the first node to come does it for all.
    static func migrate(_ link: Link, _ place: PostgresPlace) throws {
        // A connection that stays in a transaction meanwhile is this one.
        try link.run("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0; SET lock_timeout = 0;")
        defer { _ = try? link.run(PostgresPlace.settings) }
        let encoding = try link.run("SHOW server_encoding")[0].text(0, 0)
        guard encoding == "UTF8" else {
            throw StoreError.foreign(
                path: place.name,
                what: "its encoding is \(encoding), not UTF8; make one with ENCODING 'UTF8' TEMPLATE template0")
        }
        try link.run("SELECT pg_advisory_lock(\(lock))")
        defer { _ = try? link.run("SELECT pg_advisory_unlock(\(lock))") }
        // Only where it lacks, since to look needs fewer rights than to make.
        if try link.run("SELECT to_regnamespace('yinuo') IS NULL")[0].text(0, 0) == "t" {
            try link.run("CREATE SCHEMA yinuo")
        }
        if try link.run("SELECT to_regclass('yinuo.meta') IS NULL")[0].text(0, 0) == "t" {
            guard
                try link.run("SELECT count(*) FROM pg_class WHERE relnamespace = 'yinuo'::regnamespace")[0].int(0, 0)
                    == 0
            else { throw StoreError.foreign(path: place.name, what: "its schema yinuo holds something else") }
            try link.run("CREATE TABLE meta (name text PRIMARY KEY, value text NOT NULL)")
        }
        var version = Int(try link.run("SELECT max(value::bigint) FROM meta WHERE name = 'schema'")[0].int(0, 0))
        guard version <= Self.version else {
            throw StoreError.newer(path: place.name, version: version, known: Self.version)
        }
        while version < steps.count {
            let step = steps[version]
            version += 1
            // One message: all of it or nothing.
            try link.run(
                step
                    + """
                    INSERT INTO meta VALUES ('schema', '\(version)')
                        ON CONFLICT (name) DO UPDATE SET value = excluded.value;
                    """)
        }
    }

    /// - Throws: where the desk was moved away, or somebody else fills it.
    static func requireOpen(_ link: Link, _ place: PostgresPlace, node: String) throws {
        let head = try link.run("SELECT moved, filler FROM head")[0]
        if head.optionalText(0, 1) == node { return }
        if let moved = head.optionalText(0, 0) { throw StoreError(moved: moved, place) }
    }
}

extension StoreError {
    /// - Parameter moved: as the head row has it.
    init(moved: String, _ place: PostgresPlace) {
        self =
            moved.isEmpty
            ? .inUse(path: place.name, by: "an import or a move (one that was cut off is begun again)")
            : .fenced(place: place.name, to: moved)
    }
}
