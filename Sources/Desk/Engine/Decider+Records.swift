import Domain

extension Decider {
    mutating func record(
        _ kind: RecordKind, _ id: RecordID, _ command: Record.Command, _ actor: Actor, _ sheet: inout Sheet
    ) throws(Refusal) -> Int? {
        let stream = StreamID.record(kind, id)
        try checkID(id.rawValue)
        let before = held(stream, sheet)
        var record = Record(kind: kind, id: id)
        if case .record(let known)? = before?.aggregate { record = known }
        let named = Set(Decider.references(kind, command, rules)).filter { isLive($0, sheet) }
        let words = kind == .webhook ? rules.book.all.flatMap(\.policy.events).map(\.id) : []
        let book = RecordBook(
            zones: rules.zones, custom: rules.custom,
            subjects: kind == .webhook ? Journal.Event.subjects(own: words) : []
        ) { named.contains(.record($0, $1)) }
        let decision: Record.Decision
        do throws(Record.Refusal) { decision = try record.decide(command, book) } catch { throw .record(error) }
        guard let first = decision.events.first else { return nil }
        let events = decision.events.map { Journal.Event.record($0, at: sheet.now) }
        for event in decision.events { record.evolve(event) }
        var after = before ?? Held(stream, opening: events[0])!
        after.aggregate = .record(record)
        after.version = (before?.version ?? 0) + events.count
        let own = sheet.decision.drafts.count
        sheet.write(stream, events, after, by: actor)
        seal(decision.texts.map { Request.Text($0.field, $0.text) }, own, &sheet)
        if case .erased = first { sheet.decision.erased.people.append(PersonID(rawValue: stream.description)) }
        rules.learn(record)
        return own
    }

    /// What names a stream: plain ASCII, since to the store two spellings of an accent are two, and to a state one.
    func checkID(_ id: String) throws(Refusal) {
        if RecordID(checking: id) == nil { throw .badID(String(id.prefix(80))) }
    }

    func isLive(_ stream: StreamID, _ sheet: Sheet) -> Bool {
        if case .record(let record)? = held(stream, sheet)?.aggregate { record.state == .live } else { false }
    }

    /// A record that something new may refer to.
    /// - Parameter customer: whose it has to be, if it is somebody's: else one customer's breach would be posted on
    ///   another's contract, and one's texts lie under another's key.
    func require(
        _ kind: RecordKind, _ id: String?, of customer: CustomerID? = nil, _ sheet: Sheet
    ) throws(Refusal) {
        guard let id else { return }
        let stream = StreamID.record(kind, RecordID(rawValue: id))
        guard case .record(let record)? = held(stream, sheet)?.aggregate else { throw .noSuch(stream) }
        if record.isErased { throw .erased(PersonID(rawValue: stream.description)) }
        if record.isRetired { throw .record(.retired(kind, record.id)) }
        if let customer, let owner = record.values["customer"], owner != customer.rawValue {
            throw .ofAnotherCustomer(stream)
        }
    }

    /// Whether a record can be named by what is new.
    func isHere(_ kind: RecordKind, _ id: String, _ sheet: Sheet) -> Bool {
        guard case .record(let record)? = held(.record(kind, RecordID(rawValue: id)), sheet)?.aggregate else {
            return false
        }
        return !record.isErased && !record.isRetired
    }

    /// What a put refers to, as far as it can be told before it is read.
    static func references(_ kind: RecordKind, _ command: Record.Command, _ rules: Rules) -> [StreamID] {
        guard case .put(let typed) = command else { return [] }
        return (kind.fields + (rules.custom[kind] ?? [])).flatMap { field -> [StreamID] in
            let to: RecordKind
            switch field.type {
            case .reference(let kind), .references(let kind): to = kind
            default: return []
            }
            guard let text = typed[field.name] ?? nil else { return [] }
            return text.split { " ,;\t\n".contains($0) }.map { .record(to, RecordID($0)) }
        }
    }
}

extension Attribute {
    /// The kind of record that the attribute's value names; nil for words of a list.
    var refersTo: RecordKind? {
        switch self {
        case .queue: .queue
        case .agent: .agent
        case .site: .site
        case .provider: .provider
        case .contract: .contract
        case .contact: .contact
        // A category is a word of the policies; a record may give it a title.
        case .category, .channel, .language, .urgency, .reach: nil
        }
    }
}
