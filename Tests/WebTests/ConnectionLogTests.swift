import Logging
import Testing

@testable import Web

@Suite struct ConnectionLogTests {
    @Test func `the server's own number of a request is forgotten, and all else is kept`() {
        var log = Logger(label: "desk") { StreamLogHandler.standardError(label: $0) }.ofConnections
        log.logLevel = .warning
        log[metadataKey: "hb.request.id"] = "1"
        log[metadataKey: "other"] = "2"
        var copy = log
        copy[metadataKey: "other"] = "3"
        copy.logLevel = .debug
        #expect(log.label == "desk" && log.logLevel == .warning && copy.logLevel == .debug)
        #expect(log[metadataKey: "hb.request.id"] == nil)
        #expect(log[metadataKey: "other"] == "2" && copy[metadataKey: "other"] == "3")
    }
}
