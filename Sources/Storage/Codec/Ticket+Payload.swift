import Domain

extension Ticket.Event: Payload {
    /// Besides those of its course.
    private enum Kind: String, CaseIterable {
        case opened, offered, absorbed, merged
        case set, field, added, removed, noted, split, erased, rated
    }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) + Course.Event.kinds }

    func write(to payload: inout PayloadWriter) -> String {
        let kind: Kind
        switch self {
        case .course(let event): return event.write(to: &payload)
        case .opened(let opening):
            kind = .opened
            opening.write(to: &payload)
        case .handOverOffered(let team, _):
            kind = .offered
            payload.word("team", team)
        case .absorbed(let ticket, let starts, _):
            kind = .absorbed
            payload.list("starts", starts.map(TakenStart.init).sorted { $0.precedes($1) })
            payload.word("ticket", ticket)
        case .mergedInto(let ticket, _):
            kind = .merged
            payload.word("into", ticket)
        case .changed(let change, _):
            switch change {
            case .set(let attribute, let value):
                kind = .set
                payload.word("attribute", attribute)
                if let value { payload.text("value", value) }
            case .field(let name, let value):
                kind = .field
                payload.text("name", name)
                switch value {
                case nil: break
                case .personal: payload.fact("personal")
                case .word(let word): payload.text("word", word)
                }
            case .add(let list, let value):
                kind = .added
                payload.word("list", list)
                payload.text("value", value)
            case .remove(let list, let value):
                kind = .removed
                payload.word("list", list)
                payload.text("value", value)
            case .note(let mentions):
                kind = .noted
                payload.list("mentions", mentions)
            case .split(let ticket):
                kind = .split
                payload.word("into", ticket)
            case .eraseTexts: kind = .erased
            case .rate(let rating):
                kind = .rated
                rating.write(to: &payload)
            }
        }
        return kind.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> Ticket.Event? {
        // Most of what happens to a ticket is its course, so that is asked first.
        if let event = try Course.Event.read(kind, from: &payload, of: id, at: at) { return .course(event) }
        return switch Kind(rawValue: kind) {
        case nil: nil
        case .opened: .opened(try Ticket.Opening(TicketID(rawValue: id), received: at, from: &payload))
        case .offered: .handOverOffered(try payload.word("team"), at: at)
        case .absorbed: try absorbed(&payload, at)
        case .merged: .mergedInto(try payload.word("into"), at: at)
        case .set:
            .changed(.set(try payload.word("attribute"), try payload.has("value") ? payload.string() : nil), at: at)
        case .field: .changed(.field(try payload.text("name"), try fieldValue(&payload)), at: at)
        case .added: .changed(.add(try payload.word("list"), try payload.text("value")), at: at)
        case .removed: .changed(.remove(try payload.word("list"), try payload.text("value")), at: at)
        case .noted: .changed(.note(mentions: try payload.texts("mentions")), at: at)
        case .split: .changed(.split(into: try payload.word("into")), at: at)
        case .erased: .changed(.eraseTexts, at: at)
        case .rated: .changed(.rate(try Rating(from: &payload)), at: at)
        }
    }

    private static func absorbed(_ payload: inout PayloadReader, _ at: Instant) throws(PayloadFault) -> Ticket.Event {
        var starts: [Course.Origin: Instant] = [:]
        var last: TakenStart?
        for start in try payload.list("starts") as [TakenStart] {
            guard last?.precedes(start) ?? true, starts.updateValue(start.at, forKey: start.origin) == nil else {
                throw payload.fault("the starts do not ascend by policy and commitment")
            }
            last = start
        }
        return .absorbed(try payload.word("ticket"), starts: starts, at: at)
    }

    private static func fieldValue(_ payload: inout PayloadReader) throws(PayloadFault) -> Ticket.FieldValue? {
        if try payload.fact("personal") { return .personal }
        return try payload.has("word") ? .word(payload.string()) : nil
    }
}

extension Ticket.Opening {
    fileprivate func write(to payload: inout PayloadWriter) {
        payload.key("attributes")
        payload.open()
        // All of these are ASCII, so their order is that of their bytes.
        for (attribute, value) in attributes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            payload.key(attribute.rawValue)
            payload.string(value)
        }
        payload.close()
        payload.word("customer", customer)
        payload.word("firstAsked", ifAny: firstAsked)
        if let promised { payload.part("promised", promised) }
        payload.word("splitFrom", ifAny: splitFrom)
    }

    fileprivate init(
        _ id: TicketID, received: Instant, from payload: inout PayloadReader
    ) throws(PayloadFault) {
        try payload.key("attributes")
        try payload.open()
        var attributes: [Attribute: String] = [:]
        attributes.reserveCapacity(6)
        var last = ""
        while let key = try payload.nextKey() {
            guard let attribute = Attribute(rawValue: key), last < key else {
                throw payload.fault("the attribute \"\(key)\" is unknown or stands out of order")
            }
            attributes[attribute] = try payload.string()
            last = key
        }
        try payload.close()
        let customer: CustomerID = try payload.word("customer")
        let firstAsked: TeamID? = try payload.word(ifAny: "firstAsked")
        let promised: Promised? = try payload.part(ifAny: "promised")
        self.init(
            id: id, customer: customer, received: received, firstAsked: firstAsked, attributes: attributes,
            splitFrom: try payload.word(ifAny: "splitFrom"), promised: promised)
    }
}

extension Rating: PayloadPart {
    func write(to payload: inout PayloadWriter) {
        payload.text("by", giver)
        payload.key("marks" as StaticString)
        payload.open()
        for (dimension, mark) in marks.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            payload.key(dimension.rawValue)
            payload.digits(Int64(mark))
        }
        payload.close()
        payload.word("side", side)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        let giver = try payload.text("by")
        try payload.key("marks")
        try payload.open()
        var marks: [Dimension: Int] = [:]
        var last = ""
        while let key = try payload.nextKey() {
            guard let dimension = Dimension(rawValue: key), last < key else {
                throw payload.fault("the dimension \"\(key)\" is unknown or stands out of order")
            }
            marks[dimension] = Int(try payload.digits())
            last = key
        }
        try payload.close()
        guard let rating = Rating(try payload.word("side"), by: giver, marks) else {
            throw payload.fault("marks are from 1 to 5, and one at least")
        }
        self = rating
    }
}

extension Promised: PayloadPart {
    func write(to payload: inout PayloadWriter) {
        payload.integer("arm", arm)
        payload.text("content", content)
        payload.integer("edition", policy.edition)
        payload.word("policy", policy.id)
        payload.text("version", policy.version)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        let arm: Int = try payload.integer("arm")
        let content = try payload.text("content")
        let edition: Int = try payload.integer("edition")
        let policy: PolicyID = try payload.word("policy")
        self.init(
            policy: PolicyVersion(id: policy, version: try payload.text("version"), edition: edition),
            content: content, arm: arm)
    }
}

/// The start of one commitment, taken over from another ticket.
private struct TakenStart: PayloadPart {
    let origin: Course.Origin
    let at: Instant

    init(origin: Course.Origin, at: Instant) {
        self.origin = origin
        self.at = at
    }

    func write(to payload: inout PayloadWriter) {
        payload.instant("at", at)
        payload.word("commitment", origin.commitment)
        payload.word("policy", origin.policy)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        at = try payload.instant("at")
        let commitment: CommitmentID = try payload.word("commitment")
        origin = Course.Origin(policy: try payload.word("policy"), commitment: commitment)
    }

    /// By bytes, as everything here: the order of characters changes with Unicode.
    func precedes(_ other: TakenStart) -> Bool {
        let (a, b) = (origin.policy.rawValue.utf8, other.origin.policy.rawValue.utf8)
        if !a.elementsEqual(b) { return a.lexicographicallyPrecedes(b) }
        return origin.commitment.rawValue.utf8.lexicographicallyPrecedes(other.origin.commitment.rawValue.utf8)
    }
}
