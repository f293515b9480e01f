import Desk
import Domain
import Evidence
import Pages
import Wire

extension Rooms {
    static let operations = Dictionary(uniqueKeysWithValues: Operation.all.map { ($0.id, $0) })

    /// Does one of the API's operations for whoever visits: with its rights, its schema and its refusals.
    /// - Parameter expects: the version of the ticket that the visitor saw.
    @discardableResult
    func perform(
        _ id: String, _ parameters: [String: String] = [:], _ json: JSONValue = .null, _ visit: Visit,
        expects: Int? = nil
    ) async throws -> Answer {
        guard let operation = Self.operations[id] else { throw RoomDefect(text: "no operation is called \(id)") }
        if case .anybody = operation.access {} else if visit.principal == nil { throw RoomFault.strangers }
        if let permission = operation.access.permission { try api.check(permission, operation, visit.principal) }
        var faults: [SchemaFault] = []
        if case .json(let schema, _) = operation.body { faults = schema.faults(of: json, named: api.schemas) }
        guard faults.isEmpty else { throw APIFault.shape(faults) }
        let principal =
            visit.principal ?? Principal(actor: "stranger", role: .customer, scopes: [], customer: "")
        // A form that is sent twice is done once.
        let key = visit.form?.filled("once").map { once in
            let sent = (visit.form?.pairs ?? []).map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            return Desk.Request.Key(
                "\(id)/\(once.prefix(100))", requestHash: Content.hex(Content.digest(Array(sent.utf8))))
        }
        let call = Call(
            service: service, principal: principal, again: { principal }, operation: operation,
            parameters: parameters.mapValues(JSONValue.string), json: json, bytes: [], bytesType: "", key: key,
            expected: expects, language: visit.reader.language, purpose: .serve, lastEventID: nil,
            session: visit.session, csrf: visit.session == nil ? nil : visit.csrf, client: visit.client,
            isSecure: visit.isSecure)
        return try await operation.run(call)
    }

    /// Whoever reads a contact's name leaves a trace (C17).
    func note(contacts: some Sequence<String>, _ visit: Visit) async throws {
        guard let principal = visit.principal, principal.customer == nil else { return }
        for contact in Set(contacts) {
            let person = PersonID(rawValue: "contact/" + contact)
            if desk.hasNoted(principal, person, .serve) { continue }
            try await service.noteReading(principal, person, .serve)
        }
    }

    /// Whoever reads somebody's name or words leaves a trace (C17).
    func note(_ customers: some Sequence<CustomerID>, _ visit: Visit) async throws {
        guard let principal = visit.principal, principal.customer == nil else { return }
        let hour = visit.reader.now.milliseconds / 3_600_000
        let fresh = board.names.unread(by: principal.actor, customers, hour: hour)
        if fresh.isEmpty { return }
        let service = service
        // All at once, so that one commit holds what a whole page has to note.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for customer in fresh {
                group.addTask {
                    try await service.noteReading(
                        principal, PersonID(rawValue: "customer/" + customer.rawValue), .serve)
                }
            }
            try await group.waitForAll()
        }
        board.names.read(by: principal.actor, fresh, hour: hour)
    }
}

/// We are wrong.
struct RoomDefect: Error {
    let text: String
}
