import HTTPTypes

/// By which a request is found again in the logs of all who had to do with it.
/// - Source: W3C Trace Context, level 1.
struct Trace {
    let requestID: String
    let traceID: String
    /// What is handed on: the same trace, this service's own step.
    let parent: String

    init(_ headers: HTTPFields) {
        let step = Trace.hex(UInt64.random(in: 1...UInt64.max))
        let given = headers[.traceParent].flatMap(Trace.traceID)
        traceID =
            given?.id ?? Trace.hex(UInt64.random(in: 1...UInt64.max)) + Trace.hex(UInt64.random(in: 0...UInt64.max))
        parent = "00-\(traceID)-\(step)-\(given?.flags ?? "00")"
        let asked = headers[.requestID] ?? ""
        let isPlain = asked.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
        }
        requestID = isPlain && (8...64).contains(asked.utf8.count) ? asked : step
    }

    private static func traceID(_ text: String) -> (id: String, flags: String)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isHex: (Substring, Int) -> Bool = { part, count in
            part.utf8.count == count
                && part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        guard parts.count >= 4, isHex(parts[0], 2), parts[0] != "ff", isHex(parts[1], 32), isHex(parts[2], 16),
            isHex(parts[3], 2), parts[1].contains(where: { $0 != "0" })
        else { return nil }
        return (String(parts[1]), String(parts[3]))
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
