import Desk
import Domain
import Foundation
import GRDB

/// How a desk stands at one instant; read beside whoever writes to it.
public struct DeskStatus: Sendable {
    public let schema: Int
    /// Of the database and its log.
    public let bytes: Int
    public let head: Head
    public let openTickets: Int
    /// Open, with a broken promise.
    public let breached: Int
    /// Open, and due within an hour that has not passed.
    public let dueNextHour: Int
    public let openIncidents: Int
    /// Streams that want to be woken, and when the first does.
    public let dueList: Int
    public let nextDue: Instant?
    public let messages: Int
    public let deadLetters: Int
    /// Erased people, and those with a key.
    public let erased: Int
    public let people: Int
    public let isRebuildUnfinished: Bool
}

extension DeskStatus {
    init(of path: String, now: Instant, _ use: DeskFile.Use = .read) throws(StoreError) {
        let file = try DeskFile(path, use, readers: 1)
        defer { file.shut() }
        self = try storing(path, "looking at the desk") { try file.pool.read { db in try DeskStatus(db, path, now) } }
    }

    private init(_ db: Database, _ path: String, _ now: Instant) throws {
        func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
            try Int.fetchOne(db, sql: "SELECT count(*) FROM " + sql, arguments: arguments) ?? 0
        }
        self.init(
            schema: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
            bytes: Disk.size(path) + Disk.size(path + "-wal"), head: try Reader.head(db),
            openTickets: try count("ticket WHERE is_open = 1"),
            breached: try count("ticket WHERE is_open = 1 AND breached > 0"),
            dueNextHour: try count(
                "ticket WHERE is_open = 1 AND due >= ? AND due < ?",
                [now.milliseconds, (now + .hours(1)).milliseconds]),
            openIncidents: try count("incident WHERE state NOT IN ('closed', 'cancelled', 'merged')"),
            dueList: try count("due"), nextDue: try Reader.nextDue(db),
            messages: try count("message WHERE cause IS NULL"),
            deadLetters: try count("message WHERE cause IS NOT NULL"),
            erased: try count("person WHERE key IS NULL"), people: try count("person WHERE key IS NOT NULL"),
            isRebuildUnfinished: try Rebuild.isUnfinished(db))
    }
}
