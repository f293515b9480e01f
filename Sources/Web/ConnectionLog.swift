import Logging

/// A log without the number that the server under us gives every request: nobody reads it, since our own lines tell
/// `X-Request-Id`, and a dictionary would be made for each request to hold it.
///
/// What it holds is a class, since every request copies it.
struct ConnectionLog: LogHandler {
    private static let unread = "hb.request.id"

    private final class Inner: Sendable {
        let handler: any LogHandler
        init(_ handler: any LogHandler) { self.handler = handler }
    }

    private var inner: Inner

    init(_ handler: any LogHandler) { inner = Inner(handler) }

    var logLevel: Logger.Level {
        get { inner.handler.logLevel }
        set { change { $0.logLevel = newValue } }
    }

    var metadata: Logger.Metadata {
        get { inner.handler.metadata }
        set { change { $0.metadata = newValue } }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { inner.handler.metadataProvider }
        set { change { $0.metadataProvider = newValue } }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner.handler[metadataKey: key] }
        set { if key != Self.unread { change { $0[metadataKey: key] = newValue } } }
    }

    func log(event: LogEvent) { inner.handler.log(event: event) }

    private mutating func change(_ change: (inout any LogHandler) -> Void) {
        var handler = inner.handler
        change(&handler)
        inner = Inner(handler)
    }
}

extension Logger {
    /// The same log, as requests are handed it.
    var ofConnections: Logger { Logger(label: label) { _ in ConnectionLog(handler) } }
}
