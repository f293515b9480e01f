import ArgumentParser
import Desk
import Domain
import Storage
import Wire

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Finds tickets, records and what was said, the best hits first.",
        discussion: """
            Example:
              yinuo search printer paper --desk yinuo.sqlite
              yinuo search '"卡纸"' --state open --as-customer c-1 --json
            All words have to be there; the last may be the beginning of one; words in
            quotes stand in that order. Works while the desk is served, whose program
            keeps the index: what is newer than a second may be missing. With --json
            each hit is an object on a line, and the last line has the counts.
            Exit status: 0, also if nothing is found.
            """)

    @Argument(help: "What to look for.") var words: [String] = []
    @OptionGroup var desk: DeskOption
    @Option(help: "ticket, customer, contact, …: only those.") var kind: String?
    @Option(help: "open or closed: only such tickets.") var state: String?
    @Option(help: "What belongs to a customer.") var customer: String?
    @Option(help: "Those of one queue.") var queue: String?
    @Option(help: "Those of one category.") var category: String?
    @Option(help: "Those that came through one door.") var channel: String?
    @Option(help: "Received from then on (RFC 3339 with seconds and offset).") var from: String?
    @Option(help: "Received before then.") var to: String?
    @Option(help: "As that customer would: own tickets, without what is said among staff.") var asCustomer: String?
    @Option(help: "How many at most.") var limit = 20
    @Option(help: "Hits before the first that is shown.") var offset = 0
    @Flag(help: "Answer in JSON.") var json = false

    func validate() throws {
        guard (1...SearchQuery.hitsAtMost).contains(limit) else {
            throw ValidationError("--limit is out of range. Use 1 to \(SearchQuery.hitsAtMost).")
        }
        guard (0...SearchQuery.offsetAtMost).contains(offset) else {
            throw ValidationError("--offset is out of range. Use 0 to \(SearchQuery.offsetAtMost).")
        }
        _ = try query()
    }

    private func query() throws -> SearchQuery {
        var query = SearchQuery(
            words.joined(separator: " "), customer: asCustomer.map { CustomerID($0) }, offset: offset, limit: limit)
        if let kind {
            guard let known = StreamID.Kind(rawValue: kind) else {
                throw ValidationError("There is no kind \"\(kind)\". Name ticket, customer, contact or another record.")
            }
            query.filters.kind = known
        }
        switch state {
        case nil: break
        case "open": query.filters.isOpen = true
        case "closed": query.filters.isOpen = false
        case let other?: throw ValidationError("--state \(other) is none. Use open or closed.")
        }
        query.filters.customer = customer.map { CustomerID($0) }
        (query.filters.queue, query.filters.category, query.filters.channel) = (queue, category, channel)
        query.filters.receivedFrom = try instant("--from", from)
        query.filters.receivedTo = try instant("--to", to)
        return query
    }

    private func instant(_ option: String, _ text: String?) throws -> Instant? {
        guard let text else { return nil }
        do throws(InstantFault) { return try Instant(text) } catch {
            throw ValidationError("\(option) \(text) is no instant. Write 2026-02-14T20:30:00+08:00.")
        }
    }

    func run() async throws {
        try await complaining {
            try await OpenDesk.reading(try await desk.existing()) { store in
                let zone = try await OpenDesk.zone(store)
                let desk = try await ServiceDesk.open(try OpenDesk.edges(store, nil))
                let page = try await desk.search(try query())
                let behind = try await SearchFollower(desk).lag()
                if json {
                    for hit in page.hits { Output.text(hit.json(in: zone).text) }
                    let counts = JSONValue.members([
                        "total": .int(page.total), "more": .bool(page.isMore), "corrected": .bool(page.isCorrected),
                        "behind": .int(behind),
                    ])
                    return Output.text(counts.text)
                }
                for line in lines(page, behind, zone) { print(line) }
            }
        }
    }

    private func lines(_ page: SearchPage, _ behind: Int64, _ zone: Zone) -> [String] {
        var lines: [String] = []
        if page.isCorrected { lines.append("Nothing has these words; this has words like them:") }
        for hit in page.hits {
            let state = hit.isOpen.map { $0 ? ", open" : ", closed" } ?? ""
            lines.append("\(hit.stream)\(state), \(hit.received.shown(in: zone))")
            if let title = hit.title { lines.append("    " + title.shown) }
            if let snippet = hit.snippet { lines.append("    " + snippet.shown) }
        }
        let shown =
            page.hits.isEmpty ? "Nothing was found." : "\(page.hits.count) of \(page.total)\(page.isMore ? "+" : "")"
        lines.append(shown)
        if behind > 0 { lines.append("The index is \(behind) entries behind; yinuo serve brings it up.") }
        return lines
    }
}

extension Snippet {
    /// What was looked for in brackets; what a text brings along for a terminal is not passed on.
    fileprivate var shown: String {
        let marked = parts.map { $0.isMatch ? "[\($0.text)]" : $0.text }.joined()
        let plain = marked.map { character in
            character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : character
        }
        return (isCutBefore ? "…" : "") + String(plain) + (isCutAfter ? "…" : "")
    }

    fileprivate var json: JSONValue {
        .members([
            "parts": .array(parts.map { .members(["text": .string($0.text), "match": .bool($0.isMatch)]) }),
            "cutBefore": .bool(isCutBefore), "cutAfter": .bool(isCutAfter),
        ])
    }
}

extension SearchHit {
    fileprivate func json(in zone: Zone) -> JSONValue {
        .members([
            "kind": .string(stream.kind.rawValue), "id": .string(stream.id),
            "customer": customer.map { .string($0.rawValue) } ?? .null,
            "open": isOpen.map { .bool($0) } ?? .null, "received": .string(received.shown(in: zone)),
            "title": title?.json ?? .null, "snippet": snippet?.json ?? .null,
        ])
    }
}
