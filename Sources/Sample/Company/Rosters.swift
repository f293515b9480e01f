import Domain

// Who is on duty. A team's rosters say who works at which hours; beside them each role that ladders tell has rosters of
// its own, so that somebody answers for it by day and by night. Only a day team's lead is left alone at the weekend.
extension Company {
    func duty(from day: Day, days: Int) -> [MasterRecord] {
        var rosters: [MasterRecord] = []
        func add(
            _ id: String, _ name: String, _ role: String, _ team: Team?, _ hours: String, _ agents: [Agent],
            isDaytime: Bool = false
        ) {
            // A list of a record holds no more.
            for (part, start) in stride(from: 0, to: agents.count, by: FieldType.longestList).enumerated() {
                let some = agents[start..<min(start + FieldType.longestList, agents.count)]
                var fields = [
                    "title.zh": name, "role": role, "agents": some.map(\.id).joined(separator: " "),
                    "zone": Company.zone, "hours": hours, "from": day.text,
                    "holidays": isDaytime ? "cn" : "none",
                ]
                fields["team"] = team?.id.rawValue
                rosters.append(MasterRecord(.roster, part == 0 ? id : "\(id)-\(part + 1)", fields))
            }
        }
        func hours(_ team: Team, _ hours: String) -> String {
            team.isAroundTheClock ? "daily: \(hours)" : "mon-fri: 09:00-18:00"
        }
        for (team, lead) in zip(teams, agents) {
            for shift in Shift.allCases {
                add(
                    "\(team.id)-\(shift.id)", team.name + shift.name, team.kind == "field" ? "engineer" : "agent", team,
                    hours(team, shift.hours), agents.filter { $0.team == team.id && $0.shift == shift },
                    isDaytime: !team.isAroundTheClock)
            }
            add(
                "lead-\(team.id)", team.name + "组长", "team-lead", team, hours(team, "08:00-20:00"), [lead],
                isDaytime: !team.isAroundTheClock)
        }
        add(
            "lead-night", "夜间值班长", "team-lead", nil, "daily: 20:00-08:00", agents.filter { $0.rank == .manager(.night) }
        )
        for shift in Shift.allCases {
            for (role, name) in [(Agent.Line.first, "一线"), (Agent.Line.second, "二线"), (Agent.Line.third, "三线")] {
                add(
                    "\(role)-\(shift.id)", name + shift.name, role, nil, "daily: \(shift.hours)",
                    Array(answering(for: role, shift).prefix(20)))
            }
            add(
                "manager-\(shift.id)", "服务经理" + shift.name, "manager", nil, "daily: \(shift.hours)",
                agents.filter { $0.rank == .manager(shift) })
        }
        let director = agents.filter { $0.rank == .director }
        for role in ["director", "commander"] {
            add("\(role)-on-call", "总监待命", role, nil, "daily: 00:00-24:00", director)
        }
        return rosters + absences(from: day, days: days)
    }

    /// Where a shift has nobody of a role, those of the day are on call; where nobody has the role, the leads are.
    private func answering(for role: String, _ shift: Shift) -> [Agent] {
        let all = agents.filter { $0.roles.contains(role) }
        let some = all.filter { $0.shift == shift }
        return some.isEmpty ? all.isEmpty ? Array(agents.prefix(teams.count)) : all : some
    }

    /// Holidays and illness of some; a lead's is filled by a colleague for that time.
    private func absences(from first: Day, days: Int) -> [MasterRecord] {
        var records: [MasterRecord] = []
        for (number, agent) in agents.enumerated() where number < teams.count || records.count < 60 {
            var chance = Chance(seed, "absence", number)
            // The director and the managers hold on.
            guard agent.rank == .lead || agent.rank == .line, chance.percent(8) else { continue }
            let day = first + chance.below(max(1, days))
            let span = ["from": Company.midnight(day), "to": Company.midnight(day + chance.within(1...5))]
            records.append(
                MasterRecord(.shift, chance.id(), span.merging(["agent": agent.id, "kind": "off"]) { one, _ in one }))
            guard number < teams.count,
                let colleague = agents.dropFirst(Agent.leaders).first(where: { $0.team == agent.team })
            else { continue }
            let stands = ["agent": colleague.id, "kind": "on", "role": "team-lead", "team": agent.team.rawValue]
            records.append(MasterRecord(.shift, chance.id(), span.merging(stands) { one, _ in one }))
        }
        return records
    }

    private static func midnight(_ day: Day) -> String { "\(day.text)T00:00:00+08:00" }
}
