import Domain
import Yams

/// In this module a node is one of the file's tree, not one of the customer's progress.
typealias Node = Yams.Node

/// A YAML text as a tree with places, checked before anything is read from it.
///
/// Refused are files over 256 kB, nesting that could exhaust the stack, and anchors: they would let a small file stand
/// for a huge one, and a policy that says a thing twice should say it in two places.
enum Document {
    static let largest = 256 * 1024
    private static let deepest = 64

    static func root(_ bytes: [UInt8]) throws(Fault) -> Node {
        let start = Place(line: 1, column: 1)
        guard bytes.count <= largest else { throw Fault(place: start, problem: .tooLarge(bytes: bytes.count)) }
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
            throw Fault(place: start, problem: .notText)
        }
        if let place = tooDeep(bytes) { throw Fault(place: place, problem: .tooDeep) }
        let root: Node?
        // The parser must outlive its nodes: their anchors point into it.
        let parser: Parser
        do {
            parser = try Parser(yaml: text)
            root = try withExtendedLifetime(parser) { try parser.singleRoot() }
        } catch {
            throw fault(error, text)
        }
        guard let root, root.scalar?.string != "" else { throw Fault(place: start, problem: .empty) }
        try withExtendedLifetime(parser) { () throws(Fault) in try refuseAnchors(root) }
        return root
    }

    /// Depth first: an anchor comes before its aliases, so the walk stops before it could meet what they expand to.
    private static func refuseAnchors(_ node: Node) throws(Fault) {
        if let anchor = node.anchor { throw Fault(place: node.place, problem: .anchor(anchor.rawValue)) }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                try refuseAnchors(key)
                try refuseAnchors(value)
            }
        case .sequence(let sequence): for node in sequence { try refuseAnchors(node) }
        case .scalar, .alias: break
        }
    }

    /// A bound from above that needs no parser: open brackets, indentation, and indicators at a line's beginning.
    private static func tooDeep(_ bytes: [UInt8]) -> Place? {
        var (line, column, depth, indicators, isLeading) = (1, 0, 0, 0, true)
        for byte in bytes {
            column += 1
            switch byte {
            case 0x0A: (line, column, indicators, isLeading) = (line + 1, 0, 0, true)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                isLeading = false
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): if isLeading { indicators += 1 }
            case UInt8(ascii: " "), 0x09: break
            default:
                if isLeading, column > 4 * deepest { return Place(line: line, column: column) }
                isLeading = false
            }
            if depth > deepest || indicators > deepest { return Place(line: line, column: column) }
        }
        return nil
    }

    private static func fault(_ error: any Error, _ text: String) -> Fault {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return Fault(place: Place(line: mark.line, column: mark.column), problem: .syntax(problem))
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            return Fault(place: second(key, in: text, after: context.mark.line), problem: .keyTwice(key))
        case YamlError.reader(let problem, _, _, _):
            return Fault(place: Place(line: 1, column: 1), problem: .syntax(problem))
        default: return Fault(place: Place(line: 1, column: 1), problem: .notText)
        }
    }

    /// The parser names the mapping's beginning; the reader wants the line of the second key.
    private static func second(_ key: String, in text: String, after first: Int) -> Place {
        var seen: Int?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where index + 1 >= first {
            let indent = line.prefix { $0 == " " }.count
            guard line.dropFirst(indent).hasPrefix(key + ":") else { continue }
            if seen == indent { return Place(line: index + 1, column: indent + 1) }
            if seen == nil { seen = indent }
        }
        return Place(line: first, column: 1)
    }
}

extension Node {
    var place: Place { Place(line: mark?.line ?? 1, column: mark?.column ?? 1) }

    /// What it says, shortened, for messages.
    var shown: String {
        switch self {
        case .scalar(let scalar): String(scalar.string.prefix(60))
        case .mapping: "{…}"
        case .sequence: "[…]"
        case .alias: "*"
        }
    }
}
