import Desk
import Domain
import Storage
import Support
import Testing

/// A stream's name is written before it is known whether what begins it stands.
@Suite struct BegunStreamTests {
    private static func decision(_ drafts: [(id: TicketID, version: Int)]) -> Decision {
        var decision = Decision(recorded: TestDesk.start)
        for (id, version) in drafts {
            let opening = Ticket.Opening(id: id, customer: "c1", received: TestDesk.start)
            decision.drafts.append(Draft(.ticket(id), version, "agent:a1", .ticket(.opened(opening))))
        }
        return decision
    }

    @Test func `what is turned away begins no stream, and what comes after it may`() async throws {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        let turnedAway = Self.decision([("t1", 0), ("t2", 0), ("t3", 5)])
        let results = try await store.commit([turnedAway, Self.decision([("t4", 0)])])
        #expect(results == [.stale(.ticket("t3")), .done(0..<1)])
        #expect(try await store.names(.ticket, nil, 10) == ["t4"])
        #expect(try await store.commit([Self.decision([("t2", 0), ("t1", 0)])]) == [.done(1..<3)])
        #expect(try await store.names(.ticket, nil, 10) == ["t1", "t2", "t4"])
        await store.close()
    }

    @Test func `a stream that is there is not begun again, and stays as it is`() async throws {
        let place = try Place()
        let store = try Store.sqlite(place.path)
        #expect(try await store.commit([Self.decision([("t1", 0)])]) == [.done(0..<1)])
        #expect(try await store.commit([Self.decision([("t2", 0), ("t1", 0)])]) == [.stale(.ticket("t1"))])
        #expect(try await store.names(.ticket, nil, 10) == ["t1"])
        #expect(try await store.streams([.ticket("t1")])[.ticket("t1")]?.count == 1)
        await store.close()
    }
}
