import Desk
import Domain
import Evidence
import Pages
import Synchronization
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
        if let program = visit.files.first(where: { FileKind($0.bytes) == .program }) {
            throw RoomFault.program(name: program.name)
        }
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
            var sent = Array((visit.form?.pairs ?? []).map { "\($0.name)=\($0.value)" }.joined(separator: "&").utf8)
            for file in visit.files { sent += Array(file.name.utf8) + Content.digest(file.bytes) }
            return Desk.Request.Key("\(id)/\(once.prefix(100))", requestHash: Content.hex(Content.digest(sent)))
        }
        let call = Call(
            service: service, principal: principal, again: { principal }, operation: operation,
            parameters: parameters.mapValues(JSONValue.string), json: json, bytes: [], bytesType: "", key: key,
            expected: expects, language: visit.reader.language, purpose: .serve, lastEventID: nil,
            session: visit.session, csrf: visit.session == nil ? nil : visit.csrf, client: visit.client,
            isSecure: visit.isSecure, attachments: visit.files)
        return try await operation.run(call)
    }

    /// Whoever reads somebody's name or words leaves a trace (C17).
    func note(
        _ customers: some Sequence<CustomerID>, contacts: some Sequence<String> = [], _ visit: Visit
    ) async throws {
        guard let principal = visit.principal, principal.customer == nil else { return }
        let fresh = readings.fresh(customers, to: principal.actor, at: visit.reader.now)
        let people =
            fresh.map { PersonID(rawValue: "customer/" + $0.rawValue) }
            + Set(contacts).map { PersonID(rawValue: "contact/" + $0) }
        if people.isEmpty { return }
        try await service.noteReadings(principal, people, .serve)
        readings.put(fresh, to: principal.actor, at: visit.reader.now)
    }
}

/// Whose names each reader was shown within the hour, as it stands in the journal already: a queue shows fifty customers
/// again and again, and the journal's own name of each reading is a hash.
final class Readings: Sendable {
    private struct Shown {
        var hour: Int64
        var customers: Set<CustomerID> = []
    }
    private static let readersAtMost = 2_000
    private static let customersAtMost = 10_000

    private let shown = Mutex<[Actor: Shown]>([:])

    /// Those whose reading is yet to be noted.
    func fresh(_ customers: some Sequence<CustomerID>, to reader: Actor, at now: Instant) -> Set<CustomerID> {
        shown.withLock { shown in
            guard let known = shown[reader], known.hour == Self.hour(now) else { return Set(customers) }
            var fresh: Set<CustomerID> = []
            for customer in customers where !known.customers.contains(customer) { fresh.insert(customer) }
            return fresh
        }
    }

    func put(_ customers: Set<CustomerID>, to reader: Actor, at now: Instant) {
        shown.withLock { shown in
            if shown.count >= Self.readersAtMost, shown[reader] == nil { shown = [:] }
            var known = shown[reader] ?? Shown(hour: Self.hour(now))
            if known.hour != Self.hour(now) || known.customers.count > Self.customersAtMost {
                known = Shown(hour: Self.hour(now))
            }
            known.customers.formUnion(customers)
            shown[reader] = known
        }
    }

    private static func hour(_ now: Instant) -> Int64 { now.milliseconds / 3_600_000 }
}

/// We are wrong.
struct RoomDefect: Error {
    let text: String
}
