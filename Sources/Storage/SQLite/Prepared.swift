import Domain
import Foundation
import GRDB
import GRDBSQLite
import Glibc

/// A statement of the writer, prepared once and bound by hand: a row written through lists of boxed values costs three
/// times as much, and the writer is what everybody waits for.
final class Prepared {
    private let statement: Statement
    private let pointer: OpaquePointer
    private let connection: OpaquePointer
    /// Only of a statement that nobody else steps, for it has no texts of its own then.
    private let scratch: Scratch?

    /// - Parameter isKept: the connection keeps it for the next who prepares the same; nobody else may use it meanwhile.
    init(_ db: Database, _ sql: String, isKept: Bool = false) throws {
        statement = try isKept ? db.cachedStatement(sql: sql) : db.makeStatement(sql: sql)
        pointer = statement.sqliteStatement
        connection = db.sqliteConnection!
        scratch = isKept ? nil : Scratch()
    }

    /// Where the texts of a row lie while it is written, each row's where those of the last one lay: SQLite would fetch
    /// memory for each, and give it back, a dozen times a row.
    final class Scratch {
        private static let size = 4_096
        private let start = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        private var used = 0

        deinit { start.deallocate() }

        func clear() { used = 0 }

        /// - Returns: nil where there is no room.
        func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<CChar>? {
            guard let from = bytes.baseAddress, bytes.count <= Self.size - used else { return nil }
            let place = UnsafeMutableRawPointer(start + used)
            place.copyMemory(from: from, byteCount: bytes.count)
            used += bytes.count
            return UnsafePointer(place.assumingMemoryBound(to: CChar.self))
        }
    }

    struct Binder {
        let pointer: OpaquePointer
        var scratch: Scratch?

        func int(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }
        func int(_ index: Int32, _ value: Int) { sqlite3_bind_int64(pointer, index, Int64(value)) }
        func int(_ index: Int32, _ value: Int64?) {
            if let value { sqlite3_bind_int64(pointer, index, value) } else { sqlite3_bind_null(pointer, index) }
        }
        func blob(_ index: Int32, _ value: [UInt8]) {
            _ = value.withUnsafeBytes { bytes in
                // Bytes without an address would be NULL.
                sqlite3_bind_blob(
                    pointer, index, bytes.baseAddress ?? UnsafeRawPointer(empty), Int32(bytes.count), transient)
            }
        }
        func text(_ index: Int32, _ value: String?) {
            guard var value else {
                sqlite3_bind_null(pointer, index)
                return
            }
            value.withUTF8 { text(index, UnsafeRawBufferPointer($0)) }
        }
        func text(_ index: Int32, _ utf8: [UInt8]) { utf8.withUnsafeBytes { text(index, $0) } }

        private func text(_ index: Int32, _ bytes: UnsafeRawBufferPointer) {
            if let kept = scratch?.keep(bytes) {
                sqlite3_bind_text(pointer, index, kept, Int32(bytes.count), nil)
            } else {
                // A text of no bytes may have no address, which SQLite would take for NULL.
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? empty
                sqlite3_bind_text(pointer, index, start, Int32(bytes.count), transient)
            }
        }
    }

    private var binder: Binder {
        scratch?.clear()
        return Binder(pointer: pointer, scratch: scratch)
    }

    /// Runs it for its effect.
    func run(_ bind: (Binder) -> Void) throws {
        defer { sqlite3_reset(pointer) }
        bind(binder)
        try check(sqlite3_step(pointer), wanted: SQLITE_DONE)
    }

    /// The same with bytes that SQLite reads where they lie: a copy of a long text costs more than its row.
    func run(blob index: Int32, _ bytes: some ContiguousBytes, _ bind: (Binder) -> Void) throws {
        // A statement that has not been reset takes no value, and one that is must not keep what is no longer there.
        defer {
            sqlite3_reset(pointer)
            sqlite3_bind_null(pointer, index)
        }
        bind(binder)
        try bytes.withUnsafeBytes { bytes in
            sqlite3_bind_blob(pointer, index, bytes.baseAddress, Int32(bytes.count), nil)
            try check(sqlite3_step(pointer), wanted: SQLITE_DONE)
        }
    }

    /// The first column of the first row; nil where there is none, or NULL.
    func int(_ bind: (Binder) -> Void) throws -> Int64? {
        defer { sqlite3_reset(pointer) }
        bind(binder)
        let code = sqlite3_step(pointer)
        if code == SQLITE_DONE { return nil }
        try check(code, wanted: SQLITE_ROW)
        return sqlite3_column_type(pointer, 0) == SQLITE_NULL ? nil : sqlite3_column_int64(pointer, 0)
    }

    private func check(_ code: Int32, wanted: Int32) throws {
        if code == wanted { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}

private nonisolated(unsafe) let empty = UnsafePointer(strdup("")!)

/// SQLite copies what is bound so before the call returns.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
