import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// Does what a form of a ticket's page asks for, or shows the page again with what stands in the way.
    func does(_ deed: Deed, _ id: TicketID, _ form: Fields, _ visit: Visit) async throws -> Outcome {
        guard visit.principal != nil else { throw RoomFault.strangers }
        guard let standing = try await desk.standing(of: id),
            visit.principal?.customer.map({ $0 == standing.customer }) ?? true
        else { throw RoomFault.notFound }
        let text = form.filled("text") ?? ""
        if !visit.isCustomer, let seen = form["version"].flatMap({ Int($0) }), seen < standing.version,
            deed == .reply || deed == .resolve,
            case let meanwhile = try await since(seen, id, visit), !meanwhile.isEmpty
        {
            var page = try await ticketPage(id, visit)
            page.draft = TicketPage.Draft(deed: deed, text: text)
            page.meanwhile = meanwhile
            return .page(page, status: .conflict)
        }
        do {
            try await perform(deed, id, form, visit)
        } catch {
            guard let trouble = trouble(error, visit) else { throw error }
            return try await again(id, deed, text, trouble, visit)
        }
        return .see(.ticket(id))
    }

    /// What people did since the sender looked; what time does is no reason to stop anybody.
    private func since(_ version: Int, _ id: TicketID, _ visit: Visit) async throws -> [StreamItem] {
        guard let view = try await desk.ticket(id) else { return [] }
        let story = try await Story(of: view, self, visit)
        return zip(story.items, story.places).filter { _, place in
            place.version > version && place.actor != .desk && place.actor != visit.principal?.actor
        }.map(\.0)
    }

    private func again(
        _ id: TicketID, _ deed: Deed, _ text: String, _ trouble: Trouble, _ visit: Visit
    ) async throws -> Outcome {
        if visit.isCustomer {
            var page = try await customerTicket(id, visit)
            page.trouble = trouble
            page.draft = text
            return .page(page, status: .conflict)
        }
        var page = try await ticketPage(id, visit)
        page.trouble = trouble
        page.draft = TicketPage.Draft(deed: deed, text: text)
        return .page(page, status: .conflict)
    }

    private func perform(_ deed: Deed, _ id: TicketID, _ form: Fields, _ visit: Visit) async throws {
        let path = ["ticket": id.rawValue]
        let text = form.filled("text").map(JSONValue.string)
        func plain(_ operation: String) async throws {
            try await perform(operation, path, .members(["text": text]), visit)
        }
        switch deed {
        case .reply:
            // First what may be refused: a message that was sent can't be taken back.
            if let act = form.filled("act") {
                try await perform("recordEvent", path, .members(["event": .string(act)]), visit)
            }
            try await perform("sendMessage", path, .members(["text": text]), visit)
        case .note:
            let mentions = Rooms.mentions(form["text"] ?? "")
            try await perform(
                "addNote", path,
                .members([
                    "text": text, "mentions": mentions.isEmpty ? nil : .array(mentions.map(JSONValue.string)),
                ]), visit)
        case .take:
            guard let agent = visit.agent else { throw RoomFault.forbidden }
            try await perform("changeTicket", path, .members(["agent": .string(agent.rawValue)]), visit)
        case .handOver:
            try await perform(
                "offerHandOver", path, .members(["team": form.filled("team").map(JSONValue.string)]), visit)
        case .accept:
            guard let team = try await desk.ticket(id)?.ticket.offered else { throw RoomFault.notFound }
            try await perform("acceptHandOver", path, .members(["team": .string(team.rawValue)]), visit)
        case .wait:
            try await perform(
                "pauseTicket", path,
                .members(["waiting": form.filled("waiting").map(JSONValue.string), "text": text]), visit)
        case .resume: try await plain("resumeTicket")
        case .engage, .escalate:
            let event: EventName = deed == .engage ? .engaged : .escalated
            try await perform("recordEvent", path, .members(["event": .string(event.rawValue), "text": text]), visit)
        case .labour:
            let minutes = form["minutes"].flatMap { Int($0) }.map { JSONValue.int($0) }
            try await perform(
                "recordLabour", path,
                .members(["minutes": minutes, "by": .string(visit.agent?.rawValue ?? "")]), visit)
        case .resolve: try await plain("resolveTicket")
        case .verify: try await plain("verifyTechnically")
        case .verifyCustomer: try await plain("verifyAsCustomer")
        case .close: try await plain("closeTicket")
        case .reopen: try await plain("reopenTicket")
        case .rate:
            let marks = Rating.Dimension.allCases.map { dimension in
                JSONValue.Member(
                    key: dimension.rawValue, value: .int(form[dimension.rawValue].flatMap { Int($0) } ?? 0))
            }
            try await perform("rateTicket", path, .object(marks.filter { $0.value != .int(0) }), visit)
        }
    }

    /// `@zhao` in a note: ids of agents, each once.
    static func mentions(_ text: String) -> [String] {
        var ids: [String] = []
        for part in text.split(separator: "@", omittingEmptySubsequences: false).dropFirst() {
            let id = String(part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            if RecordID(checking: id) != nil, !ids.contains(id), ids.count < 50 { ids.append(id) }
        }
        return ids
    }
}
