import Desk
import Domain
import Pages
import Phrases

/// What happened to a ticket, entry by entry, as its page tells it.
struct Story {
    /// The customer's first words.
    private(set) var first: StreamItem?
    private(set) var items: [StreamItem] = []
    /// The version of each item's entry, and whether a person made it.
    private(set) var places: [(version: Int, actor: Actor)] = []
    /// Where each fact of it stands in the journal, told or not.
    private(set) var positions: [Int64] = []
    /// The version of its last entry.
    private(set) var through = -1
    /// Contacts who are named in it.
    private(set) var contacts: [String] = []
    /// What is known of the ticket besides; nothing for customers.
    private(set) var facts: [TicketPage.Fact] = []
    /// Whether all that has a name is called by it.
    private(set) var isWhole = true
    /// Both as a page shows them.
    private(set) var spelled: TicketPage.Spelled?

    /// Of a longer one, what it began with and the latest.
    static let entriesAtMost = 300

    /// - Parameter isForCustomer: only what customers may read, and nobody's name but their own.
    init(of view: TicketView, _ rooms: Rooms, _ visit: Visit, isForCustomer: Bool = false) async throws {
        let stream = StreamID.ticket(view.ticket.id)
        let all = try await rooms.desk.edges.store.streams([stream])[stream] ?? []
        positions = all.map(\.position)
        through = all.last?.version ?? -1
        let entries = all.count <= Self.entriesAtMost ? all : all.prefix(1) + all.suffix(Self.entriesAtMost - 1)
        let gaps = Gaps()
        var visit = visit
        visit.gaps = gaps
        var names = entries.map(\.actor).compactMap(Rooms.record(of:)) + Story.named(entries)
        // Here and nowhere before: who keeps the story has taken the turn by now, and what is let go from then on is told.
        if !isForCustomer { names += rooms.named(view.ticket, []) }
        try await rooms.board.names.load(names, rooms.desk)
        if !isForCustomer { facts = rooms.facts(view.ticket, visit) }
        let resumptions = isForCustomer ? [] : Story.resumptions(all, view.ticket.course)
        let teller = Teller(rooms: rooms, visit: visit, view: view, isForCustomer: isForCustomer)
        for entry in entries {
            guard case .ticket(let event) = entry.event else { continue }
            let isOwn = entry.actor == visit.principal?.actor && !event.isOfTime
            if isForCustomer, !entry.event.isForCustomer, !isOwn { continue }
            guard var told = teller.told(event) else { continue }
            if resumptions.contains(entry.version) { told = teller.resuming(told) }
            var texts: [OpenText] = []
            // What is attached is opened by whoever wants it; here its name is enough, which mostly stands in the journal.
            let fields = entry.bound?.fields.map(\.name) ?? []
            let isAttached = !fields.isEmpty && fields.allSatisfy { $0.hasPrefix(Attachment.prefix) }
            if entry.bound != nil, !isAttached {
                texts = try await rooms.board.names.words(of: entry, view, rooms.desk)
            }
            var who = isForCustomer && !isOwn || event.isOfTime ? nil : rooms.who(entry.actor, visit)
            // A grade follows from the category; whoever brought the request in has not given it.
            if case .course(.graded) = event { who = nil }
            // Who took it is named by what they did.
            if case .changed(.set(.agent, let agent?), _) = event, entry.actor == Actor("agent:" + agent) { who = nil }
            // Nor is who changed it a customer's matter, should one ever be told that it was.
            if isForCustomer, case .course(.regraded) = event { who = nil }
            let item = StreamItem(
                id: entry.position, kind: told.kind, risk: told.risk,
                at: event.isPart ? entry.recorded : entry.occurred, who: who,
                title: told.title, text: Story.text(texts, isForCustomer),
                isErased: entry.bound != nil && texts.isEmpty && !isAttached,
                attachments: Story.attachments(isAttached || !texts.isEmpty ? fields : [], texts, entry, view.ticket.id)
            )
            if case .opened = event { first = item }
            // What stands above already is not said again.
            if case .opened = event, !isForCustomer { items.append(item.withoutText) } else { items.append(item) }
            places.append((entry.version, entry.actor))
            if case (.contact, let id)? = Rooms.record(of: entry.actor) { contacts.append(id) }
            if case .changed(.set(.contact, let id?), _) = event { contacts.append(id) }
        }
        isWhole = gaps.isEmpty
    }

    /// Once for all who look at it.
    mutating func spell(_ reader: Reader) { spelled = TicketPage.Spelled(stream: items, facts: facts, reader) }

    /// Of what it holds in memory, about.
    var bytes: Int { (first?.text?.utf8.count ?? 0) + 2 * (spelled?.count ?? 0) }

    private static func text(_ texts: [OpenText], _ isForCustomer: Bool) -> String? {
        let shown = texts.filter { !Attachment.isPart($0.field) && !(isForCustomer && $0.field == "reason") }
        // The subject stands above already, where there is more to read.
        let body = shown.count > 1 ? shown.filter { $0.field != "subject" } : shown
        return body.isEmpty
            ? nil : body.map { String(decoding: $0.payload, as: UTF8.self) }.joined(separator: "\n\n")
    }

    private static func attachments(
        _ fields: [String], _ texts: [OpenText], _ entry: Journal.Entry, _ ticket: TicketID
    ) -> [StreamItem.Attachment] {
        Attachment.fields(fields).map { field in
            .init(
                name: Attachment.name(of: field, texts),
                address: .attachment(ticket, position: entry.position, name: field))
        }
    }

    /// The versions of entries that ended a wait without saying so.
    private static func resumptions(_ entries: [Journal.Entry], _ course: Course) -> Set<Int> {
        let places = course.resumptions
        if places.isEmpty { return [] }
        var versions: Set<Int> = []
        var next = 0
        for entry in entries {
            guard case .ticket(let event) = entry.event, event.isOfCourse else { continue }
            if places.contains(next) { versions.insert(entry.version) }
            next += 1
        }
        return versions
    }

    /// Teams, colleagues and what else entries name.
    private static func named(_ entries: [Journal.Entry]) -> [(RecordKind, String)] {
        entries.flatMap { entry -> [(RecordKind, String)] in
            switch entry.event {
            case .ticket(.handOverOffered(let team, _)): [(.team, team.rawValue)]
            case .ticket(.course(.happened(_, _, .team(let team)))): [(.team, team.rawValue)]
            case .ticket(.course(.budgetSpent(_, let team, _))): [(.team, team.rawValue)]
            case .ticket(.changed(.note(let mentions), _)): mentions.map { (.agent, $0) }
            case .ticket(.changed(.set(let attribute, let id?), _)):
                Rooms.kinds.filter { $0.0 == attribute }.map { ($0.1, id) }
            default: []
            }
        }
    }
}

extension Ticket.Event {
    /// Whether it is a part's beginning: that was received when the whole was, and somebody split it off later.
    fileprivate var isPart: Bool { if case .opened(let opening) = self { opening.splitFrom != nil } else { false } }

    /// What time brings about is written down with whatever comes next, and so under the name of whoever did that.
    fileprivate var isOfTime: Bool {
        guard case .course(let event) = self else { return false }
        switch event {
        case .dutyCalled, .warned, .rungReached, .breached, .breachWithdrawn, .budgetSpent: return true
        case .happened, .graded, .regraded, .corrected: return false
        }
    }
}

/// What one event is to its readers.
private struct Told {
    let kind: StreamItem.Kind
    let risk: Risk?
    let title: Sentence

    init(_ kind: StreamItem.Kind, _ risk: Risk?, _ title: Sentence) {
        self.kind = kind
        self.risk = risk
        self.title = title
    }

    init(_ kind: StreamItem.Kind, _ risk: Risk?, _ words: String) { self.init(kind, risk, Sentence(words)) }
}

/// Puts one event of a ticket into words.
private struct Teller {
    let rooms: Rooms
    let visit: Visit
    let view: TicketView
    let isForCustomer: Bool

    private var reader: Reader { visit.reader }
    private var words: any Wording { visit.reader.words }

    /// Nil for what nobody has to read.
    func told(_ event: Ticket.Event) -> Told? {
        switch event {
        case .opened(let opening):
            guard let whole = opening.splitFrom else { return Told(.customer, nil, reader(.opened)) }
            // The words of a part are ours.
            let parts: [Sentence.Part] = [.words(words.labelled(reader(.splitFrom), "")), .ticket(whole)]
            return Told(.desk, nil, Sentence(parts))
        case .course(let event): return told(event)
        case .handOverOffered(let team, _):
            return Told(.event, nil, reader.sentence(.handedTo, name(team)))
        case .absorbed(let other, _, _): return Told(.event, nil, reader.sentence(.absorbed, .ticket(other)))
        case .mergedInto(let other, _): return Told(.event, nil, reader.sentence(.mergedInto, .ticket(other)))
        case .changed(let change, _): return told(change)
        }
    }

    /// What ended a wait besides, which its own name does not tell.
    func resuming(_ told: Told) -> Told {
        let parts = told.title.parts + [.words(" · " + words.event(.resumed, in: nil))]
        return Told(told.kind, told.risk, Sentence(parts))
    }

    private func told(_ event: Course.Event) -> Told? {
        switch event {
        case .happened(let name, _, let detail): return happened(name, detail)
        case .graded(let grade, _, _): return Told(.event, nil, words.filled(.gradedAs, title(grade)))
        case .regraded(_, let grade, _, _, _, _): return Told(.event, nil, words.filled(.regradedTo, title(grade)))
        case .dutyCalled(_, let duty, _): return Told(.time, .atRisk, reader.sentence(.dutyDue, .name(duty)))
        case .corrected: return Told(.event, nil, reader(.corrected))
        case .warned(let key, let share, _):
            return Told(.time, .atRisk, words.filled(.warned, title(key), share.text))
        case .rungReached(let key, let rung, _):
            return Told(.time, .atRisk, words.filled(.toldRole, role(rung.tell, key)))
        case .breached(let key, _, _): return Told(.time, .breached, words.filled(.brokeNow, title(key)))
        case .breachWithdrawn(let key, _): return Told(.time, nil, words.filled(.withdrawn, title(key)))
        case .budgetSpent(_, let team, _):
            return Told(.time, .atRisk, reader.sentence(.budgetSpent, name(team)))
        }
    }

    private func happened(_ name: EventName, _ detail: Fact.Detail) -> Told? {
        let policy = view.ticket.course.grades.lazy.compactMap { grade in
            rooms.policies.first { $0.version == grade.policy }?.policy
        }.first
        if policy == nil, !view.ticket.course.grades.isEmpty { visit.gaps?.note() }
        let own = isForCustomer ? Teller.forCustomers[name] : nil
        let title = own.map { reader($0) } ?? words.event(name, in: policy)
        switch (name, detail) {
        // It stands above already, as what the customer sent.
        case (.received, _): return nil
        // It follows from what they wrote, which is told.
        case (.resumed, _) where isForCustomer: return nil
        case (.customerMessage, _): return Told(.customer, nil, title)
        case (.paused, .waiting(let waiting)):
            let stopped = stopped(by: waiting)
            let text = stopped.isEmpty ? "" : " · " + words.filled(.pausedClocks, words.row(stopped))
            return Told(.time, .paused, words.waiting(waiting) + text)
        case (_, .team(let team)):
            return Told(.event, nil, words.labelled(title, rooms.called(.team, team.rawValue, visit)))
        case (_, .date(let date)): return Told(.event, nil, words.filled(.agreedOn, reader.moment(date)))
        case (_, .labour(let minutes, _)):
            // A correction takes back; durations are spelled without a sign.
            let sign = minutes < 0 ? "−" : ""
            return Told(.event, nil, words.filled(.laboured, sign + words.duration(.minutes(Int64(minutes)))))
        case (.agentMessage, _), (.answered, _), (.estimated, _), (.planned, _), (.reported, _):
            return Told(.desk, nil, title)
        default: return Told(.event, nil, title)
        }
    }

    /// What reads otherwise from where the customer stands.
    private static let forCustomers: [EventName: TicketWord] = [
        .agentMessage: .ourReply, .customerMessage: .yourMessage, .verifiedCustomer: .youConfirmed,
        .contacted: .weContacted,
    ]

    /// The promises that such a wait stops.
    private func stopped(by waiting: Waiting) -> [String] {
        var titles: [String] = []
        for clock in view.clocks where clock.term.commitment.pauses.contains(waiting) {
            let title = title(clock.key)
            if !titles.contains(title) { titles.append(title) }
        }
        return titles
    }

    private func told(_ change: Ticket.Change) -> Told? {
        switch change {
        case .set(let attribute, let value):
            let name = reader.name(of: attribute)
            guard let value else { return Told(.event, nil, words.filled(.cleared, name)) }
            let kind = Rooms.kinds.first { $0.0 == attribute }?.1
            let shown = kind.map { rooms.called($0, value, visit) } ?? reader.value(attribute, value)
            return Told(.event, nil, reader.sentence(.setTo, .words(name), .name(shown)))
        case .field(let name, let value):
            var shown = Sentence.Part.words("…")
            if case .word(let word)? = value { shown = .name(word) }
            return Told(.event, nil, reader.sentence(.setTo, .name(name), shown))
        case .add(let listing, let item): return listed(.added, item, in: listing)
        case .remove(let listing, let item): return listed(.removed, item, in: listing)
        case .note(let mentions):
            let names = mentions.map { rooms.called(.agent, $0, visit) }
            let whom = names.isEmpty ? "" : " · " + words.filled(.mentioned, words.row(names))
            return Told(.note, nil, reader(.note) + whom)
        case .split(let part): return Told(.event, nil, reader.sentence(.splitInto, .ticket(part)))
        case .eraseTexts: return Told(.event, nil, reader(.textsErased))
        case .rate: return Told(.customer, nil, reader(.ratedIt))
        }
    }

    private func name(_ team: TeamID) -> Sentence.Part { .name(rooms.called(.team, team.rawValue, visit)) }

    private func listed(_ word: PageWord, _ item: String, in listing: Listing) -> Told {
        let shown: Sentence.Part = listing.isOfTickets ? .ticket(TicketID(item)) : .name(item)
        return Told(.event, nil, reader.sentence(word, .words(reader.name(of: listing)), shown))
    }

    private func title(_ grade: GradeRef) -> String {
        rooms.board.names.title(of: grade, reader.language, rooms.policies, visit.gaps)
    }

    private func title(_ key: ClockKey) -> String {
        guard view.ticket.course.grades.indices.contains(key.strand) else { return key.commitment.rawValue }
        return rooms.board.names.title(
            of: key.commitment, view.ticket.course.grades[key.strand], reader.language, rooms.policies, visit.gaps)
    }

    private func role(_ role: RoleID, _ key: ClockKey) -> String {
        guard view.ticket.course.grades.indices.contains(key.strand) else { return role.rawValue }
        let version = view.ticket.course.grades[key.strand].policy
        guard let policy = rooms.policies.first(where: { $0.version == version })?.policy else {
            visit.gaps?.note()
            return role.rawValue
        }
        return words.word(policy.roles.first { $0.id == role }?.title, role.rawValue, in: policy)
    }
}
