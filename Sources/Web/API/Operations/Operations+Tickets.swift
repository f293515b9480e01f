import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

extension Operation {
    static let tickets: [Operation] = [
        Operation(
            .post, "/tickets", "openTicket", .tickets, "Opens a ticket: grades it and starts its clocks.",
            .mayOwn(.ticketsWrite), body: .json(.named("NewTicket")), .created(.named("Receipt")),
            alsoAnswers: [.notFound, .conflict], isQuick: true, run: open),
        Operation(
            .post, "/tickets/batch", "openTickets", .tickets,
            "Opens up to 500 tickets, each by itself: one that the desk refuses stops no other. They all have to be of the form.",
            .may(.ticketsWrite),
            body: .json(
                .object([Schema.must("tickets", .list(.named("NewTicket"), atMost: 500, atLeast: 1))]), atMost: 8 << 20),
            .ok(
                .object([
                    Schema.must(
                        "results",
                        .list(
                            .object([
                                Schema.may("receipt", .named("Receipt")), Schema.may("problem", .named("Problem")),
                            ]), atMost: 500))
                ]), "How each fared, in order."), isVersioned: false, run: openBatch),
        Operation(
            .get, "/tickets", "listTickets", .tickets,
            "Tickets, the nearest due first unless another order is asked for; what is done, the newest first.",
            .mayOwn(.ticketsRead), parameters: filters, .ok(Schema.page(.named("TicketRow"))), isQuick: true, run: list),
        Operation(
            .get, "/tickets/{ticket}", "readTicket", .tickets, "A ticket as it stands, with its clocks and stations.",
            .mayOwn(.ticketsRead), .ok(.named("Ticket")),
            isQuick: true, run: read),
        Operation(
            .get, "/tickets/{ticket}/clocks", "readClocks", .tickets,
            "A ticket's clocks, each with why it is due when it is.", .mayOwn(.ticketsRead),
            .ok(.object([Schema.must("clocks", .list(.named("Clock"), atMost: 10_000))])),
            run: { call in
                let view = try await call.ticket()
                let words = wording(call.language)
                let clocks = view.clocks.map { $0.json(view.judge, in: words, call.service.zone) }
                return .ok(.members(["clocks": .array(clocks)]), version: view.version)
            }),
        Operation(
            .get, "/tickets/{ticket}/messages", "readMessages", .tickets,
            "What was said and written, and the names of attachments; notes for those who serve.", .mayOwn(.textsRead),
            parameters: [after, .limit], .ok(Schema.page(.named("Message"))), run: messages),
        Operation(
            .get, "/tickets/{ticket}/attachments/{position}/{name}", "readAttachment", .tickets,
            "An attachment's bytes.",
            .mayOwn(.textsRead), parameters: [place, Parameter("name", .text(atLeast: 1, atMost: 200), "Its name.")],
            .bytes("*/*", "Its bytes, never to be opened as a page."), run: attachment),
        Operation(
            .post, "/tickets/{ticket}/attachments/{name}", "addAttachment", .tickets,
            "Adds an attachment of up to 25 MiB.",
            .mayOwn(.ticketsWrite),
            parameters: [
                Parameter(
                    "name", .text(atLeast: 1, atMost: 200), "Its name, in letters of any language.", isGiven: true)
            ],
            body: .bytes(["*/*"], atMost: Desk.Request.attachmentBytesAtMost), .done(), run: attach),
        Operation(
            .get, "/tickets/{ticket}/journal", "readTicketJournal", .journal, "Every fact of a ticket, without texts.",
            .may(.ticketsRead), parameters: [after, .limit], .ok(Schema.page(.named("Entry"))), run: journal),
        Operation(
            .get, "/tickets/{ticket}/compensation", "readTicketCompensation", .compensation,
            "What a ticket's broken promises stand for on its contract's ledger.", .mayOwn(.ticketsRead),
            .ok(.object([Schema.must("postings", .list(.named("Posting"), atMost: 10_000))])), run: owed),
        Operation(
            .get, "/tickets/{ticket}/certificate", "readCertificate", .evidence,
            "The service certificate of a finished ticket, which strangers can check.", .mayOwn(.ticketsRead),
            .ok(.any, "The certificate."), alsoAnswers: [.conflict],
            run: { call in
                let view = try await call.ticket()
                return .ok(try await call.service.certificate(view.ticket.id))
            }),
    ]

    static let after = Parameter("after", Schema.position, "Only what stands behind this position of the journal.")
    static let place = Parameter("position", Schema.position, "A position of the journal.")

    private static let filters: [Parameter] =
        [
            Parameter("sort", .words(TicketScan.Order.allCases.map(\.rawValue)), "`due` gives open tickets only."),
            Parameter(
                "state", .words(["open", "breached"] + Schema.statesOfTickets), "A state; `open`: nobody is done yet."),
            Parameter("customer", .id, "Whose."), Parameter("team", .id, "Who holds it."),
            Parameter("grade", .id, "A grade."),
            Parameter("receivedFrom", .instant, "Received then or later."),
            Parameter("receivedTo", .instant, "Received before."), .limit, .cursor,
        ]
        + [Attribute.queue, .category, .channel, .agent, .site, .provider, .contract, .language, .urgency].map {
            Parameter($0.rawValue, .text(atLeast: 1, atMost: 64), "Its \($0.rawValue).")
        }

    private static func list(_ call: Call) async throws -> Answer {
        var filter = TicketFilter()
        filter.customer = call.principal.customer ?? call.text("customer").map { CustomerID($0) }
        if let asked = call.text("customer"), !call.isMine(CustomerID(asked)) { return .page([], next: nil) }
        switch call.text("state") {
        case nil: break
        case "open": filter.onlyOpen = true
        case "breached": filter.onlyBreached = true
        case let state?: filter.states = [state]
        }
        filter.holder = call.text("team").map { TeamID($0) }
        filter.grade = call.text("grade").map { GradeID($0) }
        for attribute in Attribute.allCases { filter.attributes[attribute] = call.text(attribute.rawValue) }
        let from = call.instant("receivedFrom") ?? Instant(milliseconds: .min)
        filter.received = from..<max(from, call.instant("receivedTo") ?? Instant(milliseconds: .max))
        // What is done has no due to be sorted by.
        let isDone = ["closed", "cancelled", "merged"].contains(call.text("state"))
        let order = call.text("sort").flatMap(TicketScan.Order.init) ?? (isDone ? .newest : .due)
        let page = try await call.desk.tickets(
            filter, by: order, after: try call.text("cursor").map { try Cursor.place($0, in: order) },
            atMost: call.limit)
        let isForCustomer = call.principal.customer != nil
        return .page(
            written: page.rows.map { call.service.written.bytes($0, isForCustomer: isForCustomer) },
            next: page.last.map { Cursor.text($0, in: order) })
    }

    private static func read(_ call: Call) async throws -> Answer {
        let id = TicketID(call.text("ticket") ?? "")
        let isForCustomer = call.principal.customer != nil
        guard let (customer, version) = try await call.desk.standing(of: id), call.isMine(customer) else {
            throw Refusal.noSuch(.ticket(id))
        }
        let written = call.service.written
        // With several nodes a version may have been written down by rules that had not all arrived here.
        let keeps = !call.desk.isShared
        if keeps, let bytes = written.ticket(id, version, isForCustomer: isForCustomer, at: call.desk.now) {
            return .ok(written: bytes, version: version)
        }
        let view = try await call.ticket()
        return .ok(written: written.bytes(view, isForCustomer: isForCustomer, keeps: keeps), version: view.version)
    }

    private static func open(_ call: Call) async throws -> Answer {
        let id = TicketID(call.json["id"]?.string ?? call.desk.newID())
        let (command, texts) = try opening(call.json, id, call)
        let receipt = try await call.perform(command, texts: texts)
        var (stream, notes): (StreamID, [JSONValue]) = (.ticket(id), [])
        if receipt.isRepeated || isUngraded(receipt) {
            (stream, notes) = try await opened(receipt, id, call.json, call)
        }
        var answer = Answer(.created, .receipt(receipt, of: stream, notes: notes))
        answer.location = "/\(stream.kind.rawValue)s/\(stream.id)"
        answer.isRepeated = receipt.isRepeated
        return answer
    }

    /// Opened and nothing else: no grade was given, so no clock will ever run.
    private static func isUngraded(_ receipt: Receipt) -> Bool {
        receipt.positions.lowerBound == receipt.positions.upperBound - 1
    }

    /// Sent again it is the ticket of the first time, whose id the journal knows.
    private static func opened(
        _ receipt: Receipt, _ id: TicketID, _ sent: JSONValue, _ call: Call
    ) async throws -> (stream: StreamID, notes: [JSONValue]) {
        var stream = StreamID.ticket(id)
        if receipt.isRepeated, let entry = try await call.desk.edges.store.read(receipt.positions.lowerBound, 1).first {
            stream = entry.stream
        }
        return (stream, isUngraded(receipt) ? [await ungraded(sent, call)] : [])
    }

    private static func ungraded(_ sent: JSONValue, _ call: Call) async -> JSONValue {
        var known: [String] = []
        for policy in await call.desk.policies {
            for category in policy.policy.grades.flatMap(\.categories) where !known.contains(category.rawValue) {
                known.append(category.rawValue)
            }
        }
        let note = ServiceNote.ungraded(category: sent["category"]?.string, known: Array(known.prefix(5)))
        let (cause, cure) = wording(call.language).words(for: note)
        return .members([
            "code": .string("ungraded"), "cause": .string(cause), "cure": .string(cure),
            "looked": .array([.string("grades"), .string("category")]),
        ])
    }

    private static func openBatch(_ call: Call) async throws -> Answer {
        var requests: [Desk.Request] = []
        var streams: [StreamID] = []
        var problems: [Int: JSONValue] = [:]
        for (index, item) in (call.json["tickets"]?.list ?? []).enumerated() {
            let id = TicketID(item["id"]?.string ?? call.desk.newID())
            streams.append(.ticket(id))
            do {
                let (command, texts) = try opening(item, id, call)
                let key = call.key.map {
                    Desk.Request.Key("\($0.text.prefix(180))/\(index)", requestHash: $0.requestHash)
                }
                requests.append(Desk.Request(call.principal.actor, command, key: key, texts: texts))
            } catch let fault as APIFault {
                problems[index] = fault.problem(in: call.language, call.service.zone).json
            }
        }
        var outcomes = try await call.desk.performAll(requests).makeIterator()
        var results: [JSONValue] = []
        let sent = call.json["tickets"]?.list ?? []
        for (index, stream) in streams.enumerated() {
            if let problem = problems[index] {
                results.append(.members(["problem": problem]))
                continue
            }
            switch outcomes.next() {
            case .done(let receipt)?:
                let (stream, notes) = try await opened(receipt, TicketID(stream.id), sent[index], call)
                results.append(.members(["receipt": receipt.json(stream, notes: notes)]))
            case .refused(let refusal)?:
                let problem = refusal.problem(
                    in: call.language, call.service.zone, sent: sent[index], at: "/tickets/\(index)")
                results.append(.members(["problem": problem.json]))
            case nil: break
            }
        }
        return .ok(.members(["results": .array(results)]))
    }

    private static let attributeNames = Attribute.allCases.map { ($0, $0.rawValue) }

    private static func opening(
        _ json: JSONValue, _ id: TicketID, _ call: Call
    ) throws -> (Command, [Desk.Request.Text]) {
        let customer = CustomerID(json["customer"]?.string ?? "")
        // One that another has would tell of itself by being refused.
        if call.principal.customer != nil, json["id"] != nil {
            throw APIFault.shape([SchemaFault("/id", .idIsDrawn)])
        }
        guard call.isMine(customer) else { throw Refusal.noSuch(.record(.customer, RecordID(customer.rawValue))) }
        var attributes = [Attribute: String](minimumCapacity: 6)
        for (attribute, name) in attributeNames {
            if let text = json[name]?.string { attributes[attribute] = text }
        }
        if json[Attribute.channel.rawValue]?.string == nil { attributes[.channel] = "api" }
        if call.principal.customer != nil {
            // What staff decide about a ticket is not the customer's to say.
            for attribute in [Attribute.queue, .agent, .provider] { attributes[attribute] = nil }
        }
        let opening = Ticket.Opening(
            id: id, customer: customer, received: json["received"]?.instant ?? .onReceipt,
            firstAsked: json["team"]?.string.map { TeamID($0) }, attributes: attributes)
        var texts: [Desk.Request.Text] = []
        for field in ["subject", "text"] {
            if let text = json[field]?.string { texts.append(.init(field, text)) }
        }
        texts += Attachment.texts(call.attachments)
        var gradings = (json["grades"]?.list ?? []).map(grading)
        if call.principal.customer != nil { gradings = [] }
        return (.open(opening, gradings, source: try source(json["reason"]?.string, call)), texts)
    }

    static func grading(_ json: JSONValue) -> Grading {
        Grading(
            PolicyID(json["policy"]?.string ?? ""), GradeID(json["grade"]?.string ?? ""), complexity(json))
    }

    static func complexity(_ json: JSONValue) -> Complexity {
        json["complexity"]?.string == "simple" ? .simple : .complex
    }

    /// Who may date back says why.
    static func source(_ reason: String?, _ call: Call) throws -> Ticket.Source {
        guard let reason else { return call.principal.customer == nil ? .edge : .person }
        guard call.principal.may(.ticketsBackdate) else {
            throw APIFault.service(.right(.ticketsBackdate))
        }
        return .backdating(reason: reason)
    }

    private static func messages(_ call: Call) async throws -> Answer {
        let view = try await call.ticket()
        let stream = StreamID.ticket(view.ticket.id)
        let entries = try await call.desk.edges.store.streams([stream])[stream] ?? []
        let from = call.int("after").map(Int64.init) ?? -1
        var items: [JSONValue] = []
        var last: Int64?
        for entry in entries where entry.position > from && entry.bound != nil {
            if !call.mayRead(entry) { continue }
            if items.count == call.limit { break }
            let open = try await call.desk.edges.store.texts(entry.position..<entry.position + 1)
            let names = Attachment.fields(open.map(\.field)).map { JSONValue.string(Attachment.name(of: $0, open)) }
            var texts: [JSONValue.Member] = []
            for text in open where !Attachment.isPart(text.field) {
                if text.field != "reason" || call.principal.customer == nil {
                    texts.append(.init(key: text.field, value: .string(String(decoding: text.payload, as: UTF8.self))))
                }
            }
            items.append(
                .members([
                    "position": .int(entry.position), "event": .string(entry.event.subject),
                    "occurred": .instant(entry.occurred), "actor": .string(entry.actor.rawValue),
                    "texts": .object(texts), "attachments": .array(names),
                ]))
            last = entry.position
        }
        try await note(call, view.ticket)
        let isMore = last.map { last in entries.contains { $0.position > last && $0.bound != nil } } ?? false
        return .page(items, next: items.count == call.limit && isMore ? last.map { "\($0)" } : nil)
    }

    /// Whoever reads another's texts leaves a trace (C17).
    private static func note(_ call: Call, _ ticket: Ticket) async throws {
        guard call.principal.customer == nil else { return }
        try await call.service.noteReading(
            call.principal, PersonID(rawValue: "customer/" + ticket.customer.rawValue), call.purpose)
    }

    private static func attachment(_ call: Call) async throws -> Answer {
        let view = try await call.ticket()
        let position = Int64(call.int("position") ?? 0)
        let stream = StreamID.ticket(view.ticket.id)
        guard let entry = try await call.desk.edges.store.read(position, 1).first, entry.stream == stream,
            entry.position == position, call.mayRead(entry)
        else { throw APIFault.notFound }
        let texts = try await call.desk.edges.store.texts(position..<position + 1)
        guard let (name, bytes) = Attachment.find(call.text("name") ?? "", in: texts) else { throw APIFault.notFound }
        try await note(call, view.ticket)
        var answer = Answer(.ok, .bytes(bytes, type: FileKind(bytes).type))
        // Whatever it is, it is saved and not run.
        answer.headers[.contentDisposition] = Attachment.disposition(name)
        answer.headers[.contentSecurityPolicy] = "sandbox; default-src 'none'"
        return answer
    }

    private static func attach(_ call: Call) async throws -> Answer {
        let id = try await call.ownTicket()
        let name: EventName = call.principal.customer == nil ? .agentMessage : .customerMessage
        let command = Ticket.Command.record(name, occurred: .onReceipt, source: .edge)
        let receipt = try await call.perform(
            .ticket(id, [command] + brought(by: name, call)),
            texts: Attachment.texts([Attachment(call.text("name") ?? "", call.bytes)]))
        return .done(receipt, .ticket(id))
    }

    private static func journal(_ call: Call) async throws -> Answer {
        let view = try await call.ticket()
        let stream = StreamID.ticket(view.ticket.id)
        let from = call.int("after").map(Int64.init) ?? -1
        let entries = (try await call.desk.edges.store.streams([stream])[stream] ?? []).filter { $0.position > from }
        let page = entries.prefix(call.limit)
        return .page(
            try page.map { try call.service.entry($0) },
            next: entries.count > page.count ? page.last.map { "\($0.position)" } : nil)
    }

    private static func owed(_ call: Call) async throws -> Answer {
        let ticket = try await call.ticket().ticket
        var contracts = ticket.formerContracts
        if let contract = ticket.attributes[.contract] { contracts.insert(contract) }
        var postings: [JSONValue] = []
        for contract in contracts.sorted() {
            guard let ledger = try await call.desk.ledger(ContractID(contract)) else { continue }
            postings += ledger.lines.filter { $0.key.ticket == ticket.id }.map { ledger.json($0.key, $0.posting) }
        }
        return .ok(.members(["postings": .array(postings)]))
    }
}
