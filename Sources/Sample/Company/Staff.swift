import Desk
import Domain

// The service side of a company as records: what somebody refers to comes before whoever refers to it.
extension Company {
    /// Everything but customers, who are told of when they first ask.
    /// - Parameters:
    ///   - from: rosters begin the day before, so that the night before its first morning is served too.
    ///   - days: absences lie within them.
    public func staff(from: Instant, days: Int) -> [MasterRecord] {
        places + services + people + duty(from: Local(from).day - 1, days: days)
    }

    private var places: [MasterRecord] {
        sites.map { site in
            MasterRecord(
                .site, site.id,
                [
                    "title.zh": site.name, "region": site.place.province, "zone": Company.zone,
                    "latitude": "\(site.place.latitude * 10_000)", "longitude": "\(site.place.longitude * 10_000)",
                ])
        } + providers.map { MasterRecord(.provider, $0.id, ["title.\($0.language)": $0.name]) }
    }

    private var services: [MasterRecord] {
        var records = teams.map { team in
            MasterRecord(.team, team.id.rawValue, Company.titles(team.names))
        }
        records += Team.queues.map { queue in
            var fields = Company.titles(queue.names)
            fields["team"] = queue.team.rawValue
            return MasterRecord(.queue, queue.id, fields)
        }
        records += Category.Group.all.map { MasterRecord(.category, $0.id, Company.titles($0.names)) }
        records += categories.map { category in
            var fields = Company.titles(category.names)
            fields["parent"] = category.group.id
            // Which of the field teams, the customer's quarter says.
            if category.team != "field" { fields["team"] = category.team.rawValue }
            let grades = promises.gradings[category.id]?.map(\.grade.rawValue) ?? []
            if !grades.isEmpty { fields["grades"] = grades.joined(separator: " ") }
            return MasterRecord(.category, category.id.rawValue, fields)
        }
        records += Company.tags.map { MasterRecord(.tag, $0.id, ["title.zh": $0.name]) }
        let serial = ["title.zh": "设备编号", "title.en": "Serial number", "kind": "text", "applies-to": "ticket"]
        return records + [MasterRecord(.field, "serial", serial)]
    }

    private var people: [MasterRecord] {
        agents.enumerated().map { number, agent in
            var fields = [
                "name": agent.name, "email": "\(agent.id)@desk.example", "phone": agent.phone,
                "teams": agent.team.rawValue, "languages": agent.languages.map(\.rawValue).joined(separator: " "),
                "role": agent.role, "site": sites[agent.site].id,
            ]
            if !agent.roles.isEmpty { fields["roles"] = agent.roles.joined(separator: " ") }
            // Some who go to the customer are another company's.
            if agent.role == "engineer", number % 4 == 0 { fields["provider"] = providers[number % providers.count].id }
            return MasterRecord(.agent, agent.id, fields)
        }
            + zip(teams, agents).map { team, lead in
                MasterRecord(.team, team.id.rawValue, ["queue": team.queue, "lead": lead.id])
            }
    }

    static let zone = "Asia/Shanghai"

    private static func titles(_ names: [String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: zip(Language.allCases.map { "title.\($0)" }, names))
    }

    static let tags: [(id: String, name: String)] = [
        ("vip", "重点客户"), ("repeat", "重复问题"), ("training", "需要培训"), ("spare-part", "等备件"),
        ("billing", "涉及费用"), ("network", "网络"), ("warranty", "保修"), ("knowledge", "可入知识库"),
    ]
}
