import Desk
import Domain
import Foundation
import Support
import Synchronization
import Testing
import Wire

@testable import Web

/// What happens, as it happens.
@Suite struct StreamTests {
    @Test func `who follows hears every fact once, in order, and resumes where the line broke`() async throws {
        try await ServedDesk.with { desk in
            let head = try await desk.desk.edges.store.head().next
            let line = try LiveLine(desk.port, "agent", "/stream?after=\(head - 1)")
            var ids: [String] = []
            for _ in 0..<5 { ids.append(try await desk.open()) }
            let first = try await line.events(8)
            #expect(first.map(\.id) == (0..<8).map { head + $0 })
            line.cut()
            for _ in 0..<5 { ids.append(try await desk.open()) }
            let resumed = try LiveLine(desk.port, "agent", "/stream", lastID: first[7].id)
            let next = try await desk.desk.edges.store.head().next
            let rest = try await resumed.events(Int(next - head) - 8)
            #expect(rest.map(\.id) == (8..<(next - head)).map { head + $0 })
            let opened = (first + rest).filter { $0.data["event"]?.string == "ticket-opened" }
            #expect(opened.compactMap { $0.data["stream"]?.string } == ids.map { "ticket/\($0)" })
        }
    }

    @Test func `a Last-Event-ID that is none is refused: nobody would see the gap`() async throws {
        try await ServedDesk.with { desk in
            let reply = try await desk.ask("agent", "GET", "/stream", nil, ["Last-Event-ID": "abc"])
            #expect(reply.status == 400 && reply.json["cause"]?.string?.contains("Last-Event-ID") == true)
        }
    }

    @Test(.timeLimit(.minutes(5))) func `a desk that ends does not wait for those who follow`() async throws {
        let lines = Mutex<[LiveLine]>([])
        try await ServedDesk.with { desk in
            let head = try await desk.desk.edges.store.head().next
            let line = try LiveLine(desk.port, "agent", "/stream?after=\(head - 1)")
            _ = try await desk.open()
            _ = try await line.events(1)
            // Held until the listener has ended, which without an end of the stream it would not.
            lines.withLock { $0.append(line) }
        }
        #expect(lines.withLock { $0.count } == 1)
    }

    @Test func `a customer hears of nobody else, and of no note`() async throws {
        try await ServedDesk.with { desk in
            let head = try await desk.desk.edges.store.head().next
            let line = try LiveLine(desk.port, "c1", "/stream?after=\(head - 1)")
            _ = try await desk.open("c2")
            let own = try await desk.open("c1")
            _ = try await desk.ask("agent", "POST", "/tickets/\(own)/notes", #"{"text": "x"}"#)
            _ = try await desk.ask("agent", "POST", "/tickets/\(own)/labour", #"{"minutes": 5, "by": "a7"}"#)
            _ = try await desk.ask("agent", "POST", "/tickets/\(own)/messages", #"{"text": "x"}"#)
            let events = try await line.events(4)
            #expect(events.allSatisfy { $0.data["stream"]?.string == "ticket/\(own)" })
            #expect(events.last?.data["event"]?.string == "ticket-agent-message")
            // Nor who it was, nor what is done among those who serve: their ticket has changed, no more.
            #expect(events.allSatisfy { $0.data["actor"] == nil } && events.contains { $0.data["event"] == nil })
        }
    }

    @Test func `who was away too long, or comes from another desk, begins anew`() async throws {
        try await ServedDesk.with { desk in
            let last = try await desk.desk.edges.store.head().next - 1
            let line = try LiveLine(desk.port, "agent", "/stream", lastID: last + 1_000_000)
            let reset = try await line.events(1)
            #expect(reset.first?.name == "reset" && reset.first?.id == last)
        }
    }

    @Test func `one ticket alone can be followed, if it may be seen`() async throws {
        try await ServedDesk.with { desk in
            let (a, b) = (try await desk.open("c1"), try await desk.open("c2"))
            #expect(try await desk.ask("c1", "GET", "/stream?ticket=\(b)").status == 404)
            let line = try LiveLine(desk.port, "c1", "/stream?ticket=\(a)")
            try await line.begun()
            _ = try await desk.open("c1")
            _ = try await desk.ask("agent", "POST", "/tickets/\(a)/messages", #"{"text": "x"}"#)
            #expect(try await line.events(1).first?.data["stream"]?.string == "ticket/\(a)")
        }
    }
}

/// A connection that follows the stream, on a thread of its own.
final class LiveLine: @unchecked Sendable {
    struct Event: Sendable {
        let id: Int64
        let name: String
        let data: JSONValue
    }

    private let descriptor: Int32
    private let lock = NSLock()
    private var text = ""
    private var isCut = false

    init(_ port: Int, _ token: String, _ path: String, lastID: Int64? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isThere = withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
        }
        if !isThere { throw NoAnswer(description: "Nobody listens on port \(port).") }
        let resume = lastID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        let head = "GET /api/v1\(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n\(resume)\r\n"
        _ = send(descriptor, head, head.utf8.count, Int32(MSG_NOSIGNAL))
        Thread.detachNewThread { [self] in read() }
    }

    deinit { cut() }

    func cut() {
        lock.withLock {
            if !isCut { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
            isCut = true
        }
    }

    private func read() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count <= 0 { break }
            lock.withLock { text += String(decoding: chunk[..<count], as: UTF8.self) }
        }
        // From here on the number may be another connection's, which nobody may cut.
        lock.withLock { isCut = true }
        close(descriptor)
    }

    /// Waits until the stream has begun.
    func begun() async throws {
        try await until { $0.contains(": following") ? true : nil }
    }

    /// The first so many events; waits for them.
    func events(_ count: Int) async throws -> [Event] {
        try await until { text in
            let events = LiveLine.events(of: text)
            return events.count >= count ? Array(events.prefix(count)) : nil
        }
    }

    @discardableResult
    private func until<Value>(_ look: (String) -> Value?) async throws -> Value {
        for _ in 0..<12_000 {
            if let value = look(lock.withLock { text }) { return value }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NoAnswer(description: "It did not come: \(lock.withLock { text }.suffix(500))")
    }

    private static func events(of text: String) -> [Event] {
        var events: [Event] = []
        var (id, name, data) = (Int64?.none, "", "")
        // A chunk's length stands on a line of its own, and is no field.
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("id: ") { id = Int64(line.dropFirst(4)) }
            if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
            if let found = id, let json = try? JSONValue(data) {
                events.append(Event(id: found, name: name, data: json))
                (id, name, data) = (nil, "", "")
            }
        }
        return events
    }
}
