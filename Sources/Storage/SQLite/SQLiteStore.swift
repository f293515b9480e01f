import Desk
import Domain
import Foundation
import GRDB

extension Store {
    /// A desk in one file: the embedded default.
    ///
    /// One writer, readers beside it on snapshots (WAL), every commit synced to disk before it is answered.
    /// - Throws: what stands in the way, with its cure.
    public static func sqlite(_ path: String, readOnly: Bool = false) throws(StoreError) -> Store {
        try sqlite(path, readOnly ? .read : .write)
    }

    static func sqlite(_ path: String, _ use: DeskFile.Use) throws(StoreError) -> Store {
        let file = try DeskFile(path, use)
        let glances: DatabasePool
        do throws(StoreError) { glances = try file.glances() } catch {
            file.shut()
            throw error
        }
        let readOnly = use != .write
        let fresh = FreshFacts()
        let writer = Writer(fresh)
        let pages = TicketPages()
        // A desk that is being written has no other writer, so what was last written is the journal's end.
        let tip = Tip()
        @Sendable func read<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Database) throws -> T
        ) async throws(StoreError) -> T {
            do { return try await file.pool.read(body) } catch { throw StoreError(error, file.path, operation) }
        }
        // For what takes microseconds: where it is asked, since two changes of the thread would take longer.
        @Sendable func look<T>(_ operation: String, _ body: (Database) throws -> T) throws(StoreError) -> T {
            do { return try glances.read(body) } catch { throw StoreError(error, file.path, operation) }
        }
        @Sendable func write<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Database) throws -> T
        ) async throws(StoreError) -> T {
            if readOnly { throw .readOnly(path: file.path) }
            do { return try await file.pool.write(body) } catch { throw StoreError(error, file.path, operation) }
        }
        return Store(
            commit: { batch throws(StoreError) in
                if readOnly { throw .readOnly(path: file.path) }
                do {
                    let results = try await writer.commit(batch, file.pool)
                    tip.put(batch, results)
                    return results
                } catch {
                    // Whether it stands nobody knows.
                    tip.forget()
                    throw StoreError(error, file.path, "writing \(batch.count) decisions")
                }
            },
            head: { () throws(StoreError) in
                if let known = tip.known { return known }
                let turn = tip.turn
                let head = try look("reading the head") { try Reader.head($0) }
                if !readOnly { tip.put(head, turn) }
                return head
            },
            read: { from, limit throws(StoreError) in
                try await read("reading the journal") { try Reader.entries(from: from, limit: limit, $0) }
            },
            streams: { ids throws(StoreError) in
                // One statement sees one state of the desk without a transaction around it.
                if ids.count == 1 {
                    do {
                        if let short = try glances.unsafeRead({ try Reader.short(ids[0], $0) }) { return short }
                    } catch {
                        throw StoreError(error, file.path, "reading streams")
                    }
                }
                return try await read("reading streams") { try Reader.streams(ids, $0) }
            },
            names: { kind, after, limit throws(StoreError) in
                try await read("listing streams") { try Reader.names(kind, after: after, limit: limit, $0) }
            },
            stretch: { after, limit throws(StoreError) in
                try await read("reading streams") { try Reader.stretch(after: after, limit: limit, $0) }
            },
            due: { through, limit throws(StoreError) in
                try await read("reading the due list") { try Reader.due(through, limit: limit, $0) }
            },
            nextDue: { () throws(StoreError) in try await read("reading the due list") { try Reader.nextDue($0) } },
            messages: { through, limit throws(StoreError) in
                try await read("reading the outbox") { try Reader.messages(through, limit: limit, $0) }
            },
            nextMessage: { () throws(StoreError) in
                try await read("reading the outbox") { try Reader.nextMessage($0) }
            },
            deadLetters: { limit throws(StoreError) in
                try await read("reading dead letters") { try Reader.deadLetters(limit, $0) }
            },
            receipts: { keys throws(StoreError) in
                try await read("reading receipts") { db in
                    var known: [Receipt.Key: Known] = [:]
                    for key in keys { known[key] = try Reader.receipt(key, db) }
                    return known
                }
            },
            place: { follower throws(StoreError) in
                try await read("reading a follower's place") { try Reader.place(follower, $0) }
            },
            document: { hash throws(StoreError) in
                try await read("reading a document") { db in
                    try Data.fetchOne(db, sql: "SELECT bytes FROM document WHERE hash = ?", arguments: [hash])
                        .map { Array($0) }
                }
            },
            texts: { positions throws(StoreError) in
                try await read("reading texts") { try Vault.texts(positions, $0) }
            },
            queue: { query throws(StoreError) in
                try await read("reading the queue") { try Reader.queue(query, $0) }
            },
            ticket: { id throws(StoreError) in try await read("reading a ticket") { try Reader.ticket(id, $0) } },
            tickets: { scan throws(StoreError) in
                if scan.isAtHand { return try look("listing tickets") { try pages.read(scan, $0) } }
                return try await read("listing tickets") { try pages.read(scan, $0) }
            },
            records: { kind, owner, after, limit throws(StoreError) in
                if limit <= 201 {
                    return try look("listing records") {
                        try Reader.records(kind, owner: owner, after: after, limit: limit, $0)
                    }
                }
                return try await read("listing records") {
                    try Reader.records(kind, owner: owner, after: after, limit: limit, $0)
                }
            },
            rebuild: { next in
                _ = try? await file.pool.writeWithoutTransaction { $0.emptyLog() }
                try await write("clearing the projections") { try Rebuild.begin($0) }
                // The next batch is folded while this one is written.
                var batch = try await next()
                while let current = batch {
                    async let following = next()
                    try await write("writing the projections") { try Rebuild.put(current, $0) }
                    batch = try await following
                }
                try await write("finishing the projections") { try Rebuild.end($0) }
            },
            isRebuildUnfinished: { () throws(StoreError) in
                try await read("reading the desk's state") { try Rebuild.isUnfinished($0) }
            },
            projections: { () throws(StoreError) in
                try await read("reading the projections") { try Reader.projections($0) }
            },
            forget: { before throws(StoreError) in
                try await write("deleting old receipts") { db in
                    try db.execute(sql: "DELETE FROM receipt WHERE recorded < ?", arguments: [before.milliseconds])
                }
                while try await write("sweeping up what was erased", { try Vault.sweep($0) }) {}
                // Of texts whose time was up, and of an erasure that was cut off.
                if try await write("writing the index's words anew", { try SQLiteIndexing.sweep($0) }) {
                    file.pool.writeWithoutTransaction { db in writer.erased(db) }
                }
            },
            measures: { () throws(StoreError) in try await read("measuring") { try Figures.measures($0, file.path) } },
            close: {
                if !readOnly { await writer.rest(file.pool) }
                try? glances.close()
                file.shut()
            },
            seals: SealStore(
                logs: { () throws(StoreError) in try await read("reading the log") { try SQLiteSeals.logs($0) } },
                begin: { log, first, after throws(StoreError) in
                    try await write("beginning a log") { try SQLiteSeals.begin(log, first, after, $0) }
                },
                facts: { from, limit throws(StoreError) in
                    try await read("reading the journal") { try SQLiteSeals.facts(from, limit, $0) }
                },
                follow: { from, limit throws(StoreError) in
                    if let facts = fresh.take(from, limit) { return facts }
                    return try await read("reading the journal") { try SQLiteSeals.facts(from, limit, $0) }
                },
                factsOf: { stream throws(StoreError) in
                    try await read("reading the journal") { try SQLiteSeals.facts(of: stream, $0) }
                },
                aliases: { names throws(StoreError) in
                    try await read("reading ids") { try SQLiteSeals.aliases(names, $0) }
                },
                seal: { seal throws(StoreError) in
                    try await write("sealing") { try SQLiteSeals.seal(seal, $0) }
                },
                tile: { log, level, number throws(StoreError) in
                    try await read("reading the log") { try SQLiteSeals.tile(log, level, number, $0) }
                },
                secret: { fresh throws(StoreError) in
                    // Who only reads may ask for one that is there.
                    if let known = try await read("reading the secret", { try SQLiteSeals.secret($0) }) { return known }
                    return try await write("making a secret") { try SQLiteSeals.secret(fresh, $0) }
                },
                anchor: { anchor throws(StoreError) in
                    try await write("keeping an anchor") { try SQLiteSeals.put(anchor, $0) }
                },
                anchors: { log throws(StoreError) in
                    try await read("reading anchors") { try SQLiteSeals.anchors(log, $0) }
                },
                isRestored: { () throws(StoreError) in
                    try await read("reading the log") { try SQLiteSeals.isRestored($0) }
                },
                resume: { () throws(StoreError) in
                    try await write("resuming the log") { try SQLiteSeals.resume($0) }
                }), search: .sqlite(file, glances, writer, readOnly: readOnly))
    }
}

/// Makes projections anew, in transactions of bounded size; a mark tells of one that was cut off.
enum Rebuild {
    static func begin(_ db: Database) throws {
        // Nothing of a projection is personal, and overwriting all of it would double the work.
        try db.execute(sql: "PRAGMA secure_delete = OFF")
        defer { try? db.execute(sql: "PRAGMA secure_delete = ON") }
        try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('rebuilding', '1') ON CONFLICT DO NOTHING")
        for (table, _) in Reader.projectionTables { try db.execute(sql: "DELETE FROM \(table)") }
    }

    static func put(_ batch: Rebuilt, _ db: Database) throws {
        let statements = try WriterStatements(db)
        func number(_ stream: StreamID) throws -> Int64 {
            guard let id = try statements.findStream.int({ $0.text(1, stream.description) }) else {
                throw StoreError.failed(operation: "a rebuild", cause: "\(stream) has no entries")
            }
            return id
        }
        for row in batch.rows { try Rows.put(row, number: number, statements, db) }
        for due in batch.dues { try Rows.put(due, number: number, statements) }
    }

    static func end(_ db: Database) throws { try db.execute(sql: "DELETE FROM meta WHERE name = 'rebuilding'") }

    static func isUnfinished(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM meta WHERE name = 'rebuilding'") != nil
    }
}

enum Figures {
    static func measures(_ db: Database, _ path: String) throws -> [Measure] {
        func one(_ sql: String) throws -> Double { try Double.fetchOne(db, sql: sql) ?? 0 }
        func bytes(_ path: String) -> Double {
            ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.doubleValue ?? 0
        }
        return [
            Measure(
                "yinuo_entries_total", .counter, "Entries in the journal.", [],
                try one("SELECT coalesce(max(position) + 1, 0) FROM entry")),
            Measure(
                "yinuo_messages_waiting", .gauge, "Messages that wait to be sent.", [],
                try one("SELECT count(*) FROM message WHERE cause IS NULL")),
            Measure(
                "yinuo_dead_letters", .gauge, "Messages that were given up; retry or drop them.", [],
                try one("SELECT count(*) FROM message WHERE cause IS NOT NULL")),
            Measure("yinuo_database_bytes", .gauge, "Size of the desk's file.", [], bytes(path)),
            Measure("yinuo_log_bytes", .gauge, "Size of the desk's write-ahead log.", [], bytes(path + "-wal")),
        ]
    }
}
