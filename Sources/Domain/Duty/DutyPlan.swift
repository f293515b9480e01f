// Who is on duty when: (rosters ∪ shifts on) ∖ shifts off, agent by agent.
//
// A roster is a compiled `Calendar` and a window of days, so the next instant of duty is a binary search; an absence that
// covers it moves the search to the absence's end. Nothing is walked day by day.

/// Whom a role means at an instant.
public enum Duty: Hashable, Sendable {
    /// Neither a roster nor a shift names the role: who does not plan duty is always on duty.
    case unplanned
    /// In the order of the rosters; never empty.
    case now([RecordID])
    /// Nobody at the instant asked for; somebody from here on.
    case from(Instant)
    /// Nobody as far as the plan is searched (`DutyPlan.farthest`).
    case never
}

/// All rosters and shifts of a desk, compiled.
public struct DutyPlan: Sendable {
    private let rosters: [Compiled]
    private let on: [(shift: DutyShift, role: RoleID?, team: TeamID?)]
    private let off: [RecordID: Pauses]

    /// How far ahead duty is looked for.
    public static let farthest = Duration.hours(400 * 24)

    public enum Fault: Error, Equatable, Sendable {
        case zone(ZoneFault)
        case noSuchOfficialCalendar(name: String)
    }

    public init(
        rosters: [Roster], shifts: [DutyShift], zones: Zones, official: [String: OfficialCalendar]
    ) throws(Fault) {
        var compiled: [Compiled] = []
        for roster in rosters { compiled.append(try Compiled(roster, zones, official)) }
        self.rosters = compiled
        var on: [(DutyShift, RoleID?, TeamID?)] = []
        var off: [RecordID: [Span]] = [:]
        for shift in shifts.sorted(by: { ($0.from, $0.to, $0.agent) < ($1.from, $1.to, $1.agent) })
        where shift.from < shift.to {
            switch shift.kind {
            case .on(let role, let team): on.append((shift, role, team))
            case .off: off[shift.agent, default: []].append(Span(from: shift.from, to: shift.to))
            }
        }
        self.on = on
        self.off = off.mapValues(Pauses.init)
    }

    /// Everybody on duty, in the order of the rosters.
    /// - Parameter team: nil for any.
    public func onDuty(role: RoleID, team: TeamID?, at instant: Instant) -> [RecordID] {
        let stints = stints(role, team)
        return stints.agents.filter { agent in
            !isOff(agent, at: instant) && stints.of(agent).contains { $0.next(from: instant) == instant }
        }
    }

    /// Whether somebody is on duty at the instant, else from when on.
    ///
    /// - Complexity: O(agents × (rosters + shifts) × log), whatever the distance.
    public func nextDuty(role: RoleID, team: TeamID?, from instant: Instant) -> Duty {
        let stints = stints(role, team)
        guard !stints.agents.isEmpty else { return isPlanned(role, team) ? .never : .unplanned }
        let now = onDuty(role: role, team: team, at: instant)
        guard now.isEmpty else { return .now(now) }
        let next = stints.agents.compactMap { first(of: $0, stints.of($0), from: instant) }.min()
        return next.map { $0 - instant <= DutyPlan.farthest ? .from($0) : .never } ?? .never
    }

    private func isPlanned(_ role: RoleID, _ team: TeamID?) -> Bool {
        rosters.contains { $0.serves(role, team) }
    }

    private func isOff(_ agent: RecordID, at instant: Instant) -> Bool {
        off[agent]?.spans.contains { $0.from <= instant && $0.to.map { instant < $0 } ?? true } ?? false
    }

    private func first(of agent: RecordID, _ stints: [Stint], from instant: Instant) -> Instant? {
        var position = instant
        // Each turn passes one absence, of which there are finitely many.
        while let next = stints.compactMap({ $0.next(from: position) }).min() {
            let absence = off[agent]?.spans.first { $0.from <= next && $0.to.map { next < $0 } ?? true }
            guard let absence else { return next }
            guard let back = absence.to else { return nil }
            position = back
        }
        return nil
    }

    // MARK: Stints

    /// What puts an agent on duty in one role: a roster's hours, or a shift.
    private enum Stint {
        case roster(Compiled)
        case shift(from: Instant, to: Instant)

        /// The first instant of duty that is not before the one given.
        func next(from instant: Instant) -> Instant? {
            switch self {
            case .roster(let roster): roster.next(from: instant)
            case .shift(let from, let to): instant < to ? max(instant, from) : nil
            }
        }
    }

    private struct Stints {
        private(set) var agents: [RecordID] = []
        private var byAgent: [RecordID: [Stint]] = [:]

        func of(_ agent: RecordID) -> [Stint] { byAgent[agent] ?? [] }

        mutating func add(_ stint: Stint, _ agent: RecordID) {
            if byAgent[agent] == nil { agents.append(agent) }
            byAgent[agent, default: []].append(stint)
        }
    }

    private func stints(_ role: RoleID, _ team: TeamID?) -> Stints {
        var stints = Stints()
        let serving = rosters.filter { $0.serves(role, team) }
        for roster in serving { for agent in roster.roster.agents { stints.add(.roster(roster), agent) } }
        for (shift, ownRole, ownTeam) in on where ownTeam == nil || team == nil || ownTeam == team {
            if let ownRole {
                if ownRole == role { stints.add(.shift(from: shift.from, to: shift.to), shift.agent) }
                continue
            }
            for roster in serving where roster.roster.agents.contains(shift.agent) {
                guard ownTeam == nil || roster.roster.team == nil || ownTeam == roster.roster.team else { continue }
                let (from, to) = (max(shift.from, roster.from), min(shift.to, roster.to))
                if from < to { stints.add(.shift(from: from, to: to), shift.agent) }
            }
        }
        return stints
    }
}

/// A roster with its hours as a calendar and its days as instants.
private struct Compiled: Sendable {
    let roster: Roster
    let calendar: Calendar
    /// The midnights that its days begin and end with.
    let from: Instant
    let to: Instant
    /// When the last night shift that began on its last day is over.
    private let end: Instant

    init(_ roster: Roster, _ zones: Zones, _ official: [String: OfficialCalendar]) throws(DutyPlan.Fault) {
        let zone: Zone
        do throws(ZoneFault) { zone = try zones.zone(roster.zone) } catch { throw .zone(error) }
        var named: OfficialCalendar?
        if let name = roster.holidays {
            guard let found = official[name] else { throw .noSuchOfficialCalendar(name: name) }
            named = found
        }
        var exceptions = CalendarTerms(id: CalendarID(roster.id.rawValue), week: roster.week)
            .exceptions(official: named)
        // The days beside its own are closed, so that a night reaches over the last midnight and none over the first.
        if let first = roster.from { exceptions[first - 1] = [] }
        if let last = roster.until { exceptions[last + 1] = [] }
        func midnight(_ day: Day) -> Instant { zone.instant(of: day, millisecondsOfDay: 0, as: .opening) }
        self.roster = roster
        calendar = Calendar(zone: zone, week: roster.week, exceptions: exceptions)
        from = roster.from.map(midnight) ?? .tablesBegin
        to = roster.until.map { midnight($0 + 1) } ?? .tablesEnd
        end = roster.until.map { midnight($0 + 2) } ?? .tablesEnd
    }

    func serves(_ role: RoleID, _ team: TeamID?) -> Bool {
        roster.role == role && (roster.team == nil || team == nil || roster.team == team)
    }

    /// The first open instant that is not before the one given.
    func next(from instant: Instant) -> Instant? {
        let start = max(instant, from)
        // The end of the first open millisecond, less that millisecond.
        guard start < end, let first = calendar.due(after: Duration(milliseconds: 1), from: start) else { return nil }
        let opening = first - Duration(milliseconds: 1)
        return opening < end ? opening : nil
    }
}
