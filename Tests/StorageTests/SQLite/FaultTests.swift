import Desk
import Domain
import Foundation
import GRDB
import Storage
import Support
import Testing

/// What the world does to a desk's file, and what the operator reads about it: always a cause and a cure.
@Suite(.serialized, .waiting) struct FaultTests {
    /// A file that is no desk, or no longer one, and what opening it has to say.
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        let says: String
        let make: @Sendable (_ path: String) throws -> Void
        var testDescription: String { what }
        init(_ what: String, says: String, make: @escaping @Sendable (_ path: String) throws -> Void) {
            self.what = what
            self.says = says
            self.make = make
        }
    }

    static let cases = [
        Case("a desk of a later release", says: "has schema 999, this program knows up to 4. Use the release") { path in
            try sql(path, "PRAGMA application_id = 1500073589; PRAGMA user_version = 999; CREATE TABLE later (a)")
        },
        Case("another program's database", says: "is no desk: it is the database of another program. Name a desk") {
            try sql($0, "CREATE TABLE note (text); INSERT INTO note VALUES ('mine')")
        },
        Case("another program's database with its mark", says: "is no desk: it is the database of another program.") {
            try sql($0, "PRAGMA application_id = 7; CREATE TABLE note (text)")
        },
        Case("a text", says: "is no desk: it is not an SQLite database. Name a desk") {
            try Data("Dear customer, …".utf8).write(to: URL(filePath: $0))
        },
        Case("a long text", says: "is no desk: it is not an SQLite database. Name a desk") {
            try Data(String(repeating: "Dear customer, … ", count: 1_000).utf8).write(to: URL(filePath: $0))
        },
        Case("a folder", says: "is no desk") {
            try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: true)
        },
    ]

    @Test(arguments: cases) func `what is no desk is refused and left as it is`(_ c: Case) throws {
        let place = try Place()
        try c.make(place.path)
        let before = FileManager.default.contents(atPath: place.path)
        let error = #expect(throws: StoreError.self) { try Store.sqlite(place.path) }
        let text = error?.text ?? ""
        #expect(text.contains(c.says) && text.hasPrefix(place.path), "\(text)")
        #expect(FileManager.default.contents(atPath: place.path) == before)
    }

    private static func sql(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
    }

    @Test func `an empty file becomes a desk`() async throws {
        let place = try Place()
        try Data().write(to: URL(filePath: place.path))
        let desk = try await TestDesk(try .sqlite(place.path))
        try await desk.open("t1")
        await desk.desk.close()
        #expect(try Store.integrity(place.path).isEmpty)
    }

    // MARK: damage

    /// A desk of 300 tickets with texts, closed.
    private func grown() async throws -> Place {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 0..<300 {
            try await desk.open(
                TicketID("t\(number)"), texts: [.init("text", String(repeating: "打印机坏了 ", count: 100))])
        }
        await desk.desk.close()
        #expect(try Store.integrity(place.path).isEmpty)
        return place
    }

    @Test(arguments: [1, 2, 3]) func `a truncated file is named, by whoever looks first`(quarters: Int) async throws {
        let place = try await grown()
        var bytes = FileManager.default.contents(atPath: place.path) ?? Data()
        bytes = bytes.prefix(bytes.count * quarters / 4 + 77)
        try bytes.write(to: URL(filePath: place.path))
        do {
            let faults = try Store.integrity(place.path)
            #expect(!faults.isEmpty)
        } catch { try expectDamage(error) }
        do {
            let store = try Store.sqlite(place.path)
            _ = try await store.texts(0..<10_000)
            _ = try await store.read(0, 10_000)
            _ = try await store.projections()
            Issue.record("all of it could be read")
        } catch { try expectDamage(error) }
    }

    private func expectDamage(_ error: StoreError) throws {
        guard case .damaged = error else {
            Issue.record("\(error.text)")
            return
        }
        #expect(error.text.contains("Restore the last backup"))
    }

    @Test(arguments: Seed.some(12)) func `flipped bytes are named by the walk`(_ seed: Seed) async throws {
        var seed = seed
        let place = try await grown()
        let before = try content(place)
        var bytes = FileManager.default.contents(atPath: place.path) ?? Data()
        // A page in the middle, all of it: so none of it is only free space.
        let page = seed.count(bytes.count / 4_096 / 4...bytes.count / 4_096 * 3 / 4)
        for offset in page * 4_096..<(page + 1) * 4_096 { bytes[offset] ^= UInt8(seed.count(1...255)) }
        try bytes.write(to: URL(filePath: place.path))
        // Either the walk says so, or nothing that anybody reads has changed.
        let faults = (try? Store.integrity(place.path)) ?? ["it can't even be opened"]
        if faults.isEmpty { #expect(try content(place) == before, "page \(page) was damaged and nobody said so") }
        #expect(faults.allSatisfy { $0.hasSuffix(".") || $0 == "it can't even be opened" }, "\(faults)")
    }

    /// Every table, as text.
    private func content(_ place: Place) throws -> [String] {
        let queue = try DatabaseQueue(path: place.path)
        defer { try? queue.close() }
        return try queue.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                .flatMap { table in
                    try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \(Array($0.databaseValues))" }
                }
        }
    }

    @Test func `the walk names what a database alone can't know`() async throws {
        let rows: [(sql: String, says: String)] = [
            ("DELETE FROM entry WHERE position = 20", "Positions have a gap"),
            ("UPDATE entry SET recorded = 0 WHERE position = 20", "recorded before the one in front of it"),
            ("UPDATE text SET position = 100000 WHERE position = (SELECT max(position) FROM text)", "is not there"),
            (
                "UPDATE text SET box = zeroblob(length(box)) WHERE position = (SELECT min(position) FROM text)",
                "decrypted"
            ),
            ("DELETE FROM text WHERE position = (SELECT max(position) FROM text)", "is missing"),
            ("INSERT INTO receipt VALUES ('a', 'k', '', 100000, 2, 0)", "A receipt names entries"),
            ("UPDATE entry SET kind = 'sung' WHERE position = 30", "Entry 30 is of the kind sung"),
            ("UPDATE entry SET payload = '{' WHERE position = 30", "entry 30 is damaged"),
            ("INSERT INTO follower VALUES ('f', 100000)", "past the journal's end"),
        ]
        for (sql, says) in rows {
            let place = try await grown()
            try Self.sql(place.path, sql)
            let faults = try Store.integrity(place.path)
            #expect(faults.contains { $0.contains(says) }, "\(sql): \(faults)")
        }
    }

    // MARK: the log

    @Test func `a reader that does not let go of the log makes no answer wrong, and nothing erased stays`() async throws
    {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        _ = try await desk.desk.perform(
            Request("agent:boss", .record(.customer, "c9", .put(["name": "Somebody"]))))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: place.path, configuration: configuration)
        let key = try await queue.read { db in
            try Data.fetchOne(db, sql: "SELECT key FROM person WHERE name = 'customer/c9'")
        }
        try await queue.beginReading()
        let erased = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c9", .erase)))
        #expect(try await desk.journal().last?.position == erased.positions.lowerBound)
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        for number in 0..<40 { try await desk.open(TicketID("t\(number)")) }
        for suffix in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: place.path + suffix) ?? Data()
            #expect(bytes.range(of: try #require(key)) == nil, "the key is still in desk.sqlite\(suffix)")
        }
        await desk.desk.close()
    }

    // MARK: other processes, disks and rights

    @Test func `a desk that another process holds is refused, and that process is named`() throws {
        let place = try Place()
        let holder = try RunningProgram(Self.crash, ["hold", place.path])
        #expect(holder.firstLine() == "held")
        let error = #expect(throws: StoreError.self) { try Store.sqlite(place.path) }
        #expect(
            error?.text
                == "\(place.path) is in use by process \(holder.id). Stop that program first, or name another desk.")
        // Its end is enough, however it comes; nothing has to be cleaned up.
        #expect(holder.end(SIGKILL) == 128 + SIGKILL)
        #expect(throws: Never.self) { try Store.sqlite(place.path) }
    }

    @Test func `a full disk is answered as such, loses nothing and is over when there is room again`() throws {
        let place = try Place()
        let mount = "mount -t tmpfs -o size=14m none \"$1\" && exec \"$0\" fill \"$1\""
        let answer =
            Self.maySetUpDisks
            ? try Self.run("unshare", Self.own + ["sh", "-c", mount, Self.crash, place.folder.path])
            : try Self.run(Self.crash, ["fill", place.folder.path, "--file-bytes", "4000000"])
        #expect(answer.status == 0 && answer.output.hasSuffix("sound\n"), "\(answer)")
        let full = answer.output.split(separator: "\n").first { $0.hasPrefix("full after") } ?? ""
        if Self.maySetUpDisks {
            #expect(full.contains("The disk is full (") && full.contains("Make room;"), "\(answer)")
        } else {
            // Not a full disk but the next best: a limit, which the system answers with another error.
            #expect(full.contains("failed: ") && full.hasSuffix("the disk."), "\(answer)")
        }
    }

    @Test(.enabled(if: maySetUpDisks)) func `a desk on a disk that can't be written to is refused`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        await desk.desk.close()
        let mount = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$0\" open \"$1/$2\""
        for name in ["desk.sqlite", "new.sqlite"] {
            let answer = try Self.run("unshare", Self.own + ["sh", "-c", mount, Self.crash, place.folder.path, name])
            #expect(answer.output.contains("\(name) can't be written. Check the rights of the file"), "\(answer)")
        }
    }

    @Test func `a file or a folder without the right to write is refused`() async throws {
        for (mode, folderMode) in [(0o444, 0o777), (0o666, 0o555), (0o600, 0o700)] {
            let place = try Place()
            let desk = try await TestDesk(try .sqlite(place.path))
            await desk.desk.close()
            try FileManager.default.removeItem(atPath: place.path + ".lock")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path)
            try FileManager.default.setAttributes([.posixPermissions: folderMode], ofItemAtPath: place.folder.path)
            defer {
                try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: place.folder.path)
            }
            let isRoot = getuid() == 0
            if !isRoot, mode == 0o600 { continue }
            let answer = try Self.run(Self.crash, ["open", place.path] + (isRoot ? ["--as-nobody"] : []))
            #expect(answer.output.contains(" can't be "), "\(answer)")
            #expect(answer.output.contains("rights"), "\(answer)")
        }
    }

    private static let crash = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "crash").path
    /// Disks of one's own, which end with the process; root needs no namespace of users for that.
    private static let own = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    private static let maySetUpDisks: Bool = {
        let folder = FileManager.default.temporaryDirectory.path
        let answer = try? run("unshare", own + ["sh", "-c", "mount -t tmpfs none \"$0\"", folder])
        return answer?.status == 0
    }()

    struct Answer {
        let status: Int32
        let output: String
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Answer {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
}

extension DatabaseQueue {
    /// Begins to read and does not end.
    fileprivate func beginReading() async throws {
        try await writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM entry")
        }
    }
}
