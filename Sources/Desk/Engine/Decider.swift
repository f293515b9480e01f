import Domain
import Evidence

extension Instant {
    /// For a fact that happens as it is told: the desk dates it when it judges it.
    public static let onReceipt = Instant(milliseconds: .max)
    /// Nothing is received before it (POLICIES 1.1: years 1970–2199).
    static let earliest = Instant(milliseconds: 0)
}

/// Judges requests: a pure function of the states at hand, the rules, the instant and chance handed in.
struct Decider {
    var rules: Rules
    let random: @Sendable (Int) -> [UInt8]
    let makePolicy: PolicyMaker
    /// A stream's state before this sheet; nil if it has no entry.
    let state: (StreamID) -> Held?

    func held(_ stream: StreamID, _ sheet: Sheet) -> Held? { sheet[stream] ?? state(stream) }

    /// Adds to the sheet what a request leads to, or nothing at all.
    mutating func decide(_ request: Request, _ sheet: inout Sheet) throws(Refusal) {
        try check(request)
        // Of a sheet on which nothing stands yet nothing has to be kept.
        let before = sheet.isBlank ? nil : sheet
        let rulesBefore = request.command.mayChangeRules ? rules : nil
        do throws(Refusal) {
            let first = sheet.decision.drafts.count
            try checkVersion(request, sheet)
            let own = try apply(request, &sheet)
            try bind(request, from: first, own: own, &sheet)
        } catch {
            if let before { sheet = before } else { sheet.clear() }
            if let rulesBefore { rules = rulesBefore }
            throw error
        }
    }

    private func check(_ request: Request) throws(Refusal) {
        if let key = request.key, key.text.isEmpty || key.text.utf8.count > Request.keyBytesAtMost { throw .badKey }
        var all = 0
        for text in request.texts {
            let isASCII = text.field.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
            guard text.field != EvidenceEntry.payloadField, isASCII, (1...64).contains(text.field.utf8.count) else {
                throw .badField(text.field)
            }
            let most = Request.bytesAtMost(text.field)
            guard text.payload.count <= most else {
                throw .textTooLong(field: text.field, bytes: text.payload.count, atMost: most)
            }
            all += text.payload.count
            guard all <= Request.bytesAtMost else {
                throw .textTooLong(field: text.field, bytes: all, atMost: Request.bytesAtMost)
            }
        }
    }

    private func checkVersion(_ request: Request, _ sheet: Sheet) throws(Refusal) {
        guard let expected = request.expects, let stream = request.command.streams.first else { return }
        let version = (held(stream, sheet)?.version ?? 0) - 1
        if version != expected { throw .changed(stream, version: version) }
    }

    /// - Returns: the index of the draft that is the command's own fact; what time brought about stands before it.
    private mutating func apply(_ request: Request, _ sheet: inout Sheet) throws(Refusal) -> Int? {
        let first = sheet.decision.drafts.count
        switch request.command {
        case .open(let opening, let gradings, let source):
            try open(opening, gradings, source, request.actor, &sheet)
            return first
        case .ticket(let id, let commands): return try ticket(id, commands, request.actor, &sheet)
        case .merge(let id, let other): return try merge(id, into: other, request.actor, &sheet)
        case .split(let id, let part, let gradings): return try split(id, part, gradings, request.actor, &sheet)
        case .openIncident(let id, let received, let gradings):
            try openIncident(id, received, gradings, request.actor, &sheet)
            return first
        case .incident(let id, let commands): return try incident(id, commands, request.actor, &sheet)
        case .record(let kind, let id, let command):
            guard !kind.isCredential else { throw .record(.credential(kind)) }
            return try record(kind, id, command, request.actor, &sheet)
        case .credential(let kind, let id, let command, let event):
            guard kind.isCredential else { throw .record(.noSuchRecord(kind, id)) }
            let own = try record(kind, id, command, request.actor, &sheet)
            if let event { note(event, request.actor, &sheet) }
            return own
        case .note(let event): note(event, request.actor, &sheet)
        case .activate(let files):
            try activate(files, request.actor, &sheet)
            return first
        case .settle(let id): try settle(id, request.actor, &sheet)
        case .fire(let stream): fire(stream, &sheet)
        case .found(let zone): found(zone, request.actor, &sheet)
        case .clockLeapt(let by): desk(.clockLeapt(by: by, at: sheet.now), request.actor, &sheet)
        case .answeredAtOnce(let told):
            try answer(told, request.actor, &sheet)
            return first
        case .clockTrusted: desk(.clockTrusted(at: sheet.now), request.actor, &sheet)
        }
        return nil
    }

    /// Binds the personal texts: those of the request to its own fact, a reason to the entry it is the reason of.
    private func bind(_ request: Request, from first: Int, own: Int?, _ sheet: inout Sheet) throws(Refusal) {
        for index in first..<sheet.decision.drafts.count {
            var texts = index == own ? request.texts : []
            if let reason = sheet.decision.drafts[index].event.reason, !reason.isEmpty {
                texts.append(Request.Text("reason", reason))
            }
            if texts.isEmpty { continue }
            seal(texts, index, &sheet)
        }
        if !request.texts.isEmpty, own.map({ $0 >= sheet.decision.drafts.count }) ?? true { throw .notAnOccasion }
    }

    func seal(_ texts: [Request.Text], _ index: Int, _ sheet: inout Sheet) {
        let stream = sheet.decision.drafts[index].stream
        let person = person(stream, sheet)
        if sheet.erased.contains(person) { return }
        sheet.decision.drafts[index].person = person
        var sealed = sheet.decision.drafts[index].texts
        sealed.reserveCapacity(sealed.count + texts.count)
        for text in texts {
            let salt = random(FieldCommitment.saltBytes)
            let hash = FieldCommitment.hash(field: text.field, salt: salt, payload: text.payload)
            sealed.append(
                SealedText(field: text.field, salt: salt, payload: text.payload, hash: Content.hex(hash)))
        }
        if sealed.count > 1 { sealed.sort { $0.field < $1.field } }
        sheet.decision.drafts[index].texts = sealed
    }

    /// Whose data a stream's texts are: of a ticket the customer's, of what lets an agent in the agent's; else they belong
    /// to the thing itself.
    private func person(_ stream: StreamID, _ sheet: Sheet) -> PersonID {
        let own: PersonID?
        switch held(stream, sheet)?.aggregate {
        case .record(let record): own = owner(of: record, sheet)
        case .ticket(let ticket):
            if let contact = ticket.attributes[.contact] { return PersonID(rawValue: "contact/" + contact) }
            return PersonID(rawValue: "customer/" + ticket.customer.rawValue)
        case nil, .incident, .ledger, .policy, .desk, .contacts, .access: own = nil
        }
        return own ?? PersonID(rawValue: stream.description)
    }
}

extension Decider {
    /// With the agent's key go the agent's ways in.
    private func owner(of record: Record, _ sheet: Sheet) -> PersonID? {
        switch record.kind {
        case .account: return record.values["agent"].map { PersonID(rawValue: "agent/" + $0) }
        case .token:
            guard let account = record.id("account"),
                case .record(let known)? = held(.record(.account, account), sheet)?.aggregate
            else { return nil }
            return owner(of: known, sheet)
        default: return nil
        }
    }
}

extension Command {
    fileprivate var mayChangeRules: Bool {
        switch self {
        case .activate, .record: true
        default: false
        }
    }
}

extension Journal.Event {
    /// Free text that stands beside the journal, not in it.
    var reason: String? {
        switch self {
        case .ticket(.course(.regraded(_, _, _, _, let reason, _))),
            .incident(.course(.regraded(_, _, _, _, let reason, _))):
            reason
        case .ticket(.course(.corrected(_, _, _, let reason))), .incident(.course(.corrected(_, _, _, let reason))):
            reason
        default: nil
        }
    }
}
