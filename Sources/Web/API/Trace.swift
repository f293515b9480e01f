import HTTPTypes
import Synchronization

/// By which a request is found again in the logs of all who had to do with it.
/// - Source: W3C Trace Context, level 1.
struct Trace {
    let requestID: String
    /// What is handed on: the same trace, this service's own step.
    let parent: String

    var traceID: String { String(parent.dropFirst(3).prefix(32)) }

    init(_ headers: HTTPFields) { self.init(parent: headers[.traceParent], requestID: headers[.requestID]) }

    /// - Parameters: the headers `traceparent` and `X-Request-Id`, as they came.
    init(parent: String?, requestID: String?) {
        let step = Steps.next()
        if let given = parent.flatMap(Trace.traceID) {
            self.parent = "00-\(given.id)-\(Trace.hex(step))-\(given.flags)"
        } else {
            self.parent = Trace.fresh(Steps.next(), Steps.next(), step)
        }
        let asked = requestID ?? ""
        let isPlain = asked.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
        }
        self.requestID = isPlain && (8...64).contains(asked.utf8.count) ? asked : Trace.hex(step)
    }

    /// A trace that begins here, all at once: hardly anybody brings one.
    private static func fresh(_ high: UInt64, _ low: UInt64, _ step: UInt64) -> String {
        String(unsafeUninitializedCapacity: 55) { text in
            let dash = UInt8(ascii: "-")
            let zero = UInt8(ascii: "0")
            (text[0], text[1], text[2]) = (zero, zero, dash)
            write(high, to: text, at: 3)
            write(low, to: text, at: 19)
            text[35] = dash
            write(step, to: text, at: 36)
            (text[52], text[53], text[54]) = (dash, zero, zero)
            return 55
        }
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
        String(unsafeUninitializedCapacity: 16) { text in
            write(value, to: text, at: 0)
            return 16
        }
    }

    private static func write(_ value: UInt64, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
            text[start + place] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
        }
    }
}

/// Numbers that come once each, from a place that the system's chance chose: they name requests and keep no secret, and
/// to ask the system for each would cost more than all else that is done with them.
/// - Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014 (SplitMix64).
private enum Steps {
    private static let place = Atomic<UInt64>(UInt64.random(in: 0...UInt64.max))

    /// Never 0, which names nothing.
    static func next() -> UInt64 {
        var value = place.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        value ^= value >> 31
        return value == 0 ? 1 : value
    }
}
