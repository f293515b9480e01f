import Desk
import Domain
import HTTPTypes
import Wire

extension Operation {
    static let search: [Operation] = [
        Operation(
            .get, "/search", "search", .search,
            "Finds tickets, people and what was said, in four languages, the best first.", .mayOwn(.textsRead),
            parameters: [
                Parameter(
                    "q", .text(atLeast: 1, atMost: SearchQuery.scalarsAtMost),
                    "Words that all have to be there; \"in quotes\" in that order. The last may be a beginning.",
                    isRequired: true),
                Parameter(
                    "kind", .words(["ticket"] + RecordKind.masterData.map(\.rawValue)), "Only what is of this kind."),
                Parameter("open", .flag, "Only tickets that are open, or only others."),
                Parameter("customer", .id, "Only what belongs to a customer."),
                Parameter("queue", .id, "Only tickets of a queue."),
                Parameter("category", .text(atLeast: 1, atMost: 64), "Only tickets of a category."),
                Parameter("channel", .text(atLeast: 1, atMost: 64), "Only tickets of a channel."),
                Parameter("receivedFrom", .instant, "Received then or later."),
                Parameter("receivedTo", .instant, "Received before."),
                Parameter(
                    "limit", .integer(1...Int64(SearchQuery.hitsAtMost)), "How many at most, 20 if it is not said."),
                .cursor,
            ], .ok(.named("Found")), run: find)
    ]

    private static func find(_ call: Call) async throws -> Answer {
        var query = SearchQuery(call.text("q") ?? "", customer: call.principal.customer)
        query.limit = call.int("limit") ?? 20
        if let cursor = call.text("cursor") {
            guard let offset = Int(cursor), (0...SearchQuery.offsetAtMost).contains(offset) else { throw Cursor.fault }
            query.offset = offset
        }
        query.filters.kind = call.text("kind").flatMap(StreamID.Kind.init(rawValue:))
        query.filters.isOpen = call.openness
        query.filters.customer = call.text("customer").map { CustomerID($0) }
        query.filters.queue = call.text("queue")
        query.filters.category = call.text("category")
        query.filters.channel = call.text("channel")
        query.filters.receivedFrom = call.instant("receivedFrom")
        query.filters.receivedTo = call.instant("receivedTo")
        if query.filters.kind != nil, query.filters.kind != .ticket { try call.requireStaff() }
        let page = try await call.desk.search(query)
        try await note(page.hits, call)
        var answer = Answer.ok(
            .members([
                "items": .array(page.hits.map(\.json)), "total": .int(page.total), "more": .bool(page.isMore),
                "corrected": .bool(page.isCorrected), "next": page.next(after: query).map { .string("\($0)") },
            ]))
        answer.next = page.next(after: query).map(String.init)
        return answer
    }

    /// What is shown was read (C17).
    private static func note(_ hits: [SearchHit], _ call: Call) async throws {
        guard call.principal.customer == nil else { return }
        let people = Set(hits.compactMap(\.customer)).map { PersonID(rawValue: "customer/" + $0.rawValue) }
        try await call.service.noteReadings(call.principal, people, call.purpose)
    }
}

extension Call {
    /// What `open` says: nil where it is not said.
    fileprivate var openness: Bool? {
        if case .bool(let value)? = parameters["open"] { value } else { nil }
    }
}

extension SearchHit {
    fileprivate var json: JSONValue {
        .members([
            "stream": .string(stream.description), "customer": .name(customer), "open": isOpen.map(JSONValue.bool),
            "received": .instant(received), "title": title?.json, "snippet": snippet?.json,
        ])
    }
}

extension Snippet {
    fileprivate var json: JSONValue {
        .members([
            "parts": .array(parts.map { .members(["text": .string($0.text), "match": .bool($0.isMatch)]) }),
            "cutBefore": .bool(isCutBefore), "cutAfter": .bool(isCutAfter),
        ])
    }
}
