// What a desk holds besides its journal and what can be made from it: receipts, so that a command that comes again is not
// done twice; messages on their way and dead letters; followers' places; the evidence log, which goes on as it was. Both
// kinds of store have the same tables.

import Crypto
import Desk
import Domain
import Evidence
import Foundation
import GRDB

/// A table of work in hand; its key's columns come first.
struct WorkTable: Sendable {
    let name: String
    let columns: [(name: String, kind: Kind)]
    let keys: Int
    /// How many rows are read at once.
    var page = 2_000
    /// Of its rows only those.
    var only: String?

    enum Kind { case text, int, blob }

    static let all = [
        WorkTable(
            name: "receipt",
            columns: [
                ("actor", .text), ("key", .text), ("hash", .text), ("first", .int), ("count", .int), ("recorded", .int),
            ], keys: 2),
        WorkTable(
            name: "message",
            columns: [
                ("position", .int), ("number", .int), ("maker", .text), ("target", .text), ("subject", .text),
                ("not_before", .int), ("attempts", .int), ("cause", .text),
            ], keys: 2),
        WorkTable(name: "follower", columns: [("name", .text), ("position", .int)], keys: 1),
        WorkTable(
            name: "log", columns: [("number", .int), ("origin", .text), ("size", .int), ("checkpoint", .text)], keys: 1),
        WorkTable(
            name: "tile", columns: [("log", .int), ("level", .int), ("number", .int), ("bytes", .blob)], keys: 3,
            page: 100),
        WorkTable(name: "alias", columns: [("name", .text), ("id", .text)], keys: 1),
        WorkTable(
            name: "anchor",
            columns: [("log", .int), ("size", .int), ("kind", .text), ("signer", .text), ("bytes", .blob)], keys: 4,
            page: 500),
        WorkTable(
            name: "meta", columns: [("name", .text), ("value", .text)], keys: 1,
            only: "name IN ('evidence-secret', '\(RestoredMark.name)')"),
    ]

    var names: String { columns.map(\.name).joined(separator: ", ") }
    var keyNames: String { columns.prefix(keys).map(\.name).joined(separator: ", ") }

    /// - Parameter beyond: marks for the keys of the last row that was read.
    func page(beyond: String?) -> String {
        let wanted = [only, beyond.map { "(\(keyNames)) > (\($0))" }].compactMap(\.self)
        let condition = wanted.isEmpty ? "" : "WHERE " + wanted.joined(separator: " AND ")
        return "SELECT \(names) FROM \(name) \(condition) ORDER BY \(keyNames) LIMIT \(page)"
    }
}

extension WorkTable.Kind {
    var inPostgres: String {
        switch self {
        case .text: "text"
        case .int: "bigint"
        case .blob: "bytea"
        }
    }
}

enum WorkValue: Hashable, Sendable {
    case text(String)
    case int(Int64)
    case blob([UInt8])
    case null
}

/// How many rows there are and a sum over them, the same in whatever order they come.
public struct WorkTally: Hashable, Sendable {
    public var rows = 0
    var sum: UInt64 = 0

    mutating func add(_ row: [WorkValue]) {
        rows += 1
        let short = row.map { if case .blob(let bytes) = $0 { WorkValue.text(Content.hash(bytes)) } else { $0 } }
        let digest = SHA256.hash(data: Data("\(short)".utf8))
        sum &+= digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}

/// The tables of one desk.
enum WorkInHand: Sendable {
    case file(String)
    case database(Line, name: String, filler: String)

    /// - Parameter filler: the node that fills the desk; only its desk is written to.
    init(_ place: PostgresPlace, filler: String = "") {
        let line = Line(place, name: "yinuo work", settings: "SET statement_timeout = '60s';")
        self = .database(line, name: place.name, filler: filler)
    }

    init(_ place: DeskPlace) {
        switch place {
        case .file(let path): self = .file(path)
        case .database(let place): self.init(place)
        }
    }

    func close() async { if case .database(let line, _, _) = self { await line.close() } }

    /// Every row of a table, by pages.
    func each(_ table: WorkTable, _ take: ([[WorkValue]]) async throws -> Void) async throws {
        var after: [WorkValue]?
        while case let rows = try await rows(table, after), let last = rows.last {
            try await take(rows)
            after = Array(last.prefix(table.keys))
        }
    }

    func tally(_ table: WorkTable) async throws -> WorkTally {
        var tally = WorkTally()
        try await each(table) { rows in for row in rows { tally.add(row) } }
        return tally
    }

    private func rows(_ table: WorkTable, _ after: [WorkValue]?) async throws(StoreError) -> [[WorkValue]] {
        switch self {
        case .file(let path):
            try storing(path, "reading \(table.name)s") { try WorkInHand.rows(path, table, after) }
        case .database(let line, _, _):
            try await line.again("reading \(table.name)s") { try WorkInHand.rows($0, table, after) }
        }
    }

    func put(_ rows: [[WorkValue]], _ table: WorkTable) async throws(StoreError) {
        switch self {
        case .file(let path):
            try storing(path, "writing \(table.name)s") { try WorkInHand.put(rows, path, table) }
        case .database(let line, _, let filler):
            let sql = WorkInHand.insertion(rows, table, filler)
            // Written twice it does no harm.
            try await line.again("writing \(table.name)s") { _ = try $0.run(sql) }
        }
    }
}

extension WorkInHand {
    private static func rows(_ path: String, _ table: WorkTable, _ after: [WorkValue]?) throws -> [[WorkValue]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        let marks = Array(repeating: "?", count: table.keys).joined(separator: ", ")
        let sql = table.page(beyond: after == nil ? nil : marks)
        return try queue.read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments((after ?? []).map(\.stored))).map { row in
                table.columns.indices.map { WorkValue(row[$0] as DatabaseValue) }
            }
        }
    }

    private static func put(_ rows: [[WorkValue]], _ path: String, _ table: WorkTable) throws {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        let marks = Array(repeating: "?", count: table.columns.count).joined(separator: ", ")
        try queue.write { db in
            let statement = try db.makeStatement(
                sql: "INSERT INTO \(table.name) (\(table.names)) VALUES (\(marks)) ON CONFLICT DO NOTHING")
            for row in rows { try statement.execute(arguments: StatementArguments(row.map(\.stored))) }
        }
    }

    private static func rows(_ link: Link, _ table: WorkTable, _ after: [WorkValue]?) throws -> [[WorkValue]] {
        let marks = (0..<table.keys).map { "$\($0 + 1)::\(table.columns[$0].kind.inPostgres)" }
        let sql = table.page(beyond: after == nil ? nil : marks.joined(separator: ", "))
        let answer = try link.ask(sql, (after ?? []).map(\.parameter))
        return (0..<answer.count).map { row in
            table.columns.enumerated().map { index, column in
                let place = Int32(index)
                if answer.isNull(row, place) { return .null }
                return switch column.kind {
                case .text: .text(answer.text(row, place))
                case .int: .int(answer.int(row, place))
                case .blob: .blob(answer.blob(row, place))
                }
            }
        }
    }

    /// Writes nothing where somebody else fills the desk by now.
    private static func insertion(_ rows: [[WorkValue]], _ table: WorkTable, _ filler: String) -> [CChar] {
        var sql = Array("INSERT INTO \(table.name) (\(table.names)) SELECT x.* FROM head, unnest(".utf8)
        for (index, column) in table.columns.enumerated() {
            var values = Column()
            for row in rows { values.add(row[index]) }
            if index > 0 { sql.append(UInt8(ascii: ",")) }
            values.write(to: &sql)
            sql += "::\(column.kind.inPostgres)[]".utf8
        }
        sql += ") AS x (\(table.names)) WHERE head.filler = '\(filler)' ON CONFLICT DO NOTHING".utf8
        sql.append(0)
        return sql.map { CChar(bitPattern: $0) }
    }
}

extension WorkValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let number): self = .int(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(Array(data))
        case .null, .double: self = .null
        }
    }

    fileprivate var stored: DatabaseValue {
        switch self {
        case .text(let text): text.databaseValue
        case .int(let number): number.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        case .null: .null
        }
    }

    fileprivate var parameter: Parameter {
        switch self {
        case .text(let text): .text(text)
        case .int(let number): .int(number)
        case .blob(let bytes): .bytes(bytes)
        case .null: .text(nil)
        }
    }
}

extension Column {
    fileprivate mutating func add(_ value: WorkValue) {
        switch value {
        case .text(let text): add(text)
        case .int(let number): add(number)
        case .blob(let bytes): add(hex: bytes)
        case .null: addNull()
        }
    }
}
