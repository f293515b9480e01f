import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// What is at an address, for whoever asks.
    func show(_ address: Address, _ visit: Visit) async throws -> Outcome {
        switch address {
        case .home:
            guard let principal = visit.principal else { throw RoomFault.strangers }
            guard let customer = principal.customer else { return .see(.queue()) }
            return .page(try await myTickets(customer, visit))
        case .signIn(let to):
            if visit.principal != nil { return .see(to ?? .home) }
            return .page(signInPage(to: to))
        case .forgotten: return .page(AskPage(desk.edges.mails ? .forgotten : .forgottenWithoutMail))
        case .link(let text):
            do { return .page(AskPage(try await asked(text))) } catch let fault as IdentityFault {
                return spent(fault, visit)
            }
        case .queue(let view):
            try staff(visit)
            return .page(try await queue(view, visit))
        case .queueRows(let view, let ids):
            try staff(visit)
            return .part(QueueRows(try await queueRows(view, ids, visit)).html(visit.reader))
        case .search(let words, let from):
            try staff(visit)
            return .page(try await search(words, from, visit))
        case .notices: return .page(try await noticesPage(visit))
        case .bell: return .part(try await bell(visit))
        case .ticket(let id):
            guard let principal = visit.principal else { throw RoomFault.strangers }
            if principal.customer != nil { return .page(try await customerTicket(id, visit)) }
            try staff(visit)
            return .page(try await ticketPage(id, visit))
        case .customer(let id):
            try staff(visit)
            guard try await desk.record(.customer, RecordID(id.rawValue)) != nil else { throw RoomFault.notFound }
            try await note([id], visit)
            try await board.names.load([(.customer, id.rawValue)], desk)
            let name = called(.customer, id.rawValue, visit)
            return .page(MyTicketsPage(items: try await myTickets(id, visit).items, of: name))
        case .certificate(let id): return try await certificate(id, visit)
        case .ticketLink(let text):
            let id: TicketID
            do throws(IdentityFault) { id = try await service.identity.ticket(link: text) } catch {
                throw RoomFault.door(error, .ticketLink)
            }
            guard let view = try await desk.ticket(id) else { throw RoomFault.notFound }
            var page = try await customerPage(view, visit, isByLink: true)
            page.isByLink = true
            return .page(page)
        case .submit:
            guard visit.principal != nil else { throw RoomFault.strangers }
            guard visit.may(.ticketsWrite) else { throw RoomFault.forbidden }
            return .page(try await submitPage(visit))
        case .figures(let view):
            try figuresReader(visit)
            if let again = unclear(view, visit) { return again }
            return .page(try await figures(view, visit))
        case .figure(let view):
            try figuresReader(visit)
            if let again = unclear(view.view, of: view, visit) { return again }
            return .page(try await figure(view, visit))
        case .figuresSheet(let view):
            try figuresReader(visit)
            if let again = unclear(view, visit) { return again }
            return try await figuresSheet(view, visit)
        case .figureSheet(let view):
            try figuresReader(visit)
            if let again = unclear(view.view, of: view, visit) { return again }
            return try await figureSheet(view, visit)
        case .promises:
            guard visit.principal != nil else { throw RoomFault.strangers }
            return .page(promisesPage(visit))
        case .accounts(nil): return .page(try await accountsPage(visit))
        case .accounts: return .see(.accounts())
        case .access(nil): return .page(try await accessPage(visit))
        case .gallery(let name):
            // Of made-up data alone: a desk that is at work has nothing to show there.
            guard service.isDemo else { throw RoomFault.notFound }
            let gallery = Gallery(visit.reader.language, zone: service.zone)
            guard let name else { return .page(GalleryPage(gallery)) }
            guard let piece = gallery.piece(name) else { throw RoomFault.notFound }
            return .part(gallery.html(piece, look: visit.look, files: files.addresses))
        case .file: throw RoomFault.notFound
        case .signInProvider: return try await toProvider(visit)
        case .providerAnswer(let code, let state): return try await fromProvider(code, state, visit)
        case .access: return .see(.access())
        case .deed(let id, _):
            // What was refused is shown at its form's address, which whoever opens it again means the ticket by.
            guard visit.principal != nil else { throw RoomFault.strangers }
            return .see(.ticket(id))
        case .signOut, .look, .password, .entry, .next, .views, .leave:
            // These only take forms; whoever comes here by hand is led on.
            guard visit.principal != nil else { throw RoomFault.strangers }
            return .see(.home)
        default: throw RoomFault.notFound
        }
    }

    private func search(_ words: String, _ from: Int, _ visit: Visit) async throws -> Pages.SearchPage {
        guard words.contains(where: { !$0.isWhitespace }) else {
            return Pages.SearchPage(words: "", hits: [], total: 0, isMore: false, isCorrected: false)
        }
        var query = SearchQuery(words)
        query.limit = Self.hitsOfPage
        query.offset = min(from, SearchQuery.offsetAtMost)
        let found = try await desk.search(query)
        let customers = Set(found.hits.compactMap(\.customer))
        try await note(customers, visit)
        try await board.names.load(customers.map { (.customer, $0.rawValue) }, desk)
        return Pages.SearchPage(
            words: words,
            hits: found.hits.map { hit in
                let title = hit.title?.shown ?? []
                return .init(
                    address: address(of: hit.stream),
                    title: title.isEmpty ? [.init(hit.stream.id, isMatch: false)] : title,
                    snippet: hit.snippet?.shown ?? [],
                    aside: hit.customer.map { called(.customer, $0.rawValue, visit) }
                        ?? word(of: hit.stream.kind, visit),
                    received: hit.received)
            }, total: found.total, isMore: found.isMore, isCorrected: found.isCorrected,
            before: query.offset > 0 ? .search(words, from: max(0, query.offset - Self.hitsOfPage)) : nil,
            after: found.next(after: query).map { .search(words, from: $0) })
    }

    private static let hitsOfPage = 20

    /// The page that tells of something; nil where there is none.
    private func address(of stream: StreamID) -> Address? {
        switch stream.kind {
        case .ticket: .ticket(TicketID(stream.id))
        case .record(.customer): .customer(CustomerID(stream.id))
        default: nil
        }
    }

    private func word(of kind: StreamID.Kind, _ visit: Visit) -> String {
        switch kind {
        case .record(let kind): visit.reader.words.kind(kind)
        case .incident: visit.reader(.incident)
        case .ticket: visit.reader(.ticket)
        case .ledger, .policy, .desk, .contacts, .access: kind.rawValue
        }
    }

    /// The certificate is a page of its own, which says itself what may run in it.
    private func certificate(_ id: TicketID, _ visit: Visit) async throws -> Outcome {
        guard let principal = visit.principal else { throw RoomFault.strangers }
        guard let standing = try await desk.standing(of: id),
            principal.customer.map({ $0 == standing.customer }) ?? true
        else { throw RoomFault.notFound }
        guard let page = service.certificatePage else { throw RoomFault.notFound }
        do {
            return .document(try await page(id, visit.reader.language))
        } catch ServiceFault.notFinished where principal.customer != nil {
            // Taken up again since: how far it is stands on its page, and to finish it is not a customer's to do.
            return .see(.ticket(id))
        }
    }

    /// Only those who serve; a customer learns of nothing that is not theirs.
    func staff(_ visit: Visit) throws {
        guard let principal = visit.principal else { throw RoomFault.strangers }
        guard principal.customer == nil else { throw RoomFault.notFound }
        guard principal.may(.ticketsRead) else { throw RoomFault.forbidden }
    }

    func signInPage(
        _ door: SignInPage.Door = .password, to: Address?, login: String = "", trouble: Trouble? = nil,
        news: String? = nil
    ) -> SignInPage {
        SignInPage(
            door: door, to: to, login: login, hasProvider: service.identity.hasProvider, hasMail: desk.edges.mails,
            trouble: trouble, news: news)
    }

    /// By a link and not a form: a policy of forms holds for where they are led on, too.
    private func toProvider(_ visit: Visit) async throws -> Outcome {
        let begun = try await service.identity.beginProvider()
        // For as long as somebody may take there.
        let cookie =
            "\(Self.providerCookie)=\(begun.cookie); Path=/sign-in; Max-Age=600; SameSite=Lax; HttpOnly"
            + (visit.isSecure ? "; Secure" : "")
        return .away(begun.address, headers: [.setCookie: cookie])
    }

    private func fromProvider(_ code: String, _ state: String, _ visit: Visit) async throws -> Outcome {
        do {
            let answer = try await perform(
                "finishProvider", [:],
                .members(["kept": .string(visit.kept), "code": .string(code), "state": .string(state)]), visit)
            return .see(.home, headers: answer.headers)
        } catch let fault as IdentityFault {
            return .page(signInPage(to: nil, trouble: trouble(fault, visit)), status: fault.status)
        }
    }

    /// A link that is good for nothing more leads nowhere but to the front door.
    func spent(_ fault: IdentityFault, _ visit: Visit) -> Outcome {
        .page(AskPage(.spent, trouble: trouble(RoomFault.door(fault, .link), visit)), status: fault.status)
    }

    /// What a link leads to.
    func asked(_ text: String) async throws -> AskPage.What {
        switch try await service.identity.usable(link: text).purpose {
        case .administrator: .administrator(link: text)
        case .invitation, .reset: .choose(link: text)
        case .entry: .enter(link: text)
        }
    }
}

extension Snippet {
    fileprivate var shown: [Pages.SearchPage.Hit.Part] {
        parts.map { .init($0.text, isMatch: $0.isMatch) }
    }
}
