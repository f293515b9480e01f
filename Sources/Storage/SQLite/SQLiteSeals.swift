import Desk
import Domain
import Evidence
import Foundation
import GRDB
import GRDBSQLite

/// The evidence log in SQLite.
enum SQLiteSeals {
    static func logs(_ db: Database) throws -> [SealedLog] {
        try Row.fetchAll(db, sql: "SELECT number, origin, size, checkpoint FROM log ORDER BY number").map {
            SealedLog(number: $0[0], origin: $0[1], size: $0[2], checkpoint: $0[3])
        }
    }

    static func begin(_ log: SealedLog, _ first: Seal?, _ after: SealedLog?, _ db: Database) throws -> Bool {
        guard try logs(db).last == after else { return false }
        try db.execute(
            sql: "INSERT INTO log (number, origin, size, checkpoint) VALUES (?, ?, ?, '')",
            arguments: [log.number, log.origin, log.size])
        if let first { return try seal(first, db) }
        return true
    }

    static func facts(_ from: Int64, _ limit: Int, _ db: Database) throws -> [PlainEntry] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT position, name, version, kind, occurred, recorded, actor, payload FROM entry
                JOIN stream ON stream.id = entry.stream WHERE position >= ? ORDER BY position LIMIT ?
                """)
        let pointer = statement.sqliteStatement
        sqlite3_bind_int64(pointer, 1, from)
        sqlite3_bind_int64(pointer, 2, Int64(limit))
        return try facts(pointer)
    }

    static func facts(of stream: StreamID, _ db: Database) throws -> [PlainEntry] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT position, name, version, kind, occurred, recorded, actor, payload FROM entry
                JOIN stream ON stream.id = entry.stream WHERE name = ? ORDER BY version
                """)
        let pointer = statement.sqliteStatement
        Prepared.Binder(pointer: pointer).text(1, stream.description)
        return try facts(pointer)
    }

    private static func facts(_ pointer: OpaquePointer) throws -> [PlainEntry] {
        defer { sqlite3_reset(pointer) }
        func bytes(_ index: Int32) -> UnsafeBufferPointer<UInt8> {
            let start = sqlite3_column_text(pointer, index)
            return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
        }
        func text(_ index: Int32) -> String { String(decoding: bytes(index), as: UTF8.self) }
        var facts: [PlainEntry] = []
        while true {
            let code = sqlite3_step(pointer)
            if code == SQLITE_DONE { return facts }
            guard code == SQLITE_ROW else {
                let connection = sqlite3_db_handle(pointer)
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                    message: String(cString: sqlite3_errmsg(connection)))
            }
            let payload = bytes(7)
            facts.append(
                PlainEntry(
                    position: sqlite3_column_int64(pointer, 0), stream: text(1),
                    version: Int(sqlite3_column_int64(pointer, 2)), kind: text(3),
                    occurred: sqlite3_column_int64(pointer, 4), recorded: sqlite3_column_int64(pointer, 5),
                    actor: text(6), payload: Array(payload), commits: BoundFields.of(payload)))
        }
    }

    static func aliases(_ names: [String], _ db: Database) throws -> [String: String] {
        let statement = try db.cachedStatement(sql: "SELECT id FROM alias WHERE name = ?")
        var known: [String: String] = [:]
        for name in names { known[name] = try String.fetchOne(statement, arguments: [name]) }
        return known
    }

    static func seal(_ seal: Seal, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE log SET size = ?, checkpoint = ?
                WHERE number = ? AND size = ? AND number = (SELECT max(number) FROM log)
                """
        ).execute(arguments: [seal.to, seal.checkpoint, seal.log, seal.from])
        guard db.changesCount == 1 else { return false }
        let tile = try db.cachedStatement(
            sql: """
                INSERT INTO tile (log, level, number, bytes) VALUES (?, ?, ?, ?)
                ON CONFLICT (log, level, number) DO UPDATE SET bytes = excluded.bytes
                """)
        for (level, number, bytes) in seal.tiles {
            try tile.execute(arguments: [seal.log, level ?? -1, number, Data(bytes)])
        }
        let alias = try db.cachedStatement(sql: "INSERT INTO alias (name, id) VALUES (?, ?) ON CONFLICT DO NOTHING")
        for (name, id) in seal.aliases { try alias.execute(arguments: [name, id]) }
        let forget = try db.cachedStatement(sql: "DELETE FROM alias WHERE name = ?")
        for name in seal.forgotten { try forget.execute(arguments: [name]) }
        return true
    }

    static func tile(_ log: Int, _ level: Int?, _ number: Int64, _ db: Database) throws -> [UInt8]? {
        try Data.fetchOne(
            db.cachedStatement(sql: "SELECT bytes FROM tile WHERE log = ? AND level = ? AND number = ?"),
            arguments: [log, level ?? -1, number]
        ).map { Array($0) }
    }

    static func secret(_ db: Database) throws -> [UInt8]? {
        guard let text = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'evidence-secret'") else {
            return nil
        }
        guard let bytes = Content.bytes(hex: text), bytes.count == EvidenceSecret.byteCount else {
            throw StoreError.damaged(path: "The evidence log's secret", what: "it is not 32 bytes")
        }
        return bytes
    }

    static func secret(_ fresh: [UInt8], _ db: Database) throws -> [UInt8] {
        if let known = try secret(db) { return known }
        guard try Int.fetchOne(db, sql: "SELECT 1 FROM log WHERE size > 0") == nil else {
            throw StoreError.damaged(path: "The evidence log's secret", what: "it is gone, and was used")
        }
        try db.execute(
            sql: "INSERT INTO meta (name, value) VALUES ('evidence-secret', ?)", arguments: [Content.hex(fresh)])
        return fresh
    }

    static func isRestored(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM meta WHERE name = ?", arguments: [RestoredMark.name]) != nil
    }

    static func resume(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM meta WHERE name = ?", arguments: [RestoredMark.name])
    }

    static func put(_ anchor: Anchor, _ db: Database) throws {
        if anchor.kind == .witness {
            // A later checkpoint that a witness signed stands for those before it.
            try db.execute(
                sql: "DELETE FROM anchor WHERE log = ? AND kind = ? AND signer = ? AND size < ?",
                arguments: [anchor.log, anchor.kind.rawValue, anchor.by, anchor.size])
        }
        try db.execute(
            sql: """
                INSERT INTO anchor (log, size, kind, signer, bytes) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (log, size, kind, signer) DO UPDATE SET bytes = excluded.bytes
                """,
            arguments: [anchor.log, anchor.size, anchor.kind.rawValue, anchor.by, Data(anchor.bytes)])
    }

    static func anchors(_ log: Int, _ db: Database) throws -> [Anchor] {
        try Row.fetchAll(
            db, sql: "SELECT size, kind, signer, bytes FROM anchor WHERE log = ? ORDER BY size, kind, signer",
            arguments: [log]
        ).compactMap { row in
            guard let kind = Anchor.Kind(rawValue: row[1]) else { return nil }
            return Anchor(log: log, size: row[0], kind: kind, by: row[2], bytes: Array(row[3] as Data))
        }
    }
}
