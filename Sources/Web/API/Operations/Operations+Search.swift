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
        let next = page.next(after: query).map(String.init)
        var answer = Answer.ok(written: page.bytes(next: next))
        answer.next = next
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

/// Written down as they are gone through: a page of hits is hundreds of pieces, and a tree of them costs more than they do.
extension SearchPage {
    fileprivate func bytes(next: String?) -> [UInt8] {
        var bytes = Array(#"{"items":["#.utf8)
        bytes.reserveCapacity(600 * (hits.count + 1))
        for (index, hit) in hits.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            hit.write(to: &bytes)
        }
        bytes += #"],"total":\#(total),"more":\#(isMore),"corrected":\#(isCorrected)"#.utf8
        if let next { bytes.put(#","next":"#, next) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

extension SearchHit {
    fileprivate func write(to bytes: inout [UInt8]) {
        bytes += #"{"stream":"#.utf8
        JSONValue.quote(stream.description, to: &bytes)
        if let customer { bytes.put(#","customer":"#, customer.rawValue) } else { bytes += #","customer":null"#.utf8 }
        if let isOpen { bytes += (isOpen ? #","open":true"# : #","open":false"#).utf8 }
        bytes.put(#","received":"#, received.text(in: .utc))
        for (name, snippet) in [(#","title":{"parts":["#, title), (#","snippet":{"parts":["#, snippet)] {
            guard let snippet else { continue }
            bytes += name.utf8
            for (index, part) in snippet.parts.enumerated() {
                bytes += (index > 0 ? #",{"text":"# : #"{"text":"#).utf8
                JSONValue.quote(part.text, to: &bytes)
                bytes += (part.isMatch ? #","match":true}"# : #","match":false}"#).utf8
            }
            bytes += (snippet.isCutBefore ? #"],"cutBefore":true,"# : #"],"cutBefore":false,"#).utf8
            bytes += (snippet.isCutAfter ? #""cutAfter":true}"# : #""cutAfter":false}"#).utf8
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension [UInt8] {
    /// A further member of an object: its name with what stands around it, then a text.
    fileprivate mutating func put(_ name: String, _ text: String) {
        self += name.utf8
        JSONValue.quote(text, to: &self)
    }
}
