import Desk
import Foundation
import GRDB

/// A desk's file, opened and found to be one.
///
/// Beside `NAME` lie SQLite's own `NAME-wal` and `NAME-shm`, and `NAME.lock`, which the one program that may write holds.
final class DeskFile: Sendable {
    let path: String
    let pool: DatabasePool
    /// What SQLite is told to open.
    private let name: String
    private let lock: Int32?
    /// How long one waits for another program's lock.
    static let busySeconds = 5

    enum Use: Sendable {
        /// The only writer; the file is made if it is not there.
        case write
        /// Beside a writer, or without one.
        case read
        /// Likewise, and nothing is written: neither a log that was left is folded in, nor one made.
        case look
    }

    init(_ named: String, _ use: Use, readers: Int = 4) throws(StoreError) {
        // As SQLite does: one file by two names has one log, so it must have one lock too.
        let path = DeskFile.real(named)
        self.path = path
        let exists = FileManager.default.fileExists(atPath: path)
        if use != .write, !exists {
            throw .unreadable(path: path, cause: "there is no such file")
        }
        lock = use == .write ? try DeskFile.locked(path) : nil
        do throws(StoreError) {
            if !exists { try DeskFile.make(path) }
            if use == .write, access(path, W_OK) != 0 { throw .readOnly(path: path) }
            if exists { try DeskFile.check(path) }
            var configuration = Configuration()
            configuration.maximumReaderCount = readers
            configuration.readonly = use == .look
            configuration.busyMode = .timeout(Double(DeskFile.busySeconds))
            // The one writer finds or makes a stream before its entries; what looks at the whole file asks for orphans.
            configuration.foreignKeysEnabled = false
            configuration.prepareDatabase { db in
                // What is deleted is overwritten: an erased key must not linger in a free page.
                try db.execute(sql: "PRAGMA secure_delete = ON")
                // In kB. Readers come and go; what is hot is the writer's.
                try db.execute(sql: "PRAGMA cache_size = \(db.configuration.readonly ? -8192 : -65536)")
                try db.execute(sql: "PRAGMA temp_store = MEMORY")
                // 8 MB: hot pages are copied into the file once for many commits, and the log is still read in a blink.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 2000")
            }
            let name = use == .look ? DeskFile.untouched(path) : path
            self.name = name
            pool = try storing(path, "opening the desk") { try DatabasePool(path: name, configuration: configuration) }
            let pool = pool
            try storing(path, "looking at the desk") { try pool.read { db in try DeskFile.verify(db, path) } }
            if use == .write {
                try storing(path, "preparing the desk") {
                    // Only now: a pool sets NORMAL when it turns the log on, after the configuration has been applied,
                    // and then a power cut takes what was acknowledged since the last checkpoint.
                    try pool.writeWithoutTransaction { db in
                        try db.execute(sql: "PRAGMA synchronous = FULL")
                        guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                            throw StoreError.failed(operation: "preparing the desk", cause: "the disk can't be synced")
                        }
                    }
                    try pool.write { db in try Schema.migrate(db) }
                    if let to = try pool.read({ db in try DeskFence.target(db) }) {
                        throw StoreError.fenced(place: path, to: to)
                    }
                    // What was erased just before a sudden end may still be in the log.
                    _ = pool.writeWithoutTransaction { db in db.emptyLog() }
                }
            }
        } catch {
            if let lock { DeskFile.unlock(lock) }
            throw error
        }
    }

    /// Readers for the thread that asks, apart from those of `pool`: who waits for one of these holds up a thread, and
    /// what is done on them never needs another thread to come to its end. One for each thread of the connections and of
    /// the work away from them.
    func glances() throws(StoreError) -> DatabasePool {
        try storing(path, "opening the desk") {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.maximumReaderCount = max(4, 2 * ProcessInfo.processInfo.activeProcessorCount)
            configuration.busyMode = .timeout(Double(DeskFile.busySeconds))
            configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cache_size = -4096") }
            return try DatabasePool(path: name, configuration: configuration)
        }
    }

    func shut() {
        try? pool.close()
        if let lock { DeskFile.unlock(lock) }
    }

    /// The name by which SQLite makes no log beside a file that has none: nobody has it open then.
    private static func untouched(_ path: String) -> String {
        let hasLog = FileManager.default.fileExists(atPath: path + "-wal")
        return hasLog ? path : URL(fileURLWithPath: path).absoluteString + "?immutable=1"
    }

    /// Where a path leads in the end; itself while nothing is there.
    private static func real(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Only its owner may read it: it holds people's data and their keys. SQLite gives its side files the same rights.
    private static func make(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EACCES || errno == EROFS { throw .readOnly(path: path) }
            throw .unreadable(path: path, cause: String(cString: strerror(errno)))
        }
        close(descriptor)
    }

    /// The header tells a desk from another database, and a later release's desk, before anything is touched.
    private static func check(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, cause: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = read(descriptor, &header, 100)
        if count == 0 { return }
        guard count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .foreign(path: path, what: "it is not an SQLite database")
        }
        // Both may still lie in the log, where `verify` finds them; here nothing has been touched yet.
        func word(_ offset: Int) -> Int32 {
            Int32(bitPattern: header[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        let (application, version) = (word(68), Int(word(60)))
        if application == Schema.backupID {
            throw .foreign(
                path: path, what: "it is a backup without its people's keys; yinuo restore makes a desk of it")
        }
        if application != 0, application != Schema.applicationID {
            throw .foreign(path: path, what: "it is the database of another program")
        }
        if application == Schema.applicationID, version > Schema.version {
            throw .newer(path: path, version: version, known: Schema.version)
        }
        if application == 0 { try look(path) }
    }

    /// A desk that ended before its first checkpoint has its mark in the log alone. Looked at without writing: another
    /// program's database is left as it is, and to open it as a desk would turn its log on.
    private static func look(_ path: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.readonly = true
        // What can't be read so, a journal to be rolled back say, is for the real opening to tell.
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return }
        defer { try? queue.close() }
        do { try queue.read { db in try verify(db, path) } } catch {
            if let error = error as? StoreError { throw error }
        }
    }

    /// The right to write there, until it is given back by `unlock`.
    static func locked(_ path: String) throws(StoreError) -> Int32 {
        let name = path + ".lock"
        // A link would have its target emptied.
        let descriptor = open(name, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            if errno == EACCES || errno == EROFS { throw .readOnly(path: path) }
            if errno == ELOOP { throw .unreadable(path: name, cause: "it is a link to another file") }
            throw .unreadable(path: path, cause: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var holder = [UInt8](repeating: 0, count: 32)
            let count = max(0, pread(descriptor, &holder, 32, 0))
            close(descriptor)
            let process = String(decoding: holder.prefix(count), as: UTF8.self)
            throw .inUse(path: path, by: process.isEmpty ? "another program" : "process \(process)")
        }
        let process = Array("\(getpid())".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, process, process.count, 0)
        return descriptor
    }

    /// A program that another thread begins just now holds a copy of the descriptor for a moment: to close this one
    /// alone would leave the desk in use until then.
    static func unlock(_ descriptor: Int32) {
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// What the file says it is.
    static func verify(_ db: Database, _ path: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        if application == 0, version == 0, tables == 0 { return }
        guard application == Schema.applicationID else {
            throw StoreError.foreign(path: path, what: "it is the database of another program")
        }
        guard version <= Schema.version else {
            throw StoreError.newer(path: path, version: version, known: Schema.version)
        }
    }
}

/// Runs a step on a database and gives its failure our words.
func storing<T>(_ path: String, _ operation: String, _ body: () throws -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(error, path, operation) }
}

extension StoreError {
    init(_ error: any Error, _ path: String, _ operation: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(operation: operation, cause: "\(error)")
            return
        }
        let message = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(operation: operation)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
        case .SQLITE_NOTADB: self = .foreign(path: path, what: "it is not an SQLite database")
        case .SQLITE_CORRUPT: self = .damaged(path: path, what: message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path, by: "another program")
        case .SQLITE_CANTOPEN: self = .unreadable(path: path, cause: message)
        default: self = .failed(operation: operation, cause: message)
        }
    }
}
