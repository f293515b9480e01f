import Desk
import Domain
import HTTPTypes
import Pages
import Phrases
import Wire

extension Rooms {
    /// Only those who serve and may read figures.
    func figuresReader(_ visit: Visit) throws {
        try staff(visit)
        guard visit.may(.figuresRead) else { throw RoomFault.forbidden }
    }

    /// The dashboard of a view.
    func figures(_ view: FiguresView, _ visit: Visit) async throws -> FiguresPage {
        let (now, zone) = (visit.reader.now, service.zone)
        let query = view.query(at: now, in: zone)
        let today = view.with {
            $0.period = .today
            $0.by = nil
        }
        let whole = try await told(view, query, visit)
        return FiguresPage(
            head: try await head(view, whole.answer, visit), whole: whole.told,
            today: try await told(today, today.query(at: now, in: zone), visit).told,
            series: try await series(query, view, whole.answer), groups: try await groups(query, view, visit),
            alarms: try await alarms(view, visit))
    }

    private func answer(_ query: FiguresQuery) async throws -> FiguresAnswer {
        var query = query
        // Days are those of the reader's page.
        query.zone = service.zone.name
        let asked = query
        return try await refusing { try await service.figures.answer(asked) }
    }

    private func refusing<T>(_ ask: () async throws -> T) async throws -> T {
        do { return try await ask() } catch let refusal as FiguresRefusal { throw APIFault.figures(refusal) }
    }

    /// The stretch of time of a view, with the one before.
    private func told(
        _ view: FiguresView, _ query: FiguresQuery, _ visit: Visit
    ) async throws -> (told: FiguresPage.Told, answer: FiguresAnswer) {
        let now = try await answer(query)
        var before: FiguresAnswer.Point?
        if let span = view.spanBefore(at: now.at, in: service.zone) {
            var query = query
            (query.from, query.to) = (span.lowerBound, span.upperBound)
            before = try await answer(query).whole
        }
        return (FiguresPage.Told(now: now.whole, before: before), now)
    }

    /// What a view's pictures show; nothing where there is nothing to draw.
    private func series(
        _ query: FiguresQuery, _ view: FiguresView, _ whole: FiguresAnswer
    ) async throws -> [FiguresAnswer.Point] {
        var query = query
        query.step = view.step
        // To the end of the stretch that is now, so that it is told whole; of all there is, as far as there is any.
        if query.from != nil { query.to = query.to ?? whole.at.next }
        return try await answer(query).groups.first?.points.filter { $0.from != nil } ?? []
    }

    /// The groups of a view, by name.
    func groups(
        _ query: FiguresQuery, _ view: FiguresView, _ visit: Visit
    ) async throws -> [FigureGroup] {
        guard let by = view.by else { return [] }
        var query = query
        (query.by, query.groupsAtMost) = (by, FigureGroup.atMost)
        let groups = try await answer(query).groups
        let names = try await self.names(of: by, groups.compactMap(\.key.word), visit)
        return groups.compactMap { group in
            guard let point = group.points.first else { return nil }
            return FigureGroup(key: group.key, name: name(of: group.key, names, visit), point: point)
        }
    }

    func name(of key: FiguresAnswer.Group.Key, _ names: [String: String], _ visit: Visit) -> String {
        let words = visit.reader.words
        return switch key {
        case .all: words.figure(.everyTicket)
        case .word(let word): names[word] ?? word
        case .without: words.figure(.without)
        case .others: words.figure(.others)
        }
    }

    /// What the words of a dimension are called.
    func names(of dimension: Dimension, _ ids: [String], _ visit: Visit) async throws -> [String: String] {
        let kind: RecordKind
        switch dimension {
        case .category: kind = .category
        case .team: kind = .team
        case .agent: kind = .agent
        case .site: kind = .site
        case .customer: kind = .customer
        case .channel: return named(ids) { visit.reader.value(.channel, $0) }
        case .language: return named(ids) { visit.reader.value(.language, $0) }
        case .region: return [:]
        case .grade: return named(ids) { gradeTitle($0, visit) }
        case .policy: return named(ids) { policyTitle($0, visit) }
        }
        try await board.names.load(ids.map { (kind, $0) }, desk)
        if kind == .customer { try await note(ids.map { CustomerID($0) }, visit) }
        return named(ids) { called(kind, $0, visit) }
    }

    private func named(_ ids: [String], _ name: (String) -> String) -> [String: String] {
        Dictionary(ids.map { ($0, name($0)) }) { first, _ in first }
    }

    private func gradeTitle(_ word: String, _ visit: Visit) -> String {
        let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2,
            let policy = newestPolicies.first(where: { $0.version.id.rawValue == parts[0] })?.policy,
            policy.grades.contains(where: { $0.id.rawValue == parts[1] })
        else { return word }
        return visit.reader.words.title(of: GradeID(parts[1]), in: policy)
    }

    private func policyTitle(_ word: String, _ visit: Visit) -> String {
        guard let policy = policies.first(where: { "\($0.version)" == word }) else { return word }
        return "\(visit.reader.words.title(of: policy.policy)) \(policy.version.version)"
    }

    private func alarms(_ view: FiguresView, _ visit: Visit) async throws -> [FiguresPage.Alarm] {
        let all = try await refusing { try await service.figures.alarms(false, view.at) }
        let grades = try await refusing { try await service.figures.alarms(true, view.at) }
        return all.map { FiguresPage.Alarm(grade: nil, alarm: $0) }
            + grades.filter(\.isRaised).prefix(Self.alarmsAtMost).map { alarm in
                FiguresPage.Alarm(
                    grade: alarm.grade.map { .init(id: $0, title: gradeTitle($0, visit)) }, alarm: alarm)
            }
    }
    private static let alarmsAtMost = 5

    func head(_ view: FiguresView, _ answer: FiguresAnswer, _ visit: Visit) async throws -> FiguresHead {
        var filters: [[String]] = []
        for filter in view.filters {
            let names = try await self.names(of: filter.dimension, filter.words.filter { !$0.isEmpty }, visit)
            filters.append(
                filter.words.map { $0.isEmpty ? visit.reader.words.figure(.without) : names[$0] ?? $0 })
        }
        return FiguresHead(view: view, filters: filters, at: answer.at, promptWithin: answer.promptWithin)
    }

    /// The form again where its days are no stretch of time; nil where they are one.
    func unclear(_ view: FiguresView, of figure: FigureView? = nil, _ visit: Visit) -> Outcome? {
        guard case .unclear = view.period else { return nil }
        let head = FiguresHead(view: view, filters: [], at: visit.reader.now, promptWithin: nil)
        return .page(UnclearDaysPage(head: head, figure: figure), status: .unprocessableContent)
    }

    // MARK: One figure

    func figure(_ asked: FigureView, _ visit: Visit) async throws -> FigurePage {
        let (view, now, zone) = (asked.view, visit.reader.now, service.zone)
        var query = view.query(at: now, in: zone)
        query.metrics = [asked.metric]
        let list = try await listing(asked, visit)
        let whole = try await told(view, query, visit)
        var told = whole.told
        var name: String?
        var (series, before): ([FiguresAnswer.Point], [FiguresAnswer.Point]) = ([], [])
        if asked.group == .all {
            series = try await self.series(query, view, whole.answer)
            if let span = view.spanBefore(at: whole.answer.at, in: zone), !series.isEmpty {
                var query = query
                (query.from, query.to) = (span.lowerBound, span.upperBound)
                before = try await self.series(query, view, whole.answer)
            }
        } else {
            told = .init(now: list.point(asked.metric), before: nil)
            name = self.name(
                of: asked.group, try await names(of: view.by ?? .team, [asked.group.word].compactMap(\.self), visit),
                visit)
        }
        return FigurePage(
            head: try await head(view, whole.answer, visit), view: asked, told: told, series: series,
            seriesBefore: before, groups: asked.group == .all ? try await groups(query, view, visit) : [],
            group: name, counts: list.counts, tickets: try await tickets(list.rows, visit), next: list.next)
    }

    func listing(_ asked: FigureView, limit: Int = FigureView.rowsOfPage, _ visit: Visit) async throws -> FigureListing
    {
        var query = asked.view.query(at: visit.reader.now, in: service.zone)
        query.zone = service.zone.name
        if asked.group != .all { (query.by, query.groupsAtMost) = (asked.view.by, FigureGroup.atMost) }
        let wanted = FigureListQuery(
            asked.metric, asked.listed, of: query, group: asked.group, after: asked.after, limit: limit)
        return try await refusing { try await service.figures.listing(wanted) }
    }

    /// The tickets of a list, as far as anybody who serves may see them.
    func tickets(_ rows: [FigureListing.Row], _ visit: Visit) async throws -> [FigureTicket] {
        var views: [(row: FigureListing.Row, view: TicketView)] = []
        for row in rows {
            guard let id = try await service.ticket(openedAt: row.opened), let view = try await desk.ticket(id) else {
                continue
            }
            views.append((row, view))
        }
        var wanted: [(RecordKind, String)] = []
        for (_, view) in views {
            wanted.append((.customer, view.ticket.customer.rawValue))
            if let team = view.ticket.holder { wanted.append((.team, team.rawValue)) }
            if let agent = view.ticket.attributes[.agent] { wanted.append((.agent, agent)) }
        }
        try await board.names.load(wanted, desk)
        try await board.names.loadSubjects(views.map { ($0.view.ticket.id, $0.view.version) }, desk)
        try await note(Set(views.map(\.view.ticket.customer)), visit)
        let (names, language, book) = (board.names, visit.reader.language, policies)
        return views.map { row, view in
            let ticket = view.ticket
            return FigureTicket(
                id: ticket.id, subject: names.subject(ticket.id),
                customer: called(.customer, ticket.customer.rawValue, visit),
                grades: ticket.course.grades.map { names.title(of: $0, language, book) },
                state: visit.reader.words.state(ticket.course.state()),
                team: ticket.holder.map { called(.team, $0.rawValue, visit) },
                agent: ticket.attributes[.agent].map { called(.agent, $0, visit) }, row: row)
        }
    }
}

extension FiguresAnswer {
    /// Of a question that tells nothing apart.
    fileprivate var whole: Point {
        groups.first?.points.first ?? Point(from: nil, to: nil, tickets: 0, figures: [:], prompt: .absent)
    }
}

extension FigureListing {
    fileprivate func point(_ metric: Metric) -> FiguresAnswer.Point {
        FiguresAnswer.Point(
            from: nil, to: nil, tickets: Int64(counts[.all] ?? 0), figures: [metric: figure], prompt: .absent)
    }
}

extension APIService {
    /// The ticket whose first entry stands at a position.
    func ticket(openedAt position: Int64) async throws -> TicketID? {
        guard let entry = try await desk.edges.store.read(position, 1).first, entry.position == position,
            entry.stream.kind == .ticket
        else { return nil }
        return TicketID(entry.stream.id)
    }
}
