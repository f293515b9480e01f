import Foundation
import GRDB
import GRDBSQLite

/// Rows of a statement, read where they lie: a search looks at hundreds, and boxing their values would cost more than
/// all the rest.
struct RawRows {
    private let statement: Statement
    private let pointer: OpaquePointer

    /// - Parameter sql: prepared once a connection.
    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        pointer = statement.sqliteStatement
    }

    func bind(_ bind: (Prepared.Binder) -> Void) { bind(Prepared.Binder(pointer: pointer)) }

    func bind(_ arguments: StatementArguments) throws { try statement.setArguments(arguments) }

    /// - Returns: whether there is a row.
    func next() throws -> Bool {
        let code = sqlite3_step(pointer)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        let connection = sqlite3_db_handle(pointer)
        throw DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }

    /// Every row; the statement can be bound anew afterwards.
    func each(_ take: () throws -> Void) throws {
        defer { end() }
        while try next() { try take() }
    }

    func end() { sqlite3_reset(pointer) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
    func text(_ column: Int32) -> String {
        let start = sqlite3_column_text(pointer, column)
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
        return String(decoding: bytes, as: UTF8.self)
    }
    /// Where they lie: valid until the next step.
    func withBytes<T>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        let start = sqlite3_column_blob(pointer, column)
        let count = Int(sqlite3_column_bytes(pointer, column))
        return try body(
            UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count))
    }
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
    }
}

/// Several numbers in one statement, which is begun and ended once for a page of hits instead of once for each.
extension RawRows {
    /// As many as a page has that nobody asked to be longer.
    static let atOnce = 20
    /// For `VALUES`: rows of one number.
    static let marks = (0..<atOnce).map { _ in "(?)" }.joined(separator: ", ")
    /// Rows of two: how many come before it, and the number.
    static let numberedMarks = (0..<atOnce).map { "(\($0), ?)" }.joined(separator: ", ")

    /// - Parameter number: nil behind the last; nothing equals that.
    func bindAtOnce(_ number: (Int) -> Int64?) {
        bind { row in for index in 0..<Self.atOnce { row.int(Int32(index + 1), number(index)) } }
    }
}
