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
        return notices.lines(of: agent.rawValue, teams: teams).count { $0.position >= visit.readThrough }
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
                who: who(line.actor, visit), isNew: line.position >= visit.readThrough)
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
        let cookie =
            "\(Self.readCookie)=\(agent).\(through); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
            + (visit.isSecure ? "; Secure" : "")
        return .see(.notices, headers: [.setCookie: cookie])
    }

    /// The mark of whoever is signed in; another's in the same browser is none.
    static func readThrough(_ cookie: String?, _ agent: RecordID?) -> Int64 {
        guard let agent, let cookie, let dot = cookie.lastIndex(of: "."), cookie[..<dot] == agent.rawValue else {
            return 0
        }
        return Int64(cookie[cookie.index(after: dot)...]) ?? 0
    }
}
