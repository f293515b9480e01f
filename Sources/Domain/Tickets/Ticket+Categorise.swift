extension Ticket {
    /// Sets the category and then regrades as that says; nothing where the ticket is of that category already.
    mutating func categorise(
        _ category: String, _ variant: VariantID?, _ reason: String?, _ now: Instant, _ book: Book
    ) throws(Refusal) -> [Event] {
        let steps = following(category, variant, book)
        // A regrade that is refused takes the category and the regrades before it back.
        var after = self
        var events = try after.apply(.change(.set(.category, category)), at: now, book)
        for (strand, grade) in steps {
            if let strand {
                events += try after.apply(.regrade(strand: strand, to: grade, reason: reason), at: now, book)
            } else {
                events += try after.apply(.grade(grade), at: now, book)
            }
        }
        self = after
        return events
    }

    /// Which of its grades give way to which when it becomes a matter of another category: those that its category gave
    /// first, else one of the same policy, else its only one. A strand of nil is one grade more.
    ///
    /// What both categories give stays as it is; so does what the new one has nothing to put in place of.
    private func following(
        _ category: String, _ variant: VariantID?, _ book: Book
    ) -> [(strand: Int?, grade: GradeRef)] {
        let before = attributes[.category]
        let held = course.grades
        guard before != category, !held.isEmpty else { return [] }
        let given = before.map { book.grades(category: $0) } ?? []
        let wanted = book.grades(category: category, variant: variant)
        var free = held.indices.filter { strand in !wanted.contains { $0.isOneGrade(with: held[strand]) } }
        var steps: [(strand: Int?, grade: GradeRef)] = []
        let policies = held.map(\.policy.id)
        // Those that have a grade of their own policy to follow choose first.
        for isKept in [true, false] {
            for grade in wanted
            where policies.contains(grade.policy.id) == isKept && !held.contains(where: grade.isOneGrade) {
                let own = free.filter { strand in given.contains { $0.isOneGrade(with: held[strand]) } }
                let strand =
                    own.first { policies[$0] == grade.policy.id } ?? own.first
                    ?? free.first { policies[$0] == grade.policy.id } ?? (held.count == 1 ? free.first : nil)
                free.removeAll { $0 == strand }
                steps.append((strand, grade))
            }
        }
        return steps
    }
}

extension GradeRef {
    /// Whether both are the same grade to a category, which knows neither versions nor variants.
    fileprivate func isOneGrade(with other: GradeRef) -> Bool {
        policy.id == other.policy.id && grade == other.grade
    }
}
