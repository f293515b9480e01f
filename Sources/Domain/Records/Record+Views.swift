// What the rules ask of a record, in the rules' own types. A view is nil for a record of another kind, and for one that
// lacks what the view can't do without.

extension Record {
    public func id(_ field: String) -> RecordID? { values[field].map { RecordID($0) } }
    public func ids(_ field: String) -> [RecordID] { words(field).map { RecordID($0) } }
    /// The members of a list of ids or choices.
    public func words(_ field: String) -> [String] { values[field]?.split(separator: " ").map(String.init) ?? [] }
    public func texts(_ field: String) -> [String] { values[field]?.split(separator: "; ").map(String.init) ?? [] }
    public func flag(_ field: String) -> Bool? { values[field].map { $0 == "yes" } }
    public func integer(_ field: String) -> Int64? { values[field].flatMap { Int64($0) } }
    public func money(_ field: String) -> Money? { values[field].flatMap { Money($0) } }
    public func day(_ field: String) -> Day? { values[field].flatMap { Day($0) } }
    public func instant(_ field: String) -> Instant? { values[field].flatMap { try? Instant($0) } }

    /// Nil where the kind has no titles or none is given.
    public var title: Title? {
        let words = Language.allCases.compactMap { language in
            values["title.\(language.rawValue)"].map { (language, $0) }
        }
        return words.isEmpty ? nil : Title(Dictionary(uniqueKeysWithValues: words))
    }
}

extension Contract {
    public init?(_ record: Record) {
        guard record.kind == .contract, let amount = record.money("amount"), let rate = record.money("hourly-rate"),
            rate.currency == amount.currency
        else { return nil }
        self.init(
            id: ContractID(record.id.rawValue), amount: amount, hourlyRateMinor: rate.minor,
            variant: record.values["variant"].map { VariantID($0) })
    }
}

/// Where news of the desk is sent. Its secret is sealed, so it is not here.
public struct Webhook: Hashable, Sendable {
    public let id: RecordID
    public let url: String
    /// Kinds of events; empty: all.
    public let kinds: Set<String>

    /// Nil too for one that is switched off or retired.
    public init?(_ record: Record) {
        guard record.kind == .webhook, record.state == .live, let url = record.values["url"],
            record.flag("active") ?? true
        else { return nil }
        id = record.id
        self.url = url
        kinds = Set(record.words("kinds"))
    }

    public func wants(_ kind: String) -> Bool { kinds.isEmpty || kinds.contains(kind) }
}

extension RecordField {
    /// The field that a record of kind `field` defines. Its name begins with `custom.`, so that it never hides one of
    /// the table.
    public init?(_ record: Record) {
        guard record.kind == .field, let type = FieldType(definedBy: record) else { return nil }
        let care: Care = record.flag("personal") ?? false ? .personal : .open
        self.init("custom.\(record.id)", type, care: care)
    }

    /// The fields that live definitions add to records, by kind, in the order of their ids.
    public static func custom(_ definitions: some Sequence<Record>) -> [RecordKind: [RecordField]] {
        var fields: [RecordKind: [RecordField]] = [:]
        for record in definitions.sorted(by: { $0.id < $1.id }) where record.state == .live {
            guard let field = RecordField(record) else { continue }
            for kind in record.words("applies-to").compactMap(RecordKind.init(rawValue:)) {
                fields[kind, default: []].append(field)
            }
        }
        return fields
    }
}

extension FieldType {
    fileprivate init?(definedBy record: Record) {
        switch record.values["kind"] {
        case "text": self = .text(atMost: 2_000)
        // Any number that a double of another program still holds exactly.
        case "number": self = .integer(-9_007_199_254_740_991...9_007_199_254_740_991)
        case "choice": self = .choice(record.texts("choices"))
        case "flag": self = .flag
        case "day": self = .day
        default: return nil
        }
    }
}
