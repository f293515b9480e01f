import Domain
import Evidence
import Wire

/// A journal entry of a ticket as its payload spells it: as much as its facts need.
///
/// Evidence outlives programs, so this reads the spelling itself and does not ask the store's codec. A kind that it does
/// not know is refused: it can't know what that would change.
struct TicketRecord {
    let index: Int64
    let actor: String
    let stream: String
    let version: Int
    let occurred: Instant
    let recorded: Instant
    let kind: String
    private let payload: JSONValue

    init(_ entry: EvidencedEntry) throws(CertificateFault) {
        let value = try JSONValue(entry.payload, in: "the record of entry \(entry.index)")
        let fields = FactFields(value, "the record of entry \(entry.index)")
        index = entry.index
        actor = try fields.text("actor")
        stream = try fields.text("stream")
        version = Int(try fields.integer("version"))
        occurred = try fields.instant("occurred")
        recorded = try fields.instant("recorded")
        kind = try fields.text("kind")
        payload = try fields.object("payload").value
    }

    /// What it means for the ticket's course; nil for what is none of it.
    ///
    /// Warnings, rungs and spent budgets start and end no clock, yet each takes a position of the course, by which a
    /// later correction names a fact: so they are read as a duty without a name.
    func event(of ticket: TicketID) throws(CertificateFault) -> Ticket.Event? {
        let fields = FactFields(payload, "the record of entry \(index)")
        switch kind {
        case "opened":
            return .opened(
                Ticket.Opening(id: ticket, customer: CustomerID(try fields.text("customer")), received: occurred))
        case "felt": return .course(.happened(EventName(try fields.text("event")), at: occurred, .none))
        case "happened":
            return .course(
                .happened(EventName(try fields.text("event")), at: occurred, try TicketRecord.detail(fields)))
        case "graded":
            return .course(.graded(try fields.grade("grade"), try fields.complexity(), at: occurred))
        case "regraded":
            return .course(
                .regraded(
                    strand: Int(try fields.integer("strand")), try fields.grade("grade"), try fields.complexity(),
                    at: occurred, reason: nil, down: try fields.integer("down") == 1))
        case "corrected":
            return .course(
                .corrected(
                    position: Int(try fields.integer("position")), occurred: try fields.instant("occurred"),
                    at: occurred, reason: ""))
        case "breached":
            return .course(.breached(try fields.clock("clock"), due: try fields.instant("due"), at: occurred))
        case "withdrawn": return .course(.breachWithdrawn(try fields.clock("clock"), at: occurred))
        case "duty", "warned", "rung", "budget": return .course(.dutyCalled(strand: 0, duty: "", at: occurred))
        case "absorbed":
            var starts: [Course.Origin: Instant] = [:]
            for start in try fields.list("starts") {
                let origin = Course.Origin(
                    policy: PolicyID(try start.text("policy")), commitment: CommitmentID(try start.text("commitment")))
                starts[origin] = try start.instant("at")
            }
            return .absorbed(TicketID(try fields.text("ticket")), starts: starts, at: occurred)
        case "merged": return .mergedInto(TicketID(try fields.text("into")), at: occurred)
        case "offered", "set", "field", "added", "removed", "noted", "split", "erased", "rated": return nil
        default: throw .record(index: index, cause: "its kind, \(kind), is unknown")
        }
    }

    private static func detail(_ fields: FactFields) throws(CertificateFault) -> Fact.Detail {
        if fields.has("date") { return .date(try fields.instant("date")) }
        if fields.has("labour") {
            let labour = try fields.object("labour")
            return .labour(
                minutes: Int(try labour.integer("minutes", in: -10_000_000...10_000_000)), by: try labour.text("by"))
        }
        if fields.has("robot") { return .robot(accepted: try fields.integer("robot") == 1) }
        if fields.has("team") { return .team(TeamID(try fields.text("team"))) }
        if fields.has("waiting") {
            guard let waiting = Waiting(rawValue: try fields.text("waiting")) else {
                throw fields.fault("waiting", "nothing that a ticket waits for")
            }
            return .waiting(waiting)
        }
        return .none
    }
}

extension FactFields {
    func complexity() throws(CertificateFault) -> Complexity {
        guard let complexity = Complexity(rawValue: try text("complexity")) else {
            throw fault("complexity", "neither complex nor simple")
        }
        return complexity
    }

    /// As payloads and certificates spell it.
    func grade(_ key: String) throws(CertificateFault) -> GradeRef { try object(key).grade() }

    func grade() throws(CertificateFault) -> GradeRef {
        let version = PolicyVersion(
            id: PolicyID(try text("policy")), version: try text("version"), edition: Int(try integer("edition")))
        let variant = has("variant") ? VariantID(try text("variant")) : nil
        return GradeRef(policy: version, grade: GradeID(try text("grade")), variant: variant)
    }

    func clock(_ key: String) throws(CertificateFault) -> ClockKey { try object(key).clock() }

    func clock() throws(CertificateFault) -> ClockKey {
        ClockKey(
            strand: Int(try integer("strand")), commitment: CommitmentID(try text("commitment")),
            occurrence: Int(try integer("occurrence")))
    }
}
