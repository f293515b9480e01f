import Desk
import Domain
import Pages
import Synchronization

/// What concerned each agent of late, as far back as this node looked: a reading of the journal, and nothing of it is kept.
///
/// Bounded for everybody by themselves, so that a busy team hides no other's news. A page takes what is at hand.
final class Notices: Sendable {
    struct Line: Sendable {
        enum Kind: Sendable {
            case assigned, mentioned
            /// The customer wrote.
            case wrote
            case reopened
            case handed(TeamID)
            case atRisk(ClockKey)
            case broken(ClockKey)
        }
        let position: Int64
        let ticket: TicketID
        let at: Instant
        let kind: Kind
        /// Who did it.
        let actor: Actor
    }

    static let linesAtMost = 50
    private static let peopleAtMost = 20_000
    /// What lies further back is no news any more.
    private static let entriesBack: Int64 = 5_000
    private static let entriesAtOnce = 500

    private struct Kept {
        var next: Int64 = -1
        var ofAgents: [String: [Line]] = [:]
        var ofTeams: [String: [Line]] = [:]
        /// Where the accounts of agents began: what their teams were offered before is no news to them.
        var begun: [String: Int64] = [:]

        mutating func put(_ line: Line, agent: String) { Kept.put(line, agent, &ofAgents) }
        mutating func put(_ line: Line, team: TeamID) { Kept.put(line, team.rawValue, &ofTeams) }

        private static func put(_ line: Line, _ name: String, _ all: inout [String: [Line]]) {
            if all.count >= peopleAtMost, all[name] == nil { all = [:] }
            all[name, default: []].append(line)
            if let lines = all[name], lines.count > 2 * linesAtMost { all[name] = Array(lines.suffix(linesAtMost)) }
        }
    }

    private let desk: ServiceDesk
    private let kept = Mutex(Kept())

    init(_ desk: ServiceDesk) { self.desk = desk }

    /// Newest first, as of what is at hand.
    func lines(of agent: String, teams: [String]) -> [Line] {
        let found = kept.withLock { kept in
            let begun = kept.begun[agent] ?? 0
            return (kept.ofAgents[agent] ?? [])
                + teams.flatMap { kept.ofTeams[$0] ?? [] }.filter { $0.position >= begun }
        }
        // What somebody does themselves is no news to them.
        return Array(
            found.filter { $0.actor.rawValue != "agent:" + agent }.sorted { $0.position > $1.position }
                .prefix(Self.linesAtMost))
    }

    /// Goes along with the journal, until its task is cancelled.
    func follow() async {
        // While the journal's end is still at hand, where it is kept; a database is asked seldom.
        let stride = desk.edges.store.shared == nil ? Duration(milliseconds: 250) : .seconds(2)
        while !Task.isCancelled {
            // A store that is away is told of elsewhere; then news come later.
            try? await catchUp()
            try? await Task.sleep(for: .milliseconds(stride.milliseconds))
        }
    }

    /// Reads up to a position, where it has not done so yet: who only asks whether there are news leaves the store alone.
    func catchUp(to position: Int64) async throws {
        if kept.withLock({ $0.next <= position }) { try await catchUp() }
    }

    /// Reads what was written since.
    func catchUp() async throws {
        // In this order: a head that is read later lies before what was known only if the journal was put back. The other way
        // round, an entry that comes in between would look like that, for ever.
        let known = kept.withLock { $0.next }
        let head = try await desk.edges.store.head().next
        if known < 0 || known > head {
            kept.withLock { kept in
                if kept.next == known { kept = Kept(next: max(0, head - Self.entriesBack)) }
            }
        }
        while case let next = kept.withLock({ $0.next }), next < head {
            let entries = try await desk.edges.store.follow(next, Self.entriesAtOnce)
            guard let last = entries.last else { return }
            let owners = try await owners(of: entries)
            kept.withLock { kept in
                // Of two who read the same, one takes it down.
                guard kept.next == next else { return }
                for entry in entries { hear(entry, owners, &kept) }
                kept.next = last.position + 1
            }
        }
    }

    /// Who has a ticket, as far as anybody has.
    private struct Owner {
        let agent: String?
        let team: TeamID?
    }

    /// Whose the tickets are that time or their customer tells something of.
    private func owners(of entries: [Journal.Entry]) async throws -> [TicketID: Owner] {
        var told: Set<TicketID> = []
        for entry in entries {
            switch entry.event {
            case .ticket(.course(.warned)), .ticket(.course(.breached)),
                .ticket(.course(.happened(.customerMessage, _, _))), .ticket(.course(.happened(.reopened, _, _))):
                told.insert(TicketID(entry.stream.id))
            default: break
            }
        }
        if told.isEmpty { return [:] }
        var owners: [TicketID: Owner] = [:]
        for view in try await desk.tickets(Array(told)) {
            owners[view.ticket.id] = Owner(agent: view.ticket.attributes[.agent], team: view.ticket.holder)
        }
        return owners
    }

    private func hear(_ entry: Journal.Entry, _ owners: [TicketID: Owner], _ kept: inout Kept) {
        if entry.stream.kind == .record(.account), entry.version == 0,
            case .record(.put(let values, _), _) = entry.event, case let agent?? = values["agent"]
        {
            if kept.begun.count >= Self.peopleAtMost { kept.begun = [:] }
            kept.begun[agent] = kept.begun[agent] ?? entry.position
        }
        guard case .ticket(let event) = entry.event else { return }
        let ticket = TicketID(entry.stream.id)
        func line(_ kind: Line.Kind) -> Line {
            Line(position: entry.position, ticket: ticket, at: entry.occurred, kind: kind, actor: entry.actor)
        }
        let owner = owners[ticket]
        switch event {
        case .opened(let opening): if let agent = opening.attributes[.agent] { kept.put(line(.assigned), agent: agent) }
        case .changed(.set(.agent, let agent?), _): kept.put(line(.assigned), agent: agent)
        case .changed(.note(let mentions), _): for agent in mentions { kept.put(line(.mentioned), agent: agent) }
        case .handOverOffered(let team, _): kept.put(line(.handed(team)), team: team)
        case .course(.warned(let key, _, _)):
            if let agent = owner?.agent { kept.put(line(.atRisk(key)), agent: agent) }
        case .course(.breached(let key, _, _)):
            if let agent = owner?.agent { kept.put(line(.broken(key)), agent: agent) }
        case .course(.happened(.customerMessage, _, _)): tell(line(.wrote), owner, &kept)
        case .course(.happened(.reopened, _, _)): tell(line(.reopened), owner, &kept)
        case .course, .absorbed, .mergedInto, .changed: break
        }
    }

    /// An answer is waited for by somebody: where nobody has the ticket, by the team.
    private func tell(_ line: Line, _ owner: Owner?, _ kept: inout Kept) {
        if let agent = owner?.agent {
            kept.put(line, agent: agent)
        } else if let team = owner?.team {
            kept.put(line, team: team)
        }
    }
}
