import Desk
import Domain
import GRDB
import GRDBSQLite

/// Walks entries of the journal, the payload read where it lies: a rebuild reads millions of them.
struct EntryRows {
    private let statement: Statement
    private let pointer: OpaquePointer
    /// The last stream's name, which mostly is the next one's too.
    private var stream: StreamID?
    private var name: [UInt8] = []
    private var actor: Actor?
    private var actorBytes: [UInt8] = []

    /// - Parameter statement: gives position, name, version, kind, occurred, recorded, actor, payload.
    init(_ statement: Statement) {
        self.statement = statement
        pointer = statement.sqliteStatement
    }

    func bind(_ from: Int64, _ limit: Int64) {
        sqlite3_bind_int64(pointer, 1, from)
        sqlite3_bind_int64(pointer, 2, limit)
    }

    func bind(_ id: StreamID) { Prepared.Binder(pointer: pointer).text(1, id.description) }

    func end() { sqlite3_reset(pointer) }

    mutating func next() throws -> Journal.Entry? {
        let code = sqlite3_step(pointer)
        if code == SQLITE_DONE { return nil }
        guard code == SQLITE_ROW else {
            let connection = sqlite3_db_handle(pointer)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)))
        }
        let position = sqlite3_column_int64(pointer, 0)
        let kind = kind(column(3))
        guard let stream = stream(column(1)) else {
            throw StoreError.unknownEntry(position: position, kind: String(decoding: column(1), as: UTF8.self))
        }
        let occurred = Instant(milliseconds: sqlite3_column_int64(pointer, 4))
        do throws(CodecFault) {
            let (event, bound) = try JournalCodec.decode(
                kind: kind, payload: column(7), stream: stream, occurred: occurred)
            return Journal.Entry(
                position: position, stream: stream, version: Int(sqlite3_column_int64(pointer, 2)), occurred: occurred,
                recorded: Instant(milliseconds: sqlite3_column_int64(pointer, 5)), actor: actor(column(6)),
                event: event, bound: bound)
        } catch {
            if case .unknownKind = error { throw StoreError.unknownEntry(position: position, kind: kind) }
            throw StoreError.damaged(path: "entry \(position)", what: error.cause)
        }
    }

    /// Valid until the next step.
    private func column(_ index: Int32) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_text(pointer, index)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
    }

    private mutating func stream(_ bytes: UnsafeBufferPointer<UInt8>) -> StreamID? {
        if stream == nil || !bytes.elementsEqual(name) {
            name = Array(bytes)
            stream = StreamID(String(decoding: bytes, as: UTF8.self))
        }
        return stream
    }

    private mutating func actor(_ bytes: UnsafeBufferPointer<UInt8>) -> Actor {
        if let actor, bytes.elementsEqual(actorBytes) { return actor }
        actorBytes = Array(bytes)
        let actor = Actor(rawValue: String(decoding: bytes, as: UTF8.self))
        self.actor = actor
        return actor
    }

    /// Kinds are short enough that a string of one needs no heap.
    private func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
