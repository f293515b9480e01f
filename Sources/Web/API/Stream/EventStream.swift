import Domain
import HTTPTypes
import HummingbirdCore
import NIOCore

/// One who follows: from a position on, only what they may see and asked for.
/// - Source: WHATWG HTML, server-sent events.
struct EventStream: Sendable {
    let live: Live
    let who: Principal
    /// Whether the asker is still let in, with the same rights, is looked at before each news.
    let shown: Authenticator.Shown
    let authenticator: Authenticator
    /// Nil begins with what comes next.
    let after: Int64?
    let customer: CustomerID?
    let only: StreamID?

    static let type = "text/event-stream"

    func write(_ writer: inout any ResponseBodyWriter) async throws {
        guard live.come(who) else { return }
        defer { live.go(who) }
        try await follow(&writer)
    }

    private func follow(_ writer: inout any ResponseBodyWriter) async throws {
        var position = if let after { after } else { try await live.last() }
        try await writer.write(ByteBuffer(string: "retry: 2000\n: following\n\n"))
        while !Task.isCancelled {
            let batch = try await live.batch(after: position)
            guard await authenticator.isStill(shown, of: who) else { return }
            switch batch {
            case .frames(let frames):
                var out = ByteBuffer()
                for frame in frames {
                    guard let bytes = wanted(frame) else { continue }
                    // One frame is handed on as it is: all who follow share its bytes.
                    if frames.count == 1 { out = bytes } else { out.writeImmutableBuffer(bytes) }
                }
                position = frames.last?.position ?? position
                if out.readableBytes > 0 { try await writer.write(out) }
            // An event and no comment: a page has to hear that it is still told everything.
            case .quiet: try await writer.write(ByteBuffer(string: "event: quiet\ndata: {}\n\n"))
            case .reset(let last):
                try await writer.write(
                    ByteBuffer(string: "id: \(last)\nevent: reset\ndata: {\"position\":\(last)}\n\n"))
                position = last
            case .closed: return
            }
        }
    }

    /// What of a frame is for who follows.
    private func wanted(_ frame: Live.Frame) -> ByteBuffer? {
        if let only, only != frame.stream { return nil }
        guard let customer else { return frame.bytes }
        return frame.customer == customer ? frame.bytesForCustomer : nil
    }
}
