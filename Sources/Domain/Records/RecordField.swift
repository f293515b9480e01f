/// One line of a kind's table.
public struct RecordField: Hashable, Sendable {
    public let name: String
    public let type: FieldType
    public let isRequired: Bool
    public let care: Care

    /// Where its value lives.
    public enum Care: Sendable {
        /// In the journal.
        case open
        /// Outside it, encrypted with the key of its person, and erased with that.
        case personal
        /// Outside it, encrypted, and never shown again.
        case secret
    }

    public init(_ name: String, _ type: FieldType, isRequired: Bool = false, care: Care = .open) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.care = care
    }

    public var isPersonal: Bool { care == .personal }
    public var isSecret: Bool { care == .secret }
    /// Whether the journal may not see its value.
    public var isSealed: Bool { care != .open }
}

/// What a field may hold.
public enum FieldType: Hashable, Sendable {
    /// Any text of at most so many Unicode scalars: a character may be made of any number of them.
    case text(atMost: Int)
    /// Texts with semicolons between them.
    case texts(atMost: Int)
    case choice([String])
    case choices([String])
    /// A name that policies give: a role, a grade, a variant.
    case id
    case ids
    case reference(RecordKind)
    case references(RecordKind)
    case integer(ClosedRange<Int64>)
    case money
    case share
    case instant
    case day
    case flag
    /// An IANA name.
    case zone
    /// A week of hours, as `Week` reads it.
    case hours
    case url
    case email
    case phone

    public static let language = choice(Language.allCases.map(\.rawValue))
    public static let languages = choices(Language.allCases.map(\.rawValue))

    /// A list of any kind holds no more.
    public static let longestList = 200
}

/// A rule over several fields of a kind.
enum RecordRule {
    /// At least one of them has a value.
    case anyOf([String])
    case sameCurrency(String, String)
    /// The second is not before the first; of instants it is later.
    case ordered(String, String)
    /// Neither without the other.
    case together(String, String)
    /// Required when another field has a value.
    case required(String, when: String, is: String)
}
