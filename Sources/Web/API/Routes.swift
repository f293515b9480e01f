import HTTPTypes
import Pages

/// The operations by address: a tree of path segments, so that a look-up costs a step a segment.
struct Routes: Sendable {
    private struct Door: Sendable {
        let operation: Operation
        /// What the named segments are called, in the path's order.
        let names: [String]
    }

    private final class Knot: Sendable {
        /// A few at each knot, so they are walked: to hash a segment takes longer.
        let words: [(word: Substring, knot: Knot)]
        /// For any other segment, whatever the operations below call it.
        let wild: Knot?
        let doors: [Door]

        init(_ operations: [(path: ArraySlice<Substring>, operation: Operation)]) {
            var words: [Substring: [(path: ArraySlice<Substring>, operation: Operation)]] = [:]
            var wild: [(path: ArraySlice<Substring>, operation: Operation)] = []
            var own: [Door] = []
            for (path, operation) in operations {
                guard let first = path.first else {
                    own.append(Door(operation: operation, names: operation.parameterNames))
                    continue
                }
                if first.hasPrefix("{") {
                    wild.append((path.dropFirst(), operation))
                } else {
                    words[first, default: []].append((path.dropFirst(), operation))
                }
            }
            self.words = words.map { (word: $0.key, knot: Knot($0.value)) }
            self.wild = wild.isEmpty ? nil : Knot(wild)
            doors = own
        }

        /// The knot that a path ends at, and the segments that names stand for. A word goes before a name.
        func end(_ path: ArraySlice<Substring>) -> (knot: Knot, named: [Substring])? {
            guard let first = path.first else { return doors.isEmpty ? nil : (self, []) }
            if let word = words.first(where: { $0.word == first }), let found = word.knot.end(path.dropFirst()) {
                return found
            }
            guard let found = wild?.end(path.dropFirst()) else { return nil }
            return (found.knot, [first] + found.named)
        }
    }

    private let root: Knot
    /// The knots at paths without names, found without a walk.
    private let plain: [Substring: Knot]

    init(_ operations: [Operation]) {
        let root = Knot(operations.map { (path: $0.path.split(separator: "/")[...], operation: $0) })
        let paths = Set(operations.map(\.path)).filter { !$0.contains("{") }
        let ends = paths.compactMap { path in root.end(path.split(separator: "/")[...]).map { (path[...], $0.knot) } }
        (self.root, plain) = (root, Dictionary(ends) { first, _ in first })
    }

    enum Found {
        case operation(Operation, path: Names)
        case otherMethods([HTTPRequest.Method])
        case nothing
        /// A segment that is no UTF-8, or that a proxy might read as several.
        case unreadable
    }

    /// What the segments that names stand for say; never more than a few.
    typealias Names = [(name: String, text: String)]

    private static let segmentsAtMost = 12

    /// - Parameter path: below the API's own root, as it came.
    func find(_ method: HTTPRequest.Method, _ path: Substring) -> Found {
        guard let (knot, named) = end(path) else { return .nothing }
        let wanted = method == .head ? .get : method
        guard let door = knot.doors.first(where: { $0.operation.method == wanted }) else {
            return .otherMethods(knot.doors.map(\.operation.method).sorted { $0.rawValue < $1.rawValue })
        }
        var texts: Names = []
        for (name, part) in zip(door.names, named) {
            guard let text = PercentCode.decoded(part), !text.isEmpty else { return .unreadable }
            texts.append((name, text))
        }
        return .operation(door.operation, path: texts)
    }
    private func end(_ path: Substring) -> (knot: Knot, named: [Substring])? {
        if let knot = plain[path] { return (knot, []) }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: Self.segmentsAtMost).map(Substring.init)
        return root.end(parts[...])
    }
}
