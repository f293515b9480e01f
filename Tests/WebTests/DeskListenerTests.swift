import Desk
import Logging
import ServiceLifecycle
import Support
import Testing

@testable import Web

struct DeskListenerTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let measure = Measure("yinuo_up", .gauge, "It runs.", [], 1)

    /// Runs a listener on a port of the system's choice, and shuts it down gracefully afterwards.
    private func withListener(
        _ host: String = "127.0.0.1", checks: [Check] = [],
        _ use: @Sendable @escaping (ListenAddress) async throws -> Void
    ) async throws {
        let (listening, reports) = AsyncStream.makeStream(of: ListenAddress.self)
        let listener = try DeskListener(
            address: ListenAddress(host: host, port: 0), beyondLoopback: false,
            bounds: .patient, api: nil, settings: APISettings(), measures: { [Self.measure] },
            checks: { checks }, evidence: { _, _ throws(StoreError) in nil }, logger: Self.quiet,
            onListening: { reports.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [listener], logger: Self.quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await address in listening {
                try await use(address)
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `health and metrics are told over a real socket`() async throws {
        try await withListener(checks: [Check("store")]) { address in
            #expect(address.port > 0)
            let live = try await ask(address.port, "GET /health/live")
            #expect(live.status == 200)
            #expect(live.body == "{\"status\":\"live\"}\n")
            let ready = try await ask(address.port, "GET /health/ready")
            #expect(ready.status == 200)
            #expect(ready.body == #"{"status":"ready","checks":[{"name":"store","ok":true}]}"# + "\n")
            let metrics = try await ask(address.port, "GET /metrics?from=prometheus")
            #expect(metrics.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            #expect(metrics.body == MetricsText.render([Self.measure]))
            for answer in [live, ready, metrics] {
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Cache-Control") == "no-store")
            }
        }
    }

    @Test func `a desk in trouble lives but is not ready`() async throws {
        try await withListener("localhost", checks: [Check("store"), Check("clock", trouble: "It \"leapt\".")]) {
            address in
            #expect(try await ask(address.port, "GET /health/live").status == 200)
            let ready = try await ask(address.port, "GET /health/ready")
            #expect(ready.status == 503)
            #expect(
                ready.body == """
                    {"status":"not ready","checks":[{"name":"store","ok":true},\
                    {"name":"clock","ok":false,"trouble":"It \\"leapt\\"."}]}

                    """)
        }
    }

    @Test func `only what is there is read, and nothing is written`() async throws {
        try await withListener { address in
            for path in ["/", "/health", "/health/live/", "/metrics/..", "/<script>"] {
                let answer = try await ask(address.port, "GET \(path)")
                #expect(answer.status == 404, "\(path)")
                #expect(answer.header("Content-Type") == "application/problem+json")
                #expect(
                    answer.body == """
                        {"type":"about:blank","title":"Not Found","status":404,"code":"not-found",\
                        "cause":"Nothing is at this address.",\
                        "cure":"The service is under /api/v1, its reference at /api; besides it there are /health/live, \
                        /health/ready, /metrics."}

                        """)
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
            }
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
                let answer = try await ask(address.port, "\(method) /metrics")
                #expect(answer.status == 405, "\(method)")
                #expect(answer.header("Allow") == "GET, HEAD")
            }
            let head = try await ask(address.port, "HEAD /metrics")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.header("Content-Length") == String(MetricsText.render([Self.measure]).utf8.count))
            #expect(
                try await ask(address.port, "GET /metrics", "X: \(String(repeating: "x", count: 70_000))\r\n").status
                    == 431)
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.1.10", "desk.example", "127.0.0.1.example"])
    func `other machines reach it only if that is asked for`(host: String) throws {
        let address = ListenAddress(host: host, port: 8_460)
        #expect(throws: ListenFault.beyondLoopback(address)) { try listener(address, beyondLoopback: false) }
        #expect(throws: Never.self) { try listener(address, beyondLoopback: true) }
    }

    private func listener(_ address: ListenAddress, beyondLoopback: Bool) throws(ListenFault) -> DeskListener {
        try DeskListener(
            address: address, beyondLoopback: beyondLoopback, measures: { [] }, checks: { [] }, logger: Self.quiet)
    }

    @Test func `a taken port is named with its cure`() async throws {
        try await withListener { address in
            let second = try DeskListener(
                address: address, measures: { [] }, checks: { [] }, logger: Self.quiet)
            await #expect(throws: ListenFault.unavailable(address, reason: "another program holds it")) {
                try await second.run()
            }
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8460", "127.0.0.1", 8460), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65535),
        ("0.0.0.0:80", "0.0.0.0", 80),
    ])
    func `an address is read and written alike`(text: String, host: String, port: Int) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
        #expect(ListenAddress(host: host, port: port).description == text)
    }

    @Test(arguments: [
        "", ":1", "x", "x:", "x:65536", "x:-1", "x: 1", "::1:80", "[x]:1", "[]:1", "a b:1", "http://x:1", "x:1/",
    ])
    func `what is no address is none`(text: String) { #expect(ListenAddress(text) == nil) }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", true), ("0.0.0.0", false), ("::", false),
        ("::ffff:127.0.0.1", false), ("127.example", false),
    ])
    func `loopback is known by its address`(host: String, isLoopback: Bool) {
        #expect(ListenAddress(host: host, port: 1).isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("0.0.0.0", true), ("::", true), ("0:0::0", true), ("127.0.0.1", false), ("::1", false), ("10.0.0.0", false),
        ("localhost", false), ("desk.example.com", false),
    ])
    func `what means every address is known, however it is spelled`(host: String, isEvery: Bool) {
        #expect(ListenAddress(host: host, port: 1).isEvery == isEvery)
    }
}
