import Desk
import Domain
import Phrases
import Wire

/// One request to an operation, read and checked.
struct Call: Sendable {
    let shared: SharedService
    let principal: Principal
    /// What they showed, to be looked at again where an answer takes long; nil for a stranger.
    let shown: Authenticator.Shown?
    let operation: Operation
    let parameters: [String: JSONValue]
    /// As the schema of the operation has it; `null` where it takes none.
    let json: JSONValue
    let bytes: [UInt8]
    let bytesType: String
    /// `Idempotency-Key`, with the hash of all that was sent.
    let key: Request.Key?
    /// The version that the sender changes, from `If-Match`.
    let expected: Int?
    let language: Language
    /// Why personal data is read, from `Purpose` (C17).
    let purpose: Purpose
    let lastEventID: Int64?
    /// The session's cookie, where it is one.
    let session: String?
    /// What the session's changing requests bring along.
    let csrf: String?
    /// The address that it comes from.
    let client: String
    /// Whether it came over TLS, as a trusted proxy says.
    let isSecure: Bool
    /// Files that a form brought along; a program sends each by itself.
    var attachments: [Attachment] = []

    var cookieName: String { isSecure ? Authenticator.cookie : Authenticator.plainCookie }

    var service: APIService { shared.service }
    var desk: ServiceDesk { shared.service.desk }

    func text(_ name: String) -> String? { parameters[name]?.string }
    func int(_ name: String) -> Int? { parameters[name].flatMap(Call.int) }
    func flag(_ name: String) -> Bool { parameters[name] == .bool(true) }
    func instant(_ name: String) -> Instant? { text(name).flatMap { try? Instant($0) } }
    var limit: Int { int("limit") ?? 50 }

    static func int(_ value: JSONValue) -> Int? {
        if case .number(let digits) = value { Int(digits) } else { nil }
    }

    /// Does it, under the sender's key if there is one.
    nonisolated(nonsending) func perform(_ command: Command, texts: [Request.Text] = []) async throws -> Receipt {
        var request = Request(principal.actor, command, key: key, texts: texts)
        request.expects = expected
        do { return try await desk.perform(request) } catch Refusal.ofAnotherCustomer(let stream)
            where principal.customer != nil
        {
            // What is another's is not there.
            throw Refusal.noSuch(stream)
        }
    }

    /// The ticket that the path names, if it may be seen: what is another's is not found.
    func ticket() async throws -> TicketView {
        let id = TicketID(text("ticket") ?? "")
        guard let view = try await desk.ticket(id), isMine(view.ticket.customer) else {
            throw Refusal.noSuch(.ticket(id))
        }
        return view
    }

    /// That the ticket of the path may be touched; staff need no look, since the command itself tells.
    func ownTicket() async throws -> TicketID {
        let id = TicketID(text("ticket") ?? "")
        return principal.customer == nil ? id : try await ticket().ticket.id
    }

    func isMine(_ customer: CustomerID) -> Bool { principal.customer.map { $0 == customer } ?? true }

    /// Customers read what is said to them and what they said themselves.
    func mayRead(_ entry: Journal.Entry) -> Bool {
        principal.customer == nil || entry.event.isForCustomer || entry.actor == principal.actor
    }

    /// Only those who serve.
    func requireStaff() throws {
        if principal.customer != nil { throw APIFault.service(.customersMayNot) }
    }
}

extension JSONValue {
    var int: Int? { Call.int(self) }
    var instant: Instant? { string.flatMap { try? Instant($0) } }
    var list: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
