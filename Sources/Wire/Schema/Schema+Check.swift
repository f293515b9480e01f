import Domain
import Phrases

/// Where a value differs from its schema, and how.
public struct SchemaFault: Hashable, Sendable {
    /// A JSON pointer (RFC 6901), empty for the whole; `?name` of a query, `{name}` of an address.
    public let pointer: String
    public let fault: FormFault
    public init(_ pointer: String, _ fault: FormFault) {
        self.pointer = pointer
        self.fault = fault
    }
}

extension Schema {
    /// Every difference, of at most so many.
    /// - Parameter named: the schemas that have names.
    public func faults(of value: JSONValue, named: [String: Schema], atMost: Int = 20) -> [SchemaFault] {
        var check = Check(named: named, most: atMost)
        check.look(value, self, { "" })
        return check.faults
    }

    private struct Check {
        let named: [String: Schema]
        let most: Int
        var faults: [SchemaFault] = []

        mutating func add(_ pointer: String, _ fault: FormFault) {
            if faults.count < most { faults.append(SchemaFault(pointer, fault)) }
        }

        /// - Parameter pointer: written down for a fault alone, since most values have none.
        mutating func look(_ value: JSONValue, _ schema: Schema, _ pointer: () -> String) {
            switch (schema, value) {
            case (.any, _): break
            case (.named(let name), _): look(value, named[name] ?? .any, pointer)
            case (.orNull, .null): break
            case (.orNull(let schema), _): look(value, schema, pointer)
            case (.text(let wanted), .string(let text)): look(text, wanted, pointer)
            case (.words(let words), .string(let text)):
                if words.contains(text) { return }
                add(pointer(), .noneOf(words, nearest: nearest(to: String(text.prefix(64)), among: words)))
            case (.integer(let range), .number(let digits)):
                guard let number = Int64(digits), range.contains(number) else { return add(pointer(), .number(range)) }
            case (.number, .number), (.flag, .bool): break
            case (.list(let of, let most, let least), .array(let values)):
                if values.count > most || values.count < least {
                    return add(pointer(), .items(values.count, least...most))
                }
                for (index, value) in values.enumerated() { look(value, of, { "\(pointer())/\(index)" }) }
            case (.object(let properties), .object(let members)): look(members, properties, pointer)
            case (.map(let of, let keys, let most), .object(let members)):
                if members.count > most {
                    return add(pointer(), .members(members.count, atMost: most))
                }
                for member in members {
                    func place() -> String { pointer() + "/" + Check.escaped(member.key) }
                    look(member.key, keys, place)
                    look(member.value, of, place)
                }
            default:
                let (wanted, orNull) = kind(schema)
                add(pointer(), .kind(value.form, wanted: wanted, orNull: orNull))
            }
        }

        private mutating func look(_ text: String, _ wanted: Text, _ pointer: () -> String) {
            // A scalar has one to four bytes, so the bytes often tell enough.
            let bytes = text.utf8.count
            let isOfLength = bytes <= wanted.atMost && (bytes + 3) / 4 >= wanted.atLeast
            let count = isOfLength ? bytes : text.unicodeScalars.count
            // What is no instant says more than that it is short.
            if wanted.format == "date-time", count <= wanted.atMost {
                do throws(InstantFault) { _ = try Instant(text) } catch { add(pointer(), .instant(error)) }
            } else if count > wanted.atMost || count < wanted.atLeast {
                add(pointer(), .length(count, wanted.atLeast...wanted.atMost))
            } else if let matches = wanted.matches, !matches(text) {
                add(pointer(), .name(atMost: wanted.atMost))
            }
        }

        private mutating func look(_ members: [JSONValue.Member], _ properties: [Property], _ pointer: () -> String) {
            for member in members {
                func place() -> String { pointer() + "/" + Check.escaped(member.key) }
                if let index = properties.firstIndex(where: { $0.name == member.key }) {
                    look(member.value, properties[index].schema, place)
                } else {
                    let near = nearest(to: String(member.key.prefix(64)), among: properties.map(\.name))
                    add(place(), .unknownMember(nearest: near))
                }
            }
            for property in properties
            where property.isRequired && !members.contains(where: { $0.key == property.name }) {
                add(pointer() + "/" + property.name, .missing(kind(property.schema).kind))
            }
        }

        private func kind(_ schema: Schema) -> (kind: FormKind, orNull: Bool) {
            switch schema {
            case .text, .words: (.text, false)
            case .integer: (.wholeNumber, false)
            case .number: (.number, false)
            case .flag: (.flag, false)
            case .list: (.list, false)
            case .object, .map: (.object, false)
            case .orNull(let schema): (kind(schema).kind, true)
            case .any: (.any, false)
            case .named(let name): named[name].map(kind) ?? (.any, false)
            }
        }

        /// What was sent by mistake may be as long as a book.
        private static func escaped(_ key: String) -> String {
            let isPlain =
                key.utf8.count <= 64 && key.utf8.allSatisfy { $0 != UInt8(ascii: "~") && $0 != UInt8(ascii: "/") }
            return isPlain ? key : String(key.prefix(64)).replacing("~", with: "~0").replacing("/", with: "~1")
        }
    }
}

extension JSONValue {
    fileprivate var form: FormKind {
        switch self {
        case .null: .null
        case .bool: .flag
        case .number: .number
        case .string: .text
        case .array: .list
        case .object: .object
        }
    }
}
