import Foundation
import Support

/// A server with a synchronous standby is killed under load and the standby promoted: how long nobody is answered, and
/// whether all that was acknowledged is there.
final class PromotionRounds {
    /// It takes a few seconds, and on a busy machine longer.
    private static let patience = Swift.Duration.seconds(180)

    private let options: Options
    private let base: String
    private var worst = 0
    private var acknowledged = 0

    init(_ options: Options) throws {
        self.options = options
        base = FileManager.default.temporaryDirectory.path + "/yinuo-promotion-\(getpid())"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
    }

    func run() throws -> Bool {
        var failed = 0
        for round in 0..<options.rounds {
            if try !self.round(options.seed &+ UInt64(round)) { failed += 1 }
        }
        say("rounds \(options.rounds), commands \(acknowledged) acknowledged, answered again after at most \(worst) ms")
        say("\(options.rounds - failed) passed, \(failed) failed")
        return failed == 0
    }

    private func round(_ seed: UInt64) throws -> Bool {
        let folder = "\(base)/desk-\(seed)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let primary = try Cluster()
        try primary.make("desk")
        let standby = try Cluster(following: primary)
        try primary.sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'", in: "postgres")
        try primary.sql("SELECT pg_reload_conf()", in: "postgres")
        let url = "postgresql://desk@/desk?host=\(primary.folder),\(standby.folder)&target_session_attrs=read-write"
        let nodes = try (0..<2).map { number in
            try Child(
                ["load", folder, "--seed", "\(seed &* 2 &+ UInt64(number))", "--url", url],
                errors: "\(folder)/load-\(number).err")
        }
        for node in nodes where !node.listen(milliseconds: 300_000, untilFirstLine: true) {
            return fail("a node ended by itself", folder + "/load-0.err")
        }
        nodes.listen(milliseconds: 1_500)
        let before = nodes.map { $0.lines.count }
        let killed = ContinuousClock.now
        primary.kill()
        // As whoever watches over them would, after having made sure that the old one is gone.
        try standby.sql("SELECT pg_promote(true, 60)", in: "postgres")
        var answered = [Int?](repeating: nil, count: nodes.count)
        while answered.contains(nil), ContinuousClock.now - killed < Self.patience {
            for (index, node) in nodes.enumerated() {
                _ = node.listen(milliseconds: 10)
                // What was printed before the kill may still be in the pipe; a few lines more are none of that.
                if answered[index] == nil, node.lines.count > before[index] + 200 {
                    let passed = (ContinuousClock.now - killed).components
                    answered[index] = Int(passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000)
                }
            }
        }
        for node in nodes { Glibc.kill(node.id, SIGKILL) }
        let notes = open(folder + "/told", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        for (number, node) in nodes.enumerated() {
            let status = node.finish()
            if status != 128 + Int(SIGKILL) {
                return fail("node \(number) ended with \(status)", "\(folder)/load-\(number).err")
            }
            let lines = node.lines.filter { Told($0) != nil }
            acknowledged += lines.count
            if !lines.isEmpty { say(lines.joined(separator: "\n"), to: notes) }
        }
        close(notes)
        guard !answered.contains(nil) else {
            return fail("a node was not answered again within \(Self.patience)", folder + "/load-0.err")
        }
        worst = max(worst, answered.compactMap(\.self).max() ?? 0)
        let check = try Child(["check", folder, "--url", url], errors: folder + "/check.err")
        let status = check.finish()
        if status != 0 { return fail("status \(status) \(check.lines.prefix(8))", folder + "/check.err") }
        try FileManager.default.removeItem(atPath: folder)
        return true
    }

    private func fail(_ what: String, _ errors: String) -> Bool {
        let complaint = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        say("crash: FAILED: \(what)\n  \(complaint.split(separator: "\n").suffix(8).joined(separator: "\n  "))", to: 2)
        return false
    }
}
