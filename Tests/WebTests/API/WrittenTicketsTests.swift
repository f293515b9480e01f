import Desk
import Domain
import Edges
import Support
import Synchronization
import Testing
import Wire

@testable import Web

/// Texts that are kept are never older than what they tell of.
@Suite struct WrittenTicketsTests {
    @Test func `a ticket that was read before says what time has made of it since`() async throws {
        let passed = Passed()
        let clocks = Clocks(
            wall: { Machine.clocks.wall() + passed.time },
            ticks: { Machine.clocks.ticks() + passed.time })
        try await ServedDesk.with(clocks: clocks) { desk in
            let id = try await desk.open()
            @Sendable func states(_ who: String) async throws -> Set<String> {
                let ticket = try await desk.ask(who, "GET", "/tickets/\(id)")
                return Set(ticket.json["clocks"]?.list.compactMap { $0["state"]?.string } ?? [])
            }
            for _ in 0..<2 { #expect(try await !states("agent").contains("breached")) }
            passed.time = .hours(24 * 30)
            let first = try await desk.ask("agent", "GET", "/tickets/\(id)")
            let breached = first.json["clocks"]?.list.first { $0["state"]?.string == "breached" }
            let late = try #require(breached?["lateMs"]?.int)
            passed.time = .hours(24 * 31)
            // What is late grows later, whoever looked before.
            let second = try await desk.ask("agent", "GET", "/tickets/\(id)")
            let later = second.json["clocks"]?.list.compactMap { $0["lateMs"]?.int }.max() ?? 0
            #expect(later > late)
        }
    }

    @Test func `whatever is done to a ticket stands in its text and its row at once, for each who may see it`()
        async throws
    {
        try await ServedDesk.with { desk in
            let id = try await desk.open()
            for minutes in [10, 20, 30] {
                let told = try await desk.ask(
                    "agent", "POST", "/tickets/\(id)/labour", #"{"minutes": 10, "by": "a7"}"#)
                #expect(told.status == 200)
                for _ in 0..<2 {
                    let ticket = try await desk.ask("agent", "GET", "/tickets/\(id)")
                    #expect(ticket.json["labour"]?.int == minutes)
                    let version = ticket.json["version"]?.int
                    #expect(ticket.header("ETag") == version.map { "\"v\($0)\"" })
                    let row = try await desk.ask("agent", "GET", "/tickets?limit=5").json["items"]?.list.first
                    #expect(row?["version"]?.int == version)
                    // The customer's text is another, and no text of one is shown to the other.
                    let own = try await desk.ask("c1", "GET", "/tickets/\(id)")
                    #expect(own.json["labour"] == nil && own.json["version"]?.int == version)
                    #expect(try await desk.ask("c2", "GET", "/tickets/\(id)").status == 404)
                }
            }
        }
    }
}

/// By how much the desk's clocks are ahead of the machine's.
private final class Passed: Sendable {
    private let state = Mutex(Duration.zero)
    var time: Duration {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
