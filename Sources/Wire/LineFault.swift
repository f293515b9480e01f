import Domain
import Phrases

/// Why a line of a batch can't be answered: one sentence with the cause, one with the cure.
public struct LineFault: Error, Equatable, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
    init(_ words: (cause: String, cure: String)) { text = words.cause + " " + words.cure }
}

/// The members of a line, checked for words that were most likely meant otherwise.
struct LineFields {
    private let members: [JSONValue.Member]
    /// Keys that mean nothing here; they are passed over.
    let ignored: [String]

    /// A key that is nearly a known one is a fault: it was meant, and would be lost in silence.
    init(_ value: JSONValue, keys: [String]) throws(LineFault) {
        guard case .object(let members) = value else {
            throw LineFault("The line is \(value.kind), not an object. Write {\"id\": …}.")
        }
        var ignored: [String] = []
        for member in members where !keys.contains(member.key) {
            if let nearest = nearest(to: member.key, among: keys) {
                throw LineFault("The key \"\(member.key)\" is unknown. Did you mean \"\(nearest)\"?")
            }
            ignored.append(member.key)
        }
        (self.members, self.ignored) = (members, ignored)
    }

    subscript(_ key: String) -> JSONValue? {
        members.first { $0.key == key }.flatMap { $0.value.isNull ? nil : $0.value }
    }

    func text(_ key: String) throws(LineFault) -> String {
        guard let value = self[key] else { throw LineFault("The key \"\(key)\" is missing. Add it.") }
        guard let text = value.string else { throw LineFault("\"\(key)\" is \(value.kind). Write a text in quotes.") }
        return text
    }

    func instant(_ key: String) throws(LineFault) -> Instant { try Line.instant(try text(key), of: key) }
}

/// Values that both batches share.
enum Line {
    static func instant(_ text: String, of key: String) throws(LineFault) -> Instant {
        do { return try Instant(text) } catch {
            let words = wording(.en).words(for: error)
            throw LineFault("\"\(key)\": \(words.cause) \(words.cure)")
        }
    }

    static func instant(_ value: JSONValue, of key: String) throws(LineFault) -> Instant {
        guard let text = value.string else {
            throw LineFault("\"\(key)\" is \(value.kind). Write a time such as \"2026-02-14T20:30:00+08:00\".")
        }
        return try instant(text, of: key)
    }

    /// `[["from","to"], ["from",null]]`.
    static func pauses(_ value: JSONValue?) throws(LineFault) -> Pauses {
        guard let value else { return .none }
        let cure = "Write [[\"from\",\"to\"]], with null for a pause that is still open."
        guard case .array(let pairs) = value else { throw LineFault("\"pauses\" is \(value.kind). \(cure)") }
        var spans: [Span] = []
        for pair in pairs {
            guard case .array(let ends) = pair, ends.count == 2 else {
                throw LineFault("A pause is no pair of times. \(cure)")
            }
            let from = try instant(ends[0], of: "pauses")
            let to: Instant? = ends[1].isNull ? nil : try instant(ends[1], of: "pauses")
            if let to, to < from { throw LineFault("A pause ends before it begins. Put the earlier time first.") }
            spans.append(Span(from: from, to: to))
        }
        return Pauses(spans)
    }
}
