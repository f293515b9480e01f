import Foundation
import Support
import Testing

@Suite(.waiting) struct ServeCommandTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `it serves until it is told to stop, and stops cleanly`(signal: Int32) async throws {
        let serving = try Serving(["--log-format", "json"])
        #expect(try await serving.get("/health/live") == "{\"status\":\"live\"}\n")
        #expect(try await serving.ready().hasPrefix(#"{"status":"ready""#))
        #expect(try await serving.get("/metrics").contains("# TYPE process_start_time_seconds gauge\n"))
        let (status, log) = try serving.end(signal)
        #expect(status == 0, "\(log)")
        for line in log.split(separator: "\n") { #expect(line.hasPrefix("{\"ts\":\"2")) }
        #expect(log.contains(#""message":"Stopped.""#))
    }

    @Test func `a taken port, and an open one, are refused with a cure`() throws {
        let serving = try Serving([])
        let taken = "127.0.0.1:\(serving.port)"
        let desk = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString).sqlite")
            .path
        defer { for end in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: desk + end) } }
        let second = try Program.run(["serve", "--listen", taken, "--desk", desk])
        #expect(second.status == 1)
        #expect(second.complaint.contains("It can't listen on \(taken): another program holds it."))
        let open = try Program.run(["serve", "--listen", "0.0.0.0:0", "--desk", desk])
        #expect(open.status == 1)
        #expect(open.complaint.contains("set listen-beyond-loopback"))
        let untouched = FileManager.default.temporaryDirectory.appendingPathComponent(
            "yinuo-\(UUID().uuidString).sqlite"
        )
        .path
        #expect(try Program.run(["serve", "--listen", "0.0.0.0:0", "--desk", untouched]).status == 1)
        #expect(!FileManager.default.fileExists(atPath: untouched), "no desk is made that nobody can reach")
    }

    @Test func `settings come from flags, a file and defaults, and bad ones keep it from starting`() throws {
        try Program.withFile("s.yaml", "cache-tickets: 7\nlog-level: debug\n") { path in
            let printed = try Program.run(["serve", "--print-settings", "--settings", path, "--log-level", "error"])
            #expect(printed.status == 0)
            #expect(printed.lines.contains("cache-tickets: 7  # \(path):1:16"))
            #expect(printed.lines.contains("log-level: error  # --log-level"))
            #expect(printed.lines.contains("desk: yinuo.sqlite  # default"))
        }
        try Program.withFile("s.yaml", "cache-tickets: many\nlok: 1\n") { path in
            let refused = try Program.run(["serve", "--settings", path])
            #expect(refused.status == 1)
            #expect(refused.complaint.contains("\(path):1:16: \"many\" is not a count"))
            #expect(refused.complaint.contains("\(path):2:1: There is no setting \"lok\"."))
        }
        #expect(try Program.run(["serve", "--settings", "/nowhere.yaml"]).status == 1)
    }

    @Test func `its help names every setting`() throws {
        let help = try Program.run(["serve", "--help"]).output
        for word in ["--cache-tickets", "YINUO_CACHE_TICKETS", "--no-listen-beyond-loopback", "Example:"] {
            #expect(help.contains(word))
        }
    }

    @Test func `a log that nobody collects any more stops nobody`() async throws {
        let pipe = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)").path
        #expect(mkfifo(pipe, 0o600) == 0)
        // Open, so that it may be written to, and never read: it takes 64 KiB.
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer {
            close(reader)
            unlink(pipe)
        }
        let serving = try Serving(["--log-level", "debug", "--rate-limit", "0"], log: pipe)
        for _ in 0..<600 { _ = try await serving.get("/api/v1/me") }
        #expect(try await serving.ready().hasPrefix(#"{"status":"ready""#))
    }
}
