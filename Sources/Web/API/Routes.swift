import HTTPTypes
import Pages

/// The operations by address: a tree of path segments, so that a look-up costs a step a segment.
struct Routes: Sendable {
    private final class Knot: Sendable {
        let words: [Substring: Knot]
        /// For any other segment, whatever the operations below call it.
        let wild: Knot?
        let operations: [HTTPRequest.Method: Operation]

        init(_ operations: [(path: ArraySlice<Substring>, operation: Operation)]) {
            var words: [Substring: [(path: ArraySlice<Substring>, operation: Operation)]] = [:]
            var wild: [(path: ArraySlice<Substring>, operation: Operation)] = []
            var own: [HTTPRequest.Method: Operation] = [:]
            for (path, operation) in operations {
                guard let first = path.first else {
                    own[operation.method] = operation
                    continue
                }
                if first.hasPrefix("{") {
                    wild.append((path.dropFirst(), operation))
                } else {
                    words[first, default: []].append((path.dropFirst(), operation))
                }
            }
            self.words = words.mapValues(Knot.init)
            self.wild = wild.isEmpty ? nil : Knot(wild)
            self.operations = own
        }

        /// The knot that a path ends at, and the segments that names stand for. A word goes before a name.
        func end(_ path: ArraySlice<Substring>) -> (knot: Knot, named: [Substring])? {
            guard let first = path.first else { return operations.isEmpty ? nil : (self, []) }
            if let found = words[first]?.end(path.dropFirst()) { return found }
            guard let found = wild?.end(path.dropFirst()) else { return nil }
            return (found.knot, [first] + found.named)
        }
    }

    private let root: Knot

    init(_ operations: [Operation]) {
        root = Knot(operations.map { (path: $0.path.split(separator: "/")[...], operation: $0) })
    }

    enum Found {
        case operation(Operation, path: [String: String])
        case otherMethods([HTTPRequest.Method])
        case nothing
        /// A segment that is no UTF-8, or that a proxy might read as several.
        case unreadable
    }

    private static let segmentsAtMost = 12

    /// - Parameter path: below the API's own root, as it came.
    func find(_ method: HTTPRequest.Method, _ path: some StringProtocol) -> Found {
        let parts = path.split(separator: "/", maxSplits: Self.segmentsAtMost).map { Substring($0) }
        guard let (knot, named) = root.end(parts[...]) else { return .nothing }
        guard let operation = knot.operations[method == .head ? .get : method] else {
            return .otherMethods(knot.operations.keys.sorted { $0.rawValue < $1.rawValue })
        }
        var texts: [String: String] = [:]
        for (name, part) in zip(operation.parameterNames, named) {
            guard let text = PercentCode.decoded(part), !text.isEmpty else { return .unreadable }
            texts[name] = text
        }
        return .operation(operation, path: texts)
    }
}
