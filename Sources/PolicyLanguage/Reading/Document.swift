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
        guard var text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
            throw Fault(place: start, problem: .notText)
        }
        // Some editors write a mark before the first letter; the parser would take it for a column.
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        if let place = tooDeep(bytes) { throw Fault(place: place, problem: .tooDeep) }
        // Aliases are expanded while the tree grows, and as a key one can stand for more than memory holds. So a text that
        // could have both is first looked at with its stars made letters, which moves no place and leaves every anchor.
        if text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) {
            _ = try tree(text.replacing("*", with: "\u{E000}"))
        }
        guard let root = try tree(text), root.scalar?.string != "" else { throw Fault(place: start, problem: .empty) }
        return root
    }

    private static func tree(_ text: String) throws(Fault) -> Node? {
        // The parser must outlive its nodes: their anchors point into it.
        let parser: Parser
        let root: Node?
        do {
            // The default encoding would be read from the environment; and whoever reads a scalar here knows what it is to
            // be, so that nothing has to guess its type.
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try withExtendedLifetime(parser) { try parser.singleRoot() }
        } catch {
            throw fault(error, text)
        }
        guard let root else { return nil }
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
            // Columns count scalars: what continues one is no column.
            if byte & 0xC0 != 0x80 { column += 1 }
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
            // Where the last line does not end, the parser goes on to one that is not there.
            return Fault(
                place: min(Place(line: mark.line, column: mark.column), end(of: text)), problem: .syntax(problem))
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            let first = Place(line: context.mark.line, column: context.mark.column)
            return Fault(place: second(keys.first ?? "", in: text, after: first), problem: .keyTwice(keys.first ?? ""))
        case YamlError.reader(let problem, let offset, _, _):
            return Fault(place: end(of: text.prefix(offset ?? 0)), problem: .syntax(problem))
        default: return Fault(place: Place(line: 1, column: 1), problem: .notText)
        }
    }

    /// As the parser breaks them: a carriage return with its line feed is one break.
    private static func lines(_ text: some StringProtocol) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = [[]]
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where last == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
            default: lines[lines.count - 1].append(scalar)
            }
            last = scalar
        }
        return lines
    }

    private static func end(of text: some StringProtocol) -> Place {
        let lines = lines(text)
        return Place(line: lines.count, column: lines[lines.count - 1].count + 1)
    }

    /// The parser names the place of the first such key; the reader wants the second.
    ///
    /// A key of a block stands in the same column; one between braces at the same depth. If neither is found, as with
    /// a key spelled in two ways, the first must do.
    private static func second(_ key: String, in text: String, after first: Place) -> Place {
        let quoted = [key, "\"\(key)\"", "'\(key)'"].map { Array($0.unicodeScalars) }
        var depth = 0
        var isBlock: Bool?
        for (index, scalars) in lines(text).enumerated() where index + 1 >= first.line {
            let isFirstLine = index + 1 == first.line
            if isBlock == nil { isBlock = !scalars.prefix(first.column - 1).contains { $0 == "{" || $0 == "[" } }
            func isKey(at column: Int) -> Bool {
                guard let length = quoted.first(where: { scalars[column...].starts(with: $0) })?.count else {
                    return false
                }
                return scalars[(column + length)...].first { $0 != " " } == ":"
            }
            if isBlock == true {
                let indent = scalars.prefix { $0 == " " }.count
                if !isFirstLine, indent == first.column - 1, isKey(at: indent) {
                    return Place(line: index + 1, column: indent + 1)
                }
                continue
            }
            for column in scalars.indices where !isFirstLine || column >= first.column {
                switch scalars[column] {
                case "{", "[": depth += 1
                case "}", "]": depth -= 1
                default:
                    let before = scalars[..<column].last { $0 != " " }
                    if depth == 0, before == "," || before == nil, isKey(at: column) {
                        return Place(line: index + 1, column: column + 1)
                    }
                }
            }
        }
        return first
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
