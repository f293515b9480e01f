import Domain

/// Where a value differs from its schema, and what to do about it.
public struct SchemaFault: Hashable, Sendable {
    /// A JSON pointer (RFC 6901); empty for the whole.
    public let pointer: String
    public let cause: String
    public let cure: String
    public init(pointer: String, cause: String, cure: String) {
        self.pointer = pointer
        self.cause = cause
        self.cure = cure
    }
}

extension Schema {
    /// Every difference, of at most so many.
    /// - Parameter named: the schemas that have names.
    public func faults(of value: JSONValue, named: [String: Schema], atMost: Int = 20) -> [SchemaFault] {
        var check = Check(named: named, most: atMost)
        check.look(value, self, "")
        return check.faults
    }

    private struct Check {
        let named: [String: Schema]
        let most: Int
        var faults: [SchemaFault] = []

        mutating func add(_ pointer: String, _ cause: String, _ cure: String) {
            if faults.count < most { faults.append(SchemaFault(pointer: pointer, cause: cause, cure: cure)) }
        }

        mutating func look(_ value: JSONValue, _ schema: Schema, _ pointer: String) {
            switch (schema, value) {
            case (.any, _): break
            case (.named(let name), _): look(value, named[name] ?? .any, pointer)
            case (.orNull, .null): break
            case (.orNull(let schema), _): look(value, schema, pointer)
            case (.text(let wanted), .string(let text)): look(text, wanted, pointer)
            case (.words(let words), .string(let text)):
                if words.contains(text) { return }
                let near = nearest(to: String(text.prefix(64)), among: words).map { "Did you mean \"\($0)\"?" }
                add(pointer, "It is none of the words.", near ?? "One of: \(words.joined(separator: ", ")).")
            case (.integer(let range), .number(let digits)):
                guard let number = Int64(digits), range.contains(number) else {
                    return add(
                        pointer, "It is no whole number from \(range.lowerBound) to \(range.upperBound).",
                        "Write one, without a point.")
                }
            case (.number, .number), (.flag, .bool): break
            case (.list(let of, let most, let least), .array(let values)):
                if values.count > most || values.count < least {
                    return add(pointer, "It has \(values.count) items.", "Send \(least) to \(most).")
                }
                for (index, value) in values.enumerated() { look(value, of, "\(pointer)/\(index)") }
            case (.object(let properties), .object(let members)): look(members, properties, pointer)
            case (.map(let of, let keys, let most), .object(let members)):
                if members.count > most {
                    return add(pointer, "It has \(members.count) members.", "Send at most \(most).")
                }
                for member in members {
                    let place = pointer + "/" + Check.escaped(member.key)
                    look(member.key, keys, place)
                    look(member.value, of, place)
                }
            default: add(pointer, "It is \(value.kind).", "Send \(schema.kind).")
            }
        }

        private mutating func look(_ text: String, _ wanted: Text, _ pointer: String) {
            let count = text.unicodeScalars.count
            if count > wanted.atMost || count < wanted.atLeast {
                let least = wanted.atLeast > 0 ? "\(wanted.atLeast) to \(wanted.atMost)" : "at most \(wanted.atMost)"
                add(pointer, "It has \(count) characters.", "Send \(least).")
            } else if let matches = wanted.matches, !matches(text) {
                add(
                    pointer, "It is not of the form \(wanted.format ?? wanted.pattern ?? "that is asked for").",
                    wanted.format == "date-time" ? "Write 2026-02-14T20:30:00+08:00." : "See the reference at /api.")
            }
        }

        private mutating func look(_ members: [JSONValue.Member], _ properties: [Property], _ pointer: String) {
            for member in members {
                let place = pointer + "/" + Check.escaped(member.key)
                if let property = properties.first(where: { $0.name == member.key }) {
                    look(member.value, property.schema, place)
                } else {
                    let near = nearest(to: String(member.key.prefix(64)), among: properties.map(\.name))
                    add(
                        place, "There is no such member.",
                        near.map { "Did you mean \"\($0)\"?" } ?? "Leave it out; the reference is at /api.")
                }
            }
            for property in properties
            where property.isRequired && !members.contains(where: { $0.key == property.name }) {
                add(pointer + "/" + property.name, "It is missing.", "Send \(property.schema.kind).")
            }
        }

        /// What was sent by mistake may be as long as a book.
        private static func escaped(_ key: String) -> String {
            let isPlain =
                key.utf8.count <= 64 && key.utf8.allSatisfy { $0 != UInt8(ascii: "~") && $0 != UInt8(ascii: "/") }
            return isPlain ? key : String(key.prefix(64)).replacing("~", with: "~0").replacing("/", with: "~1")
        }
    }

    /// What it asks for, for messages.
    var kind: String {
        switch self {
        case .text, .words: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .list: "a list"
        case .object, .map: "an object"
        case .orNull(let schema): schema.kind + " or null"
        case .any: "a value"
        case .named(let name): "an object (\(name))"
        }
    }
}
