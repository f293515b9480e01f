import Crypto
import Desk
import Domain
import Foundation
import Wire

/// A batch on its way to PostgreSQL: columns of every table that it writes, and what it takes to be there.
struct BatchMessage {
    private var (expectedStream, expectedNext) = (Column(), Column())
    private var (keyActor, keyText) = (Column(), Column())
    private var (stepName, stepFrom, stepTo) = (Column(), Column(), Column())
    private var people = Column()
    private var entry = [Column](repeating: Column(), count: 7)
    private var texts = [Column](repeating: Column(), count: 4)
    private var tickets: [TicketID: TicketRow] = [:]
    private var dues: [StreamID: DueRow] = [:]
    private var message = [Column](repeating: Column(), count: 7)
    private var receipt = [Column](repeating: Column(), count: 6)
    private var rest: [String: [JSONValue]] = [:]
    private var lastRule: Int?
    private var first: Instant?
    private var last: Instant?
    private(set) var entries = 0
    private var rulesThrough: Int64 = .max

    mutating func expect(_ stream: StreamID, _ next: Int) {
        expectedStream.add(stream.description)
        expectedNext.add(next)
    }

    mutating func expectKey(of person: Int64) { people.add(person) }

    /// - Parameter payloads: the spelled events, one for each draft.
    mutating func add(
        _ decision: Decision, _ payloads: [(kind: String, payload: String)], _ vault: inout PostgresVault
    ) throws {
        let start = entries
        rulesThrough = min(rulesThrough, decision.rulesThrough)
        for (draft, spelled) in zip(decision.drafts, payloads) {
            entry[0].add(draft.stream.description)
            entry[1].add(draft.version)
            entry[2].add(spelled.kind)
            entry[3].add(draft.event.occurred.milliseconds)
            entry[4].add(decision.recorded.milliseconds)
            entry[5].add(draft.actor.rawValue)
            entry[6].add(spelled.payload)
            if draft.stream.isRule { lastRule = entries }
            try vault.seal(draft) { part, person, box in
                texts[0].add(entries)
                texts[1].add(part)
                texts[2].add(person)
                texts[3].add(hex: box)
            }
            entries += 1
        }
        if !decision.drafts.isEmpty {
            first = first ?? decision.recorded
            last = decision.recorded
        }
        for row in decision.rows { add(row) }
        for due in decision.dues { dues[due.stream] = due }
        for pending in decision.messages { add(pending, start) }
        if let claim = decision.receipt {
            keyActor.add(claim.key.actor.rawValue)
            keyText.add(claim.key.text)
            receipt[0].add(claim.key.actor.rawValue)
            receipt[1].add(claim.key.text)
            receipt[2].add(claim.requestHash)
            receipt[3].add(start)
            receipt[4].add(decision.drafts.count)
            receipt[5].add(decision.recorded.milliseconds)
        }
        if let step = decision.step {
            stepName.add(step.follower)
            stepFrom.add(step.from)
            stepTo.add(step.to)
        }
        for document in decision.documents {
            put(
                "documents", ["hash": .string(document.hash), "base64": .string(Base64.text(document.bytes))],
                key: ["hash"])
        }
        for attempt in decision.deliveries { add(attempt) }
        for person in decision.erased.people { rest["people", default: []].append(BatchMessage.text(person.rawValue)) }
        for stream in decision.erased.streams {
            rest["streams", default: []].append(BatchMessage.text(stream.description))
        }
    }

    private mutating func add(_ row: ProjectionRow) {
        switch row {
        case .ticket(let ticket): tickets[ticket.id] = ticket
        case .incident(let row):
            put(
                "incidents",
                [
                    "id": Self.text(row.id.rawValue), "state": .string(row.state.word),
                    "received": .int(row.received.milliseconds), "updated": .int(row.updated.milliseconds),
                    "due": row.due.map { .int($0.milliseconds) } ?? .null, "linked": .int(row.linked),
                    "version": .int(row.version),
                ], key: ["id"])
        case .record(let row):
            put(
                "records",
                [
                    "kind": .string(row.record.kind.rawValue), "id": Self.text(row.record.id.rawValue),
                    "owner": row.owner.map(Self.text) ?? .null, "state": .string(RowText.state(row.record)),
                    "contents": Self.text(RowText.record(row.record)), "version": .int(row.version),
                ], key: ["kind", "id"])
        case .posting(let row):
            put(
                "postings",
                [
                    "contract": Self.text(row.contract.rawValue), "ticket": Self.text(row.key.ticket.rawValue),
                    "basis": Self.text(RowText.basis(row.key.basis)),
                    "owed": row.posting.map { .int($0.owed) } ?? .null,
                    "minor": row.posting.map { .int($0.minor) } ?? .null, "at": .int(row.at.milliseconds),
                ], key: ["contract", "ticket", "basis"])
        }
    }

    /// A row is written once a batch, as it is in the end.
    private mutating func put(_ table: String, _ row: [String: JSONValue], key: [String]) {
        let row = Self.object(row)
        rest[table, default: []].removeAll { old in key.allSatisfy { old[$0] == row[$0] } }
        rest[table, default: []].append(row)
    }

    private mutating func add(_ pending: PendingMessage, _ start: Int) {
        switch pending.of {
        case .draft(let index):
            message[0].add(start + index)
            message[1].add(true)
        case .entry(let position):
            message[0].add(position)
            message[1].add(false)
        }
        message[2].add(pending.number)
        message[3].add(pending.maker.rawValue)
        message[4].add(pending.target)
        message[5].add(pending.subject)
        message[6].add(pending.notBefore.milliseconds)
    }

    private mutating func add(_ attempt: Attempt) {
        var row: [String: JSONValue] = ["position": .int(attempt.position), "number": .int(attempt.number)]
        switch attempt.fate {
        case .done: row["fate"] = .string("done")
        case .again(let at, _):
            row["fate"] = .string("again")
            row["at"] = .int(at.milliseconds)
        case .dead(let cause):
            row["fate"] = .string("dead")
            row["cause"] = Self.text(cause)
        }
        rest["deliveries", default: []].append(Self.object(row))
    }

    /// What is written seldom enough to be sent as JSON.
    private static let parts = ["documents", "incidents", "records", "postings", "deliveries", "people", "streams"]

    private static func object(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.map { JSONValue.Member(key: $0.key, value: $0.value) })
    }

    private static func text(_ text: String) -> JSONValue { .string(PlainText.escaped(text)) }

    /// The call that writes it.
    /// - Parameters:
    ///   - strict: fail, and take back what the same message wrote before, instead of telling.
    ///   - isFirst: later parts need not ask for the rules: the head row is locked by then, and what has changed is theirs.
    func call(node: String, batch: Int64, strict: Bool, isFirst: Bool = true, to sql: inout [UInt8]) {
        let through = isFirst ? rulesThrough : .max
        sql += "SELECT yinuo.commit_batch('\(node)',\(batch),\(strict),\(through),".utf8
        sql += "\(first?.milliseconds ?? 0),\(last?.milliseconds ?? 0)".utf8
        var columns = [expectedStream, expectedNext, keyActor, keyText, stepName, stepFrom, stepTo, people] + entry
        write(columns, to: &sql)
        sql += ",\(lastRule.map { "\($0)" } ?? "NULL")".utf8
        columns = texts + ticketColumns + dueColumns + message + receipt
        write(columns, to: &sql)
        if rest.isEmpty {
            sql += ",NULL);".utf8
        } else {
            var value = Dictionary(
                uniqueKeysWithValues: Self.parts.map { ($0, JSONValue.array([])) })
            for (name, rows) in rest { value[name] = .array(rows) }
            sql += ",'".utf8
            for byte in Self.object(value).text.utf8 {
                sql.append(byte)
                if byte == UInt8(ascii: "'") { sql.append(byte) }
            }
            sql += "');".utf8
        }
    }

    private func write(_ columns: [Column], to sql: inout [UInt8]) {
        for column in columns {
            sql.append(UInt8(ascii: ","))
            column.write(to: &sql)
        }
    }

    private var ticketColumns: [Column] {
        var columns = [Column](repeating: Column(), count: 14)
        for row in tickets.values {
            columns[0].add(row.id.rawValue)
            columns[1].add(row.customer.rawValue)
            columns[2].add(row.state.word)
            columns[3].add(row.isOpen)
            columns[4].add(row.holder?.rawValue)
            columns[5].add(row.attributes[.queue])
            columns[6].add(String(decoding: RowText.attributes(row.attributes), as: UTF8.self))
            columns[7].add(String(decoding: RowText.grades(row.grades), as: UTF8.self))
            columns[8].add(row.received.milliseconds)
            columns[9].add(row.updated.milliseconds)
            columns[10].add(row.due?.milliseconds)
            columns[11].add(row.breached)
            columns[12].add(String(decoding: RowText.clocks(row.clocks), as: UTF8.self))
            columns[13].add(row.version)
        }
        return columns
    }

    private var dueColumns: [Column] {
        var columns = [Column(), Column()]
        for due in dues.values {
            columns[0].add(due.stream.description)
            columns[1].add(due.at?.milliseconds)
        }
        return columns
    }
}
