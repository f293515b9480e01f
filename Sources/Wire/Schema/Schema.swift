/// What a JSON value has to look like: at once the check of what comes in and the words of the published document, so
/// that the two can't differ.
/// - Source: JSON Schema 2020-12, as far as it is needed.
public indirect enum Schema: Sendable {
    case text(Text)
    case words([String])
    case integer(ClosedRange<Int64>)
    case number
    case flag
    case list(Schema, atMost: Int, atLeast: Int = 0)
    case object([Property])
    /// An object with any keys that match a pattern, each with such a value.
    case map(Schema, keys: Text, atMost: Int)
    case orNull(Schema)
    case any
    /// One that has a name of its own in the document.
    case named(String)

    public struct Text: Sendable {
        public var atLeast: Int
        /// Unicode scalars.
        public var atMost: Int
        /// For readers of the document, and for `matches`.
        public var pattern: String?
        public var format: String?
        /// Whether a text is one; nil where the length says all.
        let matches: (@Sendable (String) -> Bool)?

        public init(
            atLeast: Int = 0, atMost: Int, pattern: String? = nil, format: String? = nil,
            matches: (@Sendable (String) -> Bool)? = nil
        ) {
            self.atLeast = atLeast
            self.atMost = atMost
            self.pattern = pattern
            self.format = format
            self.matches = matches
        }
    }

    public struct Property: Sendable {
        public let name: String
        public let schema: Schema
        public let isRequired: Bool
        public let words: String?
        public init(_ name: String, _ schema: Schema, isRequired: Bool, words: String?) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.words = words
        }
    }

    public static func must(_ name: String, _ schema: Schema, _ words: String? = nil) -> Property {
        Property(name, schema, isRequired: true, words: words)
    }
    public static func may(_ name: String, _ schema: Schema, _ words: String? = nil) -> Property {
        Property(name, schema, isRequired: false, words: words)
    }
    public static func text(atLeast: Int = 0, atMost: Int) -> Schema { .text(Text(atLeast: atLeast, atMost: atMost)) }
}

extension Schema {
    /// As JSON Schema.
    public var json: JSONValue {
        switch self {
        case .text(let text):
            return .members([
                "type": .string("string"), "minLength": text.atLeast > 0 ? .int(text.atLeast) : nil,
                "maxLength": .int(text.atMost), "pattern": text.pattern.map(JSONValue.string),
                "format": text.format.map(JSONValue.string),
            ])
        case .words(let words):
            return .members(["type": .string("string"), "enum": .array(words.map(JSONValue.string))])
        case .integer(let range):
            return .members([
                "type": .string("integer"), "format": .string("int64"), "minimum": .int(range.lowerBound),
                "maximum": .int(range.upperBound),
            ])
        case .number: return .members(["type": .string("number")])
        case .flag: return .members(["type": .string("boolean")])
        case .list(let of, let most, let least):
            return .members([
                "type": .string("array"), "items": of.json, "minItems": least > 0 ? .int(least) : nil,
                "maxItems": .int(most),
            ])
        case .object(let properties):
            let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
            return .members([
                "type": .string("object"), "properties": .object(properties.map(\.member)),
                "required": required.isEmpty ? nil : .array(required), "additionalProperties": .bool(false),
            ])
        case .map(let of, let keys, let most):
            return .members([
                "type": .string("object"), "propertyNames": Schema.text(keys).json, "additionalProperties": of.json,
                "maxProperties": .int(most),
            ])
        case .orNull(let schema):
            return .members(["anyOf": .array([schema.json, .members(["type": .string("null")])])])
        case .any: return .members([:])
        case .named(let name): return .members(["$ref": .string("#/components/schemas/" + name)])
        }
    }
}

extension Schema.Property {
    fileprivate var member: JSONValue.Member {
        guard let words, case .object(let members) = schema.json else {
            return JSONValue.Member(key: name, value: schema.json)
        }
        let described = members + [JSONValue.Member(key: "description", value: .string(words))]
        return JSONValue.Member(key: name, value: .object(described))
    }
}
