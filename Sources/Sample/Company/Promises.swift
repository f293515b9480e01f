import Desk
import Domain

/// What the policies in force make of a category: so the sample names no grade, and a policy that is changed changes it.
struct Promises: Sendable {
    private(set) var gradings: [CategoryID: [Grading]] = [:]
    private(set) var grades: [CategoryID: GradeRef] = [:]
    /// No category is graded by these two; they are known by what they ask for.
    private(set) var escalation: GradeRef?
    private(set) var emergency: Grading?

    private var duties: [GradeRef: Int] = [:]
    private var latest: [PolicyID: PolicyVersion] = [:]

    /// - Parameter policies: of several versions the last counts.
    init(_ policies: [PolicyInForce]) {
        var seen: Set<PolicyID> = []
        let latest = policies.reversed().filter { seen.insert($0.version.id).inserted }.reversed()
        for policy in latest {
            self.latest[policy.version.id] = policy.version
            for grade in policy.policy.grades {
                let reference = GradeRef(policy: policy.version, grade: grade.id)
                duties[reference] = grade.duties.count
                for category in grade.categories {
                    gradings[category, default: []].append(Grading(policy.version.id, grade.id))
                    if grades[category] == nil { grades[category] = reference }
                }
                guard grade.categories.isEmpty else { continue }
                if grade.commitments.contains(where: { $0.trigger.event == .escalated }) { escalation = reference }
                if grade.commitments.contains(where: { $0.needs == [.reviewed] }) {
                    emergency = Grading(policy.version.id, grade.id)
                }
            }
        }
    }

    /// What a ticket's course begins with: received, each grade, and the duties that come with it.
    func events(of gradings: [Grading]) -> Int {
        gradings.reduce(1) { count, grading in
            let reference = latest[grading.policy].map { GradeRef(policy: $0, grade: grading.grade) }
            return count + 1 + (reference.flatMap { duties[$0] } ?? 0)
        }
    }

    /// The grades of a matter that is worse, or not so bad, than this category's.
    func beside(_ category: CategoryID) -> (up: GradeRef?, down: GradeRef?) {
        guard let own = grades[category] else { return (nil, nil) }
        for ladder in Promises.ladders.map({ $0.map { grades[$0] } }) {
            guard let index = ladder.firstIndex(of: own) else { continue }
            return (index > 0 ? ladder[index - 1] : nil, index + 1 < ladder.count ? ladder[index + 1] : nil)
        }
        return (nil, nil)
    }

    /// The gravest first.
    private static let ladders: [[CategoryID]] = [
        ["major-fault", "ordinary-fault", "non-urgent-need"],
        ["production-stopped", "device-fault", "minor-malfunction"], ["failure-some-users", "failure-local"],
    ]
}
