import Domain
import Foundation
import Support
import Testing

@testable import yinuo

@Suite(.serialized, .waiting) struct ServeDatabaseTests {
    @Test func `nodes that begin together on one database found one desk, and each stops cleanly`() async throws {
        let desk = try DatabaseDesk()
        let (url, register) = (desk.url, desk.files.file("erased"))
        async let first = Serving(["--desk", url, "--log-format", "json"])
        async let second = Serving(["--desk", url, "--erasure-register", register])
        let (one, two) = (try await first, try await second)
        for node in [one, two] {
            #expect(try await node.ready().hasPrefix(#"{"status":"ready""#))
            #expect(try await node.get("/metrics").contains("yinuo_nodes"))
        }
        // Beside them.
        let rows = try desk.run(["records", "import", "tag", "-"], input: "id,title.en\nvip,Important\n")
        #expect(rows.status == 0, "\(rows.complaint)")
        let status = try desk.run(["status", "--json"]).output
        // Four policies, the founding, the first administrator's link (one for both nodes), the tag.
        #expect(status.contains("\"entries\":7,"), "\(status)")
        for (node, signal) in [(one, SIGTERM), (two, SIGINT)] {
            let (status, log) = try node.end(signal)
            #expect(status == 0, "\(log)")
            #expect(log.contains("The desk is open.") && log.contains(desk.shown) && !log.contains("secret"), "\(log)")
            #expect(log.contains("No synchronous standby is set"), "\(log)")
        }
    }

    @Test func `without a register serve says what that means`() throws {
        let desk = try DatabaseDesk()
        let (_, log) = try Serving(["--desk", desk.url]).end(SIGTERM)
        #expect(log.contains("a restored backup would bring erased people back. Set erasure-register."), "\(log)")
    }

    @Test func `a node whose desk was moved away is not ready`() async throws {
        let desk = try DatabaseDesk()
        let node = try Serving(["--desk", desk.url])
        let target = desk.files.file("moved.sqlite")
        let moved = try desk.run(["move", "--from", desk.url, "--to", target])
        #expect(moved.status == 0, "\(moved.complaint)")
        var ready = ""
        for _ in 0..<1_200 where !ready.contains("it was moved to") {
            ready = try await node.get("/health/ready")
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(ready.contains("\"not ready\"") && ready.contains("it was moved to \(target)"), "\(ready)")
    }

    @Test func `a node whose database is put back to an earlier day ends, and says why`() async throws {
        let desk = try DatabaseDesk()
        let node = try Serving(["--desk", desk.url])
        // A node that has just begun may not have looked yet, and misses nothing then; the next time it does.
        for _ in 0..<4 where (try? await node.get("/health/live")) != nil {
            _ = try desk.sql(
                """
                DELETE FROM yinuo.entry WHERE position = (SELECT max(position) FROM yinuo.entry);
                UPDATE yinuo.head SET next = next - 1
                """)
            for _ in 0..<300 where (try? await node.get("/health/live")) != nil {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        let (status, log) = try node.end(SIGTERM)
        #expect(status == 1 && log.contains("The journal was put back to an earlier day"), "\(log)")
    }

    @Test func `a database that went silent keeps nobody from stopping the program`() async throws {
        let cluster = try Cluster()
        try cluster.make("desk")
        let node = try Serving(["--desk", cluster.url("desk"), "--shutdown-grace", "1s"])
        let sessions = try cluster.sql(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
            in: "postgres"
        ).split(separator: "\n").compactMap { pid_t($0) }
        #expect(!sessions.isEmpty)
        for session in sessions { kill(session, SIGSTOP) }
        @Sendable func goOn() { for session in sessions { kill(session, SIGCONT) } }
        defer {
            goOn()
            withExtendedLifetime(cluster) {}
        }
        // So that a program which waits for ever fails this test and does not hold all others.
        DispatchQueue.global().asyncAfter(deadline: .now() + 300) { goOn() }
        var ready = ""
        for _ in 0..<100 where !ready.contains("not answered for two seconds") {
            ready = try await node.get("/health/ready")
        }
        #expect(ready.contains("not answered for two seconds"), "\(ready)")
        let (status, log) = try node.end(SIGTERM)
        #expect(status == 1 && log.contains("The desk did not close in time"), "\(log)")
    }

    @Test(arguments: ["postgresql://u:secret@127.0.0.1:1/d", "postgresql:///d?host=/nowhere"])
    func `a database that can't be reached keeps it from starting`(url: String) throws {
        let answer = try Program.run(["serve", "--listen", "127.0.0.1:0"], environment: ["YINUO_DESK": url])
        #expect(answer.status == 1 && answer.complaint.contains("can't be reached"), "\(answer.complaint)")
        #expect(!answer.complaint.contains("secret"))
    }

    @Test(
        arguments: [(900, nil), (-1_000, nil), (3_000, "3000 ms behind"), (-1_500, "1500 ms ahead of")]
            as [(Int64, String?)])
    func `a clock that is off by more than a second is told`(milliseconds: Int64, words: String?) {
        let trouble = RunningDesk.trouble(clockOffset: Domain.Duration(milliseconds: milliseconds))
        #expect(trouble.map { $0.contains(words ?? "?") && $0.contains("time server") } ?? (words == nil))
    }
}
