import Foundation
import Support
import Testing

@Suite(.waiting) struct ReplayCommandTests {
    private let example = "examples/itsm/incidents.csv"

    private func rows(_ answer: Program.Answer) throws -> [String: [String: Any]] {
        let tree = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let grades = try #require(tree["grades"] as? [[String: Any]])
        return Dictionary(uniqueKeysWithValues: grades.map { ($0["grade"] as? String ?? "", $0) })
    }

    private func clock(_ row: [String: Any]?, _ id: String) -> [String: Int] {
        let clocks = row?["commitments"] as? [[String: Any]] ?? []
        let found = clocks.first { $0["commitment"] as? String == id } ?? [:]
        return found.compactMapValues { $0 as? Int }
    }

    /// Figures counted by a program that shares nothing with ours but the words of the rules.
    @Test(arguments: [
        ("tier-1", "respond", 7, 6, 234_040_000, 679_920_000, 0),
        ("tier-1", "resolve", 1, 12, 1_796_845_000, 11_585_100_000, 4_243_680_000),
        ("tier-2", "respond", 11, 14, 82_375_714, 731_700_000, 0),
        ("tier-2", "resolve", 5, 20, 211_905_000, 986_400_000, 0),
        ("tier-3", "respond", 296, 256, 133_938_047, 772_620_000, 0),
        ("tier-3", "resolve", 174, 386, 590_010_622, 14_400_000_000, 82_712_580_000),
    ])
    func `590 incidents are judged as an independent count judges them`(
        _ grade: String, _ commitment: String, _ met: Int, _ breached: Int, _ mean: Int, _ most: Int, _ paused: Int
    ) throws {
        let answer = try Program.run(["replay", example, "--policy", "standard", "--json"])
        #expect(answer.status == 0)
        let expected = [
            "met": met, "breached": breached, "void": 0, "running": 0, "late_ms_mean": mean, "late_ms_max": most,
            "paused_ms": paused,
        ]
        #expect(clock(try rows(answer)[grade], commitment) == expected)
    }

    @Test func `two policies stand side by side and owe what they say`() throws {
        let answer = try Program.run(["replay", example, "--policy", "standard", "--policy", "after-sales", "--json"])
        let rows = try rows(answer)
        #expect(rows["tier-1"]?["tickets"] as? Int == 13)
        #expect(rows["level-3"]?["tickets"] as? Int == 494)
        // An hour of assumed labour at 300 for each of the 12 tickets that broke a promise, in full.
        let owed = try #require((rows["tier-1"]?["compensation"] as? [[String: Any]])?.first)
        #expect(owed["minor"] as? Int == 360_000)
        #expect(owed["assumed"] as? Bool == true)
    }

    @Test func `a malformed row is told with its line and the rest is played`() throws {
        let lines = Fixture.text(example).split(whereSeparator: \.isNewline).map(String.init)
        var broken = Array(lines[0...8])
        broken.insert("too,few,fields", at: 3)
        broken.insert(lines[2].replacing("29-02-2016 ", with: "31-02-2016 "), at: 5)
        broken.insert(lines[2].replacing("Resolved", with: "Vanished").replacing("New,", with: "Vanished,"), at: 6)
        broken.insert("\"unclosed" + lines[3], at: 7)
        try Program.withFile("broken.csv", broken.joined(separator: "\n")) { path in
            let answer = try Program.run(["replay", path, "--policy", "standard", "--json"])
            #expect(answer.status == 0)
            let tree = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
            let rejected = try #require(tree["rejected"] as? [[String: Any]])
            #expect(rejected.compactMap { $0["line"] as? Int } == [4, 6, 7, 8])
            #expect(rejected.allSatisfy { ($0["cause"] as? String)?.isEmpty == false })
        }
    }

    @Test func `a history of events in JSON Lines finds its mapping by its keys`() throws {
        let history = """
            {"ticket":"T1","event":"received","at":"2026-02-14T20:30:00+08:00","grade":"tier-1"}
            {"ticket":"T1","event":"engaged","at":"2026-02-14T20:40:00+08:00","grade":"tier-1"}
            {"ticket":"T1","event":"paused","at":"2026-02-14T20:45:00+08:00","grade":"tier-1","waiting":"customer"}
            {"ticket":"T1","event":"resumed","at":"2026-02-14T21:45:00+08:00","grade":"tier-1"}
            {"ticket":"T1","event":"resolved","at":"2026-02-14T22:00:00+08:00","grade":"tier-1"}
            {"ticket":"T1","event":"vanished","at":"2026-02-14T22:00:00+08:00","grade":"tier-1"}
            nonsense
            """
        try Program.withFile("history.jsonl", history) { path in
            let answer = try Program.run(["replay", path, "--policy", "standard", "--json"])
            #expect(answer.status == 0, "\(answer.complaint)")
            let row = try rows(answer)["tier-1"]
            #expect(clock(row, "respond")["met"] == 1)
            #expect(
                clock(row, "resolve") == [
                    "met": 1, "breached": 0, "void": 0, "running": 0, "late_ms_mean": 0, "late_ms_max": 0,
                    "paused_ms": 3_600_000,
                ])
            #expect(answer.output.contains(#""rejected":[{"line":6,"#))
            #expect(answer.output.contains(#"{"line":7,"#))
        }
    }

    @Test func `columns of any name are read by a mapping of one's own`() throws {
        let history = "when;ignored\n"
        let csv = """
            Nr,When,Status,Prio
            A,2026-02-14 09:00:00,neu,hoch
            A,2026-02-14 09:10:00,in Arbeit,hoch
            A,2026-02-14 09:20:00,fertig,hoch
            """
        let mapping = """
            mapping: mine
            time-zone: Europe/Berlin
            times: YYYY-MM-DD HH:MM:SS
            columns: {ticket: Nr, at: When, state: Status, grade: Prio}
            states: {neu: new, in Arbeit: open, fertig: resolved}
            grades: {standard: {hoch: tier-1}}
            """
        try Program.withFile("mine.yaml", mapping) { mapping in
            try Program.withFile("mine.csv", csv) { path in
                let answer = try Program.run(["replay", path, "--policy", "standard", "--mapping", mapping, "--json"])
                #expect(answer.status == 0, "\(answer.complaint)")
                #expect(clock(try rows(answer)["tier-1"], "resolve")["met"] == 1)
            }
            try Program.withFile("other.csv", history) { path in
                let answer = try Program.run(["replay", path, "--policy", "standard", "--mapping", mapping])
                #expect(answer.status == 1)
                #expect(answer.complaint.contains("Nr"))
            }
        }
    }

    @Test func `the latest row grades, in whatever order the rows stand`() throws {
        let rows = """
            number,incident_state,opened_at,sys_updated_at,resolved_at,priority
            A,Resolved,01-03-2016 09:00,01-03-2016 11:00,?,1 - Critical
            A,New,01-03-2016 09:00,01-03-2016 09:00,?,3 - Moderate
            B,Active,01-03-2016 09:00,01-03-2016 09:00,01-03-2016 08:00,2 - High
            """
        try Program.withFile("shuffled.csv", rows) { path in
            let answer = try Program.run(["replay", path, "--policy", "standard", "--json"])
            #expect(clock(try self.rows(answer)["tier-1"], "resolve")["breached"] == 1)
            // Resolved before our first edge saw it: met at its start.
            #expect(clock(try self.rows(answer)["tier-2"], "resolve")["met"] == 1)
        }
    }

    @Test func `a file of unknown columns says what can be done`() throws {
        try Program.withFile("odd.csv", "a,b\n1,2\n") { path in
            let answer = try Program.run(["replay", path, "--policy", "standard"])
            #expect(answer.status == 1)
            #expect(answer.complaint.contains("--mapping"))
        }
    }

    @Test(arguments: ["zh", "en", "ja", "ko"]) func `the report and one ticket speak four languages`(_ language: String)
        throws
    {
        let answer = try Program.run(
            [
                "replay", example, "--policy", "standard", "--policy", "after-sales", "--ticket", "INC0000294",
                "--lang", language,
            ])
        #expect(answer.status == 0, "\(answer.complaint)")
        try expectGolden(answer.output, "replay.\(language).txt")
    }
}
