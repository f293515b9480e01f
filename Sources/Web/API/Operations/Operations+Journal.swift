import Desk
import Domain
import HTTPTypes
import HummingbirdCore
import NIOCore
import Phrases
import Wire

extension Operation {
    static let streamPath = "/stream"

    static let journal: [Operation] = [
        Operation(
            .get, "/journal", "readJournal", .journal, "Every fact from a position on, without texts.",
            .may(.journalRead), parameters: [after, .limit], .ok(Schema.page(.named("Entry"))),
            run: { call in
                let from = call.int("after").map { Int64($0) + 1 } ?? 0
                let entries = try await call.desk.edges.store.read(from, call.limit)
                return .page(
                    try entries.map { try call.service.entry($0) },
                    next: entries.count == call.limit ? entries.last.map { "\($0.position)" } : nil)
            }),
        Operation(
            .get, "/journal/{position}", "readEntry", .journal, "One fact, without its texts.", .may(.journalRead),
            parameters: [place], .ok(.named("Entry")),
            run: { call in
                let position = Int64(call.int("position") ?? 0)
                guard let entry = try await call.desk.edges.store.read(position, 1).first, entry.position == position
                else { throw APIFault.notFound }
                return .ok(try call.service.entry(entry))
            }),
        Operation(
            .get, "/export", "exportDesk", .journal,
            "The whole desk as JSON lines, texts in the clear, as `yinuo import` reads it.", .may(.accountsManage),
            .bytes("application/jsonl", "A header line, documents, then every entry."),
            run: { call in
                let export = call.service.export
                return Answer(
                    .ok,
                    .stream(type: "application/jsonl") { writer in
                        var writer = writer
                        try await export { bytes in try await writer.write(.init(bytes: bytes)) }
                    })
            }),
        Operation(
            .get, streamPath, "followLive", .journal,
            "What happens, as it happens: server-sent events, each with its journal position as id.",
            .mayOwn(.ticketsRead),
            parameters: [
                after, Parameter("ticket", .id, "Of one ticket only."),
                Parameter("incident", .id, "Of one incident only."),
            ],
            .bytes("text/event-stream", "Events `entry`, and `reset` for who fell too far behind."),
            isQuick: true,
            run: { call in
                var only = call.text("incident").map { StreamID.incident(IncidentID($0)) }
                if call.text("ticket") != nil { only = .ticket(try await call.ticket().ticket.id) }
                if let only, only.kind == .incident { try call.requireStaff() }
                guard let shown = call.shown else { throw APIFault.service(.nobody) }
                let stream = EventStream(
                    live: call.service.live, who: call.principal, shown: shown,
                    authenticator: call.service.authenticator,
                    after: call.lastEventID ?? call.int("after").map(Int64.init),
                    customer: call.principal.customer, only: only)
                return Answer(.ok, .stream(type: EventStream.type) { try await stream.write(&$0) })
            }),
        Operation(
            .get, "/contracts/{contract}/ledger", "readLedger", .compensation, "What a contract is owed, line by line.",
            .mayOwn(.ledgerRead), .ok(.named("Ledger")),
            run: { call in
                let id = ContractID(call.text("contract") ?? "")
                guard let record = try await call.desk.record(.contract, RecordID(id.rawValue)),
                    call.isMine(CustomerID(record.values["customer"] ?? ""))
                else { throw Refusal.noSuch(.record(.contract, RecordID(id.rawValue))) }
                let ledger = try await call.desk.ledger(id) ?? Ledger(contract: id)
                let currency = Contract(record)?.amount.currency ?? ""
                return .ok(
                    .members([
                        "contract": .string(id.rawValue), "currency": .string(currency),
                        "totalMinor": .int(ledger.totalMinor),
                        "postings": .array(ledger.lines.map { ledger.json($0.key, $0.posting) }),
                    ]))
            }),
    ]

    static let service: [Operation] = [
        Operation(
            .get, "/outbox/dead-letters", "listDeadLetters", .service, "Messages that could not be delivered.",
            .may(.outboxManage), parameters: [.limit],
            .ok(.object([Schema.must("letters", .list(.named("DeadLetter"), atMost: 200))])),
            run: { call in
                let letters = try await call.desk.edges.store.deadLetters(call.limit)
                return .ok(.members(["letters": .array(letters.map(\.json))]))
            }),
        letter(.post, "/outbox/dead-letters/{letter}/retry", "retryDeadLetter", "Tries a message once more, at once.") {
            try await $0.retry([$1])
        },
        letter(.delete, "/outbox/dead-letters/{letter}", "dropDeadLetter", "Gives a message up: nobody will be told.") {
            try await $0.drop([$1])
        },
        Operation(
            .get, "/status", "readStatus", .service, "How the desk is: where its journal ends, what waits.", .signedIn,
            .ok(.named("Status")),
            run: { call in
                let head = try await call.desk.edges.store.head()
                return .ok(
                    .members([
                        "version": .string(call.service.version), "entries": .int(head.next),
                        "recorded": .instant(head.recorded), "now": .instant(call.desk.now),
                        "clockTrusted": .bool(call.desk.clockLeap == nil),
                        "followers": .int(call.service.live.followers),
                    ]))
            }),
        Operation(
            .get, "/me", "readMyself", .identity, "Who is asking, and what they may.", .signedIn,
            .ok(.named("Myself")),
            isQuick: true,
            run: { call in
                let rights = Permission.allCases.filter(call.principal.may).map { JSONValue.string($0.rawValue) }
                return .ok(
                    .members([
                        "actor": .string(call.principal.actor.rawValue), "role": .string(call.principal.role.rawValue),
                        "customer": .name(call.principal.customer), "rights": .array(rights),
                        "csrf": call.csrf.map(JSONValue.string),
                    ]))
            }),
        Operation(
            .get, "/openapi.json", "readDocument", .service, "This document.", .anybody, .ok(.any),
            run: { call in .ok(written: call.service.document.bytes) }),
    ]

    static let contacts: [Operation] = [
        Operation(
            .post, "/contacts", "recordContacts", .figures,
            "Contacts that were answered at once and became no ticket: only how many.", .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("channel", .words(Schema.channels)), Schema.may("language", Schema.language),
                    Schema.may("count", .integer(1...Int64(AnsweredAtOnce.most)), "1 if it is not said."),
                ])), .done(),
            run: { call in
                let answered = AnsweredAtOnce(
                    channel: call.json["channel"]?.string ?? "", language: call.json["language"]?.string,
                    count: call.json["count"]?.int ?? 1, at: call.desk.now)
                return .done(try await call.perform(.answeredAtOnce(answered)), answered.stream)
            })
    ]

    static let evidence: [Operation] = [
        Operation(
            .get, "/evidence", "readEvidence", .evidence, "The evidence log: its name, size and newest checkpoint.",
            .signedIn, .ok(.named("Evidence")), run: { call in .ok(try await call.service.evidence.status()) }),
        Operation(
            .get, "/evidence/receipts/{position}", "readReceipt", .evidence,
            "The proof that a fact is in the log, for any verifier of C2SP tlog-proof.", .may(.journalRead),
            parameters: [place], .bytes("text/plain", "The proof."),
            run: { call in
                guard let proof = try await call.service.evidence.receipt(Int64(call.int("position") ?? 0)) else {
                    throw APIFault.notFound
                }
                return Answer(.ok, .bytes(Array(proof.utf8), type: "text/plain; charset=utf-8"))
            }),
    ]

    private static func letter(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String,
        _ fate: @escaping @Sendable (ServiceDesk, DeadLetter) async throws -> Void
    ) -> Operation {
        Operation(
            method, path, id, .service, summary, .may(.outboxManage),
            parameters: [Parameter("letter", .text(atLeast: 3, atMost: 40), "Its key.")], .nothing,
            run: { call in
                let letters = try await call.desk.edges.store.deadLetters(10_000)
                guard let letter = letters.first(where: { $0.message.key == call.text("letter") }) else {
                    throw APIFault.notFound
                }
                try await fate(call.desk, letter)
                return .nothing
            })
    }
}

extension Ledger {
    func json(_ key: Key, _ posting: Posting) -> JSONValue {
        let basis: String
        var more: [JSONValue.Member] = []
        switch key.basis {
        case .labour: basis = "labour"
        case .lateness(let month): (basis, more) = ("lateness", [.init(key: "month", value: .int(month))])
        case .grant(let benefit): (basis, more) = ("grant", [.init(key: "benefit", value: .string(benefit))])
        }
        return JSONValue.members([
            "contract": .string(contract.rawValue), "ticket": .string(key.ticket.rawValue), "basis": .string(basis),
            "owedMinor": .int(posting.owed), "minor": .int(posting.minor),
        ]).appending(more)
    }
}

extension DeadLetter {
    fileprivate var json: JSONValue {
        .members([
            "key": .string(message.key), "maker": .string(message.maker.rawValue), "target": .string(message.target),
            "subject": .string(message.subject), "attempts": .int(message.attempts), "cause": .string(cause),
        ])
    }
}
