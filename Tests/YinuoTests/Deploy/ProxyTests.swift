import Foundation
import Support
import Testing

/// The examples of proxies, run by the proxies themselves before a desk, as they stand in `Deploy`.
@Suite(.serialized, .waiting) struct ProxyTests {
    enum Kind: String, CaseIterable { case nginx, caddy }

    @Test(arguments: Kind.allCases)
    func `calls pass with their headers, typed refusals and compression are the desk's own`(kind: Kind) throws {
        let proxied = try ProxiedDesk(kind)
        let list = try proxied.ask("GET", "/api/v1/tickets")
        #expect(list.status == 200 && list.head.hasPrefix("HTTP/2"), "\(list)")
        #expect(list.header("Strict-Transport-Security") != nil || kind == .nginx)

        let ticket = #"{"customer": "c-1", "subject": "s", "text": "t", "channel": "web"}"#
        let once = try proxied.ask("POST", "/api/v1/tickets", ["Idempotency-Key: one-and-the-same"], body: ticket)
        #expect((200...201).contains(once.status), "\(once)")
        let again = try proxied.ask("POST", "/api/v1/tickets", ["Idempotency-Key: one-and-the-same"], body: ticket)
        #expect(again.header("Idempotency-Replayed") == "true" && again.body.contains("\"repeated\":true"), "\(again)")
        let id = try #require(once.body.components(separatedBy: "\"ticket/").dropFirst().first?.prefix { $0 != "\"" })
        let read = try proxied.ask("GET", "/api/v1/tickets/\(id)")
        let version = try #require(read.header("ETag"), "\(read)")
        #expect(version.hasPrefix("\"v"), "a proxy that weakens it breaks If-Match: \(version)")
        #expect(try proxied.ask("GET", "/api/v1/tickets/\(id)", ["If-None-Match: \(version)"]).status == 304)
        let stale = try proxied.ask(
            "PATCH", "/api/v1/tickets/\(id)", ["If-Match: \"v99\""], body: #"{"category": "printer"}"#)
        #expect(stale.status == 412, "\(stale)")

        let small = try proxied.ask("GET", "/api/v1/openapi.json", ["Accept-Encoding: gzip"], decoded: true)
        let encodings = small.head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("content-encoding:") }
        #expect(encodings.count == 1 && small.header("Content-Encoding") == "gzip", "\(small.head)")
        #expect(small.body.hasPrefix("{") && small.body.contains("\"openapi\""), "packed once, and unpacked once")

        let large = try proxied.ask(
            "POST", "/api/v1/tickets", body: "{\"text\": \"" + String(repeating: "x", count: 2 << 20) + "\"}")
        #expect(
            large.status == 413 && large.body.contains("\"code\":\"too-large\""),
            "\(large.head)\(large.body.prefix(300))")
        #expect(large.header("Content-Type") == "application/problem+json")
        for path in ["/metrics", "/health/ready", "/health/live"] {
            #expect(try proxied.ask("GET", path).status == 404, "\(path)")
        }
    }

    @Test(arguments: Kind.allCases)
    func `an address is believed from the proxy alone, and never one that a stranger made up`(kind: Kind) throws {
        let proxied = try ProxiedDesk(kind)
        /// What the desk lets an address that nobody is known by ask for still.
        func left(from address: String, _ claimed: String?, direct: Bool = false) throws -> Int {
            let headers = claimed.map { ["X-Forwarded-For: \($0)"] } ?? []
            let answer = try proxied.ask(
                "GET", "/api/v1/openapi.json", headers, token: false, from: address, direct: direct)
            #expect(answer.status == 200, "\(answer)")
            let limit = try #require(answer.header("RateLimit"), "\(answer.head)")
            return try #require(
                limit.components(separatedBy: "r=").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) },
                "\(limit)")
        }
        let full = try left(from: "127.0.0.9", nil)
        // What is spent comes back within seconds, which a busy machine may take: then it is spent once more.
        var rest = full
        for _ in 0..<20 where rest >= full - 10 {
            try proxied.spend(30, from: "127.0.0.2", claiming: "203.0.113.1")
            rest = try left(from: "127.0.0.2", nil)
        }
        #expect(rest < full - 10, "thirty requests of 127.0.0.2 left it \(rest) of \(full): the claim was believed")
        // Another address behind the same proxy has all of its own, whomever it claims to be.
        #expect(try left(from: "127.0.0.3", "203.0.113.1") >= full - 1)
        // Whoever goes past the proxy can't speak for others.
        #expect(try left(from: "127.0.0.4", "127.0.0.2", direct: true) >= full - 1)
    }

    @Test(arguments: Kind.allCases)
    func `what happens is heard while it happens`(kind: Kind) throws {
        let proxied = try ProxiedDesk(kind)
        let stream = try proxied.following()
        // Something comes at once, before anything happens.
        _ = stream.firstLine()
        let ticket = #"{"customer": "c-1", "subject": "s", "text": "t", "channel": "web"}"#
        let opened = try proxied.ask("POST", "/api/v1/tickets", body: ticket)
        let asked = ContinuousClock.now
        let id = try #require(opened.body.components(separatedBy: "\"ticket/").dropFirst().first?.prefix { $0 != "\"" })
        var line = stream.firstLine()
        var count = 0
        // It ends by itself after two minutes; then lines are empty for ever.
        while !line.contains("ticket/\(id)"), count < 200 { (line, count) = (stream.firstLine(), count + 1) }
        #expect(line.contains("ticket/\(id)"))
        #expect(ContinuousClock.now - asked < .seconds(60), "it lay in the proxy")
    }
}

/// A desk with an administrator's token, and a proxy before it with a certificate of its own.
final class ProxiedDesk {
    private let desk: OperatorDesk
    private let serving: RunningProgram
    private var proxy: RunningProgram?
    private let token: String
    private let own: Int
    private let port: Int

    init(_ kind: ProxyTests.Kind) throws {
        desk = try OperatorDesk()
        _ = try desk.run([
            "account", "add", "--agent", "check", "--name", "Check", "--role", "administrator", "--login", "check",
        ])
        let rights = ["tickets.read", "tickets.write", "texts.read", "journal.read", "records.read"]
        let issued = try desk.run(["account", "token", "issue", "check"] + rights.flatMap { ["--scope", $0] })
        token = try #require(issued.lines.last, "\(issued.complaint)")
        serving = try RunningProgram(
            Program.path.path,
            ["serve", "--listen", "127.0.0.1:0", "--desk", desk.path, "--trusted-proxies", "127.0.0.1"],
            errors: desk.file("log"))
        own = try #require(serving.firstLine().split(separator: ":").last.flatMap { Int($0) })
        port = try Self.freePort()
        _ = try RunningProgram(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", desk.file("key.pem"), "-out",
                desk.file("cert.pem"),
            ]
        ).everything()
        proxy = try kind == .nginx ? nginx() : caddy()
        try awaitProxy()
    }

    private func example(_ name: String) throws -> String {
        let text = try String(contentsOf: Fixture.root.appending(path: "Deploy/\(name)"), encoding: .utf8)
        let from = try #require(text.range(of: "# BEGIN location"))
        let to = try #require(text.range(of: "# END location"))
        return String(text[from.lowerBound..<to.lowerBound]).replacing("127.0.0.1:8460", with: "127.0.0.1:\(own)")
    }

    private func nginx() throws -> RunningProgram {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(desk.file($0));"
        }
        try desk.write(
            "nginx.conf",
            """
            daemon off; master_process off; pid \(desk.file("pid")); error_log \(desk.file("errors"));
            events {}
            http {
                access_log off; \(temporary.joined(separator: " "))
                upstream yinuo { server 127.0.0.1:\(own); keepalive 32; }
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate \(desk.file("cert.pem")); ssl_certificate_key \(desk.file("key.pem"));
                    \(try example("nginx.conf"))
                }
            }
            """)
        let path = FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx"
        return try RunningProgram(
            path, ["-p", desk.folder.path, "-e", desk.file("errors"), "-c", desk.file("nginx.conf")],
            errors: desk.file("proxy"))
    }

    private func caddy() throws -> RunningProgram {
        try desk.write(
            "Caddyfile",
            """
            {
                admin off
                auto_https off
                storage file_system \(desk.file("caddy"))
            }
            https://127.0.0.1:\(port) {
                tls \(desk.file("cert.pem")) \(desk.file("key.pem"))
                \(try example("Caddyfile"))
            }

            """)
        return try RunningProgram(
            "env",
            [
                "HOME=\(desk.folder.path)", "XDG_CONFIG_HOME=\(desk.folder.path)", "XDG_DATA_HOME=\(desk.folder.path)",
                "caddy", "run", "--adapter", "caddyfile", "--config", desk.file("Caddyfile"),
            ], errors: desk.file("proxy"))
    }

    private func awaitProxy() throws {
        for _ in 0..<2_400 {
            if (try? ask("GET", "/metrics").status) == 404 { return }
            usleep(50_000)
        }
        throw Silent(log: (try? desk.text("proxy")) ?? "")
    }

    struct Silent: Error { let log: String }

    /// By curl, which speaks HTTP/2 and TLS as any program of somebody else does.
    func ask(
        _ method: String, _ path: String, _ headers: [String] = [], body: String? = nil, token sends: Bool = true,
        from address: String? = nil, direct: Bool = false, decoded: Bool = false
    ) throws -> RawAnswer {
        let name = UUID().uuidString
        var arguments = curl(headers, sends) + ["-D", desk.file(name + ".head"), "-X", method, "-o", desk.file(name)]
        if let address { arguments += ["--interface", address] }
        if decoded { arguments.append("--compressed") }
        if let body {
            try desk.write(name + ".body", body)
            arguments += ["-H", "Content-Type: application/json", "--data-binary", "@" + desk.file(name + ".body")]
        }
        arguments.append(direct ? "http://127.0.0.1:\(own)\(path)" : "https://127.0.0.1:\(port)\(path)")
        let program = try RunningProgram("curl", arguments, errors: desk.file(name + ".errors"))
        _ = program.everything()
        let status = program.end(0)
        guard status == 0 else { throw Silent(log: (try? desk.text(name + ".errors")) ?? "") }
        // A permission to go on comes before the answer.
        let head = try desk.text(name + ".head").components(separatedBy: "\r\n\r\n").last { !$0.isEmpty } ?? ""
        return RawAnswer(head: head, body: (try? desk.text(name)) ?? "")
    }

    /// Asks so many times as fast as can be.
    func spend(_ times: Int, from address: String, claiming claimed: String) throws {
        let one = ["-o", "/dev/null", "https://127.0.0.1:\(port)/api/v1/openapi.json"]
        let arguments = curl(["X-Forwarded-For: \(claimed)"], false) + ["--interface", address]
        let program = try RunningProgram("curl", arguments + Array(repeating: one, count: times).flatMap { $0 })
        _ = program.everything()
        if program.end(0) != 0 { throw Silent(log: "curl failed") }
    }

    /// Of the live stream, line by line, for two minutes.
    func following() throws -> RunningProgram {
        try RunningProgram(
            "curl", curl([], true) + ["-N", "--max-time", "120", "https://127.0.0.1:\(port)/api/v1/stream"])
    }

    private func curl(_ headers: [String], _ sends: Bool) -> [String] {
        ["-sS", "--http2", "--cacert", desk.file("cert.pem")] + headers.flatMap { ["-H", $0] }
            + (sends ? ["-H", "Authorization: Bearer \(token)"] : [])
    }

    /// One that was free a moment ago; a proxy can't be asked which it got. None that the system hands out: the tests
    /// beside this one are given those all the time.
    private static func freePort() throws -> Int {
        let script = """
            import random, socket
            while True:
                try: s = socket.socket(); s.bind(("127.0.0.1", random.randrange(20_000, 32_000))); break
                except OSError: pass
            print(s.getsockname()[1])
            """
        let program = try RunningProgram("python3", ["-c", script])
        return try #require(Int(program.firstLine()))
    }

    deinit {
        _ = proxy?.end(SIGTERM)
        _ = serving.end(SIGKILL)
    }
}
