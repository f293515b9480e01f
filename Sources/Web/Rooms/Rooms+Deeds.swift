import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// A ticket that moves on again and again meanwhile is not waited for.
    private static let triesAtMost = 4

    /// Does what a form of a ticket's page asks for, or shows the page again with what stands in the way.
    ///
    /// What the customer reads, and what the matter is, is only sent to a ticket that its sender has seen: people's news
    /// stop it, and what time does stops nobody. Between the look and the writing the desk itself compares versions, so that nothing slips through.
    func does(_ deed: Deed, _ id: TicketID, _ form: Fields, _ visit: Visit) async throws -> Outcome {
        guard visit.principal != nil else { throw RoomFault.strangers }
        let text = form.filled("text") ?? ""
        // From a page that was opened before it was closed: nobody would read it, so it is for them to open it again.
        if visit.isCustomer, deed == .reply, try await desk.ticket(id)?.ticket.course.state() == .closed {
            var page = try await customerTicket(id, visit)
            page.draft = text
            return .page(page, status: .conflict)
        }
        let seen = visit.isCustomer || !Self.needsTheNews(deed, form) ? nil : form["version"].flatMap { Int($0) }
        for attempt in 1... {
            guard let standing = try await desk.standing(of: id),
                visit.principal?.customer.map({ $0 == standing.customer }) ?? true
            else { throw RoomFault.notFound }
            if let seen, seen < standing.version, case let meanwhile = try await since(seen, id, visit),
                !meanwhile.isEmpty
            {
                var page = try await ticketPage(id, visit)
                page.draft = draft(deed, text, form, visit)
                page.meanwhile = meanwhile
                return .page(page, status: .conflict)
            }
            do {
                let answer = try await perform(deed, id, form, visit, expects: seen.map { _ in standing.version })
                return .see(place(after: deed, answer) ?? .ticket(id), headers: Self.done(form, visit))
            } catch Refusal.changed where seen != nil && attempt < Self.triesAtMost {
                continue
            } catch {
                guard let trouble = trouble(error, visit) else { throw error }
                return try await again(id, draft(deed, text, form, visit), trouble, visit)
            }
        }
        throw RoomDefect(text: "the attempts are endless")
    }

    /// Whether its sender has to know what others did: the customer reads it, or is promised something else by it.
    private static func needsTheNews(_ deed: Deed, _ form: Fields) -> Bool {
        switch deed {
        // What a part is about is how its customer comes to know of it.
        case .reply, .resolve, .split, .grade: true
        case .wait: question(form) != nil
        default: false
        }
    }

    static let doneCookie = "yinuo-done"

    /// Tells the page that comes next which form was done, by the word that it was good for once: what was written in it is
    /// then kept no more for another try. The page may be another's, so nothing on it could tell.
    static func done(_ form: Fields, _ visit: Visit) -> HTTPFields {
        guard let once = form.filled("once"), once.utf8.count <= 100,
            once.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return [:] }
        // Its script reads it, on the page that follows and no later.
        let cookie =
            "\(doneCookie)=\(once); Path=/; Max-Age=60; SameSite=Lax" + (visit.isSecure ? "; Secure" : "")
        return [.setCookie: cookie]
    }

    /// What a split leads to is what somebody wants to look at next.
    private func place(after deed: Deed, _ answer: Answer) -> Address? {
        guard deed == .split, let id = answer.location?.split(separator: "/").last else { return nil }
        return .ticket(TicketID(id))
    }

    private func draft(_ deed: Deed, _ text: String, _ form: Fields, _ visit: Visit) -> TicketPage.Draft {
        TicketPage.Draft(
            deed: deed, text: text, act: form.filled("act"), hadFiles: !visit.files.isEmpty,
            fields: Dictionary(form.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    /// What people did since the sender looked.
    private func since(_ version: Int, _ id: TicketID, _ visit: Visit) async throws -> [StreamItem] {
        guard let view = try await desk.ticket(id) else { return [] }
        let story = try await board.names.story(of: view, self, visit)
        return zip(story.items, story.places).filter { _, place in
            place.version > version && place.actor != .desk && place.actor != visit.principal?.actor
        }.map(\.0)
    }

    private func again(
        _ id: TicketID, _ draft: TicketPage.Draft, _ trouble: Trouble, _ visit: Visit
    ) async throws -> Outcome {
        if visit.isCustomer {
            var page = try await customerTicket(id, visit)
            page.trouble = trouble
            page.draft = draft.text
            return .page(page, status: .conflict)
        }
        var page = try await ticketPage(id, visit)
        page.trouble = trouble
        page.draft = draft
        return .page(page, status: .conflict)
    }

    /// - Parameter expects: the version that what is sent was judged on.
    private func perform(
        _ deed: Deed, _ id: TicketID, _ form: Fields, _ visit: Visit, expects: Int?
    ) async throws -> Answer {
        let path = ["ticket": id.rawValue]
        let text = form.filled("text").map(JSONValue.string)
        func plain(_ operation: String) async throws -> Answer {
            try await perform(operation, path, .members(["text": text]), visit, expects: expects)
        }
        func done(_ operation: String, _ body: JSONValue) async throws -> Answer {
            try await perform(operation, path, body, visit, expects: expects)
        }
        switch deed {
        case .reply:
            let act = form.filled("act").map { Self.event(of: $0) }
            return try await done("sendMessage", .members(["text": text, "with": act]))
        case .note:
            let mentions = try await mentions(form["text"] ?? "", form.filled("mention"))
            return try await done(
                "addNote",
                .members([
                    "text": text, "mentions": mentions.isEmpty ? nil : .array(mentions.map(JSONValue.string)),
                ]))
        case .take:
            guard let agent = visit.agent else { throw RoomFault.forbidden }
            return try await done("changeTicket", .members(["agent": .string(agent.rawValue)]))
        case .handOver:
            return try await done(
                "offerHandOver", .members(["team": form.filled("team").map(JSONValue.string), "text": text]))
        case .accept:
            guard let ticket = try await desk.ticket(id)?.ticket else { throw RoomFault.notFound }
            let mine = try await ownTeams(visit)
            if let team = ticket.offered?.rawValue, mine.isEmpty || mine.contains(team) {
                return try await done("acceptHandOver", .members(["team": .string(team)]))
            }
            // From a page that was opened before it was answered; by a colleague, then all is as it was asked for.
            let isOurs = ticket.holder.map { mine.contains($0.rawValue) } ?? true
            guard let own = mine.first, !isOurs else { return .nothing }
            throw Refusal.ticket(id, .handOverNotOffered(to: TeamID(own)))
        case .wait:
            if let question = Self.question(form) {
                return try await done("sendMessage", .members(["text": text, "with": question]))
            }
            // It would stop their promise, and they would never know that anything is asked of them. A program may have
            // asked by another way, and pauses without words (POLICIES 1.8).
            if Self.awaitsCustomer(form) { throw RoomFault.untoldWait }
            return try await done(
                "pauseTicket", .members(["waiting": form.filled("waiting").map(JSONValue.string), "text": text]))
        case .resume: return try await plain("resumeTicket")
        case .engage, .escalate:
            let event: EventName = deed == .engage ? .engaged : .escalated
            return try await done("recordEvent", .members(["event": .string(event.rawValue), "text": text]))
        case .labour:
            let minutes = try form.filled("minutes").map { written in
                guard let count = Int(written.trimmed), TicketPage.minutes.contains(Int64(count)) else {
                    throw APIFault.shape([SchemaFault("/minutes", .number(TicketPage.minutes))])
                }
                return JSONValue.int(count)
            }
            let by = form.filled("by") ?? visit.agent?.rawValue ?? ""
            return try await done("recordLabour", .members(["minutes": minutes, "by": .string(by)]))
        case .resolve: return try await plain("resolveTicket")
        case .verify: return try await plain("verifyTechnically")
        case .verifyCustomer: return try await plain("verifyAsCustomer")
        case .close: return try await plain("closeTicket")
        case .reopen: return try await plain("reopenTicket")
        case .merge: return try await done("mergeTicket", .members(["into": .string(Self.ticket(form["other"]))]))
        case .split:
            let grade = form.filled("grade").map { $0.split(separator: "/", maxSplits: 1).map(String.init) } ?? []
            let grades =
                grade.count == 2 ? [JSONValue.members(["policy": .string(grade[0]), "grade": .string(grade[1])])] : []
            return try await done(
                "splitTicket",
                .members([
                    "subject": form.filled("subject").map(JSONValue.string), "text": text,
                    "grades": grades.isEmpty ? nil : .array(grades),
                ]))
        case .link, .unlink:
            let listing = form["listing"].flatMap(Listing.init(rawValue:)) ?? .related
            guard let (put, take) = Self.links[listing] else { throw RoomFault.notFound }
            return try await perform(
                deed == .link ? put : take, ["ticket": id.rawValue, "item": Self.ticket(form["other"])], .null, visit)
        case .rate:
            let marks = Rating.Dimension.allCases.map { dimension in
                JSONValue.Member(
                    key: dimension.rawValue, value: .int(form[dimension.rawValue].flatMap { Int($0) } ?? 0))
            }
            return try await done("rateTicket", .object(marks.filter { $0.value != .int(0) }))
        case .grade:
            let category = try graded(category: form.filled("category"))
            return try await done(
                "changeTicket",
                .members([
                    "category": .string(category), "regrade": .bool(true),
                    "reason": form.filled("reason").map(JSONValue.string),
                ]))
        }
    }

    /// The operations that put and take each kind of link.
    private static let links: [Listing: (put: String, take: String)] = [
        .related: ("relate", "unrelate"), .duplicate: ("markDuplicate", "unmarkDuplicate"),
        .blocks: ("block", "unblock"),
    ]

    /// A ticket as somebody names it: by its id, or by its page's address.
    static func ticket(_ text: String?) -> String {
        let last = (text ?? "").trimmed.split(separator: "/").last.map(String.init) ?? ""
        return String(last.prefix { $0 != "?" && $0 != "#" })
    }

    /// What a message is besides that asks the customer for what is waited for; nil where the wait is not for them, or
    /// asks nothing: that stays among us.
    private static func question(_ form: Fields) -> JSONValue? {
        guard let waiting = form.filled("waiting"), awaitsCustomer(form), form.filled("text") != nil else { return nil }
        return event(of: "\(EventName.paused.rawValue)/\(waiting)")
    }

    private static func awaitsCustomer(_ form: Fields) -> Bool {
        form.filled("waiting").flatMap(Waiting.init(rawValue:)).map { State.waiting($0).awaitsCustomer } ?? false
    }

    /// What a reply is besides: an event by its name, `paused/customer` with what is waited for.
    private static func event(of act: String) -> JSONValue {
        let parts = act.split(separator: "/", maxSplits: 1).map(String.init)
        return .members([
            "event": .string(parts.first ?? ""), "waiting": parts.count > 1 ? .string(parts[1]) : nil,
        ])
    }
}
