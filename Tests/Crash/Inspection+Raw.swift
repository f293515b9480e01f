import Foundation
import GRDB
import Support

/// The tables as another program reads them.
extension Inspection {
    /// Actor, key, first position, count, recorded.
    func receipts() throws -> [[String]] {
        let sql = "SELECT actor, key, first, count, recorded FROM receipt ORDER BY first, count"
        if let url { return try psql(url, sql) }
        return try raw { db in
            try Row.fetchAll(db, sql: sql).map { row in
                [row[0], row[1], "\(row[2] as Int64)", "\(row[3] as Int64)", "\(row[4] as Int64)"]
            }
        }
    }

    func positionsOfMessages() throws -> Set<Int64> {
        let sql = "SELECT position FROM message"
        if let url { return Set(try psql(url, sql).compactMap { Int64($0[0]) }) }
        return try raw { db in try Set(Int64.fetchAll(db, sql: sql)) }
    }

    private func psql(_ url: String, _ sql: String) throws -> [[String]] {
        let program = try RunningProgram("psql", [url, "-AtqF", "\t", "-c", "SET search_path = yinuo", "-c", sql])
        let rows = program.everything().split(separator: "\n")
        guard program.end(0) == 0 else { throw Usage("psql does not answer: \(sql)") }
        return rows.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    func raw<T>(_ body: (Database) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read(body)
    }
}
