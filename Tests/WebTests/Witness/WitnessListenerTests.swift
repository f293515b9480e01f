import Evidence
import Logging
import ServiceLifecycle
import Support
import Testing

@testable import Web

/// What a witness's answers are in HTTP, to callers that no client library would be.
struct WitnessListenerTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func withListener(
        answering answer: WitnessAnswer, patience: Duration = .seconds(600),
        _ use: @Sendable @escaping (Int) async throws -> Void
    ) async throws {
        let (listening, reports) = AsyncStream.makeStream(of: ListenAddress.self)
        let listener = try WitnessListener(
            address: ListenAddress(host: "127.0.0.1", port: 0), patience: patience,
            // Hundreds of tests share two threads: no answer may be late because it waited for one.
            idle: .seconds(600), cosign: { _ in answer }, logger: Self.quiet, onListening: { reports.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [listener], logger: Self.quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await address in listening {
                try await use(address.port)
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static let problem = "application/problem+json"

    @Test(arguments: [
        (WitnessRefusal.malformed("x"), 400, problem), (.sizesReversed(old: 2, new: 1), 400, problem),
        (.unknownLog, 404, problem), (.unsigned(origin: "o"), 403, problem),
        (.otherSize(latest: 12), 409, "text/x.tlog.size"), (.otherTree(size: 12), 409, problem),
        (.badProof(.otherRoot), 422, problem),
    ])
    func `a refusal is a status`(refusal: WitnessRefusal, status: Int, type: String) async throws {
        try await withListener(answering: .refused(refusal)) { port in
            let answer = try await ask(port, "POST /add-checkpoint", "Content-Length: 0\r\n")
            #expect(answer.status == status && answer.header("Content-Type") == type)
            if case .otherSize = refusal { #expect(answer.body == "12\n") }
        }
    }

    @Test func `what could not be kept is no signature`() async throws {
        try await withListener(answering: .notKept) { port in
            let answer = try await ask(port, "POST /add-checkpoint", "Content-Length: 0\r\n")
            #expect(answer.status == 500 && !answer.body.contains("— "))
        }
    }

    @Test func `nothing else is there, and nothing large is read`() async throws {
        try await withListener(answering: .notKept) { port in
            #expect(try await ask(port, "POST /", "Content-Length: 0\r\n").status == 404)
            let wrong = try await ask(port, "GET /add-checkpoint")
            #expect(wrong.status == 405 && wrong.header("Allow") == "POST")
            // Said to be too large, sent too large, and sent in pieces without end.
            let body = String(repeating: "x", count: WitnessRequest.longest + 1)
            let large = try await ask(
                port, "POST /add-checkpoint", "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
            #expect(large.status == 413)
            let piece = "8000\r\n" + String(repeating: "x", count: 0x8000) + "\r\n"
            let endless = try await ask(
                port, "POST /add-checkpoint",
                "Transfer-Encoding: chunked\r\n\r\n" + piece + piece + piece)
            #expect(endless.status == 413)
        }
    }

    @Test func `whoever does not go on is told so and let go`() async throws {
        try await withListener(answering: .notKept, patience: .milliseconds(200)) { port in
            let answer = try await ask(port, "POST /add-checkpoint", "Content-Length: 100\r\n\r\nold 0\n")
            #expect(answer.status == 408)
        }
    }
}
