import Desk
import Domain
import Storage
import Support

extension TestDesk {
    /// Opens a ticket of a customer with its texts.
    func ask(
        _ id: TicketID, _ subject: String, _ text: String = "", of customer: CustomerID = "c1",
        _ attributes: [Attribute: String] = [:]
    ) async throws {
        let opening = Ticket.Opening(id: id, customer: customer, received: .onReceipt, attributes: attributes)
        let texts = [Request.Text("subject", subject)] + (text.isEmpty ? [] : [Request.Text("text", text)])
        _ = try await desk.perform(
            Request("edge:web", .open(opening, [Grading("standard", "tier-2")], source: .edge), texts: texts))
    }

    func put(_ kind: RecordKind, _ id: String, _ fields: [String: String?]) async throws {
        _ = try await desk.perform(Request("agent:boss", .record(kind, RecordID(id), .put(fields))))
    }

    func note(_ id: TicketID, _ text: String) async throws {
        _ = try await desk.perform(
            Request("agent:a1", .ticket(id, [.change(.note(mentions: []))]), texts: [.init("text", text)]))
    }

    func message(_ id: TicketID, _ name: EventName, _ text: String) async throws {
        let command = Ticket.Command.record(name, occurred: .onReceipt, source: .person)
        _ = try await desk.perform(Request("agent:a1", .ticket(id, [command]), texts: [.init("text", text)]))
    }

    func index() async throws { try await SearchFollower(desk).catchUp() }

    /// The ids of what is found, best first.
    func find(_ text: String, customer: CustomerID? = nil) async throws -> [String] {
        try await find(SearchQuery(text, customer: customer, limit: 50))
    }

    func find(_ query: SearchQuery) async throws -> [String] {
        try await desk.search(query).hits.map { hit in hit.stream.kind == .ticket ? hit.stream.id : "\(hit.stream)" }
    }

    /// Everything that the index answers, for comparing two.
    func answers(_ words: [String]) async throws -> [String] {
        var answers: [String] = []
        for word in words {
            let page = try await desk.search(SearchQuery(word, limit: 50))
            answers.append("\(word): \(page.total) \(page.hits.map { "\($0.stream)" }.sorted())")
        }
        return answers
    }
}
