import Domain
import Foundation
import NIOCore
import Support
import Testing
import Wire

@testable import Web

/// What nobody who means well sends: a typed answer each, and the service goes on.
@Suite struct HostileRequestTests {
    @Test func `bodies that can't be meant are refused by their place`() async throws {
        try await ServedDesk.with { desk async throws in
            let deep = String(repeating: "[", count: 5_000)
            for (body, status, code) in [
                ("", 400, "unreadable"), ("{", 400, "unreadable"), (deep, 400, "unreadable"),
                (#"{"customer": "c1", "customer": "c2"}"#, 400, "unreadable"), ("[]", 422, "shape"),
                (#"{"customer": 7}"#, 422, "shape"), (#"{"customer": "../c1"}"#, 422, "shape"),
                (#"{"customer": "c1", "subjekt": "x"}"#, 422, "shape"),
                (#"{"customer": "c1", "urgency": "very"}"#, 422, "shape"),
                (#"{"customer": "c1", "received": "yesterday"}"#, 422, "shape"),
                (#"{"customer": "c1", "subject": "\ud800"}"#, 400, "unreadable"),
                (#"{"customer": "c1", "text": "\#(String(repeating: "长", count: 65_537))"}"#, 422, "shape"),
                (#"{"customer": "c1", "text": "\#(String(repeating: "x", count: 1 << 20))"}"#, 413, "too-large"),
            ] {
                let reply = try await desk.ask("agent", "POST", "/tickets", body)
                #expect(
                    reply.status == status && reply.json["code"]?.string == code,
                    "\(body.prefix(60)): \(reply.raw.body)")
                #expect(reply.json["cure"]?.string?.isEmpty == false)
            }
            let near = try await desk.ask("agent", "POST", "/tickets", #"{"customer": "c1", "subjekt": "x"}"#)
            #expect(near.json["faults"]?.list.first?["pointer"]?.string == "/subjekt")
            #expect(near.json["faults"]?.list.first?["cure"]?.string == #"Did you mean "subject"?"#)
            #expect(try await desk.ask("agent", "GET", "/me").status == 200)
        }
    }

    @Test func `bytes that are no text, and packed ones, are refused unread`() async throws {
        try await ServedDesk.with { desk async throws in
            let head = "Authorization: Bearer agent\r\nContent-Type: application/json\r\n"
            let bad = try await Support.ask(desk.port, "POST /api/v1/tickets", head, body: [0x22, 0xC3, 0x28, 0x22])
            #expect(bad.status == 400)
            let bomb = try await Support.ask(
                desk.port, "POST /api/v1/tickets", head + "Content-Encoding: gzip\r\n", body: [0x1F, 0x8B, 8, 0])
            #expect(bomb.status == 415)
            let form = try await Support.ask(
                desk.port, "POST /api/v1/tickets",
                "Authorization: Bearer agent\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                body: Array("a=b".utf8))
            #expect(form.status == 415, "no form of another site can send it")
        }
    }

    @Test func `no trick with a path leads elsewhere`() async throws {
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open("c1")
            for path in [
                "/tickets/..%2F..%2Fetc", "/tickets/%00", "/tickets/%2e%2e", "/tickets/%", "/tickets/%zz",
                "/tickets/a%2Fb",
                "/tickets/\(id)%20", "/tickets/\(id)%00", "/tickets/;\(id)", "/../tickets",
                "/tickets/" + String(repeating: "x", count: 9_000),
                "/tickets/%ff", "/" + String(repeating: "a/", count: 2_000),
            ] {
                let reply = try await desk.ask("c2", "GET", path)
                #expect([400, 404].contains(reply.status), "\(path.prefix(40)): \(reply.status)")
            }
            for query in [
                "?limit=-1", "?limit=1e3", "?limit=999", "?limit=1&limit=2", "?sort=name", "?cursor=x", "?nothing=1",
                "?customer=%ff",
            ] {
                let reply = try await desk.ask("agent", "GET", "/tickets" + query)
                #expect([400, 422].contains(reply.status), "\(query): \(reply.status)")
            }
        }
    }

    @Test func `what is written in a text is a text everywhere`() async throws {
        let battery = [
            "<script>alert(1)</script>", "'; DROP TABLE ticket; --", "=HYPERLINK(\"http://x\")", "{{7*7}}",
            "${jndi:ldap://x}",
            "\u{202E}gnp.exe", "a\u{0}b", "\r\nSet-Cookie: x=y", "🏳️‍🌈 一诺 \u{FEFF}", "%s%n%x", "../../etc/passwd",
        ]
        try await ServedDesk.with { desk async throws in
            let id = try await desk.open()
            for text in battery {
                let body = JSONValue.members(["text": .string(text)]).text
                let reply = try await desk.ask("agent", "POST", "/tickets/\(id)/messages", body)
                #expect(reply.status == 200, "\(text): \(reply.raw.body)")
            }
            let read = try await desk.ask("agent", "GET", "/tickets/\(id)/messages?limit=100")
            #expect(read.json["items"]?.list.compactMap { $0["texts"]?["text"]?.string } == battery)
            for (number, text) in battery.enumerated() {
                let values = JSONValue.members(["values": .members(["name": .string(text)])]).text
                let reply = try await desk.ask("administrator", "PUT", "/records/customer/x\(number)", values)
                #expect([200, 422].contains(reply.status), "\(text): \(reply.raw.body)")
            }
            let table = try await desk.ask("administrator", "GET", "/records/customer/export?personal=true")
            #expect(table.header("Content-Type")?.hasPrefix("text/csv") == true)
            for line in table.raw.body.split(separator: "\r\n") { #expect(!line.contains(",=HYPERLINK")) }
        }
    }

    @Test func `what is no request is told why, and the connection ends`() async throws {
        try await ServedDesk.with { desk async throws in
            let flood = String(repeating: "y", count: 20_000)
            for (line, rest, status, code) in [
                ("GET /api/v1/me", "X: \(flood)\r\n", 431, "head-too-large"),
                ("BREW /api/v1/me", "", 501, "unknown-method"),
                ("POST /api/v1/me", "Transfer-Encoding: gzip\r\n", 501, "transfer-coding"),
                ("GET /api/v1/me", "X Y: z\r\n", 400, "unreadable"),
                ("POST /api/v1/me", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400, "unreadable"),
            ] {
                let reply = try await Support.ask(desk.port, line, rest)
                let problem = try JSONValue(reply.body)
                #expect(
                    reply.status == status && problem["code"]?.string == code, "\(line): \(reply.head) \(reply.body)")
                #expect(problem["cure"]?.string?.isEmpty == false)
                #expect(reply.header("Content-Type") == "application/problem+json")
            }
        }
    }

    @Test func `a flood of headers is cut off, and costs nobody else`() async throws {
        try await ServedDesk.with { desk async throws in
            let flood = (0..<500).map { "X-\($0): \(String(repeating: "y", count: 100))\r\n" }.joined()
            let answer = try? await Support.ask(desk.port, "GET /api/v1/me", flood)
            #expect(answer == nil || (400...499).contains(answer?.status ?? 0))
            #expect(try await desk.ask("agent", "GET", "/me").status == 200)
        }
    }

    @Test func `a thousand silent connections and one that never ends its head hold nobody up`() async throws {
        try await ServedDesk.with(bounds: Bounds(connections: 4_000, idle: .seconds(2))) { desk async throws in
            let silent = await SilentLine.open(1_000, desk.port)
            let slow = await SilentLine.open(1, desk.port)[0]
            slow.say("GET /api/v1/me HTTP/1.1\r\nHost:")
            // Let go itself where a busy machine leaves it standing for two seconds.
            var status = 0
            for _ in 0..<60 where status != 200 { status = (try? await desk.ask("agent", "GET", "/me").status) ?? 0 }
            #expect(status == 200)
            #expect(try await slow.isCutWhileSaying("x"), "who trickles a head is let go")
            withExtendedLifetime(silent) {}
        }
    }
}

/// A connection that says little.
private final class SilentLine: Sendable {
    private let descriptor: Int32

    /// On a thread of its own, since connecting may wait for a server that answers on the threads of the tests.
    static func open(_ count: Int, _ port: Int) async -> [SilentLine] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: (0..<count).map { _ in SilentLine(port) }) }
        }
    }

    private init(_ port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
    }

    deinit { close(descriptor) }

    @discardableResult
    func say(_ text: String) -> Bool { send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) > 0 }

    /// Says a little again and again. A busy machine may take long to begin counting.
    func isCutWhileSaying(_ text: String) async throws -> Bool {
        for _ in 0..<200 {
            try await Task.sleep(for: .milliseconds(700))
            var byte: UInt8 = 0
            if recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT)) == 0 || !say(text) { return true }
        }
        return false
    }
}
