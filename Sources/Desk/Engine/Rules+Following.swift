import Domain

extension Rules {
    /// Which grades of a ticket give way to which when it becomes a matter of another category: those that its category
    /// gave first, else one of the same policy, else its only one. A strand of nil is one grade more.
    ///
    /// What both categories give stays as it is; so does what the new one has nothing to put in place of.
    func following(_ category: String, _ ticket: Ticket) -> [(strand: Int?, grading: Grading)] {
        let before = ticket.attributes[.category]
        guard before != category else { return [] }
        let held = ticket.course.grades.map { Grading($0.policy.id, $0.grade) }
        let given = before.map { gradings(category: $0) } ?? []
        let wanted = gradings(category: category)
        var free = held.indices.filter { !wanted.contains(held[$0]) }
        var steps: [(strand: Int?, grading: Grading)] = []
        let policies = held.map(\.policy)
        // Those that have a grade of their own policy to follow choose first.
        for isKept in [true, false] {
            for grading in wanted where !held.contains(grading) && policies.contains(grading.policy) == isKept {
                let own = free.filter { given.contains(held[$0]) }
                let strand =
                    own.first { policies[$0] == grading.policy } ?? own.first
                    ?? free.first { policies[$0] == grading.policy } ?? (held.count == 1 ? free.first : nil)
                free.removeAll { $0 == strand }
                steps.append((strand, grading))
            }
        }
        return steps
    }
}
