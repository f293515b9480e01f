import Support
import Testing

@testable import Domain

/// The short way to the run of a clock tells what the long one does.
struct OnlyRunTests {
    private static let words: [EventName] = [.engaged, .answered, .resolved, .reopened, .closed, .agreed]

    @Test(arguments: Seed.some(200))
    func `the only run of a clock is all the runs that it has`(_ seed: Seed) {
        var chance = seed
        var course = Course(received: t("10:00"))
        course.evolve(.happened(.received, at: course.received, .none))
        for _ in 0..<chance.count(0...6) {
            let at = course.received + .minutes(chance.integer(0...9))
            course.evolve(.happened(chance.one(of: Self.words), at: at, .none))
        }
        let triggers: [Commitment.Trigger] = [.first(.received), .first(.agreed), .each(.agreed), .unanswered(.agreed)]
        let needs = (0..<chance.count(1...2)).map { _ in chance.one(of: Self.words) }
        let promises: [Commitment.Promise] = [
            .within([.service(.hours(1))]), .every(.minutes(3), until: chance.one(of: Self.words)),
        ]
        let commitment = Commitment(
            id: "c", trigger: chance.one(of: triggers), needs: needs, promise: chance.one(of: promises),
            calendar: "always")
        guard let only = commitment.onlyRun(in: course) else { return }
        let all = commitment.occurrences(in: course)
        #expect(all.map(\.number) == [only.number])
        #expect(all.map(\.start) == [only.start])
        #expect(all.map(\.end) == [only.end])
        #expect(all.map(\.until) == [only.until])
    }

    @Test func `what resolving ended may have begun anew, so all its runs are asked for`() {
        var course = Course(received: t("10:00"))
        let commitment = Commitment(
            id: "c", needs: [.resolved], promise: .within([.service(.hours(1))]), calendar: "always")
        #expect(commitment.onlyRun(in: course) != nil)
        course.evolve(.happened(.resolved, at: t("10:10"), .none))
        #expect(commitment.onlyRun(in: course) == nil)
    }
}
