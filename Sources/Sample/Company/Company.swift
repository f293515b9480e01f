import Domain

/// A service company made up from a seed: who serves, where, and for whom.
///
/// Who serves is kept at hand, some thousands at most. Customers are worked out from their number whenever they are
/// asked for, so that a million of them need no memory.
public struct Company: Sendable {
    public struct Size: Hashable, Sendable {
        public let customers: Int
        public let agents: Int
        public let sites: Int
        public let providers: Int
        public init(customers: Int, agents: Int, sites: Int, providers: Int) {
            self.customers = max(1, customers)
            self.agents = max(Agent.leaders, agents)
            self.sites = max(1, sites)
            self.providers = max(1, providers)
        }
        /// A demonstration.
        public static let small = Size(customers: 400, agents: 90, sites: 24, providers: 8)
        /// 5 000 tickets a day.
        public static let medium = Size(customers: 20_000, agents: 600, sites: 210, providers: 30)
        public static let large = Size(customers: 1_000_000, agents: 3_000, sites: 220, providers: 80)
    }

    /// Who issues the certificates of a demo, and says itself that it is none.
    public static let issuer = "云帆示例服务有限公司 · Yunfan Example Service Ltd."

    public let seed: UInt64
    public let size: Size
    let promises: Promises
    let categories: [Category]
    let weights: [Int]
    let sites: [Site]
    let teams: [Team]
    let agents: [Agent]
    let providers: [(id: String, name: String, language: Language)]
    private let roster: [TeamID: [[Int]]]

    /// - Parameter policies: those in force on the desk: only categories that they list occur. Without any all occur,
    ///   each request is left to the desk to grade, and none is regraded.
    public init(seed: UInt64, size: Size = .small, policies: [PolicyInForce]) {
        self.seed = seed
        self.size = size
        let promises = Promises(policies)
        let known = Category.all.filter { promises.grades[$0.id] != nil }
        self.promises = promises
        categories = known.isEmpty ? Category.all : known
        weights = categories.map(\.weight)
        sites = (0..<size.sites).map { Site($0, seed) }
        teams = Team.all
        agents = (0..<size.agents).map { [sites] in Agent($0, seed, sites: sites.count) }
        providers = (0..<size.providers).map { number in
            var chance = Chance(seed, "provider", number)
            let id = chance.id()
            return (id, Names.company(.zh, in: chance.one(of: Place.all).city, &chance), .zh)
        }
        var roster: [TeamID: [[Int]]] = [:]
        for (index, agent) in agents.enumerated() {
            roster[agent.team, default: [[], [], []]][agent.shift.rawValue].append(index)
        }
        self.roster = roster
    }

    /// Who of a team is on duty, speaking the language if somebody met does; nil for a team without people.
    func agent(_ team: TeamID, _ language: Language, hour: Int, _ chance: inout Chance) -> Agent? {
        guard let shifts = roster[team] else { return nil }
        var duty = shifts[Shift(hour: hour).rawValue]
        if duty.isEmpty { duty = shifts.first { !$0.isEmpty } ?? [] }
        if duty.isEmpty { return nil }
        for _ in 0..<3 {
            let agent = agents[chance.one(of: duty)]
            if agent.languages.contains(language) { return agent }
        }
        return agents[chance.one(of: duty)]
    }
}

/// When people work: eight hours each.
enum Shift: Int, CaseIterable, Sendable {
    case day, evening, night
    init(hour: Int) { self = hour < 8 ? .night : hour < 16 ? .day : .evening }
    var id: String { ["day", "evening", "night"][rawValue] }
    var hours: String { ["08:00-16:00", "16:00-24:00", "00:00-08:00"][rawValue] }
    var name: String { ["早班", "中班", "夜班"][rawValue] }
}

/// A service point.
struct Site: Sendable {
    let id: String
    let name: String
    let place: Place

    init(_ number: Int, _ seed: UInt64) {
        var chance = Chance(seed, "site", number)
        id = chance.id()
        place = Place.all[number % Place.all.count]
        let round = number / Place.all.count
        name = place.city + (round == 0 ? "服务中心" : "第\(round + 1)服务网点")
    }
}

struct Team: Sendable {
    let id: TeamID
    let name: String
    let english: String
    let kind: String
    let queue: String
    /// Of a hundred agents.
    let share: Int
    let isAroundTheClock: Bool

    static let all: [Team] = [
        Team(id: "hotline", name: "400 热线组", english: "Hotline", kind: "front", queue: "hotline", share: 22),
        Team(id: "chat", name: "在线客服组", english: "Chat", kind: "front", queue: "chat", share: 14),
        Team(id: "mail-desk", name: "书面受理组", english: "Mail desk", kind: "front", queue: "written", share: 8),
        Team(id: "monitoring", name: "监控中心", english: "Monitoring", kind: "front", queue: "devices", share: 5),
        Team(id: "systems", name: "系统运维组", english: "Systems", kind: "technical", queue: "systems", share: 9),
        Team(id: "security", name: "数据安全组", english: "Data security", kind: "technical", queue: "systems", share: 4),
        Team(
            id: "applications", name: "应用支持组", english: "Applications", kind: "technical", queue: "applications",
            share: 11),
        Team(id: "devices", name: "设备技术组", english: "Devices", kind: "technical", queue: "devices", share: 7),
        Team(
            id: "delivery", name: "交付实施组", english: "Delivery", kind: "operations", queue: "field", share: 3, day: true),
        Team(id: "field-north", name: "华北现场组", english: "Field, north", kind: "field", queue: "field", share: 3),
        Team(id: "field-east", name: "华东现场组", english: "Field, east", kind: "field", queue: "field", share: 4),
        Team(id: "field-south", name: "华南现场组", english: "Field, south", kind: "field", queue: "field", share: 3),
        Team(id: "field-west", name: "西部现场组", english: "Field, west", kind: "field", queue: "field", share: 2),
        Team(id: "care", name: "客户关怀组", english: "Customer care", kind: "operations", queue: "care", share: 4),
        Team(id: "legal", name: "法务组", english: "Legal", kind: "legal", queue: "care", share: 1, day: true),
    ]

    private init(
        id: TeamID, name: String, english: String, kind: String, queue: String, share: Int, day: Bool = false
    ) {
        self.id = id
        self.name = name
        self.english = english
        self.kind = kind
        self.queue = queue
        self.share = share
        isAroundTheClock = !day
    }

    static let queues: [(id: String, name: String, team: TeamID)] = [
        ("hotline", "热线队列", "hotline"), ("chat", "在线会话队列", "chat"), ("written", "书面受理队列", "mail-desk"),
        ("systems", "系统与安全队列", "systems"), ("applications", "应用支持队列", "applications"),
        ("devices", "设备队列", "devices"), ("field", "现场与交付队列", "field-east"), ("care", "客户关怀队列", "care"),
    ]

    static func queue(of team: TeamID) -> String { all.first { $0.id == team }?.queue ?? "hotline" }
}

struct Agent: Sendable {
    /// The first so many: one lead a team, a director, a manager for each shift.
    static let leaders = Team.all.count + 1 + Shift.allCases.count

    /// The roles that ladders tell one after another; a grade of a policy shares the name of one.
    enum Line {
        private static let line = "-line"
        static let first = "first" + line
        static let second = "second" + line
        static let third = "third" + line
    }

    /// Where it stands in the company.
    enum Rank: Hashable, Sendable {
        case lead, director
        case manager(Shift)
        case line

        init(_ number: Int) {
            switch number - Team.all.count {
            case ..<0: self = .lead
            case 0: self = .director
            case let place: self = place <= Shift.allCases.count ? .manager(Shift.allCases[place - 1]) : .line
            }
        }
    }

    let id: String
    let name: String
    let team: TeamID
    let rank: Rank
    let shift: Shift
    /// The mother tongue first.
    let languages: [Language]
    /// What it may do.
    let role: String
    /// What policies call it.
    let roles: [String]
    /// Its index among the sites.
    let site: Int
    let phone: String

    init(_ number: Int, _ seed: UInt64, sites: Int) {
        var chance = Chance(seed, "agent", number)
        id = chance.id()
        // The first fifteen staff every team; the rest go where the work is.
        let index = number < Team.all.count ? number : chance.weighted(Team.all.map(\.share))
        let team = Team.all[index]
        self.team = team.id
        let drawn = Shift.allCases[chance.weighted([55, 32, 13])]
        rank = Rank(number)
        switch rank {
        case .lead, .director: shift = .day
        case .manager(let own): shift = own
        case .line: shift = team.isAroundTheClock ? drawn : .day
        }
        let mother = Language.allCases[chance.weighted([86, 5, 5, 4])]
        var languages = [mother]
        for (language, share) in [(Language.zh, 100), (.en, 35), (.ja, 7), (.ko, 7)]
        where !languages.contains(language) && chance.percent(share) { languages.append(language) }
        self.languages = languages
        var roles: [String] = []
        switch team.kind {
        case "front": roles = [Line.first]
        case "technical": roles = [chance.percent(25) ? Line.third : Line.second]
        default: break
        }
        let rises = chance.percent(2)
        switch rank {
        case .lead:
            role = "lead"
            roles.append("team-lead")
        case .director:
            role = "director"
            roles = ["director", "commander"]
        case .manager:
            role = "manager"
            roles = ["manager"]
        case .line:
            role = rises ? "manager" : team.kind == "field" ? "engineer" : "agent"
            if rises { roles.append("manager") }
        }
        self.roles = roles
        site = chance.below(sites)
        name = Names.person(mother, &chance)
        phone = Names.phone(mother, &chance)
    }
}
