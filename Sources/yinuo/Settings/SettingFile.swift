import PolicyLanguage
import Wire
import Yams

/// A settings file: one mapping of known keys to a word, or to a list of words.
enum SettingFile {
    static let largest = 64 * 1_024
    private static let start = Place(line: 1, column: 1)

    /// The texts of the known keys; a list is joined by commas. Anything else is a fault with its place.
    static func entries(_ name: String, _ bytes: [UInt8], _ faults: inout [SettingFault])
        -> [(key: SettingKey, text: String, place: Place)]
    {
        var found: [SettingFault] = []
        defer { faults += found }
        func fault(_ place: Place, _ cause: String, _ cure: String) {
            found.append(SettingFault(place: SettingOrigin.file(name, place).description, cause: cause, cure: cure))
        }
        guard bytes.count <= largest, let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            fault(start, "It is no text of at most \(largest / 1_024) kB.", "Name a YAML file of settings.")
            return []
        }
        guard !isDeep(text) else {
            fault(start, "It is nested deeper than settings need.", "Write a key and its value on each line.")
            return []
        }
        let parser: Parser
        let root: Node?
        do {
            // The default encoding would be read from the environment.
            parser = try Parser(yaml: text, encoding: .utf8)
            root = try withExtendedLifetime(parser) { try parser.singleRoot() }
        } catch {
            let (place, cause) = place(of: error)
            fault(place, cause, "Write a key, a colon, a space and a value on each line.")
            return []
        }
        guard let root, root.scalar?.string != "" else { return [] }
        guard case .mapping(let mapping) = root else {
            fault(root.at, "Settings are a mapping of keys to values.", "Write, for example, desk: yinuo.sqlite")
            return []
        }
        return withExtendedLifetime(parser) {
            mapping.compactMap { node, value in
                let word = node.scalar?.string ?? "…"
                guard let key = SettingKey(rawValue: word) else {
                    let unknown = Settings.unknown(word, at: "", among: SettingKey.allCases.map(\.name))
                    fault(node.at, unknown.cause, unknown.cure)
                    return nil
                }
                guard let texts = texts(value, isList: key.kind.isList) else {
                    let cure = key.kind.isList ? "Write words with commas between them." : "Write a single word."
                    fault(value.at, "This is no value for \(word).", cure)
                    return nil
                }
                return (key, texts.joined(separator: ","), value.at)
            }
        }
    }

    /// A bound from above: the parser calls itself for what is nested, so a depth that no setting needs could exhaust the
    /// stack. Depth by indentation grows only with the root of the file's size.
    private static func isDeep(_ text: String) -> Bool {
        var (brackets, indicators, last) = (0, 0, UInt8(0x0A))
        for byte in text.utf8 {
            switch byte {
            case 0x0A, 0x0D: indicators = 0
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case 0x20, 0x09: if "-?:".utf8.contains(last) { indicators += 1 }
            default: break
            }
            if brackets > 64 || indicators > 64 { return true }
            last = byte
        }
        return false
    }

    /// Nil for what is nested, and for anchors: they would say a thing in another place than it is read.
    private static func texts(_ node: Node, isList: Bool) -> [String]? {
        guard node.anchor == nil else { return nil }
        if let text = node.scalar?.string { return [text] }
        guard isList, case .sequence(let sequence) = node else { return nil }
        let texts = sequence.compactMap { $0.anchor == nil ? $0.scalar?.string : nil }
        // A comma within a name would make two of it.
        return texts.count == sequence.count && !texts.contains { $0.contains(",") } ? texts : nil
    }

    private static func place(of error: any Error) -> (Place, String) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            (Place(line: mark.line, column: mark.column), "It is no YAML: \(problem).")
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            (
                Place(line: context.mark.line, column: context.mark.column),
                "The key \(keys.first ?? "") stands here twice."
            )
        default: (start, "It is no YAML.")
        }
    }

    /// A word of YAML: bare where that is read back as the same text, else quoted as JSON quotes.
    static func scalar(_ text: String) -> String {
        let plain = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || "-_./:".utf8.contains($0)
        }
        let first = text.utf8.first.map { !"-:".utf8.contains($0) } ?? false
        return plain && first && !text.hasSuffix(":") ? text : JSONValue.string(text).text
    }
}

extension Node {
    fileprivate var at: Place { Place(line: mark?.line ?? 1, column: mark?.column ?? 1) }
}
