import Domain
import Support
import Testing

/// POLICIES 1.8: what a pause does to a limit of service time.
struct PausesTests {
    static let office = Calendar("UTC", ["daily": "09:00-17:00"])

    struct Case: CustomTestStringConvertible {
        let title: String
        let pauses: [Span]
        let limit: Duration
        let due: Due
        init(_ title: String, pauses: [(String, String?)], _ limit: Duration, due: Due) {
            self.title = title
            self.pauses = pauses.map { span("2026-06-\($0)Z", $1.map { "2026-06-\($0)Z" }) }
            (self.limit, self.due) = (limit, due)
        }
        var testDescription: String { title }
    }

    /// The clock starts on 2 June 2026 at 10:00, in an office open daily from 09:00 to 17:00.
    @Test(arguments: [
        Case("no pause", pauses: [], .hours(2), due: .at(at("2026-06-02T12:00:00Z"))),
        Case(
            "a pause is lost", pauses: [("02T11:00:00", "02T11:40:00")], .hours(2), due: .at(at("2026-06-02T12:40:00Z"))
        ),
        Case(
            "two pauses", pauses: [("02T11:30:00", "02T11:40:00"), ("02T10:30:00", "02T10:40:00")], .hours(2),
            due: .at(at("2026-06-02T12:20:00Z"))),
        Case(
            "a pause beginning at due saves nothing", pauses: [("02T12:00:00", "02T16:00:00")], .hours(2),
            due: .at(at("2026-06-02T12:00:00Z"))),
        Case(
            "a millisecond before it saves", pauses: [("02T11:59:59.999", "02T16:00:00")], .hours(2),
            due: .at(at("2026-06-02T16:00:00.001Z"))),
        Case(
            "a pause before the start", pauses: [("02T09:00:00", "02T10:00:00")], .hours(2),
            due: .at(at("2026-06-02T12:00:00Z"))),
        Case(
            "a start within a pause", pauses: [("02T09:30:00", "02T11:00:00")], .hours(2),
            due: .at(at("2026-06-02T13:00:00Z"))),
        Case(
            "pauses that touch", pauses: [("02T11:00:00", "02T11:20:00"), ("02T11:20:00", "02T11:40:00")], .hours(2),
            due: .at(at("2026-06-02T12:40:00Z"))),
        Case(
            "pauses that overlap count once", pauses: [("02T11:00:00", "02T11:30:00"), ("02T11:10:00", "02T11:40:00")],
            .hours(2), due: .at(at("2026-06-02T12:40:00Z"))),
        Case(
            "one within another", pauses: [("02T11:00:00", "02T11:40:00"), ("02T11:10:00", "02T11:20:00")], .hours(2),
            due: .at(at("2026-06-02T12:40:00Z"))),
        Case(
            "closed hours lose nothing", pauses: [("02T17:00:00", "03T09:00:00")], .hours(8),
            due: .at(at("2026-06-03T10:00:00Z"))),
        Case(
            "over closing time", pauses: [("02T16:00:00", "03T10:00:00")], .hours(8),
            due: .at(at("2026-06-03T12:00:00Z"))),
        Case(
            "a pause moves due into the next",
            pauses: [("02T11:00:00", "02T12:00:00"), ("02T12:30:00", "02T13:00:00")], .hours(2),
            due: .at(at("2026-06-02T13:30:00Z"))),
        Case(
            "due at closing, a pause from closing", pauses: [("02T17:00:00", "02T18:00:00")], .hours(7),
            due: .at(at("2026-06-02T17:00:00Z"))),
        Case(
            "an empty pause", pauses: [("02T11:00:00", "02T11:00:00")], .hours(2), due: .at(at("2026-06-02T12:00:00Z"))),
        Case(
            "a pause that ends before it begins", pauses: [("02T12:00:00", "02T11:00:00")], .hours(2),
            due: .at(at("2026-06-02T12:00:00Z"))),
        Case(
            "an open pause", pauses: [("02T11:20:00", nil)], .hours(2),
            due: .paused(since: at("2026-06-02T11:20:00Z"), left: .minutes(40))),
        Case("an open pause from due", pauses: [("02T12:00:00", nil)], .hours(2), due: .at(at("2026-06-02T12:00:00Z"))),
        Case(
            "an open pause from before the start", pauses: [("01T12:00:00", nil)], .hours(2),
            due: .paused(since: at("2026-06-02T10:00:00Z"), left: .hours(2))),
        Case(
            "a closed pause, then an open one", pauses: [("02T11:00:00", "02T11:30:00"), ("02T12:00:00", nil)],
            .hours(2), due: .paused(since: at("2026-06-02T12:00:00Z"), left: .minutes(30))),
        Case(
            "an open pause swallows a later one", pauses: [("02T11:00:00", nil), ("02T11:30:00", "02T12:00:00")],
            .hours(2), due: .paused(since: at("2026-06-02T11:00:00Z"), left: .hours(1))),
        Case(
            "zero is due at once, even paused", pauses: [("02T09:00:00", nil)], .zero,
            due: .at(at("2026-06-02T10:00:00Z"))),
        Case(
            "beyond, paused or not", pauses: [("02T11:00:00", "02T12:00:00")], Duration(milliseconds: .max),
            due: .beyond),
        Case(
            "beyond, but the pause is open", pauses: [("02T11:00:00", nil)], .hours(1_000_000),
            due: .paused(since: at("2026-06-02T11:00:00Z"), left: .hours(999_999))),
    ])
    func `no time runs in a pause`(_ c: Case) {
        #expect(Self.office.due(after: c.limit, from: at("2026-06-02T10:00:00Z"), pauses: Pauses(c.pauses)) == c.due)
    }

    @Test func `what is lost is service time`() {
        let pauses = Pauses([span("2026-06-02T16:00:00Z", "2026-06-03T10:00:00Z"), span("2026-06-04T12:00:00Z", nil)])
        let (from, to) = (at("2026-06-02T10:00:00Z"), at("2026-06-05T10:00:00Z"))
        // 2 June 1 h, 3 June 1 h, 4 June 5 h, 5 June 1 h of 7 + 8 + 8 + 1.
        #expect(Self.office.pausedTime(from: from, to: to, in: pauses) == .hours(8))
        #expect(Self.office.serviceTime(from: from, to: to, without: pauses) == .hours(16))
        #expect(Self.office.pausedTime(from: to, to: from, in: pauses) == .zero)
        #expect(Self.office.pausedTime(from: from, to: to, in: .none) == .zero)
    }

    @Test func `pauses are sorted, joined and rid of the empty`() {
        let pauses = Pauses([
            span("2026-06-05T00:00:00Z", nil), span("2026-06-03T00:00:00Z", "2026-06-04T00:00:00Z"),
            span("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"), span("2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z"),
            span("2026-06-07T00:00:00Z", "2026-06-08T00:00:00Z"),
        ])
        #expect(
            pauses.spans == [span("2026-06-02T00:00:00Z", "2026-06-04T00:00:00Z"), span("2026-06-05T00:00:00Z", nil)])
        #expect(pauses.open == span("2026-06-05T00:00:00Z", nil))
        #expect(Pauses([span("2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z")]).open == nil)
        #expect(Pauses.none.open == nil)
    }
}
