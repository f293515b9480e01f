import Foundation
import Support

/// Three nodes fire everything that is due of many tickets, one node's clock two seconds fast and one's two slow, while
/// nodes are killed and started, stand still, and lose their sessions. Each firing must stand in the journal once.
final class FiringRound {
    /// A day: every promise of a ticket is broken by then.
    private static let ahead = 86_400_000
    private let options: Options
    private let tickets: Int
    private let base: String
    private let cluster: Cluster
    private let url: String
    private var nodes: [Child] = []
    private var count = 0
    private var told: [String] = []

    init(_ options: Options) throws {
        self.options = options
        tickets = options.firing ?? 0
        base = FileManager.default.temporaryDirectory.path + "/yinuo-firing-\(getpid())"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        cluster = try Cluster()
        try cluster.make("firing")
        url = cluster.url("firing")
    }

    func run() throws -> Bool {
        let filling = try Child(["node", "--url", url, "--firing", "\(tickets)"], errors: base + "/fill.err")
        guard filling.finish() == 0 else { return fail("the desk could not be filled", "fill.err") }
        say("filled with \(tickets) tickets", to: 2)
        let began = ContinuousClock.now
        for skew in [0, 2, -2] { try start(skew) }
        var chance = Chance(options.seed)
        var mishaps = 0
        var hasStoodLong = false
        while try !isDone() {
            nodes.listen(milliseconds: 500 + chance.below(1_500))
            let victim = chance.below(nodes.count)
            switch chance.below(4) {
            case 0:
                take(nodes[victim], SIGKILL)
                nodes.remove(at: victim)
                try start([0, 2, -2][chance.below(3)])
            case 1:
                Glibc.kill(nodes[victim].id, SIGSTOP)
                // Once as long as it takes for every timeout of the server to pass, if there is so much to do.
                let long = !hasStoodLong && tickets >= 50_000
                hasStoodLong = hasStoodLong || long
                nodes.listen(milliseconds: long ? 30_000 : 1_000 + chance.below(5_000))
                Glibc.kill(nodes[victim].id, SIGCONT)
            case 2:
                try cluster.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'firing' AND random() < 0.5",
                    in: "postgres")
            default: try start([0, 2, -2][chance.below(3)])
            }
            while nodes.count > 3 { take(nodes.removeFirst(), SIGKILL) }
            mishaps += 1
        }
        let seconds = (ContinuousClock.now - began).components.seconds
        for node in nodes { take(node, SIGKILL) }
        return try look(seconds, mishaps)
    }

    private func start(_ skew: Int) throws {
        count += 1
        let node = try Child(
            ["node", "--url", url, "--ahead", "\(Self.ahead)", "--skew", "\(skew * 1_000)"],
            errors: "\(base)/node-\(count).err")
        nodes.append(node)
        guard node.listen(milliseconds: 300_000, untilFirstLine: true), let first = node.lines.first,
            let offset = Int(first.dropFirst("offset ".count))
        else { throw Usage("node \(count) does not start: \(base)/node-\(count).err") }
        // It goes by the server's clock, however wrong its own is; on a busy machine that takes long to read.
        guard abs(offset + skew * 1_000) < 1_000 else {
            throw Usage("node \(count) is wrong by \(skew) s and corrects by \(offset) ms")
        }
    }

    private func take(_ node: Child, _ signal: Int32) {
        Glibc.kill(node.id, signal)
        Glibc.kill(node.id, SIGCONT)
        _ = node.finish()
        told += node.lines
    }

    /// Nothing is due, and the followers have seen it all.
    private func isDone() throws -> Bool {
        try cluster.sql(
            """
            SELECT NOT EXISTS (SELECT 1 FROM due WHERE at <= extract(epoch FROM clock_timestamp()) * 1000 + \(Self.ahead))
                AND NOT EXISTS (SELECT 1 FROM follower, head WHERE position < next)
            """.replacingOccurrences(of: "FROM due", with: "FROM yinuo.due")
                .replacingOccurrences(of: "follower, head", with: "yinuo.follower, yinuo.head"), in: "firing") == "t"
    }

    private func look(_ seconds: Int64, _ mishaps: Int) throws -> Bool {
        func number(_ sql: String) throws -> Int {
            Int(try cluster.sql("SET search_path = yinuo; " + sql, in: "firing")) ?? -1
        }
        let entries = try number("SELECT next FROM head")
        let last = try number("SELECT max(recorded) FROM entry")
        let now = try number("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        if last > now + Self.ahead {
            return fail("an entry was recorded \(last - now - Self.ahead) ms ahead of the server", "")
        }
        let holes = try number(
            "SELECT count(*) FROM entry e WHERE position > 0 AND NOT EXISTS (SELECT 1 FROM entry p WHERE p.position = e.position - 1)"
        )
        let backwards = try number(
            "SELECT count(*) FROM (SELECT recorded < lag(recorded) OVER (ORDER BY position) AS b FROM entry) x WHERE b")
        // What a ticket is told of by time alone, each once: by clock, and by rung or share.
        let twice = try number(
            """
            SELECT count(*) FROM (SELECT 1 FROM entry WHERE kind IN ('breached', 'warned', 'rung')
                GROUP BY stream, kind, payload::jsonb -> 'clock', payload::jsonb -> 'rung', payload::jsonb -> 'share'
                HAVING count(*) > 1) x
            """)
        let broken = try number("SELECT count(DISTINCT stream) FROM entry WHERE kind = 'breached'")
        let fired = try number("SELECT count(*) FROM entry WHERE kind IN ('breached', 'warned', 'rung')")
        try told.filter { Told($0) != nil }.joined(separator: "\n")
            .write(toFile: base + "/told", atomically: true, encoding: .utf8)
        let check = try Child(["check", base, "--url", url], errors: base + "/check.err")
        let status = check.finish()
        say("\(fired) firings of \(broken) tickets in \(seconds) s, \(count) nodes started, \(mishaps) mishaps")
        say("entries \(entries), holes \(holes), recorded backwards \(backwards), fired twice \(twice)")
        guard status == 0 else {
            return fail("status \(status)\n\(check.lines.prefix(8).joined(separator: "\n"))", "check.err")
        }
        return holes == 0 && backwards == 0 && twice == 0 && broken == tickets
            ? true : fail("not every ticket fired once", "")
    }

    private func fail(_ what: String, _ errors: String) -> Bool {
        let complaint = (try? String(contentsOfFile: "\(base)/\(errors)", encoding: .utf8)) ?? ""
        say("crash: FAILED: \(what)\n  \(complaint.split(separator: "\n").suffix(8).joined(separator: "\n  "))", to: 2)
        return false
    }
}
