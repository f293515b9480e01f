import Desk
import Domain
import Edges
import Support
import Synchronization
import Testing
import Wire

@testable import Pages
@testable import Web

/// A delay is announced so long before an agreed date. That judges nothing, so what is past or given presses nobody.
@Suite struct DelayNoticeTests {
    /// A desk whose time is moved by hand, with the policy that has such notices.
    private static func with(_ use: @Sendable @escaping (ServedDesk, Hand) async throws -> Void) async throws {
        let hand = Hand()
        try await ServedDesk.with(clocks: hand.clocks) { desk async throws in
            let files = Shipped.files(policy: Fixture.bytes("policies/experience.yaml"))
            _ = try await desk.desk.perform(Request(.desk, .activate(files)))
            _ = try await desk.desk.perform(
                Request(.desk, .record(.agent, "agent", .put(["name": "Li Wei", "role": "agent"]))))
            try await use(desk, hand)
        }
    }

    private final class Hand: Sendable {
        private let start = Machine.clocks.wall()
        private let shift = Mutex(Duration.zero)
        var clocks: Clocks {
            Clocks(wall: { self.start + self.shift.withLock { $0 } }, ticks: { self.shift.withLock { $0 } })
        }
        func pass(_ time: Duration) { shift.withLock { $0 = $0 + time } }
    }

    /// An engagement that has begun, its date so far ahead: reports are due each day, a delay is announced a day ahead.
    private static func engage(_ ahead: Duration, _ desk: ServedDesk) async throws -> TicketID {
        let id = try await open(#"{"policy": "experience", "grade": "engagement"}"#, desk)
        try await tell(.started, .none, id, desk)
        try await tell(.agreed, .date(desk.desk.now + ahead), id, desk)
        return id
    }

    private static func open(_ grade: String, _ desk: ServedDesk) async throws -> TicketID {
        let opened = try await desk.ask(
            "agent", "POST", "/tickets", "{\"customer\": \"c1\", \"grades\": [\(grade)]}")
        let stream = try #require(opened.json["stream"]?.string, "\(opened.raw.body)")
        return TicketID(String(stream.dropFirst("ticket/".count)))
    }

    private static func tell(
        _ name: EventName, _ detail: Fact.Detail, _ id: TicketID, _ desk: ServedDesk
    ) async throws {
        let command = Ticket.Command.record(name, occurred: .onReceipt, detail: detail, source: .person)
        _ = try await desk.desk.perform(Request("agent:a7", .ticket(id, [command])))
    }

    private static func fire(_ desk: ServedDesk) async throws {
        while try await Scheduler(desk.desk).fireDue() > 0 {}
    }

    /// The board's own order, and that of the stored rows as `yinuo queue` has it.
    private static func orders(_ desk: ServedDesk) async throws -> (board: [TicketID], rows: [TicketID]) {
        let rows = try await desk.desk.edges.store.queue(QueueQuery(limit: 100))
            .sorted { ($0.urgency.rank, $0.id) < ($1.urgency.rank, $1.id) }
        return (try await Board(desk.desk).lines().map(\.id), rows.map(\.id))
    }

    private static func standing(_ id: TicketID, _ desk: ServedDesk) async throws -> ClockView.Standing {
        let view = try #require(try await desk.desk.ticket(id))
        let clock = try #require(view.clocks.first { $0.term.commitment.isNotice })
        return ClockView.Standing(BoardLine.Running(clock, view.judge), at: desk.desk.now)
    }

    @Test func `the next ticket is one that is due in two minutes, not one whose notice is past or given`() async throws
    {
        try await Self.with { desk, hand async throws in
            let past = try await Self.engage(.hours(30), desk)
            hand.pass(.minutes(1))
            let ahead = try await Self.engage(.hours(40), desk)
            hand.pass(.minutes(1))
            let given = try await Self.engage(.hours(31), desk)
            var agent = RoomsTests.signedIn("agent", desk)
            // From here on the room's board is at hand.
            #expect(try await agent.get("/queue").status == 200)
            let first = try await Self.orders(desk)
            #expect(first.board == [past, given, ahead] && first.rows == first.board, "each by its notice")
            hand.pass(.hours(5))
            try await Self.tell(.delayAnnounced, .none, given, desk)
            let second = try await Self.orders(desk)
            #expect(second.board == [past, ahead, given] && second.rows == second.board, "\(second)")
            hand.pass(.minutes(75))
            // Somebody is at work within 45 minutes.
            let pressing = try await Self.open(#"{"policy": "standard", "grade": "failure-2"}"#, desk)
            hand.pass(.minutes(43))
            try await Self.fire(desk)
            let third = try await Self.orders(desk)
            #expect(third.board == [pressing, ahead, past, given] && third.rows == third.board, "\(third)")
            for id in third.board {
                let taken = try await agent.post("/queue/next", "csrf=csrf-agent&back=%2Fqueue")
                #expect(taken.header("Location") == "/tickets/\(id.rawValue)", "\(taken.head)")
            }
        }
    }

    @Test func `a notice is counted down to its due, then told as past, on the queue as on the ticket's page`()
        async throws
    {
        try await Self.with { desk, hand async throws in
            let id = try await Self.engage(.hours(30), desk)
            var agent = RoomsTests.signedIn("agent", desk)
            let before = try await agent.get("/queue").body
            #expect(before.split(separator: "data-notice=\"past\"").count == 2 && !before.contains("<b>past</b>"))
            #expect(try await agent.get("/tickets/\(id.rawValue)").body.contains("data-notice=\"past\""))
            guard case .running(let due?, _, _, _) = try await Self.standing(id, desk) else {
                Issue.record("it does not run")
                return
            }
            hand.pass(.hours(6))
            // Its row was spelled before, and nobody has written down yet that its time went by.
            let after = try await agent.get("/queue").body
            #expect(after.contains("<li class=\"clock\"><b>past</b>") && !after.contains("data-notice"))
            #expect(try await Self.standing(id, desk) == .passed(due: due))
            let page = try await agent.get("/tickets/\(id.rawValue)").body
            #expect(page.contains("data-end=\"passed\"") && !page.contains("data-notice"))
            try await Self.fire(desk)
            #expect(try await agent.get("/queue").body.contains("<li class=\"clock\"><b>past</b>"))
        }
    }

    @Test func `a delay that was announced in time is told as given, before and after the notice's due`() async throws {
        try await Self.with { desk, hand async throws in
            let id = try await Self.engage(.hours(30), desk)
            hand.pass(.hours(1))
            let at = desk.desk.now
            try await Self.tell(.delayAnnounced, .none, id, desk)
            var agent = RoomsTests.signedIn("agent", desk)
            for passed in [Duration.zero, .hours(6)] {
                hand.pass(passed)
                #expect(try await Self.standing(id, desk) == .given(at: at))
                let queue = try await agent.get("/queue").body
                #expect(queue.contains("<li class=\"clock\"><b>given</b>") && !queue.contains("<b>past</b>"))
                let page = try await agent.get("/tickets/\(id.rawValue)").body
                #expect(page.contains("data-end=\"given\"") && !page.contains("data-notice"))
            }
        }
    }

    @Test func `of what was looked at before its due only a notice is past after it`() async throws {
        try await Self.with { desk, hand async throws in
            let id = try await Self.engage(.hours(30), desk)
            let view = try #require(try await desk.desk.ticket(id))
            let later = desk.desk.now + .hours(31)
            for clock in view.clocks where !clock.progress.isOver {
                let standing = ClockView.Standing(BoardLine.Running(clock, view.judge), at: later)
                var isPast = false
                if case .passed = standing { isPast = true }
                #expect(isPast == clock.term.commitment.isNotice, "\(clock.key)")
            }
        }
    }
}
