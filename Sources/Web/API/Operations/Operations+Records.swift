import Desk
import Domain
import HTTPTypes
import HummingbirdCore
import NIOCore
import Phrases
import Wire

extension Operation {
    private static let kind = Parameter(
        "kind", .words(RecordKind.masterData.map(\.rawValue)), "What kind of record.", isGiven: true)
    private static let named = Parameter("id", .id, "Its id, given by whoever makes it.", isGiven: true)
    private static let path = "/records/{kind}/{id}"

    static let records: [Operation] = [
        Operation(
            .get, "/records", "listKinds", .records, "The kinds of master data and their fields.", .may(.recordsRead),
            .ok(.object([Schema.must("kinds", .list(.named("Kind"), atMost: 100))])),
            run: { call in
                var kinds: [JSONValue] = []
                for kind in RecordKind.masterData {
                    let fields = await call.desk.fields(of: kind)
                    kinds.append(
                        .members(["kind": .string(kind.rawValue), "fields": .array(fields.map(\.json))]))
                }
                return .ok(.members(["kinds": .array(kinds)]))
            }),
        Operation(
            .get, "/records/{kind}", "listRecords", .records, "Records in use, by id.", .may(.recordsRead),
            parameters: [
                kind, Parameter("personal", .flag, "Names, contacts and notes too; each use is logged."), .limit,
                .cursor,
            ], .ok(Schema.page(.named("Record"))),
            run: { call in
                let personal = try await personal(call)
                let page = try await call.desk.records(
                    call.kind, after: call.text("cursor"), atMost: call.limit, personal: personal)
                if personal { for record in page.records { try await call.note(record.record) } }
                return .page(page.records.map { $0.json(version: nil) }, next: page.last)
            }),
        Operation(
            .get, path, "readRecord", .records, "A record.", .may(.recordsRead),
            parameters: [kind, Parameter("personal", .flag, "Names, contacts and notes too; each use is logged.")],
            .ok(.named("Record")),
            run: { call in
                let personal = try await personal(call)
                guard let found = try await call.desk.openRecord(call.kind, call.id, personal: personal) else {
                    throw Refusal.noSuch(.record(call.kind, call.id))
                }
                if personal { try await call.note(found.record.record) }
                return .ok(found.record.json(version: found.version), version: found.version)
            }),
        put("putRecord", "Makes a record, or sets its fields: null clears, what is not named stays."),
        command(.delete, path, "retireRecord", "Keeps it for what refers to it, offers it for nothing new.", .retire),
        command(.post, path + "/restoration", "restoreRecord", "Takes a retired record into use again.", .restore),
        Operation(
            .post, "/records/customer/{customer}/erasure", "eraseCustomer", .records,
            "Erases all that is personal of a customer and its contacts, for good.", .may(.peopleErase),
            .done(),
            isKeyed: false,
            run: { call in
                let id = CustomerID(call.text("customer") ?? "")
                let receipt = try await call.desk.erase(customer: id, actor: call.principal.actor)
                return .done(receipt, .record(.customer, RecordID(id.rawValue)))
            }),
        Operation(
            .post, "/records/{kind}/import", "importRecords", .records,
            "Puts a table of records, CSV or JSON lines; a row that is refused stops no other.", .may(.recordsWrite),
            parameters: [kind],
            body: .bytes(["text/csv", "application/jsonl", "application/x-ndjson"], atMost: 16 << 20),
            .ok(.named("Import")), isKeyed: false, run: importTable),
        Operation(
            .get, "/records/{kind}/export", "exportRecords", .records,
            "The records in use as the CSV that import reads.",
            .may(.recordsRead), parameters: [kind, Parameter("personal", .flag, "Names, contacts and notes too.")],
            .bytes("text/csv", "A header, then a line a record."), run: exportTable),
    ]

    private static func personal(_ call: Call) async throws -> Bool {
        guard call.flag("personal") else { return false }
        guard call.principal.may(.textsRead) else {
            throw APIFault.service(.right(.textsRead))
        }
        return true
    }

    private static func put(_ id: String, _ summary: String) -> Operation {
        Operation(
            .put, path, id, .records, summary, .may(.recordsWrite), parameters: [kind, named],
            body: .json(
                .object([
                    Schema.must(
                        "values",
                        .map(.orNull(.text(atMost: 4_000)), keys: Schema.Text(atLeast: 1, atMost: 80), atMost: 200),
                        "Texts by field, as the kind's table has them.")
                ])), .done(),
            run: { call in
                try mayWrite(call)
                var values: [String: String?] = [:]
                for member in call.json["values"]?.members ?? [] { values[member.key] = .some(member.value.string) }
                let receipt = try await call.perform(.record(call.kind, call.id, .put(values)))
                return .done(receipt, .record(call.kind, call.id))
            })
    }

    private static func command(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String, _ command: Record.Command
    ) -> Operation {
        Operation(
            method, path, id, .records, summary, .may(.recordsWrite), parameters: [kind],
            .done(),
            run: { call in
                try mayWrite(call)
                return .done(
                    try await call.perform(.record(call.kind, call.id, command)), .record(call.kind, call.id))
            })
    }

    /// An agent's record says what its account may do and where links for it go: whoever writes it could be anybody.
    private static func mayWrite(_ call: Call) throws {
        guard call.kind != .agent || call.principal.may(.accountsManage) else {
            throw APIFault.service(.rightBesides(.accountsManage))
        }
    }

    private static func importTable(_ call: Call) async throws -> Answer {
        try mayWrite(call)
        let words = wording(call.language)
        var table = RecordTable(await call.desk.fields(of: call.kind))
        call.bytes.withUnsafeBufferPointer { table.read($0) }
        table.finish()
        let read = table.take()
        var faults = read.faults.map { (line: $0.line, column: $0.column, words: words.words(for: $0)) }
        var (taken, unchanged) = (0, 0)
        var rest = read.rows[...]
        while !rest.isEmpty {
            let rows = rest.prefix(500)
            rest = rest.dropFirst(500)
            let outcomes = try await call.desk.performAll(
                rows.map { Desk.Request(call.principal.actor, .record(call.kind, $0.id, $0.command)) })
            for (row, outcome) in zip(rows, outcomes) {
                switch outcome {
                case .done(let receipt) where receipt.positions.isEmpty: unchanged += 1
                case .done: taken += 1
                case .refused(.record(let refusal)):
                    faults += ImportFault.refused(refusal, line: row.line).map {
                        ($0.line, $0.column, words.words(for: $0))
                    }
                case .refused(let refusal):
                    faults.append((row.line, nil, words.words(for: refusal, in: call.service.zone)))
                }
            }
        }
        let told = faults.sorted { $0.line < $1.line }.prefix(1_000).map { fault in
            JSONValue.members([
                "line": .int(fault.line), "column": fault.column.map(JSONValue.string),
                "cause": .string(fault.words.cause),
                "cure": .string(fault.words.cure),
            ])
        }
        return .ok(
            .members([
                "taken": .int(taken), "unchanged": .int(unchanged), "refused": .int(Set(faults.map(\.line)).count),
                "faults": .array(Array(told)),
            ]))
    }

    private static func exportTable(_ call: Call) async throws -> Answer {
        let personal = try await personal(call)
        let (desk, kind, service, principal) = (call.desk, call.kind, call.service, call.principal)
        let purpose = call.purpose
        let writer = RecordWriter(await desk.fields(of: kind), personal: personal)
        return Answer(
            .ok,
            .stream(type: "text/csv; charset=utf-8") { out in
                try await out.write(.init(string: writer.header))
                var after: String?
                repeat {
                    let page = try await desk.records(kind, after: after, atMost: 200, personal: personal)
                    for record in page.records where personal {
                        let person = PersonID(rawValue: "\(kind.rawValue)/\(record.record.id)")
                        try await service.noteReading(principal, person, purpose)
                    }
                    let lines = page.records.map { writer.line($0.record, personal: $0.texts) }.joined()
                    try await out.write(.init(string: lines))
                    after = page.last
                } while after != nil
            })
    }
}

extension Call {
    fileprivate var kind: RecordKind { text("kind").flatMap(RecordKind.init(rawValue:)) ?? .customer }
    fileprivate var id: RecordID { RecordID(text("id") ?? "") }

    /// Whoever reads somebody's data leaves a trace (C17).
    fileprivate func note(_ record: Record) async throws {
        if record.personal.isEmpty { return }
        try await service.noteReading(
            principal, PersonID(rawValue: "\(record.kind.rawValue)/\(record.id)"), purpose)
    }
}

extension OpenRecord {
    fileprivate func json(version: Int?) -> JSONValue {
        let values = record.values.merging(texts) { $1 }.sorted { $0.key < $1.key }
        return .members([
            "id": .string(record.id.rawValue), "kind": .string(record.kind.rawValue),
            "state": .string("\(record.state)"),
            "values": .object(values.map { .init(key: $0.key, value: .string($0.value)) }),
            "sealed": .array(record.personal.subtracting(texts.keys).sorted().map(JSONValue.string)),
            "version": version.map(JSONValue.int),
        ])
    }
}

extension RecordField {
    fileprivate var json: JSONValue {
        .members([
            "name": .string(name), "required": .bool(isRequired),
            "care": .string(isSecret ? "secret" : isPersonal ? "personal" : "open"), "type": .string(type.word),
        ])
    }
}

extension FieldType {
    /// `text`, `reference`
    fileprivate var word: String { String("\(self)".prefix { $0 != "(" }) }
}
