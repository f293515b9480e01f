import HTTPTypes

/// The operations by address: a tree of path segments, so that a look-up costs a step a segment.
struct Routes: Sendable {
    private final class Knot: Sendable {
        let words: [Substring: Knot]
        let wild: (name: String, knot: Knot)?
        let operations: [HTTPRequest.Method: Operation]

        init(_ operations: [(path: ArraySlice<Substring>, operation: Operation)]) {
            var words: [Substring: [(ArraySlice<Substring>, Operation)]] = [:]
            var wild: (name: String, rest: [(ArraySlice<Substring>, Operation)])?
            var own: [HTTPRequest.Method: Operation] = [:]
            for (path, operation) in operations {
                guard let first = path.first else {
                    own[operation.method] = operation
                    continue
                }
                if first.hasPrefix("{") {
                    let name = String(first.dropFirst().dropLast())
                    wild = (name, (wild?.rest ?? []) + [(path.dropFirst(), operation)])
                } else {
                    words[first, default: []].append((path.dropFirst(), operation))
                }
            }
            self.words = words.mapValues { Knot($0.map { (path: $0.0, operation: $0.1) }) }
            self.wild = wild.map { ($0.name, Knot($0.rest.map { (path: $0.0, operation: $0.1) })) }
            self.operations = own
        }
    }

    private let root: Knot
    let operations: [Operation]

    init(_ operations: [Operation]) {
        self.operations = operations
        root = Knot(operations.map { (path: $0.path.split(separator: "/")[...], operation: $0) })
    }

    enum Found {
        case operation(Operation, path: [String: String])
        case otherMethods([HTTPRequest.Method])
        case nothing
        /// A segment that is no UTF-8, or that a proxy might read as several.
        case unreadable
    }

    /// - Parameter path: below the API's own root, as it came.
    func find(_ method: HTTPRequest.Method, _ path: some StringProtocol) -> Found {
        var knot = root
        var named: [String: String] = [:]
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            if let next = knot.words[Substring(part)] {
                knot = next
            } else if let wild = knot.wild {
                guard let text = PercentCode.decoded(part), !text.isEmpty else { return .unreadable }
                named[wild.name] = text
                knot = wild.knot
            } else {
                return .nothing
            }
        }
        if knot.operations.isEmpty { return .nothing }
        let asked = method == .head ? .get : method
        if let operation = knot.operations[asked] { return .operation(operation, path: named) }
        return .otherMethods(knot.operations.keys.sorted { $0.rawValue < $1.rawValue })
    }
}

/// RFC 3986, section 2.1.
enum PercentCode {
    /// - Returns: nil for what is no code or no UTF-8, and for the bytes 0 and `/`, which no name of ours holds.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            if byte == UInt8(ascii: "+"), plusIsBlank {
                bytes.append(0x20)
                continue
            }
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
            bytes.append(high << 4 | low)
        }
        if bytes.contains(0) || !plusIsBlank && bytes.contains(UInt8(ascii: "/")) { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
