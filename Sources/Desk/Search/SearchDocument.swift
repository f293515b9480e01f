import Domain
import Language

/// What can be found of one stream: terms with their weights, and nothing of the texts themselves.
///
/// A pure function of the stream and its readable texts, so that an index made anew is the one that grew with the desk.
public struct SearchDocument: Sendable {
    public let stream: StreamID
    public internal(set) var customer: CustomerID?
    public internal(set) var isOpen: Bool?
    public internal(set) var received: Instant
    /// Its last entry: what comes up to there is in it.
    public let through: Int64
    /// Whose texts are in it.
    public internal(set) var people: [PersonID] = []
    public internal(set) var texts: [TextPlace] = []
    /// Words, grams, and the words of filters, which begin with a colon; each once, in no order.
    public internal(set) var terms: [Term] = []
    /// Which of its words stand next to each other (`WordPairs`), so that a phrase opens hardly any text in vain: place 0
    /// is what is no text, then comes a place for each of `texts`. Empty where nothing is known of that.
    public internal(set) var pairs: [UInt8] = []

    public struct Term: Hashable, Sendable {
        public let key: TermKey
        public let weight: UInt8
    }

    /// Of one text; what stands behind is not searched.
    static let textBytesAtMost = 32 << 10
    /// Of all texts together, the oldest first: a document is written anew with each entry.
    static let bytesAtMost = 512 << 10
    /// More terms than that has no text that a person wrote.
    static let termsAtMost = 4_096

    static func isAttachment(_ field: String) -> Bool { field == "attachment" || field.hasPrefix("attachment.") }

    /// - Returns: nil for a stream of which nothing may or can be found.
    public init?(_ source: SearchSource) {
        var gathering = TermGathering()
        self.init(source, &gathering)
    }

    /// - Parameter gathering: whatever it was used for before; many documents can share its room.
    init?(_ source: SearchSource, _ gathering: inout TermGathering) {
        guard !source.entries.isEmpty, let held = Held(replaying: source.entries) else { return nil }
        stream = source.stream
        through = source.entries[source.entries.count - 1].position
        received = source.entries[0].recorded
        gathering.begin()
        // Found like the words of a title; whoever types all of it has it looked up (`IndexReader.called`).
        gathering.add(stream.id, as: .title)
        gathering.filter(.kind, stream.kind.rawValue)
        switch held.aggregate {
        case .ticket(let ticket): take(ticket, source, &gathering)
        case .record(let record):
            guard !record.isErased else { return nil }
            take(record, source, &gathering)
        case .incident(let incident):
            received = incident.course.received
            for text in source.texts { take(text, isForCustomer: false, as: .staff, &gathering) }
        case .ledger, .policy, .desk, .contacts, .access: return nil
        }
        if let customer { gathering.filter(.customer, customer.rawValue) }
        if let isOpen { gathering.filter(.state, isOpen ? "open" : "closed") }
        gathering.endPlace()
        terms = gathering.terms()
        pairs = gathering.pairs
    }

    private mutating func take(_ ticket: Ticket, _ source: SearchSource, _ gathering: inout TermGathering) {
        customer = ticket.customer
        received = ticket.course.received
        switch ticket.course.state() {
        case .new, .open, .waiting, .resolved: isOpen = true
        case .closed, .cancelled, .merged: isOpen = false
        }
        for (attribute, value) in ticket.attributes {
            // Nobody looks for a ticket by how far it reaches, and its words are in many texts.
            if attribute != .reach { gathering.add(value, as: .staff) }
            switch attribute {
            case .queue: gathering.filter(.queue, value)
            case .category: gathering.filter(.category, value)
            case .channel: gathering.filter(.channel, value)
            case .agent, .site, .provider, .contract, .contact, .language, .urgency, .reach: break
            }
        }
        for case .word(let word) in ticket.fields.values { gathering.add(word, as: .staff) }
        for words in ticket.lists.values { for word in words { gathering.add(word, as: .staff) } }
        let newest = Self.newestFields(source.entries)
        var index = 0
        for text in source.texts {
            // Both are by position.
            while index < source.entries.count, source.entries[index].position < text.position { index += 1 }
            guard index < source.entries.count, source.entries[index].position == text.position else { continue }
            if !newest.isEmpty, case .ticket(.changed(.field(let name, _), _)) = source.entries[index].event,
                newest[name] != text.position
            {
                continue
            }
            let isForCustomer = source.entries[index].event.isForCustomer
            take(
                text, isForCustomer: isForCustomer,
                as: isForCustomer ? (text.field == "subject" ? .title : .text) : .staff, &gathering)
        }
    }

    /// Where each field that the company defined was given last: it says that alone, while messages all stay.
    private static func newestFields(_ entries: [Journal.Entry]) -> [String: Int64] {
        var newest: [String: Int64] = [:]
        for index in entries.indices {
            guard case .ticket(.changed(.field(let name, _), _)) = entries[index].event else { continue }
            newest[name] = entries[index].position
        }
        return newest
    }

    private mutating func take(_ record: Record, _ source: SearchSource, _ gathering: inout TermGathering) {
        if record.kind == .customer { customer = CustomerID(rawValue: record.id.rawValue) }
        if let owner = record.values["customer"] { customer = CustomerID(rawValue: owner) }
        for (field, value) in record.values {
            gathering.add(value, as: field.hasPrefix("title.") || field == "number" ? .title : .text)
        }
        for text in Self.texts(of: record, among: source.texts) {
            let isTitle = ["name", "email", "phone"].contains(text.field)
            take(text, isForCustomer: false, as: isTitle ? .title : .text, &gathering)
        }
    }

    /// What a record's fields say now, the secret ones apart.
    static func texts(of record: Record, among texts: [OpenText]) -> [OpenText] {
        var newest: [String: OpenText] = [:]
        for text in texts where record.personal.contains(text.field) { newest[text.field] = text }
        return newest.values.filter { !(record.kind.field($0.field)?.isSecret ?? false) }
            .sorted { ($0.position, $0.field) < ($1.position, $1.field) }
    }

    private mutating func take(
        _ text: OpenText, isForCustomer: Bool, as part: TermGathering.Part, _ gathering: inout TermGathering
    ) {
        guard let words = text.searched else { return }
        if !people.contains(text.person) { people.append(text.person) }
        if texts.last?.position != text.position {
            gathering.endPlace()
            texts.append(TextPlace(position: text.position, isForCustomer: isForCustomer))
        }
        gathering.add(words, as: part)
    }
}

extension OpenText {
    /// As far as it is searched; nil for what is no text.
    var searched: String? {
        if SearchDocument.isAttachment(field) { return nil }
        if payload.count <= SearchDocument.textBytesAtMost {
            // Of types that are known here, which `String(validating:as:)` looks up each time.
            guard let text = try? UTF8Span(validating: payload.span) else { return nil }
            return String(copying: text)
        }
        var bytes = payload.prefix(SearchDocument.textBytesAtMost)
        // Not in the midst of a character.
        while let last = bytes.last, last & 0xC0 == 0x80 { bytes = bytes.dropLast() }
        bytes = bytes.dropLast()
        return String(validating: bytes, as: UTF8.self)
    }
}
