import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

extension Operation {
    static let incidents: [Operation] = [
        Operation(
            .post, "/incidents", "openIncident", .incidents, "Opens an incident: one failure that many tickets share.",
            .may(.incidentsWrite),
            body: .json(
                .object([
                    Schema.may("id", .id, "Drawn by the desk if it is not said."), Schema.may("received", .instant),
                    Schema.must("grades", .list(.named("NewGrade"), atMost: 8)),
                ])), .created(.named("Receipt")),
            run: { call in
                let id = IncidentID(call.json["id"]?.string ?? call.desk.newID())
                let receipt = try await call.perform(
                    .openIncident(
                        id, received: call.json["received"]?.instant ?? .onReceipt,
                        (call.json["grades"]?.list ?? []).map(grading)))
                var stream = StreamID.incident(id)
                if receipt.isRepeated,
                    let entry = try await call.desk.edges.store.read(receipt.positions.lowerBound, 1).first
                {
                    stream = entry.stream
                }
                return .created(receipt.json(stream), at: "/incidents/\(stream.id)")
            }),
        Operation(
            .get, "/incidents", "listIncidents", .incidents, "Incidents by id, which ascend with time.",
            .may(.ticketsRead),
            parameters: [
                Parameter(
                    "state", .words(["open"] + Schema.statesOfTickets), "A state; `open`: it is not over yet."), .limit,
                .cursor,
            ], .ok(Schema.page(.named("Incident"))), run: list),
        Operation(
            .get, "/incidents/{incident}", "readIncident", .incidents, "An incident as it stands.", .may(.ticketsRead),
            .ok(.named("Incident")),
            run: { call in
                guard let view = try await call.desk.incident(call.incident) else {
                    throw Refusal.noSuch(.incident(call.incident))
                }
                return .ok(
                    view.json(withClocks: true, in: wording(call.language), call.service.zone), version: view.version)
            }),
        Operation(
            .post, "/incidents/{incident}/events", "recordIncidentEvent", .incidents,
            "Records that something happened.",
            .may(.incidentsWrite), body: .json(.named("Event")), .done(),
            run: { call in
                try await call.requirePerson(call.json["by"]?.string, at: "/by")
                let (name, occurred, detail, source) = try facts(call.json, call)
                return try await Incident.Command.record(name, occurred: occurred, detail: detail, source: source)
                    .done(call, texts(call.json))
            }),
        Operation(
            .post, "/incidents/{incident}/grades", "addIncidentGrade", .incidents, "Gives the incident one more grade.",
            .may(.incidentsWrite), body: .json(.named("NewGrade")), .done(),
            run: { call in
                try await Incident.Command.grade(try await call.desk.grade(grading(call.json))).done(call)
            }),
        Operation(
            .put, "/incidents/{incident}/tickets/{item}", "linkTicket", .incidents, "A ticket shares the failure.",
            .may(.incidentsWrite), .done(),
            run: { call in try await Incident.Command.link(TicketID(call.text("item") ?? "")).done(call) }),
        Operation(
            .delete, "/incidents/{incident}/tickets/{item}", "unlinkTicket", .incidents,
            "A ticket does not share it after all.",
            .may(.incidentsWrite), .done(),
            run: { call in try await Incident.Command.unlink(TicketID(call.text("item") ?? "")).done(call) }),
    ]

    /// A page reads so many incidents at most: one that is asked for a rare state may hold few and yet have a next.
    private static let readAtMost = 1_000

    private static func list(_ call: Call) async throws -> Answer {
        let state = call.text("state")
        var (items, after, read) = ([JSONValue](), call.text("cursor"), 0)
        while items.count < call.limit, read < readAtMost {
            let names = try await call.desk.edges.store.names(.incident, after, call.limit - items.count)
            if names.isEmpty { return .page(items, next: nil) }
            for name in names {
                guard let view = try await call.desk.incident(IncidentID(name)) else { continue }
                let now = view.incident.course.state()
                if state == nil || state == now.word || state == "open" && now.isUnderWay {
                    items.append(view.json(withClocks: false, in: wording(call.language), call.service.zone))
                }
            }
            (after, read) = (names.last, read + names.count)
        }
        return .page(items, next: after)
    }
}

extension Call {
    fileprivate var incident: IncidentID { IncidentID(text("incident") ?? "") }
}

extension Incident.Command {
    fileprivate func done(_ call: Call, _ texts: [Desk.Request.Text] = []) async throws -> Answer {
        .done(try await call.perform(.incident(call.incident, [self]), texts: texts), .incident(call.incident))
    }
}

extension IncidentView {
    fileprivate func json(withClocks: Bool, in words: any Wording, _ zone: Zone) -> JSONValue {
        .members([
            "id": .string(incident.id.rawValue), "state": .string(incident.course.state().word),
            "received": .instant(incident.course.received),
            "grades": .array(
                incident.course.strands.enumerated().compactMap { strand, holdings in
                    holdings.last.map { $0.grade.json(strand: strand, $0.complexity) }
                }),
            "clocks": .array(withClocks ? clocks.map { $0.json(judge, in: words, zone) } : clocks.map(\.json)),
            "tickets": .array(incident.linked.map { .string($0.rawValue) }), "version": .int(version),
        ])
    }
}

extension State {
    /// Somebody still has to do something, as with tickets.
    fileprivate var isUnderWay: Bool {
        switch self {
        case .new, .open, .waiting, .resolved: true
        case .closed, .cancelled, .merged: false
        }
    }
}
