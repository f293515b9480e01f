import Desk
import Domain
import Pages
import Phrases
import Wire

extension Rooms {
    /// A ticket's page for those who serve.
    func ticketPage(_ id: TicketID, _ visit: Visit) async throws -> TicketPage {
        guard let view = try await desk.ticket(id), let principal = visit.principal else { throw RoomFault.notFound }
        let ticket = view.ticket
        // Whoever only looks keeps nobody from taking it.
        let once = desk.newID()
        if visit.may(.ticketsWrite) {
            viewers.come(principal.actor, id, page: visit.isFetched ? visit.renewed : once, at: visit.reader.now)
        }
        let lookers = viewers.others(than: principal.actor, id, at: visit.reader.now)
        try await board.names.load(named(ticket, lookers), desk)
        let story = try await board.names.story(of: view, self, visit)
        let contacts = story.contacts + (ticket.attributes[.contact].map { [$0] } ?? [])
        try await note([ticket.customer], contacts: contacts, visit)
        try await board.names.loadSubjects([(id, view.version)], desk)
        var page = TicketPage(
            id: id, subject: board.names.subject(id), customer: called(.customer, ticket.customer.rawValue, visit),
            state: visit.reader.words.state(ticket.course.state()), risk: view.badge(at: visit.reader.now),
            received: ticket.course.received, words: story.first, stream: story.items,
            clocks: explained(view, visit), facts: story.facts,
            offered: ticket.offered.map { called(.team, $0.rawValue, visit) },
            lookers: lookers.map { who($0, visit) ?? $0.rawValue }, deeds: try await deeds(view, visit),
            acts: acts(view, visit), teams: try await teams(visit), version: view.version, once: once)
        page.wasBroken = !ticket.course.state().isSettled && view.wasBroken
        page.spelled = story.spelled
        page.owed = try await owed(view, visit)
        page.evidence = try await evidence(view, story.positions, visit)
        page.kin = try await kin(ticket)
        page.links = try await links(ticket, visit)
        if !page.deeds.isEmpty {
            page.colleagues = try await colleagues(visit)
            page.own = visit.agent?.rawValue
            page.grades = try await grades(visit)
            if page.deeds.contains(.grade) { page.categories = try await categories(visit) }
            page.category = ticket.attributes[.category]
            page.isGraded = !ticket.course.grades.isEmpty
        }
        return page
    }

    func called(_ kind: RecordKind, _ id: String, _ visit: Visit) -> String {
        board.names.called(kind, id, visit.reader.language, visit.gaps)
    }

    /// Whoever did something; nil for the desk itself.
    func who(_ actor: Actor, _ visit: Visit) -> String? {
        let parts = actor.rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return actor == .desk ? nil : actor.rawValue }
        // What follows the journal is part of the desk.
        if parts[0] == "follower" { return nil }
        // What comes in by a door is told by the door.
        guard let kind = RecordKind(rawValue: parts[0]) else { return visit.reader.value(.channel, parts[1]) }
        return called(kind, parts[1], visit)
    }

    /// Records that a ticket's page names.
    func named(_ ticket: Ticket, _ lookers: [Actor]) -> [(RecordKind, String)] {
        var named: [(RecordKind, String)] = [(.customer, ticket.customer.rawValue)]
        for team in [ticket.holder, ticket.offered].compactMap(\.self) { named.append((.team, team.rawValue)) }
        for (attribute, kind) in Self.kinds {
            if let id = ticket.attributes[attribute] { named.append((kind, id)) }
        }
        for id in ticket.lists[.tag] ?? [] { named.append((.tag, id)) }
        for id in ticket.lists[.follower] ?? [] { named.append((.agent, id)) }
        return named + lookers.compactMap(Self.record(of:))
    }

    /// Attributes that name a record.
    static let kinds: [(Attribute, RecordKind)] = [
        (.category, .category), (.queue, .queue), (.agent, .agent), (.site, .site), (.provider, .provider),
        (.contract, .contract), (.contact, .contact),
    ]

    static func record(of actor: Actor) -> (RecordKind, String)? {
        let parts = actor.rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = RecordKind(rawValue: parts[0]) else { return nil }
        return (kind, parts[1])
    }

    // MARK: Promises

    /// - Parameter isForCustomer: in a customer's words.
    func explained(_ view: TicketView, _ visit: Visit, isForCustomer: Bool = false) -> [ExplainedClock] {
        let words = visit.reader.words
        let several = view.ticket.course.grades.count > 1
        let known = board.names.clocks(of: view, visit.reader, isForCustomer: isForCustomer)
        var kept: [ClockKey: WrittenClock] = [:]
        let explained = view.clocks.map { clock in
            let written =
                known[clock.key].flatMap { $0.isOf(clock) ? $0 : nil }
                ?? WrittenClock(clock, view, visit.reader, isForCustomer: isForCustomer)
            if written.isLasting { kept[clock.key] = written }
            var standing = ClockView.Standing(BoardLine.Running(clock, view.judge), at: visit.reader.now)
            if case .void(_, let reason) = clock.progress { standing = .void(words.voidReason(reason)) }
            return ExplainedClock(
                clock: ClockView(title: written.title, standing: standing, isNotice: clock.notice != nil),
                grade: several ? written.grade : "", account: written.account)
        }
        if kept.contains(where: { known[$0.key]?.isSame($0.value) != true }) {
            board.names.keep(kept, of: view, visit.reader, isForCustomer: isForCustomer)
        }
        return explained
    }

    /// What a reply can be besides: the events that a promise waits for. One that is broken is kept by nothing any more,
    /// though what it promised may still come.
    private func acts(_ view: TicketView, _ visit: Visit) -> [TicketPage.Act] {
        var acts: [TicketPage.Act] = []
        let words = visit.reader.words
        let awaited = view.clocks.filter { !$0.progress.isOver }
        for clock in awaited.filter({ !$0.isBroken }) + awaited.filter(\.isBroken) {
            guard let policy = view.judge.policy(of: clock) else { continue }
            let title = words.title(of: clock.key.commitment, grade: clock.grade.grade, in: policy)
            for event in clock.term.commitment.needs
            where !Self.deedsOfTheirOwn.contains(event) && !acts.contains(where: { $0.value == event.rawValue }) {
                let name = words.event(event, in: policy)
                let isPlain = clock.isBroken || name == title
                acts.append(
                    TicketPage.Act(event.rawValue, words: isPlain ? name : words.filled(.keeps, name, title)))
            }
        }
        let state = view.ticket.course.state()
        guard !state.isSettled else { return acts }
        let reply = visit.reader(.reply)
        if case .waiting = state {
        } else {
            acts.append(
                .init("paused/\(Waiting.customer.rawValue)", words: visit.reader.words.filled(.replyWait, reply)))
        }
        acts.append(.init(EventName.resolved.rawValue, words: visit.reader.words.filled(.replyResolve, reply)))
        return acts
    }

    /// These have a form of their own, need what a reply does not say, or happen by any reply.
    private static let deedsOfTheirOwn: Set<EventName> = [
        .engaged, .resolved, .assigned, .verifiedTechnical, .verifiedCustomer, .closed, .agentMessage, .agreed, .paused,
        .surveySent,
    ]

    private func deeds(_ view: TicketView, _ visit: Visit) async throws -> Set<Deed> {
        guard visit.may(.ticketsWrite) else { return [] }
        let ticket = view.ticket
        let state = ticket.course.state()
        // A note stays with it whatever became of it; all else would be refused.
        if state == .cancelled || state == .merged { return [.note] }
        let mine = try await ownTeams(visit)
        var deeds: Set<Deed> = [.reply, .note, .link, .split, .merge]
        // However far it is: what runs until somebody engages would be late for ever.
        if view.clocks.contains(where: { $0.awaits(.engaged) }) { deeds.insert(.engage) }
        if !state.isSettled {
            deeds.formUnion([.grade, .resolve, .wait, .handOver, .escalate, .labour])
            // A team's people answer for it; whoever is in none serves them all, as with the next ticket.
            if let offered = ticket.offered, mine.isEmpty || mine.contains(offered.rawValue) { deeds.insert(.accept) }
            if visit.agent.map({ $0.rawValue != ticket.attributes[.agent] }) ?? false { deeds.insert(.take) }
            if !ticket.course.facts.contains(where: { $0.name == .engaged }) { deeds.insert(.engage) }
        }
        switch state {
        case .waiting:
            deeds.insert(.resume)
            deeds.remove(.wait)
        case .resolved:
            deeds.formUnion([.close, .reopen, .labour])
            if !ticket.course.sinceReopening.contains(where: { $0.name == .verifiedTechnical }) {
                deeds.insert(.verify)
            }
        case .closed: deeds.insert(.reopen)
        case .new, .open, .cancelled, .merged: break
        }
        return deeds
    }

    // MARK: About it

    func facts(_ ticket: Ticket, _ visit: Visit) -> [TicketPage.Fact] {
        let reader = visit.reader
        var facts: [TicketPage.Fact] = []
        facts.append(.init(reader(.customer), called(.customer, ticket.customer.rawValue, visit)))
        let titles = view(of: ticket.course.grades, visit)
        if !titles.isEmpty { facts.append(.init(reader(.grade), reader.words.row(titles))) }
        if let team = ticket.holder { facts.append(.init(reader(.team), called(.team, team.rawValue, visit))) }
        for attribute in Attribute.allCases {
            guard let value = ticket.attributes[attribute] else { continue }
            let kind = Self.kinds.first { $0.0 == attribute }?.1
            let shown = kind.map { called($0, value, visit) } ?? reader.value(attribute, value)
            // A contract without a number has nothing but an id, which nobody knows it by.
            if attribute == .contract, !board.names.isNamed(.contract, value) { continue }
            facts.append(.init(reader.name(of: attribute), shown))
        }
        let minutes = ticket.course.labourMinutes
        if minutes > 0 { facts.append(.init(reader(.labour), reader.words.duration(.minutes(Int64(minutes))))) }
        // Other tickets stand among the links, by what they are about.
        let named: [(Listing, RecordKind)] = [(.tag, .tag), (.follower, .agent)]
        for (listing, kind) in named {
            for item in ticket.lists[listing] ?? [] {
                facts.append(.init(reader.name(of: listing), called(kind, item, visit)))
            }
        }
        return facts
    }

    private func view(of grades: [GradeRef], _ visit: Visit) -> [String] {
        grades.map { board.names.title(of: $0, visit.reader.language, policies, visit.gaps) }
    }
}

extension Domain.Clock {
    /// What it promised has not come, and is late.
    fileprivate var isBroken: Bool { if case .breached = progress { !progress.isOver } else { false } }
}
