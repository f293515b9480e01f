import Desk
import Domain
import Evidence
import Pages
import Phrases
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
        try Self.check(visit.files, of: visit.filesSent)
        guard let operation = Self.operations[id] else { throw RoomDefect(text: "no operation is called \(id)") }
        if case .anybody = operation.access {} else if visit.principal == nil { throw RoomFault.strangers }
        if let permission = operation.access.permission { try api.check(permission, operation, visit.principal) }
        var faults: [SchemaFault] = []
        if case .json(let schema, _) = operation.body { faults = schema.faults(of: json, named: api.schemas) }
        // A file says something by itself; programs send each by an operation of its own, which asks for no text either.
        if !visit.files.isEmpty { faults.removeAll { $0 == SchemaFault("/text", .missing(.text)) } }
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
            shared: api.shared, principal: principal, shown: visit.session.map { .session($0) }, operation: operation,
            parameters: parameters.mapValues(JSONValue.string), json: json, bytes: [], bytesType: "", key: key,
            expected: expects, language: visit.reader.language, purpose: .serve, lastEventID: nil,
            session: visit.session, csrf: visit.session == nil ? nil : visit.csrf, client: visit.client,
            isSecure: visit.isSecure, attachments: visit.files)
        return try await operation.run(call)
    }

    /// Before anything is done, and by the names that a person gave them.
    private static func check(_ files: [Attachment], of sent: Int) throws(RoomFault) {
        if sent > Multipart.filesAtMost { throw .tooManyFiles(sent) }
        if let program = files.first(where: { FileKind.isProgram($0.bytes, called: $0.name) }) {
            throw .program(name: program.name)
        }
        if let large = files.first(where: { $0.bytes.count > Desk.Request.attachmentBytesAtMost }) {
            throw .fileTooLarge(name: large.name)
        }
        if files.reduce(0, { $0 + $1.bytes.count }) > Desk.Request.bytesAtMost { throw .filesTooLarge }
    }

    /// Whoever reads somebody's name or words leaves a trace (C17).
    func note(
        _ customers: some Sequence<CustomerID>, contacts: some Sequence<String> = [], _ visit: Visit
    ) async throws {
        guard let principal = visit.principal, principal.customer == nil else { return }
        let people =
            Set(customers).map { PersonID(rawValue: "customer/" + $0.rawValue) }
            + Set(contacts).map { PersonID(rawValue: "contact/" + $0) }
        try await service.noteReadings(principal, people, .serve)
    }
}

/// We are wrong.
struct RoomDefect: Error {
    let text: String
}
