import Domain

extension Incident.Event: Payload {
    /// Besides those of its course.
    private enum Kind: String, CaseIterable { case opened, linked, unlinked }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) + Course.Event.kinds }

    func write(to payload: inout PayloadWriter) -> String {
        let kind: Kind
        switch self {
        case .course(let event): return event.write(to: &payload)
        case .opened: kind = .opened
        case .linked(let ticket, _):
            kind = .linked
            payload.word("ticket", ticket)
        case .unlinked(let ticket, _):
            kind = .unlinked
            payload.word("ticket", ticket)
        }
        return kind.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> Incident.Event? {
        switch Kind(rawValue: kind) {
        case nil: try Course.Event.read(kind, from: &payload, of: id, at: at).map(Incident.Event.course)
        case .opened: .opened(IncidentID(rawValue: id), received: at)
        case .linked: .linked(try payload.word("ticket"), at: at)
        case .unlinked: .unlinked(try payload.word("ticket"), at: at)
        }
    }
}
