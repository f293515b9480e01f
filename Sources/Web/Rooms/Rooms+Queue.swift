import Desk
import Domain
import Pages
import Phrases
import Wire

extension Rooms {
    /// A page of a view: counted over all that the view has, cut from the board.
    func queue(_ view: QueueView, _ visit: Visit, news: QueuePage.News? = nil) async throws -> QueuePage {
        let tally = try await tally(view, visit)
        let (counts, shown) = (tally.counts, tally.shown)
        // What a link once led to may be shorter now.
        var view = view
        view.page = min(view.page, max(1, (shown.count + QueueView.rowsOfPage - 1) / QueueView.rowsOfPage))
        let from = (view.page - 1) * QueueView.rowsOfPage
        let page = from < shown.count ? Array(shown[from..<min(shown.count, from + QueueView.rowsOfPage)]) : []
        var made = QueuePage(
            view: view, rows: try await rows(page, from: from, of: tally, visit), counts: counts, total: shown.count,
            teams: try await teams(visit), grades: try await grades(visit), news: news)
        made.kept = KeptViews(visit.keptViews)
        made.isInNoTeam = view.whose == .myTeams && tally.teams.isEmpty
        return made
    }

    /// The rows that were asked for, as far as they are still in the view.
    func queueRows(_ view: QueueView, _ ids: [TicketID], _ visit: Visit) async throws -> QueuePage {
        let tally = try await tally(view, visit)
        let wanted = Set(ids)
        let shown = tally.shown.filter { wanted.contains($0.id) }
        return QueuePage(view: view, rows: try await rows(shown, visit).now, counts: tally.counts, total: shown.count)
    }

    private func tally(_ view: QueueView, _ visit: Visit) async throws -> Tally {
        let mine: Set<String> = view.whose == .myTeams ? Set(try await ownTeams(visit)) : []
        return board.tallies.tally(
            view, agent: visit.agent?.rawValue, teams: mine, try await board.now(), at: visit.reader.now)
    }

    /// Rows of a page that is looked at again and again.
    private func rows(
        _ lines: [BoardLine], from: Int, of tally: Tally, _ visit: Visit
    ) async throws -> [QueueRow.Now] {
        let reader = visit.reader
        let turn = board.names.rowTurn
        guard let written = tally.page(from: from, reader, turn: turn) else {
            let rows = try await rows(lines, visit)
            tally.keep(rows.written, from: from, reader, turn: turn)
            return rows.now
        }
        try await note(lines.lazy.map(\.customer), visit)
        return zip(lines, written).map { $0.row($1, at: reader.now) }
    }

    /// Rows as of now; what was spelled of them before is spelled no more while nothing of it has changed.
    private func rows(
        _ lines: [BoardLine], _ visit: Visit
    ) async throws -> (now: [QueueRow.Now], written: [QueueRow.Written]) {
        try await note(lines.lazy.map(\.customer), visit)
        let reader = visit.reader
        var (written, turn) = board.names.rows(lines, reader)
        let missing = lines.indices.filter { written[$0] == nil }
        if !missing.isEmpty {
            let fresh = try await spelled(missing.map { lines[$0] }, visit)
            for (index, row) in zip(missing, fresh) { written[index] = row }
            board.names.keep(zip(missing.map { lines[$0] }, fresh), reader, turn)
        }
        let all = written.compactMap(\.self)
        return (zip(lines, all).map { $0.row($1, at: reader.now) }, all)
    }

    private func spelled(_ lines: [BoardLine], _ visit: Visit) async throws -> [QueueRow.Written] {
        var wanted: [(RecordKind, String)] = []
        wanted.reserveCapacity(lines.count * 4)
        for line in lines {
            wanted.append((.customer, line.customer.rawValue))
            if let team = line.team { wanted.append((.team, team.rawValue)) }
            if let offered = line.offered { wanted.append((.team, offered.rawValue)) }
            if let agent = line.agent { wanted.append((.agent, agent)) }
            if let category = line.category { wanted.append((.category, category)) }
        }
        try await board.names.load(wanted, desk)
        try await board.names.loadSubjects(lines.map { ($0.id, $0.version) }, desk)
        let book = policies
        let (names, language, reader) = (board.names, visit.reader.language, visit.reader)
        return lines.map { line in
            QueueRow(
                id: line.id, risk: line.risk(at: reader.now), rank: line.rank, subject: names.subject(line.id),
                customer: names.called(.customer, line.customer.rawValue, language),
                category: line.category.map { names.called(.category, $0, language) },
                grades: line.grades.map { names.title(of: $0, language, book) },
                clocks: zip(line.clocks, names.titles(of: line, language, book)).map { clock, title in
                    ClockView(
                        title: title, standing: ClockView.Standing(clock, at: reader.now),
                        isNotice: clock.notice != nil)
                },
                state: reader.words.state(line.state),
                team: line.team.map { names.called(.team, $0.rawValue, language) },
                agent: line.agent.map { names.called(.agent, $0, language) }, received: line.received,
                customerWrote: line.customerWrote,
                offered: line.offered.map { names.called(.team, $0.rawValue, language) }
            ).written(reader)
        }
    }

    /// Teams of whoever is signed in.
    func ownTeams(_ visit: Visit) async throws -> [String] {
        guard let agent = visit.agent else { return [] }
        return try await desk.record(.agent, agent)?.words("teams") ?? []
    }

    /// Teams that a ticket can be with, in the order of their ids.
    func teams(_ visit: Visit) async throws -> ChoiceList {
        try await board.names.teams(visit.reader.language, atMost: 200, desk)
    }

    /// Grades of the policies in force.
    func grades(_ visit: Visit) async throws -> ChoiceList {
        try await board.names.grades(visit.reader.language, policies)
    }

    /// What became of asking for the next ticket.
    enum NextTicket: Sendable {
        case taken(TicketID)
        /// Only what a team of theirs was asked to take over: that is to be answered first, on its page.
        case onOffer(TicketID)
        case nothing(QueuePage.News)
    }

    /// Gives the most urgent ticket that nobody has, and nobody looks at, to whoever asks. One that is on offer waits for the
    /// answer of that team: whoever took it meanwhile would have it beside them. Its people are led there where nothing
    /// else waits.
    func takeNext(_ visit: Visit) async throws -> NextTicket {
        guard let principal = visit.principal, let agent = visit.agent else { throw RoomFault.forbidden }
        let mine = Set(try await ownTeams(visit))
        // What somebody offers is not for themselves to answer.
        let waiting = try await board.lines().filter { $0.waits && $0.agent != agent.rawValue }
        // A team's tickets are for its people; whoever is in none takes any.
        let own = waiting.filter { line in
            mine.isEmpty || (line.offered ?? line.team).map { mine.contains($0.rawValue) } ?? true
        }
        for line in own.filter({ $0.offered == nil }).prefix(20)
        where viewers.others(than: principal.actor, line.id, at: visit.reader.now).isEmpty {
            do {
                try await perform(
                    "changeTicket", ["ticket": line.id.rawValue], .members(["agent": .string(agent.rawValue)]), visit,
                    expects: line.version)
                return .taken(line.id)
            } catch is Refusal {
                // Somebody was faster, or ended it meanwhile.
                continue
            }
        }
        if let line = own.first(where: { $0.offered != nil }) { return .onOffer(line.id) }
        let others = waiting.count - own.count
        return .nothing(others == 0 ? .nothingNext : .nothingForTeams(others: others))
    }
}

extension ClockView.Standing {
    /// As of an instant.
    init(_ clock: BoardLine.Running, at now: Instant) {
        switch (clock.progress, clock.notice) {
        case (_, .given(let at)?): self = .given(at: at)
        case (.running(let due?), let notice?) where notice.isPast(at: now): self = .passed(due: due)
        case (.waiting, _): self = .waiting
        case (.running(nil), _): self = .running(due: nil, left: .zero, open: nil, isWarned: false)
        case (.running(let due?), _):
            let left = clock.calendar.serviceTime(from: now, to: due)
            // Where service time passes all the time there is nothing to say about when.
            var open: [Range<Instant>]?
            if left < due - now, due - now < .hours(24 * 7) {
                let spans = clock.calendar.openings(from: now, to: due)
                if spans.count <= ClockView.openingsAtMost {
                    open = spans.map { $0.from..<max($0.from, $0.to ?? due) }
                }
            }
            self = .running(due: due, left: left, open: open, isWarned: clock.risk?.contains(now) ?? false)
        case (.paused(_, let left), _): self = .paused(left: left)
        case (.met(let at), _): self = .kept(at: at)
        case (.breached(let breach), _): self = .breached(due: breach.due, ended: breach.ended)
        case (.void, _): self = .void("")
        }
    }
}
