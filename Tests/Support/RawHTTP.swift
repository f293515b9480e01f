import Foundation

/// An answer over a socket of our own, byte for byte.
public struct RawAnswer: Sendable {
    public let head: String
    public let body: String

    public init(head: String, body: String) { (self.head, self.body) = (head, body) }

    public var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

    public func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}

/// Asks a server on this machine, in words that no client library would let pass: `ask(8460, "TRACE /metrics")`.
///
/// On a thread of its own: a server in this process answers on the few threads that tests share, which would all be
/// waiting for it.
/// - Parameters:
///   - rest: more header lines, each with its line end.
///   - body: sent with its length; nil sends none.
public func ask(
    _ port: Int, _ line: String, _ rest: String = "", body: [UInt8]? = nil
) async throws -> RawAnswer {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try answer(port, line, rest, body) }) }
    }
}

private func answer(_ port: Int, _ line: String, _ rest: String, _ body: [UInt8]?) throws -> RawAnswer {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = in_port_t(port).bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isThere = withUnsafePointer(to: name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
    }
    if !isThere { throw NoAnswer(description: "Nobody listens on port \(port).") }
    let length = body.map { "Content-Length: \($0.count)\r\n" } ?? ""
    let head = "\(line) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(length)\(rest)\r\n"
    var text = (Array(head.utf8) + (body ?? []))[...]
    while !text.isEmpty {
        let count = text.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        // Who refuses need not read it all.
        if count <= 0 { break }
        text = text.dropFirst(count)
    }
    var why = "It was closed."
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
    while true {
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0, errno == EINTR { continue }
        if count < 0 { why = String(cString: strerror(errno)) }
        if count <= 0 { break }
        bytes += chunk[..<count]
    }
    let all = String(decoding: bytes, as: UTF8.self)
    guard let end = all.range(of: "\r\n\r\n") else { throw NoAnswer(description: "No answer to \(line). \(why)") }
    return RawAnswer(head: String(all[..<end.lowerBound]), body: String(all[end.upperBound...]))
}

public struct NoAnswer: Error, CustomStringConvertible {
    public let description: String
    public init(description: String) { self.description = description }
}
