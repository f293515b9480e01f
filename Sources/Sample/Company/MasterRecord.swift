import Domain

/// A record of master data as plain words: whoever keeps records gives them their own types.
public struct MasterRecord: Hashable, Sendable {
    /// `customer`, `contact`, `contract`, `agent`, `team`, `site`, `provider`, `roster`, `shift`, `queue`, `category`,
    /// `tag`.
    public let kind: String
    public let id: String
    public let fields: [String: String]

    init(_ kind: String, _ id: String, _ fields: [String: String]) {
        self.kind = kind
        self.id = id
        self.fields = fields
    }
}

extension Company {
    /// What somebody refers to comes before whoever refers to it; customers last.
    public var records: Records { Records(company: self) }

    /// Made as they are asked for: the service side at once, a customer at a time.
    public struct Records: Sequence, IteratorProtocol {
        private let company: Company
        /// In reverse.
        private var ready: [MasterRecord]
        private var customer = 0

        init(company: Company) {
            self.company = company
            ready = company.staff.reversed()
        }

        public mutating func next() -> MasterRecord? {
            if ready.isEmpty {
                if customer == company.size.customers { return nil }
                ready = company.customer(customer).records(company.seed).reversed()
                customer += 1
            }
            return ready.removeLast()
        }
    }

    private var staff: [MasterRecord] {
        var records = sites.map { site in
            MasterRecord(
                "site", site.id,
                [
                    "name": site.name, "city": site.place.city, "province": site.place.province,
                    "latitude": Company.degrees(site.place.latitude),
                    "longitude": Company.degrees(site.place.longitude),
                ])
        }
        records += Shift.allCases.map { MasterRecord("shift", $0.id, ["name": $0.name, "hours": $0.hours]) }
        records += teams.map {
            MasterRecord("team", $0.id.rawValue, ["name": $0.name, "name-en": $0.english, "kind": $0.kind])
        }
        records += Team.queues.map {
            MasterRecord("queue", $0.id, ["name": $0.name, "team": $0.team.rawValue])
        }
        records += categories.map { category in
            var fields = ["team": category.team == "field" ? "field-east" : category.team.rawValue]
            for (language, name) in zip(Language.allCases, category.names) {
                fields[language == .zh ? "name" : "name-\(language)"] = name
            }
            return MasterRecord("category", category.id.rawValue, fields)
        }
        records += Company.tags.map { MasterRecord("tag", $0.id, ["name": $0.name]) }
        records += providers.map {
            MasterRecord("provider", $0.id, ["name": $0.name, "language": $0.language.rawValue])
        }
        records += agents.map { agent in
            MasterRecord(
                "agent", agent.id,
                [
                    "name": agent.name, "team": agent.team.rawValue, "site": sites[agent.site].id,
                    "languages": agent.languages.map(\.rawValue).joined(separator: " "),
                    "roles": agent.roles.joined(separator: " "), "phone": agent.phone,
                    "mail": "\(agent.id)@desk.example",
                ])
        }
        for team in teams {
            for shift in Shift.allCases {
                let staff = agents.filter { $0.team == team.id && $0.shift == shift }
                if staff.isEmpty { continue }
                records.append(
                    MasterRecord(
                        "roster", "\(team.id)-\(shift.id)",
                        [
                            "team": team.id.rawValue, "shift": shift.id,
                            "agents": staff.map(\.id).joined(separator: " "),
                        ]))
            }
        }
        return records
    }

    static let tags: [(id: String, name: String)] = [
        ("vip", "重点客户"), ("repeat", "重复问题"), ("training", "需要培训"), ("spare-part", "等备件"),
        ("billing", "涉及费用"), ("network", "网络"), ("warranty", "保修"), ("knowledge", "可入知识库"),
    ]

    /// Hundredths as a decimal number.
    private static func degrees(_ hundredths: Int) -> String {
        "\(hundredths / 100).\(String(100 + hundredths % 100).dropFirst())"
    }
}
