import Desk
import Domain
import GRDB

extension Store {
    /// A desk in a file, to be looked at: nothing is written, not even the log and the index that an opening makes.
    ///
    /// A desk of an earlier release keeps its tables, so what they lack can't be asked.
    public static func looking(at path: String) throws(StoreError) -> Store { try .sqlite(path, .look) }
}

extension DeskStatus {
    /// As a look that writes nothing finds it.
    public init(lookingAt place: DeskPlace, now: Instant) async throws(StoreError) {
        switch place {
        case .file(let path): try self.init(of: path, now: now, .look)
        case .database: try await self.init(of: place, now: now)
        }
    }
}

/// What a desk's file says of itself.
public struct FileLook: Sendable {
    /// Of its tables, and of those that this release makes.
    public let schema: Int
    public static let schemaOfThisRelease = Schema.version
    /// Of the database, and of the log beside it.
    public let bytes: Int
    public let logBytes: Int
    /// What `PRAGMA quick_check` finds wrong; nil where it was not through in time.
    public let faults: [String]?

    /// - Parameter limit: how long pages are looked through, which a large desk has many of.
    public init(_ path: String, limit: Duration) async throws(StoreError) {
        let file = try DeskFile(path, .look, readers: 1)
        defer { file.shut() }
        do {
            schema = try await file.pool.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }
            faults = try await Self.faults(file, limit)
        } catch { throw StoreError(error, path, "looking at the desk") }
        (bytes, logBytes) = (Disk.size(file.path), Disk.size(file.path + "-wal"))
    }

    private static func faults(_ file: DeskFile, _ limit: Duration) async throws -> [String]? {
        let alarm = Task {
            try await Task.sleep(for: .milliseconds(limit.milliseconds))
            file.pool.interrupt()
        }
        defer { alarm.cancel() }
        do {
            let answers = try await file.pool.read { db in try String.fetchAll(db, sql: "PRAGMA quick_check(5)") }
            return answers == ["ok"] ? [] : answers
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return nil
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            return [error.message ?? "a page can't be read"]
        }
    }
}

/// What a database says of itself, whether there is a desk in it or not.
public struct DatabaseLook: Sendable {
    /// `15.8`
    public let version: String
    /// Nil where there is no desk.
    public let schema: Int?
    public static let schemaOfThisRelease = PostgresSchema.version
    /// Why a desk can't be served from it.
    public let trouble: String?
    /// What an operator should know of its standbys; for the second of the two, nothing waits.
    public let standbyTrouble: String?
    public let standbyNote: String?
    /// To be added to this machine's clock to have the database's.
    public let clockOffset: Duration

    public init(_ place: PostgresPlace, clock: @escaping @Sendable () -> Instant) async throws(StoreError) {
        let line = Line(place, name: "yinuo doctor")
        do throws(StoreError) {
            self = try await line.again("looking at the database", for: .seconds(3)) { try DatabaseLook($0, clock) }
            await line.close()
        } catch {
            await line.close()
            throw error
        }
    }

    private init(_ link: Link, _ clock: () -> Instant) throws {
        let asked = clock()
        let answer = try link.run(
            """
            SELECT current_setting('server_version'), current_setting('server_version_num')::int,
                current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on', pg_is_in_recovery(),
                current_setting('server_encoding'), to_regclass('yinuo.meta') IS NOT NULL,
                (extract(epoch FROM clock_timestamp()) * 1000)::bigint, \(PostgresStandbys.columns)
            """)[0]
        let told = clock()
        func isOn(_ column: Int32) -> Bool { answer.text(0, column) == "t" }
        version = String(answer.text(0, 0).prefix { $0 != " " })
        let standbys = PostgresStandbys(answer, from: 7)
        standbyTrouble = standbys.trouble
        standbyNote = standbyTrouble == nil ? standbys.warning : nil
        // It was read somewhere between the two.
        clockOffset = Duration(milliseconds: answer.int(0, 6) - (asked.milliseconds + told.milliseconds) / 2)
        schema =
            isOn(5)
            ? Int(try link.run("SELECT max(value::bigint) FROM yinuo.meta WHERE name = 'schema'")[0].int(0, 0)) : nil
        trouble =
            if answer.int(0, 1) < 140_000 {
                "Version 14 or later is needed. Move to one."
            } else if !isOn(2) {
                "fsync or full_page_writes is off, so a power cut takes what was acknowledged. Turn both on."
            } else if isOn(3) {
                "It is a standby, which only reads. Name the primary, or both with target_session_attrs=read-write."
            } else if answer.text(0, 4) != "UTF8" {
                "Its encoding is \(answer.text(0, 4)). Make a database with ENCODING 'UTF8' TEMPLATE template0."
            } else { nil }
    }
}
