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
    /// In the order of `Language.allCases`.
    let names: [String]
    let kind: String
    let queue: String
    /// Of a hundred agents.
    let share: Int
    let isAroundTheClock: Bool

    var name: String { names[0] }

    static let all: [Team] = [
        Team("hotline", "400 热线组|Hotline|ホットライン|핫라인", "front", queue: "hotline", share: 22),
        Team("chat", "在线客服组|Chat|チャット窓口|채팅 상담", "front", queue: "chat", share: 14),
        Team("mail-desk", "书面受理组|Mail desk|メール窓口|서면 접수", "front", queue: "written", share: 8),
        Team("monitoring", "监控中心|Monitoring|監視センター|모니터링 센터", "front", queue: "devices", share: 5),
        Team("systems", "系统运维组|Systems|システム運用|시스템 운영", "technical", queue: "systems", share: 9),
        Team(
            "security", "数据安全组|Data security|データセキュリティ|데이터 보안", "technical", queue: "systems", share: 4),
        Team(
            "applications", "应用支持组|Applications|アプリ支援|애플리케이션 지원", "technical", queue: "applications", share: 11),
        Team("devices", "设备技术组|Devices|設備技術|설비 기술", "technical", queue: "devices", share: 7),
        Team("delivery", "交付实施组|Delivery|導入|구축", "operations", queue: "field", share: 3, day: true),
        Team("field-north", "华北现场组|Field, north|現場・北部|현장 북부", "field", queue: "field", share: 3),
        Team("field-east", "华东现场组|Field, east|現場・東部|현장 동부", "field", queue: "field", share: 4),
        Team("field-south", "华南现场组|Field, south|現場・南部|현장 남부", "field", queue: "field", share: 3),
        Team("field-west", "西部现场组|Field, west|現場・西部|현장 서부", "field", queue: "field", share: 2),
        Team("care", "客户关怀组|Customer care|顧客ケア|고객 케어", "operations", queue: "care", share: 4),
        Team("legal", "法务组|Legal|法務|법무", "legal", queue: "care", share: 1, day: true),
    ]

    private init(_ id: TeamID, _ names: String, _ kind: String, queue: String, share: Int, day: Bool = false) {
        self.id = id
        self.names = names.split(separator: "|").map(String.init)
        self.kind = kind
        self.queue = queue
        self.share = share
        isAroundTheClock = !day
    }

    /// What work waits in.
    struct Queue: Sendable {
        let id: String
        /// In the order of `Language.allCases`.
        let names: [String]
        let team: TeamID

        init(_ id: String, _ names: String, _ team: TeamID) {
            self.id = id
            self.names = names.split(separator: "|").map(String.init)
            self.team = team
        }
    }

    static let queues = [
        Queue("hotline", "热线队列|Hotline|ホットライン|핫라인", "hotline"),
        Queue("chat", "在线会话队列|Chat|チャット|채팅", "chat"),
        Queue("written", "书面受理队列|In writing|書面|서면", "mail-desk"),
        Queue("systems", "系统与安全队列|Systems and security|システムとセキュリティ|시스템과 보안", "systems"),
        Queue("applications", "应用支持队列|Applications|アプリ支援|애플리케이션 지원", "applications"),
        Queue("devices", "设备队列|Devices|設備|설비", "devices"),
        Queue("field", "现场与交付队列|Field and delivery|現場と導入|현장과 구축", "field-east"),
        Queue("care", "客户关怀队列|Customer care|顧客ケア|고객 케어", "care"),
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
