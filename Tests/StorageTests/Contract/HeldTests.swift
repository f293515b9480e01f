import Domain
import Support
import Testing

@testable import Desk

/// States as the engine keeps them at hand.
@Suite struct HeldTests {
    private static let ticket = StreamID.ticket("t1")
    private static let noon = at("2026-03-02T12:00:00Z")
    private static let opened = Journal.Event.ticket(.opened(.init(id: "t1", customer: "c1", received: noon)))

    private static func happened(_ name: EventName, _ minute: Int64) -> Journal.Event {
        .ticket(.course(.happened(name, at: noon + .minutes(minute), .none)))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let events: [Journal.Event]
        init(_ title: String, _ events: [Journal.Event]) { (self.title, self.events) = (title, events) }
        var testDescription: String { title }
    }

    @Test(arguments: [
        Case("a ticket that was opened", [opened]),
        Case("a ticket that went on", [opened, happened(.engaged, 1), happened(.resolved, 2)]),
        Case("a ticket with an entry of another kind among its own", [opened, .desk(.clockTrusted(at: noon))]),
        Case("a ticket whose first entry opens nothing", [happened(.engaged, 0), opened, happened(.resolved, 2)]),
        Case("a ticket that was never opened", [happened(.engaged, 0)]),
        Case("an incident", [.incident(.opened("i1", received: noon)), .incident(.linked("t1", at: noon))]),
    ])
    func `a state that is rebuilt at once is the one that its entries lead to one by one`(_ c: Case) {
        let entries = c.events.enumerated().map { index, event in
            Journal.Entry(
                position: Int64(index), stream: Self.ticket, version: index, occurred: event.occurred,
                recorded: event.occurred, actor: .desk, event: event)
        }
        var slow: Held?
        for entry in entries {
            if slow == nil { slow = Held(entry.stream, opening: entry.event) } else { slow?.evolve(entry.event) }
        }
        let fast = Held(replaying: entries)
        #expect(fast?.version == slow?.version)
        #expect(fast?.ticket == slow?.ticket)
        #expect(fast?.incident == slow?.incident)
    }
}

/// Whom the desk tells of what.
@Suite struct NoticeTests {
    private static let noon = at("2026-03-02T12:00:00Z")
    private static let key = ClockKey(strand: 0, commitment: "c", occurrence: 1)
    private static let grade = GradeRef(policy: PolicyVersion(id: "p", version: "1"), grade: "g")
    private static let rung = Rung(at: .init(anchor: .breach), tell: "lead")

    private static let course: [Course.Event] = [
        .happened(.engaged, at: noon, .none), .graded(grade, .complex, at: noon),
        .regraded(strand: 0, grade, .complex, at: noon, reason: nil, down: false),
        .corrected(position: 1, occurred: noon, at: noon, reason: ""), .dutyCalled(strand: 0, duty: "d", at: noon),
        .warned(key, .whole, at: noon), .rungReached(key, rung, at: noon), .breached(key, due: noon, at: noon),
        .breachWithdrawn(key, at: noon), .budgetSpent(key, "team", at: noon),
    ]

    private static let events: [Journal.Event] =
        course.map { .ticket(.course($0)) } + course.map { .incident(.course($0)) } + [
            .ticket(.handOverOffered("team", at: noon)), .ticket(.mergedInto("t2", at: noon)),
            .ticket(.changed(.note(mentions: ["a1"]), at: noon)), .ticket(.changed(.set(.queue, "q"), at: noon)),
            .incident(.linked("t1", at: noon)), .desk(.clockLeapt(by: .hours(1), at: noon)),
            .desk(.clockTrusted(at: noon)),
        ]

    @Test func `of an event that nobody is told of there is no notice`() {
        let ticket = Ticket(.init(id: "t1", customer: "c1", received: Self.noon))
        let held = Held(.ticket(ticket), version: 1)
        for event in Self.events where !Notice.isToldOf(event) {
            #expect(Notice.of(event, held).isEmpty, "\(event)")
        }
        #expect(Self.events.count(where: Notice.isToldOf) == 16)
    }
}

extension Held {
    fileprivate var ticket: Ticket? { if case .ticket(let ticket) = aggregate { ticket } else { nil } }
    fileprivate var incident: Incident? { if case .incident(let incident) = aggregate { incident } else { nil } }
}
