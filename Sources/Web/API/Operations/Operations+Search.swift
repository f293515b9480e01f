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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(600 * (hits.count + 1))
        bytes.put(#"{"items":["#)
        for index in hits.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            hits[index].write(to: &bytes)
        }
        bytes += #"],"total":\#(total),"more":\#(isMore),"corrected":\#(isCorrected)"#.utf8
        if let next { bytes.put(#","next":"#, next) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

extension SearchHit {
    fileprivate func write(to bytes: inout [UInt8]) {
        bytes.put(#"{"stream":"#, stream.description)
        if let customer { bytes.put(#","customer":"#, customer.rawValue) } else { bytes.put(#","customer":null"#) }
        if let isOpen { bytes.put(isOpen ? #","open":true"# : #","open":false"#) }
        bytes.put(#","received":"#, received.text(in: .utc))
        if let title {
            bytes.put(#","title":{"parts":["#)
            title.write(to: &bytes)
        }
        if let snippet {
            bytes.put(#","snippet":{"parts":["#)
            snippet.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension Snippet {
    /// From behind the beginning of its parts.
    fileprivate func write(to bytes: inout [UInt8]) {
        for index in parts.indices {
            bytes.put(index > 0 ? #",{"text":"# : #"{"text":"#, parts[index].text)
            bytes.put(parts[index].isMatch ? #","match":true}"# : #","match":false}"#)
        }
        bytes.put(isCutBefore ? #"],"cutBefore":true,"# : #"],"cutBefore":false,"#)
        bytes.put(isCutAfter ? #""cutAfter":true}"# : #""cutAfter":false}"#)
    }
}

extension [UInt8] {
    /// What stands there in every answer: copied as it lies in the program.
    @inline(__always)
    fileprivate mutating func put(_ words: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    }

    /// A further member of an object: its name with what stands around it, then a text.
    fileprivate mutating func put(_ name: StaticString, _ text: String) {
        put(name)
        JSONValue.quote(text, to: &self)
    }
}
