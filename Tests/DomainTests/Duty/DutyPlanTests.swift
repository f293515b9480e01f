import Domain
import Support
import Testing

struct DutyPlanTests {
    private static let china = OfficialCalendar(
        name: "cn", years: 2026...2026, holidays: [day("2026-10-01")], workdays: [day("2026-10-10")])

    static func plan(_ rosters: [Roster], _ shifts: [DutyShift] = []) throws -> DutyPlan {
        try DutyPlan(rosters: rosters, shifts: shifts, zones: .shipped, official: ["cn": china])
    }

    static func roster(
        _ agents: [RecordID], _ hours: String, role: RoleID = "lead", team: TeamID? = nil, from: String? = nil,
        until: String? = nil, holidays: String? = nil
    ) -> Roster {
        Roster(
            id: "r", team: team, role: role, agents: agents, zone: "Asia/Shanghai", week: Week.read(hours)!,
            from: from.map(day), until: until.map(day), holidays: holidays)
    }

    static func shift(_ agent: RecordID, _ kind: DutyShift.Kind, _ from: String, _ to: String) -> DutyShift {
        DutyShift(agent: agent, from: at(from), to: at(to), kind: kind)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let rosters: [Roster]
        let shifts: [DutyShift]
        let at: String
        let duty: Duty
        init(_ title: String, _ rosters: [Roster], _ shifts: [DutyShift] = [], at: String, _ duty: Duty) {
            (self.title, self.rosters, self.shifts, self.at, self.duty) = (title, rosters, shifts, at, duty)
        }
        var testDescription: String { title }
    }

    // 2026-10-05 is a Monday.
    @Test(arguments: [
        Case("no plan", [], at: "2026-10-05T10:00:00+08:00", .unplanned),
        Case(
            "a plan for another role", [roster(["a"], "daily 09:00-18:00", role: "chief")],
            at: "2026-10-05T10:00:00+08:00", .unplanned),
        Case(
            "within hours", [roster(["a", "b"], "mon-fri 09:00-18:00")], at: "2026-10-05T09:00:00+08:00",
            .now(["a", "b"])),
        Case(
            "at closing nobody is", [roster(["a"], "mon-fri 09:00-18:00")], at: "2026-10-05T18:00:00+08:00",
            .from(at("2026-10-06T09:00:00+08:00"))),
        Case(
            "over a weekend", [roster(["a"], "mon-fri 09:00-18:00")], at: "2026-10-09T20:00:00+08:00",
            .from(at("2026-10-12T09:00:00+08:00"))),
        Case(
            "a made-up Saturday", [roster(["a"], "mon-fri 09:00-18:00", holidays: "cn")],
            at: "2026-10-09T20:00:00+08:00", .from(at("2026-10-10T09:00:00+08:00"))),
        Case(
            "a holiday", [roster(["a"], "daily 09:00-18:00", holidays: "cn")], at: "2026-10-01T10:00:00+08:00",
            .from(at("2026-10-02T09:00:00+08:00"))),
        Case(
            "before the first day", [roster(["a"], "daily 22:00-06:00", from: "2026-10-05")],
            at: "2026-10-05T03:00:00+08:00", .from(at("2026-10-05T22:00:00+08:00"))),
        Case(
            "the last night to its end", [roster(["a"], "daily 22:00-06:00", until: "2026-10-05")],
            at: "2026-10-06T05:59:59+08:00", .now(["a"])),
        Case(
            "after the last day never", [roster(["a"], "daily 22:00-06:00", until: "2026-10-05")],
            at: "2026-10-06T06:00:00+08:00", .never),
        Case(
            "an absence beats the roster", [roster(["a", "b"], "daily 09:00-18:00")],
            [shift("a", .off, "2026-10-05T00:00:00+08:00", "2026-10-06T00:00:00+08:00")],
            at: "2026-10-05T10:00:00+08:00", .now(["b"])),
        Case(
            "an absence beats a shift on", [roster(["a"], "mon-fri 09:00-18:00")],
            [
                shift("a", .on(role: "lead", team: nil), "2026-10-05T19:00:00+08:00", "2026-10-05T23:00:00+08:00"),
                shift("a", .off, "2026-10-05T19:00:00+08:00", "2026-10-05T21:00:00+08:00"),
            ], at: "2026-10-05T20:00:00+08:00", .from(at("2026-10-05T21:00:00+08:00"))),
        Case(
            "absences that touch", [roster(["a"], "daily 09:00-18:00")],
            [
                shift("a", .off, "2026-10-05T00:00:00+08:00", "2026-10-05T12:00:00+08:00"),
                shift("a", .off, "2026-10-05T12:00:00+08:00", "2026-10-05T13:30:00+08:00"),
            ], at: "2026-10-05T10:00:00+08:00", .from(at("2026-10-05T13:30:00+08:00"))),
        Case(
            "an extra night, in the roster's role", [roster(["a"], "mon-fri 09:00-18:00")],
            [shift("a", .on(role: nil, team: nil), "2026-10-05T19:00:00+08:00", "2026-10-05T23:00:00+08:00")],
            at: "2026-10-05T20:00:00+08:00", .now(["a"])),
        Case(
            "an extra night of somebody no roster names says nothing of a role", [roster(["a"], "mon-fri 09:00-18:00")],
            [shift("z", .on(role: nil, team: nil), "2026-10-05T19:00:00+08:00", "2026-10-05T23:00:00+08:00")],
            at: "2026-10-05T20:00:00+08:00", .from(at("2026-10-06T09:00:00+08:00"))),
        Case(
            "a shift alone is a plan", [],
            [shift("z", .on(role: "lead", team: nil), "2026-10-05T19:00:00+08:00", "2026-10-05T23:00:00+08:00")],
            at: "2026-10-05T20:00:00+08:00", .now(["z"])),
        Case(
            "farther than a plan is searched", [roster(["a"], "daily 09:00-18:00", from: "2028-10-05")],
            at: "2026-10-05T10:00:00+08:00", .never),
    ])
    func `whom a role means`(_ c: Case) throws {
        let plan = try Self.plan(c.rosters, c.shifts)
        #expect(plan.nextDuty(role: "lead", team: nil, from: at(c.at)) == c.duty)
        if case .now(let agents) = c.duty {
            #expect(plan.onDuty(role: "lead", team: nil, at: at(c.at)) == agents)
        } else {
            #expect(plan.onDuty(role: "lead", team: nil, at: at(c.at)).isEmpty)
        }
    }

    @Test func `a team has its own and those of the whole desk`() throws {
        let plan = try Self.plan([
            Self.roster(["a"], "daily 00:00-24:00", team: "x"), Self.roster(["b"], "daily 00:00-24:00", team: "y"),
            Self.roster(["c"], "daily 00:00-24:00"),
        ])
        let now = at("2026-10-05T10:00:00+08:00")
        #expect(plan.onDuty(role: "lead", team: "x", at: now) == ["a", "c"])
        #expect(plan.onDuty(role: "lead", team: "y", at: now) == ["b", "c"])
        #expect(plan.onDuty(role: "lead", team: nil, at: now) == ["a", "b", "c"])
        #expect(plan.onDuty(role: "chief", team: nil, at: now).isEmpty)
    }

    @Test func `what a plan rests on must be there`() {
        let nowhere = Roster(
            id: "r", role: "lead", agents: ["a"], zone: "Mars/Base", week: Week.read("daily 09:00-18:00")!)
        #expect(throws: DutyPlan.Fault.zone(.unknown(name: "Mars/Base", nearest: nil))) { try Self.plan([nowhere]) }
        #expect(throws: DutyPlan.Fault.noSuchOfficialCalendar(name: "xx")) {
            try Self.plan([Self.roster(["a"], "daily 09:00-18:00", holidays: "xx")])
        }
    }

    @Test func `records become rosters and shifts`() throws {
        let roster = try Record(
            .roster, "r",
            .put([
                "team": "x", "role": "lead", "agents": "a b", "zone": "Asia/Shanghai", "hours": "mon-fri 09:00-18:00",
                "until": "2026-10-05", "holidays": "cn",
            ]))
        #expect(
            Roster(roster)
                == Self.roster(["a", "b"], "mon-fri 09:00-18:00", team: "x", until: "2026-10-05", holidays: "cn"))
        let shift = try Record(
            .shift, "s",
            .put([
                "agent": "a", "kind": "on", "from": "2026-10-05T19:00:00+08:00", "to": "2026-10-05T23:00:00+08:00",
                "role": "lead",
            ]))
        #expect(
            DutyShift(shift)
                == Self.shift(
                    "a", .on(role: "lead", team: nil), "2026-10-05T19:00:00+08:00", "2026-10-05T23:00:00+08:00"))
        #expect(Roster(shift) == nil)
        #expect(DutyShift(roster) == nil)
    }
}
