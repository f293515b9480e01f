import Foundation
import Support

/// The parent for desks in PostgreSQL: two or three nodes work on one database while one of them, a session, all
/// sessions or the server come to an end, or a node stands still; then all nodes are killed and the desk is looked at.
final class ServerRounds {
    private static let roundsPerDesk = 10
    private enum Mishap: String, CaseIterable {
        case nodeKilled = "a node killed"
        case nodeStopped = "a node stood still"
        case backendKilled = "a backend killed"
        case sessionsEnded = "all sessions ended"
        case serverKilled = "the server killed"
        case none
    }

    private let options: Options
    private let base: String
    private let server: String
    private var cluster: Cluster?
    private var acknowledged = 0
    private var failed = 0
    private var kills = 0
    private var mishaps: [String: Int] = [:]
    private var faults: [String: Int] = [:]
    private var entries = 0

    init(_ options: Options) throws {
        self.options = options
        base = FileManager.default.temporaryDirectory.path + "/yinuo-crash-\(getpid())"
        server = "/tmp/yinuo-crash-pg-\(getpid())"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
    }

    func run() throws -> Bool {
        let began = ContinuousClock.now
        try startServer()
        var desk = ""
        for round in 1...max(1, options.rounds) {
            let seed = options.seed &+ UInt64(round - 1)
            if desk.isEmpty {
                desk = "desk-\(seed)"
                try FileManager.default.createDirectory(atPath: base + "/" + desk, withIntermediateDirectories: true)
                try makeDatabase(desk)
            }
            let isSound = try self.round(seed, desk)
            if !isSound { failed += 1 }
            if !isSound || round % Self.roundsPerDesk == 0 {
                if isSound { cluster!.drop(desk) }
                desk = ""
            }
            if round % 50 == 0 { say("round \(round): \(acknowledged) acknowledged, \(failed) failed", to: 2) }
        }
        if failed == 0 { try? FileManager.default.removeItem(atPath: server + "/keep") }
        cluster = nil
        if failed == 0 { try? FileManager.default.removeItem(atPath: base) }
        report((ContinuousClock.now - began).components.seconds)
        return failed == 0
    }

    /// The folder stays when the server is killed.
    private func startServer() throws {
        var tries = 0
        while true {
            do {
                cluster = try Cluster(folder: server)
                _ = FileManager.default.createFile(atPath: server + "/keep", contents: nil)
                return
            } catch {
                // The killed server's sessions end a moment after it.
                tries += 1
                if tries > 600 { throw error }
                usleep(100_000)
            }
        }
    }

    /// The server may still be on its way up.
    private func makeDatabase(_ name: String) throws {
        for _ in 0..<600 {
            if (try? cluster!.make(name)) != nil { return }
            usleep(100_000)
        }
        try cluster!.make(name)
    }

    private func round(_ seed: UInt64, _ desk: String) throws -> Bool {
        var chance = Chance(seed)
        let folder = base + "/" + desk
        let arguments = ["--url", cluster!.url(desk)]
        var nodes: [Child] = []
        func start() throws {
            let number = nodes.count
            nodes.append(
                try Child(
                    ["load", folder, "--seed", "\(seed &* 16 &+ UInt64(number))"] + arguments,
                    errors: "\(folder)/load-\(number).err"))
        }
        for _ in 0..<(2 + chance.below(2)) { try start() }
        for node in nodes where !node.listen(milliseconds: 300_000, untilFirstLine: true) {
            return fail(seed, desk, "a node ended by itself", "load-0.err")
        }
        nodes.listen(milliseconds: 100 + chance.below(600))
        let mishap = chance.one(of: Mishap.allCases)
        mishaps[mishap.rawValue, default: 0] += 1
        switch mishap {
        case .nodeKilled:
            Glibc.kill(nodes[0].id, SIGKILL)
            kills += 1
            try start()
        case .nodeStopped:
            Glibc.kill(nodes[0].id, SIGSTOP)
            Array(nodes.dropFirst()).listen(milliseconds: 1_000 + chance.below(6_000))
            Glibc.kill(nodes[0].id, SIGCONT)
        case .backendKilled:
            let found = try? cluster!.sql(
                "SELECT pid FROM pg_stat_activity WHERE datname = '\(desk)' ORDER BY random() LIMIT 1", in: "postgres")
            if let id = found.flatMap({ pid_t($0) }) { Glibc.kill(id, SIGKILL) }
            kills += 1
        case .sessionsEnded:
            _ = try? cluster!.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(desk)'", in: "postgres")
        case .serverKilled:
            cluster!.kill()
            kills += 1
            usleep(useconds_t(chance.below(400_000)))
            cluster = nil
            try startServer()
        case .none: break
        }
        nodes.listen(milliseconds: 200 + chance.below(1_200))
        for node in nodes { Glibc.kill(node.id, SIGKILL) }
        kills += nodes.count
        for (number, node) in nodes.enumerated() {
            let status = node.finish()
            if status != 128 + Int(SIGKILL) {
                return fail(
                    seed, desk, "node \(number) ended with status \(status) after \(mishap)", "load-\(number).err")
            }
            try note(node, folder)
        }
        return try look(seed, desk, arguments, mishap.rawValue)
    }

    private func look(_ seed: UInt64, _ desk: String, _ arguments: [String], _ mishap: String) throws -> Bool {
        let folder = base + "/" + desk
        let look = try Child(["check", folder, "--seed", "\(seed)"] + arguments, errors: folder + "/check.err")
        let status = look.finish()
        if status == 0 {
            for line in look.lines where line.hasPrefix("counted") {
                entries = max(entries, Int(line.split(separator: " ")[1]) ?? 0)
            }
            return true
        }
        for line in look.lines { faults[String(line.prefix { $0 != ":" }), default: 0] += 1 }
        return fail(
            seed, desk, "after \(mishap), status \(status)\n  \(look.lines.prefix(8).joined(separator: "\n  "))",
            "check.err")
    }

    private func note(_ child: Child, _ folder: String) throws {
        let lines = child.lines.filter { Told($0) != nil }
        acknowledged += lines.count { $0.hasPrefix("done") }
        let descriptor = open(folder + "/told", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Usage("\(folder)/told can't be written: errno \(errno)") }
        if !lines.isEmpty { say(lines.joined(separator: "\n"), to: descriptor) }
        close(descriptor)
    }

    private func fail(_ seed: UInt64, _ desk: String, _ what: String, _ errors: String) -> Bool {
        let complaint = (try? String(contentsOfFile: "\(base)/\(desk)/\(errors)", encoding: .utf8)) ?? ""
        say(
            """
            crash: round with seed \(seed) FAILED: \(what)
              \(complaint.split(separator: "\n").suffix(8).joined(separator: "\n  "))
              kept      \(base)/\(desk), the server's files in \(server)
              run again \(CommandLine.arguments[0]) --postgres --rounds 10 --seed \(seed)
            """, to: 2)
        return false
    }

    private func report(_ seconds: Int64) {
        let done = mishaps.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        say("kills \(kills), mishaps: \(done)")
        say("\(options.rounds * 60 / Int(max(1, seconds))) rounds a minute, up to \(entries) entries in a desk")
        say(
            "rounds \(options.rounds), commands \(acknowledged) acknowledged, lost \(faults["lost", default: 0]), "
                + "half-applied \(faults["half", default: 0])")
        say("\(max(0, options.rounds - failed)) passed, \(failed) failed")
    }
}
