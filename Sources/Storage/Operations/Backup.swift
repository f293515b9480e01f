// A backup is two files that are kept apart.
//
// The copy is an SQLite database with every table of the desk, in which nobody has a key: a row of `person` holds NULL,
// as if all had been erased, and no search index. It is written row by row into a new file and not page by page, since a page that is copied
// also brings what its row no longer holds. A number of its own in the header keeps it from being served by mistake.
//
// The keys are JSON Lines: a header that names the copy they belong to, then a person a line. Whoever has both files has
// everything; whoever destroys the keys has erased, in this backup too, everybody whose texts are in it.
//
//     {"format":"yinuo-keys","version":1,"backup":"…","people":2}
//     {"id":1,"person":"customer/c1","key":"…"}
//     {"copy":"SHA-256 of the copy's bytes"}

import Desk
import Domain
import Evidence
import Foundation
import GRDB
import Wire

public enum Backup {
    public struct Report: Hashable, Sendable {
        public var entries: Int64 = 0
        public var people = 0
        public var bytes = 0
        /// Of a restored desk: the entries of its evidence log; nil where it has none.
        public var sealed: Int64?
        /// The last position; nil for an empty journal.
        public var head: Int64? { entries > 0 ? entries - 1 : nil }
    }

    static let keysFormat = "yinuo-keys"
    static let keysVersion: Int64 = 1

    /// Copies a desk as it stands at one instant, also while another program writes to it. Both files appear whole or
    /// not at all.
    /// - Parameters:
    ///   - id: random; it ties the keys to the copy.
    ///   - progress: entries copied, and how many there are.
    public static func make(
        of desk: String, to copy: String, keys: String, id: String,
        progress: @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) throws(StoreError) -> Report {
        for path in [copy, keys] where FileManager.default.fileExists(atPath: path) {
            throw .failed(operation: "The backup", cause: "\(path) is there already; name another file, or delete it")
        }
        // Says what is wrong with the desk, if something is, before anything is made.
        try DeskFile(desk, .read, readers: 1).shut()
        let (copyPart, keysPart) = (copy + ".partial", keys + ".partial")
        do throws(StoreError) {
            for part in [copyPart, keysPart] { try Disk.makeEmpty(part) }
            var report = try storing(desk, "copying the desk") {
                try write(desk, copyPart, keysPart, id, progress)
            }
            try check(copyPart)
            try Disk.append("{\"copy\":\"\(try Disk.digest(copyPart))\"}\n", to: keysPart)
            for part in [copyPart, keysPart] { try Disk.sync(part) }
            try Disk.move(keysPart, keys)
            do throws(StoreError) { try Disk.move(copyPart, copy) } catch {
                // Keys of nothing would only lie about.
                Disk.remove(keys)
                throw error
            }
            report.bytes = Disk.size(copy)
            return report
        } catch {
            for part in [copyPart, copyPart + "-journal", keysPart] { Disk.remove(part) }
            throw error
        }
    }

    private static func write(
        _ desk: String, _ copy: String, _ keys: String, _ id: String, _ progress: (Int64, Int64) -> Void
    ) throws -> Report {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: copy, configuration: configuration)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { db in
            // Nobody reads the copy before it is whole and synced.
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")
            try db.execute(sql: "ATTACH ? AS desk", arguments: [desk])
            var report = Report()
            // One transaction: what is read from the desk is one snapshot of it.
            try db.inTransaction(.deferred) {
                report = try copyTables(db, progress)
                report.people = try writeKeys(db, keys, id)
                try db.execute(sql: "INSERT INTO main.meta (name, value) VALUES ('backup', ?)", arguments: [id])
                let version = try Int.fetchOne(db, sql: "PRAGMA desk.user_version") ?? 0
                try db.execute(sql: "PRAGMA main.application_id = \(Schema.backupID)")
                try db.execute(sql: "PRAGMA main.user_version = \(version)")
                return .commit
            }
            try db.execute(sql: "DETACH desk")
            return report
        }
    }

    private static func copyTables(_ db: Database, _ progress: (Int64, Int64) -> Void) throws -> Report {
        let schema = try Row.fetchAll(
            db,
            sql: """
                SELECT type, name, sql FROM desk.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY type = 'table' DESC, rowid
                """)
        let next = try Int64.fetchOne(db, sql: "SELECT coalesce(max(position) + 1, 0) FROM desk.entry")!
        for row in schema where row["type"] == "table" {
            try db.execute(sql: row["sql"])
            let table: String = row["name"]
            switch table {
            // The search index holds people's words in the clear, which no key covers: it is made anew instead.
            case _ where table.hasPrefix("search_"): break
            case "person":
                try db.execute(sql: "INSERT INTO main.person (id, name, key) SELECT id, name, NULL FROM desk.person")
            case "entry", "text":
                for from in stride(from: Int64(0), to: next, by: 20_000) {
                    try db.execute(
                        sql:
                            "INSERT INTO main.\(table) SELECT * FROM desk.\(table) WHERE position >= ? AND position < ?",
                        arguments: [from, from + 20_000])
                    if table == "entry" { progress(min(next, from + 20_000), next) }
                }
            default: try db.execute(sql: "INSERT INTO main.\"\(table)\" SELECT * FROM desk.\"\(table)\"")
            }
        }
        for row in schema where row["type"] != "table" { try db.execute(sql: row["sql"]) }
        return Report(entries: next)
    }

    private static func writeKeys(_ db: Database, _ path: String, _ id: String) throws -> Int {
        let people = try Int.fetchOne(db, sql: "SELECT count(*) FROM desk.person WHERE key IS NOT NULL") ?? 0
        let file = try Disk.Writing(path)
        let header = JSONValue.members([
            "format": .string(keysFormat), "version": .int(keysVersion), "backup": .string(id), "people": .int(people),
        ])
        try file.write(Array((header.text + "\n").utf8))
        let rows = try Row.fetchCursor(
            db, sql: "SELECT id, name, key FROM desk.person WHERE key IS NOT NULL ORDER BY id")
        while let row = try rows.next() {
            let key: Data = row[2]
            let line = JSONValue.members([
                "id": .int(row[0] as Int64), "person": .string(row[1]), "key": .string(Content.hex(Array(key))),
            ])
            try file.write(Array((line.text + "\n").utf8))
        }
        try file.finish()
        return people
    }

    /// Whether a copy is a sound one.
    /// - Returns: its id.
    @discardableResult
    static func check(_ path: String) throws(StoreError) -> String {
        try Disk.requireSQLite(path)
        var configuration = Configuration()
        configuration.readonly = true
        return try storing(path, "checking the backup") {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                guard application == Schema.backupID else {
                    let isDesk = application == Schema.applicationID
                    throw StoreError.foreign(
                        path: path, what: isDesk ? "it is a desk already" : "it is the database of another program")
                }
                guard version <= Schema.version else {
                    throw StoreError.newer(path: path, version: version, known: Schema.version)
                }
                let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
                guard findings == ["ok"] else {
                    throw StoreError.damaged(path: path, what: findings.joined(separator: "; "))
                }
                let gap =
                    try Bool.fetchOne(
                        db, sql: "SELECT count(*) <> coalesce(max(position) + 1, 0) FROM entry") ?? false
                if gap { throw StoreError.damaged(path: path, what: "entries of the journal are missing") }
                guard let id = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'backup'") else {
                    throw StoreError.damaged(path: path, what: "it does not say which backup it is")
                }
                return id
            }
        }
    }
}
