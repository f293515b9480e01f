import Desk
import Domain
import Storage
import Testing

/// Many who read at once.
@Suite struct ReadingTests {
    @Test(.timeLimit(.minutes(10)))
    func `whoever reads much and whoever reads little wait for each other, and not for ever`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 0..<30 { try await desk.open(TicketID("t\(number)")) }
        let store = desk.desk.edges.store
        let whole = TicketScan(.due, limit: 1_000)
        let page = TicketScan(.due, limit: 50)
        let rows = try await store.tickets(whole)
        #expect(rows.count == 30)
        try await withThrowingTaskGroup(of: Void.self) { readers in
            for number in 0..<600 {
                readers.addTask {
                    switch number % 5 {
                    case 0: #expect(try await store.tickets(whole) == rows)
                    case 1: #expect(try await store.tickets(page) == rows)
                    case 2: #expect(try await store.streams([.ticket(TicketID("t\(number % 30)"))]).count == 1)
                    case 3: #expect(try await store.read(0, 500).count > 30)
                    default: _ = try await desk.desk.search(SearchQuery("t1"))
                    }
                }
            }
            try await readers.waitForAll()
        }
        await desk.desk.close()
    }

    @Test func `a row that was read before is read anew when its ticket has changed`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 0..<5 { try await desk.open(TicketID("t\(number)")) }
        let page = TicketScan(.id, limit: 50)
        let store = desk.desk.edges.store
        for number in 0..<5 {
            _ = try await store.tickets(page)
            _ = try await desk.tell(TicketID("t\(number)"), .engaged)
            let rows = try await store.tickets(page)
            #expect(rows.map(\.version).max() == rows[number].version)
            for row in rows { #expect(row == (try await store.ticket(row.id))) }
        }
        await desk.desk.close()
    }
}
