import Desk
import Domain
import Evidence
import Foundation
import GRDB
import Wire

extension Backup {
    /// Makes a desk of a backup and its keys.
    /// - Parameters:
    ///   - path: where; nothing may be there.
    ///   - people: whose keys are not brought back, since they were erased after the backup was made.
    /// - Throws: then nothing is left there.
    public static func restore(
        _ copy: String, keys: String, to path: String, without people: Set<PersonID>,
        progress: @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) throws(StoreError) -> Report {
        let id = try check(copy)
        // SQLite finds a page that does not fit its neighbours, but not a digit that became another.
        let digest = try Disk.digest(copy)
        do throws(StoreError) {
            try Disk.copy(copy, to: path, progress: progress)
            let report = try storing(path, "giving people their keys") {
                try putKeys(keys, into: path, id, digest, without: people)
            }
            try Disk.sync(path)
            return report
        } catch {
            for name in [path, path + "-journal"] { Disk.remove(name) }
            throw error
        }
    }

    private static func putKeys(
        _ keys: String, into path: String, _ id: String, _ digest: String, without people: Set<PersonID>
    ) throws -> Report {
        let lines = try Disk.Lines(keys)
        func damaged(_ what: String) -> StoreError { .foreign(path: keys, what: "line \(lines.number) \(what)") }
        guard let header = try lines.next().flatMap({ try? JSONValue($0) }), header["format"]?.string == keysFormat
        else { throw StoreError.foreign(path: keys, what: "it does not hold the keys of a backup") }
        guard header["version"] == .int(keysVersion) else {
            throw StoreError.newer(
                path: keys, version: header["version"]?.number.flatMap(Int.init(exactly:)) ?? 0, known: Int(keysVersion)
            )
        }
        guard header["backup"]?.string == id else {
            throw StoreError.foreign(path: keys, what: "it holds the keys of another backup")
        }
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
            var report = Report()
            var count = 0
            var isWhole = false
            try db.inTransaction(.immediate) {
                while let line = try lines.next() {
                    if let copied = (try? JSONValue(line))?["copy"]?.string {
                        guard copied == digest else {
                            throw StoreError.damaged(
                                path: "the backup", what: "its bytes are not those that were written")
                        }
                        isWhole = true
                        continue
                    }
                    guard let value = try? JSONValue(line), case .number(let number)? = value["id"],
                        let number = Int64(number), let person = value["person"]?.string,
                        let key = value["key"]?.string.flatMap({ Content.bytes(hex: $0) }), key.count == 32
                    else { throw damaged("is no key") }
                    count += 1
                    if people.contains(PersonID(rawValue: person)) { continue }
                    try db.cachedStatement(sql: "UPDATE person SET key = ? WHERE id = ? AND name = ?")
                        .execute(arguments: [Data(key), number, person])
                    guard db.changesCount == 1 else { throw damaged("names somebody who is not in the backup") }
                    report.people += 1
                }
                guard header["people"] == .int(count), isWhole else {
                    throw damaged("is the last, but keys are missing")
                }
                try db.execute(sql: "DELETE FROM meta WHERE name = 'backup'")
                try RestoredMark.put(db)
                if try db.tableExists("log") {
                    report.sealed = try Int64.fetchOne(db, sql: "SELECT size FROM log ORDER BY number DESC LIMIT 1")
                }
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                report.entries = try Int64.fetchOne(db, sql: "SELECT coalesce(max(position) + 1, 0) FROM entry")!
                return .commit
            }
            report.bytes = Disk.size(path)
            return report
        }
    }
}
