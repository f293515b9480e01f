import Domain
import Support
import Testing

/// How rows of somebody else's history become facts.
struct HappeningsTests {
    struct Case: CustomTestStringConvertible {
        let title: String
        /// `10:00 new`: the state that a row of that time names.
        let rows: [String]
        var resolved: String?
        let facts: [String]
        init(_ title: String, _ rows: [String], resolved: String? = nil, _ facts: String...) {
            (self.title, self.rows, self.resolved, self.facts) = (title, rows, resolved, facts)
        }
        var testDescription: String { title }
    }

    @Test(arguments: [
        Case("engaged is the first row that is not new", ["10:00 new", "10:05 new", "10:10 work"], "10:10 engaged"),
        Case("also if it is the very first", ["10:00 work", "10:10 work"], "10:00 engaged"),
        Case("nobody has begun", ["10:00 new"]),
        Case(
            "resolved at once", ["10:00 resolved"], "10:00 engaged", "10:00 restored", "10:00 resolved", "10:00 closed"),
        Case(
            "resolving restores and closes; the later close says nothing",
            ["10:00 new", "11:00 work", "12:00 resolved", "6/12:00 closed"],
            "11:00 engaged", "12:00 restored", "12:00 resolved", "12:00 closed"),
        Case(
            "waiting first is engaged and paused", ["10:00 new", "10:10 waiting"], "10:10 engaged",
            "10:10 paused customer"),
        Case(
            "rows of one state are one pause", ["10:00 work", "11:00 waiting", "11:10 waiting", "11:30 work"],
            "10:00 engaged",
            "11:00 paused customer", "11:30 resumed"),
        Case(
            "from one wait into another", ["10:00 work", "11:00 waiting", "11:10 supplier", "11:30 work"],
            "10:00 engaged",
            "11:00 paused customer", "11:10 paused supplier", "11:30 resumed"),
        Case(
            "new ends a wait", ["10:00 work", "11:00 waiting", "11:30 new"], "10:00 engaged", "11:00 paused customer",
            "11:30 resumed"),
        Case(
            "resolving ends a wait", ["10:00 work", "11:00 waiting", "11:30 resolved"], "10:00 engaged",
            "11:00 paused customer",
            "11:30 resumed", "11:30 restored", "11:30 resolved", "11:30 closed"),
        Case(
            "new after resolved does not reopen", ["10:00 work", "11:00 resolved", "12:00 new"], "10:00 engaged",
            "11:00 restored",
            "11:00 resolved", "11:00 closed"),
        Case(
            "a return to work does", ["10:00 work", "11:00 resolved", "12:00 work", "13:00 resolved"], "10:00 engaged",
            "11:00 restored", "11:00 resolved", "11:00 closed", "12:00 reopened", "13:00 restored", "13:00 resolved",
            "13:00 closed"),
        Case(
            "a return to waiting does too", ["10:00 work", "11:00 resolved", "12:00 waiting"], "10:00 engaged",
            "11:00 restored",
            "11:00 resolved", "11:00 closed", "12:00 reopened", "12:00 paused customer"),
        Case(
            "the first row of an episode dates it", ["10:00 work", "11:00 resolved", "11:30 resolved"], "10:00 engaged",
            "11:00 restored", "11:00 resolved", "11:00 closed"),
        Case(
            "the resolution column dates it better", ["10:00 work", "11:00 resolved"], resolved: "10:50",
            "10:00 engaged",
            "10:50 restored", "10:50 resolved", "10:50 closed"),
        Case(
            "also if it is later", ["10:00 work", "11:00 resolved"], resolved: "11:20", "10:00 engaged",
            "11:20 restored",
            "11:20 resolved", "11:20 closed"),
        Case(
            "the column alone suffices", ["10:00 work", "12:00 closed"], resolved: "11:20", "10:00 engaged",
            "11:20 restored",
            "11:20 resolved", "11:20 closed"),
        Case(
            "it dates the last resolution", ["10:00 work", "11:00 resolved", "12:00 work", "13:00 resolved"],
            resolved: "12:50",
            "10:00 engaged", "11:00 restored", "11:00 resolved", "11:00 closed", "12:00 reopened", "12:50 restored",
            "12:50 resolved", "12:50 closed"),
        Case(
            "one from before the reopening dates nothing",
            ["10:00 work", "11:00 resolved", "12:00 work", "13:00 resolved"],
            resolved: "11:00", "10:00 engaged", "11:00 restored", "11:00 resolved", "11:00 closed", "12:00 reopened",
            "13:00 restored", "13:00 resolved", "13:00 closed"),
        Case("a close without a resolution resolves nothing", ["10:00 work", "12:00 closed"], "10:00 engaged"),
        Case(
            "at equal times the file's order holds", ["10:00 new", "10:00 work", "10:00 waiting", "10:00 work"],
            "10:00 engaged",
            "10:00 paused customer", "10:00 resumed"),
        Case(
            "and the other way", ["10:00 waiting", "10:00 work", "10:00 waiting"], "10:00 engaged",
            "10:00 paused customer",
            "10:00 resumed", "10:00 paused customer"),
        Case(
            "rows may come in any order", ["12:00 resolved", "10:00 new", "11:00 work"], "11:00 engaged",
            "12:00 restored",
            "12:00 resolved", "12:00 closed"),
    ])
    func `rows tell what happened`(_ c: Case) {
        var history = HistoryTicket(id: "H")
        history.rows = c.rows.map { row in
            let words = row.split(separator: " ")
            return HistoryTicket.Row(at: t(words[0]), what: .state(Self.meaning(words[1])))
        }
        history.resolved = c.resolved.map { t($0) }
        let found = history.happenings().map { happening in
            let detail = if case .waiting(let reason) = happening.detail { " \(reason)" } else { "" }
            return "\(happening.at.words) \(happening.name)\(detail)"
        }
        #expect(found == c.facts)
    }

    private static func meaning(_ word: Substring) -> HistoryMapping.Meaning {
        switch word {
        case "new": .new
        case "work": .work
        case "waiting": .waiting(.customer)
        case "supplier": .waiting(.supplier)
        case "resolved": .resolved
        default: .closed
        }
    }

    @Test func `received is the earlier of the opening and the first row`() {
        var history = HistoryTicket(id: "H")
        #expect(history.received == nil)
        history.rows = [.init(at: t("10:30"), what: .state(.new)), .init(at: t("10:20"), what: .state(.work))]
        #expect(history.received == t("10:20"))
        history.opened = t("10:00")
        #expect(history.received == t("10:00"))
        history.opened = t("10:25")
        #expect(history.received == t("10:20"))
    }

    // MARK: The play

    static let grades = [
        grade(
            "g", promise("respond", "engaged", within: "15m"),
            promise("resolve", "resolved", within: "1h", pause: [.customer])),
        grade("calm", promise("resolve", "resolved", within: "8h", pause: [.customer])),
    ]

    private func play(_ rows: [String], grades: [(String, String)], regrades: Bool = false) -> [String] {
        var history = HistoryTicket(id: "H")
        history.rows = rows.map { row in
            let words = row.split(separator: " ")
            return HistoryTicket.Row(at: t(words[0]), what: .state(Self.meaning(words[1])))
        }
        history.grades = grades.map { (t($0.0), $0.1) }
        let mapping = HistoryMapping(id: "m", zone: "UTC", times: .rfc3339, columns: .init(ticket: "id", at: "at"))
        let replay = Replay([policy(Self.grades)], mapping: mapping, end: t("20:00"), regrades: regrades)
        return replay.play(history)!.clocks.map(\.words)
    }

    @Test func `a history is judged as service is`() {
        let rows = ["10:00 new", "10:10 work", "10:30 waiting", "11:10 work", "11:30 resolved"]
        #expect(play(rows, grades: [("10:00", "g")]) == ["respond met 10:10", "resolve met 11:30"])
        #expect(
            play(["10:00 new", "10:30 work", "13:00 resolved"], grades: [("10:00", "g")]) == [
                "respond breached 10:15:00.001 ended 10:30 late 15m",
                "resolve breached 11:00:00.001 ended 13:00 late 2h",
            ])
        #expect(play(rows, grades: [("10:00", "nobody")]) == [])
    }

    @Test func `the last grade holds from the start, unless changes are asked for`() {
        let rows = ["10:00 new", "10:10 work", "13:00 resolved"]
        let grades = [("10:00", "g"), ("10:40", "calm")]
        #expect(play(rows, grades: grades) == ["resolve met 13:00"])
        #expect(play(rows, grades: grades, regrades: true) == ["respond met 10:10", "resolve met 13:00"])
    }
}
