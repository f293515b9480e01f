import Desk
import Domain
import HTTPTypes
import Pages
import Phrases

extension Rooms {
    static let readCookie = "yinuo-read"

    /// How many news whoever visits has not read; nil for whom there never are any.
    func unread(_ visit: Visit) async -> Int? {
        guard let agent = visit.agent, !visit.isCustomer else { return nil }
        let teams = (try? await ownTeams(visit)) ?? []
        return notices.lines(of: agent.rawValue, teams: teams).count { !visit.read.isRead($0.position) }
    }

    func noticesPage(_ visit: Visit) async throws -> NoticesPage {
        try staff(visit)
        guard let agent = visit.agent else { return NoticesPage(items: [], through: 0) }
        try await notices.catchUp()
        let lines = notices.lines(of: agent.rawValue, teams: try await ownTeams(visit))
        var views: [TicketID: TicketView] = [:]
        for view in try await desk.tickets(Array(Set(lines.map(\.ticket)))) { views[view.ticket.id] = view }
        try await note(views.values.map(\.ticket.customer), visit)
        try await board.names.loadSubjects(views.values.map { ($0.ticket.id, $0.version) }, desk)
        let teams = lines.compactMap { if case .handed(let team) = $0.kind { team } else { nil } }
        try await board.names.load(
            teams.map { (.team, $0.rawValue) } + lines.map(\.actor).compactMap(Rooms.record(of:)), desk)
        let items = lines.compactMap { line -> NoticesPage.Item? in
            guard let view = views[line.ticket] else { return nil }
            let (title, risk) = told(line.kind, view, visit)
            return NoticesPage.Item(
                ticket: line.ticket, subject: board.names.subject(line.ticket), title: title, risk: risk, at: line.at,
                who: who(line.actor, visit), isNew: !visit.read.isRead(line.position))
        }
        return NoticesPage(items: items, through: lines.first.map { $0.position + 1 } ?? 0)
    }

    private func told(_ kind: Notices.Line.Kind, _ view: TicketView, _ visit: Visit) -> (String, Risk?) {
        let reader = visit.reader
        func title(_ key: ClockKey) -> String {
            let grades = view.ticket.course.grades
            guard grades.indices.contains(key.strand) else { return key.commitment.rawValue }
            return board.names.title(of: key.commitment, grades[key.strand], reader.language, policies)
        }
        return switch kind {
        case .assigned: (reader(.noticeAssigned), nil)
        case .mentioned: (reader(.noticeMentioned), nil)
        case .wrote: (reader(.noticeWrote), nil)
        case .reopened: (reader(.noticeReopened), nil)
        case .handed(let team): (reader.words.filled(.noticeHanded, called(.team, team.rawValue, visit)), nil)
        case .atRisk(let key): (reader.words.filled(.noticeAtRisk, title(key)), .atRisk)
        case .broken(let key): (reader.words.filled(.noticeBroken, title(key)), .breached)
        }
    }

    /// Where somebody has read up to is a mark in their browser: it is nobody else's to know.
    func markRead(_ form: Fields, _ visit: Visit) throws -> Outcome {
        try staff(visit)
        guard let agent = visit.agent, let through = form["through"].flatMap({ Int64($0) }), through >= 0 else {
            return .see(.notices)
        }
        var read = visit.read
        read.read(through: through)
        return .see(.notices, headers: [.setCookie: cookie(read, of: agent, visit)])
    }

    /// Whoever looks at a ticket has read what is told of it. A page that only renews itself may lie behind others: for one
    /// that is in front of somebody the bell says so.
    func looking(_ visit: Visit) async throws -> Visit {
        let looked: TicketID
        switch visit.address {
        case .ticket(let id) where !visit.isFetched: looked = id
        case .bell(let id?): looked = id
        default: return visit
        }
        guard let agent = visit.agent, !visit.isCustomer, visit.may(.ticketsRead) else { return visit }
        try await notices.catchUp(to: visit.position)
        let lines = notices.lines(of: agent.rawValue, teams: try await ownTeams(visit))
        let news = lines.filter { $0.ticket == looked && !visit.read.isRead($0.position) }
        if news.isEmpty { return visit }
        var visit = visit
        visit.read.read(news.map(\.position), among: lines.map(\.position))
        visit.marked = cookie(visit.read, of: agent, visit)
        return visit
    }

    /// The bell alone, as of what is written.
    func bell(_ visit: Visit) async throws -> Markup {
        try staff(visit)
        try await notices.catchUp(to: visit.position)
        return await shell(visit).bell()
    }

    private func cookie(_ read: ReadMark, of agent: RecordID, _ visit: Visit) -> String {
        let all = readMarks.tell(read, visit.csrf)
        return "\(Self.readCookie)=\(all.text(of: agent)); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
            + (visit.isSecure ? "; Secure" : "")
    }
}
