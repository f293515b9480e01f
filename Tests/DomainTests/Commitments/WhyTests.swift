import Domain
import Support
import Testing

/// POLICIES 1.19: an answer that can be checked by hand.
struct WhyTests {
    static let office = promise("c", "resolved", within: "4h", on: "office", pause: [.customer])

    struct Case: CustomTestStringConvertible {
        let title: String
        var promise = office
        var received = "15:00"
        var given: [String] = []
        let at: String
        let pieces: [String]
        var testDescription: String { title }
    }

    @Test(arguments: [
        Case(
            title: "counted, closed, counted", at: "15:10",
            pieces: ["counted 15:00–17:00", "closed 17:00–2/09:00", "counted 2/09:00–2/11:00"]),
        Case(
            title: "a start outside opening hours", received: "20:00", at: "20:00",
            pieces: ["closed 20:00–2/09:00", "counted 2/09:00–2/13:00"]),
        Case(
            title: "a pause", given: ["15:30 paused customer", "16:00 resumed"], at: "16:10",
            pieces: [
                "counted 15:00–15:30", "paused 15:30–16:00", "counted 16:00–17:00", "closed 17:00–2/09:00",
                "counted 2/09:00–2/11:30",
            ]),
        Case(
            title: "a pause at night is closed", given: ["16:00 paused customer", "2/10:00 resumed"], at: "2/10:10",
            pieces: [
                "counted 15:00–16:00", "paused 16:00–17:00", "closed 17:00–2/09:00", "paused 2/09:00–2/10:00",
                "counted 2/10:00–2/13:00",
            ]),
        Case(
            title: "an open pause, up to now", given: ["16:00 paused customer"], at: "16:30",
            pieces: ["counted 15:00–16:00", "paused 16:00–16:30"]),
        Case(
            title: "void from the middle of a piece", given: ["16:00 cancelled"], at: "16:30",
            pieces: ["counted 15:00–16:00", "void 16:00–2/11:00"]),
        Case(
            title: "void at night", given: ["20:00 cancelled"], at: "21:00",
            pieces: ["counted 15:00–17:00", "closed 17:00–20:00", "void 20:00–2/11:00"]),
        Case(
            title: "never", promise: promise("c", "resolved", within: "1h", on: "never"), at: "16:00",
            pieces: ["closed 15:00–16:00"]),
        Case(title: "due at once", promise: promise("c", "resolved", within: "0s"), at: "16:00", pieces: []),
    ])
    func `every due can be explained`(_ c: Case) throws {
        var stage = Stage([grade("g", c.promise)], received: c.received)
        try stage.play(c.given + ["\(c.at) advance"])
        let why = try #require(stage.judge().why(stage.clock("c")))
        #expect(why.pieces.map { "\($0.kind.rawValue) \($0.from.words)–\($0.to.words)" } == c.pieces)
        #expect(why.omitted == 0)
    }

    @Test func `it names limit, calendar, version and data`() throws {
        let stage = Stage(
            [grade("g", promise("c", "resolved", within: "4h", "next-day 09:00", on: "office", pause: [.customer]))],
            received: "15:00")
        let why = try #require(stage.judge().why(stage.clock("c")))
        #expect(why.limits.map(\.decides) == [false, true])
        #expect(why.limits.map(\.base) == [.at(t("2/11:00")), .at(t("2/09:00"))])
        #expect(why.due == .at(t("2/09:00")))
        #expect(why.commitment == "c" && why.calendar == "office" && why.policy == PolicyVersion(id: "p", version: "1"))
        #expect(why.data.zones == Zones.shipped.version)
    }

    @Test func `a moved base is told beside the due`() throws {
        var stage = Stage(
            [grade("g", promise("c", "resolved", within: "next-day 09:00", on: "office", pause: [.customer]))],
            received: "15:00")
        try stage.play(["15:30 paused customer", "16:30 resumed"])
        let why = try #require(stage.judge().why(stage.clock("c")))
        #expect(why.limits.map(\.limit) == [Limit("next-day 09:00")])
        #expect(why.limits.map(\.base) == [.at(t("2/09:00"))])
        #expect(why.limits.map(\.due) == [.at(t("2/10:00"))])
    }

    @Test func `a long account keeps its ends`() throws {
        let stage = Stage([grade("g", promise("c", "resolved", within: "4000h", on: "office"))], received: "10:00")
        let why = try #require(stage.judge().why(stage.clock("c")))
        #expect(why.pieces.count == 400 && why.omitted > 0)
        #expect(why.pieces.first?.from == t("10:00"))
        #expect(why.pieces.last?.to == why.due.instant)
    }
}
