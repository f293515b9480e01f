import Foundation

/// A private PostgreSQL on a socket; it ends with the program that started it.
public final class Cluster: Sendable {
    public let folder: String
    /// Of the postmaster.
    public let id: pid_t
    private nonisolated(unsafe) let program: RunningProgram

    /// One for all tests of a program, each with a database of its own.
    public static let shared = try! Cluster()

    /// - Parameters:
    ///   - primary: the cluster it is a standby of.
    ///   - settings: `name=value` each.
    public init(following primary: Cluster? = nil, folder: String? = nil, _ settings: [String] = []) throws {
        // A socket's path may not be long.
        self.folder = folder ?? "/tmp/yinuo-pg-\(getpid())-\(UInt32.random(in: 0..<1_000_000))"
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "postgres-cluster").path
        let of = primary.map { ["--of", $0.folder] } ?? []
        program = try RunningProgram(script, [self.folder] + of + settings)
        let line = program.firstLine()
        guard line.hasPrefix("ready "), let id = pid_t(line.dropFirst(6)) else {
            throw NotReady(log: (try? String(contentsOfFile: self.folder + "/server.log", encoding: .utf8)) ?? line)
        }
        self.id = id
    }

    deinit {
        // It ends with its input, and takes its folder along unless that holds a file called keep.
        program.endInput()
        _ = program.end(0)
    }

    public struct NotReady: Error { public let log: String }

    /// A busy machine may be slow to begin a session, for which the desk has two seconds unless it is told otherwise.
    public func url(_ database: String) -> String {
        "postgresql://desk@/\(database)?host=\(folder)&connect_timeout=60"
    }

    /// Makes a database if it is not there.
    public func make(_ database: String) throws {
        let found = try sql("SELECT 1 FROM pg_database WHERE datname = '\(database)'", in: "postgres")
        // Without the waiting for a checkpoint that copying files takes.
        if found.isEmpty { try sql("CREATE DATABASE \"\(database)\" STRATEGY wal_log", in: "postgres") }
    }

    public func drop(_ database: String) {
        _ = try? sql("DROP DATABASE IF EXISTS \"\(database)\" WITH (FORCE)", in: "postgres")
    }

    /// Runs statements by psql.
    /// - Returns: rows as text, columns with a bar between them.
    @discardableResult
    public func sql(_ statements: String, in database: String) throws -> String {
        let program = try RunningProgram(
            "psql", ["-h", folder, "-U", "desk", "-d", database, "-Atqc", statements], errors: "/dev/null")
        let text = program.everything()
        let status = program.end(0)
        guard status == 0 else { throw NotReady(log: "\(statements): \(text)") }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Ends it as a power cut of its process would.
    public func kill() { Foundation.kill(id, SIGKILL) }
}
