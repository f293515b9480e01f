import Domain
import PolicyLanguage
import Support
import Testing

/// `policy diff` and `policy explain`.
struct ChangesTests {
    static let text = """
        policy: p
        version: "1"
        title: {en: old}
        time-zone: Asia/Shanghai
        calendars:
          c: {title: {en: hours}, open: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: [2026-05-01, 2026-05-02]}
          d: {open: {daily: "00:00-24:00"}}
        roles: {lead: lead, boss: boss}
        ladders:
          l: [{at: breach, tell: lead}]
        grades:
          g:
            title: {en: grade}
            for: [mail, chat]
            calendar: c
            warn: [50%]
            escalate: l
            compensate: {grant: gift, title: {en: gift}}
            gates: {verify: [verified-technical]}
            duties: {talk: {en: talk}}
            variants:
              gold: {title: {en: gold}, a: 10m}
            commitments:
              a: {needs: [engaged, answered], within: 1h, budget: {first: 30m}}
              b: {needs: resolved, within: [4h, next-day 09:00], pause: waiting-customer}
              e: {needs: reported, every: 1h, until: resolved}
              w: {needs: handled, within: 3 working-days}
              m: {needs: improved, within: 3 months}
              t: {needs: mobilised, before: 24h, of: agreed}
              n: {needs: announced, before: 2h, of: b}
          h:
            calendar: d
            commitments:
              a: {needs: engaged, within: 2h}
        guarantees: {ceiling: 50%}
        scorecard:
          steps: [warning]
        retention: {texts: 36 months}
        """

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let old: String
        let new: String
        let changes: [String]
        init(_ title: String, _ old: String, _ new: String, _ changes: String...) {
            (testDescription, self.old, self.new, self.changes) = (title, old, new, changes)
        }
    }

    /// The kind, whom it concerns, and the verdict.
    private static func told(_ change: Change) -> String {
        switch change {
        case .version(let a, let b): "version \(a) \(b)"
        case .zone(let a, let b): "zone \(a) \(b)"
        case .calendar(let id, let a, let b): "calendar \(id) \(a == nil ? "added" : b == nil ? "removed" : "changed")"
        case .grade(let id, let a, let b): "grade \(id) \(a == nil ? "added" : b == nil ? "removed" : "?")"
        case .category(let id, let a, let b): "category \(id) \(a?.rawValue ?? "none") \(b?.rawValue ?? "none")"
        case .commitment(let grade, let id, let a, let b):
            "commitment \(grade)/\(id) \(a == nil ? "added" : b == nil ? "removed" : "?")"
        case .promise(let grade, let id, _, _, let verdict): "promise \(grade)/\(id) \(verdict)"
        case .events(let grade, let id, _, _): "events \(grade)/\(id)"
        case .runsOn(let grade, let id, let a, let b): "runsOn \(grade)/\(id) \(a) \(b)"
        case .pauses(let grade, let id, let a, let b): "pauses \(grade)/\(id) \(a.count) \(b.count)"
        case .warnings(let grade, let id, _, let b): "warnings \(grade)/\(id) \(b.map(\.text))"
        case .ladder(let grade, let id, let a, let b): "ladder \(grade)/\(id) \(a.count) \(b.count)"
        case .budget(let grade, let id, _, let b): "budget \(grade)/\(id) \(b.count)"
        case .compensation(let grade, _, _): "compensation \(grade)"
        case .clauses(let grade, let removed, let added): "clauses \(grade) -\(removed.count) +\(added.count)"
        case .general(let removed, let added): "general -\(removed.count) +\(added.count)"
        }
    }

    @Test(arguments: [
        Case("the version", "version: \"1\"", "version: \"2\"", "version 1 2"),
        Case("the zone", "Asia/Shanghai", "Asia/Tokyo", "zone Asia/Shanghai Asia/Tokyo"),
        Case("a calendar's hours", "\"00:00-24:00\"", "\"00:00-23:00\"", "calendar d changed"),
        Case("a holiday more", "2026-05-02]", "2026-05-02, 2026-05-03]", "calendar c changed"),
        Case("a calendar more", "  d: {", "  z: {open: {mon: \"09:00-10:00\"}}\n  d: {", "calendar z added"),
        Case("a shorter limit", "within: 1h", "within: 50m", "promise g/a tighter"),
        Case("a longer limit", "within: 2h", "within: 3h", "promise h/a looser"),
        Case("a limit more", "within: 2h", "within: [2h, 1 working-day]", "promise h/a tighter"),
        Case("a limit less", "[4h, next-day 09:00]", "4h", "promise g/b looser"),
        Case("another of two", "[4h, next-day 09:00]", "[4h, next-day 10:00]", "promise g/b different"),
        Case("another kind of limit", "within: 2h", "within: agreed", "promise h/a different"),
        Case("fewer working days", "3 working-days", "2 working-days", "promise g/w tighter"),
        Case("more months", "3 months", "4 months", "promise g/m looser"),
        Case("days for months", "3 months", "3 working-days", "promise g/m different"),
        Case("a longer time ahead", "before: 24h", "before: 48h", "promise g/t tighter"),
        Case("a shorter notice", "before: 2h", "before: 1h", "promise g/n looser"),
        Case("a notice of another promise", "of: b", "of: a", "promise g/n different"),
        Case("a shorter period", "every: 1h", "every: 30m", "promise g/e tighter"),
        Case("a longer period", "every: 1h", "every: 2h", "promise g/e looser"),
        Case(
            "another end of a series", "every: 1h, until: resolved", "every: 30m, until: closed",
            "promise g/e different"),
        Case("a series for a limit", "every: 1h, until: resolved", "within: 1h", "promise g/e different"),
        Case("another end", "[engaged, answered]", "[engaged]", "events g/a"),
        Case(
            "another beginning", "h:\n    calendar: d\n    commitments:\n      a: {",
            "h:\n    calendar: d\n    commitments:\n      a: {from: confirmed, ", "events h/a"),
        Case("only some matters", "within: 2h", "within: 2h, only: complex", "events h/a"),
        Case("another calendar", "h:\n    calendar: d", "h:\n    calendar: c", "runsOn h/a d c"),
        Case(
            "a pause more", "pause: waiting-customer", "pause: [waiting-customer, waiting-evidence]", "pauses g/b 1 2"),
        Case(
            "warnings of one", "within: 3 months", "within: 3 months, warn: [80%, 90%]",
            "warnings g/m [\"80%\", \"90%\"]"),
        Case("a ladder of one", "within: 3 months", "within: 3 months, escalate: []", "ladder g/m 1 0"),
        Case(
            "a ladder of all", "{at: breach, tell: lead}", "{at: breach, tell: boss}", "ladder g/a 1 1",
            "ladder g/b 1 1", "ladder g/e 1 1", "ladder g/w 1 1", "ladder g/m 1 1", "ladder g/t 1 1", "ladder g/n 1 1"),
        Case("a budget", "{first: 30m}", "{first: 30m, second: 20m}", "budget g/a 2"),
        Case(
            "a commitment more", "      a: {needs: engaged, within: 2h}",
            "      a: {needs: engaged, within: 2h}\n      z: {needs: closed, within: 3h}", "commitment h/z added"),
        Case("a commitment less", "      m: {needs: improved, within: 3 months}\n", "", "commitment g/m removed"),
        Case(
            "a grade more", "guarantees:", "  k:\n    for: [web]\n    calendar: d\n    commitments: {}\nguarantees:",
            "grade k added", "category web none k"),
        Case("a grade by another name", "  h:\n", "  k:\n", "grade h removed", "grade k added"),
        Case("a category that moves", "for: [mail, chat]", "for: [mail]", "category chat g none"),
        Case("another compensation", "grant: gift", "grant: flowers", "compensation g"),
        Case("no compensation", "    compensate: {grant: gift, title: {en: gift}}\n", "", "compensation g"),
        Case("a gate", "[verified-technical]", "[verified-customer]", "clauses g -1 +1"),
        Case("a duty less", "    duties: {talk: {en: talk}}\n", "", "clauses g -1 +0"),
        Case("a variant", "a: 10m", "a: 5m", "clauses g -1 +1"),
        Case("a guarantee", "ceiling: 50%", "ceiling: 60%", "general -1 +1"),
        Case("the scorecard", "steps: [warning]", "steps: [warning, fine]", "general -1 +1"),
        Case("a longer retention", "36 months", "48 months", "general -1 +1"),
        Case("texts that are kept for ever", "retention: {texts: 36 months}", "", "general -1 +0"),
        // What changes nothing
        Case("the policy's title", "title: {en: old}", "title: {zh: 新}"),
        Case("a calendar's title", "{en: hours}", "{en: opening}"),
        Case("a grade's title", "{en: grade}", "{en: class}"),
        Case("a duty's title", "talk: {en: talk}", "talk: {en: converse}"),
        Case("a variant's title", "{en: gold}", "{en: golden}"),
        Case("a compensation's title", "title: {en: gift}", "title: {en: present}"),
        Case("the order of limits", "[4h, next-day 09:00]", "[next-day 09:00, 4h]"),
        Case("the order of events", "[engaged, answered]", "[answered, engaged]"),
        Case("the order of hours", "[\"09:00-12:00\", \"13:00-18:00\"]", "[\"13:00-18:00\", \"09:00-12:00\"]"),
        Case("the order of holidays", "[2026-05-01, 2026-05-02]", "[2026-05-02, 2026-05-01]"),
        Case("holidays as a range", "[2026-05-01, 2026-05-02]", "2026-05-01..2026-05-02"),
        Case("a limit in other words", "within: 2h", "within: 120m"),
        Case("a ladder in place", "    escalate: l\n", "    escalate: [{at: breach, tell: lead}]\n"),
        Case("a remark", "scorecard:", "# The rest is about people.\nscorecard:"),
    ])
    func `what changes is told once`(_ c: Case) throws {
        let edited = Self.text.replacing(c.old, with: c.new)
        #expect(edited != Self.text, "the case edits nothing")
        let (old, new) = (try policy(Self.text), try policy(edited))
        #expect(old.changes(to: new).map(Self.told) == c.changes)
        // The way back tells as much, with the opposite verdicts.
        let turned = new.changes(to: old).map(Self.told)
        #expect(turned.count == c.changes.count)
        let opposite = ["tighter": "looser", "looser": "tighter"]
        for change in c.changes where change.hasPrefix("promise") {
            let words = change.split(separator: " ").map(String.init)
            #expect(turned.contains("promise \(words[1]) \(opposite[words[2]] ?? words[2])"))
        }
    }

    @Test func `a policy does not differ from itself`() throws {
        for policy in Shipped.policies.values { #expect(policy.changes(to: policy) == []) }
        #expect(try policy(Self.text).changes(to: try policy(Self.text)) == [])
    }

    @Test func `every grade and commitment is explained once`() throws {
        for policy in Array(Shipped.policies.values) + [try PolicyLanguageTests.policy(Self.text)] {
            let clauses = policy.explained()
            var told: [GradeID: [CommitmentID]] = [:]
            var grades: [GradeID] = []
            for clause in clauses {
                switch clause {
                case .grade(let grade): grades.append(grade.id)
                case .commitment(let commitment): told[grades.last!, default: []].append(commitment.id)
                case .ladder(_, let of?):
                    #expect(told[grades.last!]?.last == of, "a ladder stands under its commitment")
                default: break
                }
            }
            #expect(grades == policy.grades.map(\.id))
            for grade in policy.grades { #expect(told[grade.id] ?? [] == grade.commitments.map(\.id)) }
            #expect(clauses.filter { if case .calendar = $0 { true } else { false } }.count == policy.calendars.count)
            #expect(
                clauses.filter { if case .compensation = $0 { true } else { false } }.count
                    == policy.grades.filter { $0.compensation != nil }.count)
            #expect(clauses.first?.depth == 0)
        }
    }
}
