import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

// What is done to a ticket that is there.

extension Operation {
    static let ticketCommands: [Operation] = [
        Operation(
            .post, "/tickets/{ticket}/events", "recordEvent", .tickets,
            "Records that something happened: any word of the vocabulary or of the ticket's policy.",
            .may(.ticketsWrite), body: .json(.named("Event")), .done(),
            isQuick: true,
            run: { call in
                try await call.requirePerson(call.json["by"]?.string, at: "/by")
                let (command, texts) = try event(call.json, call)
                return try await command.done(call, texts)
            }),
        Operation(
            .post, "/tickets/{ticket}/messages", "sendMessage", .tickets,
            "A message: of the customer, if a customer sends it, else to the customer.", .mayOwn(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("text", .text(atLeast: 1, atMost: 65_536)),
                    Schema.may("subject", .text(atLeast: 1, atMost: 500)),
                    Schema.may("fromCustomer", .flag, "An agent writes down what the customer said."),
                    Schema.may("mood", .integer(-100...100), "How a customer's message felt, as an agent says."),
                    Schema.may(
                        "with", .named("Event"),
                        "What those who serve do by it: both are done, or neither. Its texts are the message's."),
                ])), .done(),
            isQuick: true,
            run: message),
        Operation(
            .put, "/tickets/{ticket}/rating", "rateTicket", .tickets,
            "What the customer thinks of the service, in up to five marks; an agent takes down what was said.",
            .mayOwn(.ticketsWrite),
            body: .json(.object(Rating.Dimension.allCases.map { Schema.may($0.rawValue, .integer(1...5)) })), .done(),
            run: rate),
        Operation(
            .post, "/tickets/{ticket}/notes", "addNote", .tickets,
            "An internal note, which no customer sees; who is mentioned follows the ticket.", .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("text", .text(atLeast: 1, atMost: 65_536)),
                    Schema.may("mentions", .list(.id, atMost: 50), "Agents."),
                ])), .done(),
            run: { call in
                let mentions = (call.json["mentions"]?.list ?? []).compactMap(\.string)
                for (index, id) in mentions.enumerated() {
                    try await call.requirePerson(id, [.agent], at: "/mentions/\(index)")
                }
                return try await Ticket.Command.change(.note(mentions: mentions)).done(
                    call, texts(call.json) + Attachment.texts(call.attachments))
            }),
        Operation(
            .post, "/tickets/{ticket}/grades", "addGrade", .tickets, "Gives the ticket one more grade.",
            .may(.ticketsWrite), body: .json(.named("NewGrade")), .done(),
            run: { call in
                let grading = grading(call.json)
                let grade = try await call.desk.grade(grading, ticket: TicketID(call.text("ticket") ?? ""))
                return try await Ticket.Command.grade(grade, grading.complexity).done(call)
            }),
        Operation(
            .post, "/tickets/{ticket}/regrades", "regrade", .tickets,
            "Replaces a grade; one that promises less needs a reason.", .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("strand", .integer(0...999), "Which of the ticket's grades, from 0."),
                    Schema.must("policy", .id), Schema.must("grade", .id),
                    Schema.may("complexity", .words(["simple", "complex"])),
                    Schema.may("reason", .text(atLeast: 1, atMost: 500)),
                ])), .done(),
            run: { call in
                let grading = grading(call.json)
                let grade = try await call.desk.grade(grading, ticket: TicketID(call.text("ticket") ?? ""))
                return try await Ticket.Command.regrade(
                    strand: call.json["strand"]?.int ?? 0, to: grade, grading.complexity,
                    reason: call.json["reason"]?.string
                ).done(call)
            }),
        Operation(
            .post, "/tickets/{ticket}/hand-over", "offerHandOver", .tickets,
            "Offers the ticket to a team; it stays with its holder until that team accepts.", .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("team", .id),
                    Schema.may("text", .text(atLeast: 1, atMost: 65_536), "Why: an internal note to that team."),
                ])), .done(),
            run: { call in
                let offer = Ticket.Command.offer(to: TeamID(call.json["team"]?.string ?? ""))
                let why = texts(call.json)
                if why.isEmpty { return try await offer.done(call) }
                return try await Ticket.Command.change(.note(mentions: [])).done(call, why, then: [offer])
            }),
        Operation(
            .post, "/tickets/{ticket}/acceptance", "acceptHandOver", .tickets,
            "A team accepts the ticket. An agent of another team has it no more; of this team, whoever is signed in and "
                + "accepts it does.",
            .may(.ticketsWrite), body: .json(.object([Schema.must("team", .id)])), .done(),
            run: { call in
                let team = TeamID(call.json["team"]?.string ?? "")
                return try await Ticket.Command.record(
                    .assigned, occurred: .onReceipt, detail: .team(team), source: .edge
                ).done(call, then: takenOver(for: team, call))
            }),
        Operation(
            .post, "/tickets/{ticket}/pause", "pauseTicket", .tickets,
            "Waits for somebody; which clocks that stops is the policy's to say.", .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("waiting", .words(Waiting.allCases.map(\.rawValue))),
                    Schema.may("text", .text(atLeast: 1, atMost: 65_536), "What is waited for."),
                ])), .done(),
            run: { call in
                let waiting = call.json["waiting"]?.string.flatMap(Waiting.init(rawValue:)) ?? .customer
                return try await Ticket.Command.record(
                    .paused, occurred: .onReceipt, detail: .waiting(waiting), source: .edge
                ).done(call, texts(call.json))
            }),
        plain("resume", "resumeTicket", "Waits no more.", .resumed),
        plain("resolution", "resolveTicket", "The matter is solved.", .resolved, engages: true),
        plain("closing", "closeTicket", "Closes a resolved ticket, if its gates are open.", .closed),
        plain("reopening", "reopenTicket", "Takes a resolved or closed ticket up again.", .reopened, own: true),
        plain("cancellation", "cancelTicket", "The matter has gone away.", .cancelled, own: true),
        plain(
            "verification/technical", "verifyTechnically", "Our signature under the work (B18).", .verifiedTechnical),
        plain(
            "verification/customer", "verifyAsCustomer", "The customer's signature under the work (B18).",
            .verifiedCustomer, own: true),
        Operation(
            .post, "/tickets/{ticket}/labour", "recordLabour", .tickets,
            "Labour that was spent; less than nothing corrects.",
            .may(.ticketsWrite),
            body: .json(
                .object([Schema.must("minutes", .integer(-10_000_000...10_000_000)), Schema.must("by", .id)])), .done(),
            run: { call in
                try await call.requirePerson(call.json["by"]?.string, at: "/by")
                let detail = Fact.Detail.labour(
                    minutes: call.json["minutes"]?.int ?? 0, by: call.json["by"]?.string ?? "")
                return try await Ticket.Command.record(
                    .labourRecorded, occurred: .onReceipt, detail: detail, source: .edge
                ).done(call)
            }),
        Operation(
            .post, "/tickets/{ticket}/agreement", "agreeDate", .tickets, "A date that the customer agreed to.",
            .may(.ticketsWrite), body: .json(.object([Schema.must("date", .instant)])), .done(),
            run: { call in
                let date = call.json["date"]?.instant ?? call.desk.now
                return try await Ticket.Command.record(
                    .agreed, occurred: .onReceipt, detail: .date(date), source: .edge
                ).done(call)
            }),
        Operation(
            .post, "/tickets/{ticket}/corrections", "correctFact", .tickets,
            "A fact occurred at another instant than was written down.", .may(.ticketsBackdate),
            body: .json(
                .object([
                    Schema.must("position", Schema.position, "The fact's place in the ticket's own history, from 0."),
                    Schema.must("occurred", .instant), Schema.must("reason", .text(atLeast: 1, atMost: 500)),
                ])), .done(),
            run: { call in
                try await Ticket.Command.correct(
                    position: call.json["position"]?.int ?? 0,
                    occurred: call.json["occurred"]?.instant ?? call.desk.now,
                    reason: call.json["reason"]?.string ?? ""
                ).done(call)
            }),
        Operation(
            .patch, "/tickets/{ticket}", "changeTicket", .tickets,
            "Sets what is known of the ticket; null clears. What is not named stays. A category gives a ticket that has no "
                + "grade yet the grades of that category, and with `regrade` any other too.", .may(.ticketsWrite),
            body: .json(.named("TicketChange")), .done(), run: change),
        listing(.put, "tags", "tag", .tag), listing(.delete, "tags", "untag", .tag),
        listing(.put, "followers", "follow", .follower), listing(.delete, "followers", "unfollow", .follower),
        listing(.put, "related", "relate", .related), listing(.delete, "related", "unrelate", .related),
        listing(.put, "duplicates", "markDuplicate", .duplicate),
        listing(.delete, "duplicates", "unmarkDuplicate", .duplicate),
        listing(.put, "blocks", "block", .blocks), listing(.delete, "blocks", "unblock", .blocks),
        Operation(
            .post, "/tickets/{ticket}/merge", "mergeTicket", .tickets,
            "Makes the ticket part of another of the same customer.", .may(.ticketsWrite),
            body: .json(.object([Schema.must("into", .id)])), .done(),
            run: { call in
                let id = TicketID(call.text("ticket") ?? "")
                let receipt = try await call.perform(.merge(id, into: TicketID(call.json["into"]?.string ?? "")))
                return .done(receipt, .ticket(id))
            }),
        Operation(
            .post, "/tickets/{ticket}/split", "splitTicket", .tickets,
            "Makes part of the ticket one of its own, with words of its own: those of the whole stay with the whole.",
            .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("subject", .text(atLeast: 1, atMost: 500), "What the part is about."),
                    Schema.must("text", .text(atLeast: 1, atMost: 65_536)),
                    Schema.may(
                        "grades", .list(.named("NewGrade"), atMost: 8), "If none is said the category decides."),
                ])),
            .created(.named("Receipt")),
            run: { call in
                let part = TicketID(call.desk.newID())
                let gradings = (call.json["grades"]?.list ?? []).map(grading)
                let receipt = try await call.perform(
                    .split(TicketID(call.text("ticket") ?? ""), into: part, gradings), texts: texts(call.json))
                var stream = StreamID.ticket(part)
                if receipt.isRepeated,
                    let entry = try await call.desk.edges.store.read(receipt.positions.lowerBound, 1).first
                {
                    stream = entry.stream
                }
                return .created(receipt.json(stream), at: "/tickets/\(stream.id)")
            }),
    ]

    /// The message stands first: what it says comes before what is done by it.
    private static func message(_ call: Call) async throws -> Answer {
        let isCustomers = call.principal.customer != nil || call.json["fromCustomer"] == .bool(true)
        let name: EventName = isCustomers ? .customerMessage : .agentMessage
        let mood = call.principal.customer == nil && isCustomers ? call.json["mood"]?.int.flatMap(Mood.init) : nil
        var commands = [
            Ticket.Command.record(
                name, occurred: .onReceipt, detail: mood.map { .mood($0) } ?? .none, source: .edge)
        ]
        if let with = call.json["with"] {
            try call.requireStaff()
            try await call.requirePerson(with["by"]?.string, at: "/with/by")
            // Who says what becomes of a wait, or that they engage, has said it.
            if !isCustomers {
                commands += with["event"]?.string == EventName.engaged.rawValue ? taken(call) : brought(by: name, call)
            }
            commands.append(try event(with, call).0)
        } else {
            commands += brought(by: name, call)
        }
        let id = try await call.ownTicket()
        let texts = texts(call.json) + Attachment.texts(call.attachments)
        return .done(try await call.perform(.ticket(id, commands), texts: texts), .ticket(id))
    }

    /// What a message brings about by itself: the customer's ends a wait for them, ours keeps what runs until we engage, and
    /// makes the ticket theirs who wrote if nobody has it: else the answer would be told to nobody.
    ///
    /// Only whoever is signed in is surely a person: what a program sends may be automatic, and then nobody has engaged.
    static func brought(by name: EventName, _ call: Call) -> [Ticket.Command] {
        if name == .customerMessage { return [.endWait] }
        return call.session == nil ? [] : [.engage] + taken(call)
    }

    private static func taken(_ call: Call) -> [Ticket.Command] {
        guard call.session != nil, let agent = call.principal.agent else { return [] }
        return [.take(by: agent)]
    }

    /// It is theirs who take it over for a team that they are of.
    private static func takenOver(for team: TeamID, _ call: Call) async throws -> [Ticket.Command] {
        guard call.session != nil, let agent = call.principal.agent,
            let record = try await call.desk.record(.agent, RecordID(agent)), record.state == .live,
            record.words("teams").contains(team.rawValue)
        else { return [] }
        return [.change(.set(.agent, agent))]
    }

    private static func rate(_ call: Call) async throws -> Answer {
        var marks: [Rating.Dimension: Int] = [:]
        for dimension in Rating.Dimension.allCases { marks[dimension] = call.json[dimension.rawValue]?.int }
        let side: Rating.Side = call.principal.customer == nil ? .desk : .customer
        guard let rating = Rating(side, by: call.principal.giver, marks) else {
            throw APIFault.shape([SchemaFault("", .noMark)])
        }
        return try await Ticket.Command.change(.rate(rating)).done(call)
    }

    /// An event that needs no more than its word.
    /// - Parameter engages: whether whoever does it has turned to the customer by it.
    private static func plain(
        _ path: String, _ id: String, _ summary: String, _ name: EventName, own: Bool = false, engages: Bool = false
    ) -> Operation {
        Operation(
            .post, "/tickets/{ticket}/" + path, id, .tickets, summary,
            own ? .mayOwn(.ticketsWrite) : .may(.ticketsWrite),
            body: .json(.object([Schema.may("text", .text(atLeast: 1, atMost: 65_536))])), .done(),
            run: { call in
                try await Ticket.Command.record(name, occurred: .onReceipt, source: .edge).done(
                    call, texts(call.json), then: engages ? brought(by: .agentMessage, call) : [])
            })
    }

    private static func listing(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ listing: Listing
    ) -> Operation {
        let puts = method == .put
        return Operation(
            method, "/tickets/{ticket}/\(path)/{item}", id, .tickets,
            puts ? "Adds to the ticket's \(path)." : "Removes from the ticket's \(path).", .may(.ticketsWrite),
            parameters: [Parameter("item", .id, "What is listed.", isGiven: true)], .done(),
            run: { call in
                let item = call.text("item") ?? ""
                if puts { try await call.require(item, of: listing) }
                return try await Ticket.Command.change(puts ? .add(listing, item) : .remove(listing, item)).done(call)
            })
    }

    static func texts(_ json: JSONValue) -> [Desk.Request.Text] {
        ["subject", "text"].compactMap { field in json[field]?.string.map { .init(field, $0) } }
    }

    private static func change(_ call: Call) async throws -> Answer {
        var commands: [Ticket.Command] = []
        var texts: [Desk.Request.Text] = []
        // What the grades that it has follow.
        let followed = call.json["regrade"] == .bool(true) ? call.json["category"]?.string : nil
        for attribute in Attribute.allCases {
            guard let value = call.json[attribute.rawValue], attribute != .category || followed == nil else { continue }
            commands.append(.change(.set(attribute, value.string)))
        }
        let defined = call.json["fields"] == nil ? [] : try await call.desk.ticketFields()
        for member in call.json["fields"]?.members ?? [] {
            guard let field = defined.first(where: { $0.name == member.key }) else {
                let near = nearest(to: String(member.key.prefix(64)), among: defined.map(\.name))
                throw APIFault.shape([
                    SchemaFault("/fields/" + member.key.prefix(64), .unknownField(nearest: near))
                ])
            }
            if field.isPersonal, let text = member.value.string {
                commands.append(.change(.field(field.name, .personal)))
                texts.append(.init("field." + field.name, text))
            } else {
                commands.append(.change(.field(field.name, member.value.string.map { .word($0) })))
            }
        }
        // After the contract, which says in what variant it is graded.
        if let followed { commands.append(.categorise(followed, reason: call.json["reason"]?.string)) }
        let id = TicketID(call.text("ticket") ?? "")
        for item in call.json["grades"]?.list ?? [] {
            let given = grading(item)
            commands.append(.grade(try await call.desk.grade(given, ticket: id), given.complexity))
        }
        return .done(try await call.perform(.ticket(id, commands), texts: texts), .ticket(id))
    }

    /// An event of a ticket or an incident, as `Event` has it.
    static func event(_ json: JSONValue, _ call: Call) throws -> (Ticket.Command, [Desk.Request.Text]) {
        let (name, occurred, detail, source) = try facts(json, call)
        return (.record(name, occurred: occurred, detail: detail, source: source), texts(json))
    }

    static func facts(
        _ json: JSONValue, _ call: Call
    ) throws -> (EventName, Instant, Fact.Detail, Ticket.Source) {
        var detail = Fact.Detail.none
        if let waiting = json["waiting"]?.string.flatMap(Waiting.init(rawValue:)) { detail = .waiting(waiting) }
        if let date = json["date"]?.instant { detail = .date(date) }
        if let team = json["team"]?.string { detail = .team(TeamID(team)) }
        if let minutes = json["minutes"]?.int { detail = .labour(minutes: minutes, by: json["by"]?.string ?? "") }
        if case .bool(let accepted)? = json["robotAccepted"] { detail = .robot(accepted: accepted) }
        let source = try source(json["reason"]?.string, call)
        return (EventName(json["event"]?.string ?? ""), json["occurred"]?.instant ?? .onReceipt, detail, source)
    }
}

extension Principal {
    /// Who gives a rating, as an id: the kind before it says no more there than the side does.
    var giver: String { actor.rawValue.split(separator: ":").last.map(String.init) ?? "" }

    /// The agent that they are, if they are one.
    fileprivate var agent: String? { actor.rawValue.hasPrefix("agent:") ? giver : nil }
}

extension Ticket.Command {
    /// Does it to the path's ticket, and what follows with it. The texts are bound to what stands first.
    fileprivate func done(
        _ call: Call, _ texts: [Desk.Request.Text] = [], then more: [Ticket.Command] = []
    ) async throws -> Answer {
        let id = try await call.ownTicket()
        return .done(try await call.perform(.ticket(id, [self] + more), texts: texts), .ticket(id))
    }
}
