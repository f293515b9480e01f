import CPostgres
import Desk
import Domain
import Foundation
import Synchronization

extension Store {
    /// A desk in a PostgreSQL database (14 or later), for one node or several.
    ///
    /// - Parameters:
    ///   - url: `postgresql://…`, with whatever libpq understands.
    ///   - node: this node's id; no two that run may have the same.
    ///   - connections: how many read beside each other.
    ///   - wall: this machine's clock, to be compared with the database's.
    ///   - warn: told what an operator should know of the database.
    public static func postgres(
        _ url: String, node: String? = nil, connections: Int = 4,
        wall: (@Sendable () -> Instant)? = nil,
        warn: @Sendable (String) -> Void = { _ in }
    ) async throws(StoreError) -> Store {
        let place = PostgresPlace(url)
        let node = node ?? UUID().uuidString.lowercased()
        let writing = Line(place, name: "yinuo writer")
        let readers = Readers(place, count: connections)
        let leases = PostgresLeases(place, wall ?? PostgresLeases.machineTime)
        let listener = PostgresListener(place)
        @Sendable func closeAll() async {
            listener.stop()
            await leases.close()
            await readers.close()
            await writing.close()
        }
        do {
            let warnings = try await writing.again("opening the desk", for: .seconds(3)) { link in
                try PostgresSchema.migrate(link, place)
                try PostgresSchema.requireOpen(link, place, node: node)
                return try PostgresChecks.warnings(link, place)
            }
            for warning in warnings { warn(warning) }
            await leases.begin()
            listener.start()
        } catch {
            await closeAll()
            throw error
        }
        let writer = PostgresWriter(writing, place, node: node)
        @Sendable func read<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Link) throws -> T
        ) async throws(StoreError) -> T { try await readers.next.again(operation, body) }
        // Whether it was done is seen in the log itself, so it is not tried again here.
        @Sendable func once<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Link) throws -> T
        ) async throws(StoreError) -> T {
            do { return try await readers.next.once(body) } catch {
                throw StoreError(any: error, place.name, operation)
            }
        }
        return Store(
            commit: { batch throws(StoreError) in try await writer.commit(batch) },
            head: { () throws(StoreError) in try await read("reading the head") { try PostgresReader.head($0) } },
            read: { from, limit throws(StoreError) in
                try await read("reading the journal") { try PostgresReader.entries(from: from, limit: limit, $0) }
            },
            streams: { ids throws(StoreError) in
                try await read("reading streams") { try PostgresReader.streams(ids, $0) }
            },
            names: { kind, after, limit throws(StoreError) in
                try await read("listing streams") { try PostgresReader.names(kind, after: after, limit: limit, $0) }
            },
            stretch: { after, limit throws(StoreError) in
                try await read("reading streams") { try PostgresReader.stretch(after: after, limit: limit, $0) }
            },
            due: { through, limit throws(StoreError) in
                try await read("reading the due list") { try PostgresReader.due(through, limit: limit, $0) }
            },
            nextDue: { () throws(StoreError) in
                try await read("reading the due list") { try PostgresReader.nextDue($0) }
            },
            messages: { through, limit throws(StoreError) in
                try await read("reading the outbox") { try PostgresReader.messages(through, limit: limit, $0) }
            },
            nextMessage: { () throws(StoreError) in
                try await read("reading the outbox") { try PostgresReader.nextMessage($0) }
            },
            deadLetters: { limit throws(StoreError) in
                try await read("reading dead letters") { try PostgresReader.deadLetters(limit, $0) }
            },
            receipts: { keys throws(StoreError) in
                try await read("reading receipts") { try PostgresReader.receipts(keys, $0) }
            },
            place: { follower throws(StoreError) in
                try await read("reading a follower's place") { try PostgresReader.place(follower, $0) }
            },
            document: { hash throws(StoreError) in
                try await read("reading a document") { try PostgresReader.document(hash, $0) }
            },
            texts: { positions throws(StoreError) in
                try await read("reading texts") { try PostgresReader.texts(positions, $0) }
            },
            queue: { query throws(StoreError) in
                try await read("reading the queue") { try PostgresReader.queue(query, $0) }
            },
            ticket: { id throws(StoreError) in
                try await read("reading a ticket") { try PostgresReader.ticket(id, $0) }
            },
            tickets: { scan throws(StoreError) in
                try await read("listing tickets") { try PostgresReader.tickets(scan, $0) }
            },
            records: { kind, owner, after, limit throws(StoreError) in
                try await read("listing records") {
                    try PostgresReader.records(kind, owner: owner, after: after, limit: limit, $0)
                }
            },
            rebuild: { next in try await PostgresRebuild.run(place, node: node, next) },
            // It is one transaction: only an upgrade leaves it to be done.
            isRebuildUnfinished: { () throws(StoreError) in
                try await read("looking for a rebuild") { try PostgresRebuild.isUnfinished($0) }
            },
            projections: { () throws(StoreError) in
                try await read("reading the projections") { try PostgresReader.projections($0) }
            },
            forget: { before throws(StoreError) in try await PostgresHouse.keep(before, place) },
            measures: { () throws(StoreError) in try await read("measuring") { try PostgresReader.measures($0) } },
            close: { await closeAll() },
            seals: SealStore(
                logs: { () throws(StoreError) in try await read("reading the log") { try PostgresSeals.logs($0) } },
                begin: { log, first, after throws(StoreError) in
                    try await once("beginning a log") { try PostgresSeals.begin(log, first, after, $0) }
                },
                facts: { from, limit throws(StoreError) in
                    try await read("reading the journal") { try PostgresSeals.facts(from, limit, $0) }
                },
                factsOf: { stream throws(StoreError) in
                    try await read("reading the journal") { try PostgresSeals.facts(of: stream, $0) }
                },
                aliases: { names throws(StoreError) in
                    try await read("reading ids") { try PostgresSeals.aliases(names, $0) }
                },
                seal: { seal throws(StoreError) in
                    try await once("sealing") { try PostgresSeals.seal(seal, $0) }
                },
                tile: { log, level, number throws(StoreError) in
                    try await read("reading the log") { try PostgresSeals.tile(log, level, number, $0) }
                },
                secret: { fresh throws(StoreError) in
                    try await read("making a secret") { try PostgresSeals.secret(fresh, $0) }
                },
                anchor: { anchor throws(StoreError) in
                    try await read("keeping an anchor") { try PostgresSeals.put(anchor, $0) }
                },
                anchors: { log throws(StoreError) in
                    try await read("reading anchors") { try PostgresSeals.anchors(log, $0) }
                },
                isRestored: { () throws(StoreError) in
                    try await read("reading the log") { try PostgresSeals.isRestored($0) }
                },
                resume: { () throws(StoreError) in
                    try await read("resuming the log") { try PostgresSeals.resume($0) }
                }),
            search: .postgres({ readers.next }, place),
            shared: Shared(
                clockOffset: { leases.clockOffset },
                onNews: { listener.tell($0) },
                news: { from, limit throws(StoreError) in
                    try await read("reading what is new") { try PostgresReader.news(from, limit: limit, place, $0) }
                },
                claim: { through, limit throws(StoreError) in
                    try await read("claiming what is due") { try PostgresReader.claim(through, limit: limit, $0) }
                },
                leads: { await leases.leads($0) },
                trouble: { () throws(StoreError) in
                    try await read("looking for standbys") {
                        PostgresStandbys(try $0.ask("SELECT \(PostgresStandbys.columns)")).trouble
                    }
                }))
    }
}

/// Connections that take turns.
private final class Readers: Sendable {
    private let lines: [Line]
    private let turn = Atomic<Int>(0)

    init(_ place: PostgresPlace, count: Int) {
        lines = (0..<count).map { Line(place, name: "yinuo reader \($0)") }
    }

    var next: Line { lines[turn.wrappingAdd(1, ordering: .relaxed).oldValue % lines.count] }

    func close() async { for line in lines { await line.close() } }
}

/// Whether the database keeps what it acknowledges.
enum PostgresChecks {
    static func warnings(_ link: Link, _ place: PostgresPlace) throws -> [String] {
        let answer = try link.run(
            """
            SELECT current_setting('server_version_num')::int, current_setting('fsync') = 'on',
                current_setting('full_page_writes') = 'on', pg_is_in_recovery(),
                \(PostgresStandbys.columns)
            """)[0]
        func isOn(_ column: Int32) -> Bool { answer.text(0, column) == "t" }
        if answer.int(0, 0) < 140_000 {
            throw StoreError.failed(
                operation: "opening the desk", cause: "PostgreSQL 14 or later is needed, this is \(answer.text(0, 0))")
        }
        guard isOn(1), isOn(2) else {
            throw StoreError.failed(
                operation: "opening the desk",
                cause: "the server has fsync or full_page_writes turned off, so a power cut takes what was acknowledged"
            )
        }
        if isOn(3) { throw StoreError.readOnly(path: place.name) }
        let mayWrite = try link.run("SELECT has_table_privilege('yinuo.head', 'UPDATE')")[0].text(0, 0) == "t"
        guard mayWrite else {
            throw StoreError.unreadable(
                path: place.name, cause: "this role may not write to its tables; the database's owner may")
        }
        return PostgresStandbys(answer, from: 4).warning.map { [$0] } ?? []
    }
}

/// Makes the projections anew in one transaction, which other nodes wait for.
enum PostgresRebuild {
    static func isUnfinished(_ link: Link) throws -> Bool {
        try link.ask("SELECT 1 FROM meta WHERE name = 'rebuilding'").count > 0
    }

    static func run(
        _ place: PostgresPlace, node: String, _ next: @Sendable () async throws -> Rebuilt?
    ) async throws {
        let patient = """
            SET statement_timeout = 0; SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';
            """
        let line = Line(place, name: "yinuo rebuild", settings: patient)
        let rebuilding = "\(node)-rebuild-" + UUID().uuidString.lowercased()
        do {
            try await line.once { link in
                try link.run("BEGIN")
                try link.run("SELECT 1 FROM head FOR UPDATE")
                try PostgresSchema.requireOpen(link, place, node: node)
                for table in ["ticket", "incident", "record", "posting", "due"] { try link.run("DELETE FROM \(table)") }
            }
            var number: Int64 = 0
            // The next batch is folded while this one is written.
            var batch = try await next()
            while let current = batch {
                async let following = next()
                number += 1
                var decision = Decision(recorded: Instant(milliseconds: 0))
                decision.rows = current.rows
                decision.dues = current.dues
                var message = BatchMessage()
                var vault = PostgresVault()
                try message.add(decision, [], &vault)
                var sql: [UInt8] = []
                message.call(node: rebuilding, batch: number, strict: true, to: &sql)
                sql.append(0)
                let text = sql.map { CChar(bitPattern: $0) }
                try await line.once { link in _ = try link.run(text) }
                batch = try await following
            }
            try await line.once { link in
                try link.run("DELETE FROM node WHERE id = '\(rebuilding)'")
                try link.run("DELETE FROM meta WHERE name = 'rebuilding'")
                try link.run("COMMIT")
                try link.run("ANALYZE ticket, due")
            }
        } catch {
            await line.close()
            throw StoreError(any: error, place.name, "a rebuild")
        }
        await line.close()
    }
}

/// Deletes what has had its time.
enum PostgresHouse {
    static func keep(_ before: Instant, _ place: PostgresPlace) async throws(StoreError) {
        let line = Line(
            place, name: "yinuo house", settings: "SET statement_timeout = '600s'; SET lock_timeout = '30s';")
        do throws(StoreError) {
            try await line.again("keeping house") { link in
                _ = try link.ask("DELETE FROM receipt WHERE recorded < $1::bigint", [.int(before.milliseconds)])
                // A node that slept so long would send nothing again.
                try link.run("DELETE FROM node WHERE seen < now() - interval '7 days'")
                let marked = "FROM meta WHERE name = 'search-sweep'"
                if try link.ask("SELECT 1 \(marked)").count > 0 {
                    _ = try link.ask("DELETE \(marked)")
                    try link.run("SET lock_timeout = '1s'")
                    try link.run("VACUUM (FULL, ANALYZE) search_term")
                    try link.run("VACUUM (FULL, ANALYZE) search_pairs")
                }
                while let swept = try sweep(link) {
                    if swept.isMore { continue }
                    // An old version of a row, its key in it, lies in the table's file until that is written anew. Who
                    // reads for long, a dump say, is not waited for, since everybody would wait behind: next time then.
                    try link.run("SET lock_timeout = '1s'")
                    try link.run("VACUUM (FULL, ANALYZE) person")
                    // Likewise the words that the search index had of them, and which were neighbours.
                    try link.run("VACUUM (FULL, ANALYZE) search_term")
                    try link.run("VACUUM (FULL, ANALYZE) search_pairs")
                    // Whoever was erased meanwhile has set it back.
                    try link.run("DELETE FROM meta WHERE name = 'sweep' AND value = '\(swept.to)'")
                }
            }
        } catch {
            await line.close()
            throw error
        }
        await line.close()
    }

    /// Boxes that no key opens, a stretch of the journal at a time.
    /// - Returns: how far it is, and whether there is more; nil when nobody was erased.
    private static func sweep(_ link: Link) throws -> (to: Int64, isMore: Bool)? {
        let mark = try link.ask("SELECT value::bigint FROM meta WHERE name = 'sweep'")
        if mark.count == 0 { return nil }
        let to = mark.int(0, 0) + 20_000
        let answer = try link.run(
            """
            DELETE FROM text USING person WHERE position >= \(to - 20_000) AND position < \(to)
                AND person.id = text.person AND person.key IS NULL;
            UPDATE meta SET value = '\(to)' WHERE name = 'sweep' AND value = '\(to - 20_000)';
            SELECT next > \(to) FROM head;
            """)
        return (to, answer[2].text(0, 0) == "t")
    }
}
