import Domain
import Support
import Testing

/// The plan against a model that looks at the clock a quarter of an hour at a time.
struct DutyLaws {
    @Test(arguments: Seed.some(100))
    func `the plan says what the slow model says`(_ seed: Seed) throws {
        var chance = seed
        let model = SlowPlan(&chance)
        let plan = try DutyPlan(
            rosters: model.rosters, shifts: model.shifts, zones: .shipped, official: ["cn": SlowPlan.official])
        for _ in 0..<6 {
            let instant = SlowPlan.quarter(&chance)
            let team: TeamID? = chance.one(of: ["x", "y", nil])
            #expect(plan.onDuty(role: "lead", team: team, at: instant) == model.onDuty(team, instant))
            let next = plan.nextDuty(role: "lead", team: team, from: instant)
            let first = model.next(team, instant)
            switch (next, first) {
            case (.unplanned, _): #expect(!model.isPlanned(team))
            case (.now(let agents), .some(let first)):
                #expect(first == instant)
                #expect(agents == model.onDuty(team, instant))
            case (.from(let found), .some(let first)): #expect(found == first)
            // The model gives up earlier.
            case (.from(let found), nil): #expect(found > instant + SlowPlan.searched)
            case (.never, nil): break
            default: Issue.record("\(next) is not \(String(describing: first))")
            }
        }
    }
}

private struct SlowPlan {
    static let official = OfficialCalendar(
        name: "cn", years: 2026...2026, holidays: [day("2026-10-01"), day("2026-10-02")], workdays: [day("2026-10-10")])
    /// Without changes of offset, so that a wall clock is plain arithmetic.
    static let zones = Dictionary(
        uniqueKeysWithValues: ["Asia/Shanghai", "Asia/Tokyo", "UTC", "Asia/Kolkata"].map { ($0, Zone.shipped($0)) })
    static let searched = Duration.hours(5 * 24)
    static let start = at("2026-09-28T00:00:00+08:00")

    var rosters: [Roster] = []
    var shifts: [DutyShift] = []

    init(_ chance: inout Seed) {
        for index in 0..<chance.count(0...3) {
            let agents: [RecordID] = chance.shuffled(["a", "b", "c"])
            rosters.append(
                Roster(
                    id: RecordID("r\(index)"), team: chance.one(of: ["x", "y", nil]),
                    role: chance.one(of: ["lead", "lead", "chief"]), agents: Array(agents.prefix(chance.count(1...3))),
                    zone: chance.one(of: SlowPlan.zones.keys.sorted()),
                    week: Week.read(
                        chance.one(of: [
                            "daily 00:00-24:00", "mon-fri 09:00-18:00", "daily 22:00-06:00",
                            "mon 22:00-21:45; sat 10:00-14:00", "wed-fri 09:00-12:00 11:00-18:00 23:45-00:15",
                        ]))!,
                    from: chance.once(in: 3) ? day("2026-09-28") + chance.count(0...12) : nil,
                    until: chance.once(in: 3) ? day("2026-09-30") + chance.count(0...12) : nil,
                    holidays: chance.one(of: ["cn", nil])))
        }
        for _ in 0..<chance.count(0...5) {
            let from = SlowPlan.quarter(&chance)
            let kind: DutyShift.Kind = chance.one(of: [
                .off, .off, .on(role: nil, team: nil), .on(role: nil, team: "x"), .on(role: "lead", team: "y"),
                .on(role: "chief", team: nil), .on(role: "lead", team: nil),
            ])
            let length = Duration.minutes(15 * chance.integer(1...400))
            shifts.append(
                DutyShift(agent: chance.one(of: ["a", "b", "c", "d"]), from: from, to: from + length, kind: kind))
        }
    }

    static func quarter(_ chance: inout Seed) -> Instant { start + .minutes(15 * chance.integer(0...(16 * 96))) }

    func isPlanned(_ team: TeamID?) -> Bool {
        rosters.contains { serves($0, team) }
            || shifts.contains {
                guard case .on("lead", let own) = $0.kind else { return false }
                return own == nil || team == nil || own == team
            }
    }

    func next(_ team: TeamID?, _ instant: Instant) -> Instant? {
        var position = instant
        while position <= instant + SlowPlan.searched {
            if !onDuty(team, position).isEmpty { return position }
            position = position + .minutes(15)
        }
        return nil
    }

    /// Rosters' agents in their order, then those that only shifts name, earliest shift first.
    func onDuty(_ team: TeamID?, _ instant: Instant) -> [RecordID] {
        var agents: [RecordID] = []
        let ordered = shifts.sorted { ($0.from, $0.to, $0.agent) < ($1.from, $1.to, $1.agent) }
        for agent in rosters.filter({ serves($0, team) }).flatMap(\.agents) + ordered.map(\.agent)
        where !agents.contains(agent) && isOn(agent, team, instant) { agents.append(agent) }
        return agents
    }

    private func serves(_ roster: Roster, _ team: TeamID?) -> Bool {
        roster.role == "lead" && (roster.team == nil || team == nil || roster.team == team)
    }

    private func isOn(_ agent: RecordID, _ team: TeamID?, _ instant: Instant) -> Bool {
        let own = shifts.filter { $0.agent == agent && $0.from <= instant && instant < $0.to }
        if own.contains(where: { $0.kind == .off }) { return false }
        let serving = rosters.filter { serves($0, team) && $0.agents.contains(agent) }
        if serving.contains(where: { isOpen($0, instant) }) { return true }
        return own.contains { shift in
            guard case .on(let role, let ownTeam) = shift.kind, ownTeam == nil || team == nil || ownTeam == team else {
                return false
            }
            guard role == nil else { return role == "lead" }
            return serving.contains { roster in
                let today = SlowPlan.zones[roster.zone]!.day(of: instant)
                return (ownTeam == nil || roster.team == nil || ownTeam == roster.team) && isInForce(roster, today)
            }
        }
    }

    private func isInForce(_ roster: Roster, _ day: Day) -> Bool {
        (roster.from.map { $0 <= day } ?? true) && (roster.until.map { day <= $0 } ?? true)
    }

    private func isOpen(_ roster: Roster, _ instant: Instant) -> Bool {
        let local = SlowPlan.zones[roster.zone]!.local(instant)
        let today = Day(localMilliseconds: local)
        return [today, today - 1].contains { day in
            guard isInForce(roster, day) else { return false }
            var hours = roster.week[day.weekday.rawValue]
            if roster.holidays != nil, SlowPlan.official.holidays.contains(day) { hours = [] }
            if roster.holidays != nil, SlowPlan.official.workdays.contains(day) {
                hours = Calendar.madeUpHours(week: roster.week)
            }
            let time = local - day.localMilliseconds
            return hours.contains { $0.opens <= time && time < $0.closes }
        }
    }
}
