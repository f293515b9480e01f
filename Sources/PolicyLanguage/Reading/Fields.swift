import Domain
import Yams

/// Collects what reading finds, so that one run reports every fault.
final class Findings {
    var faults: [Fault] = []
    var notes: [Note] = []

    func add(_ node: Node, _ problem: Problem) { faults.append(Fault(place: node.place, problem: problem)) }
    func note(_ node: Node, _ remark: Note.Remark) { notes.append(Note(place: node.place, remark: remark)) }

    func text(_ node: Node, _ expected: Problem.Expected = .text) -> String? {
        guard let text = node.scalar?.string, !text.isEmpty else {
            add(node, .unreadable(node.shown, expected))
            return nil
        }
        return text
    }

    func value<Value>(_ node: Node, _ expected: Problem.Expected, _ read: (String) -> Value?) -> Value? {
        guard let text = text(node, expected) else { return nil }
        guard let value = read(text) else {
            add(node, .unreadable(node.shown, expected))
            return nil
        }
        return value
    }

    /// A list, or a single value standing for a list of one.
    func list(_ node: Node) -> [Node] {
        switch node {
        case .sequence(let sequence): return Array(sequence)
        case .scalar(let scalar) where !scalar.string.isEmpty: return [node]
        default:
            add(node, .unreadable(node.shown, .list))
            return []
        }
    }

    /// The same where nothing would be a promise without words.
    func filledList(_ node: Node, _ key: String, in what: String) -> [Node] {
        let nodes = list(node)
        if nodes.isEmpty, case .sequence = node { add(node, .missing(key: key, in: what)) }
        return nodes
    }

    func values<Value>(_ node: Node, _ expected: Problem.Expected, _ read: (String) -> Value?) -> [Value] {
        list(node).compactMap { value($0, expected, read) }
    }

    func count(_ node: Node, upTo most: Int = 10_000) -> Int? {
        value(node, .count) { Int($0).flatMap { (1...most).contains($0) ? $0 : nil } }
    }

    func flag(_ node: Node) -> Bool {
        value(node, .trueOrFalse) { ["true": true, "false": false][$0] } ?? false
    }

    /// A word of a closed set, or the fault that names the nearest.
    func word<Value>(_ node: Node, _ kind: Problem.NameKind, among known: [String], _ make: (String) -> Value?)
        -> Value?
    {
        guard let text = text(node) else { return nil }
        guard let value = make(text) else {
            add(node, .unknownName(String(text.prefix(60)), kind, nearest: nearest(to: text, among: known)))
            return nil
        }
        return value
    }

    /// Lower case letters, digits and hyphens; at most 64.
    func id<ID: Name>(_ node: Node) -> ID? {
        guard let text = text(node) else { return nil }
        let bytes = Array(text.utf8)
        let fits =
            bytes.count <= 64 && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
        guard fits else {
            add(node, .notAnID(String(text.prefix(60))))
            return nil
        }
        return ID(rawValue: text)
    }

    /// One string for all languages, or up to four by language.
    func title(_ node: Node?) -> Title? {
        guard let node else { return nil }
        if let text = node.scalar?.string, !text.isEmpty { return Title([.en: text]) }
        guard let fields = Fields(node, "title", keys: Language.allCases.map(\.rawValue), self) else { return nil }
        var words: [Language: String] = [:]
        for language in Language.allCases { if let node = fields[language.rawValue] { words[language] = text(node) } }
        return Title(words)
    }

    /// A mapping from ids to whatever, in the order of the file.
    func entries<ID: Name>(_ node: Node?, _ what: String) -> [(id: ID, key: Node, value: Node)] {
        guard let node else { return [] }
        guard case .mapping(let mapping) = node else {
            add(node, .unreadable(node.shown, .fields))
            return []
        }
        var ids: Set<ID> = []
        return mapping.compactMap { key, value in
            guard let id: ID = id(key) else { return nil }
            // The parser tells 1 from "1"; to us they are one name.
            if !ids.insert(id).inserted { add(key, .declaredTwice(id.rawValue)) }
            return (id, key, value)
        }
    }
}

/// A mapping whose keys are known beforehand; an unknown one is a fault that names the nearest.
struct Fields {
    let node: Node
    let what: String
    /// Whether a key was not known: then what seems to be missing may just be misspelt.
    private(set) var hasUnknownKey = false
    private let mapping: Node.Mapping
    private let findings: Findings

    init?(_ node: Node, _ what: String, keys: [String], _ findings: Findings) {
        guard case .mapping(let mapping) = node else {
            findings.add(node, .unreadable(node.shown, .fields))
            return nil
        }
        var seen: Set<String> = []
        for (key, _) in mapping {
            if let text = key.scalar?.string, keys.contains(text) {
                if !seen.insert(text).inserted { findings.add(key, .keyTwice(text)) }
                continue
            }
            let nearest = nearest(to: key.shown, among: keys)
            findings.add(key, .unknownKey(key.shown, in: what, nearest: nearest))
            hasUnknownKey = true
        }
        (self.node, self.what, self.mapping, self.findings) = (node, what, mapping, findings)
    }

    subscript(_ key: String) -> Node? { mapping.first { $0.key.scalar?.string == key }?.value }

    func required(_ key: String) -> Node? {
        if let value = self[key] { return value }
        findings.add(node, .missing(key: key, in: what))
        return nil
    }
}
