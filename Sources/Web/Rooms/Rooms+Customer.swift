import Desk
import Domain
import HTTPTypes
import Pages
import Phrases
import Wire

extension Rooms {
    /// A customer's own ticket; another's is not found.
    func customerTicket(_ id: TicketID, _ visit: Visit) async throws -> CustomerTicketPage {
        guard let view = try await desk.ticket(id), let customer = visit.principal?.customer,
            view.ticket.customer == customer
        else { throw RoomFault.notFound }
        return try await customerPage(view, visit)
    }

    /// The same for whoever has a link to it: how far it is, what is promised, and nothing that anybody wrote. A link goes
    /// from hand to hand.
    func customerPage(_ view: TicketView, _ visit: Visit, isByLink: Bool = false) async throws -> CustomerTicketPage {
        let ticket = view.ticket
        try await board.names.load(ticket.holder.map { [(.team, $0.rawValue)] } ?? [], desk)
        if !isByLink { try await board.names.loadSubjects([(ticket.id, view.version)], desk) }
        let messages = isByLink ? [] : try await Story(of: view, self, visit, isForCustomer: true).items
        let state = ticket.course.state()
        let stations = Self.stations(ticket)
        let clocks = explained(view, visit, isForCustomer: true)
        let running = view.clocks.compactMap { clock -> Instant? in
            if case .running(let due?) = clock.progress, !view.judge.isQuiet(clock) { due } else { nil }
        }
        let isLate = view.clocks.contains { clock in
            if case .breached(let breach) = clock.progress { breach.ended == nil } else { false }
        }
        let wasLate = view.clocks.contains { if case .breached = $0.progress { true } else { false } }
        let rating = ticket.ratings[.customer]
        var page = CustomerTicketPage(
            id: ticket.id, subject: isByLink ? ticket.id.rawValue : board.names.subject(ticket.id),
            state: standing(state, visit),
            received: ticket.course.received, stations: stations,
            next: Self.next(state, stations, isRated: rating != nil),
            // Beside "we wait for you" it would read as a due of theirs.
            promised: state.isSettled || state.awaitsCustomer ? nil : running.min(),
            // What was solved may still be late in something else that was promised.
            isLate: isLate,
            // By team alone, as the API tells it.
            serving: ticket.holder.map { [called(.team, $0.rawValue, visit)] } ?? [], clocks: clocks,
            messages: messages, deeds: isByLink ? [] : Self.deeds(state, ticket, visit),
            // Of what was taken up again, how it went is still to be seen.
            marks: isByLink || !state.isSettled ? [:] : rating?.marks ?? [:],
            hasCertificate: state.isSettled && !isByLink && service.certificatePage != nil, once: desk.newID())
        page.wasLate = wasLate && !isLate
        if !isByLink {
            page.amends = try await amends(view, visit)
            page.kin = try await kin(ticket)
            page.answers = Self.answers(ticket, visit)
        }
        return page
    }

    private static func deeds(_ state: State, _ ticket: Ticket, _ visit: Visit) -> Set<Deed> {
        guard visit.may(.ticketsWrite) else { return [] }
        // Who gave a rating may revise it, and nobody else.
        let mayRate = ticket.ratings[.customer].map { $0.giver == visit.principal?.giver } ?? true
        let rate: Set<Deed> = mayRate ? [.rate] : []
        switch state {
        case .cancelled, .merged: return []
        case .new, .open, .waiting: return [.reply]
        case .resolved:
            let isSigned = ticket.course.sinceReopening.contains { $0.name == .verifiedCustomer }
            let deeds: Set<Deed> = isSigned ? [.reply, .reopen] : [.reply, .reopen, .verifyCustomer]
            return deeds.union(rate)
        // What is written to a closed one opens it again: nobody works at it who would read it.
        case .closed: return rate.union([.reopen])
        }
    }

    /// What was chosen when it was asked for, in the words of whoever reads it.
    private static func answers(_ ticket: Ticket, _ visit: Visit) -> [String] {
        let reader = visit.reader
        return [Attribute.reach, .urgency].compactMap { attribute in
            ticket.attributes[attribute].map {
                reader.words.labelled(reader.name(of: attribute), reader.value(attribute, $0))
            }
        }
    }

    /// How it stands, as its customer reads it.
    private func standing(_ state: State, _ visit: Visit) -> String {
        state.awaitsCustomer ? visit.reader(.awaitsYou) : visit.reader.words.state(state)
    }

    func myTickets(_ customer: CustomerID, _ visit: Visit) async throws -> MyTicketsPage {
        var filter = TicketFilter()
        filter.customer = customer
        let newest = try await desk.tickets(filter, by: .newest, after: nil, atMost: 100).rows
        // What waits for them comes first, else what came last: an id tells of no time where it came from elsewhere.
        let rows = newest.sorted { one, other in
            if one.state.awaitsCustomer != other.state.awaitsCustomer { return one.state.awaitsCustomer }
            return (one.received, one.id) > (other.received, other.id)
        }
        try await board.names.loadSubjects(rows.map { ($0.id, $0.version) }, desk)
        var items: [MyTicketsPage.Item] = []
        for row in rows {
            var clock: ClockView?
            if row.isOpen, let view = try await desk.ticket(row.id) {
                clock = explained(view, visit, isForCustomer: true).map(\.clock).filter { $0.risk != nil }
                    .min { $0.pressing < $1.pressing }
            }
            items.append(
                MyTicketsPage.Item(
                    id: row.id, subject: board.names.subject(row.id), state: standing(row.state, visit),
                    isOpen: row.isOpen, received: row.received, clock: clock))
        }
        return MyTicketsPage(items: items)
    }

    // MARK: Asking for help

    func submitPage(
        _ visit: Visit, _ filled: SubmitPage.Filled = .init(), trouble: Trouble? = nil
    ) async throws -> SubmitPage {
        SubmitPage(
            categories: try await categories(visit), asksFor: !visit.isCustomer, filled: filled, once: desk.newID(),
            trouble: trouble)
    }

    var newestPolicies: [PolicyInForce] { policies.newest }

    func submit(_ form: Fields, _ visit: Visit) async throws -> Outcome {
        guard visit.principal != nil else { throw RoomFault.strangers }
        guard visit.may(.ticketsWrite) else { throw RoomFault.forbidden }
        var filled = SubmitPage.Filled()
        filled.subject = form["subject"] ?? ""
        filled.text = form["text"] ?? ""
        filled.category = form["category"] ?? ""
        filled.urgency = form["urgency"] ?? ""
        filled.reach = form["reach"] ?? ""
        filled.customer = form["customer"] ?? ""
        // Who asks may read the page in one language and write in another.
        let reads = visit.reader.language
        let written = Language(writtenIn: filled.subject + "\n" + filled.text, by: reads) ?? reads
        do {
            let customer: String
            if let own = visit.principal?.customer {
                customer = own.rawValue
            } else {
                customer = try await meant(filled.customer.trimmed, visit)
            }
            let answer = try await perform(
                "openTicket", [:],
                .members([
                    "customer": .string(customer), "subject": form.filled("subject").map(JSONValue.string),
                    "text": .string(form.filled("text") ?? ""), "channel": .string(visit.isCustomer ? "web" : "desk"),
                    "category": form.filled("category").map(JSONValue.string),
                    "urgency": form.filled("urgency").map(JSONValue.string),
                    "reach": form.filled("reach").map(JSONValue.string),
                    // Of the customer, and not of whoever writes for them.
                    "language": visit.isCustomer ? .string(written.rawValue) : nil,
                ]), visit)
            guard let id = answer.location?.split(separator: "/").last else { return .see(.home) }
            return .see(.ticket(TicketID(id)), headers: Self.done(form, visit))
        } catch {
            guard let trouble = trouble(error, visit) else { throw error }
            return .page(try await submitPage(visit, filled, trouble: trouble), status: .unprocessableContent)
        }
    }

    /// The customer whom an agent means: by id, else the only one who is found by these words.
    private func meant(_ words: String, _ visit: Visit) async throws -> String {
        if let id = RecordID(checking: words), try await desk.record(.customer, id) != nil { return words }
        guard words.contains(where: { !$0.isWhitespace }) else { return words }
        var query = SearchQuery(String(words.prefix(SearchQuery.scalarsAtMost)))
        query.filters.kind = .record(.customer)
        let found = try await desk.search(query)
        try await note(found.hits.compactMap(\.customer), visit)
        if found.hits.count == 1 { return found.hits[0].stream.id }
        let sought = String(words.prefix(Self.soughtAtMost))
        if found.hits.isEmpty { throw RoomFault.noCustomer(sought) }
        // As many as somebody reads to the end.
        let ids = found.hits.prefix(Self.customersNamedAtMost).map(\.stream.id)
        try await board.names.load(ids.map { (.customer, $0) }, desk)
        let names = ids.map { visit.reader.words.aside(called(.customer, $0, visit), $0) }
        throw RoomFault.severalCustomers(sought, count: found.total, called: names)
    }

    /// Letters of what was typed that are repeated.
    private static let soughtAtMost = 100
    private static let customersNamedAtMost = 5

    /// What is promised, by grade.
    func promisesPage(_ visit: Visit) -> PromisesPage {
        let words = visit.reader.words
        return PromisesPage(
            policies: newestPolicies.map { inForce in
                let policy = words.plain(inForce.policy)
                let titled = words.titled(policy)
                return PromisesPage.Policy(
                    title: words.title(of: policy), version: policy.version,
                    grades: titled.grades.map { grade in
                        PromisesPage.Grade(
                            title: words.title(of: grade.id, in: policy),
                            matters: grade.categories.map { words.word(nil, $0.rawValue, in: policy) },
                            promises: grade.commitments.map { commitment in
                                PromisesPage.Promise(
                                    title: words.title(of: commitment.id, grade: grade.id, in: titled),
                                    sentence: words.promise(of: commitment, among: grade.commitments, in: policy))
                            },
                            amends: grade.commitments.isEmpty
                                ? nil : grade.compensation.map { words.amends($0, in: policy) })
                    }, ceiling: words.ceiling(of: policy))
            })
    }
}

extension [PolicyInForce] {
    /// Of each policy the version that came into force last.
    var newest: [PolicyInForce] {
        var newest: [PolicyID: PolicyInForce] = [:]
        for policy in self { newest[policy.version.id] = policy }
        return newest.values.sorted { $0.version.id < $1.version.id }
    }
}
