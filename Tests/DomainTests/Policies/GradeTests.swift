import Testing

@testable import Domain

/// What a grade says by its promises alone.
struct GradeTests {
    @Test(
        arguments: [
            ("solved in time", promise("resolve", .resolved, within: "2h"), true),
            ("answered in time", promise("answer", .answered, within: "48h"), true),
            ("told about until it is solved", promise("progress", .reported, every: "30m"), true),
            ("told about until it is found", promise("bulletin", .reported, every: "1h", until: .located), false),
            ("a call that is taken", promise("answer", .engaged, within: "30s"), false),
            ("a date that is confirmed", promise("confirm", .confirmed, within: "1h"), false),
        ] as [(String, Commitment, Bool)])
    func `what is promised is the matter itself, or a step on the way`(
        what: String, promised: Commitment, isTheMatter: Bool
    ) {
        let step = promise("survey", .surveySent, within: "24h", from: .first(.resolved))
        #expect(Grade(id: "g", commitments: [step, promised]).dealsWithTheMatter == isTheMatter, "\(what)")
    }
}
