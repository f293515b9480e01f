import Desk
import Domain
import Foundation
import Sample
import Wire

/// What a generated desk holds: read from its journal, page by page.
struct StorySummary {
    let desk: String
    let played: Play.Played
    let seconds: Double
    var bytes = 0
    private var tickets = 0
    private var entries = 0
    /// Entries of tickets.
    private var ticketEntries = 0
    private var broken: Set<String> = []
    private var postings = 0
    private var records = 0
    private var open = 0

    init(desk: String, played: Play.Played, seconds: Double) {
        self.desk = desk
        self.played = played
        self.seconds = seconds
    }

    /// Everything since a position.
    mutating func read(_ store: Store, from first: Int64) async throws {
        var position = first
        while case let page = try await store.read(position, 2_000), let last = page.last {
            for entry in page { count(entry) }
            position = last.position + 1
        }
        open = try await store.queue(QueueQuery(limit: 1_000_000)).count
    }

    private mutating func count(_ entry: Journal.Entry) {
        entries += 1
        switch entry.event {
        case .ticket(let event):
            ticketEntries += 1
            if case .opened = event { tickets += 1 }
            if case .course(.breached) = event { broken.insert(entry.stream.id) }
        case .ledger(.posted): postings += 1
        case .record: records += 1
        case .ledger, .incident, .policy, .desk, .contacts, .access: break
        }
    }

    private var perTicket: Double { Double(ticketEntries) / Double(max(1, tickets)) }
    private var share: Double { Double(broken.count) / Double(max(1, tickets)) }
    private var bytesPerTicket: Int { bytes / max(1, tickets) }
    private var rate: Int { Int(Double(played.requests) / max(0.001, seconds)) }

    var lines: [String] {
        func decimal(_ value: Double) -> String { String(format: "%.1f", value) }
        let rows = [
            ("Desk", desk),
            ("Tickets", "\(tickets), of all \(open) open"),
            ("Broken promises", "\(decimal(share * 100))% of the tickets"),
            ("Postings", "\(postings)"),
            ("Records", "\(records) entries"),
            ("Entries", "\(entries), \(decimal(perTicket)) a ticket"),
            ("Requests", "\(played.requests), \(played.refused) refused"),
            (
                "Size",
                "\(shownBytes(bytes)), \(shownBytes(bytesPerTicket)) a ticket"
            ),
            ("Time", "\(decimal(seconds)) s, \(rate) requests/s"),
        ]
        return rows.map { $0.0.padding(toLength: 17, withPad: " ", startingAt: 0) + $0.1 }
    }

    var json: JSONValue {
        func decimal(_ value: Double) -> JSONValue { .number(String(format: "%.3f", value)) }
        return .members([
            "desk": .string(desk), "tickets": .int(tickets), "open": .int(open), "broken_share": decimal(share),
            "postings": .int(postings), "records": .int(records), "entries": .int(entries),
            "entries_per_ticket": decimal(perTicket), "requests": .int(played.requests),
            "refused": .int(played.refused), "bytes": .int(bytes), "bytes_per_ticket": .int(bytesPerTicket),
            "seconds": decimal(seconds), "requests_per_second": .int(rate),
        ])
    }
}
