import Domain
import Phrases

/// One line of `due --batch`.
public struct DueLine: Sendable {
    public let policy: String
    public let grade: String
    public let query: DueQuery

    static let keys = ["id", "policy", "grade", "variant", "at", "events", "pauses", "complex"]

    public let variant: String?

    /// - Parameter events: the words that the line's policy adds to the vocabulary.
    public init(_ value: JSONValue, events own: (String) -> [EventName]) throws(LineFault) {
        let fields = try LineFields(value, keys: DueLine.keys)
        policy = try fields.text("policy")
        grade = try fields.text("grade")
        variant = fields["variant"] == nil ? nil : try fields.text("variant")
        var query = DueQuery(received: try fields.instant("at"))
        switch fields["complex"] {
        case nil: break
        case .bool(let isComplex)?: query.complexity = isComplex ? .complex : .simple
        case let other?: throw LineFault("\"complex\" is \(other.kind). Write true or false.")
        }
        query.pauses = try Line.pauses(fields["pauses"])
        try DueLine.read(fields["events"], into: &query, own: own(policy))
        self.query = query
    }

    private static func read(_ value: JSONValue?, into query: inout DueQuery, own: [EventName]) throws(LineFault) {
        guard let value else { return }
        guard case .object(let members) = value else {
            throw LineFault("\"events\" is \(value.kind). Write {\"engaged\": \"2026-02-14T20:30:00+08:00\"}.")
        }
        for member in members {
            let name = try event(member.key, own: own)
            let values = if case .array(let values) = member.value { values } else { [member.value] }
            for value in values {
                let instant = try Line.instant(value, of: member.key)
                // Of several dates the one given last is the latest agreement.
                if name == .agreed { query.agreed = instant } else { query.events.append((name, instant)) }
            }
        }
    }

    /// A name of the vocabulary or of the policy; `received` is what `at` says.
    public static func event(_ text: String, own: [EventName]) throws(LineFault) -> EventName {
        let name = EventName(text)
        if name == .received { throw LineFault("\"received\" is given twice: \"at\" says it. Leave one out.") }
        guard name.isShared || own.contains(name) else {
            let known = (EventName.vocabulary.map(\.name) + own).map(\.rawValue)
            let hint =
                nearest(to: text, among: known).map { "Did you mean \"\($0)\"?" }
                ?? "See the events of the policy language."
            throw LineFault("The event \"\(text.prefix(60))\" is unknown. \(hint)")
        }
        return name
    }
}

extension DueQuery.Answer {
    /// `{"commitment": …, "occurrence": …, "due": …}`.
    public func json(in zone: Zone) -> JSONValue {
        JSONValue.members([
            "commitment": .string(term.commitment.id.rawValue), "occurrence": occurrence.map { .int($0) },
        ]).appending(DueWords.members(due, in: zone))
    }
}
