import Domain
import Support
import Testing

/// A change of category that the grades of a ticket follow.
struct CategoriseTests {
    static let low = grade("low", promise("resolve", "resolved", within: "6h")).listing("question")
    static let mid = grade("mid", promise("resolve", "resolved", within: "2h")).listing("fault", "slowness")
    static let high = grade("high", promise("resolve", "resolved", within: "30m")).listing("outage", "alarm")
    static let parts = grade("parts", promise("deliver", "resolved", within: "8h")).listing("device")
    static let watch = grade("watch", promise("look", "engaged", within: "1h")).listing("alarm")
    static let book = Book([policy([low, mid, high]), policy([parts, watch], id: "q")])

    /// `p/low`
    private static func reference(_ words: String) -> GradeRef {
        let parts = words.split(separator: "/")
        return GradeRef(policy: PolicyVersion(id: PolicyID(parts[0]), version: "1"), grade: GradeID(parts[1]))
    }

    private static func stage(_ category: String?, _ grades: [String], _ book: Book = Self.book) throws -> Stage {
        var stage = Stage(book)
        try stage.perform(.change(.set(.category, category)), at: stage.now)
        for grade in grades { try stage.perform(.grade(reference(grade)), at: stage.now) }
        return stage
    }

    struct Case: CustomTestStringConvertible {
        let title: String
        let from: String?
        let held: [String]
        let to: String
        let then: [String]
        init(_ title: String, from: String?, _ held: [String], to: String, then: [String]) {
            (self.title, self.from, self.held, self.to, self.then) = (title, from, held, to, then)
        }
        var testDescription: String { title }
    }

    @Test(arguments: [
        Case("the old category's grade gives way", from: "question", ["p/low"], to: "outage", then: ["p/high"]),
        Case("what both give stays", from: "fault", ["p/mid"], to: "slowness", then: ["p/mid"]),
        Case("what the new one gives already stays", from: "question", ["p/high"], to: "outage", then: ["p/high"]),
        Case("a category that nothing grades leaves all", from: "question", ["p/low"], to: "toner", then: ["p/low"]),
        Case(
            "what was given besides stays", from: "question", ["q/parts", "p/low"], to: "outage",
            then: ["q/parts", "p/high"]),
        Case("another policy's grade gives way too", from: "question", ["p/low"], to: "device", then: ["q/parts"]),
        Case(
            "where no category gave it, one of the same policy gives way", from: nil, ["q/parts", "p/low"],
            to: "outage", then: ["q/parts", "p/high"]),
        Case(
            "where nothing has to give way it is one grade more", from: nil, ["q/parts", "q/watch"], to: "outage",
            then: ["q/parts", "q/watch", "p/high"]),
        Case(
            "two grades for one: one follows, one comes besides", from: "question", ["p/low"], to: "alarm",
            then: ["p/high", "q/watch"]),
        Case("a ticket without a grade stays without, for the desk to grade", from: nil, [], to: "outage", then: []),
    ])
    func `the grades that a ticket has follow its category`(_ c: Case) throws {
        var stage = try Self.stage(c.from, c.held)
        try stage.perform(.categorise(c.to, reason: "it is that"), at: t("10:05"))
        #expect(stage.ticket.attributes[.category] == c.to)
        #expect(stage.ticket.course.grades == c.then.map(Self.reference))
        #expect(Ticket(replaying: stage.journal) == stage.ticket, "the events say all of it")
        let known = stage.journal.count
        try stage.perform(.categorise(c.to, reason: "it is that"), at: t("10:05"))
        #expect(stage.journal.count == known, "told again it changes nothing")
    }

    @Test func `of two changes the second is decided on what the first left`() throws {
        var stage = try Self.stage("question", ["p/low"])
        // Whoever sends the second still sees a question: by that, nothing would have to follow.
        try stage.perform(.categorise("outage", reason: nil), at: t("10:05"))
        try stage.perform(.categorise("question", reason: "one printer only"), at: t("10:06"))
        #expect(stage.ticket.attributes[.category] == "question")
        #expect(stage.ticket.course.grades == [.of("low")])
        #expect(stage.ticket.course.strands.count == 1, "the same strand all along")
    }

    @Test func `where the grade is what the category gives already, only the category changes`() throws {
        var stage = try Self.stage("fault", ["p/mid"])
        let known = stage.journal.count
        try stage.perform(.categorise("fault", reason: nil), at: t("10:05"))
        #expect(stage.journal.count == known)
        try stage.perform(.categorise("slowness", reason: nil), at: t("10:06"))
        #expect(Array(stage.journal.dropFirst(known)) == [.changed(.set(.category, "slowness"), at: t("10:06"))])
    }

    @Test func `what is refused changes neither the category nor a grade`() throws {
        let stage = try Self.stage("outage", ["p/high"])
        var ticket = stage.ticket
        #expect(throws: Ticket.Refusal.goingDownNeedsReason(.of("low"))) {
            _ = try ticket.apply(.categorise("question", reason: nil), at: t("10:05"), stage.book)
        }
        #expect(ticket == stage.ticket)
        var over = try Self.stage("question", ["p/low"])
        try over.play("10:02 cancelled")
        let before = over.ticket
        #expect(throws: Ticket.Refusal.alreadyEnded(.cancelled)) {
            try over.perform(.categorise("outage", reason: nil), at: t("10:05"))
        }
        #expect(over.ticket == before)
    }

    @Test func `a grade that follows is in the contract's variant, if it has that one`() throws {
        var fast = Self.mid
        fast.variants = [Grade.Variant(id: "gold", title: nil, limits: ["resolve": [.service(.minutes(5))]])]
        var stage = try Self.stage("question", ["p/low"], Book([policy([Self.low, fast])]))
        func become(_ category: String, _ reason: String?, at now: Instant) throws {
            _ = try stage.ticket.apply(.categorise(category, reason: reason), at: now, stage.book, variant: "gold")
            stage.now = now
        }
        try become("fault", nil, at: t("10:01"))
        #expect(stage.ticket.course.grades.map(\.variant) == [VariantID("gold")])
        #expect(stage.clock("resolve").words == "resolve due 10:05")
        try become("question", "no fault", at: t("10:02"))
        #expect(stage.ticket.course.grades == [.of("low")])
    }

    @Test func `what a category gives, each policy's newest version says`() {
        let old = policy([Self.low, Self.mid], version: "1")
        let new = policy([Self.low.listing(), Self.mid.listing("fault", "question")], version: "2")
        var book = Book([old, policy([Self.parts.listing("device", "question")], id: "q")])
        #expect(book.grades(category: "question") == [.of("low"), Self.reference("q/parts")])
        book.add(new)
        #expect(book.grades(category: "question") == [Self.reference("q/parts"), .of("mid", version: "2")])
        #expect(book.grades(category: "slowness").isEmpty && book.grades(category: "toner").isEmpty)
    }
}

extension Grade {
    /// The same for other categories.
    fileprivate func listing(_ categories: CategoryID...) -> Grade {
        var grade = self
        grade.categories = categories
        return grade
    }
}
