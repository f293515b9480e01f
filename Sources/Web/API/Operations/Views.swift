import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

// Rows and receipts as JSON.

extension Receipt {
    func json(_ stream: StreamID, notes: [JSONValue] = []) -> JSONValue {
        .members([
            "stream": .string(stream.description),
            "positions": .members(["from": .int(positions.lowerBound), "to": .int(positions.upperBound)]),
            "recorded": .instant(recorded), "repeated": .bool(isRepeated),
            "notes": notes.isEmpty ? nil : .array(notes),
        ])
    }

    /// The same as bytes: most answers are receipts, and a tree of one would be made only to be written down.
    func written(_ stream: StreamID, notes: [JSONValue] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(notes.isEmpty ? 240 : 1_024)
        bytes.append(contentsOf: #"{"stream":"#.utf8)
        JSONValue.quote(stream.description, to: &bytes)
        bytes.append(contentsOf: #","positions":{"from":"#.utf8)
        bytes.append(contentsOf: String(positions.lowerBound).utf8)
        bytes.append(contentsOf: #","to":"#.utf8)
        bytes.append(contentsOf: String(positions.upperBound).utf8)
        bytes.append(contentsOf: #"},"recorded":"#.utf8)
        JSONValue.quote(recorded.text(in: .utc), to: &bytes)
        bytes.append(contentsOf: (isRepeated ? #","repeated":true"# : #","repeated":false"#).utf8)
        if !notes.isEmpty {
            bytes.append(contentsOf: #","notes":"#.utf8)
            JSONValue.array(notes).write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

extension Answer {
    static func done(_ receipt: Receipt, _ stream: StreamID) -> Answer {
        var answer = Answer(.ok, .receipt(receipt, of: stream))
        answer.isRepeated = receipt.isRepeated
        return answer
    }
}

extension TicketRow {
    func json(isForCustomer: Bool) -> JSONValue {
        .members([
            "id": .string(id.rawValue), "customer": .string(customer.rawValue), "state": .string(state.word),
            "received": .instant(received), "updated": .instant(updated), "holder": .name(holder),
            "attributes": .object(
                Attribute.allCases.compactMap { attribute in
                    isForCustomer && Attribute.ours.contains(attribute)
                        ? nil : attributes[attribute].map { .init(key: attribute.rawValue, value: .string($0)) }
                }),
            "grades": .array(grades.map { $0.json(strand: nil, nil) }), "due": .instant(due),
            "breached": .int(breached), "clocks": .array(clocks.map(\.json)), "version": .int(version),
        ])
    }
}

extension ClockRow {
    fileprivate var json: JSONValue {
        let state: String
        var more: [JSONValue.Member] = []
        switch standing {
        case .waiting: state = "waiting"
        case .running(let due):
            state = "running"
            more = [.init(key: "due", value: .instant(due))]
        case .paused(let left):
            state = "paused"
            more = [.init(key: "leftMs", value: .int(left.milliseconds))]
        case .breached(let due, let ended):
            state = "breached"
            more = [.init(key: "due", value: .instant(due)), .init(key: "endedAt", value: .instant(ended))]
        }
        return JSONValue.members([
            "strand": .int(key.strand), "commitment": .string(key.commitment.rawValue),
            "occurrence": .int(key.occurrence), "state": .string(state),
        ]).appending(more)
    }
}

/// Where a page ended, as a text that says nothing to those who get it. It is a place in one order and in no other.
enum Cursor {
    static func text(_ place: TicketScan.Place, in order: TicketScan.Order) -> String {
        let due = place.due.map { String($0.milliseconds) } ?? "-"
        return "\(mark(order)).\(due).\(place.received.milliseconds).\(place.id.rawValue)"
    }

    static func place(_ text: String, in order: TicketScan.Order) throws -> TicketScan.Place {
        let parts = text.split(separator: ".", maxSplits: 3).map(String.init)
        guard parts.count == 4, TicketScan.Order.allCases.contains(where: { mark($0) == parts[0] }),
            let received = Int64(parts[2]), parts[1] == "-" || Int64(parts[1]) != nil,
            RecordID(checking: parts[3]) != nil
        else { throw Cursor.fault }
        guard parts[0] == mark(order) else {
            throw APIFault.shape([SchemaFault("?cursor", .cursorOfOtherOrder)])
        }
        return TicketScan.Place(
            id: TicketID(parts[3]), due: Int64(parts[1]).map(Instant.init(milliseconds:)),
            received: Instant(milliseconds: received))
    }

    private static func mark(_ order: TicketScan.Order) -> String {
        switch order {
        case .due: "d"
        case .id: "i"
        case .newest: "n"
        }
    }

    static var fault: APIFault { .shape([SchemaFault("?cursor", .cursor)]) }
}
