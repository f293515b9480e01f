import Domain
import Logging
import Support
import Synchronization
import Testing
import Wire

@testable import yinuo

struct LineLogTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    /// The lines that a logger of this format wrote.
    private func lines(_ format: LineLog.Format, _ use: (inout Logger) -> Void) -> [String] {
        let lines = Lines()
        var logger = Logger(label: "yinuo") { label in
            LineLog(label, format, level: .info, now: { at("2026-02-14T20:30:00.250+08:00") }) { line in
                lines.all.withLock { $0.append(line) }
            }
        }
        use(&logger)
        return lines.all.withLock { $0 }
    }

    @Test func `a record is a line, its keys in order`() {
        func log(_ logger: inout Logger) {
            logger[metadataKey: "node"] = "a"
            logger.warning("Breach told.", metadata: ["ticket": "t-81", "clocks": .stringConvertible(2)])
            logger.debug("Not told at this level.")
        }
        #expect(
            lines(.json, log) == [
                #"{"ts":"2026-02-14T12:30:00.250+00:00","level":"warning","logger":"yinuo","message":"Breach told.","#
                    + #""clocks":"2","node":"a","ticket":"t-81"}"#
            ])
        #expect(
            lines(.text, log) == [
                "2026-02-14T12:30:00.250+00:00 warning yinuo: Breach told. clocks=2 node=a ticket=t-81"
            ])
    }

    @Test(arguments: LineLog.Format.allCases)
    func `nothing that is logged begins another line or another key`(format: LineLog.Format) throws {
        let evil = "a\nb\r\u{2028}\u{85}\u{1B}[31m\u{202E}\" level=error ts=x"
        let written = lines(format) { logger in
            logger.info(
                "\(evil)", metadata: ["\(evil)": "\(evil)", "ts": "no", "list": ["\(evil)", ["k": "\(evil)"]]])
        }
        let line = try #require(written.first)
        #expect(written.count == 1)
        #expect(!line.unicodeScalars.contains { ["\n", "\r", "\u{1B}"].contains($0) })
        switch format {
        case .json:
            let json = try JSONValue(line)
            #expect(json["message"]?.string == evil)
            #expect(json["ts"]?.string == "2026-02-14T12:30:00.250+00:00")
            #expect(json["_ts"]?.string == "no")
        case .text:
            #expect(!line.unicodeScalars.contains { ["\u{2028}", "\u{85}", "\u{202E}"].contains($0) })
        }
    }

    @Test func `a value without end is cut`() {
        let written = lines(.json) { $0.info("x", metadata: ["a": "\(String(repeating: "长", count: 1_000_000))"]) }
        #expect(written.allSatisfy { $0.utf8.count < 10_000 })
    }
}
