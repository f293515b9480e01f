/// Who serves in a role at which hours of every week.
public struct Roster: Hashable, Sendable {
    public let id: RecordID
    /// Nil: for the whole desk.
    public let team: TeamID?
    public let role: RoleID
    /// The order in which they are told.
    public let agents: [RecordID]
    /// An IANA name.
    public let zone: String
    /// Seven entries, Monday first.
    public let week: [Hours]
    /// The first and the last day, each nil for no bound. Hours that begin on the last day run to their end.
    public let from: Day?
    public let until: Day?
    /// The official calendar that closes holidays and opens made-up days; nil for none.
    public let holidays: String?

    public init(
        id: RecordID, team: TeamID? = nil, role: RoleID, agents: [RecordID], zone: String, week: [Hours],
        from: Day? = nil, until: Day? = nil, holidays: String? = nil
    ) {
        self.id = id
        self.team = team
        self.role = role
        self.agents = agents
        self.zone = zone
        self.week = week
        self.from = from
        self.until = until
        self.holidays = holidays
    }

    /// Nil too for a record that is not live.
    public init?(_ record: Record) {
        guard record.kind == .roster, record.state == .live, let role = record.values["role"],
            let zone = record.values["zone"], let week = record.values["hours"].flatMap({ Week.read($0) })
        else { return nil }
        self.init(
            id: record.id, team: record.id("team").map { TeamID($0.rawValue) }, role: RoleID(role),
            agents: record.ids("agents"), zone: zone, week: week, from: record.day("from"),
            until: record.day("until"), holidays: record.values["holidays"].flatMap { $0 == "none" ? nil : $0 })
    }
}

/// One person on or off duty for once, whatever the rosters say: a swap, an illness, an extra night.
public struct DutyShift: Hashable, Sendable {
    public let agent: RecordID
    public let from: Instant
    public let to: Instant
    public let kind: Kind

    public enum Kind: Hashable, Sendable {
        /// In the role and team named; without a role in those that rosters give the agent at that time.
        case on(role: RoleID?, team: TeamID?)
        /// Away from everything.
        case off
    }

    public init(agent: RecordID, from: Instant, to: Instant, kind: Kind) {
        self.agent = agent
        self.from = from
        self.to = to
        self.kind = kind
    }

    /// Nil too for a record that is not live.
    public init?(_ record: Record) {
        guard record.kind == .shift, record.state == .live, let agent = record.id("agent"),
            let from = record.instant("from"), let to = record.instant("to")
        else { return nil }
        switch record.values["kind"] {
        case "on":
            let on = Kind.on(
                role: record.values["role"].map { RoleID($0) }, team: record.id("team").map { TeamID($0.rawValue) })
            self.init(agent: agent, from: from, to: to, kind: on)
        case "off": self.init(agent: agent, from: from, to: to, kind: .off)
        default: return nil
        }
    }
}
