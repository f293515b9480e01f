import Domain

// Texts that many members are.

extension Schema {
    /// A name that a person or the desk gives: of a ticket, a record, a policy.
    public static let id = Schema.text(
        Text(atLeast: 1, atMost: 64, pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$") { RecordID(checking: $0) != nil })

    /// RFC 3339 with an offset.
    public static let instant = Schema.text(
        Text(atLeast: 20, atMost: 40, format: "date-time") { (try? Instant($0)) != nil })

    public static let language = words(Language.allCases.map(\.rawValue))

    /// The largest whole number that every reader of JSON has exactly; nothing that is counted comes near it.
    public static let largest: Int64 = 9_007_199_254_740_991

    /// A place in the journal.
    public static let position = integer(0...largest)
}
