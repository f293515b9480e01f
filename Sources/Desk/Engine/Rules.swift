import Domain

/// All that a decision is judged by besides the streams it touches.
struct Rules: Sendable {
    var book = Book()
    /// What each version in force was activated with.
    var activations: [PolicyVersion: Activation] = [:]
    let zone: @Sendable (String) -> Zone?

    mutating func add(_ policy: PolicyInForce, _ activation: Activation) {
        book.add(policy)
        activations[activation.version] = activation
    }

    func monthEnd(_ desk: DeskState) -> Instant? {
        guard let since = desk.monthsEndedThrough, let name = desk.zone, let zone = zone(name) else { return nil }
        return zone.monthEnd(after: since)
    }

    /// A grade as it is in force now.
    func reference(_ grading: Grading, variant: VariantID?) throws(Refusal) -> GradeRef {
        guard let policy = book.current(grading.policy) else {
            let known = Set(book.all.map(\.version.id.rawValue)).sorted()
            throw .noSuchPolicy(grading.policy, nearest: nearest(to: grading.policy.rawValue, among: known))
        }
        guard let grade = policy.policy.grade(grading.grade) else {
            let known = policy.policy.grades.map(\.id.rawValue)
            throw .noSuchGrade(
                grading.policy, grading.grade, nearest: nearest(to: grading.grade.rawValue, among: known))
        }
        let known = grade.variants.contains { $0.id == variant }
        return GradeRef(policy: policy.version, grade: grade.id, variant: known ? variant : nil)
    }

    /// What the policies in force say of a category; none is a legal answer (POLICIES 1.18).
    func gradings(category: String) -> [Grading] {
        var seen: Set<PolicyID> = []
        return book.all.reversed().filter { seen.insert($0.version.id).inserted }.reversed().flatMap { policy in
            policy.policy.grades.filter { $0.categories.contains(CategoryID(category)) }
                .map { Grading(policy.version.id, $0.id) }
        }
    }
}
